// What the camera sees, told once: a card that is held still is one scan, until it has been away for a while.

const AWAY = 2000; // ms

export class Sightings {
  constructor() {
    this.last = new Map(); // text: when it was seen last
  }

  // Those of these texts that were not in sight just now.
  fresh(texts, now) {
    for (const [text, seen] of this.last) if (now - seen >= AWAY) this.last.delete(text);
    const fresh = texts.filter((text) => !this.last.has(text));
    for (const text of texts) this.last.set(text, now);
    return fresh;
  }
}
