// What this device knows of the school's cards while it has no network: fingerprints of good and of revoked ones, and
// the names it has shown today itself.

import { isCard } from "./codes.js";
import { sha256 } from "./sha256.js";

const REFRESH = 5 * 60 * 1000; // ms
const RETRY = 20 * 1000; // ms
const DIGITS = 12; // of each fingerprint

export class KnownCards {
  constructor(base, store, clock) {
    Object.assign(this, { base, store, clock, list: null });
  }

  async run() {
    this.use(await this.store.fact("cards"));
    for (;;) {
      const done = await this.refresh().catch(() => false);
      await new Promise((resolve) => setTimeout(resolve, done ? REFRESH : RETRY));
    }
  }

  async refresh() {
    const response = await fetch(`${this.base}/cards`, { signal: AbortSignal.timeout(8000) });
    if (!response.ok) return false;
    const told = await response.json();
    this.use(told);
    await this.store.setFact("cards", told);
    await this.store.forgetNames(this.clock.day());
    return true;
  }

  use(told) {
    if (!told) return;
    const { on, salt } = told;
    this.list = { on, salt, lasting: split(told.lasting), temporary: split(told.temporary), revoked: split(told.revoked) };
  }

  // "good", "revoked", "unknown", or "unchecked" where the device has been told nothing: ever, or about numbers of RFID
  // cards.
  judge(code) {
    if (!this.list || !isCard(code)) return "unchecked";
    const { on, salt, lasting, temporary, revoked } = this.list;
    const print = sha256(salt + code).slice(0, DIGITS);
    if (revoked.has(print)) return "revoked";
    const isGood = lasting.has(print) || (on === this.clock.day() && temporary.has(print));
    return isGood ? "good" : "unknown";
  }

  // {name, place} of somebody whom this device has shown today, or undefined.
  async seen(code) {
    const found = await this.store.name(this.key(code));
    return found?.on === this.clock.day() ? found : undefined;
  }

  async remember(code, { name, place }) {
    if (name) await this.store.setName(this.key(code), { name, place, on: this.clock.day() });
  }

  key(code) {
    return sha256(this.base + code);
  }
}

function split(text) {
  const prints = new Set();
  for (let at = 0; at < text.length; at += DIGITS) prints.add(text.slice(at, at + DIGITS));
  return prints;
}
