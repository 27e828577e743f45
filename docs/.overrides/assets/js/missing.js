// On the page for addresses that lead nowhere: the last part of the address goes into the search box as words,
// and the names that come nearest to it are listed.

import { addHidden, readNames } from "./search/names.js";
import { nearest, rank, readQuery } from "./search/rank.js";
import { Shards, readJson } from "./search/shards.js";

const MOST = 5;

/** `/glossary/Warp_schedulr.html` as "Warp schedulr". */
function missingWord(path) {
  const last = path.split("/").filter(Boolean).pop() ?? "";
  let word = last.replace(/\.html?$/, "");
  try {
    word = decodeURIComponent(word);
  } catch {
    // Not an encoding of text: as it stands.
  }
  return word.replace(/[-_+\s]+/g, " ").trim().slice(0, 80);
}

/** The terms that the word may have meant, best first: headword, abbreviation, address, and the definition if it came. */
async function near(word, address) {
  const file = await readJson(address);
  const names = readNames(file);
  for (const [from, lines] of await new Shards("hidden", file.hidden, address).all()) addHidden(names, from, lines);
  const query = readQuery(names, word);
  const { senses, matches } = rank(names, query);
  const found = [...senses, ...matches];
  const terms = (found.length ? found : nearest(names, query, MOST)).slice(0, MOST).map(({ term }) => term);
  const definitions = new Shards("definitions", file.definitions, address);
  await Promise.all(terms.map((term) => definitions.open(term).catch(() => null))); // the headword serves alone
  return terms.map((term) => ({
    headword: names.headword(term),
    abbreviation: names.abbreviation(term),
    definition: definitions.peek(term) ?? "",
    href: new URL(names.url(term), new URL("../../", address)).href, // the file lies in assets/search/
  }));
}

function element(name, ...children) {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}

const box = document.querySelector("[data-missing]");
const word = missingWord(location.pathname);
const dialog = document.querySelector("dialog[data-names]");
if (word) {
  box.dataset.search = word;
  box.querySelector("span").textContent = word;
}
if (word && dialog) {
  const place = document.querySelector("[data-near]");
  for (const { headword, abbreviation, definition, href } of await near(word, new URL(dialog.dataset.names, document.baseURI))) {
    const link = Object.assign(element("a", headword), { href });
    const head = abbreviation ? element("dt", link, " ", element("i", abbreviation)) : element("dt", link);
    place.querySelector("dl").append(element("div", head, element("dd", definition)));
  }
  place.hidden = !place.querySelector("dt");
}
