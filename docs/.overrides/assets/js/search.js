/* The search dialog: combobox and listbox on a native <dialog>. Imported when it is first opened or focused,
   by search-open.js; nothing of it is fetched before. */

import { addHidden, prepareVocabulary, readNames } from "./search/names.js";
import { namePath } from "./search/fold.js";
import { LIMIT, nearest, rank, readQuery } from "./search/rank.js";
import { Shards, readJson } from "./search/shards.js";
import { TextSearch } from "./search/text.js";
import { explain, explainText } from "./search/why.js";
import { byWords, wordsAtHand } from "./search/words.js";
import { drawGroup, giveUpRoom, keepRoom, setText } from "./search/view.js";

/** Texts are searched when names gave fewer hits than this. */
const ENOUGH = 5;
/** Milliseconds without a key before anything but the names is fetched, announced or written to the address. */
const PAUSE = 90, TEXT_AFTER = 250, SAY_AFTER = 400, ADDRESS_AFTER = 250;
/** Milliseconds that a query which came with the page may wait until its answer can be drawn at once and stay where it is. */
const PATIENCE = 1500;
const NEAREST = 5;

const attached = new WeakMap();

const ofPage = () => attach(document.querySelector("dialog.search"));

/** Opens the page's dialog, with `query` in its field if one is given, and answers what stands there. */
export const open = (query) => ofPage().open(query);

/** Fetches the names ahead, for a reader who has reached a search field but not opened it. */
export const prepare = () => ofPage().ready();

/** Goes to the chosen hit, as Enter does. */
export const follow = () => ofPage().follow();

/** Brings a dialog to life, once. */
export function attach(dialog) {
  if (!attached.has(dialog)) attached.set(dialog, new Search(dialog));
  return attached.get(dialog);
}

class Search {
  constructor(dialog) {
    this.dialog = dialog;
    this.input = dialog.querySelector("input[name=q]");
    this.list = dialog.querySelector("[role=listbox]");
    this.status = dialog.querySelector("[role=status]");
    this.names = null;
    this.fetching = null; // the names
    this.filing = null; // the hidden names
    this.filed = false; // whether they are here, or cannot be had
    this.text = new TextSearch(dialog.dataset.text ? new URL(dialog.dataset.text, document.baseURI) : null);
    this.terms = null; // number by address
    this.active = null; // the chosen hit
    this.nothing = false; // whether the list holds advice instead of finds
    this.turn = 0; // counts queries: an answer to an older one is dropped
    this.settled = Promise.resolve();
    this.timers = new Map();
    this.listen();
  }

  listen() {
    this.input.addEventListener("input", () => this.search());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.dialog.addEventListener("keydown", (event) => {
      /* A search field eats the first Escape to empty itself; here Escape always closes. */
      if (event.key === "Escape" && !event.isComposing) { event.preventDefault(); this.dialog.close(); }
    });
    this.dialog.addEventListener("close", () => this.keepAddress(null));
    this.list.addEventListener("pointermove", (event) => {
      const hit = event.pointerType === "mouse" && event.target.closest(".hit");
      if (hit && hit !== this.active) this.select(hit);
    });
    /* Coming back from a hit finds the same search open. */
    this.list.addEventListener("click", () => this.keepAddress(this.input.value));
  }

  open(query) {
    if (query !== undefined) this.input.value = query;
    if (!this.dialog.open) {
      this.dialog.showModal();
      this.input.focus();
      this.input.select();
    }
    return this.search();
  }

  /** Fetches the names once; after a failure the next key tries again. */
  ready() {
    this.fetching ??= this.fetchNames().catch((error) => { this.fetching = null; throw error; });
    return this.fetching;
  }

  async fetchNames() {
    const address = new URL(this.dialog.dataset.names, document.baseURI), file = await readJson(address);
    const shards = (name) => new Shards(name, file[name], address);
    this.files = { stride: file.stride, documents: file.documents, definitions: shards("definitions"), questions: shards("questions"), words: shards("words") };
    this.names = readNames(file);
    this.filing = this.fetchHidden(shards("hidden"));
  }

  /** Hidden names come after the others have begun to answer; without them the others serve alone. */
  async fetchHidden(shards) {
    try {
      for (const [from, lines] of await shards.all()) addHidden(this.names, from, lines);
    } catch { /* unreachable */ }
    this.filed = true;
    setTimeout(() => prepareVocabulary(this.names));
  }

  /** Answers what stands in the field; the promise is kept when all groups are drawn. */
  search() {
    const turn = ++this.turn;
    if (turn > 1) this.dialog.classList.remove("asked");
    this.after("address", ADDRESS_AFTER, () => this.keepAddress(this.input.value));
    this.settled = this.names ? this.answer(turn) : this.ready().then(() => this.answer(turn), () => this.lost(turn));
    return this.settled;
  }

