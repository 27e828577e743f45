// <live-calculator>: a form over a generated module. The page already shows the result of its default values, in
// the markup that is changed here; this code makes none of its own and knows nothing of what is calculated.
// What calculates is fetched when the page is idle or the form is touched, at once only where the address has a state.

const SHORT = 12; // as in calculators.css, which hides the other rows before the first paint
/** What draws each kind of picture, fetched where there is one. */
const PICTURES = { Bars: () => import("./bars.js"), Roofline: () => import("./roofline.js") };
/** Where words are read as sentences, whose lines break: not in cells and drawings. */
const SENTENCES = "p, output, .f";
/** Resolves when what stands there now has been painted. */
const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
/** What says the same stays as it is: nothing is laid out for it. */
const write = (place, text) => place.textContent === text || (place.textContent = text);
/** What the page itself gives a field. */
const initial = ({ type, defaultChecked, options, defaultValue }) => {
  if (type === "checkbox") return defaultChecked ? "yes" : "no";
  return options ? [...options].find((option) => option.defaultSelected)?.value : defaultValue;
};
const textOf = (field) => (field.type === "checkbox" ? (field.checked ? "yes" : "no") : field.value);

class LiveCalculator extends HTMLElement {
  connectedCallback() {
    if (this.form) return;
    this.form = this.querySelector("form");
    this.form.addEventListener("submit", (event) => event.preventDefault());
    const lazily = () => this.update();
    if ("lazy" in this.dataset) {
      // An example among other things: nothing is fetched until somebody touches it.
      for (const event of ["pointerenter", "focusin"]) this.form.addEventListener(event, () => this.load(), { once: true });
      this.form.addEventListener("change", lazily);
      return;
    }
    this.start();
  }

  load() {
    this.loading ??= this.fetch().catch((error) => {
      this.loading = undefined; // the next change tries again
      throw error;
    });
    return this.loading;
  }

  async fetch() {
    const parts = [import("./engine.js"), import("./mathematics.js"), PICTURES[this.dataset.picture]?.(), this.compare()];
    const [module, engine, mathematics, picture] = await Promise.all([import(new URL(this.dataset.module, document.baseURI).href), ...parts]);
    Object.assign(this, { NotFinite: engine.NotFinite, setEquation: mathematics.setEquation, draw: picture?.draw });
    this.engine = engine.engineOf(module);
  }

  /** What gives set-up B fields of its own, fetched where it can differ. */
  async compare() {
    if (this.querySelector("[data-differs]")) this.comparing ??= new (await import("./comparing.js")).Comparing(this.form);
  }

  async start() {
    const inAddress = [...new URLSearchParams(location.search).keys()], ofB = inAddress.some((key) => key.endsWith("_b"));
    const asked = inAddress.some((key) => this.form.elements[key.replace(/_b$/, "")]?.name);
    if (asked && ofB) await this.compare();
    if (asked) this.readAddress();
    for (const event of ["input", "change"]) this.form.addEventListener(event, () => this.update());
    for (const button of this.querySelectorAll("[data-export]")) {
      button.addEventListener("click", async () => (await import("./export.js")).save(this, button.dataset.export));
    }
    this.takeFiles();
    this.querySelector("[data-all]")?.addEventListener("click", (event) => this.showAll(event.target));
    this.querySelector("[data-print]")?.addEventListener("click", () => print());
    addEventListener("beforeprint", () => this.showRest?.());
    // Equations that are folded away are set when they are asked for; the event does not bubble.
    this.addEventListener("toggle", () => this.latest && this.showEquations(this.latest.result.a), true);
    addEventListener("popstate", () => {
      this.readAddress();
      this.update({ keepAddress: true });
    });
    if (asked) await this.update({ keepAddress: true });
    else this.showCopied();
    await (asked ? this.ranking : painted()); // to wake the fields is to style hundreds of options anew
    delete document.documentElement.dataset.asked; // what it asked for is shown
    this.querySelector("fieldset")?.removeAttribute("disabled");
    if (asked) return;
    const ahead = () => this.load().catch(() => {}); // a change tells
    for (const event of ["pointerenter", "focusin"]) this.form.addEventListener(event, ahead, { once: true });
    const idle = () => painted().then(() => (window.requestIdleCallback ?? setTimeout)(ahead));
    if (document.readyState === "complete") idle();
    else addEventListener("load", idle, { once: true });
  }

