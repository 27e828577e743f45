// Stacked bars on a scale, against a limit where there is one: moves what the page holds to where it belongs.

import { first } from "./engine.js";
import { plain } from "./numbers.js";

const ANCHORS = ["start", "middle", "end"];
const percent = (share) => `${(share * 100).toFixed(3)}%`;

export function draw(root, { formulas, calculator, show }, { a, b }) {
  const drawn = calculator.picture, extent = a[drawn.extent];
  const of = (role, ...given) => formulas[drawn[role]].value(...given);
  const sides = { a, b }, starts = { a: 0, b: 0 };
  for (const piece of root.querySelectorAll("[data-piece]")) {
    const [letter, place] = piece.dataset.piece.split(".");
    const length = of("along", sides[letter][drawn.segments[place]], extent);
    piece.setAttribute("x", percent(starts[letter]));
    piece.setAttribute("width", percent(length));
    starts[letter] += length;
  }
  for (const mark of root.querySelectorAll("[data-limit]")) {
    const limit = sides[mark.dataset.limit][drawn.limit], at = percent(of("along", limit, extent));
    for (const name of ["x", "x1", "x2"]) if (mark.hasAttribute(name)) mark.setAttribute(name, at);
    if (mark.localName === "text") mark.setAttribute("text-anchor", ANCHORS[of("anchor", limit, extent)]);
  }
  const size = first((candidate) => of("spaced", candidate, extent), drawn.sizes);
  const [symbol, factor] = show.unitOf(extent, calculator.quantities[drawn.extent]);
  for (const place of root.querySelectorAll("[data-unit]")) place.textContent = symbol;
  for (const tick of root.querySelectorAll("[data-tick]")) {
    const value = of("tick_at", Number(tick.dataset.tick), size), [line, text] = tick.children;
    if (size && of("tick_shown", Number(tick.dataset.tick), size, extent)) tick.removeAttribute("display");
    else tick.setAttribute("display", "none");
    for (const name of ["x1", "x2"]) line.setAttribute(name, percent(of("along", value, extent)));
    text.setAttribute("x", percent(of("along", value, extent)));
    text.textContent = plain(value / factor);
  }
}
