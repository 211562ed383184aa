// A QR code from its modules, drawn sharp at any size.

const NAMESPACE = "http://www.w3.org/2000/svg";
const QUIET = 4; // modules that stay clear around it

// rows: strings of 1 (dark) and 0.
export function drawQr(svg, rows) {
  const side = rows.length + 2 * QUIET;
  const path = document.createElementNS(NAMESPACE, "path");
  const dark = rows.flatMap((row, y) => [...row].map((dot, x) => (dot === "1" ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : "")));
  path.setAttribute("d", dark.join(""));
  svg.setAttribute("viewBox", `0 0 ${side} ${side}`);
  svg.replaceChildren(path);
}
