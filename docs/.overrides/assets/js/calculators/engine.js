// Runs the description of a calculator, as calculators/inputs.py and engine.py do. Knows no formula and no fact:
// both come from the generated module.

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

const filled = (text, words) => text.replace(/\{(\w+)\}/g, (_, word) => words[word]);

/** Everything that can be asked of one generated module. */
export function engineOf({ calculator, formulas, catalogue, units, messages, configured }) {
  const show = texts(units);
  const { own } = calculator.patterns;
  let reader = null;

  /** Whether a formula has all it needs: a fact of a record may not be known, nor what follows from it. */
  function isKnown({ unknowns = [], parameters }, values) {
    const known = ([start, ...path]) => path.reduce((found, step) => found[step], values[start]) !== null;
    return unknowns.every(known) && parameters.every((parameter) => values[parameter] !== null);
  }

  function compute(name, values) {
    const formula = formulas[name];
    if (!isKnown(formula, values)) return null;
    const result = formula.value(...formula.parameters.map((parameter) => values[parameter]));
    if (!Number.isFinite(result)) throw new NotFinite(name);
    return result;
  }

  /** A step is the name of a formula, a name and a formula, or an input to be varied. */
  function run(steps, values) {
    const known = { ...values };
    for (const step of steps) {
      if (typeof step === "string") known[step] = compute(step, known);
      else if (Array.isArray(step)) known[step[0]] = compute(step[1], known);
      else {
        const { name, vary, candidates, low, high, ceiling } = step;
        const holds = (candidate) => Boolean(compute(step.holds, { ...known, [vary]: candidate }));
        if (candidates) known[name] = first(holds, candidates);
        else known[name] = largest(holds, low ?? 0, ceiling ? compute(ceiling, known) : high);
      }
    }
    return known;
  }

  const complaint = (key, message, words = {}) => ({
    key,
    text: filled(messages[message], words),
  });

  /** The number in its own unit, or null with a complaint. */
  function number(key, given, { low, high, pattern }, problems) {
    const words = { given: given.slice(0, 40), low: plain(low), high: plain(high) };
    if (!given) problems.push(complaint(key, "missing", words));
    else if (!new RegExp(calculator.patterns[pattern]).test(given)) problems.push(complaint(key, pattern, words));
    else {
      const scale = (pattern === "counted" && calculator.patterns.scales[given.at(-1).toUpperCase()]) || 1;
      const value = Number(given.replace(/[^\d.]/g, "")) * scale;
      if (value >= low && value <= high) return value;
      problems.push(complaint(key, "range", words));
    }
    return null;
  }

  /** A set-up from texts by key: { inputs, values, texts, problems }. */
  function readSetup(given, letter = "a") {
    const setup = { inputs: {}, values: {}, texts: { letter: letter.toUpperCase() }, problems: [] };
    for (const input of calculator.inputs) {
      const text = (given[input.key] ?? ((letter === "b" && input.default_b) || input.default)).trim();
      if (input.pattern) readAmount(input, text, setup);
      else if (input.options) readOption(input, text, setup);
      else if (input.own && text === own) readOwn(input, given, setup);
      else if (input.bare && text === calculator.patterns.bare) readBare(input, given, setup);
      else if (input.configured && text === own) readConfigured(input, given, setup);
      else {
        const record = Object.hasOwn(catalogue[input.records], text) ? catalogue[input.records][text] : null;
        if (!record) setup.problems.push(complaint(input.key, "choice", { given: text.slice(0, 80) }));
        setup.inputs[input.key] = text;
        setup.values[input.variable] = record;
        setup.texts[input.variable] = record?.name;
      }
    }
    for (const [variable, collection, id] of calculator.fixed) setup.values[variable] = catalogue[collection][id];
    const { bare } = setup;
    if (!setup.problems.length) check(setup);
    if (!setup.problems.length && bare) setup.problems.push({ key: bare.key, text: worded(bare.text, setup), note: true });
    if (setup.estimate) estimate(setup);
    return setup;
  }

  /** Words with inputs and values of steps that need nothing but inputs. */
  const worded = (message, { texts, values }) =>
    message.replace(/\{(\w+)\}/g, (_, name) => texts[name] ?? show.text(compute(name, values), calculator.quantities[name]));

  /** Beside a refused config.json, and nothing else that is wrong, what its bare measures come to. */
  function estimate({ estimate: [input, model], values, texts, problems }) {
    if (problems.some(({ key }) => key !== input.configured)) return;
    const text = worded(input.estimate, { texts: { ...texts, [input.variable]: undefined }, values: { ...values, [input.variable]: model } });
    problems.push({ key: input.configured, text });
  }

  /** What inputs must be to one another. */
  function check(setup) {
    for (const [key, holds, message] of calculator.checks) {
      // Of a model of which nothing but one number is known, only what needs no model can be asked.
      const asked = formulas[holds].parameters.every((name) => name in setup.values);
      if (asked && compute(holds, setup.values) === 0) setup.problems.push({ key, text: worded(message, setup) });
    }
  }

  function readAmount(input, text, setup) {
    const value = number(input.key, text, input, setup.problems);
    if (value === null) return;
    setup.inputs[input.key] = value;
    setup.values[input.variable] = value * input.factor;
    setup.texts[input.variable] = show.inEquation(value * input.factor, input.quantity);
  }

  function readOption({ key, variable, options, known }, text, setup) {
    const chosen = options.find(([id]) => id === text);
    if (!chosen) return void setup.problems.push(complaint(key, "option", { given: text.slice(0, 40), known }));
    [setup.inputs[key], setup.texts[variable], setup.values[variable]] = chosen;
  }

  function readOwn(input, given, setup) {
    const record = { ...input.template };
    for (const field of input.own) {
      const text = (given[field.key] ?? "").trim();
      if (!text && !field.required) continue;
      const value = number(field.key, text, field, setup.problems);
      if (value === null) continue;
      record[field.field] = value * field.factor;
      setup.inputs[field.key] = value;
    }
    setup.inputs[input.key] = own;
    setup.values[input.variable] = record;
    setup.texts[input.variable] = record.name;
  }

  /** One number of a record that is not known otherwise: what can be said of it is no answer, but stands at its field. */
  function readBare({ key, bare }, given, setup) {
    const value = number(bare.key, (given[bare.key] ?? "").trim(), { low: 1, high: bare.high, pattern: "counted" }, setup.problems);
    if (value === null) return;
    Object.assign(setup.inputs, { [key]: calculator.patterns.bare, [bare.key]: Math.round(value) });
    setup.values[bare.variable] = Math.round(value);
    setup.texts[bare.variable] = plain(Math.round(value));
    setup.bare = bare;
  }

  /** Fetches what reads a config.json, once one may be given; a promise, or nothing where there is nothing to do. */
  function prepare(...both) {
    const wanted = calculator.inputs.some((input) => input.configured && both.some((given) => given[input.key] === own));
    if (reader || !wanted) return null;
    return Promise.all([import("./configuration.js"), configured()]).then(([code, tables]) => (reader = { ...code, ...tables }));
  }

  function readConfigured(input, given, setup) {
    const key = input.configured, text = (given[key] ?? "").trim();
    const { model, problems, estimate } = text
      ? reader.modelFrom(text, reader.architectures, reader.configuration)
      : { model: null, problems: [messages.config] };
    if (estimate && input.estimate) setup.estimate = [input, estimate];
    for (const said of problems) setup.problems.push({ key, text: said });
    setup.inputs[input.key] = own;
    setup.values[input.variable] = model;
    setup.texts[input.variable] = model?.name;
  }

  function words(setup, values, differs) {
    const known = { ...setup.texts };
    for (const [name, quantity] of Object.entries(calculator.quantities)) {
      if (name in values) known[name] = show.text(values[name], quantity);
    }
    for (const [name, cases, select] of calculator.fragments) {
      let place = 0;
      if (select?.startsWith("differs_")) place = Number(differs[select.slice(8)]);
      else if (select) place = Math.min(Math.trunc(values[select] ?? 0), cases.length - 1);
      known[name] = cases[place].replace(/\{(\w+)(?:\.\.(\w+))?\}/g, (_, low, high) =>
        high ? show.rangeText(values[low], values[high], calculator.quantities[low]) : known[low]);
    }
    return known;
  }

  /** Numbers and words of two set-ups. */
  function results(a, b) {
    const ofB = run(calculator.steps, b.values);
    const others = Object.fromEntries(Object.entries(ofB).map(([name, value]) => [`other_${name}`, value]));
    const ofA = run(calculator.joint, { ...others, ...run(calculator.steps, a.values) });
    const differs = differing(a, b);
    const said = { a: words(a, ofA, differs), b: words(b, ofB, differs) };
    return { a: ofA, b: ofB, said, differs };
  }

  /** Which inputs two set-ups do not share; `else` is any that the words do not tell by themselves. */
  function differing(a, b) {
    const found = Object.fromEntries(Object.keys({ ...a.inputs, ...b.inputs }).map((key) => [key, a.inputs[key] !== b.inputs[key]]));
    for (const { key, variable } of calculator.inputs) {
      // One’s own records have the same name whatever they hold.
      if (a.inputs[key] === own && !found[key]) found[key] = JSON.stringify(a.values[variable]) !== JSON.stringify(b.values[variable]);
    }
    return { ...found, else: calculator.inputs.some(({ key }) => found[key] && !calculator.told?.includes(key)) };
  }

  /** An input as it was given: a number in the unit of its field, or the name of what was chosen. */
  function inputText({ inputs, texts }, key) {
    const given = inputs[key];
    if (typeof given !== "string") return given === undefined ? "–" : plain(given);
    return texts[calculator.inputs.find((input) => input.key === key).variable];
  }

  /** The rows of the ranking, best first. */
  function rank(setup) {
    const { choice, steps, first: best, order, given: names } = calculator.ranking;
    const input = calculator.inputs.find((one) => one.key === choice);
    const [start, ...rest] = steps;
    const known = names ? run(calculator.steps, setup.values) : {};
    const given = { ...setup.values, ...Object.fromEntries((names ?? []).map((name) => [name, known[name]])) };
    const rows = Object.values(catalogue[input.records]).map((record) => {
      const values = run([start], { ...given, [input.variable]: record });
      return { record, values: values[best] ? run(rest, values) : values };
    });
    const places = order.map((name) => (name[0] === "-" ? [name.slice(1), -1] : [name, 1]));
    const at = ({ values }, [name, sign]) => (values[best] ? sign * (values[name] ?? sign * Infinity) : Infinity);
    // The sort is stable, so that rows of the same worth stay in the order of the catalogue.
    return rows.sort((x, y) => {
      for (const place of places) {
        const [left, right] = [at(x, place), at(y, place)];
        if (left !== right) return left - right;
      }
      return 0;
    });
  }

  /** Inputs and results in base units. */
  function documentOf(setup, values) {
    const { answers } = calculator;
    const of = (name) => (name in answers ? (answers[name][values[name]] ?? null) : values[name]);
    const measured = calculator.exported.filter((name) => !(name in answers));
    return {
      calculator: calculator.id,
      inputs: setup.inputs,
      results: Object.fromEntries(calculator.exported.map((name) => [name, of(name)])),
      units: Object.fromEntries(measured.map((name) => [name, units.quantities[calculator.quantities[name]].base])),
    };
  }

  return { calculator, formulas, show, compute, isKnown, inputText, prepare, readSetup, results, rank, documentOf, most: () => reader?.configuration.most };
}
