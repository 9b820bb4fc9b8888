// Choosing the words that a comment is about: by pointer, with a button that appears; by keyboard, sentence by sentence and word by word.

import { count, range, sentences, text } from "./places.js";

export function chooseWords(form, comment) {
  const holder = document.querySelector("[data-comment-button]");
  const button = holder.firstElementChild;

  // What is selected, if it lies in one text: its place, as the server counts.
  function chosen() {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return null;
    const selected = selection.getRangeAt(0);
    const [first, last] = [selected.startContainer, selected.endContainer].map((node) =>
      (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-words]"),
    );
    const words = first ?? last;
    if (!words || !form.contains(words) || (first && last && first !== last)) return null;
    let start = first ? count(words, selected.startContainer, selected.startOffset) : 0;
    const letters = Array.from(text(words));
    let end = last ? count(words, selected.endContainer, selected.endOffset) : letters.length;
    while (start < end && !letters[start].trim()) start++; // a double click takes the space as well
    while (end > start && !letters[end - 1].trim()) end--;
    return start < end ? { words, place: { activity: words.dataset.activity || undefined, field: words.dataset.field, start, end } } : null;
  }

  function show() {
    const found = chosen();
    holder.hidden = !found;
    if (!found) return;
    const box = getSelection().getRangeAt(0).getBoundingClientRect();
    const most = document.documentElement.clientWidth - holder.offsetWidth - 8;
    holder.style.insetBlockStart = `${scrollY + box.bottom + 8}px`;
    holder.style.insetInlineStart = `${Math.max(8, Math.min(scrollX + box.left, most))}px`;
  }

  function take() {
    const found = chosen();
    if (!found) return;
    getSelection().removeAllRanges();
    holder.hidden = true;
    comment(found.place);
  }

  document.addEventListener("selectionchange", show);
  show(); // what was selected before this script was here
  button.addEventListener("pointerdown", (event) => event.preventDefault()); // keep what is selected
  button.addEventListener("click", take);

  for (const words of form.querySelectorAll("[data-words]")) {
    words.tabIndex = 0;
    words.setAttribute("role", "group");
    words.setAttribute("aria-describedby", "words-hint");
    const title = words.closest("section").querySelector("h2");
    words.setAttribute("aria-labelledby", title.id);
    words.addEventListener("keydown", (event) => event.target === words && byKey(event, words));
  }
  form.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "m" && event.ctrlKey && event.altKey && chosen()) {
      event.preventDefault();
      take();
    }
  });

  function byKey(event, words) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter" && chosen()) {
      event.preventDefault();
      take();
    } else if (step && event.shiftKey && !getSelection().isCollapsed) {
      event.preventDefault();
      getSelection().modify("extend", step > 0 ? "forward" : "backward", "word");
    } else if (step && !event.ctrlKey && !event.altKey && !event.metaKey) {
      const all = sentences(text(words));
      const now = chosen();
      const here = now?.words === words ? all.findIndex(([start, end]) => now.place.start >= start && now.place.start < end) : -1;
      const next = here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step;
      if (!all[next]) return;
      event.preventDefault();
      const selection = getSelection();
      selection.removeAllRanges();
      selection.addRange(range(words, ...all[next]));
      selection.focusNode.parentElement.scrollIntoView({ block: "nearest" });
    }
  }
}
