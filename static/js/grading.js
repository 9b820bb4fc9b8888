// Keeps a grader's marks and comment as they are typed, and holds on to the answer meanwhile. Everything works without it.

const AFTER_THE_LAST_KEY = 2_000;
const AT_THE_LATEST = 20_000;
const HEARTBEAT = 10 * 60_000; // a lease is 45 minutes; it is kept while somebody reads, too

const form = document.querySelector("form[data-grading]");
if (form) keepDraft(form);

function keepDraft(form) {
  const state = form.querySelector("[data-state]");
  let typing, waiting, kept = written(form);

  async function save() {
    clearTimeout(typing);
    clearTimeout(waiting);
    waiting = undefined;
    const sending = written(form);
    try {
      const answer = await fetch(form.dataset.grading, {
        method: "POST",
        body: new URLSearchParams(sending),
        headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, Accept: "application/json" },
        keepalive: true,
      });
      const told = await answer.json();
      state.textContent = told.state ?? told.message;
      if (answer.ok) kept = sending;
    } catch {
      state.textContent = form.dataset.lost;
      waiting = setTimeout(save, AT_THE_LATEST);
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(save, AFTER_THE_LAST_KEY);
    waiting ??= setTimeout(save, AT_THE_LATEST);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && written(form).toString() !== kept.toString()) save();
  });
  form.addEventListener("submit", () => {
    clearTimeout(typing);
    clearTimeout(waiting);
  });
  setInterval(save, HEARTBEAT);
}

function written(form) {
  return new URLSearchParams({ marks: form.elements.marks.value, comment: form.elements.comment.value });
}
