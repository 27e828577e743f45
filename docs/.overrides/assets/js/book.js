// What every page can do by itself: light or dark, copying, scrolling what is wide.
// Previews are in preview.js, the way to the search in search-open.js.

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

// ---- Copying ----------------------------------------------------------------------------------

/** Says it to screen readers. */
function announce(text) {
  document.getElementById("said").textContent = text;
}

/** The rich form of what a button copies, for chats and mail: the linked name, and the definition where there is one. */
function richForm({ title, link, text }) {
  const anchor = document.createElement("a");
  anchor.href = link;
  anchor.textContent = title;
  const holder = document.createElement("div");
  holder.append(anchor, text ? `: ${text}` : "");
  return holder.innerHTML;
}

async function copy(button) {
  const { copy: plain, ...rich } = button.dataset;
  try {
    if (rich.link && window.ClipboardItem) {
      const forms = { "text/plain": plain, "text/html": richForm(rich) };
      const blobs = Object.entries(forms).map(([type, text]) => [type, new Blob([text], { type })]);
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
    } else {
      await navigator.clipboard.writeText(plain);
    }
    return true;
  } catch {
    // No permission, or a page without https: offer the text for copying by hand.
    window.prompt("Copy this text", plain);
    return false;
  }
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]");
  if (!button || !(await copy(button))) return;
  const what = button.textContent;
  announce(`${what[0].toUpperCase()}${what.slice(1)} copied`);
  button.dataset.done = ""; // draws a tick
  setTimeout(() => {
    delete button.dataset.done;
    announce("");
  }, 1600);
});

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
