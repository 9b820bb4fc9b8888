// What the person at the page does: chooses files, holds codes in front of the camera, reads the answer in their language.
(() => {
  const LOCALES = { en: "en-GB" };
  const at = (name) => document.getElementById(name);
  const codes = Squares.collection();
  const lists = [...Page.lists];
  let shown = null; // the finding on the page, said again when the language changes
  let camera = null;
  let words = Page.words[Page.language];

  const sentence = (name, values = {}) => words[name].replace(/%\((\w+)\)s/g, (_all, value) => values[value] ?? "");
  const day = (text) => new Intl.DateTimeFormat(LOCALES[document.documentElement.lang] ?? document.documentElement.lang, { dateStyle: "long" }).format(new Date(text));

  function speak(language) {
    words = Page.words[language];
    document.documentElement.lang = language;
    document.title = words.title;
    for (const element of document.querySelectorAll("[data-word]")) element.textContent = sentence(element.dataset.word, { date: day(Page.madeAt), address: Page.address });
    at("camera").textContent = camera ? words.camera_stop : words.camera;
    if (shown) show(shown);
  }

  function tell(name, values) {
    shown = null;
    at("answer").hidden = true;
    at("notice").textContent = sentence(name, values);
  }

  function show(finding) {
    shown = finding;
    const since = /^status_unknown: since (.+)$/.exec(finding.reasons.find((each) => each.startsWith("status_unknown: since")) ?? "");
    const moment = /: (?:since|from) (\S+)$/.exec(finding.reasons.find((each) => each.startsWith(finding.verdict)) ?? "");
    const date = since ? day(since[1]) : moment ? day(moment[1]) : "";
    const name = finding.verdict === "valid_status_unknown" && since ? "valid_status_unknown_since" : finding.verdict;
    at("notice").textContent = "";
    at("answer").hidden = false;
    at("answer").dataset.verdict = finding.verdict;
    at("verdict").textContent = sentence(name, { date });
    at("why").textContent = sentence(`${finding.verdict}_why`, { date });
    at("facts").hidden = !finding.says;
    if (finding.says) {
      at("achievement").textContent = finding.says.achievement;
      at("issuer").textContent = finding.says.issuer;
      at("from").textContent = day(finding.says.from);
    }
    at("reasons").hidden = !finding.reasons.length;
    at("codes").textContent = finding.reasons.join("\n");
    const recipient = at("recipient").value.trim();
    at("theirs").textContent = recipient && finding.says ? words[Verdicts.belongsTo(finding.says, recipient) ? "matches" : "differs"] : "";
    at("theirs").dataset.kind = recipient && finding.says ? (Verdicts.belongsTo(finding.says, recipient) ? "good" : "bad") : "";
  }

  async function check(bytes) {
    show(await Verdicts.verify(bytes, new Date(), Verdicts.byAddress(lists)));
    at("answer").focus();
  }

  async function readCodes(texts) {
    let isNew = false;
    try {
      for (const text of texts) isNew = codes.add(text) || isNew;
      if (codes.isWhole) {
        const credential = await codes.credential();
        codes.clear();
        stopCamera();
        await check(credential);
      } else if (isNew) tell("codes_missing", { found: codes.size, count: codes.count });
    } catch (error) {
      codes.clear();
      tell(error instanceof Squares.Mixed ? "codes_mixed" : "nothing_found");
    }
    return isNew;
  }

  async function readPicture(file) {
    try {
      const picture = await createImageBitmap(file);
      return await Squares.inPicture(picture, picture.width, picture.height);
    } catch {
      return [];
    }
  }

  async function readFile(file) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const text = new TextDecoder().decode(bytes).trim();
    if (Verdicts.isList(text)) {
      lists.push(text);
      tell("list_added");
      return;
    }
    const carries = await Carriers.carried(bytes).then(() => true, () => false);
    if (carries || !Carriers.isPicture(bytes)) await check(bytes);
    else {
      const found = (await readPicture(file)).filter((each) => each.includes("#"));
      if (!found.length) tell("nothing_found");
      else if (!(await readCodes(found)) && !shown) tell("codes_missing", { found: codes.size, count: codes.count });
    }
  }

  async function chosen() {
    tell("reading");
    for (const file of at("files").files) await readFile(file);
    at("files").value = "";
  }

  async function startCamera() {
    try {
      camera = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1920 } }, audio: false });
    } catch {
      tell("camera_refused");
      return;
    }
    at("camera").textContent = words.camera_stop;
    at("film").hidden = false;
    at("film").srcObject = camera;
    await at("film").play();
    while (camera) {
      await readCodes(await Squares.inPicture(at("film"), at("film").videoWidth, at("film").videoHeight, { isQuick: true }));
      await new Promise((resolve) => { setTimeout(resolve, 150); });
    }
  }

  function stopCamera() {
    for (const track of camera?.getTracks() ?? []) track.stop();
    camera = null;
    at("film").hidden = true;
    at("film").srcObject = null;
    at("camera").textContent = words.camera;
  }

  at("files").addEventListener("change", chosen);
  at("camera").addEventListener("click", () => (camera ? stopCamera() : startCamera()));
  at("recipient").addEventListener("input", () => shown && show(shown));
  at("language").addEventListener("change", () => speak(at("language").value));
  addEventListener("hashchange", () => readCodes([location.hash]));

  const wanted = navigator.languages.map((each) => each.slice(0, 2)).find((each) => each in Page.words);
  at("language").value = wanted ?? Page.language;
  speak(at("language").value);
  at("camera").hidden = !navigator.mediaDevices;
  at("working").hidden = false;
  if (location.hash) readCodes([location.hash]);
})();
