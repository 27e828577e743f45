/* The names of all terms, read from the files that hooks/termbase/search.py writes, with what look-up needs. */

import { humps, wordsOf, keyOfName, namePath } from "./fold.js";
import { letters } from "./distance.js";

export const FORMAT = 2;
export const HEADWORD = 0, ABBREVIATION = 1, ALIAS = 2, UNLINKED = 3, HIDDEN = 4, AMBIGUOUS = 5;

/* The weight of a name: shown before hidden, then shorter, then by number, which is the order of headwords. All in
   one number, so that many names sort fast; what ranks behind a whole group of others adds BEHIND. */
const BY_LENGTH = 2 ** 24, IF_HIDDEN = 2 ** 40;
export const BEHIND = 2 ** 41;

/** The number of the name that a weight is of. */
export const nameOf = (weight) => weight % BY_LENGTH;

/**
 * Names are numbered term by term, the headword first; terms come in the order of their headwords. Hidden names are
 * in files of their own and come after all others, see `addHidden`. What is costly is made when first asked for.
 */
export function readNames(file) {
  if (file.format !== FORMAT) throw new Error(`names of format ${file.format}, expected ${FORMAT}`);
  const columns = [file.headwords, file.abbreviations, file.aliases, file.unlinked].map((c) => c.split("\n"));
  const terms = file.headwords ? columns[0].length : 0;
  const text = [], kind = [], term = [], keys = [], start = new Int32Array(terms + 1);
  const key = (n) => (keys[n] ??= keyOfName(text[n]));
  const extra = new Map();
  const ambiguous = new Map(file.ambiguous.map(([name, senses]) => {
    for (const one of senses) extra.set(one, [...(extra.get(one) ?? []), name]);
    return [keyOfName(name), { name, senses }];
  }));
  const add = (name, k, t) => { text.push(name); kind.push(k); term.push(t); };
  for (let t = 0; t < terms; t++) {
    start[t] = text.length;
    for (let k = HEADWORD; k <= UNLINKED; k++) {
      const line = columns[k][t];
      if (line) for (const name of line.split("\t")) add(name, k, t);
    }
    for (const name of extra.get(t) ?? []) {
      let n = start[t];
      while (n < text.length && key(n) !== keyOfName(name)) n++;
      if (n === text.length) add(name, AMBIGUOUS, t);
    }
  }
  start[terms] = text.length;

  const slugs = file.slugs.split("\n");
  const slug = (t) => slugs[t] || namePath(text[start[t]]);
  return {
    terms, text, kind, term, start, ambiguous, key, add,
    get count() { return text.length; },
    weight: (n) => (kind[n] === HIDDEN ? IF_HIDDEN : 0) + Math.min(text[n].length, 1023) * BY_LENGTH + n,
    stop: new Set(file.stop.split(" ")),
    url: (t) => file.urls[slug(t)] ?? file.url[0] + slug(t) + file.url[1],
    headword: (t) => text[start[t]],
    abbreviation: (t) => (start[t] + 1 < start[t + 1] && kind[start[t] + 1] === ABBREVIATION ? text[start[t] + 1] : ""),
  };
}

/** Takes in a file of hidden names; its first line belongs to the term `from`. */
export function addHidden(names, from, file) {
  file.split("\n").forEach((line, i) => {
    if (line) for (const name of line.split("\t")) names.add(name, HIDDEN, from + i);
  });
}

/** What is made of a glossary's names by and by, once for each glossary; `read` counts the names it holds. */
function madeOf(make) {
  const known = new WeakMap();
  return (names) => {
    if (!known.has(names)) known.set(names, make());
    return known.get(names);
  };
}

const shelvesOf = madeOf(() => ({ read: 0, bySign: new Map() }));
const PLAIN_START = /^[A-Za-z0-9]/;

/** Names whose keys share the first sign of `k`, sorted by key: sorted when first asked for, one sign at a time. */
function shelf(names, k) {
  const shelves = shelvesOf(names);
  for (; shelves.read < names.count; shelves.read++) {
    const name = names.text[shelves.read], sign = PLAIN_START.test(name) ? name[0].toLowerCase() : names.key(shelves.read)[0];
    const list = shelves.bySign.get(sign);
    if (list) { list.numbers.push(shelves.read); list.sorted = false; } else shelves.bySign.set(sign, { numbers: [shelves.read], sorted: false });
  }
  const found = shelves.bySign.get(k[0]);
  if (found && !found.sorted) {
    const { key } = names;
    found.numbers.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a - b));
    found.sorted = true;
  }
  return found?.numbers ?? [];
}

/** Names whose keys begin with `k`, in order of keys: those equal to it first. */
export function withBeginning(names, k) {
  const numbers = shelf(names, k);
  let low = 0, high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (names.key(numbers[middle]) < k) low = middle + 1; else high = middle;
  }
  let end = low;
  while (end < numbers.length && names.key(numbers[end]).startsWith(k)) end++;
  return numbers.slice(low, end);
}

/** Names whose key is `k`. */
export function withKey(names, k) {
  const found = withBeginning(names, k), end = found.findIndex((n) => names.key(n) !== k);
  return end < 0 ? found : found.slice(0, end);
}

const vocabularyOf = madeOf(() => ({ read: 0, holders: new Map(), nameMasks: [], words: [], masks: [] }));

/** The single words of all names, sorted, with the names that hold them. */
export function vocabulary(names) {
  const known = vocabularyOf(names);
  readWords(names, known, names.count);
  if (known.words.length !== known.holders.size) {
    known.words = [...known.holders.keys()].sort();
    known.masks = Int32Array.from(known.words, letters);
  }
  return known;
}

/** Names whose words are read at once while nobody waits for them: so few that a key is never kept waiting. */
const AT_ONCE = 250;

/** Makes the vocabulary in small steps, while the reader is still typing. */
export function prepareVocabulary(names) {
  const known = vocabularyOf(names);
  readWords(names, known, Math.min(names.count, known.read + AT_ONCE));
  setTimeout(() => (known.read < names.count ? prepareVocabulary(names) : vocabulary(names)));
}

/** Reads the words of the names up to number `end`. */
function readWords(names, known, end) {
  for (let n = known.read; n < end; n++) {
    /* "FlashAttention" is found under "attention" too, as NVLink under "link". */
    for (const word of [...wordsOf(names.text[n]), ...humps(names.text[n])]) {
      const list = known.holders.get(word);
      if (!list) known.holders.set(word, [n]);
      else if (list[list.length - 1] !== n) list.push(n);
    }
    known.nameMasks.push(letters(names.key(n)));
  }
  known.read = Math.max(known.read, end);
}

/** The words that begin with `start`. */
export function beginning(words, start) {
  let low = 0, high = words.length;
  while (low < high) { const middle = (low + high) >> 1; if (words[middle] < start) low = middle + 1; else high = middle; }
  let end = low;
  while (end < words.length && words[end].startsWith(start)) end++;
  return words.slice(low, end);
}
