// A day of practice, saved as it is written. The ways to handing in and to photos lead over the server; photos are made smaller first.

import { growWithText, put, same } from "../saving/fields.js";
import { openQueue } from "../saving/queue.js";
import { madeSmaller } from "../saving/smaller.js";
import { wordsFirst } from "../saving/ways.js";

const place = document.querySelector("[data-saving]");
const form = document.querySelector("form[data-practice]");
const PARTS = ["did", "result", "question"];

const whole = (field) => Math.max(0, Math.trunc(Number(field.value) || 0));

function read({ elements }) {
  const minutes = whole(elements.hours) * 60 + whole(elements.minutes);
  const words = Object.fromEntries(PARTS.map((part) => [part, elements[`${part}-text`].value]));
  return { date: elements.date.value, minutes: minutes || null, ...words };
}

function write({ elements }, value) {
  if (elements.date.value !== value.date) elements.date.value = value.date ?? "";
  if (read({ elements }).minutes !== (value.minutes ?? null)) {
    elements.hours.value = value.minutes ? Math.floor(value.minutes / 60) : "";
    elements.minutes.value = value.minutes ? value.minutes % 60 : "";
  }
  for (const part of PARTS) put(elements[`${part}-text`], value[part] ?? "");
}

async function makePhotosSmaller(adding) {
  const field = adding.querySelector("[data-made-smaller]");
  if (field?.files.length) field.files = await madeSmaller(field.files);
}

if (place && form) {
  growWithText(form);
  const queue = openQueue(place.dataset, [form], { read, write, same });
  wordsFirst(queue, { field: form.elements["did-text"], isThere: () => form.elements.base.value !== "0", prepare: makePhotosSmaller });
}
