// Talking to the server. Every answer is one of: saved, refused (for good), signedOut, otherPerson, later. `later` may say why and after
// how many seconds.

const SECONDS = 30;

const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

// A name for a change: a ULID.
export function newName() {
  let time = Date.now();
  let name = "";
  for (let place = 0; place < 10; place++) {
    name = letters[time % 32] + name;
    time = Math.floor(time / 32);
  }
  return name + Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => letters[byte % 32]).join("");
}

export function openServer(config, token) {
  async function ask(url, options = {}) {
    const impatience = new AbortController();
    const timer = setTimeout(() => impatience.abort(), SECONDS * 1000);
    try {
      const response = await fetch(url, { credentials: "same-origin", redirect: "manual", signal: impatience.signal, ...options });
      const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
      const wait = Number(response.headers.get("Retry-After")) || 0; // seconds
      return { status: response.status, told: isJson ? await response.json() : null, wait };
    } catch {
      return { status: 0, told: null };
    } finally {
      clearTimeout(timer);
    }
  }

  // Who is signed in now, a fresh token, and what the server has of these answers.
  async function renew(items = []) {
    const { status, told } = await ask(`${config.sessionUrl}&items=${items.join()}&l=${document.documentElement.lang}`);
    if (status === 401) return { is: "signedOut" };
    if (status !== 200 || !told) return { is: "later" };
    if (told.person !== config.person) return { is: "otherPerson" };
    token = told.csrf;
    return { is: "renewed", entries: told.entries };
  }

  async function send(url, change, { headers: more = {}, isLeaving = false } = {}, isSecondTry = false) {
    const body = JSON.stringify(change);
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token, ...more };
    const { status, told, wait } = await ask(url, { method: "POST", body, headers, keepalive: isLeaving && body.length < 20_000 });
    if (status === 200 && told) return { is: "saved", told };
    if (status === 401) return { is: "signedOut" };
    const mayBeOthers = status === 403 || status === 404;
    if (mayBeOthers && !isSecondTry) {
      const renewed = await renew();
      return renewed.is === "renewed" ? send(url, change, { headers: more, isLeaving }, true) : renewed;
    }
    if ([404, 409, 410, 413, 422].includes(status)) return { is: "refused", message: told?.message ?? "" };
    if (status === 429) return { is: "later", message: told?.message ?? "", wait };
    return { is: "later" };
  }

  return { send, renew };
}
