// The fields of a question as the answer that the server keeps, and back. `data-at` says where in the answer a field belongs: "choice",
// one of a list "choices[]", a part of something "pairs.b". A key is there only where something was answered.

import { put } from "../saving/fields.js";

const fields = (root) => root.querySelectorAll("[data-at]");
const isMark = (field) => field.type === "radio" || field.type === "checkbox";
const order = (root) => root.querySelector("[data-order]");
const touched = (root) => root.querySelector("[data-touched]");
const own = (field) => (field.dataset.number === undefined ? field.value : Number(field.value));

// "gaps.a[]" → the name "gaps", the part "a", a list. The name of a part may hold a point itself.
function place(field) {
  const [, name, part, list] = field.dataset.at.match(/^(\w+)(?:\.(.+?))?(\[\])?$/);
  return { name, part, isList: Boolean(list) };
}

export function read(root) {
  const answer = {};
  if (order(root) && touched(root).value) answer.order = [...order(root).children].map((line) => line.dataset.line);
  for (const field of fields(root)) {
    if (!field.value || (isMark(field) && !field.checked)) continue;
    const { name, part, isList } = place(field);
    const inside = part ? (answer[name] ??= {}) : answer;
    if (isList) (inside[part ?? name] ??= []).push(own(field));
    else inside[part ?? name] = own(field);
  }
  return answer;
}

export function write(root, answer) {
  if (order(root) && answer.order?.length) {
    const lines = new Map([...order(root).children].map((line) => [line.dataset.line, line]));
    order(root).append(...answer.order.map((name) => lines.get(name)).filter(Boolean));
    touched(root).value = "1";
  }
  for (const field of fields(root)) {
    const { name, part } = place(field);
    const said = [(part ? answer[name]?.[part] : answer[name]) ?? ""].flat().map(String);
    if (isMark(field)) field.checked = said.includes(field.value);
    else if (field.localName === "select") field.value = said[0];
    else if (field.type !== "hidden") put(field, said[0]);
  }
  root.dispatchEvent(new Event("written"));
}

// Lists of what was ticked say the same in any order; an order does not.
export const same = (one, other) => JSON.stringify(settled(one)) === JSON.stringify(settled(other));

function settled(value, key = "") {
  if (Array.isArray(value)) return key === "order" ? value : [...value].sort();
  if (!value || typeof value !== "object") return value;
  return Object.entries(value)
    .sort()
    .map(([name, inner]) => [name, settled(inner, name)]);
}
