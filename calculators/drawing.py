"""The stacked bar: where everything stands, in shares of the scale. The browser uses the same formulas."""

from __future__ import annotations

from dataclasses import dataclass

from calculators import inverse, units
from calculators.calculator import Calculator, Result, Values
from calculators.markup import Html, element, joined

NEEDS = ("a.needs_text", "b.needs_text")
ANCHORS = ("start", "middle", "end")
ROW, BAR, TOP = 72, 30, 23
"""Heights in pixels: from one bar to the next, of a bar, and of the words above the first."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark of the scale."""

    at: float
    label: str
    shown: bool


def marks(calculator: Calculator, extent: float) -> list[Mark]:
    """The marks of the scale, as many as there are places; those without room are not shown."""
    picture = calculator.picture
    size = inverse.first(lambda size: bool(picture.spaced(size, extent)), picture.sizes)
    found = []
    for place in range(picture.most_ticks):
        at = picture.tick_at(place, size)
        shown = size > 0 and bool(picture.tick_shown(place, size, extent))
        found.append(Mark(picture.along(at, extent), units.plain(at / units.BYTES.units[-1].factor), shown))
    return found


def percent(share: float) -> str:
    """A share as SVG wants it."""
    return f"{share * 100:.3f}%"


def picture(calculator: Calculator, result: Result, title: str) -> Html:
    """The drawing with what the script changes named by data attributes."""
    values, drawn = result.values_a, calculator.picture
    extent, limit = values[drawn.extent], values[drawn.limit]
    at = drawn.along(limit, extent)
    anchor = ANCHORS[int(drawn.anchor(limit, extent))]
    base = TOP + ROW + BAR + 15
    scale = [
        element(
            "g",
            element("line", x1=percent(mark.at), x2=percent(mark.at), y1=base, y2=base + 5, stroke="var(--edge)"),
            element("text", mark.label, class_="d", x=percent(mark.at), y=base + 21, text_anchor=ANCHORS[place > 0]),
            data_tick=place,
            display=None if mark.shown else "none",
        )
        for place, mark in enumerate(marks(calculator, extent))
    ]
    identity = f"{calculator.id}-bars"
    return element(
        "svg",
        element("title", title, id=f"{identity}-title"),
        element("desc", result.said(*NEEDS), id=f"{identity}-text", data_words=" ".join(NEEDS)),
        _hatch(),
        _bar(calculator, "a", result.values_a, result.words_a, extent, 0),
        _bar(calculator, "b", result.values_b, result.words_b, extent, 1),
        element(
            "line", x1=percent(at), x2=percent(at), y1=0, y2=base, stroke="var(--ink)", stroke_width=2, data_limit=True
        ),
        element("line", x1=0, x2="100%", y1=f"{base}.5", y2=f"{base}.5", stroke="var(--edge)"),
        joined(*scale),
        element(
            "text",
            result.words_a[drawn.limit_label],
            x=percent(at),
            y=base + 43,
            text_anchor=anchor,
            data_limit=True,
            data_words=f"a.{drawn.limit_label}",
        ),
        element("text", units.BYTES.units[-1].symbol, class_="d", x="100%", y=base + 21, text_anchor="end"),
        width="100%",
        height=base + 50,
        role="img",
        aria_labelledby=f"{identity}-title {identity}-text",
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


def _bar(calculator: Calculator, letter: str, values: Values, words: dict[str, str], extent: float, row: int) -> Html:
    drawn, start, pieces = calculator.picture, 0.0, []
    for place, segment in enumerate(drawn.segments):
        length = drawn.along(values[segment.step], extent)
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
    label = element("text", words["bar_text"], x=0, y=14 + row * ROW, data_words=f"{letter}.bar_text")
    return element("g", label, joined(*pieces))


def strip(calculator: Calculator, result: Result) -> Html:
    """One bar against the limit, without a scale: the example of the home page."""
    drawn, values = calculator.picture, result.values_a
    extent, limit = values[drawn.extent], values[drawn.limit]
    at = percent(drawn.along(limit, extent))
    foot = TOP + BAR + 8
    return element(
        "svg",
        _hatch(),
        _bar(calculator, "a", values, result.words_a, extent, 0),
        element("line", x1=at, x2=at, y1=TOP - 8, y2=foot, stroke="var(--ink)", stroke_width=2, data_limit=True),
        element(
            "text",
            result.words_a[drawn.limit_label],
            x=at,
            y=foot + 17,
            text_anchor=ANCHORS[int(drawn.anchor(limit, extent))],
            data_limit=True,
            data_words=f"a.{drawn.limit_label}",
        ),
        width="100%",
        height=foot + 24,
        role="img",
        aria_label="Memory needed against the memory of one accelerator",
    )


def key(calculator: Calculator, labels: list[Html]) -> Html:
    """What the colours mean."""
    swatches = [
        element(
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
        for segment in calculator.picture.segments
    ]
    return element(
        "p", *(element("span", swatch, label) for swatch, label in zip(swatches, labels, strict=True)), class_="key"
    )
