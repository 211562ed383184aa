// Putting the page together.

import * as bar from "./bar.js";
import * as chat from "./chat.js";
import { fill, h } from "./dom.js";
import * as gate from "./gate.js";
import * as guide from "./guide.js";
import { choose, language, t } from "./language.js";
import * as people from "./people.js";
import * as phones from "./phones.js";
import { connect } from "./server.js";
import { listen, markSeen, store, tell } from "./store.js";

const TABS = ["guide", "chats", "phones", "gate", "switches"];

choose(language());
for (const part of [bar, people, chat, phones, gate, guide]) part.begin();
listen((kind, data) => {
  if (kind === "opened") turn(data);
  if (["state", "opened"].includes(kind)) document.body.classList.toggle("at-gate", store.atGate);
  if (["state", "connection", "language"].includes(kind)) drawCurtain();
  if (kind === "language") nameParts();
  if (["state", "language", "opened", "chat", "sms", "guide"].includes(kind)) drawTabs();
});
nameParts();
drawTabs();
drawCurtain();
connect();

/** For those who find their way by landmarks. */
function nameParts() {
  for (const part of ["people", "chat", "phones", "gate", "guide", "switches"]) {
    document.getElementById(part).setAttribute("aria-label", t("landmarks")[part]);
  }
}

/** On a narrow screen one part is in front; in the chats, the list or one chat. */
function turn({ place, turns }) {
  if (place.startsWith("chat:") && turns) document.body.classList.add("in-chat");
  if (turns) show(store.tab);
}

function show(tab) {
  store.tab = tab;
  document.body.dataset.tab = tab;
  markSeen();
  drawTabs();
  tell("turned");
}

function drawTabs() {
  const nav = document.getElementById("tabs");
  const focused = nav.contains(document.activeElement) ? document.activeElement.dataset.tab : null;
  nav.setAttribute("aria-label", t("sections"));
  fill(nav, ...TABS.map(tabButton));
  if (focused) nav.querySelector(`[data-tab="${focused}"]`).focus();
}

function tabButton(tab) {
  const kind = { chats: "chat:", phones: "phone:" }[tab];
  const unread = [...store.unread].filter(([place]) => kind && place.startsWith(kind)).reduce((sum, [, count]) => sum + count, 0);
  const again = () => {
    if (tab === "chats" && store.tab === "chats") document.body.classList.remove("in-chat");
    show(tab);
  };
  return h(
    "button",
    { "data-tab": tab, "aria-current": String(tab === store.tab), onclick: again },
    t("tabs")[tab],
    unread > 0 && h("span", { class: "badge", "aria-label": t("unread", unread) }, unread),
  );
}

/** While there is nothing to show, the page says why. */
function drawCurtain() {
  const curtain = document.getElementById("curtain");
  const text = !store.connected ? t("lost") : !store.scene ? t("settingUp") : "";
  curtain.textContent = text;
  curtain.hidden = !text;
  document.getElementById("stage").inert = !text ? false : !store.scene;
}
