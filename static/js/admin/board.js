// Drags a lesson to another place of the board, by mouse, pen or finger; Escape leaves it where it is. Without it the buttons beside each
// lesson do the same.

const drop = document.querySelector("form[data-drop]");
const EDGE = 60; // px: nearer to the top or the end of the window the board goes on under the pointer
let dragged, target, handle, pointer, pace;

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

function scroller() {
  for (let each = handle.parentElement; each; each = each.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(each).overflowY) && each.scrollHeight > each.clientHeight) return each;
  }
  return document.scrollingElement;
}

function goOn(place) {
  const step = pointer.clientY < EDGE ? -12 : pointer.clientY > innerHeight - EDGE ? 12 : 0;
  if (!step) return;
  place.scrollBy(0, step);
  follow(pointer);
}

function follow(event) {
  pointer = event;
  clear();
  target = under(event.clientX, event.clientY);
  if (target?.next) target.next.classList.add("board-before");
  else target?.module.classList.add("board-into");
}

function end(isMeant) {
  handle?.removeEventListener("pointermove", follow);
  document.removeEventListener("keydown", leave);
  clearInterval(pace);
  dragged?.classList.remove("board-dragged");
  clear();
  if (isMeant && dragged && target) {
    drop.elements.page.value = dragged.dataset.lesson;
    drop.elements.where.value = `in:${target.module.dataset.module}:${target.after}`;
    drop.submit();
  }
  dragged = target = handle = undefined;
}

function leave(event) {
  if (event.key === "Escape") end(false);
}

function begin(event) {
  handle = event.currentTarget;
  pointer = event;
  dragged = handle.closest("[data-lesson]");
  dragged.classList.add("board-dragged");
  handle.setPointerCapture(event.pointerId);
  handle.addEventListener("pointermove", follow);
  document.addEventListener("keydown", leave);
  const place = scroller();
  pace = setInterval(() => goOn(place), 16);
  event.preventDefault();
}

for (const each of drop ? document.querySelectorAll("[data-handle]") : []) {
  each.hidden = false;
  each.addEventListener("pointerdown", begin);
  each.addEventListener("pointerup", () => end(true));
  each.addEventListener("pointercancel", () => end(false));
}
