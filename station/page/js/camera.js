// Looks through the camera, without a pause after a card: the next one may be held up at once.

import { asCode } from "./codes.js";
import { openReader } from "./reader.js";
import { Sightings } from "./sightings.js";
import * as wording from "./wording.js";

const MOST_FAILURES = 5; // in a row: then the reader is broken, not the picture
const SIZE = { width: { ideal: 1280 }, height: { ideal: 720 } };

export class Camera {
  constructor(base, video, onText) {
    Object.assign(this, { base, video, onText, stream: null, reader: null, failures: 0 });
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
    if (!this.reader) await this.openReader();
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
      for (const text of sightings.fresh(await this.inSight(), performance.now())) this.onText(text);
      await new Promise((resolve) => setTimeout(resolve, this.reader.pause));
    }
  }

  async inSight() {
    try {
      const texts = await this.reader.read(this.video);
      this.failures = 0;
      return [...new Set(texts.map((text) => asCode(text) ?? text))]; // one card may show its code twice
    } catch {
      this.failures += 1;
      // The server's fails while there is no network: that passes.
      if (this.failures === MOST_FAILURES && this.reader.name !== "server") await this.openReader(this.reader.name);
      return [];
    }
  }

  // The best there is, or the best after one that turned out to be broken.
  async openReader(broken = null) {
    this.reader = await openReader(this.base, broken);
    this.failures = 0;
    this.video.dataset.reader = this.reader.name;
  }
}
