// The device's memory: every scan from before it is shown until long after the server has said yes, and a few facts.
// A scan: {seq, state: "waiting" | "done" | "unsettled", code, nonce, reading, scanned_at, unmeasured, direction, answer};
// of an answered one only the last letters of the code are kept. `reading` and `unmeasured`: as the clock has them.
// "unsettled": the server has refused its time, and a person has not yet seen to it.

const KEPT = 60; // answered scans, for the list
const TIME_REFUSED = "bad_clock"; // an outcome

export async function openStore(name) {
  const db = await asPromise(opening(name));
  // A browser short of space throws away what it was not asked to keep.
  navigator.storage?.persist?.().catch(() => {});
  return new Store(db);
}

class Store {
  constructor(db) {
    this.db = db;
  }

  // Resolves when the scan is on the disk, not merely on its way there.
  async add(scan, state = "waiting", answer = null) {
    const transaction = this.db.transaction("scans", "readwrite", { durability: "strict" });
    const seq = asPromise(transaction.objectStore("scans").add({ ...scan, state, answer }));
    await completed(transaction);
    return { ...scan, seq: await seq, state, answer };
  }

  waiting(limit) {
    return asPromise(this.scans().index("state").getAll("waiting", limit));
  }

  waitingCount() {
    return asPromise(this.scans().index("state").count("waiting"));
  }

  unsettledCount() {
    return asPromise(this.scans().index("state").count("unsettled"));
  }

  async markAnswered(scans) {
    const transaction = this.db.transaction("scans", "readwrite");
    const store = transaction.objectStore("scans");
    for (const scan of scans) {
      const state = scan.answer.outcome === TIME_REFUSED ? "unsettled" : "done";
      store.put({ ...scan, code: scan.code.slice(-4), state });
    }
    await completed(transaction);
    await this.forgetOld();
  }

  // A person has seen to all that were refused for their time.
  async settle() {
    const transaction = this.db.transaction("scans", "readwrite");
    const store = transaction.objectStore("scans");
    for (const scan of await asPromise(store.index("state").getAll("unsettled"))) store.put({ ...scan, state: "done" });
    await completed(transaction);
  }

  async recent(limit) {
    const found = [];
    const request = this.scans().openCursor(null, "prev");
    return new Promise((resolve, reject) => {
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        if (!request.result || found.length === limit) return resolve(found);
        found.push(request.result.value);
        request.result.continue();
      };
    });
  }

  fact(key) {
    return asPromise(this.db.transaction("facts").objectStore("facts").get(key));
  }

  async setFact(key, value) {
    const transaction = this.db.transaction("facts", "readwrite");
    transaction.objectStore("facts").put(value, key);
    await completed(transaction);
  }

  name(key) {
    return asPromise(this.db.transaction("names").objectStore("names").get(key));
  }

  async setName(key, seen) {
    const transaction = this.db.transaction("names", "readwrite");
    transaction.objectStore("names").put(seen, key);
    await completed(transaction);
  }

  // Names of other days than this one.
  async forgetNames(day) {
    const transaction = this.db.transaction("names", "readwrite");
    const store = transaction.objectStore("names");
    const [keys, names] = [await asPromise(store.getAllKeys()), await asPromise(store.getAll())];
    keys.filter((_, i) => names[i].on !== day).forEach((key) => store.delete(key));
    await completed(transaction);
  }

  async forgetOld() {
    const transaction = this.db.transaction("scans", "readwrite");
    const store = transaction.objectStore("scans");
    const keys = await asPromise(store.index("state").getAllKeys("done"));
    for (const key of keys.slice(0, -KEPT)) store.delete(key);
    await completed(transaction);
  }

  scans() {
    return this.db.transaction("scans").objectStore("scans");
  }
}

function opening(name) {
  const request = indexedDB.open(name, 2);
  request.onupgradeneeded = ({ oldVersion }) => {
    if (oldVersion < 1) {
      request.result.createObjectStore("scans", { keyPath: "seq", autoIncrement: true }).createIndex("state", "state");
      request.result.createObjectStore("facts");
    }
    request.result.createObjectStore("names");
  };
  return request;
}

function asPromise(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function completed(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}
