// Buttons under a message, and those that take the place of the letters.

import { h } from "./dom.js";
import { t } from "./language.js";
import { toast } from "./notices.js";
import { act } from "./server.js";
import { pressedOn } from "./store.js";

/** The inline keyboard of a message, or null. */
export function inlineKeyboard(chat, message, who) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows) return null;
  const waiting = pressedOn(chat, message.message_id);
  return h(
    "div",
    { class: "inline-keyboard" },
    ...rows.map((row, r) => h("div", { class: "row" }, ...row.map((key, c) => inlineKey(key, [r, c], waiting, press(r, c))))),
  );

  function press(row, column) {
    return () => act("press", { chat: chat.id, as: who, message: message.message_id, row, column });
  }
}

function inlineKey(key, place, waiting, press) {
  const properties = { class: `key ${key.style ?? ""}`, lang: "id", "data-place": place.join(), disabled: "disabled" in key };
  if (key.url) return h("a", { ...properties, href: key.url, target: "_blank", rel: "noopener noreferrer" }, key.text);
  if (key.copy_text) return h("button", { ...properties, onclick: () => copy(key.copy_text.text) }, key.text);
  return h("button", { ...properties, onclick: press, "aria-busy": String(waiting.has(key.callback_data)) }, key.text);
}

/** The reply keyboard of a chat, or null; a key writes its text. */
export function replyKeyboard(chat, who) {
  const rows = chat.keyboard?.keyboard;
  if (!rows) return null;
  const key = ({ text, style }) =>
    h("button", { class: `key ${style ?? ""}`, lang: "id", onclick: () => act("send", { chat: chat.id, as: who, text }) }, text);
  return h("div", { class: "reply-keyboard" }, ...rows.map((row) => h("div", { class: "row" }, ...row.map(key))));
}

async function copy(text) {
  await navigator.clipboard.writeText(text);
  toast(t("copied"));
}
