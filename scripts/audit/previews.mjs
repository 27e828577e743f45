// What three parsers of link previews make of every page of a built site, beside what the site's data says.
//
//   node previews.mjs FOLDER ADDRESS     (the site's folder, and where it is served; ends with a slash)
//
// Prints one JSON object: pages, and complaints. The terms and names come from the published API, so that a page
// is not judged by its own words.

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import metascraper from "metascraper";
import description from "metascraper-description";
import title from "metascraper-title";
import url from "metascraper-url";
import ogs from "open-graph-scraper";
import { unfurl } from "unfurl.js";

const [folder, address] = process.argv.slice(2);
const scrape = metascraper([description(), title(), url()]);

const parsers = {
  "unfurl.js": async ({ at }) => {
    const { open_graph: found } = await unfurl(at);
    return [found?.title, found?.description];
  },
  "open-graph-scraper": async ({ html }) => {
    const { result } = await ogs({ html });
    return [result.ogTitle, result.ogDescription];
  },
  metascraper: async ({ html, at }) => {
    const found = await scrape({ html, url: at });
    return [found.title, found.description];
  },
};

// The definitions that links must show: of every term, of every other name of one, of every name of several.
async function expected() {
  const read = async (path) => JSON.parse(await readFile(join(folder, path), "utf8"));
  const { ambiguous, terms } = await read("api/v1/terms.json");
  const found = new Map(terms.map((term) => [term.slug, term.definition]));
  for (const file of await readdir(join(folder, "api/v1/lookup"))) {
    const name = file.replace(/\.json$/, "");
    if (name.includes("-vs-")) continue; // such a name leads to what tells two terms apart
    const answer = await read(`api/v1/lookup/${file}`);
    if (answer.definition) found.set(name, answer.definition);
  }
  for (const one of ambiguous) found.set(one.name.toLowerCase(), one.definition);
  return found;
}

// Some parsers print typographic quotes.
const plain = (text) => text.replace(/[‘’]/g, "'").replace(/[“”]/g, '"');

async function judge(page) {
  const complaints = [];
  const html = await readFile(join(folder, page, "index.html"), "utf8");
  const definition = wanted.get(page.replace(/\/$/, ""));
  const seen = new Set();
  for (const [parser, parse] of Object.entries(parsers)) {
    try {
      const [heading, text] = await parse({ html, at: address + page });
      if (!heading || !text) complaints.push(`/${page}: ${parser} finds no ${heading ? "description" : "title"}`);
      else if (definition && plain(text) !== plain(definition))
        complaints.push(`/${page}: ${parser} shows "${text}", not "${definition}"`);
      seen.add(plain(`${heading}: ${text}`));
    } catch (error) {
      complaints.push(`/${page}: ${parser}: ${error.message}`);
    }
  }
  if (seen.size > 1) complaints.push(`/${page}: the parsers differ: ${[...seen].join(" | ")}`);
  return complaints;
}

const pages = (await readdir(folder, { recursive: true }))
  .filter((path) => path.endsWith("index.html"))
  .map((path) => path.slice(0, -"index.html".length))
  .sort();
const wanted = await expected();
const complaints = [];
for (let at = 0; at < pages.length; at += 16)
  complaints.push(...(await Promise.all(pages.slice(at, at + 16).map(judge))).flat());
const compared = pages.filter((page) => wanted.has(page.replace(/\/$/, ""))).length;
console.log(JSON.stringify({ pages: pages.length, compared, complaints }));
