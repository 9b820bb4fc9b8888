// A page of a quiz: what is answered is saved as it is written, the time left is told, lines and words can be moved. Every page works
// without this script. Leaving, loading again and another application hand nothing in and lose nothing.

import { read, same, write } from "./quiz/answers.js";
import { startClock } from "./quiz/clock.js";
import { makeOrdering } from "./quiz/ordering.js";
import { makePlacing } from "./quiz/placing.js";
import { growWithText } from "./saving/fields.js";
import { openQueue } from "./saving/queue.js";

const WAITED = 1_000;

const form = document.querySelector("form[data-quiz]");
const place = document.querySelector("[data-saving]");
const clockPlace = document.querySelector("[data-clock]");
const roots = form ? [...form.querySelectorAll("[data-autosave]")] : [];
const notice = document.querySelector("[data-quiz-notice]");
const queue = place && roots.length ? openQueue(place.dataset, roots, { read, write, same, saved, shown: offerOther }) : null;
const clock = clockPlace && startClock(clockPlace, timeIsUp);
let isGoing = false;

for (const root of roots) {
  growWithText(root);
  makeOrdering(root);
  makePlacing(root);
  const clear = root.querySelector("[data-clear]");
  const marks = root.querySelectorAll("input[type=radio][data-at=choice]");
  root.addEventListener("change", () => clear && (clear.hidden = ![...marks].some((mark) => mark.checked)));
  clear?.addEventListener("click", (event) => {
    event.preventDefault();
    marks.forEach((mark) => (mark.checked = false));
    marks[0].focus();
    marks[0].dispatchEvent(new Event("change", { bubbles: true }));
  });
}

// What the server says of the question now goes to its number at the top of the page.
function saved(root, told) {
  if (told.now) clock?.set(told.now);
  offerOther(root, told);
  const number = document.querySelector(`[data-number="${root.dataset.item}"]`);
  if (!number || !told.sign) return;
  number.dataset.sign = told.sign;
  number.toggleAttribute("data-flagged", told.is_flagged);
  number.querySelector("[data-words]").textContent = told.words;
}

// Two places answered differently: what gave way is offered below what stands, with the same buttons as the server writes them.
function offerOther(root, { other }) {
  if (other === undefined) return;
  const place = root.querySelector("[data-kept]");
  place.replaceChildren();
  if (!other) return;
  const offer = document.querySelector("[data-kept-notice]").content.cloneNode(true);
  offer.querySelector("[data-other]").textContent = other;
  for (const button of offer.querySelectorAll("button")) button.value += root.dataset.item;
  place.append(offer);
}

function say(words) {
  notice.hidden = !words;
  if (notice.firstElementChild.textContent !== words) notice.firstElementChild.textContent = words;
}

// To another page: first everything to the server. Without a connection one stays here, where the words are.
form?.addEventListener("submit", async (event) => {
  if (isGoing || !queue) return;
  event.preventDefault();
  const isSent = await queue.flush();
  if (event.submitter?.value === "stay") return; // Enter in a field: it is saved, and one writes on
  if (isSent) return go(event.submitter);
  say(notice.dataset.cannotGo);
  notice.focus();
});

// Once the event that asked for it is over: a form does not send itself while it is being asked whether it may.
function go(button) {
  isGoing = true;
  setTimeout(() => form.requestSubmit(button));
}

addEventListener("pageshow", () => (isGoing = false));

// The end: what is unsent goes first, however long the connection takes to come back; then the page shows what has become of the attempt.
async function timeIsUp() {
  const { timeIsUp: words, timeIsUpUnsent: unsentWords } = notice.dataset;
  say(words);
  notice.setAttribute("role", "alert");
  notice.focus();
  roots.forEach((root) => (root.inert = true));
  while (queue && !(await queue.flush())) {
    say(unsentWords);
    await new Promise((done) => setTimeout(done, WAITED));
  }
  say(words);
  const handIn = document.querySelector("form[data-hand-in]");
  if (handIn?.dataset.handIn === "now") handIn.submit();
  else location.assign(clockPlace.dataset.next);
}
