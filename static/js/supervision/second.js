// A second review, saved as it is written. The way to sending leads over the server.

import { growWithText } from "../saving/fields.js";
import { openQueue } from "../saving/queue.js";
import { wordsFirst } from "../saving/ways.js";
import { read, same, write } from "../mentorship/fields.js";
import { sumPoints } from "../mentorship/rubric.js";

const place = document.querySelector("[data-saving]");
const form = document.querySelector("form[data-second]");

if (place && form) {
  growWithText(form);
  sumPoints(form);
  wordsFirst(openQueue(place.dataset, [form], { read, write, same }), { field: form.elements["summary-text"] });
}
if (matchMedia("(min-width: 60rem)").matches) document.querySelectorAll("details[data-beside]").forEach((model) => (model.open = true));
