// A day of practice, saved as it is written. The way to handing in leads over the server: what is not there yet goes first, and without a
// connection one stays here, where the words are. Photos are made smaller before they are sent.

import { growWithText, put, same } from "../saving/fields.js";
import { openQueue } from "../saving/queue.js";
import { madeSmaller } from "../saving/smaller.js";

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

if (place && form) {
  growWithText(form);
  const queue = openQueue(place.dataset, [form], { read, write, same });
  const door = document.querySelector("[data-check]");
  door?.addEventListener("click", async (event) => {
    event.preventDefault();
    const isKept = (await queue.flush()) && !queue.unsent();
    if (isKept && form.elements.base.value !== "0") location.assign(door.dataset.check);
    else form.elements["did-text"].focus();
  });
  document.querySelectorAll("form[data-adds-file]").forEach((other) =>
    other.addEventListener(
      "submit",
      async (event) => {
        event.preventDefault();
        if (queue.unsent() && !(await queue.flush())) return;
        const field = other.querySelector("[data-made-smaller]");
        if (field?.files.length) field.files = await madeSmaller(field.files);
        other.submit();
      },
      { capture: true },
    ),
  );
}
