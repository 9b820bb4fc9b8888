// The exercises of a lesson, saved as they are written.

import { growWithText, read, same, write } from "./saving/fields.js";
import { openQueue } from "./saving/queue.js";

const place = document.querySelector("[data-saving]");
const forms = [...document.querySelectorAll("form[data-autosave]")];

if (place && forms.length) {
  forms.forEach(growWithText);
  openQueue(place.dataset, forms, { read, write, same, wanted: wantsModel, saved: showModel });
}

function modelPlace(form) {
  return form.closest(".exercise").querySelector("[data-model]");
}

function wantsModel(form) {
  return modelPlace(form) ? { "X-Wants-Model": "1" } : {};
}

// The model answer comes with the first answer.
function showModel(form, { model }) {
  const spot = modelPlace(form);
  if (!model || !spot) return;
  const details = document.createElement("details");
  details.className = "exercise__model";
  const summary = document.createElement("summary");
  summary.textContent = spot.dataset.model;
  const answer = document.createElement("div");
  answer.className = "prose";
  if (spot.dataset.modelLang) answer.lang = spot.dataset.modelLang;
  answer.innerHTML = model; // rendered by the server from what the editor wrote, the same as in the page
  details.append(summary, answer);
  spot.replaceWith(details);
}
