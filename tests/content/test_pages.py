"""The hand-written pages of the site."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md") if ".overrides" not in path.parts)


@pytest.mark.parametrize("page", PAGES)
def test_front_matter_is_read_as_such(page: str) -> None:
    """MkDocs prints what it cannot read as YAML, a description with a colon for one, as text of the page."""
    text = (DOCS / page).read_text(encoding="utf-8")
    assert text.startswith("---\n"), "without a title and a description a page has no preview"
    found = yaml.safe_load(text.split("\n---\n")[0])
    assert isinstance(found.get("title"), str)
    assert isinstance(found.get("description"), str)
