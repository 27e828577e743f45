/* Which terms a query means, best first. The order of this file is the order of the hits:
   exact name, the same in the other number, beginning, all words, spelling; words of texts are in words.js. */

import { wordsOf, forms, keyOf, keyOfName, partsOf } from "./fold.js";
import { ABBREVIATION, BEHIND, HEADWORD, HIDDEN, beginning, nameOf, vocabulary, withBeginning, withKey } from "./names.js";
import { allowance, allowed, digits, distance, letters, possible } from "./distance.js";

export const LIMIT = 10;
/** Spelling is only tried when fewer terms than this were found without it. */
const FEW = 3;
const LONGEST_QUERY = 200, MOST_WORDS = 15;

export const EXACT = "exact", NUMBER = "number", BEGINNING = "beginning", WORDS = "words", NAMES = "names", SPELLING = "spelling";

/** Words between things that are compared. */
const BETWEEN = new Set(["vs", "versus", "or", "and"]);

/**
 * What was typed: its words and key; `core` without the words that only put the question, `content` what texts can
 * hold, `parts` what a word that nobody knows may be made of.
 */
export function readQuery(names, text) {
  const read = text.slice(0, LONGEST_QUERY), words = wordsOf(read).slice(0, MOST_WORDS);
  let from = 0, to = words.length;
  while (from < to && names.stop.has(words[from])) from++;
  while (to > from && names.stop.has(words[to - 1])) to--;
  return { text: text.trim(), words, key: keyOf(words), core: words.slice(from, to), content: words.filter((w) => w.length > 1 && !names.stop.has(w)), parts: partsOf(read) };
}

/** Terms that names lead to, each once, at most LIMIT; `add` takes the candidates of one rank. */
class Ranking {
  constructor(names, without) {
    this.names = names;
    this.taken = new Set(without);
    this.matches = [];
  }

  get full() { return this.matches.length >= LIMIT; }

  add(how, candidates, worth = this.names.weight) {
    if (this.full) return;
    for (const w of Float64Array.from(candidates, worth).sort()) {
      const name = nameOf(w), term = this.names.term[name];
      if (this.taken.has(term)) continue;
      this.taken.add(term);
      this.matches.push({ term, name, how });
      if (this.full) return;
    }
  }
}

/**
 * The senses of an ambiguous name, and the other terms found by their names; `asked` is what they answer: the
 * query, or what is left of it without the words that put the question ("what is a warp"). `found` is false if
 * there is nothing, or only what is spelt differently.
 */
export function rank(names, query) {
  if (!query.words.length) return { senses: [], name: "", matches: [], asked: query, found: false };
  const whole = rankPlain(names, query.text, query.words);
  const compared = whole.sure ? [] : namesCompared(names, query.words);
  if (compared.length) return rankCompared(names, query, compared, whole);
  const found = whole.found || !query.core.length || query.core.length === query.words.length ? whole : rankPlain(names, query.core.join(" "), query.core);
  if (!found.sure && found.ranking.matches.length < FEW) addSpelling(names, found.asked.words, found.ranking);
  found.ranking.add(WORDS, found.unseen);
  return { senses: found.senses, name: found.name, matches: found.ranking.matches, asked: found.asked, found: found.found };
}

/** All that a query sets side by side ("H100 vs A100"), each as {how, list} of its names; [] if one of them is no name. */
function namesCompared(names, words) {
  const sides = [[]];
  for (const word of words) if (BETWEEN.has(word)) sides.push([]); else sides[sides.length - 1].push(word);
  if (sides.length < 2 || sides.some((side) => !side.length)) return [];
  const lists = sides.map((side) => {
    const equal = withKey(names, keyOf(side));
    if (equal.length) return { how: EXACT, list: equal };
    return { how: NUMBER, list: otherNumbers(side).flatMap((other) => withKey(names, other)) };
  });
  return lists.every(({ list }) => list.length) ? lists : [];
}

