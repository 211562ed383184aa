// Beside the station's page: when each card came into the camera's picture and the last one was there, and when each name
// came onto the screen, in ms of the page's own clock. A card's number stands in the picture's upper left corner, in
// squares, the lowest bit first; the bare wall's is 0.

const [SQUARES, SIDE, FRAME] = [6, 16, 1000 / 30]; // as camera.py draws and plays them

const noted = { seen: {}, shown: {}, last: Infinity };
globalThis.noted = noted;

document.addEventListener("DOMContentLoaded", () => {
  const [result, name, video] = ["result", "name", "video"].map((id) => document.getElementById(id));
  const appeared = () => {
    if (result.dataset.result === "on_time") noted.shown[name.textContent] ??= performance.now();
  };
  new MutationObserver(appeared).observe(name, { childList: true });

  const pen = new OffscreenCanvas(SQUARES, 1).getContext("2d", { willReadFrequently: true });
  const number = () => {
    pen.drawImage(video, 0, 0, SQUARES * SIDE, SIDE, 0, 0, SQUARES, 1);
    const reds = pen.getImageData(0, 0, SQUARES, 1).data.filter((_, i) => i % 4 === 0);
    return reds.reduce((sum, red, bit) => sum + (red > 128) * 2 ** bit, 0);
  };
  let before = Infinity;
  const look = (_, { captureTime }) => {
    const card = number();
    // While the page was busy a picture may have passed: the card was there one after the last that was not missed.
    if (card) noted.seen[card] ??= Math.min(captureTime, before + FRAME);
    if (card) noted.last = captureTime;
    before = captureTime;
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);
});
