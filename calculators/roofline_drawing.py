"""A roofline as a drawing on two scales of powers, and as a table beside it. The browser moves its parts."""

from __future__ import annotations

from calculators import units
from calculators.calculator import Roofline
from calculators.engine import Result
from calculators.markup import Html, element, joined
from calculators.rendering import Rendering
from calculators.scale import INTENSITIES
from calculators.units import FLOP_PER_SECOND

HEIGHT, TOP, FOOT = 300, 26, 46
"""Pixels of the plot, above it for the words of the ridge, and below it for those of the scale."""
DECADES = 6
POWERS = (1, 10, 100, 1000, 10000, 100000)
UNIT = FLOP_PER_SECOND.units[-1]
ANCHORS = ("start", "middle", "end")
SHAPES = (
    ("M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z", True),
    ("M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z", False),
    ("M-5-5h10v10h-10z", True),
    ("M0-6l6 11h-12z", True),
    ("M0-7l7 7-7 7-7-7z", False),
)
"""Marks that differ in shape and filling, not in colour alone."""


def percent(share: float) -> str:
    """A share as SVG wants it."""
    return f"{share * 100:.3f}%"


def height_of(share: float) -> str:
    """How far from the top something stands."""
    return f"{TOP + (1 - share) * HEIGHT:.1f}"


def rate_text(rate: float) -> str:
    """A power of ten as it stands on the scale, in the unit that stands above it."""
    return units.plain(rate / UNIT.factor)


def roofline_html(rendering: Rendering, picture: Roofline, result: Result) -> Html:
    """The drawing with its table."""
    drawn = element("div", _scale(picture, result), _drawing(rendering, picture, result), class_="plot")
    return element("div", drawn, _table(rendering, picture, result), class_="roof")


def _ends(picture: Roofline, result: Result) -> tuple[float, float]:
    values = result.values_a
    return picture.bottom(values[picture.bandwidth]), picture.top(values[picture.peak], values[picture.bandwidth])


def _decades(picture: Roofline, result: Result, *, named: bool) -> list[Html]:
    """The powers of ten from the bottom up: their numbers, or the lines that belong to them."""
    low, high = _ends(picture, result)
    found = []
    for place in range(DECADES):
        rate = picture.decade(low, place)
        drawn = (
            element("text", rate_text(rate), x="100%", y=4, class_="d", text_anchor="end")
            if named
            else element("line", x1=0, x2="100%", y1=0, y2=0, class_="grid")
        )
        here = height_of(picture.up(rate, low, high))
        hidden = None if rate < high else "hidden"
        found.append(
            element(
                "svg",
                drawn,
                y=here,
                width="100%",
                height=1,
                overflow="visible",
                data_decade=place,
                visibility=hidden,
            )
        )
    return found


def _scale(picture: Roofline, result: Result) -> Html:
    """The numbers of the rates, beside the plot, where no line can run through them."""
    unit = element("text", UNIT.symbol, x="100%", y=TOP - 12, class_="d", text_anchor="end")
    numbers = _decades(picture, result, named=True)
    return element("svg", unit, *numbers, width="100%", height=TOP + HEIGHT + FOOT, aria_hidden="true")


def _drawing(rendering: Rendering, picture: Roofline, result: Result) -> Html:
    values = result.values_a
    peak, bandwidth, ridge = values[picture.peak], values[picture.bandwidth], values[picture.ridge]
    low, high = _ends(picture, result)
    start, end = INTENSITIES
    turn = ridge if peak > 0 else end
    at = percent(picture.across(turn))
    level = height_of(picture.up(turn * bandwidth, low, high))
    base = TOP + HEIGHT
    identity = f"{rendering.calculator.id}-roof"
    across = [
        joined(
            element("line", x1=place, x2=place, y1=TOP, y2=base, class_="grid"),
            element("text", units.plain(power), x=place, y=base + 18, class_=f"d{number % 2}", text_anchor="middle"),
        )
        for number, power in enumerate(POWERS)
        for place in [percent(picture.across(power))]
    ]
    words = [f"{letter}.{picture.described}" for letter in rendering.calculator.letters]
    return element(
        "svg",
        element("title", picture.title, id=f"{identity}-title"),
        element("desc", result.said(*words), id=f"{identity}-text", data_words=" ".join(words)),
        *across,
        *_decades(picture, result, named=False),
        element("line", x1=at, x2=at, y1=TOP - 6, y2=base, class_="turn", data_turn=True),
        element(
            "line",
            x1=0,
            y1=height_of(picture.up(start * bandwidth, low, high)),
            x2=at,
            y2=level,
            class_="edge",
            data_slope=True,
        ),
        element("line", x1=at, y1=level, x2="100%", y2=level, class_="edge", data_flat=True),
        element(
            "text",
            result.words_a[picture.ridge_label],
            x=at,
            y=TOP - 12,
            text_anchor=ANCHORS[int(picture.anchor(picture.across(turn)))],
            data_turn=True,
            data_words=f"a.{picture.ridge_label}",
        ),
        *(_mark(picture, result, place, low, high) for place in range(len(picture.points))),
        element("line", x1=0, x2="100%", y1=f"{base}.5", y2=f"{base}.5", stroke="var(--edge)"),
        element("text", "operations for each byte", class_="d", x="100%", y=base + 38, text_anchor="end"),
        width="100%",
        height=base + FOOT,
        role="img",
        aria_labelledby=f"{identity}-title {identity}-text",
    )


def _mark(picture: Roofline, result: Result, place: int, low: float, high: float) -> Html:
    point = picture.points[place]
    values, words = (result.values_a, result.words_a) if point.letter == "a" else (result.values_b, result.words_b)
    return element(
        "svg",
        element("title", words[point.label], data_words=f"{point.letter}.{point.label}"),
        _shape(place),
        x=percent(picture.across(values[point.intensity])),
        y=height_of(picture.up(values[point.attainable], low, high)),
        width=1,
        height=1,
        overflow="visible",
        data_point=place,
    )


def _shape(place: int) -> Html:
    path, filled = SHAPES[place]
    return element("path", d=path, class_="mark" if filled else "mark hollow")


def _table(rendering: Rendering, picture: Roofline, result: Result) -> Html:
    rows = []
    for place, point in enumerate(picture.points):
        words = result.words_a if point.letter == "a" else result.words_b
        key = element("svg", _shape(place), viewBox="-7 -7 14 14", aria_hidden="true")
        label = element("span", words[point.label], data_words=f"{point.letter}.{point.label}")
        named = joined(key, " ", label)
        cells = [
            element("td", words[step], class_="r", data_words=f"{point.letter}.{step}")
            for step in (point.intensity, point.attainable)
        ]
        rows.append(element("tr", element("th", named, scope="row"), *cells))
    heads = (
        element("th", "On each accelerator", scope="col"),
        element("th", rendering.link("arithmetic-intensity", "Operations for each byte"), scope="col", class_="r"),
        element("th", rendering.link("flops", "Can reach"), scope="col", class_="r"),
    )
    table = element("table", element("thead", element("tr", *heads)), element("tbody", *rows), class_="tbl")
    return element("div", table, class_="scroll", tabindex=0, role="region", aria_label="Table: roofline")
