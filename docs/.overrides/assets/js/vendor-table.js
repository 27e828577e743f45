// One vendor alone in the table of all words; entries remember the choice.

const { remember } = customElements.get("vendor-switch"); // page.js comes first

/** The table of all words: one vendor alone, with its notes open, and a filter over everything that is written. */
class VendorTable extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.rows = [...this.querySelectorAll("tr[data-row]")];
    const asked = new URLSearchParams(location.search).get("vendor");
    const options = [...this.form.querySelectorAll("[name=vendor]")]; // `elements.vendor` is no list where there is one
    const known = options.find((one) => one.value.toLowerCase() === asked?.toLowerCase());
    if (known) known.checked = true;
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", () => this.show());
    this.show();
    delete document.documentElement.dataset.asked; // what it asked for is shown
  }

  show() {
    const vendor = this.form.elements.vendor.value;
    const wanted = this.form.elements.filter.value.trim().toLowerCase();
    this.querySelector("table").classList.toggle("single", Boolean(vendor));
    let shown = 0;
    for (const row of this.rows) {
      const has = !vendor || row.querySelector(`td[data-vendor="${CSS.escape(vendor)}"] details`);
      row.hidden = !has || !row.textContent.toLowerCase().includes(wanted);
      shown += !row.hidden;
    }
    for (const cell of this.querySelectorAll("[data-vendor]:is(th, td)")) {
      cell.hidden = Boolean(vendor) && cell.dataset.vendor !== vendor;
      for (const word of cell.querySelectorAll("details")) word.open = Boolean(vendor) && !cell.hidden;
    }
    for (const body of this.querySelectorAll("tbody")) body.hidden = !body.querySelector("tr[data-row]:not([hidden])");
    this.querySelector("[data-count]").value = `${shown} of ${this.rows.length} rows`;
    if (vendor) remember(vendor);
    const address = new URL(location);
    if (vendor) address.searchParams.set("vendor", vendor.toLowerCase());
    else address.searchParams.delete("vendor");
    history.replaceState(null, "", address);
  }
}

customElements.define("vendor-table", VendorTable);
