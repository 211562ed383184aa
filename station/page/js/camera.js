// Looks through the camera, without a pause after a card: the next one may be held up at once.

import { asCode } from "./codes.js";
import { openReader } from "./reader.js";
import { Sightings } from "./sightings.js";
import * as wording from "./wording.js";

const SIZE = { width: { ideal: 1280 }, height: { ideal: 720 } };

export class Camera {
  constructor(base, video, onText) {
    Object.assign(this, { base, video, onText, stream: null, reader: null });
  }

  get isOn() {
    return this.stream !== null;
  }

  // facing: "environment" (away from the screen) or "user". Resolves to null, or to the sentence that says why there is
  // no camera.
  async start(facing) {
    if (!navigator.mediaDevices) return wording.camera.notSecure;
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: facing, ...SIZE } });
    } catch {
      return wording.camera.refused;
    }
    this.video.srcObject = this.stream;
    this.video.dataset.facing = facing;
    this.video.hidden = false;
    await this.video.play();
    this.reader ??= await openReader(this.base);
    this.video.dataset.reader = this.reader.name;
    this.look(this.stream);
    return null;
  }

  stop() {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.video.hidden = true;
  }

  async look(stream) {
    const sightings = new Sightings();
    while (this.stream === stream) {
      const texts = await this.reader.read(this.video).catch(() => []);
      const cards = [...new Set(texts.map((text) => asCode(text) ?? text))]; // one card may show its code twice
      for (const text of sightings.fresh(cards, performance.now())) this.onText(text);
      await new Promise((resolve) => setTimeout(resolve, this.reader.pause));
    }
  }
}
