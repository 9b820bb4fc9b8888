// The queue by keyboard: j goes to the next one, k to the one before. Only from inside the queue: a letter that works everywhere on a page is in
// the way of whoever speaks to their computer.

const place = document.querySelector("[data-keys]");
const links = () => [...place.querySelectorAll(".waiting .card__title a")];
const STEPS = { j: 1, k: -1 };
const KEYS = { KeyJ: "j", KeyK: "k" };

// Where the keyboard writes another alphabet the key in the same place counts.
const letterOf = (event) => (/^[a-z]$/i.test(event.key) ? event.key.toLowerCase() : KEYS[event.code]);

const isTyping = (target) => target.isContentEditable || target.matches("input, textarea, select");

place?.addEventListener("keydown", (event) => {
  const step = STEPS[letterOf(event)];
  if (!step || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const all = links();
  const row = event.target.closest(".waiting");
  const here = row ? all.findIndex((link) => row.contains(link)) : -1;
  const next = all[row ? here + step : 0];
  if (!next) return;
  event.preventDefault();
  next.focus();
});

// Not on a phone, which has none of these keys.
if (matchMedia("(any-hover: hover)").matches) place?.querySelectorAll("[data-keys-hint]").forEach((hint) => (hint.hidden = false));
