// Shows the letter while its words are typed. Without it the button "Show the letter" does.
const PAUSE = 600; // ms after the last key

for (const form of document.querySelectorAll("[data-letter-words]")) {
  const place = document.querySelector("[data-letter-preview]");
  let timer, asked;

  const show = async () => {
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(form.dataset.previewUrl, { method: "POST", body: new FormData(form), signal: asked.signal });
      if (!answer.ok || answer.redirected) return;
      const isOpen = place.querySelector("details")?.open;
      place.innerHTML = await answer.text();
      if (isOpen) place.querySelector("details").open = true;
    } catch {
      // Without a connection the last letter stays.
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE);
  });
}
