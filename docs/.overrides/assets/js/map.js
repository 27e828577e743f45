// The map of terms: moving it, finding on it, and what the chosen dot is joined to. What it says stands in the page;
// this only moves and marks it. Panzoom is loaded here and nowhere else.
import Panzoom from "./vendor/panzoom-4.6.2.js";

const CLOSE = 1; // pixels a unit: from here on every dot has its name that has room for it
const CLOSER = 1.6; // and from here on every dot
const LEGIBLE = 0.45; // so many at least at the start, that the names of the topics can be read on a phone
const STEP = { animate: !matchMedia("(prefers-reduced-motion: reduce)").matches };

class TermMap extends HTMLElement {
  connectedCallback() {
    this.svg = this.querySelector("svg");
    this.board = this.querySelector("[data-board]");
    this.lines = this.querySelector("[data-near]");
    this.said = this.querySelector("[data-said]");
    this.dots = [...this.querySelectorAll(".dot")];
    this.lines.setAttribute("class", "near-lines");
    this.classList.add("moving");
    this.movement();
    this.keyboard();
    this.finding();
    this.svg.addEventListener("pointerover", (event) => this.chooseFrom(event));
    this.svg.addEventListener("focusin", (event) => this.chooseFrom(event));
    this.svg.addEventListener("pointerleave", () => this.choose(this.fixed ?? null));
    addEventListener("hashchange", () => this.fromAddress());
    this.fromAddress();
  }

  movement() {
    const startScale = Math.max(1, LEGIBLE / this.unit());
    this.panzoom = Panzoom(this.board, { startScale, minScale: 0.6, maxScale: 8, step: 0.4, cursor: "", canvas: true, exclude: [] });
    this.svg.addEventListener("wheel", (event) => {
      if (event.ctrlKey || event.metaKey) this.panzoom.zoomWithWheel(event);
    }, { passive: false });
    this.board.addEventListener("panzoomchange", ({ detail }) => {
      const scale = detail.scale * this.unit();
      this.classList.toggle("close", scale >= CLOSE);
      this.classList.toggle("closer", scale >= CLOSER);
    });
    // A drag that ends on a dot is no click on it.
    let from = null;
    this.svg.addEventListener("pointerdown", (event) => { from = [event.clientX, event.clientY]; }, true);
    this.svg.addEventListener("click", (event) => {
      if (from && Math.hypot(event.clientX - from[0], event.clientY - from[1]) > 6) event.preventDefault();
    }, true);
    this.svg.addEventListener("dragstart", (event) => event.preventDefault());
    this.addEventListener("click", (event) => {
      const way = event.target.closest("[data-zoom]")?.dataset.zoom;
      if (way === "in") this.panzoom.zoomIn(STEP);
      if (way === "out") this.panzoom.zoomOut(STEP);
      if (way === "all") {
        this.panzoom.zoom(1, STEP);
        this.panzoom.pan(0, 0, STEP);
      }
    });
  }

  /** Pixels a unit of the drawing takes before it is moved. */
  unit() {
    return this.svg.getScreenCTM().a;
  }

  /** One stop for the tabulator; from there the arrow keys go to the nearest dot in their direction. */
  keyboard() {
    for (const dot of this.dots) dot.setAttribute("tabindex", "-1");
    this.dots[0]?.setAttribute("tabindex", "0");
    this.svg.addEventListener("keydown", (event) => {
      const dot = event.target.closest(".dot");
      const toward = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (event.key === "+" || event.key === "=") this.panzoom.zoomIn(STEP);
      else if (event.key === "-") this.panzoom.zoomOut(STEP);
      else if (dot && toward) this.focusOn(this.nextTo(dot, toward) ?? dot);
      else return;
      event.preventDefault();
    });
  }

