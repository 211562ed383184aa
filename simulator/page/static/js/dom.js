// Elements without a framework. What is a string becomes text, never HTML.

/** An element with properties (`on…` are listeners, `data-…` and `aria-…` attributes) and children; null is skipped. */
export function h(tag, properties = {}, ...children) {
  return filled(document.createElement(tag), properties, children);
}

const SVG = "http://www.w3.org/2000/svg";

/** A line drawing of 24 × 24 points from one path. */
export function icon(path) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({ viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" })) {
    svg.setAttribute(name, value);
  }
  const drawn = document.createElementNS(SVG, "path");
  drawn.setAttribute("d", path);
  svg.append(drawn);
  return svg;
}

/** Put other children into a place. */
export function fill(place, ...children) {
  place.replaceChildren(...children.flat().filter((child) => child != null && child !== false));
}

function filled(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value == null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && !name.includes("-") && name !== "list") element[name] = value;
    else element.setAttribute(name === "class" ? "class" : name, value === true ? "" : value);
  }
  fill(element, ...children);
  return element;
}
