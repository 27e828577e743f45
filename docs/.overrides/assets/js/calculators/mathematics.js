// Trees of the generated module (["mrow", …], a value as ["mn", [number, quantity]]) as MathML elements.

const MATHML = "http://www.w3.org/1998/Math/MathML";

function grown([tag, ...parts], inEquation) {
  const element = document.createElementNS(MATHML, tag);
  for (const part of parts) {
    if (typeof part === "string") element.append(part);
    else if (typeof part[0] === "number") element.append(inEquation(...part));
    else element.append(grown(part, inEquation));
  }
  return element;
}

const set = new WeakMap();

/** Puts the trees behind the equals sign of the equation that is there, unless they are there. */
export function setEquation(math, trees, inEquation) {
  const written = JSON.stringify(trees);
  if (set.get(math) === written) return;
  set.set(math, written);
  const sign = [...math.children].find((child) => child.localName === "mo" && child.textContent === "=");
  while (sign.nextSibling) sign.nextSibling.remove();
  const shown = trees.filter(([tag, ...parts]) => tag !== "mrow" || parts.length);
  // Where a model has none of the layers that are summed, there is nothing to show but 0.
  math.append(...(shown.length ? shown : [["mn", "0"]]).map((tree) => grown(tree, inEquation)));
}
