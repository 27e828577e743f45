/* Waits until a reader wants to search, then imports search.js: nothing of it is fetched before. */
(() => {
  const load = () => import("./search.js");
  const open = (query, link) => load().then((search) => search.open(query)).catch((error) => {
    if (!link?.href) throw error;
    location.href = link.href;
  });
  const opener = (event) => event.target.closest?.("[data-search]");
  const keysOff = () => { try { return localStorage.keys === "off"; } catch { return false; } };
  addEventListener("click", (event) => {
    const link = opener(event);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(link.dataset.search, link);
  });
  addEventListener("focusin", (event) => opener(event) && load().then((search) => search.prepare()).catch(() => {}));
  addEventListener("keydown", (event) => {
    if (event.altKey) return;
    const typing = event.target.closest?.("input, select, textarea, [contenteditable], dialog[open]");
    if (event.ctrlKey || event.metaKey ? event.key.toLowerCase() !== "k" : !/^[/s]$/.test(event.key) || typing || keysOff()) return;
    event.preventDefault();
    open();
  });
  const asked = new URLSearchParams(location.search).get("q");
  if (asked) open(asked);
})();
