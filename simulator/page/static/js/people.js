// The list of chats: who can be played.

import { fill, h, icon } from "./dom.js";
import { t, words } from "./language.js";
import { summary } from "./messages.js";
import { GATE, listen, open, store } from "./store.js";

const CARD = "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2M20 14v6h-6v-2";

const place = document.getElementById("people");

export function begin() {
  listen((kind) => {
    if (["state", "chat", "opened", "language"].includes(kind)) draw();
  });
}

function draw() {
  if (!store.scene) return;
  const focused = document.activeElement?.closest?.("#people [data-chat]")?.dataset.chat;
  const scrolled = place.querySelector(".list")?.scrollTop ?? 0;
  fill(
    place,
    h("h2", {}, t("people")),
    h("ul", { class: "list", role: "list" }, ...store.scene.chats.map((chat) => h("li", {}, entry(chat))), h("li", {}, gateEntry())),
  );
  place.querySelector(".list").scrollTop = scrolled;
  place.querySelector(`[data-chat="${focused}"]`)?.focus();
}

function entry(chat) {
  const unread = store.unread.get(`chat:${chat.id}`);
  const last = summary(chat.messages.at(-1));
  const properties = {
    class: "entry",
    "data-chat": chat.id,
    "aria-current": String(chat.id === store.chat && !store.atGate),
    onclick: () => open(`chat:${chat.id}`),
  };
  return h(
    "button",
    properties,
    avatar(chat),
    h("span", { class: "names" }, h("b", {}, capital(words(chat.label))), h("small", { lang: "id" }, last || chat.title)),
    unread && h("span", { class: "badge", "aria-label": t("unread", unread) }, unread),
  );
}

function gateEntry() {
  const properties = {
    class: "entry",
    "data-chat": GATE,
    "aria-current": String(store.atGate),
    onclick: () => open(GATE),
  };
  return h(
    "button",
    properties,
    h("span", { class: "avatar gate" }, icon(CARD)),
    h("span", { class: "names" }, h("b", {}, words(store.scene.gate.label)), h("small", {}, t("gateEntry"))),
  );
}

/** A round mark with initials, its hue by the chat. */
export function avatar(chat) {
  const at = store.scene.chats.indexOf(chat);
  const label = words(chat.label).split(/[\s(,]+/).filter(Boolean);
  const initials = label.slice(0, 2).map((word) => word[0].toUpperCase()).join("");
  return h("span", { class: `avatar hue-${at % 6}`, "aria-hidden": "true" }, initials);
}

export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
