// The open chat: its thread, and the composer below.

import { composer, focusComposer, forgetDrafts } from "./composer.js";
import { fill, h, icon } from "./dom.js";
import { replyKeyboard } from "./keyboards.js";
import { t, words } from "./language.js";
import { bubble } from "./messages.js";
import { alertBox, toast } from "./notices.js";
import { avatar, capital } from "./people.js";
import { act } from "./server.js";
import { chatOf, listen, store, tell } from "./store.js";

const BACK = "M15 5l-7 7 7 7";
const NEAR_BOTTOM = 80; // pixels

const place = document.getElementById("chat");
const seats = new Map(); // in a group: as whom the visitor speaks
const replies = new Map(); // by chat: the message that is being replied to
let thread = h("ol");
let shownKeyboard = ""; // the keyboard that was last drawn below, as JSON

export function begin() {
  listen((kind, data) => {
    if (kind === "state" && !store.scene) forget();
    if (["state", "language"].includes(kind) || (kind === "opened" && data.place.startsWith("chat:"))) draw();
    if (kind === "chat") take(data);
    if (kind === "menus" && store.scene) drawBelow();
    if (kind === "turned") toBottom();
  });
}

/** As whom the visitor acts in a chat: its only person, or the one chosen in a group. */
function seat(chat) {
  return seats.get(chat.id) ?? chat.members[0];
}

function forget() {
  seats.clear();
  replies.clear();
  forgetDrafts();
}

function take({ chat: id, kind, data }) {
  const chat = chatOf(id);
  if (kind === "answer" && data.text) {
    const whose = capital(words(chatOf(data.to)?.label ?? chat.label));
    (data.alert ? alertBox : toast)(data.text, whose);
  }
  if (id !== store.chat) return;
  if (kind === "message") {
    const follows = isAtBottom() || data.from.id === seat(chat);
    if (thread.isConnected) arrive(drawn(chat, data));
    else draw();
    if (follows) toBottom();
    if (JSON.stringify(chat.keyboard) !== shownKeyboard) drawBelow();
  } else if (["edit", "press", "answer", "delete"].includes(kind)) {
    redraw(chat, data.message_id);
  }
}

function arrive(message) {
  message.classList.add("fresh");
  thread.append(message);
}

function draw() {
  const chat = chatOf(store.chat);
  if (!chat) return;
  thread = h("ol", { class: "thread", role: "log", "aria-label": t("thread", words(chat.label)), tabindex: 0 });
  fill(thread, ...chat.messages.map((message) => drawn(chat, message)));
  fill(place, header(chat), chat.messages.length ? thread : empty(chat), h("div", { class: "below" }));
  drawBelow();
  toBottom();
}

/** Composer and keyboard: drawn afresh when the bot changes them, the letters typed so far kept. */
function drawBelow() {
  const chat = chatOf(store.chat);
  const below = place.querySelector(".below");
  const answering = chat.messages.find((message) => message.message_id === replies.get(chat.id));
  const had = below.contains(document.activeElement) && document.activeElement.tagName === "TEXTAREA";
  shownKeyboard = JSON.stringify(chat.keyboard);
  fill(below, composer(chat, seat(chat), answering, cancelReply), replyKeyboard(chat, seat(chat)));
  if (had) focusComposer();
}

function header(chat) {
  const back = () => {
    document.body.classList.remove("in-chat");
    tell("left");
  };
  return h(
    "header",
    { class: "chat-head" },
    h("button", { class: "back plain", "aria-label": t("back"), onclick: back }, icon(BACK)),
    avatar(chat),
    h("div", { class: "names" }, h("h2", {}, capital(words(chat.label))), h("small", {}, chat.title)),
    chat.members.length > 1 && seatChoice(chat),
  );
}

function seatChoice(chat) {
  const options = chat.members.map((id) =>
    h("option", { value: id, selected: id === seat(chat) }, words(chatOf(id)?.label) || id),
  );
  const choose = (event) => {
    seats.set(chat.id, Number(event.target.value));
    draw();
  };
  return h("label", { class: "seat" }, t("as"), h("select", { onchange: choose }, ...options));
}

function empty(chat) {
  const start = () => act("send", { chat: chat.id, as: seat(chat), text: "/start" });
  return h(
    "div",
    { class: "empty" },
    h("p", {}, t("emptyChat")),
    chat.kind === "private" && h("button", { class: "button primary", onclick: start }, t("start")),
  );
}

function drawn(chat, message) {
  return bubble(chat, message, seat(chat), () => {
    replies.set(chat.id, message.message_id);
    drawBelow();
    focusComposer();
  });
}

function cancelReply() {
  replies.delete(store.chat);
  drawBelow();
  focusComposer();
}

/** One message anew; a button that had the focus keeps it. */
function redraw(chat, id) {
  const old = thread.querySelector(`[data-id="${id}"]`);
  const message = chat.messages.find((one) => one.message_id === id);
  if (!old) return;
  if (!message) return old.remove();
  const key = old.contains(document.activeElement) ? document.activeElement.dataset.place : null;
  const follows = isAtBottom();
  const fresh = drawn(chat, message);
  old.replaceWith(fresh);
  if (key) fresh.querySelector(`[data-place="${key}"]`)?.focus({ preventScroll: true });
  if (follows && !key) toBottom();
}

function isAtBottom() {
  return thread.scrollHeight - thread.scrollTop - thread.clientHeight < NEAR_BOTTOM;
}

function toBottom() {
  thread.scrollTop = thread.scrollHeight;
}
