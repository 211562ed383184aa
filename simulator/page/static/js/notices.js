// What passes over the page: a line that fades, or an alert to close.

import { fill, h } from "./dom.js";
import { t } from "./language.js";

const SHOWN_MS = 4500;

/** A line that fades. `from` says whose phone or chat it belongs to. */
export function toast(text, from = null) {
  const line = h("div", { class: "toast" }, from && h("b", {}, from), text);
  document.getElementById("toasts").append(line);
  setTimeout(() => line.remove(), SHOWN_MS);
}

/** A box to close, as Telegram's alerts. */
export function alertBox(text, from = null) {
  return ask(text, from, [[t("ok"), true, "primary"]]);
}

/** A question; resolves to whether it was answered with yes. */
export function confirmBox(text, yes, no) {
  return ask(text, null, [[no, false, ""], [yes, true, "danger"]]);
}

function ask(text, from, answers) {
  const dialog = document.getElementById("alert");
  return new Promise((resolve) => {
    const settle = (answer) => {
      dialog.close();
      resolve(answer);
    };
    const buttons = answers.map(([label, answer, style]) =>
      h("button", { class: `button ${style}`, onclick: () => settle(answer) }, label),
    );
    fill(dialog, from && h("h2", {}, from), h("p", {}, text), h("div", { class: "answers" }, ...buttons));
    dialog.oncancel = () => resolve(false);
    if (!dialog.open) dialog.showModal();
  });
}
