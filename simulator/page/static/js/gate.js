// The gate: the station's own page in a frame, and cards that are held to its scanner: typed into it key by key.

import { fill, h } from "./dom.js";
import { t, words } from "./language.js";
import { toast } from "./notices.js";
import { GATE, listen, open, store } from "./store.js";

const SVG = "http://www.w3.org/2000/svg";
const QUIET = 4; // modules of clear space around a code
const JUMP = 2000; // ms: by so much no clock goes wrong by itself
const READY_WITHIN = 10000; // ms
const LOOK_EVERY = 50; // ms

const place = document.getElementById("gate");
let frame = h("iframe");
let opened = { path: null, clockAhead: 0 }; // what the frame was last opened for

export function begin() {
  listen((kind, data) => {
    if (!store.scene) return;
    if (["state", "language"].includes(kind)) draw();
    if (["state", "clock"].includes(kind)) openStation();
    if (kind === "hold" && store.playing) {
      open(GATE, false);
      type(data.payload);
    }
  });
}

/** A device on which time has jumped is opened afresh: it asks for the time, and has lost nothing. */
function openStation() {
  const { path } = store.scene.gate;
  const isSame = path === opened.path && Math.abs(store.clockAhead - opened.clockAhead) < JUMP;
  if (isSame) return;
  opened = { path, clockAhead: store.clockAhead };
  const fresh = h("iframe", { class: "station", src: path, title: words(store.scene.gate.label) });
  frame.replaceWith(fresh);
  frame = fresh;
}

function draw() {
  const { gate } = store.scene;
  const label = words(gate.label);
  const link = h("a", { href: gate.path, target: "_blank", title: t("ownTab"), "aria-label": t("ownTab") }, "↗");
  // A frame that is moved loads anew: it stays where it is, and only what is around it is drawn.
  if (!frame.isConnected) fill(place, h("header", {}), frame, h("aside", {}));
  fill(place.querySelector("header"), h("h2", {}, label), link);
  fill(place.querySelector("aside"), h("p", {}, t("cards")), h("ul", { class: "cards" }, ...gate.cards.map(card)));
}

function card({ name, place: where, payload, modules }) {
  const hold = h(
    "button",
    { class: "card", "aria-label": t("hold", name), onclick: () => type(payload) },
    qr(modules),
    h("span", { class: "who" }, h("b", {}, name), h("small", {}, where)),
  );
  return h("li", {}, hold);
}

/** The code as it is printed: dark on white, whatever the colours of the page. */
function qr(modules) {
  const dark = modules.flatMap((row, y) => [...row].flatMap((one, x) => (one === "1" ? `M${x} ${y}h1v1h-1z` : [])));
  const side = modules.length + 2 * QUIET;
  const svg = document.createElementNS(SVG, "svg");
  const drawn = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", `${-QUIET} ${-QUIET} ${side} ${side}`);
  svg.setAttribute("aria-hidden", "true");
  drawn.setAttribute("d", dark.join(""));
  svg.append(drawn);
  return svg;
}

/** As a USB scanner: letter by letter, then Enter. */
async function type(payload) {
  if (!(await isReady())) return toast(t("noStation"));
  const { contentWindow: window, contentDocument: page } = frame;
  for (const key of [...payload, "Enter"]) {
    page.body.dispatchEvent(new window.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  }
}

async function isReady() {
  for (let waited = 0; waited < READY_WITHIN; waited += LOOK_EVERY) {
    if (frame.contentDocument?.querySelector(store.scene?.gate.ready)) return true;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
  }
  return false;
}
