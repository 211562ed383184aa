// The school's time on a device whose clock may be wrong. Sure of it is only a page that the server has told the time
// itself: since an earlier page was told, the device may have been switched off, and its clock with it.

import { newNonce } from "./codes.js";

const SURE = 2000; // ms
const STEADY = 60 * 1000; // ms that the device's two clocks may part without one of them being wrong
const LONGEST_SLEEP = 12 * 60 * 60 * 1000; // ms

export class Clock {
  // offset: what an earlier page found, or undefined; good enough for showing the time, and for nothing else.
  constructor(offset, zone) {
    this.offset = offset ?? 0;
    this.zone = zone;
    this.load = newNonce();
    this.told = null; // {moment, reading}: what the server said, and what the device's clocks read then
  }

  // Of the device's clocks: `wall` may be set, `ticks` counts from the opening of the page and means nothing to another.
  reading() {
    return { load: this.load, wall: Date.now(), ticks: performance.now() };
  }

  now() {
    return this.timed(this.reading()).scanned_at;
  }

  // How long ago a reading of this page was, in ms: being told the time in between passes none.
  since(reading) {
    return between(reading, this.reading()).passed;
  }

  // When a reading was taken. `unmeasured`: as the device says, and nobody vouches for it.
  timed(reading) {
    if (!this.told || reading.load !== this.load) {
      return { scanned_at: Math.round(reading.wall + this.offset), unmeasured: true };
    }
    const { passed, isSure } = between(this.told.reading, reading);
    return { scanned_at: Math.round(this.told.moment + passed), unmeasured: !isSure };
  }

  // The server read its clock somewhere between our asking and its answer: in the middle, as far as we know. After a
  // long wait we know too little, but more than a page that knows nothing.
  measure(serverNow, waited) {
    const reading = this.reading();
    if (waited > SURE && !this.timed(reading).unmeasured) return;
    this.told = { moment: serverNow + waited / 2, reading };
    this.offset = this.told.moment - reading.wall;
  }

  time(moment) {
    return this.format(moment, { hour: "2-digit", minute: "2-digit" });
  }

  timeWithSeconds(moment) {
    return this.format(moment, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  }

  date(moment) {
    return this.format(moment, { weekday: "long", day: "numeric", month: "long" });
  }

  // The school's day, as the server writes it: 2026-11-23.
  day() {
    const parts = { year: "numeric", month: "2-digit", day: "2-digit", timeZone: this.zone };
    return new Intl.DateTimeFormat("en-CA", parts).format(this.now());
  }

  format(moment, parts) {
    return new Intl.DateTimeFormat("id-ID", { ...parts, hourCycle: "h23", timeZone: this.zone }).format(moment);
  }
}

// How long it was from one reading of this page to another, negative for an earlier one. Where the clocks part, the wall
// has run on while the device slept and the ticks stood still, or somebody has set it, as networks do when they come
// back. Nobody can tell which: up to half a day forward it is taken for sleep.
function between(from, to) {
  const [ticks, wall] = [to.ticks - from.ticks, to.wall - from.wall];
  const ahead = ticks < 0 ? ticks - wall : wall - ticks;
  if (Math.abs(ahead) < STEADY) return { passed: ticks, isSure: true };
  if (ahead > 0 && ahead <= LONGEST_SLEEP) return { passed: wall, isSure: false };
  return { passed: ticks, isSure: ahead < 0 };
}
