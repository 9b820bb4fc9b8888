// In the page editor a block that is one field, and a field of rich text, have a heading or a label for the eye only: here they get it as their
// name for screen readers. Where a block is chosen by keyboard the focus goes into the list, and back to the plus after Escape.
const CONTROLS = "textarea, input:not([type=hidden]), select, [role=textbox]";
const CLOSED = 500; // ms: by then the list has left the page
let made = 0;

const isNamed = (control) => control.labels?.length || control.ariaLabel || control.hasAttribute("aria-labelledby") || control.hidden;

function nameOf(control) {
  const label = control.closest("[data-field-wrapper]")?.querySelector(":scope > .w-field__label, :scope > label");
  const header = control.closest("[data-panel]")?.querySelector(":scope > .w-panel__header");
  return label ?? header?.querySelector(".c-sf-block__type") ?? header?.querySelector(".w-panel__heading");
}

function name() {
  for (const control of document.querySelectorAll(`[data-edit-form] [data-field] :is(${CONTROLS})`)) {
    const words = isNamed(control) ? null : nameOf(control);
    if (!words) continue;
    words.id ||= `name-${(made += 1)}`;
    control.setAttribute("aria-labelledby", words.id);
  }
}

function intoTheList(event) {
  const plus = event.detail === 0 && event.target.closest(".c-sf-add-button"); // 0: by keyboard
  if (plus) setTimeout(() => plus.getAttribute("aria-expanded") === "true" && document.querySelector(".w-combobox [role=combobox]")?.focus(), 100);
}

function backToThePlus(event) {
  const plus = document.querySelector('.c-sf-add-button[aria-expanded="true"]');
  if (event.key === "Escape" && plus) setTimeout(() => document.activeElement === document.body && plus.focus(), CLOSED);
}

const form = document.querySelector("[data-edit-form]");
if (form) {
  let asked;
  name();
  document.addEventListener("click", intoTheList);
  document.addEventListener("keydown", backToThePlus, { capture: true });
  new MutationObserver(() => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(name);
  }).observe(form, { childList: true, subtree: true });
}
