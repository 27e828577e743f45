// Runs the description of a calculator, as calculators/calculator.py does. Knows no formula and no fact:
// both come from the generated module.

import { modelFrom } from "./configuration.js";
import { plain, texts } from "./numbers.js";

/** The largest whole number from low to high for which it holds; low - 1 where not even low does. */
export function largest(holds, low, high) {
  let passed = low - 1, failed = high + 1, trial = high;
  while (passed + 1 < failed) {
    if (holds(trial)) passed = trial;
    else failed = trial;
    trial = Math.floor((passed + failed) / 2);
  }
  return passed;
}

/** The first candidate for which it holds, or 0. */
export function first(holds, candidates) {
  return candidates.find(holds) ?? 0;
}

export class NotFinite extends Error {}

/** Everything that can be asked of one generated module. */
export function engineOf({ calculator, formulas, catalogue, units, messages, configuration }) {
  const show = texts(units);

  function compute(name, values) {
    const formula = formulas[name];
    for (const [start, ...path] of formula.unknowns) {
      if (path.reduce((found, step) => found[step], values[start]) === null) return null;
    }
    const given = formula.parameters.map((parameter) => values[parameter]);
    if (given.includes(null)) return null;
    const result = formula.value(...given);
    if (!Number.isFinite(result)) throw new NotFinite(name);
    return result;
  }

  function run(steps, values) {
    const known = { ...values };
    for (const step of steps) {
      const holds = (candidate) => Boolean(compute(step.holds, { ...known, [step.vary]: candidate }));
      if (step.kind === "Compute") known[step.name] = compute(step.formula, known);
      else if (step.kind === "First") known[step.name] = first(holds, step.candidates);
      else {
        const [low, high] = calculator.ranges[step.vary];
        known[step.name] = largest(holds, low, step.ceiling ? compute(step.ceiling, known) : high);
      }
    }
    return known;
  }

  const complaint = (key, message, words = {}) => ({
    key,
    text: messages[message].replace(/\{(\w+)\}/g, (_, word) => words[word]),
  });

  function number(given, pattern, low, high, key, problems) {
    const words = { given: given.slice(0, 40), low: plain(low), high: plain(high) };
    if (!given) problems.push(complaint(key, "missing", words));
    else if (!new RegExp(calculator.patterns[pattern]).test(given)) problems.push(complaint(key, pattern, words));
    else {
      const value = Number(pattern === "whole" ? given.replace(/\D/g, "") : given);
      if (value >= low && value <= high) return value;
      problems.push(complaint(key, "range", words));
    }
    return null;
  }

  /** A set-up from texts by key: { inputs, values, texts, problems }. */
  function readSetup(given, letter = "a") {
    const setup = { inputs: {}, values: {}, texts: { letter: letter.toUpperCase() }, problems: [] };
    for (const input of calculator.inputs) {
      const text = (given[input.key] ?? String((letter === "b" && input.default_b) || input.default)).trim();
      if (input.kind === "Amount") {
        const [low, high] = calculator.ranges[input.variable];
        const value = number(text, "whole", low, high, input.key, setup.problems);
        setup.inputs[input.key] = setup.values[input.variable] = value;
        setup.texts[input.variable] = value === null ? "" : plain(value);
      } else if (input.own && text === calculator.patterns.own) readOwn(input, given, setup);
      else if (input.configured && text === calculator.patterns.own) readConfigured(input, given, setup);
      else {
        const record = Object.hasOwn(catalogue[input.records], text) ? catalogue[input.records][text] : null;
        if (!record) setup.problems.push(complaint(input.key, "choice", { given: text.slice(0, 80) }));
        setup.inputs[input.key] = text;
        setup.values[input.variable] = record;
        setup.texts[input.variable] = record?.name;
      }
    }
    for (const [variable, collection, id] of calculator.fixed) setup.values[variable] = catalogue[collection][id];
    return setup;
  }

  function readOwn(input, given, setup) {
    const record = { ...input.template };
    for (const own of input.own) {
      const text = (given[own.key] ?? "").trim();
      if (!text && !own.required) continue;
      const value = number(text, "decimal", own.low, own.high, own.key, setup.problems);
      if (value === null) continue;
      record[own.field] = value * own.factor;
      setup.inputs[own.key] = value;
    }
    setup.inputs[input.key] = calculator.patterns.own;
    setup.values[input.variable] = record;
    setup.texts[input.variable] = record.name;
  }

  function readConfigured(input, given, setup) {
    const key = input.configured, text = (given[key] ?? "").trim();
    const { model, problems } = text
      ? modelFrom(text, catalogue.architectures, configuration)
      : { model: null, problems: [messages.config] };
    for (const said of problems) setup.problems.push({ key, text: said });
    setup.inputs[input.key] = calculator.patterns.own;
    setup.values[input.variable] = model;
    setup.texts[input.variable] = model?.name;
  }

  function words(setup, values, differs) {
    const known = { ...setup.texts };
    for (const [name, quantity] of Object.entries(calculator.quantities)) {
      if (name in values) known[name] = show.text(values[name], quantity);
    }
    for (const { name, cases, select } of calculator.fragments) {
      let place = 0;
      if (select?.startsWith("differs_")) place = Number(differs[select.slice(8)]);
      else if (select) place = Math.min(Math.trunc(values[select] ?? 0), cases.length - 1);
      known[name] = cases[place].replace(/\{(\w+)\}/g, (_, word) => known[word]);
    }
    return known;
  }

  /** Numbers and words of two set-ups. */
  function results(a, b) {
    const ofB = run(calculator.steps, b.values);
    const others = Object.fromEntries(Object.entries(ofB).map(([name, value]) => [`other_${name}`, value]));
    const ofA = run(calculator.joint, { ...others, ...run(calculator.steps, a.values) });
    const differs = Object.fromEntries(Object.keys(a.inputs).map((key) => [key, a.inputs[key] !== b.inputs[key]]));
    const said = { a: words(a, ofA, differs), b: words(b, ofB, differs) };
    return { a: ofA, b: ofB, said };
  }

  /** The rows of the ranking, best first. */
  function rank(setup) {
    const { choice, steps, descending } = calculator.ranking;
    const input = calculator.inputs.find((one) => one.key === choice);
    const [start, ...rest] = steps;
    const rows = Object.values(catalogue[input.records]).map((record) => {
      const values = run([start], { ...setup.values, [input.variable]: record });
      return { record, values: values[start.name] ? run(rest, values) : values };
    });
    const best = ({ values }) => values[start.name] || Infinity;
    // The sort is stable, so that rows of the same worth stay in the order of the catalogue.
    return rows.sort((x, y) => (best(x) === best(y) ? (y.values[descending] ?? 0) - (x.values[descending] ?? 0) : best(x) - best(y)));
  }

  /** Inputs and results in base units. */
  function documentOf(setup, values) {
    const answers = Object.fromEntries(calculator.answers ?? []);
    const of = (name) => (name in answers ? answers[name][values[name]] : values[name]);
    const measured = calculator.exported.filter((name) => !(name in answers));
    return {
      calculator: calculator.id,
      inputs: setup.inputs,
      results: Object.fromEntries(calculator.exported.map((name) => [name, of(name)])),
      units: Object.fromEntries(measured.map((name) => [name, units.quantities[calculator.quantities[name]].base])),
    };
  }

  return { calculator, formulas, mostCharacters: configuration?.most, show, compute, readSetup, results, rank, documentOf };
}
