// Codes from the camera, by the browser's own reader where it has one.

import * as wording from "./wording.js";

const PAUSE = 80; // ms between looks
const SAME_CARD = 4000; // ms in which a card that is still held up is not read again

export class Camera {
  constructor(video, onText) {
    Object.assign(this, { video, onText, stream: null, lastText: "", lastAt: 0 });
  }

  get isOn() {
    return this.stream !== null;
  }

  // Resolves to null, or to the sentence that says why there is no camera.
  async start() {
    if (!navigator.mediaDevices) return wording.camera.notSecure;
    if (!(await canRead())) return wording.camera.noReader;
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      return wording.camera.refused;
    }
    this.video.srcObject = this.stream;
    this.video.hidden = false;
    await this.video.play();
    this.look(new BarcodeDetector({ formats: ["qr_code"] }));
    return null;
  }

  stop() {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.video.hidden = true;
  }

  async look(reader) {
    while (this.isOn) {
      const found = await reader.detect(this.video).catch(() => []);
      for (const { rawValue } of found) this.read(rawValue);
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }

  read(text) {
    const isHeldUp = text === this.lastText && Date.now() - this.lastAt < SAME_CARD;
    [this.lastText, this.lastAt] = [text, Date.now()];
    if (!isHeldUp) this.onText(text);
  }
}

async function canRead() {
  if (!("BarcodeDetector" in window)) return false;
  return (await BarcodeDetector.getSupportedFormats()).includes("qr_code");
}
