// Holds on to the task while somebody works on it, and says so when that is over. Words typed after that are kept all the same.

const BEAT = 5 * 60_000; // a lease is 45 minutes; reading counts as work
const SIGNS_OF_WORK = ["keydown", "pointerdown", "scroll", "input", "focusin"];

export function keepHold(form) {
  const until = form.querySelector("[data-until]");
  const lost = form.querySelector("[data-lost]");
  let hasWorked = false;
  let isLost = false;

  for (const sign of SIGNS_OF_WORK) addEventListener(sign, () => (hasWorked = true), { passive: true });
  setInterval(beat, BEAT);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && beat());

  async function beat() {
    if (!hasWorked || isLost) return;
    hasWorked = false;
    try {
      const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, Accept: "application/json" };
      const answer = await fetch(form.dataset.holdUrl, { method: "POST", headers });
      if (answer.ok) told(await answer.json());
      else hasWorked = true;
    } catch {
      hasWorked = true; // tried again at the next beat
    }
  }

  // What any answer of the server says about the hold; most say nothing.
  function told({ is_held: isHeld, held }) {
    if (isHeld === undefined) return;
    if (isHeld) until.textContent = held;
    else lose(held);
  }

  function lose(words) {
    if (isLost) return;
    isLost = true;
    until.textContent = "";
    say(words);
    for (const field of form.querySelectorAll("textarea")) field.readOnly = true;
    for (const field of form.querySelectorAll("input[type=radio]")) field.disabled = !field.checked;
    for (const button of form.querySelectorAll("button")) button.hidden = true;
  }

  function say(words) {
    lost.hidden = false;
    lost.querySelector("[data-lost-words]").textContent = words;
    lost.querySelector("[data-again]").hidden = !isLost; // without a connection there is no other page
    lost.scrollIntoView({ block: "center" });
  }

  return { told, say, isLost: () => isLost };
}
