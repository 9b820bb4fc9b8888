// Places in a text as the server counts them: in characters (code points), of the words alone. The browser counts in units of UTF-16 and
// finds notes and what was taken out among the words; both are left out here.

const isAside = (node) => node.parentElement.closest("[data-aside], del");

function pieces(words) {
  const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT, (node) =>
    isAside(node) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  return found;
}

const characters = (text) => Array.from(text).length;
const units = (text, count) => Array.from(text).slice(0, count).join("").length;

export const text = (words) =>
  pieces(words)
    .map((node) => node.data)
    .join("");

// How many characters stand before a place of the page. A place in a note counts as the place where the note stands.
export function count(words, node, offset) {
  const place = document.createRange();
  place.setStart(words, 0);
  place.setEnd(node, offset);
  let number = 0;
  for (const piece of pieces(words)) {
    if (piece === node) return number + characters(piece.data.slice(0, offset));
    if (place.comparePoint(piece, 0) > 0) return number;
    number += characters(piece.data);
  }
  return number;
}

// The range from one character to another.
export function range(words, start, end) {
  const made = document.createRange();
  made.selectNodeContents(words);
  made.collapse(false);
  let number = 0;
  let isOpen = false;
  for (const piece of pieces(words)) {
    const length = characters(piece.data);
    if (!isOpen && (start < number + length || (start === end && start === number + length))) {
      made.setStart(piece, units(piece.data, start - number));
      isOpen = true;
    }
    if (isOpen && end <= number + length) {
      made.setEnd(piece, units(piece.data, end - number));
      break;
    }
    number += length;
  }
  return made;
}

// Where the sentence ends in which the character before `at` stands: as the server says it.
export function end(all, at) {
  const letters = Array.from(all);
  const rest = letters.slice(Math.max(at - 1, 0)).join("");
  const found = rest.match(/[.!?…]+[»”"’')\]]*(?=\s|$)|(?=\n)|$/);
  const place = Math.max(at - 1, 0) + characters(rest.slice(0, found.index) + found[0]);
  return Math.max(place, at);
}

// From where to where each sentence goes.
export function sentences(all) {
  const found = [];
  for (const { 0: words, index } of all.matchAll(/\S[^\n]*?(?:[.!?…]+[»”"’')\]]*(?=\s|$)|(?=\n)|$)/g)) {
    const start = characters(all.slice(0, index));
    found.push([start, start + characters(words)]);
  }
  return found;
}

// Marks a passage as what a note is about.
export function mark(words, start, end, key) {
  let number = 0;
  let last = null;
  for (const piece of pieces(words)) {
    const length = characters(piece.data);
    const [from, to] = [Math.max(start - number, 0), Math.min(end - number, length)];
    number += length;
    if (from >= to) continue;
    const part = document.createRange();
    part.setStart(piece, units(piece.data, from));
    part.setEnd(piece, units(piece.data, to));
    last = document.createElement("mark");
    last.dataset.about = key;
    part.surroundContents(last);
  }
  if (!last) return;
  const link = document.createElement("a");
  Object.assign(link, { className: "words__number", id: `to-${key}`, href: `#${key}` });
  link.dataset.aside = "";
  last.after(link);
}
