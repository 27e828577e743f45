/* The last rank: terms whose questions and definitions hold the words of the query. Opens the shards it needs. */

import { forms, keyOf, wordsOf } from "./fold.js";
import { AMBIGUOUS, HIDDEN, beginning, vocabulary, withKey } from "./names.js";
import { similarWords } from "./rank.js";

const MOST = 6, MOST_WORDS = 24;
const AT_LEAST = 0.3; // share of the weight of the known words that a term must hold
const NEAR_BEST = 0.4; // share of the best term's weight
/* What a word is worth where it stands: a name that the query holds whole says more than a word of one. */
const BOTH = 1.05, QUESTION = 1, WHOLE_NAME = 0.98, NAME = 0.9, DEFINITION = 0.85, HIDDEN_NAME = 0.6;
/* A name that stands in the query as such is most likely what it is about, whatever else it says. */
const SPOKEN = 1, SPOKEN_HIDDEN = 0.9, LONGEST_NAME = 6;
/* A word of no name is seldom what a query is about. */
const NO_NAME = 0.6;
const BESIDE = 0.7; // times what it is worth in a name, where the name only helps out a text that lacks it

/** A word in both numbers. */
const numbers = (word) => [word, ...forms(word)];

/** Whether what `byWords` would open is here already. */
export function wordsAtHand(files, query) {
  return query.content.every((word) => [word, ...(query.parts.get(word) ?? [])].flatMap(numbers).every((w) => files.words.has(w)));
}

/**
 * [{term, part}…], best first; part 0 is the definition, n the nth question, -1 the names alone.
 * A word weighs the more, the fewer texts hold it. `without` are terms shown already; `all` asks for all words.
 */
export async function byWords(files, names, query, { without, all }) {
  const said = await taken(files, names, query), content = new Set(query.content);
  const words = [...new Set(said.filter((word) => content.has(word) || (!query.words.includes(word) && word.length > 1 && !names.stop.has(word))))].slice(0, MOST_WORDS);
  const meant = await Promise.all(words.map((word, i) => meaning(files, names, word, i === words.length - 1)));
  const holders = meant.map((one) => one.documents), named = termsNamed(names, meant.map((one) => one.names));
  /* A word nobody knows tells nothing: a pasted message is full of them. */
  const weights = holders.map((docs, i) => {
    const rare = docs.size || named[i].size ? Math.log(1 + files.documents / Math.max(1, docs.size)) : 0;
    return named[i].size ? rare : NO_NAME * rare;
  });
  /* A word that no text and no name holds as one may still be a whole name, run together. */
  const spoken = termsSpoken(names, said, new Map(words.map((word, i) => [word, weights[i] || Math.log(1 + files.documents)])));
  const total = weights.reduce((a, b) => a + b, 0);

  const texts = new Map();
  holders.forEach((docs, i) => docs.forEach((d) => texts.set(d, (texts.get(d) ?? 0) | (1 << i))));
  const best = new Map();
  const consider = (term, part, mask) => {
    if (without.has(term)) return;
    let score = 0, held = 0, count = 0;
    for (let i = 0; i < words.length; i++) {
      const inName = named[i].get(term) ?? 0, inText = mask & (1 << i) ? (part > 0 ? QUESTION : DEFINITION) : 0;
      if (!inName && !inText) continue;
      held += weights[i];
      count++;
      score += weights[i] * (inText === QUESTION && inName >= NAME ? BOTH : inText || inName * (part < 0 ? 1 : BESIDE));
    }
    if (all ? count < words.length : held < AT_LEAST * total && !spoken.has(term)) return;
    score += spoken.get(term) ?? 0;
    const other = best.get(term);
    if (!other || score > other.score) best.set(term, { term, part, score });
  };
  for (const term of spoken.keys()) consider(term, -1, 0);
  for (const terms of named) for (const term of terms.keys()) consider(term, -1, 0);
  for (const [d, mask] of texts) consider(Math.floor(d / files.stride), d % files.stride, mask);

  const found = [...best.values()].sort((a, b) => b.score - a.score || a.term - b.term).slice(0, MOST);
  return found.filter((one) => one.score >= NEAR_BEST * found[0].score);
}

/** The words of the query, in order; one that nothing knows as it stands is taken apart. */
async function taken(files, names, query) {
  const known = vocabulary(names).holders;
  const words = await Promise.all(query.words.map(async (word) => {
    const parts = query.parts.get(word);
    if (!parts || numbers(word).some((w) => known.has(w))) return [word];
    const texts = await Promise.all(numbers(word).map((w) => documents(files, w, false)));
    return texts.some((list) => list.length) ? [word] : parts;
  }));
  return words.flat();
}

/** The documents and the names that hold a word; the word as it was meant, if nothing has it as written. */
async function meaning(files, names, word, last) {
  const known = vocabulary(names);
  const look = async (words, extend) => ({
    documents: new Set((await Promise.all(words.map((w) => documents(files, w, extend)))).flat()),
    names: new Set(words.flatMap((w) => known.holders.get(w) ?? [])),
  });
  let found = await look(numbers(word), false);
  if (!found.documents.size && last && word.length > 2) found = { ...found, documents: (await look([word], true)).documents };
  if (!found.documents.size && !found.names.size) {
    found = await look([...similarWords(known, word, false)].filter(([, d]) => d === 1).map(([w]) => w), false);
  }
  return found;
}

/** Terms that the query calls by a name, word after word, with what the name's words weigh more for it. */
function termsSpoken(names, words, weights) {
  const found = new Map();
  for (let from = 0; from < words.length; from++) {
    for (let to = from + 1; to <= Math.min(words.length, from + LONGEST_NAME); to++) {
      const said = words.slice(from, to), weight = said.reduce((sum, word) => sum + (weights.get(word) ?? 0), 0);
      const keys = [keyOf(said), ...forms(said[said.length - 1]).map((form) => keyOf([...said.slice(0, -1), form]))];
      for (const n of weight ? keys.flatMap((k) => withKey(names, k)) : []) {
        if (names.kind[n] === AMBIGUOUS) continue;
        const more = weight * (names.kind[n] === HIDDEN ? SPOKEN_HIDDEN : SPOKEN), term = names.term[n];
        if (more > (found.get(term) ?? 0)) found.set(term, more);
      }
    }
  }
  return found;
}

/** For each word, the terms whose names hold it, with what it is worth there. */
function termsNamed(names, lists) {
  const held = new Map();
  for (const list of lists) for (const n of list) held.set(n, (held.get(n) ?? 0) + 1);
  const worth = (n) => (held.get(n) >= wordsOf(names.text[n]).length ? WHOLE_NAME : names.kind[n] === HIDDEN ? HIDDEN_NAME : NAME);
  return lists.map((list) => {
    const terms = new Map();
    for (const n of list) terms.set(names.term[n], Math.max(worth(n), terms.get(names.term[n]) ?? 0));
    return terms;
  });
}

/** Numbers of the documents that hold a word, or one that begins with it. A row is the word and steps. */
async function documents(files, word, extend) {
  const found = [];
  for (const row of beginning(await files.words.open(word), extend ? word : word + " ")) {
    let d = 0;
    for (const step of row.split(" ").slice(1)) found.push((d += Number(step)));
  }
  return found;
}
