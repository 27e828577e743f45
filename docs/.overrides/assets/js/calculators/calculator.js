// <live-calculator>: a form over a generated module. The page already shows the result of its default values, in
// the markup that is changed here; this code makes none of its own and knows nothing of what is calculated.

import { engineOf, first, NotFinite } from "./engine.js";
import { setEquation } from "./mathematics.js";
import { plain } from "./numbers.js";

const SHORT = 12;
const ANCHORS = ["start", "middle", "end"];
const percent = (share) => `${(share * 100).toFixed(3)}%`;

class LiveCalculator extends HTMLElement {
  connectedCallback() {
    if (this.form) return;
    this.form = this.querySelector("form");
    this.form.addEventListener("submit", (event) => event.preventDefault());
    const lazily = () => this.load().then(() => this.update());
    if ("lazy" in this.dataset) {
      // An example among other things: nothing is fetched until somebody touches it.
      for (const event of ["pointerenter", "focusin"]) this.form.addEventListener(event, () => this.load(), { once: true });
      this.form.addEventListener("change", lazily);
      return;
    }
    this.load().then(() => this.start());
  }

  load() {
    this.loading ??= import(new URL(this.dataset.module, document.baseURI).href).then((module) => {
      this.engine = engineOf(module);
    });
    return this.loading;
  }

  start() {
    this.readAddress();
    this.querySelector("fieldset")?.removeAttribute("disabled");
    for (const event of ["input", "change"]) this.form.addEventListener(event, () => this.update());
    for (const button of this.querySelectorAll("[data-export]")) {
      button.addEventListener("click", () => this.export(button.dataset.export));
    }
    for (const field of this.querySelectorAll("[data-drop]")) this.takesFiles(field);
    this.shorten(this.querySelector("[data-all]"));
    this.querySelector("[data-print]")?.addEventListener("click", () => print());
    addEventListener("popstate", () => {
      this.readAddress();
      this.update({ keepAddress: true });
    });
    this.update({ keepAddress: true });
  }

  /** A file dropped on a field becomes its text; of a large one only so much that it is refused. */
  takesFiles(field) {
    field.addEventListener("dragover", (event) => event.preventDefault());
    field.addEventListener("drop", async (event) => {
      const [file] = event.dataTransfer.files;
      if (!file) return;
      event.preventDefault();
      field.value = await file.slice(0, 2 * this.engine.mostCharacters).text();
      this.update();
    });
  }

  /** A long ranking shows its best rows first; without scripts all of it is there. */
  shorten(button) {
    const body = this.querySelector("[data-ranking]");
    this.rows = Infinity;
    if (!button || body.rows.length <= SHORT) return;
    this.rows = SHORT;
    button.hidden = false;
    button.addEventListener("click", () => {
      this.rows = Infinity;
      for (const row of body.rows) row.hidden = false;
      body.rows[SHORT].querySelector("a, th").focus();
      button.hidden = true;
    });
  }

  // ---- State ----------------------------------------------------------------------------------

  fields() {
    return [...this.form.elements].filter((field) => field.name);
  }

  /** Fields from the address; what it does not name gets the value of the page. */
  readAddress() {
    const asked = new URLSearchParams(location.search);
    this.strange = [];
    for (const field of this.fields()) {
      const value = asked.get(field.name);
      if (value === null) {
        if (field.options) [...field.options].forEach((option) => (option.selected = option.defaultSelected));
        else field.value = field.defaultValue;
      } else if (!field.options || [...field.options].some((option) => option.value === value)) field.value = value;
      else this.strange.push(value.slice(0, 80));
    }
  }

  address() {
    const url = new URL(location.href);
    url.search = url.hash = "";
    for (const field of this.fields()) {
      // A pasted text is too long for an address.
      if (field.closest("[hidden]") || field.localName === "textarea" || !field.value.trim()) continue;
      url.searchParams.set(field.name, field.value.trim().replace(/[,\s]/g, ""));
    }
    return url.href;
  }

