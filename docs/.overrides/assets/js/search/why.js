/* What a hit shows and why it matched, as pieces: a string is text, {mark} is found text. */

import { allowed, distance } from "./distance.js";
import { forms, keyOf, locate } from "./fold.js";
import { ABBREVIATION, HEADWORD, HIDDEN } from "./names.js";
import { BEGINNING, EXACT, NAMES, NUMBER, SPELLING, WORDS } from "./rank.js";

/** `text` cut into pieces, with the [from, to) places marked; places may touch or overlap. */
function marked(text, places) {
  const pieces = [];
  let done = 0;
  for (const [from, to] of places.sort((a, b) => a[0] - b[0])) {
    const start = Math.max(from, done);
    if (to <= start) continue;
    if (start > done) pieces.push(text.slice(done, start));
    pieces.push({ mark: text.slice(start, to) });
    done = to;
  }
  if (done < text.length) pieces.push(text.slice(done));
  return pieces;
}

/** The beginning of `text` that the folded words cover. */
function markBeginning(text, words) {
  let left = keyOf(words).length, before = "";
  const places = [];
  for (const { word, from, to } of locate(text)) {
    if (left <= 0) break;
    if (before) left -= keyOf([before, word]).length - before.length - word.length; // digits stand apart by one sign
    if (left <= 0) break;
    places.push([from[0], left >= word.length ? to : from[left]]);
    left -= word.length;
    before = word;
  }
  return marked(text, places.length ? [[places[0][0], places[places.length - 1][1]]] : []);
}

/** The words of the query wherever `text` holds them, whole, in the other number, or begun by the last one. */
export function markWords(text, words) {
  const meant = new Set(words.flatMap((word) => [word, ...forms(word)])), last = words[words.length - 1] ?? "";
  const places = [];
  for (const { word, from, to } of locate(text)) {
    const inside = last.length > 2 ? word.indexOf(last) : word.startsWith(last) ? 0 : -1;
    if (meant.has(word)) places.push([from[0], to]);
    else if (last && inside >= 0) places.push([from[inside], from[inside + last.length] ?? to]);
  }
  return marked(text, places);
}

/** The words of `text` that the query misspells; all of it where the words are cut otherwise. */
function markNear(text, words) {
  const near = (word) => words.some((w) => distance(w, word, allowed(w), w === words[words.length - 1]) <= allowed(w));
  const places = locate(text).filter(({ word }) => near(word)).map(({ from, to }) => [from[0], to]);
  return marked(text, places.length ? places : [[0, text.length]]);
}

/** {title, why} of a hit found by name; `asked` is {text, words}. */
export function explain(names, asked, match) {
  const { term, name, how } = match;
  const text = names.text[name], kind = names.kind[name], title = [names.headword(term)];
  const words = asked.words;
  if (kind === HIDDEN) return { title, why: hiddenly(how, asked) };
  const shown = kind === ABBREVIATION && text === names.abbreviation(term);
  switch (how) {
    case EXACT:
    case NUMBER: {
      if (kind === HEADWORD || shown) return { title, why: [kind === HEADWORD ? "Headword" : "Abbreviation", how === EXACT ? ", exact" : ", singular or plural"] };
      return { title, why: ["Also found as ", { mark: text }] };
    }
    case BEGINNING: {
      const found = markBeginning(text, words);
      if (kind === HEADWORD) return { title: found, why: ["Headword begins with ", { mark: asked.text }] };
      return { title, why: shown ? ["Abbreviation begins with ", { mark: asked.text }] : ["Also found as ", ...found] };
    }
    case WORDS: {
      const found = markWords(text, words);
      if (kind === HEADWORD) return { title: found, why: words.length > 1 ? ["Headword has all the words"] : ["Headword has ", { mark: asked.text }] };
      return { title, why: ["Also found as ", ...found] };
    }
    case NAMES:
      return { title: markWords(names.headword(term), words), why: ["Its names have all the words"] };
    case SPELLING:
      return { title, why: ["Spelling close to ", ...markNear(text, words)] };
  }
  throw new Error(`no such rank: ${how}`);
}

/** Hidden names are searched and never shown. */
function hiddenly(how, asked) {
  switch (how) {
    case BEGINNING: return ["Filed under a name that begins with ", { mark: asked.text }];
    case WORDS: return ["Filed under these words"];
    case SPELLING: return ["Spelling close to a name it is filed under"];
    default: return ["Filed under this name"];
  }
}

/** {title, why, text} of a hit found by words; `found` is a question or the definition, or empty. */
export function explainText(names, words, { term, part }, found) {
  const title = names.headword(term);
  if (part > 0) return { title: [title], why: ["Question: ", ...markWords(found, words)] };
  if (part === 0) return { title: [title], why: ["Definition"], text: markWords(found, words) };
  return { title: markWords(title, words), why: ["A name in your words"] };
}
