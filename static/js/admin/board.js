// Drags a lesson to another place of the board, by mouse, pen or finger. Without it the buttons beside each lesson do the same.

const drop = document.querySelector("form[data-drop]");
let dragged, target;

const clear = () => {
  for (const each of document.querySelectorAll(".board-before, .board-into")) each.classList.remove("board-before", "board-into");
};

// The lesson before which it would stand, or the module at whose end.
function under(x, y) {
  const module = document.elementFromPoint(x, y)?.closest("[data-module]");
  if (!module) return null;
  const rows = [...module.querySelectorAll("[data-lesson]")].filter((row) => row !== dragged);
  const next = rows.find((row) => y < row.getBoundingClientRect().top + row.offsetHeight / 2);
  const before = next ? rows[rows.indexOf(next) - 1] : rows.at(-1);
  return { module, next, after: before?.dataset.lesson ?? "0" };
}

function follow(event) {
  clear();
  target = under(event.clientX, event.clientY);
  if (target?.next) target.next.classList.add("board-before");
  else target?.module.classList.add("board-into");
}

function end(event, isMeant) {
  const handle = event.currentTarget;
  handle.removeEventListener("pointermove", follow);
  dragged?.classList.remove("board-dragged");
  clear();
  if (isMeant && dragged && target) {
    drop.elements.page.value = dragged.dataset.lesson;
    drop.elements.where.value = `in:${target.module.dataset.module}:${target.after}`;
    drop.submit();
  }
  dragged = target = undefined;
}

for (const handle of drop ? document.querySelectorAll("[data-handle]") : []) {
  handle.hidden = false;
  handle.addEventListener("pointerdown", (event) => {
    dragged = handle.closest("[data-lesson]");
    dragged.classList.add("board-dragged");
    handle.setPointerCapture(event.pointerId);
    handle.addEventListener("pointermove", follow);
    event.preventDefault();
  });
  handle.addEventListener("pointerup", (event) => end(event, true));
  handle.addEventListener("pointercancel", (event) => end(event, false));
}
