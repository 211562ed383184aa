// Keeps the page itself, so that it opens without network. Always the newest that can be had: the network is asked
// first, and what it gives is kept.

const NAME = "absensi-station";
const PATIENCE = 3000; // ms: a network that takes longer is treated as none
const ASSETS = [
  "icon.svg",
  "station.css",
  "js/camera.js",
  "js/clock.js",
  "js/codes.js",
  "js/delivery.js",
  "js/main.js",
  "js/scanner.js",
  "js/screen.js",
  "js/sound.js",
  "js/store.js",
  "js/tones.js",
  "js/wording.js",
].map((path) => `/station/assets/${path}`);

addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll([registration.scope, ...ASSETS])));
  skipWaiting();
});

addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const isOurs = event.request.mode === "navigate" || ASSETS.includes(new URL(event.request.url).pathname);
  if (isOurs) event.respondWith(newestOf(event.request));
});

async function newestOf(request) {
  const cache = await caches.open(NAME);
  try {
    const response = await fetch(request.url, { signal: AbortSignal.timeout(PATIENCE) });
    if (response.ok) await cache.put(request.url, response.clone());
    return response;
  } catch (error) {
    const kept = await cache.match(request.url);
    if (kept) return kept;
    throw error;
  }
}
