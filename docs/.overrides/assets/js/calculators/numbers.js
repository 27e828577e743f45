// Numbers as text, by the table of units in the generated module. The rules are those of calculators/units.py.

/** Commas between thousands, rounded half away from zero. */
export function grouped(number, decimals = 0) {
  // From 10^21 on toFixed would turn to powers of ten.
  const digits = Math.abs(number) < 1e21 ? number.toFixed(decimals) : `${BigInt(Math.round(number))}${decimals ? `.${"0".repeat(decimals)}` : ""}`;
  const [whole, rest] = digits.split(".");
  const commas = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return rest ? `${commas}.${rest}` : commas;
}

/** As it stands in an equation: whole numbers grouped, others with up to six decimals. */
export function plain(number) {
  return Number.isInteger(number) ? grouped(number) : grouped(number, 6).replace(/0+$/, "");
}

/** Texts for one table of units. */
export function texts(table) {
  const rung = (number, { units, threshold }) => {
    const fitting = units.filter(([, factor]) => Math.abs(number) / threshold >= factor);
    return Math.max(fitting.length - 1, 0);
  };
  const inUnit = (number, [symbol, factor, decimals]) => `${grouped(number / factor, decimals)} ${symbol}`.trim();
  const quantity = (id) => table.quantities[id];

  function text(number, id) {
    if (number === null) return table.unknown;
    const { units } = quantity(id);
    return inUnit(number, units[rung(number, quantity(id))]);
  }
  function binaryText(number, id) {
    const { binary } = quantity(id);
    return number === null || !binary.length ? "" : inUnit(number, binary[rung(number, quantity(id))]);
  }
  function rangeText(low, high, id, binary = false) {
    const { units } = quantity(id);
    if (binary && !quantity(id).binary.length) return "";
    if (low === null || high === null) return binary ? "" : table.unknown;
    const [symbol, factor, decimals] = (binary ? quantity(id).binary : units)[rung(high, quantity(id))];
    const ends = [low, high].map((number) => grouped(number / factor, decimals));
    return `${ends[0]} to ${ends[1]} ${symbol}`.trim();
  }
  const inEquation = (number, id) => (quantity(id).plain ? plain(number) : text(number, id));
  /** Symbol, size and decimals of the unit that a number is shown in. */
  const unitOf = (number, id) => quantity(id).units[rung(number, quantity(id))];
  const between = new RegExp(table.between, "g");
  /** A sentence as a page shows it: no line ends between a number and its unit. */
  const tied = (sentence) => sentence.replace(between, "$1\u00a0");
  return { unknown: table.unknown, tied, unitOf, text, binaryText, rangeText, inEquation };
}
