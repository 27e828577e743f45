// What every page can do by itself. What few readers use comes when they reach for it, as colours in tone.js, or when the
// page is painted, as a button on code in code.js. Previews are in preview.js, the way to the search in search-open.js,
// copying in copying.js.

const tone = () => import("./tone.js");
if (document.documentElement.dataset.theme) tone();
for (const kind of ["focusin", "change"]) document.querySelector(".tone")?.addEventListener(kind, tone);

/** Runs when the page has been painted: what it fetches does not compete with what is read first. */
const afterPaint = (run) => requestAnimationFrame(() => setTimeout(run));
if (document.querySelector(".highlight, .prose > pre")) afterPaint(() => import("./code.js"));
for (const { dataset } of document.querySelectorAll("[data-script]")) afterPaint(() => import(new URL(dataset.script, document.baseURI).href));

/** Code and tables wider than the column take the focus, so that the arrow keys can scroll them. */
function focusable(box) {
  if (box.scrollWidth <= box.clientWidth || box.tabIndex >= 0) return;
  box.tabIndex = 0;
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", box.matches(".scroll") ? "Table, scrolls sideways" : "Code, scrolls sideways");
}

const onResize = new ResizeObserver((entries) => entries.forEach((entry) => focusable(entry.target)));
for (const box of document.querySelectorAll(".highlight, .prose > pre, .scroll")) onResize.observe(box);
