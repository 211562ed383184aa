// The page's own words: one module a language, chosen by the visitor and kept by the browser.

import en from "./text/en.js";
import id from "./text/id.js";

const TEXTS = { id, en };
const KEY = "language";

let current = localStorage.getItem(KEY) in TEXTS ? localStorage.getItem(KEY) : "id";

export const languages = { id: "Bahasa Indonesia", en: "English" };

export function language() {
  return current;
}

export function choose(name) {
  current = name;
  localStorage.setItem(KEY, name);
  document.documentElement.lang = name;
}

/** A text of the page; some are functions of what they tell. */
export function t(key, ...details) {
  const text = TEXTS[current][key];
  return typeof text === "function" ? text(...details) : text;
}

/** Words that came from the server in every language. */
export function words(given) {
  return given?.[current] ?? "";
}

export function number(value) {
  return new Intl.NumberFormat(current).format(value);
}
