// The learner's own text in an assignment, saved as it is written. The way to handing in leads over the server: what is not there yet
// goes first, and without a connection one stays here, where the words are.

import { growWithText, read, same, write } from "../saving/fields.js";
import { openQueue } from "../saving/queue.js";

const place = document.querySelector("[data-saving]");
const form = document.querySelector("form[data-autosave]");

if (place && form) {
  growWithText(form);
  const queue = openQueue(place.dataset, [form], { read, write, same });
  const door = document.querySelector("[data-check]");
  door?.addEventListener("click", async (event) => {
    event.preventDefault();
    if ((await queue.flush()) && !queue.unsent()) location.assign(door.dataset.check);
    else form.querySelector("textarea").focus();
  });
  // A file is sent with a page of its own: the words go first.
  document.querySelectorAll("form[data-adds-file]").forEach((other) =>
    other.addEventListener(
      "submit",
      async (event) => {
        if (!queue.unsent()) return;
        event.preventDefault();
        if (await queue.flush()) other.submit();
      },
      { capture: true },
    ),
  );
}
