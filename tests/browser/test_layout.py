"""Facts of the layout at every kind of page, from a small phone to a wall; a picture of each state for the eye.

No pixel is compared: faces and browsers differ. The pictures lie in `.build/screenshots` after a run.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

KINDS = {
    "home": "",
    "term": "streaming-multiprocessor/",
    "long-headword": "rlhf/",
    "many-equivalents": "shared-memory/",
    "product": "h100/",
    "name": "sm/",
    "disambiguation": "mps/",
    "topics": "topics/",
    "topic": "topics/memory/",
    "a-z": "a-z/",
    "versus": "parallel-thread-execution-vs-streaming-assembler/",
    "paths": "paths/",
    "path": "paths/run-inference/",
    "rosetta": "rosetta/",
    "map": "map/",
    "questions": "questions/",
    "questions-of-a-topic": "questions/inference/",
    "calculators": "calculators/",
    "memory": "calculators/memory/",
    "training": "calculators/training/",
    "speed": "calculators/speed/",
    "interconnect": "calculators/interconnect/",
    "cost": "calculators/cost/",
    "journey": "calculators/run-a-70b-model/",
    "models": "models/",
    "model": "models/llama-3.1-70b/",
    "accelerators": "accelerators/",
    "tables": "tables/",
    "table": "tables/memory/",
    "docs": "data/",
    "codes": "contributing/diagnostics/",
    "not-found": "no-such-page/",
}
ENTRIES = ("term", "long-headword", "many-equivalents", "product")
WIDTHS = (320, 390, 768, 1280, 3840)
FIRST = 400
"""On a phone the definition starts within this many pixels."""

READY = "document.fonts.ready.then(() => document.fonts.size)"

# Pieces that stand out of the screen on the right and do not scroll inside themselves.
OUTSIDE = """() => {
  const wide = innerWidth + 1;
  return [...document.querySelectorAll("body *")].filter((one) => {
    const box = one.getBoundingClientRect();
    if (!box.width || !box.height || box.right <= wide) return false;
    for (let up = one; up !== document.body; up = up.parentElement) {
      if (getComputedStyle(up).overflowX !== "visible" || getComputedStyle(up).clipPath !== "none") return false;
    }
    return true;
  }).map((one) => `${one.tagName} ${one.className}: ${one.textContent.trim().slice(0, 40)}`).slice(0, 5);
}"""

# How many characters a full line of running text holds: all lines but the last of each paragraph of two or more.
MEASURE = """() => {
  const counts = [];
  for (const paragraph of document.querySelectorAll(".body .prose > p")) {
    const range = document.createRange(), lines = new Map();
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (let at = 0; at < node.length; at += 1) {
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const box = range.getBoundingClientRect();
        if (!box.width) continue;
        const line = [...lines.keys()].find((one) => Math.abs(one - box.bottom) < 10) ?? box.bottom;
        lines.set(line, (lines.get(line) ?? 0) + 1);
      }
    }
    counts.push(...[...lines.values()].slice(0, -1));
  }
  return counts;
}"""

# Pairs of parts of an entry that lie over one another.
OVERLAPS = """() => {
  const parts = [...document.querySelectorAll(".entry > *")].filter((one) => one.getBoundingClientRect().height);
  const found = [];
  for (const [place, one] of parts.entries()) {
    for (const other of parts.slice(place + 1)) {
      const a = one.getBoundingClientRect(), b = other.getBoundingClientRect();
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 1 && down > 1) found.push(`${one.className || one.tagName} and ${other.className || other.tagName}`);
    }
  }
  return found;
}"""

SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) {
    if (one.value < 0.00005) continue; // less than a pixel of a word
    const box = ({ x, y, width, height }) => [x, y, width, height].map((side) => side.toFixed(1)).join(" ");
    const what = one.sources.map(({ node, previousRect, currentRect }) =>
      `${(node?.outerHTML ?? node?.textContent)?.slice(0, 80)} from ${box(previousRect)} to ${box(currentRect)}`);
    window.shifts.push(`${one.value.toFixed(4)} at ${one.startTime.toFixed()} ms: ${what.join(", ")}`);
  }
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture(scope="session")
def album() -> Path:
    """The folder of the pictures."""
    folder = Path(__file__).resolve().parents[2] / ".build" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_leaves_the_screen(kind: str, open_page: Callable[..., Page], site_url: str, album: Path) -> None:
    page = open_page(viewport={"width": WIDTHS[0], "height": 800})
    page.goto(site_url + KINDS[kind])
    page.evaluate(READY)
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 1600 if width > 1280 else 800})
        page.screenshot(path=album / f"{kind}-{width}.png")
        outside = page.evaluate(OUTSIDE)
        if outside or not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            found[width] = outside or "scrolls sideways"
    assert found == {}


@pytest.mark.parametrize("kind", ENTRIES)
def test_an_entry_begins_on_the_first_screen_of_a_phone(kind: str, phone: Page, site_url: str) -> None:
    phone.goto(site_url + KINDS[kind])
    phone.evaluate(READY)
    box = phone.locator(".defn > p").first.bounding_box()
    assert box is not None
    assert box["y"] < FIRST


@pytest.mark.parametrize("kind", ENTRIES)
def test_the_whole_definition_is_on_the_first_screen_of_the_smallest_phone(
    kind: str, open_page: Callable[..., Page], site_url: str
) -> None:
    page = open_page(viewport={"width": 320, "height": 568})
    page.goto(site_url + KINDS[kind])
    page.evaluate(READY)
    expect(page.locator(".defn > p").first).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("kind", ENTRIES)
@pytest.mark.parametrize("width", [390, 768, 1119, 1120, 1280, 3840])
def test_parts_of_an_entry_keep_apart(kind: str, width: int, open_page: Callable[..., Page], site_url: str) -> None:
    page = open_page(viewport={"width": width, "height": 900})
    page.goto(site_url + KINDS[kind])
    page.evaluate(READY)
    assert page.evaluate(OVERLAPS) == []


COMMAS = """() => [...document.querySelectorAll(".notes .many dd")].map((name) =>
  [name.getClientRects().length, name.offsetHeight - name.querySelector("a").offsetHeight])"""


@pytest.mark.parametrize("width", [320, 390, 1120, 1280])
def test_the_comma_after_a_name_stays_on_its_line(width: int, open_page: Callable[..., Page], site_url: str) -> None:
    page = open_page(viewport={"width": width, "height": 900})
    page.goto(site_url + "kubernetes-device-plugin/")
    boxes = page.evaluate(COMMAS)
    assert len(boxes) > 5
    assert all(count == 1 and abs(more) < 4 for count, more in boxes), boxes


@pytest.mark.parametrize(
    "headword", ["Non-Uniform Memory Access with Simultaneous Multithreading", "Donaudampfschifffahrtsgesellschaft" * 2]
)
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_a_very_long_headword_breaks(
    headword: str, width: int, open_page: Callable[..., Page], site_url: str, album: Path
) -> None:
    page = open_page(viewport={"width": width, "height": 800})
    page.goto(site_url + KINDS["term"])
    page.locator("h1").evaluate("(one, text) => { one.firstChild.data = text; one.className = 'long'; }", headword)
    page.screenshot(path=album / f"very-long-{len(headword)}-{width}.png")
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [1280, 3840])
def test_a_line_of_text_holds_sixty_to_eighty_characters(
    width: int, open_page: Callable[..., Page], site_url: str
) -> None:
    page = open_page(viewport={"width": width, "height": 900})
    page.goto(site_url + KINDS["term"])
    page.evaluate(READY)
    counts = sorted(page.evaluate(MEASURE))
    assert len(counts) > 5
    assert 60 <= counts[len(counts) // 2] <= 80
    assert counts[-1] <= 85


STILL = ("home", "term", "many-equivalents", "product", "topics", "rosetta", "map", "questions")
STILL += ("memory", "training", "speed", "cost", "accelerators", "models", "model", "table")
ASKED = {
    "memory of another model": "calculators/memory/?model=qwen3-8b&accelerator=l40s&context=8192&weights=q8_0",
    "memory of one's own": "calculators/memory/?accelerator=own&memory=40",
    "nothing that is known": "calculators/memory/?utm_source=elsewhere",
    "another speed": "calculators/speed/?model=gpt-oss-20b&accelerator=rtx-4090",
    "words of one vendor": "rosetta/?vendor=amd",
    "accelerators of one vendor": "accelerators/?only=AMD&sort=-bandwidth",
    "a word of several senses": "?q=sm",
    "a word": "warp/?q=memory%20bandwidth",
}
"""Addresses that ask for something other than what the page holds."""


@pytest.mark.parametrize("kind", [*STILL, *ASKED])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_while_loading(kind: str, width: int, open_page: Callable[..., Page], slow_url: str) -> None:
    """On a slow processor and a slow line, for a reader who has chosen the dark page and the words of one vendor."""
    page = open_page(viewport={"width": width, "height": 844})
    page.add_init_script("localStorage.setItem('tone', 'dark'); localStorage.setItem('vendor', 'AMD');")
    page.add_init_script(SHIFTS)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(slow_url + (KINDS | ASKED)[kind], wait_until="networkidle")
    page.evaluate(READY)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate("window.shifts") == []


@pytest.mark.parametrize("kind", ["memory", "training", "speed", "cost"])
def test_the_verdict_is_in_sight_while_a_phone_fills_in_the_form(
    kind: str, phone: Page, site_url: str, album: Path
) -> None:
    phone.goto(site_url + KINDS[kind])
    field = phone.locator("live-calculator select").first
    expect(field).to_be_enabled()
    field.scroll_into_view_if_needed()
    phone.screenshot(path=album / f"{kind}-verdict.png")
    expect(phone.locator("live-calculator [role=status]").first).to_be_in_viewport(ratio=0.9)


@pytest.mark.parametrize("place", [0, -1])
def test_the_card_of_a_preview_stays_in_the_window(place: int, page: Page, site_url: str, album: Path) -> None:
    page.goto(site_url + KINDS["term"])
    page.locator(".entry a[data-head]").nth(place).hover()
    card = page.locator("#card")
    expect(card).to_be_visible()
    page.screenshot(path=album / f"card-{'first' if place == 0 else 'last'}.png")
    expect(card).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize(
    ("state", "kind", "context"),
    [
        ("dark", "term", {"color_scheme": "dark"}),
        ("dark-home", "home", {"color_scheme": "dark"}),
        ("forced-colours", "term", {"forced_colors": "active"}),
        ("without-script", "memory", {"java_script_enabled": False}),
        ("reduced-motion", "map", {"reduced_motion": "reduce"}),
    ],
)
def test_other_states(
    state: str, kind: str, context: dict[str, str], open_page: Callable[..., Page], site_url: str, album: Path
) -> None:
    page = open_page(viewport={"width": 1280, "height": 900}, **context)
    page.goto(site_url + KINDS[kind])
    page.screenshot(path=album / f"{state}.png")
    expect(page.locator("h1").first).to_be_in_viewport()


def test_a_printed_entry_is_the_entry_alone(page: Page, site_url: str, album: Path) -> None:
    page.goto(site_url + KINDS["term"])
    page.emulate_media(media="print")
    page.screenshot(path=album / "print.png", full_page=True)
    for gone in (".mast", ".foot", ".copy", ".turn", "#card"):
        expect(page.locator(gone).first).to_be_hidden()
    for there in ("h1", ".defn > p", ".sources", ".address"):
        expect(page.locator(there).first).to_be_visible()
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert colour == "rgb(255, 255, 255)"
