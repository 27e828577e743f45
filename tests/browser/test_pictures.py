"""Pictures of a dozen states, compared with those that were looked at and kept in `pictures/`.

A small glossary that never changes stands before the camera, in the faces of the site. A picture is kept as the mean
colour of each square of eight pixels, so that another version of the browser, which draws letters a little otherwise,
gives the same one, while a part that moves, grows, vanishes or changes colour does not. After a change that is meant:
`make pictures`, look at what git shows, commit. What differs lies in `.build/pictures`, as it is and as it was.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

HERE = Path(__file__).parent
KEPT = HERE / "pictures"
FOUND = HERE.parents[1] / ".build" / "pictures"

SQUARE = 8
"""Pixels of a side."""
STEP = 8
"""Colours are kept in steps of so many of 256."""
LIGHTER, REDDER = 28, 20
"""A square differs in light if one of its colours does by so many of 256, in hue if red less blue does."""
MOST_LIGHT, MOST_HUE = 0.006, 0.0005
"""The share of the squares that may differ; a line of text that moves is more. Browsers draw edges a little lighter
or darker, but not in another hue."""

# From a picture to the mean colours of its squares: {width, height, colours}, and a picture of these.
SMALL = """async ([source, square, step]) => {
  const image = new Image();
  image.src = source;
  await image.decode();
  const [width, height] = [Math.floor(image.width / square), Math.floor(image.height / square)];
  const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.drawImage(image, 0, 0);
  const dots = pen.getImageData(0, 0, image.width, image.height).data;
  const small = Object.assign(document.createElement("canvas"), { width, height });
  const result = small.getContext("2d").createImageData(width, height);
  const colours = [];
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      for (let colour = 0; colour < 3; colour += 1) {
        let sum = 0;
        for (let y = 0; y < square; y += 1) {
          for (let x = 0; x < square; x += 1) {
            sum += dots[((row * square + y) * image.width + column * square + x) * 4 + colour];
          }
        }
        const mean = Math.min(255, Math.round(sum / square / square / step) * step);
        colours.push(mean);
        result.data[(row * width + column) * 4 + colour] = mean;
      }
      result.data[(row * width + column) * 4 + 3] = 255;
    }
  }
  small.getContext("2d").putImageData(result, 0, 0);
  return { width, height, colours, picture: small.toDataURL("image/png") };
}"""


@dataclass(frozen=True)
class State:
    """What stands before the camera."""

    address: str
    size: tuple[int, int] = (1280, 896)
    options: dict[str, Any] = field(default_factory=dict)
    media: str | None = None
    ready: str = ""
    """What must be there before the picture is taken."""


PHONE = (392, 848)
DARK = {"color_scheme": "dark"}
STATES = {
    "home": State(""),
    "home-phone-dark": State("", PHONE, DARK),
    "term": State("levain/"),
    "term-dark": State("levain/", options=DARK),
    "term-phone": State("levain/", PHONE),
    "term-small": State("levain/", (320, 568)),
    "term-printed": State("levain/", (680, 1000), media="print"),
    "term-forced-colours": State("levain/", options={"forced_colors": "active"}),
    "term-without-script": State("levain/", options={"java_script_enabled": False}),
    "name": State("sourdough-culture/"),
    "two-meanings": State("bp/"),
    "versus": State("autolyse-vs-levain/"),
    "topics": State("topics/"),
    "topic-phone": State("topics/dough/", PHONE),
    "a-z-phone": State("a-z/", PHONE),
    "path": State("paths/first-loaf/"),
    "questions": State("questions/dough/"),
    "rosetta": State("rosetta/"),
    "rosetta-phone": State("rosetta/", PHONE),
    "map": State("map/"),
    "search": State("?q=lev", ready="dialog.search >> text='In the text'"),
    "search-phone-dark": State("?q=lev", PHONE, DARK, ready="dialog.search >> text='In the text'"),
    "not-found": State("levian/", ready="[data-near] dt"),
}


@pytest.fixture(scope="module")
def bread(build_site: Callable[..., Path], serve_site: Callable[..., str]) -> str:
    """Address of the glossary that never changes."""
    return serve_site(build_site(project=HERE / "bread", site_url="https://bread.example/"))


@dataclass(frozen=True)
class Picture:
    """The squares of a picture."""

    width: int
    height: int
    colours: list[int]
    png: bytes

    def differs_from(self, other: Picture) -> str:
        """What is not alike, or nothing."""
        if (self.width, self.height) != (other.width, other.height):
            return "the size"
        squares = range(0, len(self.colours), 3)
        pairs = [(self.colours[at : at + 3], other.colours[at : at + 3]) for at in squares]
        light = sum(max(abs(a - b) for a, b in zip(*pair, strict=True)) >= LIGHTER for pair in pairs) / len(squares)
        hue = sum(abs(one[0] - one[2] - two[0] + two[2]) >= REDDER for one, two in pairs) / len(squares)
        found = [f"{light:.2%} of it in light"] if light > MOST_LIGHT else []
        return ", ".join(found + ([f"{hue:.2%} of it in hue"] if hue > MOST_HUE else []))


def picture(board: Page, png: bytes, square: int = SQUARE, step: int = STEP) -> Picture:
    """The squares of a PNG, worked out by the browser."""
    source = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    found = board.evaluate(SMALL, [source, square, step])
    small = base64.b64decode(found["picture"].partition(",")[2])
    return Picture(found["width"], found["height"], found["colours"], small)


def take(page: Page, board: Page, address: str, state: State) -> Picture:
    """A picture of a state, once its faces and what it waits for are there."""
    page.goto(address + state.address)
    if state.media:
        page.emulate_media(media="print")
    if state.ready:
        page.locator(state.ready).first.wait_for()
    if state.options.get("java_script_enabled", True):
        page.evaluate("document.fonts.ready.then(() => true)")
    return picture(board, page.screenshot(animations="disabled"))


@pytest.fixture
def board(open_page: Callable[..., Page]) -> Page:
    """An empty page that does the sums."""
    return open_page()


@pytest.mark.parametrize("name", STATES)
def test_looks_as_it_was_kept(
    name: str, open_page: Callable[..., Page], board: Page, bread: str, request: pytest.FixtureRequest
) -> None:
    state, kept = STATES[name], KEPT / f"{name}.png"
    width, height = state.size
    page = open_page(viewport={"width": width, "height": height}, **state.options)
    now = take(page, board, bread, state)
    if request.config.getoption("--keep-pictures"):
        KEPT.mkdir(exist_ok=True)
        kept.write_bytes(now.png)
        return
    assert kept.is_file(), "make pictures, look at it, commit it"
    differs = now.differs_from(picture(board, kept.read_bytes(), 1, 1))
    if differs:
        FOUND.mkdir(parents=True, exist_ok=True)
        (FOUND / f"{name}-is.png").write_bytes(page.screenshot())
        (FOUND / f"{name}-was.png").write_bytes(kept.read_bytes())
    assert differs == "", "see .build/pictures, and `make pictures` if it is meant"


@pytest.mark.parametrize(
    ("token", "value"),
    [("--accent", "#2f5d8a"), ("--t-h1", "3.5rem"), ("--measure", "34rem"), ("--lh-text", "1.6"), ("--s5", "2.5rem")],
)
def test_a_change_of_one_token_is_seen(token: str, value: str, page: Page, board: Page, bread: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 896})
    before = take(page, board, bread, STATES["term"])
    page.evaluate("([token, value]) => document.documentElement.style.setProperty(token, value)", [token, value])
    after = picture(board, page.screenshot(animations="disabled"))
    assert before.differs_from(after)
