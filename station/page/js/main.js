// The station: what is scanned is stored, then shown, then delivered.

import { Camera } from "./camera.js";
import { Classes } from "./classes.js";
import { Clock } from "./clock.js";
import { asCode, newNonce } from "./codes.js";
import { Delivery } from "./delivery.js";
import { Desk } from "./desk.js";
import { prepareDevice } from "./device.js";
import { KnownCards } from "./known.js";
import { Override } from "./override.js";
import { listenToScanner } from "./scanner.js";
import { Missing } from "./missing.js";
import { Screen } from "./screen.js";
import { play, tellWhenSilent } from "./sound.js";
import { openStore } from "./store.js";
import { toneOf } from "./tones.js";
import * as wording from "./wording.js";

const LISTED = 40; // scans
const ANSWER_SOON = 1200; // ms: after that the screen stops waiting and says what it knows
const SAVED_AS = { good: "saved", unchecked: "saved", unknown: "saved", revoked: "refused", removed: "refused" }; // tones
const STILL_THERE = 10000; // ms: whoever scanned has gone by then, and the big field is not about them any more

const byId = (id) => document.getElementById(id);
const base = location.pathname.replace(/\/$/, "");
// One for the device, whatever its address: what waits under an old one goes out under the new.
const store = await openStore("absensi-station");
const clock = new Clock(await store.fact("offset"), await store.fact("zone"));
const screen = new Screen(clock);
const known = new KnownCards(base, store, clock);
const delivery = new Delivery(base, store, clock, { answered, day, network });
const override = new Override(clock, byId("direction"), byId("overridden"));
let connection = "offline";
let idling = 0; // the timer that clears the big field
let waiting = 0; // the timer that stops waiting for the answer
let current = null; // the scan that the big field is about
let counted = await store.fact("counted"); // {tally, on, at}: the last that was heard, or undefined

async function scan(text) {
  const code = asCode(text);
  if (!code) return announce("refused", wording.notACard());
  let stored;
  try {
    const reading = clock.reading();
    stored = await store.add({ code, nonce: newNonce(), reading, ...clock.timed(reading), direction: override.take() });
  } catch {
    return announce("refused", wording.notStored());
  }
  current = stored;
  clearTimeout(idling);
  screen.show("wait", wording.reading());
  clearTimeout(waiting);
  waiting = setTimeout(() => giveUpWaiting(stored), connection === "online" ? ANSWER_SOON : 0);
  delivery.nudge();
  await refresh();
}

// Says what the device knows by itself.
async function giveUpWaiting(scan) {
  const judged = connection === "removed" ? "removed" : known.judge(scan.code);
  const seen = await known.seen(scan.code);
  if (current?.seq !== scan.seq) return;
  const words = wording.savedAs[judged](clock.time(scan.scanned_at), seen);
  announce(SAVED_AS[judged], { name: wording.unnamed(scan.code), ...words });
  current = scan; // its answer may still come while people look
}

function announce(tone, words) {
  current = null;
  screen.show(tone, words);
  play(tone);
  clearTimeout(waiting);
  clearTimeout(idling);
  idling = setTimeout(rest, STILL_THERE);
}

function rest() {
  current = null;
  screen.show("idle", wording.idle());
}

function announceAnswer(answer) {
  announce(toneOf(answer), { ...answer, photo: answer.photo && `${base}/photo/${answer.nonce}` });
}

async function answered(scans) {
  const shown = scans.find((scan) => scan.seq === current?.seq);
  if (shown) announceAnswer(shown.answer);
  for (const { code, answer } of scans) await known.remember(code, answer);
  await refresh();
}

async function entered(answer, scan) {
  announceAnswer(answer);
  await store.add(scan, "done", answer);
  delivery.nudge();
  await refresh();
}

function day({ station, zone, tally }) {
  if (station) {
    clock.zone = zone;
    screen.tick();
    screen.station(station);
    store.setFact("zone", zone);
    store.setFact("station", station);
  }
  counted = { tally, on: clock.day(), at: clock.now() };
  store.setFact("counted", counted);
}

function network(state) {
  const was = connection;
  if (was !== "removed" || state === "online") connection = state; // without network it is no less removed
  if (connection === "removed" && was !== "removed" && current) giveUpWaiting(current); // no answer will come
  refresh();
}

async function refresh() {
  screen.network(connection, await store.waitingCount());
  screen.tally(counted, connection === "online");
  screen.unsettled(await store.unsettledCount());
  screen.list(await store.recent(LISTED));
}

const camera = new Camera(base, byId("video"), { text: scan, lost: (isLost) => (byId("camera-lost").hidden = !isLost) });

async function switchCamera() {
  if (camera.isOn) camera.stop();
  else screen.hint(await camera.start(await facing()));
  await showCamera();
}

async function turnCamera() {
  const other = (await facing()) === "user" ? "environment" : "user";
  await store.setFact("facing", other);
  camera.stop();
  screen.hint(await camera.start(other));
  await showCamera();
}

async function facing() {
  return (await store.fact("facing")) ?? "environment";
}

// A device that is opened again looks through its camera again.
async function showCamera() {
  byId("camera").setAttribute("aria-pressed", camera.isOn);
  byId("turn").hidden = !camera.isOn;
  await store.setFact("camera", camera.isOn);
}

listenToScanner(scan);
const desk = new Desk(base, store, clock, { entered, typed: scan, direction: () => override.take() });
byId("without-card").addEventListener("click", () => desk.open());
byId("camera").addEventListener("click", switchCamera);
byId("turn").addEventListener("click", turnCamera);
byId("unsettled").addEventListener("click", () => store.settle().then(refresh));
tellWhenSilent((isSilent) => (byId("silent").hidden = !isSilent));
new Classes(base, byId("classes"));
new Missing(base, clock);
prepareDevice(base, byId("full-screen"));
// Without network it cannot be looked up whether there is a newer one; the one from before keeps working.
navigator.serviceWorker?.register(`${base}/sw.js`, { scope: base }).catch(() => {});
setInterval(() => screen.tick(), 1000);
screen.tick();
const station = await store.fact("station");
if (station) screen.station(station);
await refresh();
delivery.run();
known.run();
if (await store.fact("camera")) {
  await camera.resume(await facing());
  await showCamera();
}
