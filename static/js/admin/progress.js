// Follows work that goes on in the background, and shows its result when it is there. Without it the page has a link that looks again.

const EVERY = 1_500;
const place = document.querySelector("[data-progress]");

async function look() {
  try {
    const answer = await fetch(place.dataset.progress, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const told = await answer.json();
    if (told.state !== place.dataset.state) return location.reload();
    place.querySelector("[data-words]").textContent = told.words;
    const bar = place.querySelector("progress");
    if (told.total) bar.max = told.total;
    bar.value = told.done;
  } catch {
    // the connection is away for a moment: look again
  }
  setTimeout(look, EVERY);
}

if (place) setTimeout(look, EVERY);
