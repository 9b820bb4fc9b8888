// Remembers where the reader stopped, and that the end was reached. Without it the button at the end says so.

const form = document.querySelector("form[data-lesson]");

if (form) {
  const blocks = [...document.querySelectorAll(".lesson__body > [id^='b-'], .lesson__body > .lesson-section[id]")];
  let last = "";
  let told = "";

  const seen = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (entry.isIntersecting) last = entry.target.id.slice(2);
      }
    },
    { rootMargin: "0px 0px -60% 0px" },
  );
  blocks.forEach((block) => seen.observe(block));

  const send = (url, values) => {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    Object.entries(values).forEach(([name, value]) => body.set(name, value));
    return fetch(url, { method: "POST", body, keepalive: true, headers: { Accept: "application/json" } }).catch(() => null);
  };

  const keepPosition = () => {
    if (!last || last === told) return;
    told = last;
    send(form.dataset.positionUrl, { block: last });
  };
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keepPosition());
  window.addEventListener("pagehide", keepPosition);

  // The last section was on the screen, and long enough to have been read.
  if (!("isRead" in form.dataset)) {
    let timer = 0;
    new IntersectionObserver(([entry]) => {
      clearTimeout(timer);
      if (!entry.isIntersecting) return;
      timer = setTimeout(() => send(form.action, { version: form.elements.version.value, change: form.elements.change.value }), 4000);
    }).observe(form);
  }

  // Whoever is told of a change stands at its beginning, and goes on by the link.
  const stopped = document.querySelector("[data-stopped-at]");
  if (stopped && !document.querySelector(".changed") && !location.hash && performance.getEntriesByType("navigation")[0]?.type === "navigate") {
    document.querySelector(stopped.getAttribute("href"))?.scrollIntoView();
  }
}
