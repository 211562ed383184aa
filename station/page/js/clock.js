// The school's time on a device whose clock may be wrong: its own time plus what the last answer showed to be missing.

const SURE = 2000; // ms

export class Clock {
  // offset: undefined on a device that has never been told the time.
  constructor(offset, zone) {
    this.isMeasured = offset !== undefined;
    this.offset = offset ?? 0;
    this.zone = zone;
  }

  now() {
    return Math.round(Date.now() + this.offset);
  }

  // The server read its clock somewhere between our asking and its answer: in the middle, as far as we know. After a
  // long wait we know too little, but more than a device that knows nothing.
  measure(serverNow, waited) {
    if (waited > SURE && this.isMeasured) return;
    this.offset = serverNow + waited / 2 - Date.now();
    this.isMeasured = true;
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
