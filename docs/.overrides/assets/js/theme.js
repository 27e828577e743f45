// Blocks the first paint on purpose: marks that scripts run and restores the reader's choice of light or dark.
(function (root) {
  root.classList.add("js");
  try {
    const tone = localStorage.getItem("tone");
    if (tone === "light" || tone === "dark") root.dataset.theme = tone;
  } catch {
    // Storage is forbidden: the system's preference stands.
  }
})(document.documentElement);
