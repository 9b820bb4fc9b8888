// Sends each level as it is chosen. The form and its button work without it, and send the same.

const AGAIN = 15_000;

const form = document.querySelector("form[data-assess]");
if (form) keep(form);

function keep(form) {
  const state = form.querySelector("[data-state]");
  let sending = false, changed = false, waiting;

  async function save() {
    if (sending) return;
    clearTimeout(waiting);
    sending = true;
    changed = false;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { Accept: "application/json" },
        keepalive: true,
      });
      const told = await answer.json();
      state.textContent = told.state ?? told.message;
      if (answer.status >= 500 || answer.status === 429) changed = true;
    } catch {
      state.textContent = form.dataset.lost;
      changed = true;
    }
    sending = false;
    if (changed) waiting = setTimeout(save, AGAIN);
  }

  form.addEventListener("change", () => {
    if (sending) changed = true;
    else save();
  });
  addEventListener("online", save);
  form.addEventListener("submit", () => clearTimeout(waiting));
}
