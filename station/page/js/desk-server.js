// What the desk and the sheet of missing names ask of the server. Raises an error with the status of a refusal, or without one where no answer came.

const PATIENCE = 8000; // ms

export class DeskServer {
  constructor(base) {
    this.base = base;
  }

  keepers() {
    return this.ask("keepers");
  }

  beginShift(keeper) {
    return this.ask("shift", { keeper });
  }

  search(keeper, words) {
    return this.ask("search", { keeper, words });
  }

  enter(keeper, { student, person }, entry) {
    return this.ask("by-hand", { keeper, student, person, ...entry });
  }

  lend(keeper, { student, person }) {
    return this.ask("temporary-card", { keeper, student, person });
  }

  classes() {
    return this.ask("classes");
  }

  askToShow(keeper) {
    return this.ask("missing", { keeper });
  }

  showing(number) {
    return this.ask(`missing/${number}`);
  }

  missingOf(number, schoolClass) {
    return this.ask(`missing/${number}/${schoolClass}`);
  }

  hide(number) {
    return this.ask(`missing/${number}/hide`, {});
  }

  async ask(path, body) {
    const headers = { "Content-Type": "application/json" };
    const post = body && { method: "POST", headers, body: JSON.stringify(body) };
    const response = await fetch(`${this.base}/${path}`, { ...post, signal: AbortSignal.timeout(PATIENCE) });
    if (!response.ok) throw Object.assign(new Error(`HTTP ${response.status}`), { status: response.status });
    return response.json();
  }
}