  current(turn) { return turn === this.turn && this.dialog.open; }

  /** Names at once; then, group by group below them, what takes more looking. */
  async answer(turn) {
    if (!this.current(turn)) return;
    const query = readQuery(this.names, this.input.value);
    this.clear();
    if (!query.key) return;
    if (turn === 1) {
      await Promise.race([this.foresee(query), this.pause(turn, PATIENCE)]);
      if (!this.current(turn)) return;
    }
    let named = this.nameGroups(turn, query);
    if (!this.filed) {
      await this.filing;
      if (!this.current(turn)) return;
      this.clear();
      named = this.nameGroups(turn, query);
    }
    await this.group(turn, this.wordGroup(turn, query, named));
    if (!this.current(turn)) return;
    if (!this.list.querySelector(".hit")) this.empty(query);
    await this.group(turn, this.textGroup(turn, query));
    this.dialog.classList.remove("asked"); // what stands below the list moves no more
    if (this.current(turn)) this.after("say", SAY_AFTER, () => this.say());
  }

  /** Fetches what the first hits will show, for a reader who has not typed and would see them move. */
  async foresee(query) {
    await this.filing;
    const { senses, matches } = rank(this.names, query);
    await Promise.all([...senses, ...matches.slice(0, 1)].map(({ term }) => this.files.definitions.open(term).catch(() => null)));
  }

  /** Draws a group that has to be fetched, if the query is still wanted; where it is out of reach, what is shown stays. */
  async group(turn, coming) {
    const found = await coming.catch(() => null);
    if (found?.hits.length && this.current(turn)) this.draw(turn, found);
  }

  /** Draws what the names give, without waiting for anything; returns the terms shown and whether they hold the query. */
  nameGroups(turn, query) {
    const names = this.names, { senses, name, matches, asked, found } = rank(names, query);
    const hits = (list) => list.map((match) => ({ ...this.hit(match.term), ...explain(names, asked, match) }));
    /* Senses are told apart by what they mean, so each comes with its definition. */
    if (senses.length) this.draw(turn, { title: `${name} may mean`, hits: hits(senses).map((one) => ({ ...one, defined: true })) });
    if (matches.length) this.draw(turn, { title: senses.length ? "Other terms" : "Terms", more: matches.length === LIMIT, hits: hits(matches) });
    return { without: new Set([...senses, ...matches].map((match) => match.term)), all: found };
  }

  /** Terms whose questions and definitions hold the words, if the names gave few. */
  async wordGroup(turn, query, named) {
    if (named.without.size >= ENOUGH || query.key.length < 2 || !query.content.length) return null;
    const files = this.files;
    if (!wordsAtHand(files, query) && !(await this.pause(turn))) return null;
    const found = await byWords(files, this.names, query, named);
    const hits = await Promise.all(found.map(async (one) => {
      const shard = one.part > 0 ? files.questions : files.definitions;
      if (one.part >= 0) await shard.open(one.term);
      const entry = one.part >= 0 ? shard.peek(one.term) : "", found = one.part > 0 ? entry[one.part - 1] : entry;
      const hit = this.hit(one.term), place = one.part > 0 ? `#question-${namePath(found)}` : "";
      return { ...hit, href: hit.href + place, ...explainText(this.names, query.content, one, found) };
    }));
    return { title: "By your words", hits };
  }

  /** Pages whose text holds the words, but those that are listed already. */
  async textGroup(turn, query) {
    if (!this.text.there || query.key.length < 2) return null;
    if (!(await this.pause(turn, TEXT_AFTER))) return null;
    const { root } = this.dialog.dataset;
    const listed = [...this.list.querySelectorAll(".hit")].map((hit) => hit.getAttribute("href").slice(root.length).split("#")[0]);
    const words = query.content.length ? query.content : query.words;
    const found = await this.text.find(words, new Set(listed), () => this.current(turn));
    if (!found) return null;
    this.terms ??= new Map(Array.from({ length: this.names.terms }, (_, term) => [this.names.url(term), term]));
    const hits = found.hits.map(({ path, anchor, title, heading, text }) => {
      const term = this.terms.get(path), page = term === undefined ? { href: root + path, abbreviation: "" } : this.hit(term);
      return {
        ...page, term: undefined, href: page.href + (anchor && `#${anchor}`), text,
        title: [term === undefined ? title : this.names.headword(term)], why: heading ? [`Under “${heading}”`] : [],
      };
    });
    return { title: "In the text", more: found.more, kind: "text", hits };
  }

