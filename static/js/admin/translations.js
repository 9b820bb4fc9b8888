import { tell, whyStopped } from "./still-signed-in.js";
import { put } from "./put-words.js";

// Keeps a text while it is typed, goes to the next that waits, copies the source.
// Without it the buttons of the form do.
const PAUSE = 1500; // ms after the last key
const WAITS = "[data-text]:is([data-state=missing], [data-state=outdated], [data-state=machine], [data-state=fault]) textarea";

for (const form of document.querySelectorAll("[data-translation]")) {
  const token = form.querySelector("[name=csrfmiddlewaretoken]"); // renewed by a sign-in in another tab
  const timers = new WeakMap();
  const running = new WeakMap();
  const unkept = new Set(); // texts that the server has not taken
  document.querySelector("[data-faults]")?.focus();
  document.querySelector("[data-keys]")?.removeAttribute("hidden");

  const keep = async (text, isRepeat = false) => {
    let goesAgain = false;
    clearTimeout(timers.get(text));
    const area = text.querySelector("textarea");
    const read = text.querySelector("input[type=hidden]");
    const said = text.querySelector("[data-said]");
    const sent = area.value;
    if (running.get(text)) return later(text);
    running.set(text, true);
    try {
      const data = new FormData();
      data.set(area.name, sent);
      data.set(read.name, read.value);
      data.set("csrfmiddlewaretoken", token.value);
      const answer = await fetch(text.dataset.url, { method: "POST", body: data, headers: { Accept: "application/json" }, redirect: "manual" });
      if (![200, 409, 410, 422].includes(answer.status)) throw new Error(answer.status);
      const kept = await answer.json();
      if (answer.status === 409) said.textContent = form.dataset.theirs;
      else if (answer.status === 410) said.textContent = kept.gone;
      else if (answer.status === 422) said.textContent = kept.fault;
      else {
        read.value = kept.read;
        said.textContent = form.dataset.saved;
        unkept.delete(text);
        if (area.value === sent) text.dataset.state = kept.is_blank ? "missing" : "in_work";
      }
    } catch {
      unkept.add(text);
      const why = await whyStopped();
      goesAgain = !why && !isRepeat; // signed in again in another tab: the token is today's by now
      if (goesAgain) return;
      said.textContent = ["signedOut", "otherPerson"].includes(why) ? form.dataset.signedOut : form.dataset.lost;
      tell(why);
    } finally {
      running.delete(text);
      if (goesAgain) keep(text, true);
    }
  };

  const later = (text) => {
    clearTimeout(timers.get(text));
    timers.set(text, setTimeout(() => keep(text), PAUSE));
  };

  form.addEventListener("input", (event) => {
    const text = event.target.closest("[data-text]");
    if (text) later(text);
  });

  document.addEventListener("still-signed-in:back", () => unkept.forEach((text) => keep(text)));

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    event.preventDefault();
    const text = button.closest("[data-text]");
    put(text, text.querySelector("[data-source]").textContent);
  });

  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const here = document.activeElement?.closest("[data-text]");
    if (event.code === "KeyN") {
      event.preventDefault();
      const waiting = [...form.querySelectorAll(WAITS)];
      const behind = (area) => !here || here.compareDocumentPosition(area) === Node.DOCUMENT_POSITION_FOLLOWING;
      (waiting.find(behind) ?? waiting[0])?.focus();
    } else if (event.code === "KeyC" && here) {
      event.preventDefault();
      put(here, here.querySelector("[data-source]").textContent);
    }
  });
}
