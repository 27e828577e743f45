/* Spelling: how many edits lie between two words. */

const rows = [new Uint8Array(130), new Uint8Array(130), new Uint8Array(130)];
const LONGEST = 128;

/**
 * Damerau-Levenshtein distance (insert, delete, replace, swap two neighbours: one edit each; no character is
 * edited twice), or max + 1 if it is more than `max`. With `open`, the distance from `a` to the nearest
 * beginning of `b`.
 */
export function distance(a, b, max, open = false) {
  const n = a.length, m = open ? Math.min(b.length, a.length + max) : b.length;
  if (n > LONGEST || m > LONGEST || n - m > max || (!open && m - n > max)) return max + 1;
  let [before, last, now] = rows;
  for (let j = 0; j <= m; j++) last[j] = j;
  for (let i = 1; i <= n; i++) {
    const from = Math.max(1, i - max), to = Math.min(m, i + max), c = a.charCodeAt(i - 1);
    let best = (now[0] = i);
    /* Only the band of cells within `max` of the diagonal is filled; its neighbours count as out of reach. */
    if (from > 1) now[from - 1] = max + 1;
    for (let j = from; j <= to; j++) {
      const d = b.charCodeAt(j - 1);
      let cost = last[j - 1] + (c === d ? 0 : 1);
      if (last[j] + 1 < cost) cost = last[j] + 1;
      if (now[j - 1] + 1 < cost) cost = now[j - 1] + 1;
      if (i > 1 && j > 1 && c === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === d && before[j - 2] + 1 < cost) cost = before[j - 2] + 1;
      now[j] = cost;
      if (cost < best) best = cost;
    }
    if (to < m) now[to + 1] = max + 1;
    if (best > max) return max + 1;
    [before, last, now] = [last, now, before];
  }
  let result = last[m];
  if (open) for (let j = Math.max(0, n - max); j < m; j++) if (last[j] < result) result = last[j];
  return Math.min(result, max + 1);
}

/** Which letters a word has, one bit each; everything else shares bits by code. */
export function letters(word) {
  let mask = 0;
  for (let i = 0; i < word.length; i++) {
    const code = word.charCodeAt(i);
    mask |= code >= 97 && code <= 122 ? 1 << (code - 97) : 1 << (26 + (code % 5));
  }
  return mask;
}

function bits(n) {
  n -= (n >>> 1) & 0x55555555;
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return (((n + (n >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** Whether `max` edits could suffice, judged by letters alone: each edit brings and takes at most one. */
export function possible(a, b, max) {
  return bits(a & ~b) <= max && bits(b & ~a) <= max;
}

/** Edits a word may hold and still count as meant: none below four characters, then one, two from eight. */
export function allowance(length) {
  return length >= 8 ? 2 : length >= 4 ? 1 : 0;
}

/** The same for a word whose digits do not count: H100 is no slip for A100. */
export const allowed = (word) => allowance(word.length - digits(word).length);

/** The digits of a word: a wrong digit is another thing, not a slip of spelling. */
export function digits(word) {
  return word.replace(/[^0-9]+/g, "");
}
