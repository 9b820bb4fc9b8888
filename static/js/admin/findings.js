// In the page editor: what the checks find stands beside its field, as it was saved last. Without this script it is behind "Checks".
const PAUSE = 800; // ms: several savings in a row are looked at once
let timer, asked;

// A new page has no number before its first autosave.
const page = () => location.pathname.match(/\/pages\/(\d+)\/edit\/$/)?.[1];

const admin = () => location.pathname.slice(0, location.pathname.indexOf("/pages/"));

const form = () => document.getElementById("page-edit-form") || document.querySelector("[data-edit-form]");

// As Wagtail's comments find fields: each part of the path stands within the one before. A block that is gone by now has no place.
function field(place) {
  return place.split(".").reduce((within, part) => within?.querySelector(`[data-contentpath="${CSS.escape(part)}"]`), form());
}

function show(html) {
  document.querySelectorAll(".findings-summary, .findings-beside").forEach((old) => old.remove());
  const made = document.createElement("template");
  made.innerHTML = html;
  form()?.prepend(made.content.querySelector(".findings-summary"));
  for (const finding of made.content.querySelectorAll(".findings-beside")) {
    field(finding.dataset.place)?.append(finding);
  }
}

async function look() {
  if (!page()) return;
  asked?.abort();
  asked = new AbortController();
  try {
    const answer = await fetch(`${admin()}/proofreading/${page()}/beside/`, { signal: asked.signal });
    if (answer.ok && !answer.redirected) show(await answer.text());
  } catch {
    // Without a connection the last findings stay.
  }
}

look();
document.addEventListener("w-autosave:success", () => {
  clearTimeout(timer);
  timer = setTimeout(look, PAUSE);
});
