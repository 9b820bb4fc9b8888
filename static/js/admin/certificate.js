/* Draws the certificate again while its template is changed. Without this script the button under “Preview” does it. */
const REST = 700;
const form = document.querySelector("[data-certificate-form]");
const pages = document.getElementById("certificate-pages");
const problem = document.getElementById("certificate-problem");
let waiting;
let latest = 0;

async function draw() {
  const mine = ++latest;
  const sent = new FormData(form);
  sent.set("do", "preview");
  pages.querySelectorAll("img").forEach((each) => each.classList.add("certificate-page--old"));
  const answer = await fetch(form.action || location.href, { method: "POST", body: sent, headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error("no preview");
  const told = await answer.json();
  if (mine !== latest) return;
  show(told);
}

function show(told) {
  const drawn = told.pages.map((page) => {
    const image = new Image();
    image.className = "certificate-page";
    image.src = page.src;
    image.alt = page.alt;
    return image;
  });
  if (drawn.length) pages.replaceChildren(...drawn);
  problem.textContent = [told.problem, ...(told.problems ?? [])].filter(Boolean).join(" ");
  for (const [name, digest] of Object.entries(told.pictures ?? {})) {
    const kept = form.elements.namedItem(name);
    if (kept && digest && kept.value !== digest) {
      kept.value = digest; // it is on the server now, and need not be sent again
      form.elements.namedItem(`${name}-file`).value = "";
    }
  }
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    draw().catch(() => pages.querySelectorAll("img").forEach((each) => each.classList.remove("certificate-page--old")));
  }, REST);
}

if (form) {
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.querySelector("[data-preview-button]")?.addEventListener("click", (event) => {
    event.preventDefault();
    soon();
  });
  new MutationObserver(soon).observe(document.getElementById("question-fields")?.parentElement ?? form, { childList: true }); // rows were moved
}
