// How many of each class have come. Numbers alone: whoever passes reads this screen, and names need a yes (missing.js).

import { element } from "./screen.js";
import * as wording from "./wording.js";

const REFRESH = 20000; // ms

export class Classes {
  constructor(base, panel) {
    Object.assign(this, { base, panel, list: panel.querySelector("ol") });
    panel.addEventListener("toggle", () => this.look());
    setInterval(() => this.look(), REFRESH);
  }

  async look() {
    if (!this.panel.open) return;
    try {
      const response = await fetch(`${this.base}/classes`, { signal: AbortSignal.timeout(8000) });
      if (response.ok) this.show((await response.json()).classes);
    } catch {
      // without network the last numbers stay: the bar above says that there is none
    }
  }

  show(classes) {
    this.list.replaceChildren(...classes.map((one) => row(one)));
  }
}

function row({ name, arrived, students }) {
  const made = document.createElement("li");
  const bar = Object.assign(document.createElement("meter"), { max: students, value: arrived });
  made.append(element("b", name), bar, element("span", wording.missing(arrived, students)));
  return made;
}
