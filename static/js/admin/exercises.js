/* In an assignment's block: the ids of the lesson's exercises are offered with their titles, and the title of the one that is named
   stands under the field. Without this script the id is typed. */
const NAMED = /^body-\d+-value-exercises-\d+-value$/;
const LIST = "lesson-exercises";

function value(name) {
  return document.querySelector(`[name="${CSS.escape(name)}"]`)?.value || "";
}

function exercises() {
  const prompts = [...document.querySelectorAll('[name^="body-"][name$="-value-prompt"]')];
  return prompts
    .map((field) => field.name.slice(0, -"-value-prompt".length))
    .filter((name) => value(`${name}-deleted`) !== "1")
    .filter((name) => !document.querySelector(`[name="${CSS.escape(name)}-value-is_private"]`)?.checked)
    .map((name) => ({ id: value(`${name}-id`), title: value(`${name}-value-title`) }))
    .filter((one) => one.id);
}

function offer(known) {
  let list = document.getElementById(LIST);
  if (!list) {
    list = document.createElement("datalist");
    list.id = LIST;
    document.body.append(list);
  }
  list.replaceChildren(...known.map((one) => new Option(one.title, one.id)));
}

function say(field, known) {
  let words = field.parentElement.querySelector("[data-exercise-title]");
  if (!words) {
    words = document.createElement("p");
    words.dataset.exerciseTitle = "";
    words.className = "help";
    words.setAttribute("role", "status");
    field.after(words);
  }
  words.textContent = known.find((one) => one.id === field.value)?.title || "";
}

function refresh() {
  const known = exercises();
  offer(known);
  document.querySelectorAll('input[name^="body-"]').forEach((field) => {
    if (!NAMED.test(field.name)) return;
    field.setAttribute("list", LIST);
    say(field, known);
  });
}

document.addEventListener("focusin", (event) => {
  if (NAMED.test(event.target.name || "")) refresh();
});
document.addEventListener("input", (event) => {
  if (NAMED.test(event.target.name || "")) refresh();
});
window.addEventListener("load", refresh);
