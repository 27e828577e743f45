// One card for the page that shows the definition behind a term link: on hover, keyboard focus and touch.
// Everything it says stands in the link's own attributes; nothing is fetched. The link stays an ordinary link.

const HOVER_MS = 50; // long enough not to flash under a passing pointer, shown well within 100 ms
const LEAVE_MS = 250; // time to move the pointer from the link onto the card
const GAP = 8;
const EDGE = 16;

const card = document.getElementById("card");
const part = {
  headword: card.querySelector(".t"),
  abbreviation: card.querySelector("i"),
  definition: card.querySelector("#card-text"),
  names: card.querySelector(".n"),
  open: card.querySelector(".go"),
};
const root = document.documentElement;

let shown = null; // the link whose card is open
let timer = 0;
let pointer = "mouse"; // what the last press was made with, for browsers whose clicks do not tell

/** Below the line that was pointed at, above it where there is no room; never over the edge of the window. */
function place(link, x, y) {
  const lines = [...link.getClientRects()];
  const line = lines.find((one) => y >= one.top && y <= one.bottom && x >= one.left && x <= one.right) ?? lines[lines.length - 1];
  const { offsetWidth: width, offsetHeight: height } = card;
  const left = Math.max(EDGE, Math.min(line.left - 18, root.clientWidth - width - EDGE));
  const fitsBelow = line.bottom + GAP + height <= root.clientHeight;
  const top = fitsBelow || line.top - GAP - height < 0 ? line.bottom + GAP : line.top - GAP - height;
  card.style.left = `${left + scrollX}px`;
  card.style.top = `${top + scrollY}px`;
}

function show(link, x = -1, y = -1, touched = false) {
  clearTimeout(timer);
  if (shown === link) return;
  hide();
  const { head, abbr = "", also = "" } = link.dataset;
  part.headword.textContent = head;
  part.abbreviation.textContent = abbr;
  part.definition.textContent = link.title;
  part.names.textContent = also && `Also ${also}`;
  part.open.href = link.href;
  part.open.hidden = !touched;
  // The browser's own tooltip would lie on top: the title waits while the card is open.
  link.dataset.title = link.title;
  link.removeAttribute("title");
  link.setAttribute("aria-describedby", "card-text");
  card.hidden = false;
  place(link, x, y);
  shown = link;
}

function hide() {
  clearTimeout(timer);
  if (!shown) return;
  card.hidden = true;
  shown.title = shown.dataset.title;
  delete shown.dataset.title;
  shown.removeAttribute("aria-describedby");
  shown = null;
}

const later = (work, delay) => {
  clearTimeout(timer);
  timer = setTimeout(work, delay);
};
const linkAt = (event) => event.target.closest?.("a[data-term]");

document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch") return;
  const link = linkAt(event);
  if (link && link !== shown) later(() => show(link, event.clientX, event.clientY), HOVER_MS);
  else if (link || card.contains(event.target)) clearTimeout(timer);
  else if (shown && shown !== document.activeElement) later(hide, LEAVE_MS);
  else if (!shown) clearTimeout(timer);
});

document.addEventListener("pointerdown", (event) => {
  pointer = event.pointerType;
  if (shown && !linkAt(event) && !card.contains(event.target)) hide();
}, true);

document.addEventListener("focusin", (event) => {
  const link = linkAt(event);
  if (link?.matches(":focus-visible")) show(link);
});
document.addEventListener("focusout", (event) => {
  if (linkAt(event) === shown) later(hide, 0);
});

// A first touch shows the card, which has the link in it; a second touch on the same link follows it.
document.addEventListener("click", (event) => {
  const link = linkAt(event);
  if (!link || link === shown || (event.pointerType ?? pointer) !== "touch") return;
  event.preventDefault();
  show(link, event.clientX, event.clientY, true);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !shown) return;
  event.preventDefault();
  hide();
});
addEventListener("pagehide", hide);
