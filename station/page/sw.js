// Keeps the page itself, so that it opens without network. Always the newest that can be had: the network is asked
// first, and what it gives is kept.

const NAME = "absensi-station";
const PATIENCE = 3000; // ms: a network that takes longer is treated as none
const ASSETS = [
  "css/colours.css",
  "css/desk.css",
  "css/missing.css",
  "css/result.css",
  "css/station.css",
  "icon.svg",
  "js/buttons.js",
  "js/camera.js",
  "js/classes.js",
  "js/clock.js",
  "js/codes.js",
  "js/delivery.js",
  "js/desk-server.js",
  "js/desk.js",
  "js/device.js",
  "js/fit.js",
  "js/known.js",
  "js/main.js",
  "js/missing.js",
  "js/override.js",
  "js/qr.js",
  "js/reader.js",
  "js/scanner.js",
  "js/screen.js",
  "js/sha256.js",
  "js/sightings.js",
  "js/sound.js",
  "js/store.js",
  "js/tones.js",
  "js/wording.js",
].map((path) => `/station/assets/${path}`);
// There only where the set-up brought them.
const READER = ["es/reader/index.js", "es/share.js", "reader/zxing_reader.wasm"].map((path) => `/station/zxing/${path}`);

addEventListener("install", (event) => {
  event.waitUntil(keep());
  skipWaiting();
});

async function keep() {
  const cache = await caches.open(NAME);
  await cache.addAll([registration.scope, ...ASSETS]);
  await cache.addAll(READER).catch(() => {});
}

addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  const isOurs = event.request.mode === "navigate" || ASSETS.includes(pathname) || READER.includes(pathname);
  if (isOurs) event.respondWith(newestOf(event.request));
});

async function newestOf(request) {
  const cache = await caches.open(NAME);
  try {
    const response = await fetch(request.url, { signal: AbortSignal.timeout(PATIENCE) });
    if (response.ok) await cache.put(request.url, response.clone());
    // The page of a station that was removed still has to say so, and what waits in it.
    return response.status === 404 ? ((await cache.match(request.url)) ?? response) : response;
  } catch (error) {
    const kept = await cache.match(request.url);
    if (kept) return kept;
    throw error;
  }
}
