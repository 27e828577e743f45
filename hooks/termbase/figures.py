"""Figures: SVG files drawn by contributors, checked against an allow-list and inlined.

Inlined, `currentColor` follows the theme. What is not plain drawing is refused with its place, never
stripped in silence.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from diagnostics import START, Diagnostic, Position

SVG = "http://www.w3.org/2000/svg"
ELEMENTS = frozenset("svg g path line rect circle ellipse polyline polygon text tspan title desc".split())
ATTRIBUTES = frozenset(
    (
        "viewBox fill fill-opacity fill-rule stroke stroke-width stroke-linecap stroke-linejoin stroke-dasharray "
        "stroke-opacity opacity font-family font-size font-weight font-style text-anchor dominant-baseline "
        "letter-spacing transform d x y x1 y1 x2 y2 dx dy cx cy r rx ry width height points"
    ).split()
)
PAINTS = frozenset({"none", "currentColor"})
LARGEST = 32_000
"""Bytes of one figure."""


def check_figure(svg: str, path: str) -> Iterator[Diagnostic]:
    """What keeps a figure from being inlined."""

    def complaint(message: str, position: Position = START) -> Diagnostic:
        return Diagnostic(path, position, "G403", message)

    if len(svg) > LARGEST:
        yield complaint(f"{len(svg)} bytes; a figure has at most {LARGEST}")
        return
    if "<!" in svg.replace("<!--", ""):
        yield complaint("document types, entities and CDATA are not allowed; begin with <svg")
        return
    try:
        root = ET.fromstring(svg)
    except ET.ParseError as error:
        line, column = error.position
        yield complaint(f"not readable as SVG: {error}", Position(line, column + 1))
        return
    if root.tag != f"{{{SVG}}}svg" or not root.get("viewBox"):
        yield complaint(f'expected <svg xmlns="{SVG}" viewBox="0 0 340 …">')
        return
    if [child.tag for child in list(root)[:2]] != [f"{{{SVG}}}title", f"{{{SVG}}}desc"]:
        yield complaint("expected <title> and <desc> first, for readers who cannot see the figure")
    for element in root.iter():
        name = element.tag.removeprefix(f"{{{SVG}}}") if isinstance(element.tag, str) else "comment"
        place = _place(svg, name)
        if name not in ELEMENTS:
            yield complaint(f"<{name}> is not allowed; use {', '.join(sorted(ELEMENTS))}", place)
        for attribute, value in element.attrib.items():
            if attribute not in ATTRIBUTES:
                yield complaint(f'attribute "{attribute}" of <{name}> is not allowed', place)
            elif attribute in ("fill", "stroke") and value not in PAINTS:
                yield complaint(f'{attribute}="{value}": use none or currentColor, so that it follows the theme', place)


def _place(svg: str, name: str) -> Position:
    start = svg.find(f"<{name}")
    return Position(svg.count("\n", 0, start) + 1, start - svg.rfind("\n", 0, start)) if start >= 0 else Position()


_OPENING = re.compile(r"<svg\b[^>]*>")


def inline_figure(svg: str, identity: str) -> str:
    """The figure as it stands in a page: labelled by its own title and description.

    `identity` is unique on the page and becomes part of the ids.
    """
    title, desc = f"{identity}-title", f"{identity}-desc"
    body = svg[svg.index("<svg") :].strip()
    body = body.replace("<title>", f'<title id="{title}">', 1).replace("<desc>", f'<desc id="{desc}">', 1)
    opening = _OPENING.match(body)
    assert opening is not None
    labelled = opening.group()[:-1] + f' role="img" aria-labelledby="{title} {desc}">'
    return labelled.replace(f' xmlns="{SVG}"', "") + body[opening.end() :]


def is_narrow(svg: str) -> bool:
    """Whether the caption fits beside the figure on a wide screen."""
    view = re.search(r'viewBox="[\d.\-]+[ ,]+[\d.\-]+[ ,]+([\d.]+)', svg)
    return view is not None and float(view.group(1)) <= 360
