// What every page can do by itself: light or dark, scrolling what is wide.
// Previews are in preview.js, the way to the search in search-open.js, copying in copying.js.

const root = document.documentElement;
const darkSystem = matchMedia("(prefers-color-scheme: dark)");

// ---- Light or dark ----------------------------------------------------------------------------

function isDark() {
  return root.dataset.theme ? root.dataset.theme === "dark" : darkSystem.matches;
}

/** Tells the button and the browser's own frame which tone the page has. */
function showTone() {
  document.querySelector(".tone")?.setAttribute("aria-pressed", String(isDark()));
  if (!root.dataset.theme) return;
  const paper = getComputedStyle(document.body).backgroundColor;
  for (const meta of document.querySelectorAll("meta[name=theme-color]")) meta.content = paper;
}

document.querySelector(".tone")?.addEventListener("click", () => {
  root.dataset.theme = isDark() ? "light" : "dark";
  try {
    localStorage.setItem("tone", root.dataset.theme);
  } catch {
    // Storage is forbidden: the choice holds for this page.
  }
  showTone();
});
darkSystem.addEventListener("change", showTone);
showTone();

// ---- What scrolls sideways ----------------------------------------------------------------------

/** Code and tables wider than the column take the focus, so that the arrow keys can scroll them. */
function focusable(box) {
  if (box.scrollWidth <= box.clientWidth || box.tabIndex >= 0) return;
  box.tabIndex = 0;
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", box.matches(".scroll") ? "Table, scrolls sideways" : "Code, scrolls sideways");
}

const onResize = new ResizeObserver((entries) => entries.forEach((entry) => focusable(entry.target)));
for (const box of document.querySelectorAll(".highlight, .prose > pre, .scroll")) onResize.observe(box);
