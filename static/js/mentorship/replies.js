// The library of replies: by title, into the field that was asked for, where the cursor stands.

export function pickReplies(form) {
  const dialog = document.querySelector("dialog[data-replies]");
  const list = dialog.querySelector("[data-list]");
  const filter = dialog.querySelector("input");
  const told = dialog.querySelector("[data-told]");
  const url = dialog.dataset.url;
  let into = null;
  let replies = [];

  form.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-pick-reply]");
    if (!button) return;
    event.preventDefault();
    into = button.closest("[data-note], .field").querySelector("textarea");
    filter.value = "";
    told.textContent = "";
    list.replaceChildren();
    dialog.showModal();
    replies = (await ask(url))?.replies ?? [];
    show();
  });

  async function ask(address, options = {}) {
    try {
      const headers = { Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
      const answer = await fetch(address, { headers, ...options });
      if (answer.ok && answer.headers.get("Content-Type").startsWith("application/json")) return await answer.json();
    } catch {
      // said below
    }
    told.textContent = dialog.dataset.noConnection;
    return null;
  }

  function show() {
    const wanted = filter.value.toLowerCase().split(/\s+/);
    const found = replies.filter((one) => wanted.every((word) => one.title.toLowerCase().includes(word)));
    list.replaceChildren(...found.map(line));
    if (replies.length) told.textContent = found.length ? "" : dialog.dataset.nothing;
  }

  function line(reply) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = reply.title;
    button.lang = reply.language;
    button.addEventListener("click", () => insert(reply));
    item.append(button);
    return item;
  }

  async function insert(reply) {
    const answer = await ask(url, { method: "POST", body: new URLSearchParams({ reply: reply.id }) });
    if (!answer) return;
    dialog.close();
    into.focus();
    into.setRangeText(answer.text, into.selectionStart, into.selectionEnd, "end");
    into.dispatchEvent(new Event("input", { bubbles: true }));
  }

  filter.addEventListener("input", show);
  filter.addEventListener("keydown", (event) => event.key === "Enter" && list.querySelector("button")?.click());
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
}
