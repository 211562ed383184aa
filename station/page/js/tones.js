// Colour, sound and sign of each result.

const TONES = {
  on_time: "good",
  no_school_today: "good",
  late: "late",
  excused_but_here: "asks",
  out: "out",
  early_out: "asks",
  again: "again",
};

export const toneOf = (answer) => TONES[answer.outcome] ?? "refused";

// Strokes on 24 × 24: whoever does not see the colour sees the shape.
export const SIGNS = {
  good: "M4 13l5 5L20 6",
  late: "M12 7v5l4 3M12 3a9 9 0 1 0 .01 0",
  asks: "M12 4v10M12 19v.5",
  out: "M4 12h15M13 6l6 6-6 6",
  again: "M5 9h14M5 15h14",
  refused: "M6 6l12 12M18 6L6 18",
  saved: "M12 4v11M7 11l5 5 5-5M5 20h14",
};
