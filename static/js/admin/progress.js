// Follows work that goes on in the background, and shows its result when it is there. Without it the page has a link that looks again.

const EVERY = 1_500;
const SAID_EVERY = 20_000; // aloud: each page of sixty would talk over everything else
const place = document.querySelector("[data-progress]");
let saidAt = Date.now();

async function look() {
  try {
    const answer = await fetch(place.dataset.progress, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const told = await answer.json();
    if (told.state !== place.dataset.state) return location.reload();
    show(told);
  } catch {
    // the connection is away for a moment: look again
  }
  setTimeout(look, EVERY);
}

function show({ words, done, total }) {
  const [seen, said] = [place.querySelector("[data-words]"), place.querySelector("[data-said]")];
  if (seen.textContent !== words) seen.textContent = words;
  if (said && said.textContent !== words && Date.now() - saidAt >= SAID_EVERY) {
    said.textContent = words;
    saidAt = Date.now();
  }
  const bar = place.querySelector("progress");
  if (!bar) return;
  if (!total) return bar.removeAttribute("value");
  bar.max = total;
  bar.value = done;
}

if (place) setTimeout(look, EVERY);