/** The terms compared, in the order of the query, hidden names last; then what the query found as a whole. */
function rankCompared(names, query, compared, whole) {
  const ranking = new Ranking(names);
  const sides = compared.map(({ how, list }) => ({ how, ...byShown(names, list) }));
  for (const { how, shown } of sides) addByKind(ranking, how, shown);
  for (const { how, hidden } of sides) ranking.add(how, hidden);
  for (const match of [...whole.senses, ...whole.ranking.matches]) {
    if (ranking.full || ranking.taken.has(match.term)) continue;
    ranking.taken.add(match.term);
    ranking.matches.push(match);
  }
  return { senses: [], name: "", matches: ranking.matches, asked: query, found: true };
}

/** All ranks before spelling. `unseen` comes after it; `sure`: a name was hit exactly; `found`: anything was. */
function rankPlain(names, text, words) {
  const k = keyOf(words), others = otherNumbers(words);
  const meant = [k, ...others].map((one) => names.ambiguous.get(one)).find(Boolean);
  const senses = (meant?.senses ?? []).map((term) => ({ term, name: numberOf(names, term, keyOfName(meant.name)), how: EXACT }));
  const ranking = new Ranking(names, meant?.senses);

  const equal = withKey(names, k), inOtherNumber = others.flatMap((other) => withKey(names, other));
  /* A hidden name that differs by its signs is no more than a beginning: "global" is not __global__. */
  const same = equal.filter((n) => names.kind[n] !== HIDDEN || closed(names.text[n]) === closed(text));
  addByKind(ranking, EXACT, same, (n) => names.weight(n) + (names.text[n] === text ? 0 : BEHIND));
  addByKind(ranking, NUMBER, inOtherNumber);
  const begun = byShown(names, withBeginning(names, k));
  ranking.add(BEGINNING, begun.shown);
  const held = ranking.full ? { shown: [], hidden: [], terms: [], titles: [] } : withWords(names, words);
  ranking.add(WORDS, held.shown);
  ranking.add(BEGINNING, begun.hidden);
  ranking.add(NAMES, held.terms, (n) => names.weight(n) + (held.titles[names.term[n]] ? 0 : BEHIND));
  const sure = equal.length + inOtherNumber.length + senses.length > 0;
  return { senses, name: meant?.name ?? "", ranking, unseen: held.hidden, sure, found: senses.length + ranking.matches.length + held.hidden.length > 0, asked: { text, words } };
}

/** Keys that say the query in the other number; one that only adds letters counts as begun by the query. */
function otherNumbers(words) {
  const last = words[words.length - 1];
  return forms(last).filter((form) => !form.startsWith(last)).map((form) => keyOf([...words.slice(0, -1), form]));
}

const closed = (text) => text.toLowerCase().replace(/[\s-]+/g, "");

function addByKind(ranking, how, candidates, worth) {
  const { kind } = ranking.names;
  ranking.add(how, candidates.filter((n) => kind[n] === HEADWORD), worth);
  ranking.add(how, candidates.filter((n) => kind[n] !== HEADWORD && kind[n] !== HIDDEN), worth);
  ranking.add(how, candidates.filter((n) => kind[n] === HIDDEN), worth);
}

/** The name of a term whose key is `k`; the glossary gives every sense of an ambiguous name one. */
function numberOf(names, term, k) {
  let n = names.start[term];
  while (names.key(n) !== k) n++;
  return n;
}

/** Words of names that a word of a query means: itself, its other number, and what it begins if it is the last. */
function meantWords(known, word, last) {
  const found = new Set([word, ...forms(word)].filter((w) => known.holders.has(w)));
  if (last) for (const w of beginning(known.words, word)) found.add(w);
  return found;
}

/** Names apart by whether readers see them: a hidden one that is no exact hit comes after what can be seen. */
function byShown(names, list) {
  return { shown: list.filter((n) => names.kind[n] !== HIDDEN), hidden: list.filter((n) => names.kind[n] === HIDDEN) };
}

/**
 * Names that hold all words in any order, shown and hidden; `terms`: the headwords of terms whose shown names hold
 * them together ("HBM memory"), with `titles` true where headword and abbreviations suffice.
 */
