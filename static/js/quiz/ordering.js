// Lines to be put in order: by the buttons, which are there without this script as well, or by dragging a line at its grip. A live region
// tells the new place; the focus stays on the button that was pressed.

export function makeOrdering(root) {
  const list = root.querySelector("[data-order]");
  if (!list) return;
  const touched = root.querySelector("[data-touched]");
  const told = root.querySelector("[data-told]");
  const keep = root.querySelector("[data-keep-order]");

  function showEnds() {
    const lines = [...list.children];
    keep.hidden = Boolean(touched.value);
    for (const [place, each] of lines.entries()) {
      each.querySelector("[data-move=up]").setAttribute("aria-disabled", String(place === 0));
      each.querySelector("[data-move=down]").setAttribute("aria-disabled", String(place === lines.length - 1));
    }
  }

  function changed(line) {
    const lines = [...list.children];
    touched.value = "1";
    showEnds();
    if (line) {
      const words = { line: line.querySelector(".order__text").textContent.trim(), place: lines.indexOf(line) + 1, all: lines.length };
      told.textContent = list.dataset.moved.replace(/{(\w+)}/g, (_all, name) => words[name]);
    }
    list.dispatchEvent(new Event("change", { bubbles: true }));
  }

  root.addEventListener("written", showEnds);
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    event.preventDefault();
    const line = button.closest("[data-line]");
    const other = button.dataset.move === "up" ? line.previousElementSibling : line.nextElementSibling;
    if (!other) return;
    if (button.dataset.move === "up") other.before(line);
    else other.after(line);
    changed(line);
    button.focus();
  });

  keep.addEventListener("click", (event) => {
    event.preventDefault();
    list.querySelector("[data-move=down]").focus();
    changed();
  });

  list.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest(".order__grip");
    if (!grip || event.button) return;
    event.preventDefault();
    const line = grip.closest("[data-line]");
    const before = [...list.children].indexOf(line);
    grip.setPointerCapture(event.pointerId);
    line.classList.add("is-moved");
    const middle = (each) => each.getBoundingClientRect().top + each.offsetHeight / 2;
    const follow = ({ clientY }) => {
      const { previousElementSibling: above, nextElementSibling: below } = line;
      if (above && clientY < middle(above)) above.before(line);
      else if (below && clientY > middle(below)) below.after(line);
    };
    const end = () => {
      grip.removeEventListener("pointermove", follow);
      line.classList.remove("is-moved");
      if ([...list.children].indexOf(line) !== before) changed(line);
    };
    grip.addEventListener("pointermove", follow);
    grip.addEventListener("lostpointercapture", end, { once: true });
  });
}
