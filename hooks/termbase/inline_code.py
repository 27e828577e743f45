"""The one piece of markup that plain-text fields know: words between backticks are code."""

from __future__ import annotations

import html
import re

_CODE = re.compile(r"`([^`]+)`")


def inline_code(text: str) -> str:
    """`text` as HTML: everything escaped, `x` between backticks as a code element."""
    return _CODE.sub(r"<code>\1</code>", html.escape(text))


def without_marks(text: str) -> str:
    """`text` without its backticks, for places that show plain text."""
    return _CODE.sub(r"\1", text)
