// Which vendor's words a reader knows: chosen once, shown first on every entry.

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

/** On an entry: the words of one vendor, or of all. */
class VendorSwitch extends HTMLElement {
  static remember = remember; // for the table of all words

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

customElements.define("vendor-switch", VendorSwitch);
