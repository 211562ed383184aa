// Talking to the demo: what the visitor does goes there by POST, what happens comes by server-sent events.

import { t } from "./language.js";
import { toast } from "./notices.js";
import { KINDS, store, take, tell } from "./store.js";

/** Read events until the page closes; the browser reconnects by itself and resumes where it was. */
export function connect() {
  const source = new EventSource("/events");
  for (const kind of KINDS) source.addEventListener(kind, (event) => take(kind, JSON.parse(event.data)));
  source.onopen = () => setConnected(true);
  source.onerror = () => setConnected(false);
}

/** Do something; true when it was done. A refusal is shown to the visitor. */
export function act(name, wish) {
  return post(`/do/${name}`, { headers: { "Content-Type": "application/json" }, body: JSON.stringify(wish) });
}

export function upload(fields) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return post("/upload", { body });
}

export function startOver() {
  return post("/start-over", {});
}

async function post(path, options) {
  try {
    const answer = await fetch(path, { method: "POST", ...options });
    if (answer.ok) return true;
    toast(t("refusals")[(await answer.json()).word] ?? t("refusals").malformed);
  } catch {
    toast(t("refusals").unreachable);
  }
  return false;
}

function setConnected(connected) {
  if (store.connected === connected) return;
  store.connected = connected;
  tell("connection");
}
