// What stands on the page. Names come from outside: they are set as text, never as HTML.

import { fit, keepFitting } from "./fit.js";
import * as wording from "./wording.js";
import { SIGNS, toneOf } from "./tones.js";

const LONG_NAME = 22; // letters: more take three lines and more
const byId = (id) => document.getElementById(id);

export class Screen {
  constructor(clock) {
    this.clock = clock;
    keepFitting(byId("result"));
  }

  // outcome: the code of a result; what the page says by itself has none.
  show(tone, { outcome = "", headline, detail, name = "", place = "", photo = null }) {
    Object.assign(byId("result").dataset, { tone, result: outcome });
    byId("sign").firstElementChild.setAttribute("d", SIGNS[tone] ?? "");
    this.portray(photo);
    for (const [id, text] of Object.entries({ headline, detail })) byId(id).textContent = countsWhole(text);
    for (const [id, text] of Object.entries({ name, place })) byId(id).textContent = text ?? "";
    byId("name").classList.toggle("long", name?.length > LONG_NAME);
    for (const id of ["headline", "name"]) tellLongestWord(byId(id));
    fit(byId("result"));
  }

  // Shown once it has come.
  portray(address) {
    const photo = byId("photo");
    photo.hidden = true;
    photo.onload = () => {
      photo.hidden = false;
      fit(byId("result"));
    };
    if (address) photo.src = address;
    else photo.removeAttribute("src");
  }

  // The newest first.
  list(scans) {
    byId("recent").replaceChildren(...scans.map((scan) => this.row(scan)));
  }

  row({ scanned_at, code, answer }) {
    const row = document.createElement("li");
    Object.assign(row.dataset, { tone: answer ? toneOf(answer) : "saved", result: answer?.outcome ?? "" });
    const words = answer ? [answer.headline, answer.place].filter(Boolean).join(" · ") : wording.waitingRow();
    const time = element("time", this.clock.time(scanned_at));
    row.append(time, element("b", answer?.name ?? wording.unnamed(code)), element("span", words));
    return row;
  }

  station(name) {
    byId("station").textContent = document.title = name;
  }

  // How the day stands; without network how it last stood, and when. Another day's says nothing.
  tally(counted, isNow) {
    const known = counted?.on === this.clock.day() ? counted : null;
    for (const id of ["arrived", "late", "left"]) byId(id).textContent = known?.tally[id] ?? "–";
    byId("counted").hidden = isNow || !known;
    byId("counted").textContent = known ? wording.countedAt(this.clock.time(known.at)) : "";
  }

  network(state, waiting) {
    byId("network").dataset.state = state;
    byId("network").textContent = wording.network[state](waiting);
  }

  unsettled(count) {
    byId("unsettled").hidden = !count;
    byId("unsettled").textContent = count ? wording.unsettled(count) : "";
  }

  tick() {
    byId("clock").textContent = this.clock.timeWithSeconds(this.clock.now());
  }

  hint(sentence) {
    byId("hint").textContent = sentence ?? "";
  }
}

// "25 MENIT" is not torn apart at the end of a line.
const countsWhole = (sentence) => sentence.replace(/(\d) /g, "$1\u00a0");

// The style sheet makes a line as large as leaves its longest word whole.
function tellLongestWord(line) {
  const words = line.textContent.split(/[\s-]/).map((word) => word.length);
  line.style.setProperty("--longest", Math.max(1, ...words));
}

export function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
