// Where a person in Telegram writes: text, a reply, a file, a command from the menu, a pasted invitation.

import { h, icon } from "./dom.js";
import { t } from "./language.js";
import { opener, summary } from "./messages.js";
import { act, upload } from "./server.js";
import { store } from "./store.js";

const SEND = "M4 12l16-8-5 16-3-7z";
const CLIP = "M8 12l6-6a3 3 0 014 4l-8 8a5 5 0 01-7-7l7-7";
const CROSS = "M6 6l12 12M18 6L6 18";

const drafts = new Map(); // by chat: letters not yet sent

/** The composer of a chat. `answering` is the message that is replied to, or undefined. */
export function composer(chat, who, answering, cancelReply) {
  const text = h("textarea", {
    rows: 1,
    placeholder: t("write"),
    "aria-label": t("write"),
    value: drafts.get(chat.id) ?? "",
    oninput: (event) => {
      drafts.set(chat.id, event.target.value);
      grow(event.target);
    },
    onkeydown: (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
      if (event.key === "Escape" && answering) cancelReply();
    },
  });
  const submit = async (event) => {
    event.preventDefault();
    const typed = text.value.trim();
    if (!typed) return;
    drafts.delete(chat.id);
    text.value = "";
    const done = await write(chat, who, typed, answering);
    if (done && answering) cancelReply();
    if (!done) drafts.set(chat.id, typed);
  };
  return h(
    "form",
    { class: "composer", onsubmit: submit },
    answering && replyBar(answering, cancelReply),
    h(
      "div",
      { class: "line" },
      commandMenu(chat, who),
      attachMenu(chat, who),
      text,
      h("button", { class: "send", "aria-label": t("send"), title: t("send") }, icon(SEND)),
    ),
  );
}

/** Another school: nothing that was typed for the last one is kept. */
export function forgetDrafts() {
  drafts.clear();
}

export function focusComposer() {
  document.querySelector("#chat .composer textarea")?.focus();
}

/** A pasted invitation is opened, everything else sent. */
function write(chat, who, text, answering) {
  const follow = opener(chat, who, text);
  if (follow) return follow();
  return act("send", { chat: chat.id, as: who, text, reply_to: answering?.message_id ?? null });
}

function replyBar(answering, cancelReply) {
  const cancel = { type: "button", class: "plain", "aria-label": t("cancelReply"), onclick: cancelReply };
  return h(
    "div",
    { class: "reply-bar" },
    h("span", {}, h("b", {}, t("replyingTo")), " ", summary(answering)),
    h("button", cancel, icon(CROSS)),
  );
}

function commandMenu(chat, who) {
  const commands = store.scene.menus[chat.id] ?? [];
  if (!commands.length) return null;
  const entry = ({ command, description }) => {
    const send = () => act("send", { chat: chat.id, as: who, text: `/${command}` });
    return h("button", { type: "button", lang: "id", onclick: send }, h("b", {}, `/${command}`), ` ${description}`);
  };
  return popup("/", t("commands"), commands.map(entry));
}

function attachMenu(chat, who) {
  const choose = (kind, accept) => {
    const input = h("input", { type: "file", accept });
    input.onchange = () => input.files[0] && upload({ chat: chat.id, as: who, kind, caption: "", file: input.files[0] });
    input.click();
  };
  const photo = h("button", { type: "button", onclick: () => choose("photo", "image/*") }, t("photo"));
  const file = h("button", { type: "button", onclick: () => choose("document", "") }, t("document"));
  return popup(icon(CLIP), t("attach"), [photo, file]);
}

/** A button that opens a few others above it. It closes on a choice, on Escape and when the focus leaves. */
function popup(face, label, entries) {
  const opener = h("summary", { "aria-label": label, title: label }, face);
  const box = h("details", { class: "popup" }, opener, h("div", { class: "entries" }, ...entries));
  box.addEventListener("click", (event) => event.target.closest(".entries") && (box.open = false));
  box.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && close(box, relatedTarget));
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    box.open = false;
    opener.focus();
  });
  return box;
}

function close(box, target) {
  if (!box.contains(target)) box.open = false;
}

document.addEventListener("pointerdown", ({ target }) => {
  for (const box of document.querySelectorAll("details[open]")) close(box, target);
});

function grow(text) {
  text.style.height = "auto";
  text.style.height = `${Math.min(text.scrollHeight, 140)}px`;
}
