"""Measures the search dialog in Chromium: opening it, and from a key to its results, on a large glossary.

The page is small and the files are the generator's own, so that what is measured is the search: from the key
that opens the dialog, with nothing fetched before, to the first results, and from a key to results that are laid
out. Counted is the processor time of the page's thread, four times, which is what a processor four times slower
would take: unlike wall time under a slow-down, it does not measure what else the machine is doing.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import generate
from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader
from playwright.sync_api import Page, sync_playwright
from termbase.load import load_glossary
from termbase.search import build_search

ROOT = Path(__file__).resolve().parents[1]
THEME = ROOT / "docs" / ".overrides"
SLOWER = 4
"""How much slower than this machine: about a phone of the middle range."""
QUERIES = 120
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Search</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<link rel="stylesheet" href="{{ 'assets/css/book.css'|url }}">
<script type="module" src="{{ 'assets/js/search-open.js'|url }}"></script></head><body><h1>Search</h1>
{% include "book/partials/search.html" %}</body></html>"""

FIRST = """(letter) => new Promise((done) => {
  const list = document.querySelector("#search-hits"), from = performance.now();
  new MutationObserver((_, self) => {
    if (!list.querySelector(".hit") || !list.getBoundingClientRect().height) return;
    self.disconnect();
    done(performance.now() - from);
  }).observe(list, { childList: true, subtree: true });
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "/", bubbles: true, cancelable: true }));
  document.querySelector("dialog.search input[name=q]").value = letter;
})"""

KEY = """async (text) => {
  const input = document.querySelector("dialog.search input[name=q]");
  input.value = text;
  input.dispatchEvent(new InputEvent("input", { bubbles: true }));
  await null; // names answer in a microtask
  document.querySelector("#search-hits").getBoundingClientRect();
}"""
WORK = ("ScriptDuration", "LayoutDuration", "RecalcStyleDuration")


@dataclass(frozen=True)
class Found:
    """What one run measured, in milliseconds of a processor that is SLOWER."""

    opening: float
    keys: tuple[float, ...]

    @property
    def p95(self) -> float:
        """The 95th percentile from key to results."""
        return sorted(self.keys)[int(len(self.keys) * 0.95)]


def write_site(terms: int, seed: int, folder: Path) -> tuple[int, list[str]]:
    """A page with the dialog and all its files; returns the gzipped bytes of the names, and the headwords."""
    generate.ours(generate.entries(terms, seed), folder / "glossary")
    loaded = load_glossary(folder / "glossary", folder)
    search = build_search(loaded.glossary, lambda slug: f"{slug}/")
    site = folder / "site"
    for path, content in search.files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(content)
    for kind in ("js", "css"):
        (site / "assets" / kind).symlink_to(THEME / "assets" / kind)
    loader = ChoiceLoader([DictLoader({"page.html": PAGE}), FileSystemLoader(THEME)])
    environment = Environment(loader=loader, autoescape=True)
    environment.filters["url"] = lambda path: path
    html = environment.get_template("page.html").render(search={"names": search.names_path}, base_url=".")
    (site / "index.html").write_text(html, encoding="utf-8")
    headwords = [term.headword for term in loaded.glossary.terms.values()]
    return len(gzip.compress(search.files[search.names_path], 6)), headwords


def typed(headwords: list[str], seed: int) -> list[str]:
    """What a reader's keys leave in the field one after the other: names growing, some with a slip."""
    chance = random.Random(seed)
    texts: list[str] = []
    while len(texts) < QUERIES:
        name = chance.choice(headwords)
        if chance.random() < 0.3:
            place = chance.randrange(1, len(name) - 1)
            name = name[:place] + name[place + 1] + name[place] + name[place + 2 :]
        texts += [name[:end] for end in range(1, len(name) + 1)]
    return texts[:QUERIES]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder on a free port."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def run_once(page: Page, url: str, texts: list[str]) -> Found:
    """One cold opening and one round of keys."""
    chrome = page.context.new_cdp_session(page)
    chrome.send("Performance.enable", {"timeDomain": "threadTicks"})

    def clock(*names: str) -> float:
        values = {one["name"]: one["value"] for one in chrome.send("Performance.getMetrics")["metrics"]}
        return SLOWER * 1000 * sum(float(values[name]) for name in names)

    page.goto(url)
    page.wait_for_load_state("networkidle")
    before = clock("ThreadTime")
    page.evaluate(FIRST, texts[0][0])
    opening = clock("ThreadTime") - before
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    keys = []
    for text in texts:
        before = clock(*WORK)
        page.evaluate(KEY, text)
        keys.append(clock(*WORK) - before)
    return Found(opening, tuple(keys))


def measure(folder: Path, terms: int, seed: int, runs: int) -> tuple[int, list[Found]]:
    """Gzipped bytes of the names, and what each run found."""
    size, headwords = write_site(terms, seed, folder)
    texts = typed(headwords, seed)
    asked = [sys.executable, str(ROOT / "scripts" / "environment.py"), "chromium"]
    chromium = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    found = []
    with served(folder / "site") as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for _ in range(runs):
            context = browser.new_context(viewport={"width": 390, "height": 844})
            found.append(run_once(context.new_page(), url, texts))
            context.close()
        browser.close()
    return size, found
