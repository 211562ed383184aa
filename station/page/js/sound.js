// A sound for each tone, so that a queue hears what happened: rising is welcome, low and long is refused.

const NOTES = {
  good: [[880, 0.09], [1320, 0.14]],
  elsewhere: [[880, 0.09], [880, 0.14]],
  out: [[1320, 0.09], [880, 0.14]],
  late: [[660, 0.12], [660, 0.12]],
  asks: [[660, 0.1], [880, 0.1], [660, 0.1]],
  again: [[520, 0.12]],
  saved: [[740, 0.07]],
  refused: [[196, 0.45]],
};
const SHAKES = { refused: [300], asks: [120, 60, 120], late: [120, 60, 120] };

let context = null;

export function play(tone) {
  navigator.vibrate?.(SHAKES[tone] ?? [60]);
  context ??= new AudioContext();
  // Browsers keep silent until somebody has touched the page; the sound of before is not made up for.
  if (context.state !== "running") return void context.resume();
  let at = context.currentTime;
  for (const [pitch, length] of NOTES[tone] ?? []) at = note(pitch, at, length);
}

function note(pitch, at, length) {
  const oscillator = new OscillatorNode(context, { frequency: pitch, type: "square" });
  const volume = new GainNode(context, { gain: 0.15 });
  oscillator.connect(volume).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + length);
  return at + length + 0.03;
}
