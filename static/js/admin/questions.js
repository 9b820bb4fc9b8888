/* Buttons that add, move and remove rows of a question's form: what the server makes of them comes in without a new page. Without this
   script the same buttons load the page. */
const FIELDS = "question-fields";

function buttonLike(value) {
  return [...document.querySelectorAll("button[data-question-deed]")].find((each) => each.value === value);
}

async function press(button) {
  const form = button.form;
  const sent = new FormData(form);
  sent.append(button.name, button.value);
  const answer = await fetch(form.action || location.href, { method: "POST", body: sent, headers: { "X-Requested-With": "XMLHttpRequest" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fields = page.getElementById(FIELDS);
  if (!fields) throw new Error("no fields");
  document.getElementById(FIELDS).replaceWith(document.adoptNode(fields));
  begin(fields);
}

/* Scripts of what came in (Wagtail's choosers) run only when they are made anew. */
function begin(fields) {
  for (const given of fields.querySelectorAll("script")) {
    const script = document.createElement("script");
    script.textContent = given.textContent;
    given.replaceWith(script);
  }
}

function focusAfter(deed, before) {
  const [prefix, name, place] = deed.split(":");
  const rows = document.querySelectorAll(`#${CSS.escape(prefix)}-rows > fieldset`);
  if (name === "put") return document.getElementById("id_text").focus();
  const at = { up: Number(place) - 1, down: Number(place) + 1, remove: Math.min(Number(place), rows.length - 1) }[name];
  const moved = name === "up" || name === "down" ? buttonLike(`${prefix}:${name}:${at}`) : null;
  const added = [...rows].find((each) => !before.has(each.id));
  const row = name === "add" ? added : rows[at];
  (moved || row?.querySelector("textarea, input:not([type=hidden]), select") || buttonLike(deed))?.focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-question-deed]");
  if (!button) return;
  if (button.dataset.plain !== undefined) return;
  event.preventDefault();
  const before = new Set([...document.querySelectorAll(".question-row")].map((each) => each.id));
  press(button).then(
    () => focusAfter(button.value, before),
    () => {
      button.dataset.plain = "";
      button.click();
    },
  );
});

/* The learner's page is as high in its frame as it wants to be. */
for (const frame of document.querySelectorAll("iframe[data-question-frame]")) {
  const fit = () => (frame.style.blockSize = `${frame.contentDocument.documentElement.offsetHeight}px`);
  const watch = () => new ResizeObserver(fit).observe(frame.contentDocument.body);
  frame.addEventListener("load", watch);
  if (frame.contentDocument?.readyState === "complete") watch();
}

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-tick-all]")) return;
  document.querySelectorAll("input[name=question]").forEach((each) => {
    each.checked = event.target.checked;
  });
});
