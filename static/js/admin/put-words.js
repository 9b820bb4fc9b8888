// Words into the field of a text, as if they were typed.
export const put = (text, words) => {
  const field = text.querySelector("textarea, input[type=text]");
  field.value = words;
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true })); // for what keeps the field, and what sizes it
};
