"""Measures the calculators of the real site in Chromium: from a change in the form to the painted result.

Counted is the processor time of the page's thread until the frame is painted, less that of a frame without a change.
The scripts are loaded before; the ranking, a long table below, and the address follow after that frame, and here so
late that the clock is read before they begin.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright
from search import ROOT, served

CHANGED = {
    "calculators/memory/": ("context", ("8192", "16384", "32768", "65536")),
    "calculators/training/": ("sequence", ("1024", "2048", "4096", "8192")),
}
"""The field that changes on each page, and to what."""
CHANGES = 40

LATER_MS = 60
PUT_OFF = f"""
const later = window.setTimeout;
window.setTimeout = (work, delay = 0, ...given) => later(work, delay + {LATER_MS}, ...given);
"""
CHANGE = """async ([name, text]) => {
  const field = document.querySelector(`live-calculator [name=${name}]`);
  if (text !== null) {
    field.value = text;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  // What is posted inside a frame comes when it is painted.
  const { port1, port2 } = new MessageChannel();
  requestAnimationFrame(() => port2.postMessage(null));
  await new Promise((done) => (port1.onmessage = done));
  return document.querySelector(".calc .verdict").textContent + document.querySelector(".calc .sum").textContent;
}"""


def measure(site: Path) -> dict[str, float]:
    """Milliseconds, the median of the changes on each page."""
    asked = [sys.executable, str(ROOT / "scripts" / "environment.py"), "chromium"]
    chromium = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    with served(site) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        found = {}
        for address, (name, texts) in CHANGED.items():
            context = browser.new_context(viewport={"width": 390, "height": 844})
            found[address] = _changes(context.new_page(), url + address, name, texts)
            context.close()
        browser.close()
    return found


def _changes(page: Page, address: str, name: str, texts: tuple[str, ...]) -> float:
    chrome = page.context.new_cdp_session(page)
    chrome.send("Performance.enable", {"timeDomain": "threadTicks"})

    def took(text: str | None) -> tuple[float, str]:
        before = _clock(chrome.send)
        shown = page.evaluate(CHANGE, [name, text])
        time = 1000 * (_clock(chrome.send) - before)
        page.wait_for_timeout(2 * LATER_MS)
        return time, shown

    page.add_init_script(PUT_OFF)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    took(texts[-1])
    idle = statistics.median(took(None)[0] for _ in range(CHANGES))
    times, last = [], ""
    for change in range(CHANGES):
        time, shown = took(texts[change % len(texts)])
        if shown == last:
            raise SystemExit(f"bench: a change of {name} changed nothing on {address}")
        times.append(time - idle)
        last = shown
    return statistics.median(times)


def _clock(send: Callable[[str], dict[str, list[dict[str, Any]]]]) -> float:
    """Seconds that the page's thread has worked."""
    metrics = send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == "ThreadTime"))
