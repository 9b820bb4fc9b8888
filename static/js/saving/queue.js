// Saves answers as they are written: the exercises of a lesson, the questions of a quiz. Every form works without this script; with it
// nothing written is lost between two presses of a button. What a form holds is, in this order, in the field, on the device, with the server.

import { isTyped } from "./fields.js";
import { newName, openServer } from "./server.js";
import { openStore, rememberLeaving, wasLeft } from "./store.js";

const AFTER_LAST_KEY = 2_000;
const AT_LATEST = 20_000;
const TO_DEVICE = 300;
const FIRST_RETRY = 2_000;
const LONGEST_RETRY = 60_000;
const LOOK_AGAIN = 30_000;
const ARRIVES_LATE = [1_500, 5_000, 15_000, 45_000];

// `roots` are the places that answers are written in: a form, or a part of one with an address of its own. `read` and `write` know what
// is in their fields, `same` whether two answers are one; `wanted` and `saved` let a page ask for something with a save and do something
// with what it was told, `shown` with what another tab was told. `missing` may make a place for what a closed page left and this one does
// not show.
export function openQueue(
  config,
  roots,
  { read, write, same, wanted = () => ({}), saved = () => {}, shown = () => {}, missing = () => null },
) {
  const tab = newName();
  const store = openStore(config.person, config.key);
  const server = openServer(config, roots[0].closest("form").elements.csrfmiddlewaretoken.value);
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("workbook") : null;
  const items = new Map(roots.map((root) => [root.dataset.item, item(root)]));
  const awaited = new Set(); // pages that live and have words on the device
  let stopped = ""; // why nothing can be sent: signedOut or otherPerson
  let retryIn = FIRST_RETRY;
  let retryTimer = 0;
  let hiddenAt = 0;

  // One answer: where it is written, what the server has of it (`synced` at revision `base`), what is on its way (`sending`).
  // After a merge that came while the learner was typing on, `follows` says that the field still follows what was sent.
  function item(root) {
    const one = { root, name: root.dataset.item, url: root.dataset.url ?? root.getAttribute("action") };
    one.baseField = root.querySelector("[data-base]");
    one.base = Number(one.baseField.value);
    one.version = Number(root.querySelector("[data-version]")?.value) || undefined;
    one.stateElement = root.querySelector(".exercise__state");
    one.id = `${tab}/${one.name}`;
    one.synced = isTyped(root) ? { value: null } : content(one);
    Object.assign(one, { sending: null, follows: false, merged: null, refused: "", heard: null, since: 0, keptAs: "", keyTimer: 0, deviceTimer: 0 });
    root.addEventListener("input", () => touched(one));
    root.addEventListener("change", () => touched(one));
    root.addEventListener("submit", (event) => {
      event.preventDefault();
      one.refused = "";
      retryIn = FIRST_RETRY;
      save(one);
    });
    if (one.synced.value === null) touched(one); // written while this script was on its way
    return one;
  }

  // The answer, and what else belongs to it: "for my eyes only", "come back to this".
  function content(one) {
    const also = [...one.root.querySelectorAll("[data-also]")].map((box) => [box.dataset.also, box.checked]);
    return { value: read(one.root), ...Object.fromEntries(also) };
  }

  function add(root) {
    if (!items.has(root.dataset.item)) items.set(root.dataset.item, item(root));
  }

  // What is taken off the page. Resolves when nothing of it is on its way any more.
  async function drop(root) {
    const one = items.get(root.dataset.item);
    if (!one) return;
    items.delete(one.name);
    clearTimeout(one.keyTimer);
    while (one.isBusy) await new Promise((done) => setTimeout(done, 50));
    clearTimeout(one.keyTimer);
    forget(one);
  }

  const isUnsent = (one) => Boolean(one.sending) || !same(content(one), one.synced);
  const unsent = () => [...items.values()].filter(isUnsent).sort((one, other) => one.since - other.since);

  function say(one, kind, words) {
    const { stateElement } = one;
    stateElement.dataset.state = kind;
    if (stateElement.textContent !== words) stateElement.textContent = words;
    if (stopped === "signedOut" && kind === "waiting") {
      const link = document.createElement("a");
      link.href = `${config.signInUrl}?next=${encodeURIComponent(config.signedInUrl)}`;
      link.target = "_blank";
      link.textContent = config.signIn;
      stateElement.append(" ", link);
    }
  }

  function sayWaiting(one, why = "") {
    if (stopped === "signedOut") say(one, "waiting", one.keptAs ? config.signedOut : config.signedOutOnlyHere);
    else if (stopped === "otherPerson") say(one, "waiting", config.otherPerson);
    else say(one, "waiting", one.keptAs ? why || config.noConnection : config.onlyHere);
  }

  function touched(one) {
    one.refused = "";
    one.since ||= Date.now();
    clearTimeout(one.deviceTimer);
    one.deviceTimer = setTimeout(() => keep(one), TO_DEVICE);
    clearTimeout(one.keyTimer);
    one.keyTimer = setTimeout(() => save(one), Math.max(0, Math.min(AFTER_LAST_KEY, one.since + AT_LATEST - Date.now())));
  }

  // To the device. Resolves whether or not there is room: then the words are in the field alone, and the state says so.
  async function keep(one) {
    clearTimeout(one.deviceTimer);
    if (!isUnsent(one)) return;
    const { name, url, version, base, follows, sending, refused } = one;
    const change = { item: name, url, version, base, follows, sending, refused, since: one.since || Date.now(), ...content(one) };
    const words = JSON.stringify(change);
    if (words === one.keptAs) return;
    try {
      await store.put(one.id, change);
      one.keptAs = words;
      if (isUnsent(one) && !one.refused && !stopped && one.stateElement.dataset.state !== "waiting") say(one, "device", config.onDevice);
    } catch {
      one.keptAs = "";
      if (isUnsent(one) && !one.refused && !stopped && one.stateElement.dataset.state !== "waiting") say(one, "device", config.notYet);
    }
  }

  function forget(one) {
    one.keptAs = "";
    one.since = 0;
    clearTimeout(one.deviceTimer);
    store.remove(one.id).catch(() => {});
  }

  // To the server. A change that was sent keeps its name until its answer is here, however often it has to be sent.
  async function save(one, isLeaving = false) {
    clearTimeout(one.keyTimer);
    if (one.isBusy || one.refused) return isLeaving && keep(one);
    if (!isUnsent(one)) return settle(one);
    one.sending ??= { change_id: newName(), base: one.base, version: one.version, follows_sent: one.follows, ...content(one) };
    const kept = keep(one);
    if (stopped) return kept.then(() => sayWaiting(one));
    one.isBusy = true;
    return (one.onItsWay = deliver(one, kept, isLeaving));
  }

  async function deliver(one, kept, isLeaving) {
    if (!isLeaving) await kept;
    const answer = await server.send(one.url, one.sending, { headers: wanted(one.root), isLeaving });
    one.isBusy = false;
    await take(one, answer);
  }

  // What is on its way is cut off when its page goes, and goes along with what was typed after it.
  function sendAlong(one) {
    keep(one);
    const { sending } = one;
    const isAll = same({ ...sending, ...content(one) }, sending);
    const later = { change_id: newName(), base: one.base, version: one.version, follows_sent: one.follows, ...content(one), earlier: sending };
    server.send(one.url, isAll ? sending : later, { isLeaving: true });
  }

  async function take(one, answer) {
    if (answer.is === "saved") {
      const { told } = answer;
      const { change_id, base, version, follows_sent, ...asSent } = one.sending;
      one.sending = null;
      one.base = told.revision;
      one.follows = !same(told.value, asSent.value);
      one.merged = one.follows ? told.value : null;
      one.synced = asSent;
      one.since = 0;
      retryIn = FIRST_RETRY;
      saved(one.root, told);
      channel?.postMessage({ url: path(one.url), item: one.name, revision: told.revision, value: told.value, state: told.state, other: told.other });
      if (isUnsent(one)) {
        say(one, "device", one.keptAs ? config.onDevice : config.notYet);
        touched(one);
      } else {
        say(one, "saved", told.state);
        settle(one);
      }
      return sendNext();
    }
    if (answer.is === "refused") {
      one.refused = answer.message || config.notYet;
      one.sending = null;
      say(one, "refused", one.refused);
      one.keptAs = "";
      await keep(one);
      return sendNext();
    }
    if (answer.is !== "later") stopped = answer.is;
    sayWaiting(one, answer.message);
    if (answer.is === "later") retryLater(answer.wait);
    else unsent().forEach((one) => sayWaiting(one));
  }

  // The field holds what was sent: now it may show what became of it, and what another tab was told meanwhile.
  function settle(one) {
    if (one.merged) {
      write(one.root, one.merged);
      one.synced = content(one);
      one.merged = null;
      one.follows = false;
    }
    one.baseField.value = one.base;
    forget(one);
    if (one.heard) show(one, one.heard);
  }

  function sendNext() {
    const next = unsent().find((one) => !one.refused && !one.isBusy && one.stateElement.dataset.state === "waiting");
    if (next) save(next);
  }

  function retryLater(seconds = 0) {
    clearTimeout(retryTimer);
    const soon = retryIn * (0.75 + Math.random() / 2);
    retryTimer = setTimeout(() => (stopped ? lookAgain() : flush()), seconds * 1000 + soon);
    retryIn = Math.min(retryIn * 2, LONGEST_RETRY);
  }

  async function flush() {
    clearTimeout(retryTimer);
    for (const one of unsent().filter((one) => !one.refused)) {
      await one.onItsWay; // what was sent a moment ago is heard of first: else a press of a button at that moment would do nothing
      await save(one);
      if (stopped || one.stateElement.dataset.state === "waiting") break;
    }
  }

  // What the server has by now goes into the fields in which nothing is unsent; where something is, once that has its answer.
  function show(one, told) {
    const { revision, value, state } = told;
    if (revision <= one.base) return;
    if (isUnsent(one) || one.isBusy) {
      if (revision > (one.heard?.revision ?? 0)) one.heard = told;
      return;
    }
    one.heard = null;
    write(one.root, value);
    one.base = revision;
    one.synced = content(one);
    one.baseField.value = revision;
    say(one, "saved", state);
    shown(one.root, told);
  }

  async function lookAgain() {
    const renewed = await server.renew([...items.keys()]);
    if (renewed.is === "renewed") {
      stopped = "";
      retryIn = FIRST_RETRY;
      for (const [name, entry] of Object.entries(renewed.entries)) if (items.has(name)) show(items.get(name), entry);
      await flush();
    } else if (renewed.is !== "later") {
      stopped = renewed.is;
      unsent().forEach((one) => sayWaiting(one));
    } else if (stopped) {
      retryLater();
    }
  }

  // What a page that is no more left on the device: its words go back into their field, or to the server from here.
  async function takeOver() {
    const left = [];
    for (const { id, change } of await store.all()) {
      const owner = id.split("/")[0];
      if (owner === tab) continue;
      if (await isGone(owner)) left.push({ id, change });
      else whenGone(owner, takeOver);
    }
    for (const { id, change } of left) {
      const made = items.has(change.item) ? null : missing(change);
      if (made) add(made);
      const one = items.get(change.item);
      if (one && path(one.url) === path(change.url) && !isUnsent(one) && !one.isBusy) {
        adopt(one, change);
        await keep(one);
        if (one.keptAs) await store.remove(id);
        if (one.refused) say(one, "refused", one.refused);
        else await save(one);
      } else {
        await sendLeft(id, change, one);
      }
      if (stopped) break;
    }
  }

  const path = (url) => url.split("?")[0];

  function adopt(one, change) {
    const { base, version, follows, sending, refused, since, value } = change;
    Object.assign(one, { base, version, follows, sending, refused, since });
    one.synced = { value: null };
    write(one.root, value);
    for (const box of one.root.querySelectorAll("[data-also]")) box.checked = change[box.dataset.also] ?? box.checked;
  }

  async function sendLeft(id, change, one) {
    if (change.refused) return;
    const { item, url, sending, refused, since, follows, ...rest } = change;
    const steps = [sending, { ...rest, change_id: newName(), follows_sent: follows }].filter(Boolean);
    if (sending && same(sending.value, rest.value)) steps.pop();
    for (const step of steps) {
      const answer = await server.send(url, step);
      if (answer.is === "refused") return store.put(id, { ...change, sending: null, refused: answer.message });
      if (answer.is !== "saved") return;
      const follows_sent = !same(answer.told.value, step.value);
      if (step !== steps.at(-1)) Object.assign(steps.at(-1), { base: answer.told.revision, follows_sent });
      else if (one) show(one, answer.told);
    }
    await store.remove(id);
  }

  // A page holds a lock of its own name as long as it lives.
  async function isGone(owner) {
    if (!navigator.locks) return true;
    const { held } = await navigator.locks.query();
    return !held.some((lock) => lock.name === `workbook-${owner}` && lock.mode === "exclusive");
  }

  // One that is being closed may live a moment longer than it is seen.
  function whenGone(owner, then) {
    if (awaited.has(owner)) return;
    awaited.add(owner);
    const gone = navigator.locks.request(`workbook-${owner}`, { mode: "shared" }, () => {});
    gone.then(() => navigator.locks.request("workbook-take-over", then)).catch(() => {});
  }

  if (navigator.locks) {
    navigator.locks.request(`workbook-${tab}`, () => new Promise(() => {}));
    navigator.locks.request("workbook-take-over", takeOver).catch(() => {});
  } else {
    takeOver().catch(() => {});
  }

  // What the page before sent while it was closed may reach the server after this page was made, on a bad line long after.
  if (wasLeft()) for (const wait of ARRIVES_LATE) setTimeout(lookAgain, wait);

  channel?.addEventListener("message", ({ data }) => {
    if (data === "signed-in") return stopped && lookAgain();
    const one = items.get(data.item);
    if (one && path(one.url) === data.url) show(one, data);
  });

  addEventListener("online", () => {
    retryIn = FIRST_RETRY;
    flush();
  });
  addEventListener("focus", () => stopped && lookAgain());
  addEventListener("pagehide", () => {
    if (unsent().length) rememberLeaving();
    unsent().forEach((one) => (one.isBusy ? sendAlong(one) : save(one, true)));
  });
  addEventListener("pageshow", async (event) => {
    if (event.persisted && ["signedOut", "otherPerson"].includes((await server.renew()).is)) location.reload();
  });
  addEventListener("beforeunload", (event) => {
    if (unsent().some((one) => !one.keptAs && !one.refused)) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      hiddenAt = Date.now();
      unsent().forEach((one) => save(one, true));
    } else if (stopped || Date.now() - hiddenAt > LOOK_AGAIN) {
      lookAgain();
    }
  });

  // Signing out: first everything to the server; what cannot go there is said aloud.
  document.addEventListener("submit", async (event) => {
    const leaving = event.target;
    if (!leaving.getAttribute("action")?.includes("/logout") || !unsent().length) return;
    event.preventDefault();
    await Promise.race([flush(), new Promise((done) => setTimeout(done, 5_000))]);
    await Promise.all(unsent().map(keep));
    if (!unsent().length || confirm(unsent().every((one) => one.keptAs) ? config.leave : config.lose)) leaving.submit();
  });

  // For the page around it: whether something waits, sending it all now, and putting on the device what cannot be sent.
  return {
    add,
    drop,
    unsent: () => unsent().length,
    waits: () => unsent().some((one) => !one.refused),
    flush: async () => {
      retryIn = FIRST_RETRY;
      await flush();
      await Promise.all(unsent().map(keep));
      return !unsent().some((one) => !one.refused);
    },
  };
}
