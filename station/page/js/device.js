// The device itself: whole screen, a screen that stays on, and a place on the home screen.

export function prepareDevice(base, fullScreenButton) {
  link("manifest", `${base}/manifest.webmanifest`);
  keepAwake();
  addEventListener("visibilitychange", keepAwake);
  fullScreenButton.hidden = !document.fullscreenEnabled;
  fullScreenButton.addEventListener("click", switchFullScreen);
}

function link(rel, href) {
  document.head.append(Object.assign(document.createElement("link"), { rel, href }));
}

// The lock is lost whenever the page is hidden. A device that has none keeps its own settings.
function keepAwake() {
  if (document.visibilityState === "visible") navigator.wakeLock?.request("screen").catch(() => {});
}

function switchFullScreen() {
  const done = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  done.catch(() => {});
}
