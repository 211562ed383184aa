// The head of the page: what this is, the language, starting over. And the switches of what is outside.

import { fill, h } from "./dom.js";
import { choose, language, languages, t, words } from "./language.js";
import { confirmBox } from "./notices.js";
import { act, startOver } from "./server.js";
import { listen, store, tell } from "./store.js";
import { day, hour, now } from "./times.js";

const bar = document.getElementById("bar");
const switches = document.getElementById("switches");

export function begin() {
  listen((kind) => {
    if (["state", "language"].includes(kind)) drawBar();
    if (["state", "language", "modem", "telegram", "clock"].includes(kind)) drawSwitches();
  });
  setInterval(drawTime, 1000);
}

function drawBar() {
  document.title = t("documentTitle", store.scene?.title ?? "Absensi");
  fill(
    bar,
    h("div", { class: "names" }, h("h1", {}, store.scene?.title ?? ""), h("p", {}, t("subtitle"))),
    h("fieldset", { class: "segments" }, h("legend", { class: "unseen" }, t("language")), ...Object.entries(languages).map(choice)),
    h("button", { class: "button", id: "start-over", onclick: wishStartOver, disabled: !store.scene }, t("startOver")),
  );
}

function choice([name, label]) {
  const change = () => {
    choose(name);
    tell("language");
    bar.querySelector(`input[value="${name}"]`).focus();
  };
  return segment("language", name, name === language(), change, name.toUpperCase(), label);
}

async function wishStartOver() {
  if (await confirmBox(t("startOverSure"), t("yes"), t("no"))) startOver();
}

function drawSwitches() {
  if (!store.scene) return;
  const focused = document.activeElement?.closest?.("#switches input, #switches button")?.id;
  const { modem, telegram, jumps } = store.scene;
  fill(
    switches,
    h("h2", { class: "unseen" }, t("switches")),
    h(
      "div",
      { class: "group", role: "group", "aria-label": t("clock") },
      h("time", { id: "clock", title: t("clock") }),
      ...jumps.map(({ name, label }) => h("button", { class: "button", id: `jump-${name}`, onclick: () => act("jump", { name }) }, words(label))),
    ),
    modes("modem", t("modem"), t("modemModes"), modem.mode, h("small", {}, t("modemFigures", modem.waiting, modem.on_sim))),
    modes("telegram", t("telegram"), t("telegramModes"), telegram.mode),
  );
  drawTime();
  if (focused) document.getElementById(focused)?.focus();
}

function modes(what, label, names, current, ...more) {
  const one = ([mode, name]) => segment(what, mode, mode === current, () => act(what, { mode }), name);
  const state = current === "well" ? "" : "troubled";
  return h("fieldset", { class: `group ${state}` }, h("legend", {}, label), h("span", { class: "segments" }, ...Object.entries(names).map(one)), ...more);
}

function segment(group, value, checked, change, label, title = null) {
  const named = { "aria-label": title, name: group, id: `${group}-${value}`, value };
  const input = h("input", { type: "radio", ...named, checked, onchange: change });
  return h("label", { title }, input, h("span", {}, label));
}

function drawTime() {
  const clock = document.getElementById("clock");
  if (clock) fill(clock, h("span", {}, day(now())), " ", h("b", {}, hour(now())));
}
