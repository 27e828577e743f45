/* How search compares text. `wordsOf`, `keyOf` and `namePath` do what words_of, key_of and name_path do in
   hooks/termbase; both sides are tested on tests/search/folding.yml. */

const TOKEN = /[\p{L}\p{N}]+(?:[+#]+(?![\p{L}\p{N}]))?/gu;
/* Most names are plain: the same result, several times faster. */
const PLAIN = /^[A-Za-z0-9 -]*$/, PLAIN_TOKEN = /[a-z0-9]+/g, LETTERS_ONLY = /^[A-Za-z -]*[A-Za-z][ -]*$/;
const ASCII = /^[\x20-\x26\x28-\x7e]*$/; // ASCII without the apostrophe
const LETTERS = { "ß": "ss", "ς": "σ" };

function plain(text) {
  return text.normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f'’ʼ]/g, "").replace(/[ßς]/g, (c) => LETTERS[c]);
}

/** The words of a text without case, accents, apostrophes and symbols; `+` and `#` at the end of a word stay. */
export function wordsOf(text) {
  const simple = PLAIN.test(text), low = simple ? text.toLowerCase() : plain(text);
  const words = low.match(simple ? PLAIN_TOKEN : TOKEN);
  if (words) return words;
  const symbols = low.replace(/\s+/g, "");
  return symbols ? [symbols] : [];
}

const digit = (code) => code >= 48 && code <= 57;

/** Folded words run together, because spacing does not matter; digits stay apart (2:4 is not 24). */
export function keyOf(words) {
  let joined = words.length ? words[0] : "";
  for (let i = 1; i < words.length; i++) {
    const apart = digit(joined.charCodeAt(joined.length - 1)) && digit(words[i].charCodeAt(0));
    joined += apart ? "." + words[i] : words[i];
  }
  return joined;
}

/** The key of a name. */
export const keyOfName = (name) => (LETTERS_ONLY.test(name) ? name.toLowerCase().replace(/[ -]+/g, "") : keyOf(wordsOf(name)));

const HUMP = /\p{Ll}\p{Lu}|\p{Lu}\p{Lu}\p{Ll}/u;

/** The words of a text that capitals part, as in cudaMemcpyAsync, or [] if they part none. */
export function humps(text) {
  return HUMP.test(text) ? wordsOf(text.replace(/(\p{Ll})(\p{Lu})|(\p{Lu})(?=\p{Lu}\p{Ll})/gu, (_, a, b, c) => (c ? c + " " : a + " " + b))) : [];
}

const FAMILY = /^(\p{L}{2,})\d/u;

/**
 * What the words of a text can be taken apart into: the parts of cudaMemcpyAsync; without its number, gfx1032 is gfx.
 * A map from the folded word.
 */
export function partsOf(text) {
  const parts = new Map();
  for (const piece of text.match(/[\p{L}\p{N}'’ʼ]+/gu) ?? []) {
    const words = wordsOf(piece), split = humps(piece);
    if (words.length !== 1) continue;
    const family = words[0].match(FAMILY)?.[1];
    if (split.length > 1) parts.set(words[0], split); else if (family) parts.set(words[0], [family]);
  }
  return parts;
}

/** The slug a headword gives by the rule of permalinks; terms that differ travel with theirs. */
export function namePath(headword) {
  return headword.toLowerCase().replaceAll("+", "plus").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}

/** What else a word may be in the other number: singulars of a plural, then plurals of a singular. */
export function forms(word) {
  const found = [], n = word.length;
  if (n < 2 || !/[a-z]/.test(word)) return found;
  if (word.endsWith("s") && !word.endsWith("ss") && n > 2) {
    if (word.endsWith("ies") && n > 4) found.push(word.slice(0, -3) + "y");
    if (word.endsWith("ices") && n > 5) found.push(word.slice(0, -4) + "ix", word.slice(0, -4) + "ex");
    found.push(word.slice(0, -1));
    if (word.endsWith("es") && n > 4) found.push(word.slice(0, -2));
  }
  found.push(word + "es");
  if (!word.endsWith("s")) found.push(word + "s");
  if (word.endsWith("y")) found.push(word.slice(0, -1) + "ies");
  if (/[ie]x$/.test(word)) found.push(word.slice(0, -2) + "ices");
  return found;
}

function plainWithPlaces(text) {
  let low = "", index = 0;
  const from = [];
  for (const character of text) {
    const piece = plain(character);
    for (let i = 0; i < piece.length; i++) from.push(index);
    low += piece;
    index += character.length;
  }
  from.push(text.length);
  return [low, from];
}

/** The folded words of a text with the place of every character: [{word, from: [index…], to: index}…]. */
export function locate(text) {
  const [low, from] = ASCII.test(text) ? [text.toLowerCase(), Array.from({ length: text.length + 1 }, (_, i) => i)] : plainWithPlaces(text);
  const words = [...low.matchAll(TOKEN)];
  if (!words.length && low.trim()) return [{ word: low.replace(/\s+/g, ""), from: [0], to: text.length }];
  return words.map((m) => ({ word: m[0], from: from.slice(m.index, m.index + m[0].length), to: from[m.index + m[0].length] }));
}
