/* The dialog's results as elements. Text becomes text nodes only: nothing found is ever read as HTML. */

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [k, v] of Object.entries(attributes)) made.setAttribute(k, v);
  made.append(...children);
  return made;
}

const pieces = (list) => list.map((piece) => (typeof piece === "string" ? piece : element("mark", {}, piece.mark)));

/** Puts a paragraph under a hit, in the room that was kept for it if some was. */
export function setText(hit, list) {
  const room = hit.querySelector("[data-room]");
  if (room) room.append(...pieces(list));
  else hit.append(element("p", {}, ...pieces(list)));
}

/** Keeps room under a hit for a definition that is under way, so that nothing below moves when it comes. */
export function keepRoom(hit) {
  hit.append(element("p", { "data-room": "" }));
}

/** Gives it up where none came. */
export function giveUpRoom(hit) {
  hit.querySelector("[data-room]:empty")?.remove();
}

/** One option: {href, title, abbreviation, why, text} with title, why and text in pieces. */
function option(id, { href, title, abbreviation, why, text }, first) {
  const head = element("b", {}, ...pieces(title));
  if (abbreviation) head.append(element("i", {}, abbreviation));
  const line = element("span", { class: "l" }, head);
  if (why.length) line.append(element("span", { class: "w" }, ...pieces(why)));
  const made = element("a", { class: first ? "hit first" : "hit", id, role: "option", "aria-selected": "false", tabindex: "-1", href }, line);
  if (text) setText(made, text);
  return made;
}

/** Appends a group of options under its heading, {title, count, more, kind, hits}; returns the options. */
export function drawGroup(list, { title, count, more, kind, hits }) {
  const groups = list.querySelectorAll("[role=group]").length, before = list.querySelectorAll(".hit").length;
  const number = element("span", { class: "c" }, count ?? (more ? `first ${hits.length}` : String(hits.length)));
  const head = element("p", { class: "grp head", role: "presentation", id: `search-group-${groups}` }, title + " ", number);
  const options = hits.map((hit, i) => option(`search-hit-${before + i}`, hit, before + i === 0));
  list.append(element("div", { role: "group", "aria-labelledby": head.id, ...(kind && { class: kind }) }, head, ...options));
  return options;
}
