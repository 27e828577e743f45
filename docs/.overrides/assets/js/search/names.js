/* The names of all terms, read from the files that hooks/termbase/search.py writes, with what look-up needs. */

import { wordsOf, keyOfName, namePath } from "./fold.js";
import { letters } from "./distance.js";

export const FORMAT = 2;
export const HEADWORD = 0, ABBREVIATION = 1, ALIAS = 2, UNLINKED = 3, HIDDEN = 4, AMBIGUOUS = 5;

/* The weight of a name: shown before hidden, then shorter, then by number, which is the order of headwords. All in
   one number, so that many names sort fast; what ranks behind a whole group of others adds BEHIND. */
const BY_LENGTH = 2 ** 24, IF_HIDDEN = 2 ** 40;
export const BEHIND = 2 ** 41;

/** The number of the name that a weight is of. */
export const nameOf = (weight) => weight % BY_LENGTH;

const weightOf = (kind, name, n) => (kind === HIDDEN ? IF_HIDDEN : 0) + Math.min(name.length, 1023) * BY_LENGTH + n;

/**
 * Names are numbered term by term, the headword first; terms come in the order of their headwords. Hidden names are
 * in files of their own and come after all others, see `addHidden`.
 */
export function readNames(file) {
  if (file.format !== FORMAT) throw new Error(`names of format ${file.format}, expected ${FORMAT}`);
  const columns = [file.headwords, file.abbreviations, file.aliases, file.unlinked].map((c) => c.split("\n"));
  const terms = file.headwords ? columns[0].length : 0;
  const more = Array.from(file.ambiguous, () => null), extra = new Map();
  const ambiguous = new Map(file.ambiguous.map(([name, senses], i) => {
    const k = keyOfName(name);
    more[i] = k;
    for (const term of senses) extra.set(term, [...(extra.get(term) ?? []), [name, k]]);
    return [k, { name, senses }];
  }));

  const text = [], keys = [], kind = [], term = [], start = new Int32Array(terms + 1);
  for (let t = 0; t < terms; t++) {
    start[t] = text.length;
    for (let k = HEADWORD; k <= UNLINKED; k++) {
      const line = columns[k][t];
      if (!line) continue;
      for (const name of line.split("\t")) { text.push(name); keys.push(keyOfName(name)); kind.push(k); term.push(t); }
    }
    for (const [name, k] of extra.get(t) ?? []) {
      if (keys.indexOf(k, start[t]) < 0) { text.push(name); keys.push(k); kind.push(AMBIGUOUS); term.push(t); }
    }
  }
  start[terms] = text.length;

  const slugs = file.slugs.split("\n");
  const slug = (t) => slugs[t] || namePath(text[start[t]]);
  const url = (t) => file.urls[slug(t)] ?? file.url[0] + slug(t) + file.url[1];
  const weight = text.map((name, n) => weightOf(kind[n], name, n));
  return {
    count: text.length, terms, text, keys, kind, term, start, weight, ambiguous, slug, url,
    stop: new Set(file.stop.split(" ")),
    headword: (t) => text[start[t]],
    abbreviation: (t) => (start[t] + 1 < start[t + 1] && kind[start[t] + 1] === ABBREVIATION ? text[start[t] + 1] : ""),
  };
}

/** Takes in a file of hidden names; its first line belongs to the term `from`. */
export function addHidden(names, from, file) {
  file.split("\n").forEach((line, i) => {
    if (!line) return;
    for (const name of line.split("\t")) {
      names.weight.push(weightOf(HIDDEN, name, names.count++));
      names.text.push(name);
      names.keys.push(keyOfName(name));
      names.kind.push(HIDDEN);
      names.term.push(from + i);
    }
  });
  shelves.delete(names);
  made.delete(names);
}

const shelves = new WeakMap();

/** Names whose keys share the first sign of `k`, sorted by key: sorted when first asked for, one sign at a time. */
function shelf(names, k) {
  let known = shelves.get(names);
  if (!known) {
    known = new Map();
    for (let n = 0; n < names.count; n++) {
      const sign = names.keys[n][0], list = known.get(sign);
      if (list) list.numbers.push(n); else known.set(sign, { numbers: [n], sorted: false });
    }
    shelves.set(names, known);
  }
  const found = known.get(k[0]);
  if (found && !found.sorted) {
    const { keys } = names;
    found.numbers.sort((a, b) => (keys[a] < keys[b] ? -1 : keys[a] > keys[b] ? 1 : a - b));
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
    if (names.keys[numbers[middle]] < k) low = middle + 1; else high = middle;
  }
  let end = low;
  while (end < numbers.length && names.keys[numbers[end]].startsWith(k)) end++;
  return numbers.slice(low, end);
}

const made = new WeakMap();

/** The single words of all names, sorted, with the names that hold them; made once, when first asked for. */
export function vocabulary(names) {
  let known = made.get(names);
  if (!known) made.set(names, (known = readWords(names)));
  return known;
}

const HUMP = /\p{Ll}\p{Lu}|\p{Lu}\p{Lu}\p{Ll}/u;

/** "FlashAttention" is found under "attention" too, as NVLink under "link". */
function humps(name) {
  return HUMP.test(name) ? wordsOf(name.replace(/(\p{Ll})(\p{Lu})|(\p{Lu})(?=\p{Lu}\p{Ll})/gu, (_, a, b, c) => (c ? c + " " : a + " " + b))) : [];
}

function readWords(names) {
  const holders = new Map();
  for (let n = 0; n < names.count; n++) {
    for (const word of [...wordsOf(names.text[n]), ...humps(names.text[n])]) {
      const list = holders.get(word);
      if (!list) holders.set(word, [n]);
      else if (list[list.length - 1] !== n) list.push(n);
    }
  }
  const words = [...holders.keys()].sort();
  return {
    words, holders,
    masks: Int32Array.from(words, letters),
    nameMasks: Int32Array.from(names.keys, letters),
  };
}

/** The words that begin with `start`. */
export function beginning(words, start) {
  let low = 0, high = words.length;
  while (low < high) { const middle = (low + high) >> 1; if (words[middle] < start) low = middle + 1; else high = middle; }
  let end = low;
  while (end < words.length && words[end].startsWith(start)) end++;
  return words.slice(low, end);
}