  /** The texts of one set-up by key: fields of set-up B end in _b, others belong to both. */
  given(letter) {
    const found = {};
    for (const field of this.fields()) {
      if (!field.name.endsWith("_b")) found[field.name] = field.value;
    }
    if (letter === "b") {
      for (const field of this.fields()) {
        if (field.name.endsWith("_b")) found[field.name.slice(0, -2)] = field.value;
      }
    }
    return found;
  }

  // ---- Showing --------------------------------------------------------------------------------

  update({ keepAddress = false } = {}) {
    for (const part of this.querySelectorAll("[data-own]")) {
      const choice = this.form.elements[part.dataset.own];
      part.hidden = choice.value !== this.engine.calculator.patterns.own;
    }
    const page = this.querySelector("[data-page]");
    if (page) page.href = `${page.href.split("?")[0]}?${new URLSearchParams(new FormData(this.form))}`;
    const a = this.engine.readSetup(this.given("a"));
    const b = this.engine.readSetup(this.given("b"), "b");
    const problems = [...a.problems, ...b.problems];
    this.complain(problems);
    if (problems.length) return;
    try {
      this.show(a, b);
    } catch (error) {
      if (!(error instanceof NotFinite)) throw error;
      this.complain([{ key: "", text: error.message }]);
      return;
    }
    const link = this.querySelector("[data-link]");
    if (link) link.dataset.copy = this.address();
    if (!keepAddress && !("lazy" in this.dataset)) history.replaceState(null, "", this.address());
  }

  /** Says what is wrong where it is wrong; no number stays that does not belong to what the form says. */
  complain(problems) {
    const byKey = new Map();
    for (const { key, text } of problems) byKey.set(key, [...new Set([byKey.get(key), text])].filter(Boolean).join("; "));
    for (const field of this.fields()) {
      const text = byKey.get(field.name) ?? "";
      const place = document.getElementById(field.getAttribute("aria-describedby") ?? "");
      if (!place) continue;
      place.textContent = text;
      place.hidden = !text;
      field.toggleAttribute("aria-invalid", Boolean(text));
      if (text) field.setAttribute("aria-invalid", "true");
    }
    for (const part of this.querySelectorAll("[data-results]")) part.hidden = problems.length > 0;
    const strange = this.strange?.length ? `The address asks for “${this.strange.join("”, “")}”, which is not in the catalogue; the page’s own values are used.` : "";
    const summary = this.querySelector("[data-problem]");
    if (!summary) return;
    summary.textContent = strange;
    summary.hidden = !strange;
    this.strange = [];
  }

  show(a, b) {
    const { engine } = this, result = engine.results(a, b);
    this.latest = { a, b, result };
    this.showWords(result.said);
    this.showNumbers(result.a);
    this.showEquations(result.a);
    this.showPicture(result);
    this.showRanking(a);
  }

  showWords(said) {
    for (const place of this.querySelectorAll("[data-words]")) {
      const texts = place.dataset.words.split(" ").map((name) => said[name[0]][name.slice(2)]);
      const text = [...new Set(texts.filter(Boolean))].join(" ");
      if (place.textContent !== text) place.textContent = text;
      if (place instanceof HTMLElement) place.hidden = !text;
    }
  }

  showNumbers(values) {
    const { show, calculator } = this.engine;
    for (const place of this.querySelectorAll("[data-number]")) {
      const names = place.dataset.number.split(" "), quantity = calculator.quantities[names[0]];
      const [low, high] = names.map((name) => values[name]), binary = "binary" in place.dataset;
      if (high !== undefined) place.textContent = show.rangeText(low, high, quantity, binary);
      else place.textContent = binary ? show.binaryText(low, quantity) : show.text(low, quantity);
    }
    for (const line of this.querySelectorAll("[data-shown]")) line.hidden = !values[line.dataset.shown];
  }

  showEquations(values) {
    for (const place of this.querySelectorAll("[data-math]")) {
      const [name, side] = place.dataset.math.split(" "), formula = this.engine.formulas[name];
      const trees = formula[side](...formula.parameters.map((parameter) => values[parameter]));
      setEquation(place.querySelector("math"), trees, this.engine.show.inEquation);
    }
  }

