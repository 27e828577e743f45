// Sorts and sifts the tables of records. Without it they stand in the order in which they were written, whole.
// Every head says by `data-sort` what it sorts, every cell by `data-value` what it counts as, every row by
// `data-of` whose it is. What is not known comes last in both directions.

// On a phone a row is one line, with the cells of class `now`, until it is opened.

const DEFAULT = { name: "ascending" };
const phone = matchMedia("(max-width: 48rem)");

class Table {
  constructor(root) {
    this.root = root;
    this.body = root.querySelector("tbody");
    this.heads = [...root.querySelectorAll("thead th")];
    this.form = root.querySelector("form");
    this.first = this.heads.flatMap((head, column) => (head.matches(".now") ? [column] : []));
    this.start = { sort: root.dataset.sortable, direction: "descending", only: "" };
    for (const head of this.heads) this.makeButton(head);
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.elements.sort.addEventListener("change", () => this.sort(this.form.elements.sort.value));
    this.form.elements.only.addEventListener("change", () => this.show({ ...this.state, only: this.form.elements.only.value }));
    this.show(this.fromAddress(), { silent: true });
    this.body.addEventListener("click", (event) => {
      if (phone.matches && !event.target.closest("a")) this.open(event.target.closest("tr"));
    });
    const fold = () => phone.matches && this.fold();
    phone.addEventListener("change", fold);
    fold();
  }

  /** Gives every row the button that opens it, once. */
  fold() {
    for (const row of this.body.querySelectorAll("tr:not(:has(button))")) {
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-expanded", "false");
      button.setAttribute("aria-label", `All of ${row.cells[0].dataset.value}`);
      row.cells[0].append(button);
    }
  }

  open(row) {
    row.querySelector("button").setAttribute("aria-expanded", String(row.classList.toggle("open")));
  }

  /** A phone shows in the last of its columns what the rows are sorted by, unless it stands there already. */
  bring(column) {
    const now = column && !this.first.includes(column) ? [this.first[0], column] : this.first;
    for (const place of this.first.concat(this.brought ?? [])) this.mark(place, now.includes(place));
    for (const place of now) this.mark(place, true);
    this.brought = now;
  }

  mark(column, now) {
    if (this.heads[column].classList.contains("now") === now) return;
    for (const row of [this.heads[0].parentElement, ...this.body.rows]) row.cells[column].classList.toggle("now", now);
  }

  makeButton(head) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => this.sort(head.dataset.sort, true));
    head.append(button);
  }

  /** The state in the address, as far as the table knows its words. */
  fromAddress() {
    const asked = new URLSearchParams(location.search), state = { ...this.start };
    const [, minus, sort] = (asked.get("sort") ?? "").match(/^(-?)(.*)$/);
    if (this.heads.some((head) => head.dataset.sort === sort)) {
      Object.assign(state, { sort, direction: minus ? "descending" : "ascending" });
    }
    const only = asked.get("only") ?? "";
    if ([...this.form.elements.only.options].some((option) => option.value === only)) state.only = only;
    return state;
  }

  sort(key, turn = false) {
    const first = DEFAULT[key] ?? "descending", other = first === "ascending" ? "descending" : "ascending";
    const same = key === this.state.sort;
    const direction = same && turn ? (this.state.direction === first ? other : first) : first;
    this.show({ ...this.state, sort: key, direction });
  }

  show(state, { silent = false } = {}) {
    this.state = state;
    const column = this.heads.findIndex((head) => head.dataset.sort === state.sort);
    const sign = state.direction === "ascending" ? 1 : -1;
    const text = (row) => row.cells[column].dataset.value;
    const compare = (a, b) => {
      const [left, right] = [text(a), text(b)];
      if (left === undefined || right === undefined) return (left === undefined) - (right === undefined);
      return sign * (state.sort === "name" ? left.localeCompare(right, "en", { numeric: true }) : Number(left) - Number(right));
    };
    const rows = [...this.body.rows].sort(compare);
    let shown = 0;
    for (const row of rows) {
      row.hidden = Boolean(state.only) && row.dataset.of !== state.only;
      shown += !row.hidden;
    }
    this.body.append(...rows);
    this.bring(column);
    for (const head of this.heads) {
      if (head.dataset.sort === state.sort) head.setAttribute("aria-sort", state.direction);
      else head.removeAttribute("aria-sort");
    }
    this.form.elements.sort.value = state.sort;
    this.form.elements.only.value = state.only;
    const name = this.form.elements.sort.selectedOptions[0].textContent, order = state.sort === "name" ? ["A to Z", "Z to A"] : ["smallest first", "largest first"];
    const said = `${shown} of ${rows.length} ${this.root.dataset.of}, by ${name[0].toLowerCase()}${name.slice(1)}, ${order[Number(sign < 0)]}`;
    this.form.querySelector("[role=status]").textContent = said;
    if (!silent) this.remember(state);
  }

  remember({ sort, direction, only }) {
    const url = new URL(location.href);
    url.search = "";
    if (only) url.searchParams.set("only", only);
    if (sort !== this.start.sort || direction !== this.start.direction) {
      url.searchParams.set("sort", `${direction === "descending" ? "-" : ""}${sort}`);
    }
    history.replaceState(null, "", url.href);
  }
}

/** Not every browser opens what holds the place that an address leads to. */
function reveal() {
  const place = location.hash && document.getElementById(location.hash.slice(1))?.closest("details:not([open])");
  if (place) place.open = true;
}

for (const root of document.querySelectorAll("[data-sortable]")) new Table(root);
addEventListener("hashchange", reveal);
reveal();
delete document.documentElement.dataset.asked; // what it asked for is shown
