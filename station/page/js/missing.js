// Who has not come, by name: asked for here, allowed in Telegram, shown for minutes. The names are on the screen and
// nowhere else: neither stored nor cached, and gone with the sheet, with the permission and with the network.

import { button, item } from "./buttons.js";
import { DeskServer } from "./desk-server.js";
import { element } from "./screen.js";
import * as wording from "./wording.js";

const LOOK = 2000; // ms
const SECOND = 1000; // ms

const byId = (id) => document.getElementById(id);

export class Missing {
  constructor(base, clock) {
    Object.assign(this, { clock, server: new DeskServer(base), dialog: byId("missing"), showing: null });
    byId("ask-missing").addEventListener("click", () => this.open());
    byId("hide-names").addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("close", () => this.takeBack());
    setInterval(() => this.tick(), SECOND);
    setInterval(() => this.look(), LOOK);
  }

  async open() {
    this.show("keeper");
    byId("askers").replaceChildren();
    this.dialog.showModal();
    await this.act(async () => {
      const { keepers } = await this.server.keepers();
      byId("askers").replaceChildren(...keepers.map((one) => item(button(one.name, () => this.act(() => this.ask(one))))));
    });
  }

  async ask({ id, name }) {
    this.showing = await this.server.askToShow(id);
    if (!this.dialog.open) return this.takeBack(); // closed meanwhile
    byId("waiting-for").textContent = wording.names.waiting(name);
    this.show("waiting");
  }

  // Whether the keeper has answered, and whether it still holds.
  async look() {
    const { showing } = this;
    if (!showing) return;
    try {
      const told = await this.server.showing(showing.showing);
      if (showing.showing !== this.showing?.showing) return; // closed meanwhile
      this.showing = told;
      if (told.standing === "shown") await this.reveal();
      else if (told.standing !== "waiting") this.end(wording.names[told.standing]);
    } catch (error) {
      if (showing.showing === this.showing?.showing) this.end(wording.namesFailed(error.status));
    }
  }

  async reveal() {
    if (this.dialog.dataset.step === "names") return;
    this.show("names");
    this.tick();
    const { classes } = await this.server.classes();
    if (!this.showing) return; // closed meanwhile
    byId("names").replaceChildren(element("p", wording.names.choose));
    byId("missing-classes").replaceChildren(...classes.map((one) => item(this.classButton(one))));
  }

  classButton({ id, name, arrived, students }) {
    const made = button("", () => this.act(() => this.choose(id)));
    made.dataset.id = id;
    made.append(element("b", name), element("span", wording.missing(arrived, students)));
    return made;
  }

  async choose(id) {
    const { showing } = this.showing;
    const found = await this.server.missingOf(showing, id);
    if (showing !== this.showing?.showing) return;
    for (const one of byId("missing-classes").querySelectorAll("button")) one.ariaPressed = Number(one.dataset.id) === id;
    const heading = found.has_school ? wording.names.missing(found.missing.length) : wording.names.noSchool;
    const blocks = [element("h3", found.class_name), element("p", heading), list(found.missing)];
    const inClass = wording.names.inClass(found.in_class.length);
    if (found.in_class.length) blocks.push(element("p", inClass), list(found.in_class));
    if (found.explained.length) blocks.push(element("p", wording.names.explained), list(found.explained));
    byId("names").replaceChildren(...blocks);
  }

  tick() {
    if (this.showing?.standing !== "shown") return;
    const left = this.showing.until - this.clock.now();
    byId("missing-left").textContent = wording.names.left(Math.ceil(left / SECOND));
    if (left <= 0) this.end(wording.names.over);
  }

  // The sheet stays and says why.
  end(sentence) {
    this.forget();
    this.show("over");
    this.hint(sentence);
  }

  // Whoever closes the sheet hides the names, or takes the question back. Without network the server's time runs out.
  takeBack() {
    const { showing } = this;
    this.forget();
    if (showing) this.server.hide(showing.showing).catch(() => {});
  }

  forget() {
    this.showing = null;
    for (const id of ["names", "missing-classes"]) byId(id).replaceChildren();
  }

  show(step) {
    this.dialog.dataset.step = step;
    for (const section of this.dialog.querySelectorAll("section")) section.hidden = section.dataset.step !== step;
    byId("missing-left").textContent = "";
    byId("hide-names").textContent = wording.names.close[step] ?? wording.names.close.otherwise;
    this.hint("");
  }

  async act(doing) {
    this.hint("");
    try {
      await doing();
    } catch (error) {
      this.hint(wording.namesFailed(error.status));
    }
  }

  hint(sentence) {
    byId("missing-hint").textContent = sentence;
  }
}

function list(names) {
  const made = document.createElement("ol");
  made.append(...names.map((name) => element("li", name)));
  return made;
}
