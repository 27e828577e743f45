// Reads a config.json by the table of architectures, as calculators/configuration.py and architectures.py do.
// Knows no architecture: the table, the ranges and the words come from the generated modules.

import { plain } from "./numbers.js";

class Refused extends Error {}

const shown = (value) => {
  const text = JSON.stringify(value ?? null);
  return text.length <= 80 ? text : `${text.slice(0, 80)}…`;
};
const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const of = (config, key) => (Object.hasOwn(config, key) ? config[key] : null);
const given = (value) => Boolean(value) && !(Array.isArray(value) && !value.length) && !(isObject(value) && !Object.keys(value).length);

function* keys(tree) {
  if (typeof tree === "string") yield tree;
  else if (Array.isArray(tree)) {
    const named = ["count", "flag", "length", "given"].includes(tree[0]);
    if (named) yield tree[1];
    for (const part of tree.slice(named ? 3 : 1)) yield* keys(part);
  }
}

/** The model that the text of a config.json describes, or every reason why it is none, and an estimate. */
export function modelFrom(text, architectures, { messages, most, largest, foreign, mixing, ranges, rest, name }) {
  const refused = (key, message, words = {}) => {
    const said = messages[message].replaceAll("{{", "{").replaceAll("}}", "}").replace(/\{(\w+)\}/g, (_, word) => words[word]);
    return new Refused(key ? `${key}: ${said}` : said);
  };

  // ---- Expressions over the keys of a config ----------------------------------------------------

  function number(key, config) {
    const found = of(config, key);
    if (found === null) return null;
    if (!Number.isInteger(found) || found < 0 || found >= largest) throw refused(key, "number", { found: shown(found) });
    return found;
  }

  function flag(key, config) {
    const found = of(config, key);
    if (found === null) return null;
    if (typeof found !== "boolean") throw refused(key, "flag", { found: shown(found) });
    return Number(found);
  }

  function length(key, config) {
    const found = of(config, key);
    if (found !== null && !Array.isArray(found)) throw refused(key, "list", { found: shown(found) });
    return found === null ? null : found.length;
  }

  function count(key, item, until, config) {
    const found = of(config, key);
    if (found === null || (Array.isArray(found) && !found.length) || until.includes(null)) return null;
    if (isObject(found) && !until.length) return number(item, found) ?? 0;
    if (!Array.isArray(found) && typeof found !== "string") throw refused(key, "list", { found: shown(found) });
    return [...found].slice(0, until[0]).filter((one) => String(one) === item).length;
  }

  function value(tree, config) {
    if (typeof tree === "number") return tree;
    if (typeof tree === "string") return number(tree, config);
    const [operator, first, second, ...until] = tree;
    if (operator === "flag") return flag(first, config);
    if (operator === "length") return length(first, config);
    if (operator === "given") return of(config, first) === null ? null : 1;
    if (operator === "count") return count(first, second, until.map((part) => value(part, config)), config);
    const a = value(first, config);
    if (operator === "|") return a ?? value(second, config);
    const b = value(second, config);
    if (a === null || b === null) return null;
    if (operator === "+") return a + b;
    if (operator === "-") return a - b;
    if (operator === "*") return a * b;
    if (b === 0 || (operator === "/" && a % b)) throw refused(keys(tree).next().value ?? "", "divide", { a, b });
    return Math.floor(a / b);
  }

  // ---- From the text to a model -----------------------------------------------------------------

  function read() {
    if (text.length > 2 * most || [...text].length > most) throw refused("", "long", { most: plain(most) });
    let config;
    try {
      config = JSON.parse(text.replace(new RegExp(foreign, "g"), "null"));
    } catch {
      throw refused("", "json");
    }
    if (!isObject(config)) throw refused("", "object", { found: shown(config) });
    return config;
  }

  function architectureOf(config) {
    // Diffusers names the class in a key of its own.
    const named = Object.hasOwn(config, "architectures") ? config.architectures : [of(config, "_class_name")];
    const first = Array.isArray(named) ? named[0] : null;
    if (typeof first !== "string") throw refused("architectures", "architecture", { found: shown(of(config, "architectures")) });
    if (first && Object.hasOwn(architectures, first)) return architectures[first];
    const known = Object.keys(architectures).filter(Boolean).sort().join(", ");
    throw refused("architectures", "unknown", { name: shown(first), known });
  }

  const problems = new Set();

  function field(variable, tree, config) {
    try {
      const named = [...keys(tree)], found = value(tree, config);
      if (found === null) throw refused(named.findLast((key) => of(config, key) === null) ?? named.at(-1), "missing");
      const [low, high, meaning] = ranges[variable];
      // What the table itself says needs no check: a model of images has no vocabulary.
      if (!named.length || (found >= low && found <= high)) return found;
      throw refused(named[0], "range", { low: plain(low), high: plain(high), meaning, found: plain(found) });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      problems.add(error.message);
      return 0;
    }
  }

  const fieldsOf = (trees, config) =>
    Object.fromEntries(Object.entries(trees).map(([variable, tree]) => [variable, field(variable, tree, config)]));

  function groupsOf(rules, config) {
    const there = rules.filter(({ when, unless }) => !(when && !given(of(config, when))) && !(unless && given(of(config, unless))));
    const layered = there.filter(({ fields }) => field("layers", fields.layers, config));
    return layered.map(({ fields }) => fieldsOf(fields, config));
  }

  function impossible(model, depth, groups) {
    const total = mixing.flatMap((kind) => model[kind]).reduce((sum, group) => sum + group.layers, 0);
    if (total !== depth || !depth) {
      const trees = mixing.flatMap((kind) => groups[kind].map((rule) => rule.fields.layers));
      const key = trees.flatMap((tree) => [...keys(tree)])[0] ?? "";
      problems.add(refused(key, "depth", { found: total, depth }).message);
    }
    for (const group of [...model.attention, ...model.sliding]) {
      if (group.query_heads % group.kv_heads === 0) continue;
      problems.add(refused("num_key_value_heads", "heads", { found: group.query_heads, heads: group.kv_heads }).message);
    }
  }

  /** The model that an architecture makes of a config; null, with problems, where it makes none. */
  function made(whole, { inside, only, depth, shape, groups }) {
    const inner = inside ? of(whole, inside) : null, config = isObject(inner) ? { ...whole, ...inner } : whole;
    for (const [key, wanted] of Object.entries(only)) {
      const found = of(config, key);
      if (found !== null && !wanted.split(" | ").includes(shown(found).replace(/^"+|"+$/g, ""))) {
        problems.add(refused(key, "only", { wanted, found: shown(found) }).message);
      }
    }
    if (problems.size) return null;
    const model = { id: "own", name, vendor: "", ...rest, ...fieldsOf(shape, config) };
    for (const [kind, rules] of Object.entries(groups)) model[kind] = groupsOf(rules, config);
    const layers = field("layers", depth, config);
    if (!problems.size) impossible(model, layers, groups);
    return problems.size ? null : model;
  }

  let whole = null;
  try {
    whole = read();
    const model = made(whole, architectureOf(whole));
    if (model) return { model, problems: [], estimate: null };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    problems.add(error.message);
  }
  // Of what is refused, a plain transformer of the same measures.
  const said = [...problems].sort();
  problems.clear();
  const estimate = whole && architectures[""] ? made(whole, architectures[""]) : null;
  return { model: null, problems: said, estimate };
}
