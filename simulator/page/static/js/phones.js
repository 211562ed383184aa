// Phones of parents and the public: a tab each, the thread with the school, signal, and a way to add another one.

import { fill, h, icon } from "./dom.js";
import { number as figure, t, words } from "./language.js";
import { act } from "./server.js";
import { listen, open, phoneOf, store } from "./store.js";
import { hour } from "./times.js";

const SEND = "M4 12l16-8-5 16-3-7z";

const place = document.getElementById("phones");
const drafts = new Map(); // by number: letters not yet sent

export function begin() {
  listen((kind, data) => {
    if (["state", "phone", "language"].includes(kind) || (kind === "opened" && data.place.startsWith("phone:"))) draw();
    if (kind === "state" && !store.scene) drafts.clear();
    if (kind === "turned") toBottom();
    if (kind === "sms") arrive(data);
  });
}

function arrive({ phone, sms }) {
  if (phone === store.phone) {
    place.querySelector(".thread .service")?.remove();
    place.querySelector(".thread").append(bubble(sms));
    toBottom();
  }
  drawTabs();
  drawSpent();
}

export function nameOf(phone) {
  return words(phone.label) || phone.number;
}

function draw() {
  const phone = phoneOf(store.phone);
  if (!phone) return;
  const focused = ["#phones textarea", "#phones .switch input"].find((one) => document.activeElement?.matches?.(one));
  fill(place, h("h2", {}, t("phones"), " ", h("small", { class: "spent" })), h("div", { class: "phone-tabs" }), handset(phone));
  drawTabs();
  drawSpent();
  toBottom();
  if (focused) document.querySelector(focused).focus();
}

function toBottom() {
  const thread = place.querySelector(".thread");
  if (thread) thread.scrollTop = thread.scrollHeight;
}

function drawTabs() {
  const box = place.querySelector(".phone-tabs");
  const focused = box?.contains(document.activeElement) ? document.activeElement.dataset.phone : null;
  if (!box) return;
  fill(box, ...store.scene.phones.map(tab), adding());
  if (focused) box.querySelector(`[data-phone="${CSS.escape(focused)}"]`)?.focus();
}

/** What the school has sent so far, and what it costs. */
function drawSpent() {
  const sent = store.scene.phones.flatMap((phone) => phone.thread).filter((sms) => !sms.own);
  const parts = sent.reduce((sum, sms) => sum + sms.parts, 0);
  const line = place.querySelector(".spent");
  line.title = t("spentHint");
  line.textContent = t("spent", sent.length, figure(parts * store.scene.rupiah_per_part));
}

function tab(phone) {
  const unread = store.unread.get(`phone:${phone.number}`);
  const properties = {
    class: "phone-tab",
    "data-phone": phone.number,
    "aria-pressed": String(phone.number === store.phone),
    onclick: () => open(`phone:${phone.number}`),
  };
  return h(
    "button",
    properties,
    nameOf(phone),
    unread && h("span", { class: "badge", "aria-label": t("unread", unread) }, unread),
  );
}

function adding() {
  const input = h("input", { type: "text", required: true, "aria-label": t("addPhoneHint"), placeholder: "0812 …" });
  const submit = (event) => {
    event.preventDefault();
    act("phone", { number: input.value });
  };
  const form = h("form", { onsubmit: submit }, h("small", {}, t("addPhoneHint")), input, h("button", { class: "button" }, t("add")));
  return h("details", { class: "add-phone" }, h("summary", { "aria-label": t("addPhone"), title: t("addPhone") }, "+"), form);
}

function handset(phone) {
  return h(
    "div",
    { class: `handset ${phone.no_signal ? "no-signal" : ""}` },
    h(
      "header",
      {},
      h("div", { class: "names" }, h("b", {}, t("school")), h("small", {}, store.scene.number)),
      signalSwitch(phone),
    ),
    h(
      "ol",
      { class: "thread", role: "log", "aria-label": t("phone", nameOf(phone)), tabindex: 0 },
      ...(phone.thread.length ? phone.thread.map(bubble) : [h("li", { class: "service" }, t("emptyPhone"))]),
    ),
    phone.no_signal && h("p", { class: "warning" }, t("noSignal")),
    writing(phone),
  );
}

function bubble({ own, text, parts, at }) {
  const cost = own ? null : h("span", { class: "cost" }, t("cost", figure(parts * store.scene.rupiah_per_part)));
  const length = !own || parts > 1 ? h("span", {}, t("parts", parts)) : null;
  return h(
    "li",
    { class: `message ${own ? "own" : "other"}` },
    h("div", { class: "bubble" }, h("div", { class: "text", lang: "id" }, text)),
    h("div", { class: "meta" }, length, cost, h("time", {}, hour(at))),
  );
}

function signalSwitch(phone) {
  const change = (event) => act("signal", { number: phone.number, has_signal: event.target.checked });
  const box = h("input", { type: "checkbox", role: "switch", checked: !phone.no_signal, onchange: change });
  return h("label", { class: "switch" }, t("signal"), box);
}

function writing(phone) {
  const text = h("textarea", {
    rows: 2,
    maxLength: 1000,
    placeholder: t("writeSms"),
    "aria-label": t("writeSms"),
    value: drafts.get(phone.number) ?? "",
    oninput: (event) => drafts.set(phone.number, event.target.value),
    onkeydown: (event) => event.key === "Enter" && !event.shiftKey && !event.isComposing && submit(event),
  });
  const submit = async (event) => {
    event.preventDefault();
    const typed = text.value;
    if (!typed.trim()) return;
    drafts.delete(phone.number);
    text.value = "";
    if (!(await act("sms", { number: phone.number, text: typed }))) drafts.set(phone.number, typed);
  };
  const send = h("button", { class: "send", "aria-label": t("send"), title: t("send") }, icon(SEND));
  return h("form", { class: "composer", onsubmit: submit }, h("div", { class: "line" }, text, send));
}
