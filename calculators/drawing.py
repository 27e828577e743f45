"""Pictures of calculators: stacked bars here, a roofline elsewhere. The browser places all by the same formulas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from calculators import engine, units
from calculators.calculator import Bars, Picture, Roofline
from calculators.engine import Result, Values
from calculators.markup import Html, element, joined
from calculators.rendering import Rendering
from calculators.roofline_drawing import roofline_html
from calculators.units import Quantity

ANCHORS = ("start", "middle", "end")
ROW, BAR, TOP = 72, 30, 23
"""Heights in pixels: from one bar to the next, of a bar, and of the words above the first."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark of the scale."""

    at: float
    label: str
    shown: bool


def picture_html(rendering: Rendering, picture: Picture, result: Result) -> Html:
    """The drawing and what its colours mean; what the script changes is named by data attributes."""
    if isinstance(picture, Roofline):
        return roofline_html(rendering, picture, result)
    return element("div", _bars(rendering, picture, result), _key(rendering, picture), class_="bars")


def strip_html(rendering: Rendering, picture: Bars, result: Result) -> Html:
    """One bar against the limit, without a scale: the example of the home page."""
    values = result.values_a
    extent, limit = values[picture.extent], values[picture.limit]
    foot = TOP + BAR + 8
    drawing = element(
        "svg",
        _hatch(),
        _bar(picture, "a", values, result.words_a, extent, 0),
        _limit_line(picture, extent, limit, TOP - 8, foot),
        _limit_words(picture, result, extent, limit, foot + 17),
        width="100%",
        height=foot + 24,
        role="img",
        aria_label="Memory needed against the memory of one accelerator",
    )
    return element("div", drawing, _key(rendering, picture), class_="bars")


def percent(share: float) -> str:
    """A share as SVG wants it."""
    return f"{share * 100:.3f}%"


def marks(picture: Bars, extent: float, quantity: Quantity) -> list[Mark]:
    """The marks of the scale, as many as there are places; those without room are not shown."""
    size = next((size for size in picture.sizes if picture.spaced(size, extent)), 0)
    factor = units.unit_of(extent, quantity).factor
    found = []
    for place in range(picture.most_ticks):
        at = picture.tick_at(place, size)
        shown = size > 0 and bool(picture.tick_shown(place, size, extent))
        found.append(Mark(picture.along(at, extent), units.plain(at / factor), shown))
    return found


def _bars(rendering: Rendering, picture: Bars, result: Result) -> Html:
    calculator = rendering.calculator
    quantity = engine.quantities(calculator)[picture.extent]
    sides: dict[str, tuple[Values, dict[str, str]]] = {
        "a": (result.values_a, result.words_a),
        "b": (result.values_b, result.words_b),
    }
    values = result.values_a
    extent = values[picture.extent]
    base = TOP + ROW * (len(calculator.letters) - 1) + BAR + 15
    scale = [
        element(
            "g",
            element("line", x1=percent(mark.at), x2=percent(mark.at), y1=base, y2=base + 5, stroke="var(--edge)"),
            element("text", mark.label, class_="d", x=percent(mark.at), y=base + 21, text_anchor=ANCHORS[place > 0]),
            data_tick=place,
            display=None if mark.shown else "none",
        )
        for place, mark in enumerate(marks(picture, extent, quantity))
    ]
    identity, needs = f"{calculator.id}-bars", [f"{letter}.{picture.described}" for letter in calculator.letters]
    foot = base + (43 if picture.limit else 28)
    limited: list[Html] = []
    if picture.limit:
        limit = values[picture.limit]
        ends = [0, *(ROW * (row + 1) for row in range(len(calculator.letters) - 1)), base]
        limited += [
            _limit_line(picture, extent, sides[letter][0][picture.limit], ends[row], ends[row + 1], letter)
            for row, letter in enumerate(calculator.letters)
        ]
        limited.append(_limit_words(picture, result, extent, limit, foot))
        if picture.other_limit_label:
            foot += 18
            other = result.values_b[picture.limit]
            limited.append(_limit_words(picture, result, extent, other, foot, "b", picture.other_limit_label))
        foot += 7
    unit = units.unit_of(extent, quantity).symbol
    return element(
        "svg",
        element("title", picture.title, id=f"{identity}-title"),
        element("desc", result.said(*needs), id=f"{identity}-text", data_words=" ".join(needs)),
        _hatch(),
        *(_bar(picture, letter, *sides[letter], extent, row) for row, letter in enumerate(calculator.letters)),
        *limited,
        element("line", x1=0, x2="100%", y1=f"{base}.5", y2=f"{base}.5", stroke="var(--edge)"),
        joined(*scale),
        element("text", unit, class_="d", x="100%", y=base + 21, text_anchor="end", data_unit=True),
        width="100%",
        height=foot,
        role="img",
        aria_labelledby=f"{identity}-title {identity}-text",
    )


def _limit_line(picture: Bars, extent: float, limit: float, top: int, foot: int, letter: str = "a") -> Html:
    at = percent(picture.along(limit, extent))
    return element("line", x1=at, x2=at, y1=top, y2=foot, stroke="var(--ink)", stroke_width=2, data_limit=letter)


def _limit_words(
    picture: Bars, result: Result, extent: float, limit: float, height: int, letter: str = "a", label: str = ""
) -> Html:
    name = f"{letter}.{label or picture.limit_label}"
    return element(
        "text",
        result.said(name),
        x=percent(picture.along(limit, extent)),
        y=height,
        text_anchor=ANCHORS[int(picture.anchor(limit, extent))],
        data_limit=letter,
        data_words=name,
    )


def _hatch() -> Html:
    """The pattern of what may or may not be needed; once in every page that draws a range."""
    pattern = element(
        "pattern",
        element("path", d="M0 0v5", stroke="var(--fig-3)", stroke_width=3),
        id="hatch",
        width=5,
        height=5,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
    return element("defs", pattern)


def _bar(picture: Bars, letter: str, values: dict[str, Any], words: dict[str, str], extent: float, row: int) -> Html:
    start, pieces = 0.0, []
    for place, segment in enumerate(picture.segments):
        length = picture.along(values[segment.step], extent)
        outline = "var(--fig-3)" if segment.fill.startswith("url") else None
        pieces.append(
            element(
                "rect",
                x=percent(start),
                y=TOP + row * ROW,
                width=percent(length),
                height=BAR,
                fill=segment.fill,
                stroke=outline,
                data_piece=f"{letter}.{place}",
            )
        )
        start += length
    label = element("text", words[picture.named], x=0, y=14 + row * ROW, data_words=f"{letter}.{picture.named}")
    return element("g", label, joined(*pieces))


def _key(rendering: Rendering, picture: Bars) -> Html:
    """What the colours mean."""
    named = []
    for segment in picture.segments:
        swatch = element(
            "svg",
            element(
                "path",
                d="M.5.5h9v9h-9z",
                fill=segment.fill,
                stroke=segment.fill if "url" not in segment.fill else "var(--fig-3)",
            ),
            viewBox="0 0 10 10",
            aria_hidden="true",
        )
        named.append(element("span", swatch, rendering.link(segment.term, segment.label)))
    return element("p", *named, class_="key")
