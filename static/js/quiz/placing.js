// Words to be put into places: press the word, then the place, by hand or by Enter. The lists in the places work as they do without this
// script.

export function makePlacing(root) {
  const pool = root.querySelector(".pool");
  if (!pool) return;
  const words = [...pool.querySelectorAll("[data-word]")];
  const places = [...root.querySelectorAll("[data-gap]")];
  let held = null;

  for (const word of words) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "pool__button";
    button.append(...word.childNodes);
    word.append(button);
    button.addEventListener("click", () => hold(word === held ? null : word));
  }
  pool.querySelector("[data-pool-hint]").hidden = false;
  pool.querySelector("[data-pool-hint]").textContent = pool.querySelector("[data-pool-hint]").dataset.poolHint;

  const listOf = (place) => place.querySelector("select");
  const takes = (place, word) => [...listOf(place).options].some((option) => option.value === word.dataset.word);

  function hold(word) {
    held = word;
    root.classList.toggle("is-placing", Boolean(word));
    for (const each of words) each.querySelector("button").setAttribute("aria-pressed", String(each === word));
    for (const place of places) place.classList.toggle("takes", Boolean(word) && takes(place, word));
  }

  function showUsed() {
    const used = new Set(places.map((place) => listOf(place).value));
    for (const word of words) word.classList.toggle("is-used", word.dataset.unlimited === undefined && used.has(word.dataset.word));
  }

  // A word that may be used once moves when it is put somewhere else by hand. Not when lists are gone through by keyboard: every word
  // that is passed on the way would be taken from where it is.
  function takeFromOthers(list) {
    const word = words.find((each) => each.dataset.word === list.value);
    if (!word || word.dataset.unlimited !== undefined) return;
    for (const other of places.map(listOf)) if (other !== list && other.value === list.value) other.value = "";
  }

  function put(event) {
    const place = held && event.target.closest("[data-gap]");
    if (!place || !takes(place, held)) return;
    event.preventDefault();
    const list = listOf(place);
    list.value = held.dataset.word;
    takeFromOthers(list);
    hold(null);
    list.focus();
    list.dispatchEvent(new Event("change", { bubbles: true }));
  }

  root.addEventListener("click", put);
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && held) hold(null);
    if (event.key === "Enter" || event.key === " ") put(event);
  });
  for (const place of places) listOf(place).addEventListener("change", showUsed);
  root.addEventListener("written", showUsed);
  showUsed();
}