  /** A file dropped on a field becomes its text; of a large one only so much that it is refused. */
  takeFiles() {
    const over = ({ target }) => target.closest("[data-drop]");
    this.form.addEventListener("dragover", (event) => over(event) && event.preventDefault());
    this.form.addEventListener("drop", async (event) => {
      const field = over(event), [file] = event.dataTransfer.files;
      if (!field || !file) return;
      event.preventDefault();
      await this.load();
      await this.engine.prepare(this.given("a"), this.given("b"));
      field.value = await file.slice(0, 2 * this.engine.most()).text();
      this.update();
    });
  }

  /** A long ranking shows its best rows first; without scripts all of it is there. */
  showAll(button) {
    const body = this.querySelector("[data-ranking]");
    body.dataset.whole = "";
    this.showRest?.();
    body.rows[SHORT].querySelector("a, th").focus();
    button.hidden = true;
  }

  // ---- State ----------------------------------------------------------------------------------

  fields() {
    return [...this.form.elements].filter((field) => field.name);
  }

  /** Fields from the address; what it does not name gets the value of the page. */
  readAddress() {
    const asked = new URLSearchParams(location.search);
    this.strange = [];
    this.comparing?.read(asked);
    for (const field of this.fields()) {
      const value = asked.get(field.name) ?? ("copied" in field.dataset ? asked.get(field.name.slice(0, -2)) : null);
      if (field.type === "checkbox") field.checked = value === null ? field.defaultChecked : value === "yes";
      else if (value === null) {
        if (field.options) [...field.options].forEach((option) => (option.selected = option.defaultSelected));
        else field.value = field.defaultValue;
      } else if (!field.options || [...field.options].some((option) => option.value === value)) field.value = value;
      else this.strange.push(value.slice(0, 80));
      // What an answer depends on is in sight, and printed.
      if (value !== null && textOf(field) !== initial(field)) field.closest("details.group")?.setAttribute("open", "");
    }
  }

  address() {
    const url = new URL(location.href);
    url.search = url.hash = "";
    for (const field of this.fields()) {
      // A pasted text is too long for an address.
      const text = textOf(field).trim();
      if (field.closest("[hidden]") || field.localName === "textarea" || !text) continue;
      url.searchParams.set(field.name, text.replace(/[,\s]/g, ""));
    }
    this.comparing?.write(url.searchParams);
    return url.href;
  }

  /** The texts of one set-up by key: fields of set-up B end in _b, others belong to both. */
  given(letter) {
    const found = {};
    for (const field of this.fields()) {
      if (!field.name.endsWith("_b")) found[field.name] = textOf(field);
    }
    if (letter === "b") {
      for (const field of this.fields()) {
        if (field.name.endsWith("_b")) found[field.name.slice(0, -2)] = textOf(field);
      }
    }
    return found;
  }

  // ---- Showing --------------------------------------------------------------------------------

