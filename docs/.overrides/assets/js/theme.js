// Blocks the first paint on purpose: marks that scripts run and whether the address asks for more than the page, and
// restores the reader's choice of light or dark.
(function (root) {
  root.classList.add("js");
  if (location.search) root.dataset.asked = "";
  try {
    const tone = localStorage.getItem("tone");
    if (tone === "light" || tone === "dark") root.dataset.theme = tone;
  } catch {
    // Storage is forbidden: the system's preference stands.
  }
})(document.documentElement);