  showPicture({ a, b }) {
    const { formulas, calculator } = this.engine, drawn = calculator.picture;
    const of = (role, ...given) => formulas[drawn[role]].value(...given);
    const extent = a[drawn.extent], sides = { a, b }, starts = { a: 0, b: 0 };
    for (const piece of this.querySelectorAll("[data-piece]")) {
      const [letter, place] = piece.dataset.piece.split(".");
      const length = of("along", sides[letter][drawn.segments[place].step], extent);
      piece.setAttribute("x", percent(starts[letter]));
      piece.setAttribute("width", percent(length));
      starts[letter] += length;
    }
    const limit = a[drawn.limit], at = percent(of("along", limit, extent));
    for (const mark of this.querySelectorAll("[data-limit]")) {
      for (const name of ["x", "x1", "x2"]) if (mark.hasAttribute(name)) mark.setAttribute(name, at);
      if (mark.localName === "text") mark.setAttribute("text-anchor", ANCHORS[of("anchor", limit, extent)]);
    }
    const size = first((candidate) => of("spaced", candidate, extent), drawn.sizes);
    const [, factor] = this.engine.show.largestUnit(calculator.quantities[drawn.limit]);
    for (const tick of this.querySelectorAll("[data-tick]")) {
      const value = of("tick_at", Number(tick.dataset.tick), size), [line, text] = tick.children;
      if (size && of("tick_shown", Number(tick.dataset.tick), size, extent)) tick.removeAttribute("display");
      else tick.setAttribute("display", "none");
      for (const name of ["x1", "x2"]) line.setAttribute(name, percent(of("along", value, extent)));
      text.setAttribute("x", percent(of("along", value, extent)));
      text.textContent = plain(value / factor);
    }
  }

  showRanking(setup) {
    const body = this.querySelector("[data-ranking]");
    if (!body) return;
    const { show, calculator } = this.engine, { steps, none } = calculator.ranking;
    const lines = new Map([...body.rows].map((row) => [row.dataset.row, row]));
    const sorted = this.engine.rank(setup).map(({ record, values }) => {
      const row = lines.get(record.id), holds = Boolean(values[steps[0].name]);
      row.classList.toggle("no", !holds);
      row.querySelectorAll("[data-cell]").forEach((cell, place) => {
        const step = cell.dataset.cell;
        cell.textContent = holds ? show.text(values[step], calculator.quantities[step]) : place ? "" : none;
      });
      const meter = row.querySelector("[data-meter]");
      meter.setAttribute("width", holds ? (values[meter.dataset.meter] * 100).toFixed(1) : "0");
      return row;
    });
    body.append(...sorted);
    sorted.forEach((row, place) => (row.hidden = place >= this.rows));
  }

  // ---- Taking it along ------------------------------------------------------------------------

  export(kind) {
    if (!this.latest || this.querySelector("[aria-invalid]")) return;
    const { a, b, result } = this.latest;
    const sides = [this.engine.documentOf(a, result.a), this.engine.documentOf(b, result.b)];
    const text = kind === "json" ? `${JSON.stringify({ a: sides[0], b: sides[1], link: this.address() }, null, 2)}\n` : csv(sides);
    const anchor = document.createElement("a");
    const address = URL.createObjectURL(new Blob([text], { type: kind === "json" ? "application/json" : "text/csv" }));
    anchor.href = address;
    anchor.download = `${this.dataset.calculator}.${kind}`;
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }
}

/** One line a value: what, of which kind, in A, in B, in which unit. */
function csv([a, b]) {
  const quoted = (value) => (/[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value ?? ""));
  const lines = [["kind", "name", "a", "b", "unit"]];
  for (const name of Object.keys(a.inputs)) lines.push(["input", name, a.inputs[name], b.inputs[name], ""]);
  for (const name of Object.keys(a.results)) lines.push(["result", name, a.results[name], b.results[name], a.units[name] ?? ""]);
  return lines.map((line) => line.map(quoted).join(",")).join("\r\n") + "\r\n";
}

customElements.define("live-calculator", LiveCalculator);
