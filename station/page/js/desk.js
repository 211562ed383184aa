// Checking in somebody without a card: who is on duty, who it is, why; or a card for today. The steps of one dialog.

import { button, item } from "./buttons.js";
import { DeskServer } from "./desk-server.js";
import { isCard, newNonce } from "./codes.js";
import { drawQr } from "./qr.js";
import { element } from "./screen.js";
import * as wording from "./wording.js";

const TYPED_ENOUGH = 500; // ms without a key
const SHORTEST = 3; // letters
const LEFT_ALONE = 90000; // ms: an open desk would serve whoever comes next

const byId = (id) => document.getElementById(id);

export class Desk {
  // tell: {entered(answer, scan), typed(text), direction()}
  constructor(base, store, clock, tell) {
    Object.assign(this, { store, clock, tell, server: new DeskServer(base), dialog: byId("desk") });
    this.keeper = null;
    this.person = null;
    this.nonce = this.told = null; // of the entry that is being made, and of the last one that was answered
    this.asked = 0; // the newest search: answers of older ones come too late
    byId("close").addEventListener("click", () => this.dialog.close());
    byId("done").addEventListener("click", () => this.dialog.close());
    byId("back").addEventListener("click", () => this.show("search"));
    byId("keeper").addEventListener("click", () => this.act(() => this.chooseKeeper()));
    byId("words").addEventListener("input", () => this.wordsTyped());
    byId("enter").addEventListener("click", () => this.act(() => this.enter()));
    byId("lend").addEventListener("click", () => this.act(() => this.lend()));
    byId("print").addEventListener("click", () => print());
    byId("typing").addEventListener("submit", (event) => this.codeTyped(event));
    for (const kind of ["input", "click"]) this.dialog.addEventListener(kind, () => this.stayOpen());
    this.dialog.addEventListener("close", () => this.closed());
    byId("why").addEventListener("input", () => this.hint(""));
    byId("reasons").append(...wording.reasons.map((why) => button(why, () => this.because(why))));
  }

  async open() {
    const kept = await this.store.fact("keeper");
    this.keeper = kept?.on === this.clock.day() ? kept : null;
    byId("words").value = byId("code").value = "";
    byId("found").replaceChildren();
    this.show("search");
    this.dialog.showModal();
    this.stayOpen();
    if (!this.keeper) await this.act(() => this.chooseKeeper());
  }

  show(step) {
    this.stopSearching();
    this.dialog.dataset.step = step;
    for (const section of this.dialog.querySelectorAll("section")) section.hidden = section.dataset.step !== step;
    byId("typing").hidden = step === "person" || step === "card";
    byId("keeper").hidden = !this.keeper || step === "keeper";
    byId("keeper").firstElementChild.textContent = this.keeper?.name ?? "";
    this.hint("");
    if (step === "search" && this.keeper) byId("words").focus();
  }

  async chooseKeeper() {
    const { keepers } = await this.server.keepers();
    this.show("keeper");
    byId("keepers").replaceChildren(
      ...keepers.map((one) => item(button(one.name, () => this.act(() => this.beginShift(one))))),
    );
    if (!keepers.length) this.hint(wording.desk.nobodyOnDuty);
  }

  async beginShift({ id }) {
    const { keeper } = await this.server.beginShift(id);
    this.keeper = { ...keeper, on: this.clock.day() };
    await this.store.setFact("keeper", this.keeper);
    this.show("search");
  }

  wordsTyped() {
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.act(() => this.search()), TYPED_ENOUGH);
  }

  // What is still looked for would speak on another step.
  stopSearching() {
    clearTimeout(this.typing);
    this.asked += 1;
  }

  async search() {
    const words = byId("words").value.trim();
    if (isCard(words)) return this.codeGiven(words); // a scanner typed it in here
    if (words.length < SHORTEST) return byId("found").replaceChildren();
    if (!this.keeper) return this.chooseKeeper();
    const asked = ++this.asked;
    const { found, is_sure } = await this.server.search(this.keeper.id, words);
    if (asked !== this.asked) return;
    byId("found").replaceChildren(...found.map((one) => item(personButton(one, () => this.choose(one)))));
    this.hint(found.length ? (is_sure ? "" : wording.desk.merelyAlike) : wording.desk.nobodyFound);
  }

  choose(person) {
    this.person = person;
    this.nonce = newNonce(); // the same however often it is pressed
    byId("why").value = byId("at").value = "";
    this.show("person");
    introduce(this.dialog.querySelector("section[data-step=person] .person"), person);
  }

  because(why) {
    byId("why").value = why;
    this.hint("");
  }

  // Told once, though it may be pressed again before the answer is there.
  async enter() {
    const why = byId("why").value.trim();
    if (!why) return this.hint(wording.desk.whyMissing);
    const { nonce, person } = this;
    const direction = this.tell.direction();
    const at = byId("at").value || null;
    const { answer, scanned_at } = await this.server.enter(this.keeper.id, person, { why, nonce, direction, at });
    if (nonce === this.told) return;
    this.told = nonce;
    if (nonce === this.nonce) this.dialog.close(); // else it shows somebody else by now
    await this.tell.entered(answer, { code: "", nonce, scanned_at, direction });
  }

  async lend() {
    const card = await this.server.lend(this.keeper.id, this.person);
    this.show("card");
    drawQr(byId("qr"), card.modules);
    introduce(this.dialog.querySelector("section[data-step=card] .person"), card);
    byId("validity").textContent = wording.validOn(this.clock.date(this.clock.now()));
  }

  codeTyped(event) {
    event.preventDefault();
    const text = byId("code").value;
    if (text.trim()) this.codeGiven(text);
  }

  codeGiven(text) {
    this.dialog.close();
    this.tell.typed(text);
  }

  async act(doing) {
    this.hint("");
    try {
      await doing();
    } catch (error) {
      if (error.status === 404) this.keeper = null; // or the person has left: either way it begins anew
      this.hint(wording.deskFailed(error.status));
    }
  }

  closed() {
    clearTimeout(this.leaving);
    this.stopSearching();
  }

  stayOpen() {
    clearTimeout(this.leaving);
    this.leaving = setTimeout(() => this.dialog.close(), LEFT_ALONE);
  }

  hint(sentence) {
    byId("desk-hint").textContent = sentence;
  }
}

function introduce(place, { name, place: where }) {
  place.querySelector("b").textContent = name;
  place.querySelector("span").textContent = where;
}

function personButton({ name, place }, onClick) {
  const made = button("", onClick);
  made.append(element("b", name), element("span", place));
  return made;
}
