// Brings waiting scans to the server, one batch at a time and oldest first. A scan leaves the queue only after the
// server has answered it; delivering it twice does no harm, because its nonce says that it is the same.

const BATCH = 100;
const PATIENCE = 8000; // ms for an answer
const HEARTBEAT = 20000; // ms between looks at the server when there is nothing to deliver
const RETRIES = [1000, 2000, 4000, 8000, 15000]; // ms

export class Delivery {
  // tell: {answered(scans), day(state), network(state)}
  constructor(base, store, clock, tell) {
    Object.assign(this, { base, store, clock, tell });
    this.failures = 0;
    this.nudged = false;
    this.wake = () => {};
    addEventListener("online", () => this.nudge());
  }

  nudge() {
    this.nudged = true;
    this.wake();
  }

  async run() {
    for (;;) {
      this.nudged = false;
      const batch = await this.store.waiting(BATCH);
      const done = await this.attempt(() => (batch.length ? this.deliver(batch) : this.look()));
      if (!done || !batch.length) await this.rest();
    }
  }

  async deliver(batch) {
    if (batch.some((scan) => scan.unmeasured)) await this.setRight(batch);
    const scans = batch.map(({ code, nonce, scanned_at, unmeasured, direction }) => ({ code, nonce, scanned_at, unmeasured, direction }));
    const headers = { "Content-Type": "application/json" };
    const reply = await this.ask("scans", { method: "POST", headers, body: JSON.stringify({ scans }) });
    const answers = new Map(reply.answers.map((answer) => [answer.nonce, answer]));
    const answered = batch.filter((scan) => answers.has(scan.nonce));
    for (const scan of answered) scan.answer = answers.get(scan.nonce);
    await this.store.markAnswered(answered);
    this.tell.answered(answered);
  }

  // Scans from before this page was told the time. Those of an earlier page, which never was, stay unmeasured: by the
  // device's clock of then and what is wrong with it now.
  async setRight(batch) {
    await this.look();
    for (const scan of batch) if (scan.unmeasured) Object.assign(scan, this.clock.timed(scan.reading));
  }

  look() {
    return this.ask("state");
  }

  async ask(path, options = {}) {
    const askedAt = performance.now(); // which nobody sets
    const response = await fetch(`${this.base}/${path}`, { ...options, signal: AbortSignal.timeout(PATIENCE) });
    if (!response.ok) throw new Refused(response.status);
    const reply = await response.json();
    this.clock.measure(reply.now, performance.now() - askedAt);
    await this.store.setFact("offset", this.clock.offset);
    this.tell.day(reply);
    return reply;
  }

  async attempt(act) {
    try {
      await act();
      this.failures = 0;
      this.tell.network("online");
      return true;
    } catch (error) {
      this.failures += 1;
      this.tell.network(stateAfter(error));
      return false;
    }
  }

  async rest() {
    const pause = this.failures ? RETRIES[Math.min(this.failures, RETRIES.length) - 1] : HEARTBEAT;
    if (this.nudged) return;
    await new Promise((resolve) => {
      this.wake = resolve;
      setTimeout(resolve, pause);
    });
  }
}

class Refused extends Error {
  constructor(status) {
    super(`HTTP ${status}`);
    this.status = status;
  }
}

// 429 and 5xx pass by themselves, as a missing network does.
function stateAfter(error) {
  if (!(error instanceof Refused) || error.status === 429 || error.status >= 500) return "offline";
  return error.status === 404 ? "removed" : "refused";
}
