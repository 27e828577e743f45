/* A button on every block of code, made here so that a page carries none. Of a session in a shell it copies the
   commands alone: what can be pasted and run. */

const SHOWN_FOR = 1600;

/** What of a block is copied. */
function text(block) {
  if (!block.querySelector(".gp")) return block.textContent.trimEnd();
  const session = block.cloneNode(true);
  for (const other of session.querySelectorAll(".gp, .go")) other.remove();
  return session.textContent.split("\n").filter((line) => line.trim()).join("\n");
}

function say(words) {
  document.getElementById("said").textContent = words;
}

async function copy({ currentTarget: button }) {
  const words = text(button.previousElementSibling);
  try {
    await navigator.clipboard.writeText(words);
  } catch {
    window.prompt("Copy this text", words); // no permission, or a page without https
    return;
  }
  button.textContent = "Copied";
  say("Code copied");
  setTimeout(() => {
    button.textContent = "Copy";
    say("");
  }, SHOWN_FOR);
}

for (const block of document.querySelectorAll(".highlight, .prose > pre")) {
  const frame = document.createElement("div"), button = document.createElement("button");
  frame.className = "code";
  button.type = "button";
  button.textContent = "Copy";
  button.setAttribute("aria-label", "Copy code");
  button.addEventListener("click", copy);
  block.replaceWith(frame);
  frame.append(block, button);
}
