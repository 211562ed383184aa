// SHA-256 (FIPS 180-4) of short ASCII texts. Browsers bring it only to pages served over https, which a gate with a USB
// scanner on the school's network is not.

const K = [];
const START = [];
for (let number = 2; K.length < 64; number++) {
  let isPrime = true;
  for (let factor = 2; factor * factor <= number; factor++) isPrime &&= number % factor > 0;
  if (!isPrime) continue;
  if (START.length < 8) START.push(fraction(Math.sqrt(number)));
  K.push(fraction(Math.cbrt(number)));
}

function fraction(root) {
  return ((root % 1) * 2 ** 32) | 0;
}

// In lower-case hexadecimal.
export function sha256(text) {
  const words = padded(text);
  const state = [...START];
  for (let at = 0; at < words.length; at += 16) mix(state, words.slice(at, at + 16));
  return state.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

function padded(text) {
  const length = (((text.length + 8) >> 6) + 1) * 16;
  const words = new Array(length).fill(0);
  for (let i = 0; i <= text.length; i++) {
    words[i >> 2] |= (i < text.length ? text.charCodeAt(i) : 0x80) << (24 - (i % 4) * 8);
  }
  words[length - 1] = text.length * 8;
  return words;
}

const turn = (word, by) => (word >>> by) | (word << (32 - by));

function mix(state, w) {
  for (let t = 16; t < 64; t++) {
    const s0 = turn(w[t - 15], 7) ^ turn(w[t - 15], 18) ^ (w[t - 15] >>> 3);
    const s1 = turn(w[t - 2], 17) ^ turn(w[t - 2], 19) ^ (w[t - 2] >>> 10);
    w[t] = (w[t - 16] + s0 + w[t - 7] + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let t = 0; t < 64; t++) {
    const t1 = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[t] + w[t]) | 0;
    const t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [a, b, c, d, e, f, g, h] = [(t1 + t2) | 0, a, b, c, (d + t1) | 0, e, f, g];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] = (state[i] + word) | 0));
}
