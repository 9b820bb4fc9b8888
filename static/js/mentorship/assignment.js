// The learner's own text in an assignment, saved as it is written. The ways to handing in and to files lead over the server.

import { growWithText, read, same, write } from "../saving/fields.js";
import { openQueue } from "../saving/queue.js";
import { wordsFirst } from "../saving/ways.js";

const place = document.querySelector("[data-saving]");
const form = document.querySelector("form[data-autosave]");

if (place && form) {
  growWithText(form);
  const queue = openQueue(place.dataset, [form], { read, write, same });
  wordsFirst(queue, { field: form.querySelector("textarea") });
}
