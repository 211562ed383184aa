// Looks through the camera, without a pause after a card: the next one may be held up at once.

import { asCode } from "./codes.js";
import { openReader } from "./reader.js";
import { Sightings } from "./sightings.js";
import * as wording from "./wording.js";

const MOST_FAILURES = 5; // in a row: then the reader is broken, not the picture
const LOOK_AGAIN = 3000; // ms: for a camera that has gone
const DARK = 3000; // ms without a picture: a shorter while passes unnoticed
const SIZE = { width: { ideal: 1280 }, height: { ideal: 720 } };

export class Camera {
  // tell: {text(text), lost(isLost)}
  constructor(base, video, tell) {
    Object.assign(this, { base, video, tell, stream: null, isLost: false, reader: null, failures: 0 });
    this.turn = 0; // counts starts and stops: a start that another one has overtaken opens nothing
    this.pending = 0; // the timer of a camera that gives no picture
  }

  // Wanted: also while it is lost, and looked for.
  get isOn() {
    return this.stream !== null || this.isLost;
  }

  // facing: "environment" (away from the screen) or "user". Resolves to null, or to the sentence that says why there is
  // no camera.
  async start(facing) {
    if (!navigator.mediaDevices) return wording.camera.notSecure;
    const turn = ++this.turn;
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: facing, ...SIZE } });
    } catch {
      return wording.camera.refused;
    }
    if (turn !== this.turn) {
      end(stream);
      return null;
    }
    this.stream = stream;
    this.setLost(false);
    this.watch(stream.getVideoTracks()[0], facing);
    this.video.srcObject = stream;
    this.video.dataset.facing = facing;
    this.video.hidden = false;
    await this.video.play();
    if (!this.reader) await this.openReader();
    this.look(stream);
    return null;
  }

  // As it was left on: one that is not there yet is looked for like one that has gone.
  async resume(facing) {
    if (await this.start(facing)) this.lose(facing);
  }

  stop() {
    this.turn += 1;
    clearTimeout(this.pending);
    end(this.stream);
    this.stream = null;
    this.video.hidden = true;
    this.setLost(false);
  }

  // Nobody looks at the picture all morning: a camera that went says so. An ended one is gone for good, and opened anew
  // once it is there again; a muted one, as behind a closed shutter, comes back by itself.
  watch(track, facing) {
    const muted = () => (this.pending = setTimeout(() => this.setLost(true), DARK));
    track.addEventListener("ended", () => this.lose(facing));
    track.addEventListener("mute", muted);
    track.addEventListener("unmute", () => {
      clearTimeout(this.pending);
      this.setLost(false);
    });
    if (track.muted) muted();
  }

  lose(facing) {
    this.stop();
    this.setLost(true);
    this.seek(facing);
  }

  seek(facing) {
    this.pending = setTimeout(async () => {
      const isRefused = await this.start(facing);
      if (isRefused && this.isLost) this.seek(facing); // nobody has switched it off meanwhile
    }, LOOK_AGAIN);
  }

  setLost(isLost) {
    this.isLost = isLost;
    this.tell.lost(isLost);
  }

  async look(stream) {
    const sightings = new Sightings();
    while (this.stream === stream) {
      for (const text of sightings.fresh(await this.inSight(), performance.now())) this.tell.text(text);
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

function end(stream) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
