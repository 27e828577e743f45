/* Opens and closes the search dialog at once, so that no key is lost, and imports search.js to answer what is
   typed: nothing of the search is fetched before a reader wants it. */

const dialog = document.querySelector("dialog.search");

/* What search.js imports, and the names: asked for together with it, because each would else wait for the last. */
const MODULES = ["distance", "fold", "names", "rank", "shards", "text", "view", "why", "words"];

function load() {
  if (!document.head.querySelector("link[rel=modulepreload]")) {
    for (const name of MODULES) ahead({ rel: "modulepreload", href: new URL(`search/${name}.js`, import.meta.url).href });
    ahead({ rel: "preload", as: "fetch", crossOrigin: "anonymous", href: new URL(dialog.dataset.names, document.baseURI).href });
  }
  return import("./search.js");
}

const ahead = (link) => document.head.append(Object.assign(document.createElement("link"), link));

function open(query, link) {
  const input = dialog.querySelector("input[name=q]");
  if (query) input.value = query;
  dialog.classList.toggle("asked", Boolean(query)); // until it is answered
  if (!dialog.open) dialog.showModal();
  input.focus();
  input.select();
  load().then((search) => dialog.open && search.open(), (error) => {
    if (!link?.href) throw error;
    location.href = link.href;
  });
}

/* Keys without Ctrl disturb readers who dictate, so the dialog lets them be switched off (WCAG 2.1.4). */
function singleKeys(wanted) {
  try {
    if (wanted !== undefined) localStorage.setItem("keys", wanted ? "on" : "off");
    return localStorage.getItem("keys") !== "off";
  } catch {
    return true; // storage is forbidden: no choice is kept
  }
}

if (dialog) {
  const keys = dialog.querySelector("[data-keys]");
  keys.checked = singleKeys();
  keys.addEventListener("change", () => singleKeys(keys.checked));
  dialog.addEventListener("submit", (event) => {
    event.preventDefault(); // Enter goes to the chosen hit, as soon as there is one
    load().then((search) => search.follow());
  });
  addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
    const link = event.target.closest("[data-search]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(link.dataset.search, link);
  });
  addEventListener("focusin", (event) => {
    if (event.target.closest("[data-search]")) load().then((search) => search.prepare()).catch(() => {}); // opening tells
  });
  addEventListener("keydown", (event) => {
    const command = event.ctrlKey || event.metaKey, typing = event.target.closest?.("input, select, textarea, [contenteditable], dialog[open]");
    if (event.altKey || (command ? event.key.toLowerCase() !== "k" : !/^[/s]$/.test(event.key) || typing || !singleKeys())) return;
    event.preventDefault();
    open();
  });
  const asked = new URLSearchParams(location.search).get("q");
  if (asked) open(asked);
}