  async update({ keepAddress = false } = {}) {
    if (!this.engine && !(await this.load().then(() => true, (error) => this.refuse(error)))) return;
    const { engine } = this;
    this.comparing?.arrange();
    for (const part of this.querySelectorAll("[data-own]")) {
      const choice = this.form.elements[part.dataset.own];
      part.hidden = choice.value !== engine.calculator.patterns[part.dataset.is ?? "own"];
    }
    for (const part of this.querySelectorAll("[data-when]")) {
      const [key, ...values] = part.dataset.when.split(" ");
      part.hidden = ![key, `${key}_b`].some((name) => values.includes(this.form.elements[name]?.value));
    }
    const page = this.querySelector("[data-page]");
    if (page) page.href = `${page.href.split("?")[0]}?${new URLSearchParams(new FormData(this.form))}`;
    const preparing = engine.prepare(this.given("a"), this.given("b"));
    if (preparing) await preparing;
    const a = engine.readSetup(this.given("a")), b = engine.readSetup(this.given("b"), "b");
    // A field of set-up B bears its own name; what is wrong with a field of both is said once.
    for (const problem of b.problems) if (this.form.elements[`${problem.key}_b`]) problem.key += "_b";
    const problems = [...a.problems, ...b.problems];
    this.complain(problems);
    if (problems.length) return;
    try {
      this.show(a, b);
    } catch (error) {
      if (!(error instanceof this.NotFinite)) throw error;
      this.complain([{ key: "", text: error.message }]);
      return;
    }
    if (!keepAddress && !("lazy" in this.dataset)) this.keepAddress();
  }

