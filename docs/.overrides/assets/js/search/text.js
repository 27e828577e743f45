/* The second tier: the full text of entries and pages, by Pagefind. `make site` puts it beside the pages; where it
   is missing, the names serve alone. Nothing of it is fetched before the names have answered. */

import { wordsOf } from "./fold.js";

const SHOWN = 5, WORDS_OF_EXCERPT = 22;
/** Pages that are read in search of those to show, at most. */
const MOST_READ = 20;
/** Endings are cut off by Pagefind's stemmer: "faults" is found where "fault" stands. */
const SHORTEST_STEM = 3, LONGEST_ENDING = 3;

export class TextSearch {
  /** `address`: of Pagefind's folder, or null where there is none. */
  constructor(address) {
    this.address = address;
    this.engine = null;
  }

  /** Whether it may answer: it has not failed yet. */
  get there() { return this.address !== null; }

  load() {
    this.engine ??= import(new URL("pagefind.js", this.address)).then(async (engine) => {
      await engine.options({ excerptLength: WORDS_OF_EXCERPT });
      return engine;
    });
    return this.engine;
  }

  /**
   * {hits, more}: the best pages that hold all `words` and are not in `without` (addresses relative to the site's
   * root), each {path, anchor, title, heading, text}, and whether there may be others; null if there is no index.
   * `wanted` is asked before each fetch.
   */
  async find(words, without, wanted) {
    let engine;
    try {
      engine = await this.load();
    } catch {
      this.address = null; // this site was built without the index
      return null;
    }
    if (!wanted()) return null;
    const { results } = await engine.search(words.join(" "));
    const hits = [];
    let next = 0;
    while (next < Math.min(results.length, MOST_READ) && hits.length < SHOWN && wanted()) {
      const pages = await Promise.all(results.slice(next, next + SHOWN).map((result) => result.data()));
      hits.push(...pages.filter((page) => holds(page, words)).map(readPage).filter((page) => !without.has(page.path)));
      next += SHOWN;
    }
    return { hits: hits.slice(0, SHOWN), more: hits.length > SHOWN || (hits.length === SHOWN && next < results.length) };
  }
}

/** Pagefind cuts a word that it does not know until something begins with the rest; too short a rest is no find. */
function holds({ content }, words) {
  const here = wordsOf(content);
  return words.every((word) => {
    const stem = word.slice(0, Math.max(SHORTEST_STEM, word.length - LONGEST_ENDING));
    return here.some((one) => one.startsWith(stem));
  });
}

/** A page of Pagefind's as a hit: the part that holds the words best, by its heading. */
function readPage({ raw_url, meta, excerpt, sub_results }) {
  const part = sub_results.find((one) => one.excerpt === excerpt) ?? sub_results[0];
  const anchor = part?.anchor?.id ?? "", path = raw_url.replace(/^\//, ""), title = meta.title ?? path;
  return { path, anchor, title, heading: anchor && part.title !== title ? part.title : "", text: readExcerpt(part?.excerpt ?? excerpt) };
}

/** HTML of an excerpt as pieces: a string is text, {mark} is found text. Nothing of it is put on the page as HTML. */
function readExcerpt(html) {
  const nodes = new DOMParser().parseFromString(html, "text/html").body.childNodes;
  const pieces = Array.from(nodes).flatMap((node) => {
    if (node.nodeName !== "MARK") return [node.textContent];
    /* Pagefind marks the signs around a word with it. */
    const [, before, word, after] = node.textContent.match(/^([^\p{L}\p{N}_]*)(.*?)([^\p{L}\p{N}_]*)$/su);
    return [before, { mark: word }, after];
  });
  return ["…", ...pieces.filter((piece) => piece !== ""), "…"];
}
