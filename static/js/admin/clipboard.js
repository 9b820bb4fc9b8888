// "Copy" in the header of each block of a lesson, and "Paste" wherever a block can be added: in this lesson, in another, in another tab.
// What was copied lies with the server, so that nothing stays on a shared computer. Without this script "Copy blocks" in the lesson's menu.

const SAYS_FOR = 8_000; // ms
const place = document.querySelector("[data-clipboard]");
const said = document.querySelector("[data-clipboard-said]");
const channel = "BroadcastChannel" in window ? new BroadcastChannel("workbook-clipboard") : null;
let stream;
let timer;

function say(words) {
  clearTimeout(timer);
  said.textContent = words;
  timer = setTimeout(() => (said.textContent = ""), SAYS_FOR);
}

function icon(name) {
  return `<svg class="icon icon-${name}" aria-hidden="true"><use href="#icon-${name}"></use></svg>`;
}

function button(className, name, title) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = className;
  made.innerHTML = icon(name);
  made.title = title;
  return made;
}

async function ask(url, options) {
  try {
    const answer = await fetch(url, { headers: { Accept: "application/json" }, redirect: "manual", ...options });
    const told = await answer.json();
    say(told.message);
    return answer.ok ? told : null;
  } catch {
    say(place.dataset.lost);
    return null;
  }
}

// The fields of the block as they stand, under the name that the first block of a lesson has.
function typed(child) {
  const form = place.closest("form");
  const sent = new FormData();
  const own = `${child.prefix}-`;
  for (const [name, value] of new FormData(form)) {
    if (name.startsWith(own)) sent.append(`body-0-${name.slice(own.length)}`, value);
  }
  sent.set("body-count", "1");
  sent.set("body-0-order", "0");
  sent.set("title", form.elements.title?.value ?? "");
  sent.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  return sent;
}

async function copy(child) {
  const told = await ask(place.dataset.copyUrl, { method: "POST", body: typed(child) });
  if (!told) return;
  offer(told.name);
  channel?.postMessage(told.name);
}

async function paste(inserter) {
  const told = await ask(place.dataset.pasteUrl);
  if (!told) return;
  const at = stream.inserters.indexOf(inserter); // blocks may have been moved meanwhile
  told.blocks.forEach((block, number) => stream.insert(block, at + number, { animate: true, focus: number === 0 }));
}

function offer(name) {
  place.dataset.copied = name;
  dress();
}

function dress() {
  for (const child of stream.children) {
    if (child.element.querySelector(":scope > section > .w-panel__header [data-clipboard-copy]")) continue;
    const made = button("button button--icon text-replace white", "clipboard-list", place.dataset.copy);
    made.dataset.clipboardCopy = "";
    made.addEventListener("click", () => copy(child));
    const duplicate = child.actionsContainerElement.querySelector('[data-streamfield-action="DUPLICATE"]');
    if (duplicate) duplicate.after(made);
    else child.actionsContainerElement.append(made);
  }
  for (const inserter of stream.inserters) {
    let made = inserter.element.querySelector("[data-clipboard-paste]");
    if (!made && place.dataset.copied) {
      made = button("clipboard-paste", "clipboard-list", "");
      made.dataset.clipboardPaste = "";
      made.append(document.createElement("span"));
      made.addEventListener("click", () => paste(inserter));
      inserter.element.classList.add("clipboard-adds");
      inserter.element.append(made);
    }
    if (!made) continue;
    made.title = `${place.dataset.paste}: ${place.dataset.copied}`;
    made.lastElementChild.textContent = made.title;
  }
}

function begin() {
  if (stream) return;
  stream = document.getElementById("body-root")?.rootBlock;
  if (!stream) return;
  dress();
  new MutationObserver(dress).observe(stream.sequenceContainer[0], { childList: true });
  channel?.addEventListener("message", ({ data }) => offer(data));
}

if (place) {
  begin();
  document.addEventListener("DOMContentLoaded", () => setTimeout(begin));
  addEventListener("load", begin);
}
