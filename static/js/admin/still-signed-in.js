// What is typed in the back office outlives a session that has ended. Before a form leaves the page, the page asks whether its person is
// still signed in; when not, the form stays and says what to do. Without this script the server keeps what was sent (lms/accounts/kept_forms).

const PATIENCE = 15_000; // ms
const LEAVING = 30_000; // ms; as long as Wagtail keeps a button shut
const place = document.querySelector("[data-still]");
const form = place?.closest("form");
const dialog = document.querySelector("[data-still-dialog]");
let stopped = ""; // why nothing can be saved: signedOut, otherPerson, away or gone
let pressed; // the button that waits
let isAsked = false;
let isSending = false; // from the question until the page has left
let isGone = false; // somebody has deleted what this form is to change: it stays, to be copied from
let isRepeated = false; // an autosave that was refused goes once more, not for ever

async function whoIsSignedIn() {
  if (isGone) return { is: "gone" };
  try {
    const options = { redirect: "manual", headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE) };
    const answer = await fetch(place.dataset.ask, options);
    if (answer.type === "opaqueredirect" || [401, 403].includes(answer.status)) return { is: "signedOut" };
    if (!answer.ok) return { is: "away" };
    const told = await answer.json();
    return told.person === place.dataset.person ? { is: "here", csrf: told.csrf } : { is: "otherPerson" };
  } catch {
    return { is: "away" };
  }
}

// After a sign-in forms are sent with another token. Wagtail's scripts read theirs anew each time.
function renew(csrf) {
  document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => (field.value = csrf));
  if (window.wagtailConfig) window.wagtailConfig.CSRF_TOKEN = csrf;
}

// Answers with why nothing can be saved; "" when it can.
export async function whyStopped() {
  const { is, csrf } = await whoIsSignedIn();
  stopped = is === "here" ? "" : is;
  if (csrf) renew(csrf);
  return stopped;
}

function words(state) {
  return document.querySelector(`template[data-still-state="${state}"]`).content.cloneNode(true);
}

// Beside the text: whoever is typing goes on.
export function tell(state = stopped) {
  if (dialog.open || !state) return;
  place.replaceChildren(words(state));
  if (state === "back") place.querySelector("[data-still-again]").remove(); // it is saved by itself
}

function stop(state) {
  place.replaceChildren();
  dialog.replaceChildren(words(state));
  if (!dialog.open) dialog.showModal();
  else dialog.querySelector("a, button").focus();
}

function release(button) {
  button?.removeAttribute("data-w-progress-loading-value");
  button?.removeAttribute("disabled");
}

function shut(button) {
  button.setAttribute("data-w-progress-loading-value", "true");
  button.setAttribute("disabled", "");
}

async function send(button) {
  if (isSending) return;
  isSending = true;
  pressed = button;
  if (await whyStopped()) {
    isSending = false;
    release(button);
    return stop(stopped);
  }
  dialog.close();
  place.replaceChildren();
  const wasShut = button?.hasAttribute("disabled");
  release(button); // a button that is shut is not sent along
  isAsked = true;
  isSending = false; // until it goes: others may hold it back (`leaves`)
  try {
    form.requestSubmit(button?.isConnected ? button : null);
  } finally {
    isAsked = false;
  }
  if (isSending && wasShut) shut(button);
}

function leaves(event) {
  if (event.target !== form || event.defaultPrevented) return;
  isSending = true;
  setTimeout(() => (isSending = false), LEAVING); // whoever has stopped the browser may press again
}

async function lookAgain() {
  const was = stopped;
  if (!was) return;
  if (await whyStopped()) {
    if (stopped !== was) dialog.open ? stop(stopped) : tell();
    return;
  }
  if (dialog.open) return stop("back");
  tell("back");
  document.dispatchEvent(new CustomEvent("still-signed-in:back"));
  saveByItself();
}

function saveByItself() {
  form.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true, cancelable: true, detail: { type: "edits" } })); // Wagtail saves
}

if (form) {
  document.addEventListener(
    "submit",
    (event) => {
      if (event.target !== form || isAsked) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      send(event.submitter);
    },
    { capture: true },
  );
  addEventListener("submit", leaves); // behind everybody else
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    isSending = false;
    release(pressed);
  });
  form.submit = () => form.requestSubmit(); // Wagtail's dialogues of moderation send the form past its event

  const press = (event) => {
    if (event.target.closest("[data-still-again]")) send(pressed);
    else if (event.target.closest("[data-still-close]")) event.currentTarget === dialog ? dialog.close() : place.replaceChildren();
  };
  dialog.addEventListener("click", press);
  place.addEventListener("click", press);
  dialog.addEventListener("close", () => pressed?.isConnected && pressed.focus());

  // The form takes everything along. Wagtail's buttons of moderation change it as they send it, and what autosave made of that while the
  // page was on its way would be a draft after its own publication.
  document.addEventListener("w-autosave:save", (event) => isSending && event.preventDefault());
  document.addEventListener("w-autosave:error", async ({ detail }) => {
    isGone ||= Boolean(detail?.response?.is_gone);
    if (!isGone && !detail?.response?.signed_out) return;
    if (await whyStopped()) return tell();
    if (!isRepeated) saveByItself(); // signed in again in another tab: the token is today's by now
    isRepeated = true;
  });
  document.addEventListener("w-autosave:success", () => {
    isRepeated = false;
    if (!stopped) place.replaceChildren();
  });
  if ("BroadcastChannel" in window) {
    new BroadcastChannel("workbook").addEventListener("message", ({ data }) => data === "signed-in" && lookAgain());
  }
  addEventListener("focus", lookAgain);
  addEventListener("online", lookAgain);
}
