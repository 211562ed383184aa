// In or out by the officer's choice instead of the time of day. It must not outlive what it was chosen for: a forgotten
// "out" would send a whole morning home.

import * as wording from "./wording.js";

const FORGOTTEN_AFTER = 10 * 60 * 1000; // ms without a scan
const LOOK = 5000; // ms

export class Override {
  constructor(clock, choice, banner) {
    Object.assign(this, { clock, choice, banner });
    this.reset(); // browsers keep what was chosen over a reload
    choice.addEventListener("change", () => this.used());
    banner.addEventListener("click", () => this.reset());
    setInterval(() => this.look(), LOOK);
  }

  // "in", "out", or null for the time of day; asking is using it.
  take() {
    this.look();
    this.used();
    return this.chosen;
  }

  get chosen() {
    return this.choice.querySelector(":checked").value || null;
  }

  used() {
    this.last = { reading: this.clock.reading(), day: this.clock.day() };
    this.show();
  }

  look() {
    if (!this.chosen) return;
    const isStale = this.clock.since(this.last.reading) > FORGOTTEN_AFTER;
    if (isStale || this.clock.day() !== this.last.day) this.reset();
  }

  reset() {
    this.choice.querySelector('[value=""]').checked = true;
    this.show();
  }

  show() {
    this.banner.hidden = !this.chosen;
    this.banner.textContent = this.chosen ? wording.overridden[this.chosen] : "";
  }
}
