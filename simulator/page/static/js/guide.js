// The guided morning: what to do next, and what to look for.

import { fill, h, icon } from "./dom.js";
import { language, t, words } from "./language.js";
import { nameOf } from "./phones.js";
import { act } from "./server.js";
import { chatOf, GATE, listen, open, phoneOf, store } from "./store.js";

const TICK = "M5 13l4 4L19 7";

const place = document.getElementById("guide");
let followed = null; // the step that was last followed by opening its places
let shown = null; // the step that was unfolded when last drawn
let chosen = null; // the step the visitor has unfolded, if not the next one

export function begin() {
  listen((kind) => {
    if (kind === "state") [followed, chosen] = [null, null];
    if (["state", "guide", "language"].includes(kind) && store.scene) {
      follow();
      draw();
    }
  });
}

/** A step that plays is shown where it happens, unless the screen is too narrow for both. */
function follow() {
  const { running } = store.scene.guide;
  if (!running || running === followed) return;
  [followed, chosen] = [running, null];
  openPlaces(store.scene.steps[running - 1], false);
}

/** The first chat and the first phone of a step; the gate where it begins there. */
function openPlaces(step, turns) {
  const first = (kind) => step.places.find((one) => one.startsWith(kind));
  const gate = step.places[0] === GATE ? GATE : null;
  for (const one of [first("phone:"), first("chat:"), gate]) if (one) open(one, turns && one === step.places[0]);
}

function draw() {
  const { steps, guide } = store.scene;
  const next = guide.running ?? steps.find((step) => !guide.done.includes(step.number))?.number;
  const unfolded = chosen ?? next;
  const focused = document.activeElement?.closest?.("#guide [data-step]")?.dataset.step;
  const scrolled = place.querySelector(".steps")?.scrollTop ?? 0;
  const done = guide.done.length;
  fill(
    place,
    h("h2", {}, t("guide")),
    h("p", { class: "intro" }, done === steps.length ? t("allDone") : t("guideIntro")),
    h("progress", { max: steps.length, value: done, "aria-label": t("progress", done, steps.length) }),
    h("small", { class: "progress" }, t("progress", done, steps.length)),
    h("ol", { class: "steps" }, ...steps.map((step) => entry(step, unfolded, next))),
  );
  place.querySelector(".steps").scrollTop = scrolled;
  place.querySelector(`[data-step="${focused}"]`)?.focus();
  if (unfolded !== shown) place.querySelector("li.open")?.scrollIntoView({ block: "nearest" });
  shown = unfolded;
}

function entry(step, unfolded, next) {
  const { done, running } = store.scene.guide;
  const isDone = done.includes(step.number);
  const isOpen = step.number === unfolded;
  const mark = isDone ? icon(TICK) : String(step.number);
  const title = h("button", { class: "title", "data-step": step.number, "aria-expanded": String(isOpen), onclick: unfold },
    h("span", { class: "mark" }, mark),
    h("span", {}, words(step.title)),
    isDone && h("span", { class: "unseen" }, `(${t("done")})`),
  );
  const state = [isDone && "done", isOpen && "open", step.number === running && "running"].filter(Boolean).join(" ");
  return h("li", { class: state }, title, isOpen && details(step, isDone, step.number === next));

  function unfold() {
    chosen = isOpen ? -1 : step.number;
    draw();
  }
}

function details(step, isDone, isNext) {
  const { running, failed } = store.scene.guide;
  return h(
    "div",
    { class: "details" },
    !isDone && isNext && doButton(step, running),
    failed === step.number && h("p", { class: "warning", role: "alert" }, t("stepFailed")),
    !isDone && [h("h3", {}, t("byHand")), h("p", {}, words(step.by_hand))],
    h("h3", {}, t("lookFor")),
    h("p", {}, words(step.look_for)),
    h("p", { class: "places" }, ...step.places.map(shortcut)),
  );
}

function doButton(step, running) {
  const busy = running === step.number;
  const go = async () => {
    openPlaces(step, false);
    store.playing = true;
    await act("step", { number: step.number });
    store.playing = false;
  };
  return h("button", { class: "button primary do", disabled: running != null, onclick: go }, t(busy ? "doing" : "do"));
}

/** A way to a chat or a phone that the step is about. */
function shortcut(one) {
  const shown = placeName(one);
  if (!shown) return null;
  return h("button", { class: "chip", lang: language(), "aria-label": t("show", shown), onclick: () => open(one) }, shown);
}

/** What a place is called; null when it is not there. */
function placeName(one) {
  const [kind, name] = [one.slice(0, one.indexOf(":")), one.slice(one.indexOf(":") + 1)];
  if (kind === "gate") return words(store.scene.gate.label);
  const there = kind === "chat" ? chatOf(Number(name)) : phoneOf(name);
  if (!there) return null;
  return kind === "chat" ? words(there.label) : t("phone", nameOf(there));
}