function withWords(names, words) {
  const known = vocabulary(names), all = 2 ** words.length - 1;
  const inName = new Uint16Array(names.count), inTerm = new Uint16Array(names.terms), inTitle = new Uint16Array(names.terms);
  words.forEach((word, i) => {
    for (const w of meantWords(known, word, i === words.length - 1)) {
      for (const n of known.holders.get(w)) {
        inName[n] |= 1 << i;
        if (names.kind[n] !== HIDDEN) inTerm[names.term[n]] |= 1 << i;
        if (names.kind[n] <= ABBREVIATION) inTitle[names.term[n]] |= 1 << i;
      }
    }
  });
  const whole = [], terms = [];
  for (let n = 0; n < names.count; n++) if (inName[n] === all) whole.push(n);
  if (words.length > 1) for (let t = 0; t < names.terms; t++) if (inTerm[t] === all) terms.push(names.start[t]);
  return { ...byShown(names, whole), terms, titles: inTitle.map((bits) => (bits === all ? 1 : 0)) };
}

/** Names one or two slips away, as a whole or word by word: fewer slips first, whole names before words. */
function addSpelling(names, words, found) {
  const known = vocabulary(names), whole = new Map();
  for (const k of [keyOf(words), ...otherNumbers(words)]) {
    const max = Math.min(allowed(k), allowed(keyOf(words)));
    if (!max) continue;
    const mask = letters(k), figures = digits(k);
    for (let n = 0; n < names.count; n++) {
      const other = names.key(n);
      if (Math.abs(other.length - k.length) > max || !possible(mask, known.nameMasks[n], max)) continue;
      if (digits(other) !== figures) continue;
      const d = distance(k, other, max);
      if (d <= max && d < (whole.get(n) ?? 9)) whole.set(n, d);
    }
  }
  const parts = slips(names, known, words);
  for (let edits = 1; edits <= 2; edits++) {
    found.add(SPELLING, [...whole.keys()].filter((n) => whole.get(n) === edits));
    found.add(SPELLING, parts[edits]);
  }
}

/** Names whose words are those of the query with one slip, with two: [[], names, names]. */
function slips(names, known, words) {
  const total = new Uint8Array(names.count), here = new Uint8Array(names.count);
  words.forEach((word, i) => {
    here.fill(9);
    for (const [w, d] of similarWords(known, word, i === words.length - 1)) {
      for (const n of known.holders.get(w)) if (d < here[n]) here[n] = d;
    }
    for (let n = 0; n < names.count; n++) total[n] = Math.min(9, total[n] + here[n]);
  });
  const found = [[], [], []];
  for (let n = 0; n < names.count; n++) if (total[n] === 1 || total[n] === 2) found[total[n]].push(n);
  return found;
}

/** Words of names near a word of the query, with the slips between them; the last one may be unfinished. */
export function similarWords(known, word, last) {
  const near = new Map();
  for (const w of meantWords(known, word, last)) near.set(w, 0);
  const max = allowed(word), mask = letters(word), figures = digits(word);
  if (!max) return near;
  const short = last && word.length > 4 ? Math.min(max, allowance(word.length - 1 - figures.length)) : 0;
  for (let i = 0; i < known.words.length; i++) {
    const w = known.words[i];
    if (near.has(w) || w.length < word.length - max) continue;
    const open = short && w.length > word.length;
    /* The rest of an unfinished word may bring any letters; what was typed must be in it all the same. */
    if (!(open ? possible(mask, mask & known.masks[i], short) : w.length <= word.length + max && possible(mask, known.masks[i], max))) continue;
    if (open ? !digits(w).startsWith(figures) : digits(w) !== figures) continue;
    const most = open ? short : max, d = distance(word, w, most, Boolean(open));
    if (d <= most) near.set(w, d);
  }
  return near;
}

/** For a query that found nothing: the shown names that look most like it, however far. */
export function nearest(names, query, count) {
  const known = vocabulary(names), mask = letters(query.key);
  for (let max = 2; ; max++) {
    const scored = [];
    for (let n = 0; n < names.count; n++) {
      const other = names.key(n);
      if (names.kind[n] === HIDDEN || other.length <= max || !possible(mask, known.nameMasks[n], max)) continue;
      const d = distance(query.key, other, max);
      if (d <= max) scored.push([d, n]);
    }
    if (scored.length < count && max < 4 && max < query.key.length / 2) continue;
    const found = new Ranking(names);
    for (let d = 0; d <= max; d++) found.add(SPELLING, scored.filter((s) => s[0] === d).map((s) => s[1]));
    return found.matches.slice(0, count);
  }
}
