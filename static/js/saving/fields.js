// The fields of an exercise as the value that the server keeps, and back.

const texts = (form) => form.querySelectorAll("textarea[name]");
const marks = (form, name) => form.querySelectorAll(`input[name="${name}"]`);
const marked = (form, name) => [...marks(form, name)].filter((mark) => mark.checked).map((mark) => mark.value);

export function read(form) {
  switch (form.dataset.autosave) {
    case "choice":
      return { chosen: marked(form, "chosen") };
    case "tick_list":
      return { ticked: marked(form, "ticked") };
    case "scale":
      return { level: marked(form, "level").map(Number)[0] ?? null };
    case "drawing":
      return { done: form.elements.done.checked };
    case "fill_table": {
      const cells = {};
      for (const field of texts(form)) if (field.value) cells[field.name.slice(5)] = field.value;
      return { cells };
    }
    default:
      return { text: texts(form)[0].value };
  }
}

export function write(form, value) {
  const mark = (name, chosen) => marks(form, name).forEach((field) => (field.checked = chosen.includes(field.value)));
  switch (form.dataset.autosave) {
    case "choice":
      return mark("chosen", value.chosen ?? []);
    case "tick_list":
      return mark("ticked", value.ticked ?? []);
    case "scale":
      return mark("level", [String(value.level)]);
    case "drawing":
      form.elements.done.checked = Boolean(value.done);
      return;
    case "fill_table":
      return texts(form).forEach((field) => put(field, value.cells?.[field.name.slice(5)] ?? ""));
    default:
      return put(texts(form)[0], value.text ?? "");
  }
}

// A field that grows with its text, and never shrinks under the learner's eyes.
function grow(field) {
  const missing = field.scrollHeight - field.clientHeight;
  if (field.localName === "textarea" && missing > 0) field.style.minBlockSize = `${field.offsetHeight + missing}px`;
}

export function growWithText(form) {
  texts(form).forEach(grow);
  form.addEventListener("input", (event) => grow(event.target));
  form.addEventListener("keydown", (event) => event.key === "Enter" && "line" in event.target.dataset && event.preventDefault());
}

// New text under the learner's hands: the caret stays at the words it stood at.
export function put(field, text) {
  const old = field.value;
  if (old === text) return;
  if (field !== document.activeElement) {
    field.value = text;
    grow(field);
    return;
  }
  const most = Math.min(old.length, text.length);
  let start = 0;
  while (start < most && old[start] === text[start]) start++;
  let end = 0;
  while (end < most - start && old[old.length - 1 - end] === text[text.length - 1 - end]) end++;
  const moved = (place) => (place <= start ? place : place >= old.length - end ? place + text.length - old.length : text.length - end);
  const { selectionStart, selectionEnd, selectionDirection, scrollTop } = field;
  field.value = text;
  field.setSelectionRange(moved(selectionStart), moved(selectionEnd), selectionDirection);
  field.scrollTop = scrollTop;
  grow(field);
}

// Whether something is in the fields that did not come with the page.
export const isTyped = (root) => [...root.querySelectorAll("textarea, select, input:not([type=hidden], [type=file])")].some(isChanged);

function isChanged(field) {
  if (field.localName === "select") return field.selectedIndex !== Math.max(0, [...field.options].findIndex((one) => one.defaultSelected));
  return ["radio", "checkbox"].includes(field.type) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
}

export const same = (one, other) => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));

const sorted = (value) =>
  value && typeof value === "object" && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort().map(([key, inner]) => [key, sorted(inner)]))
    : value;
