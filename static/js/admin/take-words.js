import { put } from "./put-words.js";

// Takes what was translated before into the field. Without it the words stand there to be copied.
for (const button of document.querySelectorAll("[data-use]")) {
  button.hidden = false;
  button.addEventListener("click", () => put(button.closest("[data-text]"), button.closest("li").querySelector("[data-match]").textContent));
}
