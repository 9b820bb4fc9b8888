// A letter between supervisor and mentor, saved as it is written. Sending it goes by the form; the words go first.

import { growWithText, put, same } from "../saving/fields.js";
import { openQueue } from "../saving/queue.js";

const place = document.querySelector("[data-saving]");
const form = document.querySelector("form[data-message]");
const words = (root) => root.elements["message-text"];

if (place && form) {
  growWithText(form);
  const read = (root) => ({ text: words(root).value });
  const write = (root, value) => put(words(root), value.text ?? "");
  const queue = openQueue(place.dataset, [form], { read, write, same });
  form.querySelector("[data-send]").addEventListener("click", async (event) => {
    event.preventDefault();
    if (!(await queue.flush())) return words(form).focus();
    form.action = event.target.formAction;
    form.submit();
  });
}
