// A trial review: what is typed is saved as it is typed, comments are made where words are selected. As on the review page, without a hold:
// a prepared example is nobody else's meanwhile. Every page works without this script, by forms.

import { growWithText } from "../saving/fields.js";
import { openQueue } from "../saving/queue.js";
import { read, same, write } from "./fields.js";
import { makeNotes } from "./notes.js";
import { sumPoints } from "./rubric.js";
import { chooseWords } from "./words.js";

const form = document.querySelector("form[data-desk]");
const place = document.querySelector("[data-saving]");

if (form && place) {
  const roots = [...form.querySelectorAll("[data-autosave]")];
  let isGoing = false;
  const notes = makeNotes(form);
  const queue = openQueue(place.dataset, roots, { read, write, same, missing: notes.missing });

  notes.start(queue);
  chooseWords(form, notes.comment);
  sumPoints(form);
  roots.forEach(growWithText);
  form.querySelectorAll("[data-with-script]").forEach((part) => (part.hidden = false));

  // Any button that leads on: first everything to the server. What has no connection stays here, where the words are.
  form.addEventListener("submit", async (event) => {
    if (isGoing || event.defaultPrevented) return;
    event.preventDefault();
    const isOnlyKept = "keep" in (event.submitter?.dataset ?? {});
    if (!(await queue.flush())) return say(form.dataset.offline);
    if (isOnlyKept) return;
    isGoing = true;
    setTimeout(() => form.requestSubmit(event.submitter)); // once this event is over: a form does not send itself while it is asked whether it may
  });
  addEventListener("pageshow", () => (isGoing = false));

  function say(words) {
    const lost = form.querySelector("[data-lost]");
    lost.hidden = false;
    lost.querySelector("[data-lost-words]").textContent = words;
    lost.scrollIntoView({ block: "center" });
  }
}

// The model answer stands beside the words where there is room.
if (matchMedia("(min-width: 60rem)").matches) document.querySelectorAll("details[data-beside]").forEach((model) => (model.open = true));
