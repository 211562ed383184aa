// What lists are made of.

import { element } from "./screen.js";

export function button(text, onClick) {
  const made = Object.assign(element("button", text), { type: "button" });
  made.addEventListener("click", onClick);
  return made;
}

export function item(child) {
  const made = document.createElement("li");
  made.append(child);
  return made;
}
