/* Copying what a page is about: buttons [data-copy] in a box that holds it as data-title, data-text, data-link and,
   if it has one, data-date. Whoever changes what is shown (a calculator) sets those anew. */

const SHOWN_FOR = 1600;

/** What each button copies: {plain, rich}; `rich` is a list of texts and elements, for chats and mail. */
const FORMS = {
  link: ({ title, link }) => ({ plain: link, rich: [anchor(link, title)] }),
  /* The bare address at the end is what a chat shows a preview of. */
  chat: ({ title, text, link }) => ({ plain: `${title}: ${text} ${link}`, rich: [anchor(link, title), `: ${text}`] }),
  markdown: ({ title, text, link }) => ({ plain: `**[${title}](${link})**: ${text}` }),
  citation: ({ title, link, date }) => {
    const site = document.querySelector("meta[property='og:site_name']").content, before = `“${title}”, `, after = date ? `, ${date}, ` : ", ";
    return { plain: before + site + after + link, rich: [before, element("i", site), after, anchor(link, link)] };
  },
};

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

const anchor = (link, text) => Object.assign(element("a", text), { href: link });

/** Both forms go together: an editor takes the rich one, a field of plain text the other. */
async function write({ plain, rich }) {
  if (!rich || !window.ClipboardItem) return navigator.clipboard.writeText(plain);
  const holder = document.createElement("div");
  holder.append(...rich);
  const types = { "text/plain": plain, "text/html": holder.innerHTML };
  const blobs = Object.entries(types).map(([type, text]) => [type, new Blob([text], { type })]);
  return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
}

/** Says it to screen readers. */
function announce(text) {
  document.getElementById("said").textContent = text;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  const form = FORMS[button.dataset.copy](button.closest("[data-link]").dataset);
  try {
    await write(form);
  } catch {
    // No permission, or a page without https: offer the text for copying by hand.
    window.prompt("Copy this text", form.plain);
    return;
  }
  const what = button.textContent.trim();
  announce(`${what[0].toUpperCase()}${what.slice(1)} copied`);
  button.dataset.done = ""; // draws a tick
  setTimeout(() => {
    delete button.dataset.done;
    announce("");
  }, SHOWN_FOR);
});
