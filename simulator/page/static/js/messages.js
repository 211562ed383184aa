// One message of a chat as a bubble: sender, reply, file, text, time, and the keyboard under it.

import { act } from "./server.js";
import { h, icon } from "./dom.js";
import { formatted } from "./entities.js";
import { inlineKeyboard } from "./keyboards.js";
import { t } from "./language.js";
import { store } from "./store.js";
import { hour } from "./times.js";

const REPLY = "M10 8V4L3 11l7 7v-4c5 0 8.5 1.5 11 5-1-5-4-10-11-11z";
const PAPER = "M7 3h7l5 5v13H7zM14 3v5h5";

/** `who` looks at it (an account's id); `onReply` is called when the visitor wants to reply. */
export function bubble(chat, message, who, onReply) {
  const service = serviceText(message);
  if (service) return h("li", { class: "service", "data-id": message.message_id }, service);
  const isOwn = message.from.id === who;
  const text = message.text ?? message.caption ?? "";
  const entities = message.entities ?? message.caption_entities;
  return h(
    "li",
    { class: `message ${isOwn ? "own" : "other"}`, "data-id": message.message_id },
    h(
      "div",
      { class: "bubble" },
      sender(chat, message, isOwn),
      message.reply_to_message && quoted(message.reply_to_message),
      file(message),
      text && h("div", { class: "text", lang: "id" }, ...formatted(text, entities, (url) => opener(chat, who, url))),
      h("div", { class: "meta" }, ...meta(message)),
    ),
    inlineKeyboard(chat, message, who),
    h("button", { class: "reply", title: t("reply"), "aria-label": t("reply"), onclick: onReply }, icon(REPLY)),
  );
}

/** A link to the bot itself starts it, as in Telegram; others are left to the browser. */
export function opener(chat, who, url) {
  const own = new RegExp(`^(https?://)?(t|telegram)\\.me/${store.scene.bot}(\\?start=[\\w-]*)?$`, "i");
  return own.test(url) ? () => act("open-link", { chat: chat.id, as: who, text: url }) : null;
}

/** The first line of what a message says, for quotes and for the list of chats. */
export function summary(message) {
  if (!message) return "";
  const text = (message.text ?? message.caption ?? "").split("\n")[0];
  return text || message.document?.file_name || (message.photo && t("photo")) || serviceText(message) || "";
}

function sender(chat, message, isOwn) {
  return chat.kind !== "private" && !isOwn && h("div", { class: "sender" }, message.from.first_name);
}

function quoted(message) {
  return h("div", { class: "quoted" }, h("b", {}, message.from.first_name), summary(message));
}

function meta(message) {
  const edited = message.edit_date && h("span", {}, t("edited"));
  const reactions = message.reactions?.length > 0 && h("span", {}, message.reactions.join(" "));
  return [reactions, edited, h("time", {}, hour(message.date * 1000))];
}

function file(message) {
  if (message.photo) {
    const url = address(message.photo.at(-1).file_id, "photo.jpg");
    const { width, height } = message.photo.at(-1);
    const image = h("img", { src: url, width, height, alt: message.caption ?? t("photo"), loading: "lazy" });
    return h("a", { class: "photo", href: url, target: "_blank", rel: "noopener" }, image);
  }
  if (!message.document) return null;
  const { file_id: id, file_name: name, file_size: bytes } = message.document;
  const size = h("small", {}, bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
  const properties = { class: "document", href: address(id, name), target: "_blank", rel: "noopener" };
  return h("a", properties, icon(PAPER), h("span", {}, name, size));
}

function address(id, name) {
  return `/files/${encodeURIComponent(id)}/${encodeURIComponent(name)}`;
}

/** News of the group itself, in the middle of the thread. */
function serviceText(message) {
  if (message.new_chat_members?.some((one) => one.is_bot)) return t("service").bot_added;
  const kind = Object.keys(t("service")).find((name) => name in message);
  return kind && t("service")[kind];
}
