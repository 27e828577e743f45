/* Light, dark, or as the system has it: the choice in the masthead, kept for all pages. theme.js, which blocks the first
   paint, brings it back. */

const root = document.documentElement;
const choice = document.querySelector(".tone select");
const frames = [...document.querySelectorAll("meta[name=theme-color]")].map((meta) => [meta, meta.content]);

/** The browser's own frame has the colour of the page's paper. */
function frame() {
  const paper = getComputedStyle(document.body).backgroundColor;
  for (const [meta, own] of frames) meta.content = root.dataset.theme ? paper : own;
}

function choose() {
  const chosen = choice.value.toLowerCase();
  if (chosen) root.dataset.theme = chosen;
  else delete root.dataset.theme;
  try {
    localStorage.setItem("tone", chosen);
  } catch {
    // Storage is forbidden: the choice holds for this page.
  }
  frame();
}

const before = root.dataset.theme;
if (before) {
  choice.value = before[0].toUpperCase() + before.slice(1);
  frame();
} else if (choice.value) {
  choose(); // quicker than this file
}
choice.addEventListener("change", choose);
