// Colour, sound and sign of each result.

const TONES = {
  on_time: "good",
  no_school_today: "good",
  class_off: "elsewhere",
  on_placement: "elsewhere",
  late: "late",
  excused_but_here: "asks",
  out: "out",
  early_out: "asks",
  again: "again",
};

export const toneOf = (answer) => TONES[answer.outcome] ?? "refused";

// Strokes on 24 × 24: whoever does not see the colour sees the shape.
export const SIGNS = {
  idle: "M3 8V4.5A1.5 1.5 0 0 1 4.5 3H8m8 0h3.5A1.5 1.5 0 0 1 21 4.5V8m0 8v3.5a1.5 1.5 0 0 1-1.5 1.5H16m-8 0H4.5A1.5 1.5 0 0 1 3 19.5V16M7 7h4v4H7zm6 0h4v4h-4zm-6 6h4v4H7zm6 0h1.5v1.5M17 13v4h-4",
  good: "M4 13l5 5L20 6",
  late: "M12 7v5l4 3M12 3a9 9 0 1 0 .01 0",
  asks: "M12 4v10M12 19v.5",
  elsewhere: "M4 8h16v11H4zM9 8V5h6v3M4 13h16",
  out: "M4 12h15M13 6l6 6-6 6",
  again: "M5 9h14M5 15h14",
  refused: "M6 6l12 12M18 6L6 18",
  saved: "M12 4v11M7 11l5 5 5-5M5 20h14",
};