  /** The address follows when nobody has typed for a moment: a page that gets another one styles all its links anew. */
  keepAddress() {
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => history.replaceState(null, "", this.address()), 200);
  }

  /** Nothing can be worked out: no answer stays that does not belong to what the form says, and a reader is told why. */
  refuse(error) {
    console.error(error);
    for (const part of this.querySelectorAll("[data-results]")) part.hidden = true;
    this.say("What works out the answer did not arrive: is there a connection? The next change of a field tries again.");
    return false;
  }

  /** One sentence above the form, about no field of it; an empty one takes it away. */
  say(sentence) {
    const summary = this.querySelector("[data-problem]");
    if (!summary) return;
    summary.textContent = sentence;
    summary.hidden = !sentence;
  }

  /** Says what is wrong where it is wrong; no number stays that does not belong to what the form says. */
  complain(problems) {
    const byKey = new Map();
    const noted = new Set(problems.filter(({ note }) => note).map(({ key }) => key));
    // What both set-ups share is said once.
    for (const { key, text } of problems) byKey.set(key, (byKey.get(key) ?? new Set()).add(text));
    for (const field of this.fields()) {
      const text = [...(byKey.get(field.name) ?? [])].join("; ");
      const place = document.getElementById(field.getAttribute("aria-describedby") ?? "");
      if (!place) continue;
      place.textContent = text;
      place.hidden = !text;
      field.toggleAttribute("aria-invalid", Boolean(text));
      place.classList.toggle("problem", !noted.has(field.name));
      if (!text) continue;
      if (noted.has(field.name)) field.removeAttribute("aria-invalid");
      else field.setAttribute("aria-invalid", "true");
      field.closest("details")?.setAttribute("open", "");
    }
    for (const part of this.querySelectorAll("[data-results]")) part.hidden = problems.length > 0;
    const strange = this.strange?.length ? `The address asks for “${this.strange.join("”, “")}”, which is not in the catalogue; the page’s own values are used.` : "";
    this.say(strange);
    this.strange = [];
  }

  show(a, b) {
    const { engine } = this, result = engine.results(a, b);
    this.latest = { a, b, result };
    this.showWords(result.said);
    this.showNumbers(result);
    this.showCompared(a, b, result);
    this.draw?.(this, engine, result);
    // What the buttons copy, equations and the long table follow when the answer is painted.
    this.ranking ??= painted().then(() => {
      this.ranking = null;
      this.showCopied();
      this.showEquations(this.latest.result.a);
      this.showRanking(this.latest.a);
    });
  }

  /** What the buttons copy: the set-up as a link, and what comes of it in words. */
  showCopied() {
    const box = this.querySelector(".copy");
    if (!box) return;
    const title = [document.querySelector("h1").textContent, this.form.elements.model?.selectedOptions?.[0]?.textContent];
    const text = this.querySelector(".verdict")?.textContent.replaceAll("\u00a0", " ") ?? "";
    Object.assign(box.dataset, { link: this.address(), title: title.filter(Boolean).join(": "), text });
  }

  showWords(said) {
    for (const place of this.querySelectorAll("[data-words]")) {
      const texts = place.dataset.words.split(" ").map((name) => said[name[0]][name.slice(2)]);
      const text = [...new Set(texts.filter(Boolean))].join(" ");
      write(place, place.matches(SENTENCES) ? this.engine.show.tied(text) : text);
      if (place instanceof HTMLElement) place.hidden = !text;
    }
  }

  showNumbers(both) {
    const { show, calculator } = this.engine;
    for (const place of this.querySelectorAll("[data-number]")) {
      const values = both[place.dataset.of ?? "a"], names = place.dataset.number.split(" "), quantity = calculator.quantities[names[0]];
      const [low, high] = names.map((name) => values[name]), binary = "binary" in place.dataset;
      if (high !== undefined) write(place, show.rangeText(low, high, quantity, binary));
      else write(place, binary ? show.binaryText(low, quantity) : show.text(low, quantity));
    }
    for (const line of this.querySelectorAll("[data-shown]")) {
      const letters = line.closest("[data-comparison]") ? ["a", "b"] : ["a"];
      line.hidden = !letters.some((letter) => both[letter][line.dataset.shown]);
    }
  }

  /** Which inputs the set-ups do not share, one beside the other. */
  showCompared(a, b, { differs }) {
    const table = this.querySelector("[data-comparison]");
    if (!table) return;
    table.hidden = !Object.values(differs).some(Boolean);
    for (const row of table.querySelectorAll("[data-compared]")) {
      const key = row.dataset.compared;
      row.hidden = !differs[key];
      [a, b].forEach((setup, place) => write(row.cells[place + 1], this.engine.inputText(setup, key)));
    }
  }

  showEquations(values) {
    for (const place of this.querySelectorAll("[data-math]")) {
      const [name, side] = place.dataset.math.split(" "), formula = this.engine.formulas[name];
      // What is not known has no numbers; what is the same for every input stays as it is.
      const known = this.engine.isKnown(formula, values);
      if (place.closest("details:not([open])")) continue;
      if (side === "numbers") place.hidden = !known;
      if (!known || !formula[side]) continue;
      const trees = formula[side](...formula.parameters.map((parameter) => values[parameter]));
      this.setEquation(place.querySelector("math"), trees, this.engine.show.inEquation);
    }
  }

  showRanking(setup) {
    const body = this.querySelector("[data-ranking]");
    if (!body) return;
    const { show, calculator } = this.engine, { first, none } = calculator.ranking;
    const lines = new Map([...body.rows].map((row) => [row.dataset.row, row]));
    const ranked = this.engine.rank(setup), sorted = ranked.map(({ record }) => lines.get(record.id));
    const fill = ({ values }, place) => {
      const row = sorted[place], holds = Boolean(values[first]), poor = values[first] === null ? show.unknown : none;
      row.classList.toggle("no", !holds);
      row.querySelectorAll("[data-cell]").forEach((cell, place) => {
        const step = cell.dataset.cell, { yes } = cell.dataset;
        if (!holds) write(cell, place ? "" : poor);
        else if (yes) write(cell, values[step] ? yes : "–");
        else write(cell, show.text(values[step], calculator.quantities[step]));
      });
      const meter = row.querySelector("[data-meter]");
      meter?.setAttribute("width", holds ? (values[meter.dataset.meter] * 100).toFixed(1) : "0");
    };
    // Rows that are not shown are filled when they are.
    const shown = "whole" in body.dataset ? ranked.length : SHORT;
    ranked.slice(0, shown).forEach(fill);
    this.showRest = () => ranked.slice(shown).forEach((row, place) => fill(row, shown + place));
    if (sorted.some((row, place) => row !== body.rows[place])) body.append(...sorted);
  }
}

customElements.define("live-calculator", LiveCalculator);
