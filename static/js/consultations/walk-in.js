// A walk-in is logged with one press. People are found while somebody types; without a connection it stays on the device, as answers do, and
// goes when the line is back: from here, or from any page that saves answers.

import { newName, openServer } from "../saving/server.js";
import { openStore } from "../saving/store.js";

const LETTERS = 3;
const PAUSE = 250;
const AGAIN = 20_000;
const ITEM = "walk-in";

const place = document.querySelector("[data-saving]");
const form = document.querySelector("form[data-walk-in]");

if (place && form) start(place.dataset, form);

function start(config, form) {
  const store = openStore(config.person, config.key);
  const server = openServer(config, form.elements.csrfmiddlewaretoken.value);
  const words = form.querySelector("[data-state-words]");
  const list = document.querySelector("[data-waiting]");
  const notTaken = document.querySelector("[data-not-taken]");
  const found = form.querySelector("[data-found]");
  let timer = 0;
  let asking = null;
  let mending = null; // what is being put right: it stays on the device until the server has it

  form.querySelector(".no-scripts").hidden = true;
  form.elements.name.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });

  async function look() {
    const text = form.elements.name.value.trim();
    asking?.abort();
    if (text.length < LETTERS) return found.replaceChildren();
    asking = new AbortController();
    try {
      const answer = await fetch(`${form.dataset.people}?q=${encodeURIComponent(text)}`, { signal: asking.signal });
      if (answer.ok && !answer.redirected) found.innerHTML = await answer.text();
    } catch {
      found.replaceChildren(); // no connection: the name is enough
    }
  }

  // What the form holds, as a plain form would send it.
  function value() {
    const sent = Object.fromEntries(new FormData(form));
    delete sent.csrfmiddlewaretoken;
    delete sent.made_id;
    // Said now, so that it is right however late it arrives; what is put right was when it was.
    sent.began = mending?.change.value.began ?? new Date(Date.now() - Number(sent.minutes || 0) * 60_000).toISOString();
    return sent;
  }

  function say(kind, text) {
    words.dataset.state = kind;
    words.textContent = text;
  }

  form.addEventListener("submit", async (event) => {
    const { submitter } = event;
    if (submitter?.name === "look") return;
    event.preventDefault();
    if (!form.elements.name.value.trim()) return form.submit(); // the server says what is missing
    const opens = submitter?.name === "and_open";
    const name = form.elements.made_id.value;
    const sent = value();
    const change = { item: `${ITEM} ${name}`, url: form.dataset.url, base: 0, since: Date.now(), value: sent, who: form.elements.name.value };
    change.sending = { change_id: name, base: 0, value: sent };
    const id = mending?.id ?? `${newName()}/${ITEM}`;
    const isKept = await store.put(id, change).then(() => true, () => false);
    const answer = await server.send(change.url, change.sending);
    if (answer.is === "saved") {
      await store.remove(id).catch(() => {});
      location.assign(opens ? answer.told.url : location.href);
    } else if (answer.is === "refused") {
      if (mending) await store.put(id, refused(change, answer)).then(show, () => {});
      else await store.remove(id).catch(() => {});
      say("refused", answer.message);
    } else if (isKept) {
      begin();
      show();
    } else {
      say("waiting", answer.is === "signedOut" ? config.signedOutOnlyHere : config.onlyHere);
    }
  });

  // The next one.
  function begin() {
    mending = null;
    form.reset();
    found.replaceChildren();
    form.elements.made_id.value = newName();
    say("", "");
    form.elements.name.focus();
  }

  async function left() {
    const all = await store.all().catch(() => []);
    return all.filter(({ change }) => change.item?.startsWith(ITEM));
  }

  async function show() {
    const all = await left();
    const waiting = all.filter(({ change }) => !change.refused);
    const ends = all.filter(({ change }) => change.refused);
    list.hidden = !waiting.length;
    list.querySelector("ul").replaceChildren(
      ...waiting.map(({ change }) => {
        const line = document.createElement("li");
        line.textContent = change.who;
        return line;
      }),
    );
    notTaken.hidden = !ends.length;
    notTaken.querySelector("ul").replaceChildren(...ends.map(ending));
  }

  // What the server does not take: why, and what can be done about it.
  function ending(kept) {
    const line = notTaken.querySelector("template").content.firstElementChild.cloneNode(true);
    const part = (name) => line.querySelector(`[data-${name}]`);
    const ask = (isSure) => {
      part("choice").hidden = isSure;
      part("sure").hidden = !isSure;
      part(isSure ? "no" : "drop").focus();
    };
    part("name").textContent = kept.change.who;
    part("why").textContent = kept.change.refused;
    for (const each of line.querySelectorAll("[data-of]")) each.textContent = `: ${kept.change.who}`;
    part("mend").addEventListener("click", () => mend(kept));
    part("drop").addEventListener("click", () => ask(true));
    part("no").addEventListener("click", () => ask(false));
    part("yes").addEventListener("click", async () => {
      if (mending?.id === kept.id) begin();
      await store.remove(kept.id).catch(() => {});
      await show();
      form.elements.name.focus();
    });
    return line;
  }

  // Into the form as it was; who it was is looked for again.
  function mend(kept) {
    begin();
    mending = kept;
    const { who, began, ...fields } = kept.change.value;
    for (const [name, text] of Object.entries(fields)) {
      if (form.elements[name]) form.elements[name].value = text;
      const more = form.querySelector(`details [name="${name}"]`);
      if (more && text) more.closest("details").open = true;
    }
    form.elements.made_id.value = kept.change.item.slice(ITEM.length + 1);
    say("refused", kept.change.refused);
    look();
  }

  function refused(change, answer) {
    return { ...change, sending: null, refused: answer.message };
  }

  // Sent twice it is logged once: its name goes along.
  async function flush() {
    let count = 0;
    for (const { id, change } of await left()) {
      if (change.refused) continue;
      const answer = await server.send(change.url, change.sending);
      if (answer.is === "saved") {
        await store.remove(id).catch(() => {});
        count += 1;
      } else if (answer.is === "refused") {
        await store.put(id, refused(change, answer)).catch(() => {});
      } else {
        break;
      }
    }
    await show();
    if (count) say("saved", form.dataset.logged);
  }

  addEventListener("online", flush);
  setInterval(() => !list.hidden && flush(), AGAIN);
  flush();
}
