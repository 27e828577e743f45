// Which vendor's words a reader knows: chosen once, shown first on every entry, and alone in the table of all words.

const KEY = "vendor";

function remembered() {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return ""; // storage is forbidden: the choice holds for this page
  }
}

function remember(vendor) {
  try {
    localStorage.setItem(KEY, vendor);
  } catch {
    // as above
  }
}

/** The table of all words: one vendor alone, with its notes open, and a filter over everything that is written. */
class VendorTable extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.rows = [...this.querySelectorAll("tr[data-row]")];
    for (const tool of this.querySelectorAll("[data-tools]")) tool.hidden = false;
    const asked = new URLSearchParams(location.search).get("vendor");
    const options = [...this.form.elements.vendor];
    const known = options.find((one) => one.value.toLowerCase() === asked?.toLowerCase());
    if (known) known.checked = true;
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", () => this.show());
    this.show();
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

/** On an entry: the words of one vendor, or of all. */
class VendorSwitch extends HTMLElement {
  connectedCallback() {
    this.words = [...this.querySelectorAll("li[data-vendor]")];
    const vendors = [...new Set(this.words.map((one) => one.dataset.vendor))];
    if (vendors.length < 2) return;
    const select = document.createElement("select");
    select.setAttribute("aria-label", "Whose words to show");
    select.append(new Option("all vendors", ""), ...vendors.map((vendor) => new Option(vendor, vendor)));
    if (vendors.includes(remembered())) select.value = remembered();
    select.addEventListener("change", () => { remember(select.value); this.show(select.value); });
    this.prepend(select);
    this.show(select.value);
  }

  show(vendor) {
    for (const word of this.words) word.hidden = Boolean(vendor) && word.dataset.vendor !== vendor;
  }
}

customElements.define("vendor-table", VendorTable);
customElements.define("vendor-switch", VendorSwitch);
