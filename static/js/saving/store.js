// What the server does not have yet, kept on the device through a closed page, a dead server or a power cut. Only ciphertext is stored:
// the key comes with the page of who is signed in and stays in memory. Where the browser offers no cipher (plain http on a
// local network) or no room, nothing is stored, and whoever asks is told so.

const DATABASE = "workbook";
const STORE = "unsent";
const LEFT = "workbook-left"; // says only that a page was left with words on their way

function asked(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

function open() {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" }).createIndex("person", "person");
  return asked(request);
}

async function within(database, mode, action) {
  const transaction = database.transaction(STORE, mode, { durability: "strict" });
  const result = await action(transaction.objectStore(STORE));
  if (mode === "readwrite") {
    await new Promise((done, failed) => {
      transaction.oncomplete = done;
      transaction.onabort = transaction.onerror = () => failed(transaction.error);
    });
  }
  return result;
}

export function openStore(person, rawKey) {
  let last = Promise.resolve(); // one after the other: a late write must not bring back what was removed
  const ready = prepare();
  ready.catch(() => {});

  async function prepare() {
    const bytes = Uint8Array.from(atob(rawKey), (letter) => letter.charCodeAt(0));
    const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
    return { key, database: await open() };
  }

  function inTurn(action) {
    const turn = last.then(async () => action(await ready));
    last = turn.catch(() => {});
    return turn;
  }

  return {
    // Resolves when the words are on the disk; rejects where they cannot be.
    put: (id, change) =>
      inTurn(async ({ key, database }) => {
        const iv = crypto.getRandomValues(new Uint8Array(12));
        const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(JSON.stringify(change)));
        await within(database, "readwrite", (store) => asked(store.put({ id, person, iv, data })));
      }),

    remove: (id) => inTurn(({ database }) => within(database, "readwrite", (store) => asked(store.delete(id)))),

    // This person's changes, the oldest first. What cannot be read with this key is left alone.
    all: () =>
      inTurn(async ({ key, database }) => {
        const rows = await within(database, "readonly", (store) => asked(store.index("person").getAll(person)));
        const changes = [];
        for (const { id, iv, data } of rows) {
          try {
            const text = new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, data));
            changes.push({ id, change: JSON.parse(text) });
          } catch {
            continue;
          }
        }
        return changes.sort((one, other) => one.change.since - other.change.since);
      }),
  };
}

export function rememberLeaving() {
  try {
    sessionStorage.setItem(LEFT, "1");
  } catch {
    // no room, or not allowed: the words themselves are elsewhere
  }
}

export function wasLeft() {
  try {
    const was = sessionStorage.getItem(LEFT);
    sessionStorage.removeItem(LEFT);
    return was;
  } catch {
    return null;
  }
}
