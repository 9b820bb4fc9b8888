// Comments made on the page: beside the words they are about, at an exercise, or at the whole. Each has a name of its own from the first
// letter on, so that however often it is sent it is one.

import { growWithText } from "../saving/fields.js";
import { newName } from "../saving/server.js";
import { end, mark, range, text } from "./places.js";

export function makeNotes(form) {
  const pattern = document.querySelector("template[data-new-note]").content;
  let queue;

  // `place` has activity, field, start and end, in characters; without field and places it is about the exercise, or the whole.
  function comment(place, name = newName()) {
    const note = pattern.cloneNode(true).firstElementChild;
    for (const part of [note, ...note.querySelectorAll("*")])
      for (const { name: attribute, value } of part.attributes) if (value.includes("NEW")) part.setAttribute(attribute, value.replace("NEW", name));
    note.dataset.url += query(place);
    put(note, place);
    growWithText(note);
    queue?.add(note);
    number();
    return note;
  }

  function query({ activity, field, start, end }) {
    const parts = { a: activity, f: field, s: start, e: end };
    return `?${new URLSearchParams(Object.entries(parts).filter(([, part]) => part !== undefined && part !== ""))}`;
  }

  function put(note, { activity, field, start, end: stop }) {
    const words = field && form.querySelector(`[data-words][data-activity="${activity ?? ""}"][data-field="${CSS.escape(field)}"]`);
    if (words) {
      mark(words, start, stop, note.id);
      if (words.closest("table")) words.closest(".round").querySelector("[data-more-notes]").append(note);
      else after(range(words, end(text(words), stop), end(text(words), stop))).insertNode(note);
    } else {
      const home = activity ? document.getElementById(`a${activity}`) : document.getElementById("notes-on-the-whole");
      home.querySelector("[data-more-notes]").append(note);
    }
  }

  // Behind what is marked and its number, not inside.
  function after(place) {
    let node = place.startContainer;
    if (place.startOffset < (node.length ?? node.childNodes.length)) return place;
    while (node.parentElement.matches("mark, ins") && node === node.parentElement.lastChild) node = node.parentElement;
    while (node.nextSibling?.matches?.(".words__number, [data-note], [data-comment-sentence]")) node = node.nextSibling;
    place.setStartAfter(node);
    return place;
  }

  // Notes are counted in the order of the page, and so are the words they lead to.
  function number() {
    form.querySelectorAll("[data-note]").forEach((note, place) => {
      const sign = note.querySelector(".note__number");
      if (sign) sign.textContent = place + 1;
      const other = document.getElementById(`to-${note.id}`);
      if (other) other.textContent = place + 1;
    });
  }

  function remove(note) {
    for (const part of form.querySelectorAll(`mark[data-about~="${note.id}"]`)) {
      const left = part.dataset.about.split(" ").filter((key) => key !== note.id);
      if (left.length) part.dataset.about = left.join(" ");
      else part.replaceWith(...part.childNodes);
    }
    document.getElementById(`to-${note.id}`)?.remove();
    const before = [...form.querySelectorAll("[data-note] textarea")].findLast((field) => field.compareDocumentPosition(note) & 4);
    note.remove();
    number();
    (before ?? form.querySelector("[name=summary-text]")).focus();
  }

  // Before the form is sent: buttons that need no page of their own.
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const address = new URLSearchParams(button.getAttribute("formaction")?.split("?")[1]);
    if ("commentOn" in button.dataset) {
      event.preventDefault();
      comment({ activity: button.dataset.commentOn || undefined }).querySelector("textarea").focus();
    } else if ("commentSentence" in button.dataset) {
      event.preventDefault();
      const [activity, field] = [address.get("a") || undefined, address.get("f")];
      comment({ activity, field, start: Number(address.get("s")), end: Number(address.get("e")) })
        .querySelector("textarea")
        .focus();
    } else if ("removeNote" in button.dataset) {
      const note = button.closest("[data-note]");
      event.preventDefault();
      drop(note, button.getAttribute("formaction"));
    }
  });

  // The server forgets it first: a comment that it still has would be sent to the learner.
  async function drop(note, address) {
    await queue.drop(note);
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    try {
      const answer = await fetch(address, { method: "POST", body });
      if (answer.ok) return remove(note);
    } catch {
      // said below
    }
    queue.add(note);
    note.querySelector(".exercise__state").textContent = form.dataset.offline;
  }

  // Words and their comments show each other.
  for (const kind of ["pointerover", "focusin"])
    form.addEventListener(kind, (event) => {
      const note = event.target.closest?.("[data-note]");
      for (const part of form.querySelectorAll("mark[data-about]"))
        part.classList.toggle("is-pointed-at", Boolean(note) && part.dataset.about.split(" ").includes(note.id));
    });

  return {
    comment: (place) => comment(place).querySelector("textarea").focus(),
    start: (opened) => (queue = opened),

    // A comment that a closed page left on the device, before the server had it.
    missing({ item, url }) {
      const [address, asked] = url.split("?");
      if (address !== form.dataset.commentUrl.replace("NEW", item)) return null;
      const parts = new URLSearchParams(asked);
      const places = parts.has("s") ? { start: Number(parts.get("s")), end: Number(parts.get("e")) } : {};
      return comment({ activity: parts.get("a") ?? undefined, field: parts.get("f") ?? undefined, ...places }, item);
    },
  };
}
