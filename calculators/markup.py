"""HTML from Python values: every text is escaped once, here."""

from __future__ import annotations

import html


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


VOID = frozenset({"input", "br", "hr"})
"""Elements of HTML without content."""

SHAPES = frozenset({"rect", "line", "path"})
"""Elements of SVG without content: they must close themselves, or the next one would be drawn inside them."""


def element(tag: str, *parts: str | None, **attributes: str | int | bool | None) -> Html:
    """An element. `class_` and `for_` lose their underscore, others turn theirs into hyphens; False is left out."""
    written = []
    for name, value in attributes.items():
        if value is None or value is False:
            continue
        name = name.rstrip("_").replace("_", "-")
        written.append(f" {name}" if value is True else f' {name}="{html.escape(str(value))}"')
    start = f"<{tag}{''.join(written)}"
    if tag in SHAPES:
        return Html(f"{start}/>")
    return Html(f"{start}>" if tag in VOID else f"{start}>{joined(*parts)}</{tag}>")


def joined(*parts: str | None) -> Html:
    """Several pieces one after another."""
    return Html("".join(part if isinstance(part, Html) else html.escape(part, quote=False) for part in parts if part))
