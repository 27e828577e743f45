"""Explicit anchors in headings: as rendered, as read from the text, as left out."""

from __future__ import annotations

import re

import pytest
from markdown import Markdown
from termbase.anchors import Anchor, without_anchors
from termbase.body import anchors_of
from termbase.markdown_extension import TermLinks
from termbase.matching import Matcher

TEXT = """\
## What it costs {#cost}

Text.

### With `nvcc` and *care* {#with-care} ##

`{#code}` stays, as does

```
## Code {#in-code}
```

## Sources of `heat`

## Last {#" onclick="alert(1)}
"""


@pytest.fixture
def renderer() -> Markdown:
    return Markdown(extensions=["toc", "fenced_code", TermLinks({}, Matcher(()), {})])


def test_an_anchor_is_the_id_of_its_heading(renderer: Markdown) -> None:
    html = renderer.convert(TEXT)
    assert '<h2 id="cost">What it costs</h2>' in html
    assert '<h3 id="with-care">With <code>nvcc</code> and <em>care</em></h3>' in html
    assert '<h2 id="sources-of-heat">' in html
    assert "<code>{#code}</code>" in html
    assert "## Code {#in-code}" in html


def test_what_is_no_anchor_stays_text(renderer: Markdown) -> None:
    assert re.search(r'<h2 id="[a-z0-9-]+">Last \{#', renderer.convert(TEXT))


def test_another_heading_gives_way(renderer: Markdown) -> None:
    html = renderer.convert("## Cost\n\n## Price {#cost}\n")
    assert re.findall(r'id="([^"]+)"', html) == ["cost_1", "cost"]


def test_anchors_are_read_from_the_text() -> None:
    assert anchors_of(TEXT)[:2] == (
        Anchor("cost", "What it costs"),
        Anchor("with-care", "With `nvcc` and *care*"),
    )
    assert anchors_of("## Plain\n\nText.") == ()


def test_plain_readers_see_none() -> None:
    assert "{#cost}" not in without_anchors(TEXT)
    assert "## What it costs\n" in without_anchors(TEXT)
    assert "## Code {#in-code}" in without_anchors(TEXT)
