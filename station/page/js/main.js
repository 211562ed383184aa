// The station: what is scanned is stored, then shown, then delivered.

import { Camera } from "./camera.js";
import { Clock } from "./clock.js";
import { asCode, newNonce } from "./codes.js";
import { Delivery } from "./delivery.js";
import { listenToScanner } from "./scanner.js";
import { Screen } from "./screen.js";
import { play } from "./sound.js";
import { openStore } from "./store.js";
import { toneOf } from "./tones.js";
import * as wording from "./wording.js";

const LISTED = 40; // scans
const ANSWER_SOON = 1200; // ms: after that the screen stops waiting and says what it knows
const STILL_THERE = 10000; // ms: whoever scanned has gone by then, and the big field is not about them any more

const base = location.pathname.replace(/\/$/, "");
const store = await openStore(`absensi${base}`);
const clock = new Clock((await store.fact("offset")) ?? 0, await store.fact("zone"));
const screen = new Screen(clock);
const delivery = new Delivery(base, store, clock, { answered, day, network });
let connection = "offline";
let idling = 0; // the timer that clears the big field
let current = null; // the scan that the big field is about

async function scan(text) {
  const code = asCode(text);
  if (!code) return announce("refused", wording.notACard());
  const direction = document.querySelector("[name=direction]:checked").value || null;
  let stored;
  try {
    stored = await store.add({ code, nonce: newNonce(), scanned_at: clock.now(), direction });
  } catch {
    return announce("refused", wording.notStored());
  }
  current = stored;
  clearTimeout(idling);
  screen.show("wait", wording.reading());
  setTimeout(() => giveUpWaiting(stored), ANSWER_SOON);
  delivery.nudge();
  await refresh();
}

function giveUpWaiting(scan) {
  if (current?.seq !== scan.seq) return;
  announce("saved", { ...wording.saved(clock.time(scan.scanned_at)), name: wording.unnamed(scan.code) });
  current = scan; // its answer may still come while people look
}

function announce(tone, words) {
  current = null;
  screen.show(tone, words);
  play(tone);
  clearTimeout(idling);
  idling = setTimeout(() => screen.show("idle", wording.idle()), STILL_THERE);
}

function answered(scans) {
  const shown = scans.find((scan) => scan.seq === current?.seq);
  if (shown && clock.now() - shown.scanned_at < STILL_THERE) announce(toneOf(shown.answer), shown.answer);
  refresh();
}

function day(state) {
  screen.day(state);
  if (!state.station) return;
  clock.zone = state.zone;
  screen.tick();
  store.setFact("zone", state.zone);
  store.setFact("station", state.station);
}

function network(state) {
  connection = state;
  refresh();
}

async function refresh() {
  screen.network(connection, await store.waitingCount());
  screen.list(await store.recent(LISTED));
}

const camera = new Camera(document.getElementById("video"), scan);

async function switchCamera({ currentTarget: button }) {
  if (camera.isOn) camera.stop();
  else screen.hint(await camera.start());
  button.setAttribute("aria-pressed", camera.isOn);
}

function typed(event) {
  event.preventDefault();
  const field = document.getElementById("code");
  if (field.value.trim()) scan(field.value);
  field.value = "";
  field.blur(); // so that the next code of a scanner is not typed into it
}

listenToScanner(scan);
document.getElementById("camera").addEventListener("click", switchCamera);
document.getElementById("typing").addEventListener("submit", typed);
// Without network it cannot be looked up whether there is a newer one; the one from before keeps working.
navigator.serviceWorker?.register(`${base}/sw.js`, { scope: base }).catch(() => {});
setInterval(() => screen.tick(), 1000);
screen.tick();
const station = await store.fact("station");
if (station) document.getElementById("station").textContent = document.title = station;
await refresh();
delivery.run();
