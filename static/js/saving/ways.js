// Ways that lead on from a page with words that may not be on the server yet: they go first. Without a connection one stays here, where the
// words are.

export function wordsFirst(queue, { field, isThere = () => true, prepare = async () => {} }) {
  const areSent = async () => (await queue.flush()) && !queue.unsent();
  const door = document.querySelector("[data-check]");
  door?.addEventListener("click", async (event) => {
    event.preventDefault();
    if ((await areSent()) && isThere()) location.assign(door.dataset.check);
    else field.focus();
  });
  // A file is sent with a page of its own. What the server has refused to keep does not hold it up.
  document.querySelectorAll("form[data-adds-file]").forEach((form) =>
    form.addEventListener(
      "submit",
      async (event) => {
        event.preventDefault();
        if (!(await queue.flush())) return field.focus();
        await prepare(form);
        form.submit();
      },
      { capture: true },
    ),
  );
}
