// A message's text with its formatting, built from Telegram's entities. Their offsets are UTF-16 units, as JavaScript's.

import { h } from "./dom.js";

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};
const LINK = /(?:https?:\/\/|(?<![\w.@])t\.me\/)[^\s<>"]*[^\s<>".,;:!?)]/g;

/** Nodes for a text. `onLink(url)` returns a listener for links that the page follows itself, or null. */
export function formatted(text, entities = [], onLink = () => null) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return within(text, sorted, 0, text.length, onLink);
}

/** The nodes between two offsets; entities that lie inside others are nested. */
function within(text, entities, begin, end, onLink) {
  const nodes = [];
  let at = begin;
  for (let i = 0; i < entities.length; ) {
    const entity = entities[i];
    const close = Math.min(entity.offset + entity.length, end);
    const inner = [];
    for (i += 1; i < entities.length && entities[i].offset < close; i += 1) inner.push(entities[i]);
    nodes.push(...linked(text.slice(at, entity.offset), onLink));
    nodes.push(...wrapped(entity, within(text, inner, entity.offset, close, onLink), onLink));
    at = close;
  }
  nodes.push(...linked(text.slice(at, end), onLink));
  return nodes;
}

function wrapped(entity, children, onLink) {
  if (entity.type === "text_link") return [link(entity.url, children, onLink)];
  if (entity.type === "spoiler") return [h("span", { class: "spoiler", tabindex: 0 }, ...children)];
  const tag = TAGS[entity.type];
  return tag ? [h(tag, {}, ...children)] : children;
}

/** Plain text in which addresses can be clicked, as Telegram's apps do. */
function linked(text, onLink) {
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(LINK)) {
    nodes.push(text.slice(at, match.index), link(match[0], [match[0]], onLink));
    at = match.index + match[0].length;
  }
  nodes.push(text.slice(at));
  return nodes.filter((node) => node !== "");
}

function link(url, children, onLink) {
  const follow = onLink(url);
  if (follow) return h("button", { type: "button", class: "link", onclick: follow }, ...children);
  const address = url.startsWith("t.me/") ? `https://${url}` : url;
  if (!/^https?:\/\//i.test(address)) return h("span", {}, ...children);
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, ...children);
}
