// What the page knows: the scene as the server tells it, and where the visitor looks. Views listen and draw.

const listeners = new Set();

export const store = {
  scene: null, // what the server shows; null while a school is being set up
  connected: true,
  chat: null, // id of the open chat
  phone: null, // number of the open phone
  atGate: false, // whether a wide screen shows the gate instead of a chat and a phone
  playing: false, // whether a step is under way that was asked for on this page
  tab: "guide", // what a narrow screen shows
  unread: new Map(), // by place: "chat:1", "phone:+62…"
  clockAhead: 0, // milliseconds from this browser's clock to the demo's
};

/** Be told of changes as `listener(kind, data)`. */
export function listen(listener) {
  listeners.add(listener);
}

export function tell(kind, data) {
  for (const listener of listeners) listener(kind, data);
}

/** The gate as a place; there is one. */
export const GATE = "gate:front";

export function chatOf(id) {
  return store.scene?.chats.find((chat) => chat.id === id);
}

export function phoneOf(number) {
  return store.scene?.phones.find((phone) => phone.number === number);
}

/** Look at a place: "chat:<id>", "phone:<number>" or the gate. On a narrow screen its tab comes to the front if `turns`. */
export function open(place, turns = true) {
  const [kind, name] = [place.slice(0, place.indexOf(":")), place.slice(place.indexOf(":") + 1)];
  if (kind === "chat") store.chat = Number(name);
  else if (kind === "phone") store.phone = name;
  store.atGate = kind === "gate";
  store.unread.delete(place);
  if (turns) store.tab = { chat: "chats", phone: "phones", gate: "gate" }[kind];
  tell("opened", { place, turns });
}

/** What is before the visitor's eyes is no longer unread. */
export function markSeen() {
  for (const place of store.unread.keys()) if (isSeen(place)) store.unread.delete(place);
}

/** Take in what the server tells. */
export function take(kind, data) {
  TAKERS[kind](data);
  tell(kind, data);
}

const TAKERS = {
  state({ scene }) {
    const begins = scene && (!store.scene || !scene.chats.some((chat) => chat.id === store.chat));
    store.scene = scene;
    if (!scene) return;
    setClock(scene.now);
    if (begins || !phoneOf(store.phone)) store.phone = scene.phones[0]?.number ?? null;
    if (begins) store.chat = scene.chats[0]?.id ?? null;
    if (begins) store.unread.clear();
    if (begins) store.atGate = false;
  },
  chat({ chat: id, kind, data, keyboard }) {
    const chat = chatOf(id);
    chat.keyboard = keyboard;
    if (kind === "message") addMessage(chat, data);
    else if (kind === "edit") replaceMessage(chat, data);
    else if (kind === "delete") chat.messages = chat.messages.filter((one) => one.message_id !== data.message_id);
    else if (kind === "press") pressedOn(chat, data.message_id).add(data.data);
    else if (kind === "answer") pressedOn(chat, data.message_id).clear();
  },
  sms({ phone: number, sms }) {
    phoneOf(number).thread.push(sms);
    if (!sms.own) count(`phone:${number}`);
  },
  phone(phone) {
    const there = phoneOf(phone.number);
    if (there) Object.assign(there, phone);
    else store.scene.phones.push(phone);
    if (!there) store.phone = phone.number;
  },
  menus: (menus) => (store.scene.menus = menus),
  modem: (modem) => (store.scene.modem = modem),
  telegram: (telegram) => (store.scene.telegram = telegram),
  guide: (guide) => (store.scene.guide = guide),
  clock: ({ now }) => setClock(now),
  hold: () => {},
};

/** Kinds of events that the server sends. */
export const KINDS = Object.keys(TAKERS);

/** Callback data pressed under a message and not yet answered. */
export function pressedOn(chat, messageId) {
  chat.pressed ??= new Map();
  if (!chat.pressed.has(messageId)) chat.pressed.set(messageId, new Set());
  return chat.pressed.get(messageId);
}

function addMessage(chat, message) {
  chat.messages.push(message);
  if (message.from.is_bot) count(`chat:${chat.id}`);
}

function replaceMessage(chat, message) {
  const at = chat.messages.findIndex((one) => one.message_id === message.message_id);
  if (at >= 0) chat.messages[at] = message;
}

function count(place) {
  if (!isSeen(place)) store.unread.set(place, (store.unread.get(place) ?? 0) + 1);
}

/** Whether the visitor has the place before their eyes. */
function isSeen(place) {
  const isOpen = place === `chat:${store.chat}` || place === `phone:${store.phone}`;
  const section = document.getElementById(place.startsWith("chat") ? "chat" : "phones");
  return isOpen && section.offsetParent !== null;
}

function setClock(now) {
  store.clockAhead = Date.parse(now) - Date.now();
}
