// A review and a comment as the values that the server keeps, and back.

import { put } from "../saving/fields.js";

export { same } from "../saving/fields.js";

const radios = (root, prefix) => [...root.querySelectorAll(`input[type=radio][name^="${prefix}"]`)];
const chosen = (root, prefix) =>
  Object.fromEntries(
    radios(root, prefix)
      .filter((radio) => radio.checked)
      .map((radio) => [radio.name.slice(prefix.length), radio.value]),
  );

export function read(root) {
  if (root.dataset.autosave === "comment") return { text: root.querySelector("textarea").value };
  return {
    summary: root.querySelector("[name=summary-text]").value,
    overall: root.querySelector("[name=overall]:checked")?.value ?? "",
    outcomes: chosen(root, "outcome:"),
    levels: chosen(root, "level:"),
  };
}

export function write(root, value) {
  if (root.dataset.autosave === "comment") return put(root.querySelector("textarea"), value.text ?? "");
  put(root.querySelector("[name=summary-text]"), value.summary ?? "");
  for (const radio of root.querySelectorAll("[name=overall]")) radio.checked = radio.value === value.overall;
  for (const [prefix, part] of [
    ["outcome:", value.outcomes],
    ["level:", value.levels],
  ])
    for (const radio of radios(root, prefix)) radio.checked = radio.value === part?.[radio.name.slice(prefix.length)];
}
