// Small conveniences; every page works without them.

document.querySelector("[data-error-summary], [data-focus]")?.focus();

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = event.target.closest?.("details.menu[open]") ?? document.querySelector("details.menu[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => menu.contains(event.target) || (menu.open = false));
});

document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

// The style sheet shows the contents of a lesson beside it, where there is room; this tells reading software the same.
if (matchMedia("(min-width: 60rem)").matches) {
  document.querySelectorAll("details.outline").forEach((outline) => (outline.open = true));
}