  nextTo(dot, [dx, dy]) {
    const here = at(dot);
    let best = null, least = Infinity;
    for (const other of this.dots) {
      const there = at(other);
      const along = (there.x - here.x) * dx + (there.y - here.y) * dy;
      const aside = Math.abs((there.x - here.x) * dy + (there.y - here.y) * dx);
      if (along > 1 && along + 2 * aside < least) [best, least] = [other, along + 2 * aside];
    }
    return best;
  }

  focusOn(dot) {
    this.intoView(dot);
    this.stopAt(dot);
  }

  stopAt(dot) {
    for (const one of this.dots) one.setAttribute("tabindex", one === dot ? "0" : "-1");
    dot.focus({ preventScroll: true });
  }

  /** Moves the map so that a dot that lies outside of the sheet comes into it. */
  intoView(dot, centred = false) {
    const sheet = this.svg.getBoundingClientRect(), spot = dot.querySelector("circle").getBoundingClientRect();
    const x = spot.left + spot.width / 2, y = spot.top + spot.height / 2;
    if (!centred && x > sheet.left + 40 && x < sheet.right - 40 && y > sheet.top + 40 && y < sheet.bottom - 40) return;
    const unit = this.unit() * this.panzoom.getScale();
    this.panzoom.pan((sheet.left + sheet.width / 2 - x) / unit, (sheet.top + sheet.height / 2 - y) / unit, { relative: true });
  }

  finding() {
    const field = this.querySelector("input"), names = this.querySelector("datalist");
    const named = new Map();
    for (const dot of this.dots) {
      const name = dot.querySelector("title").textContent.split(": ")[0];
      named.set(name.toLowerCase(), dot);
      named.set(dot.querySelector("text").textContent.toLowerCase(), dot);
      names.append(new Option(name));
    }
    field.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const wanted = field.value.trim().toLowerCase();
      const dot = named.get(wanted) ?? named.get([...named.keys()].find((name) => wanted && name.includes(wanted)));
      if (dot) this.show(dot);
      else this.say(`No term is called “${field.value.trim()}”.`);
    });
    field.addEventListener("change", () => { if (named.has(field.value.trim().toLowerCase())) field.form.requestSubmit(); });
  }

  fromAddress() {
    const dot = this.dots.find((one) => `#${one.id}` === location.hash);
    if (dot) this.show(dot);
  }

  show(dot) {
    this.fixed = dot;
    const close = CLOSE / this.unit();
    if (this.panzoom.getScale() < close) this.panzoom.zoom(close * 1.15, { animate: false });
    // Panzoom writes the scale in the next frame; only then can be measured where the dot has gone.
    requestAnimationFrame(() => requestAnimationFrame(() => {
      this.intoView(dot, true);
      this.stopAt(dot);
      this.choose(dot);
    }));
  }

  chooseFrom(event) {
    const dot = event.target.closest?.(".dot");
    if (dot) this.choose(dot);
  }

  /** Marks a dot and all that it is joined to, and says so. */
  choose(dot) {
    for (const one of this.dots) one.classList.remove("near", "here");
    this.classList.toggle("chosen", Boolean(dot));
    this.lines.replaceChildren();
    if (!dot) return;
    const near = dot.dataset.to ? dot.dataset.to.split(" ").map((place) => this.dots[place]) : [];
    dot.classList.add("here");
    for (const other of near) {
      other.classList.add("near");
      const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
      const [from, to] = [at(dot), at(other)];
      for (const [key, value] of Object.entries({ x1: from.x, y1: from.y, x2: to.x, y2: to.y })) line.setAttribute(key, value);
      this.lines.append(line);
    }
    this.say(dot.querySelector("title").textContent);
  }

  say(text) {
    this.said.textContent = text;
  }
}

/** Where a dot stands, in the units of the drawing. */
function at(dot) {
  const circle = dot.querySelector("circle");
  return { x: circle.cx.baseVal.value, y: circle.cy.baseVal.value };
}

customElements.define("term-map", TermMap);
