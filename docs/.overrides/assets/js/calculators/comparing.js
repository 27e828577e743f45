// Set-up B: any input may differ from A. The field of B is there while the box of its input is ticked; it is a copy
// of A’s, unless the page has one.

/** Keys of an input and of the fields that belong to it. */
const keysOf = (box) => box.dataset.differs.split(" ");
const partOf = (field) => field.closest("div");

/** What an untouched field holds, as an address writes it. */
function usual(field) {
  if (field.type === "checkbox") return field.defaultChecked ? "yes" : "no";
  if (field.options) return [...field.options].find((option) => option.defaultSelected)?.value ?? field.options[0].value;
  return field.defaultValue.replace(/[,\s]/g, "");
}

export class Comparing {
  constructor(form) {
    this.form = form;
    this.boxes = [...form.querySelectorAll("[data-differs]")];
    this.kept = new Map();
  }

  /** Ticks the boxes of what differs in an address; of what it does not name those that the page ticks. */
  read(asked) {
    const ofA = (key) => asked.get(key) ?? usual(this.form.elements[key]);
    for (const box of this.boxes) {
      const named = keysOf(box).filter((key) => asked.has(`${key}_b`));
      box.checked = named.length ? named.some((key) => asked.get(`${key}_b`) !== ofA(key)) : box.defaultChecked;
    }
    this.arrange();
  }

  /** What an address must say although no field does: that B does not differ where it would by itself. */
  write(address) {
    for (const box of this.boxes) {
      const [key] = keysOf(box), same = address.get(key);
      if (box.defaultChecked && !box.checked && same !== null) address.set(`${key}_b`, same);
    }
  }

  /** Puts fields of B after those of A where a box is ticked, and takes them away where none is. */
  arrange() {
    for (const box of this.boxes) {
      const keys = keysOf(box), { elements } = this.form;
      if (box.checked === Boolean(elements[`${keys[0]}_b`])) continue;
      let last = partOf(elements[keys.at(-1)]);
      for (const key of keys) {
        const part = partOf(elements[key]), name = `${key}_b`;
        part.querySelector("[data-letter]").hidden = !box.checked;
        if (!box.checked) {
          this.kept.set(name, partOf(elements[name]));
          this.kept.get(name).remove();
          continue;
        }
        const own = this.kept.get(name) ?? copy(part, key);
        last.after(own);
        last = own;
      }
    }
  }
}

/** The field of A with what belongs to it, as one of B, with what A holds. */
function copy(part, key) {
  const own = part.cloneNode(true), field = own.querySelector("[name]"), given = part.querySelector("[name]");
  const renamed = (id) => id.replace(/(-problem)?$/, "-b$1");
  for (const one of own.querySelectorAll("[id]")) one.id = renamed(one.id);
  own.querySelector("label").htmlFor = field.id;
  own.querySelector("[data-letter]").textContent = "B: ";
  if (field.hasAttribute("aria-describedby")) field.setAttribute("aria-describedby", `${field.id}-problem`);
  if (own.dataset.own) own.dataset.own += "_b";
  Object.assign(field, { name: `${key}_b`, value: given.value, checked: given.checked });
  field.dataset.copied = "";
  return own;
}
