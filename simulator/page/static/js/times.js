// Times of the school: shown in its own zone, which comes with the demo's clock, not in that of this browser.

import { language } from "./language.js";
import { store } from "./store.js";

/** Hours and minutes of a moment (milliseconds, or an ISO time). */
export function hour(moment) {
  return shown(moment, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** "Senin, 23 November 2026" */
export function day(moment) {
  return shown(moment, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
}

/** The demo's time in milliseconds. */
export function now() {
  return Date.now() + store.clockAhead;
}

function shown(moment, parts) {
  const at = typeof moment === "number" ? moment : Date.parse(moment);
  return new Intl.DateTimeFormat(language(), { ...parts, timeZone: "UTC" }).format(at + zoneMinutes() * 60_000);
}

function zoneMinutes() {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(store.scene?.now ?? "") ?? [null, "+", 0, 0];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
