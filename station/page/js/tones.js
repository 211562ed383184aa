// Colour and sound of each result.

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
