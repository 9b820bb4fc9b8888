// Words into the field of their text: from a button beside what was translated before, or as another script asks.
// Without it they stand there to be copied.
export const put = (text, words) => {
  const field = text.querySelector("textarea, input[type=text]");
  field.value = words;
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true })); // whatever keeps the field or sizes it
};

for (const button of document.querySelectorAll("[data-use]")) {
  button.hidden = false;
  button.addEventListener("click", () => put(button.closest("[data-text]"), button.closest("li").querySelector("[data-match]").textContent));
}
