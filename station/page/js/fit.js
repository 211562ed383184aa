// Everything that the big field says stands in it whole, as large as goes. What gives way: the name and its photo, then
// the line that the sign has to itself, then all of it. Never the sign: those read it who do not see the colour.

// Sign and headline on one line; the style sheet's sizes of name and photo, and of everything, times these.
const ATTEMPTS = [
  [false, 1, 1], [false, 0.9, 1], [false, 0.8, 1],
  [true, 1, 1], [true, 0.9, 1], [true, 0.8, 1], [true, 0.7, 1], [true, 0.7, 0.94], [true, 0.65, 0.94], [true, 0.65, 0.88],
  [true, 0.65, 0.82], [true, 0.65, 0.77], [true, 0.6, 0.77], [true, 0.6, 0.72], [true, 0.6, 0.67], [true, 0.55, 0.63],
  [true, 0.5, 0.6], [true, 0.45, 0.55], [true, 0.4, 0.5],
];
const PARTS = "#sign, #headline, #video, #who, #detail";
const EDGE = 4; // pixels that stay clear

// Now; keepFitting: by itself whenever the field or the picture in it takes another size.
export function fit(field) {
  ATTEMPTS.find((attempt) => !spillsAt(field, attempt));
}

export function keepFitting(field) {
  const observer = new ResizeObserver(() => fit(field));
  for (const one of [field, field.querySelector("video")]) observer.observe(one);
}

function spillsAt(field, [inLine, who, all]) {
  field.classList.toggle("in-line", inLine);
  field.style.setProperty("--who", who);
  field.style.setProperty("--all", all);
  const { top, bottom } = field.getBoundingClientRect();
  const boxes = Array.from(field.querySelectorAll(PARTS), (part) => part.getBoundingClientRect());
  return boxes.some((box) => box.height && (box.top < top + EDGE || box.bottom > bottom - EDGE));
}
