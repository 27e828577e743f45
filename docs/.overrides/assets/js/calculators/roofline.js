// A roofline on two scales of powers: moves the roof and the marks under it to where they belong.

import { plain } from "./numbers.js";

const TOP = 26, HEIGHT = 300, END = 262144, START = 0.25, ANCHORS = ["start", "middle", "end"];
const percent = (share) => `${(share * 100).toFixed(3)}%`;
const heightOf = (share) => (TOP + (1 - share) * HEIGHT).toFixed(1);
const set = (root, name, attributes) => {
  for (const part of root.querySelectorAll(`[data-${name}]`)) {
    for (const [attribute, value] of Object.entries(attributes)) if (part.hasAttribute(attribute)) part.setAttribute(attribute, value);
  }
};

export function draw(root, { formulas, calculator, show }, { a, b }) {
  const drawn = calculator.picture, sides = { a, b };
  const of = (role, ...given) => formulas[drawn[role]].value(...given);
  const peak = a[drawn.peak], bandwidth = a[drawn.bandwidth];
  const low = of("bottom", bandwidth), high = of("top", peak, bandwidth);
  const turn = peak > 0 ? a[drawn.ridge] : END;
  const at = percent(of("across", turn)), level = heightOf(of("up", turn * bandwidth, low, high));
  set(root, "turn", { x: at, x1: at, x2: at, "text-anchor": ANCHORS[of("anchor", of("across", turn))] });
  set(root, "slope", { y1: heightOf(of("up", START * bandwidth, low, high)), x2: at, y2: level });
  set(root, "flat", { x1: at, y1: level, y2: level });
  for (const line of root.querySelectorAll("[data-decade]")) {
    const rate = of("decade", low, Number(line.dataset.decade));
    line.setAttribute("y", heightOf(of("up", rate, low, high)));
    if (rate < high) line.removeAttribute("visibility");
    else line.setAttribute("visibility", "hidden");
    const number = line.querySelector("text");
    if (number) number.textContent = plain(rate / show.unitOf(rate, "flop-per-second")[1]);
  }
  for (const mark of root.querySelectorAll("[data-point]")) {
    const [letter, intensity, attainable] = drawn.points[mark.dataset.point];
    mark.setAttribute("x", percent(of("across", sides[letter][intensity])));
    mark.setAttribute("y", heightOf(of("up", sides[letter][attainable], low, high)));
  }
}