  hit(term) {
    return { term, href: this.dialog.dataset.root + this.names.url(term), abbreviation: this.names.abbreviation(term) };
  }

  /** Appends a group; the first hit of all is chosen and shows its definition, as do those that ask for it. */
  draw(turn, group) {
    const first = !this.list.querySelector(".hit");
    const drawn = drawGroup(this.list, group);
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    if (first) this.select(drawn[0]);
    group.hits.forEach((hit, i) => {
      if (hit.term !== undefined && !hit.text && (hit.defined || (first && i === 0))) this.define(turn, hit.term, drawn[i]);
    });
  }

  async define(turn, term, hit) {
    const { definitions } = this.files;
    if (!definitions.has(term)) {
      keepRoom(hit);
      if (!(await this.pause(turn))) return;
      await definitions.open(term).catch(() => null); // unreachable: the hit serves without it
    }
    const definition = definitions.peek(term);
    if (definition && hit.isConnected) setText(hit, [definition]);
    else giveUpRoom(hit);
  }

  /** Nothing found: what looks most like it, and the way to all names. */
  empty(query) {
    const names = this.names, near = nearest(names, query, NEAREST);
    const hits = near.map((match) => ({ ...this.hit(match.term), ...explain(names, query, match) }));
    const all = { href: this.dialog.dataset.all, title: ["All names, A–Z"], abbreviation: "", why: [] };
    this.draw(this.turn, { title: `No term found for “${query.text}”`, count: "", hits: [...hits, all] });
    this.nothing = true;
  }

  /** The names did not come: say so and lead to the page that lists them. */
  lost(turn) {
    if (!this.current(turn)) return;
    this.dialog.classList.remove("asked");
    this.clear();
    const all = { href: this.dialog.dataset.all, title: ["All names, A–Z"], abbreviation: "", why: [] };
    this.draw(turn, { title: "The names could not be fetched", count: "", hits: [all] });
    this.nothing = true;
    this.say();
  }

  clear() {
    this.list.replaceChildren();
    this.list.hidden = true;
    this.active = null;
    this.nothing = false;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.after("say", SAY_AFTER, () => this.say());
  }

  say() {
    const texts = this.list.querySelectorAll(".text .hit").length, terms = this.list.querySelectorAll(".hit").length - texts;
    const said = this.nothing ? [this.list.querySelector(".grp").textContent.trim()] : terms ? [terms === 1 ? "1 term" : `${terms} terms`] : [];
    if (texts) said.push(texts === 1 ? "1 text" : `${texts} texts`);
    this.status.textContent = said.join(", ");
  }

  select(hit) {
    this.active?.setAttribute("aria-selected", "false");
    this.active = hit;
    hit.setAttribute("aria-selected", "true");
    this.input.setAttribute("aria-activedescendant", hit.id);
  }

  key(event) {
    if (event.isComposing || event.shiftKey || event.altKey) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); this.follow({ ctrlKey: event.ctrlKey, metaKey: event.metaKey }); return; }
    const hits = [...this.list.querySelectorAll(".hit")], at = hits.indexOf(this.active), last = hits.length - 1;
    const next = { ArrowDown: at < last ? at + 1 : 0, ArrowUp: at > 0 ? at - 1 : last, Home: 0, End: last }[event.key];
    if (next === undefined || !hits.length || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.select(hits[next]);
    hits[next].scrollIntoView({ block: "nearest" });
  }

  /** Goes to the chosen hit; a reader who was faster than the answer waits for it. */
  async follow(keys = {}) {
    if (!this.turn) this.search();
    if (!this.filed) await this.ready().then(() => this.filing, () => {}); // a hidden name may hit better
    for (let waited = null; !this.active && waited !== this.settled; ) await (waited = this.settled);
    if (!this.active || !this.dialog.open) return;
    this.active.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ...keys }));
  }

  /** The address holds the query while the dialog is open, so that a search is a link. */
  keepAddress(query) {
    clearTimeout(this.timers.get("address"));
    const address = new URL(location.href);
    if (query) address.searchParams.set("q", query); else address.searchParams.delete("q");
    if (address.href === location.href) return;
    try { history.replaceState(history.state, "", address); } catch { /* too many changes in a short time: the next will do */ }
  }

  after(name, milliseconds, act) {
    clearTimeout(this.timers.get(name));
    this.timers.set(name, setTimeout(act, milliseconds));
  }

  /** Waits a moment; whether the same query is still wanted. */
  async pause(turn, milliseconds = PAUSE) {
    await new Promise((done) => setTimeout(done, milliseconds));
    return this.current(turn);
  }
}
