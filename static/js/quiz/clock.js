// The time that is left, by the server's clock. Shown to the minute, in the last five minutes to the second; told at the start, at half,
// at five minutes and at one, and whenever it is asked for.

const LAST_MINUTES = 5 * 60;

export function startClock(clock, isUp) {
  const { deadline, now, total, lang } = clock.dataset;
  const shown = clock.querySelector("[data-left]");
  const told = clock.querySelector("[data-told]");
  const ask = clock.querySelector("[data-ask]");
  const end = Date.parse(deadline);
  let ahead = Date.parse(now) - Date.now(); // how far the server's clock is ahead of this one
  const seconds = () => Math.max(0, Math.ceil((end - Date.now() - ahead) / 1000));
  const marks = [Number(total) / 2, LAST_MINUTES, 60].filter((mark) => mark < seconds() && mark >= 60);
  let timer = 0;
  let isOver = false;

  const unit = (number, name) => new Intl.NumberFormat(lang, { style: "unit", unit: name, unitDisplay: "long" }).format(number);

  function inWords(left) {
    if (left < 60) return unit(left, "second");
    const minutes = Math.round(left / 60);
    if (minutes < 60) return unit(minutes, "minute");
    const rest = minutes % 60;
    return unit(Math.floor(minutes / 60), "hour") + (rest ? ` ${unit(rest, "minute")}` : "");
  }

  const inDigits = (left) => `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;

  function tell(left) {
    told.textContent = clock.dataset.words.replace("{time}", inWords(left));
  }

  function show() {
    clearTimeout(timer);
    const left = seconds();
    if (left <= 0) {
      if (!isOver) {
        isOver = true;
        shown.textContent = inDigits(0);
        isUp();
      }
      return;
    }
    const words = left > LAST_MINUTES ? inWords(Math.ceil(left / 60) * 60) : inDigits(left);
    if (shown.textContent !== words) shown.textContent = words;
    clock.classList.toggle("clock--short", left <= LAST_MINUTES);
    if (marks.length && left <= marks[0]) {
      while (marks.length && left <= marks[0]) marks.shift();
      tell(left);
    }
    timer = setTimeout(show, left > LAST_MINUTES + 1 ? 1_000 : 1_000 - ((Date.now() + ahead) % 1_000) + 5);
  }

  clock.querySelector("[data-until]").hidden = true;
  clock.querySelector("[data-counting]").hidden = false;
  ask.hidden = false;
  ask.addEventListener("click", () => {
    told.textContent = "";
    setTimeout(() => tell(seconds()), 50);
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && show());
  show();
  if (!isOver) setTimeout(() => tell(seconds()), 1_000);

  return {
    // What the server said the time is, with the last answer.
    set: (at) => {
      ahead = Date.parse(at) - Date.now();
      show();
    },
  };
}
