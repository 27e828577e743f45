"""A link pasted into a chat shows the definition: judged by three preview parsers that are not ours."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

TEA = Path(__file__).parent / "tea"
URL = "https://tea.example/words/"
SLACK_READS = 32_768
OOLONG = "A tea whose leaves are bruised and oxidized in part, between green tea and black tea."
POT = "A vessel of the tea table, for brewing in or for pouring from."

PAGES = {
    "t/oolong/": ("Oolong (OT)", OOLONG),
    "t/ot/": ("Oolong", OOLONG),
    "t/wu-long/": ("Oolong", OOLONG),
    "t/pot/": ("Pot", POT),
    "topics/making/": ("Making", "What happens to the leaf between the bush and the tin."),
    "": ("Words of Tea", "What is written on the tin, explained."),
}


def by_linkpreview(html: bytes, url: str) -> tuple[str | None, str | None]:
    from linkpreview import link_preview

    found = link_preview(url, html.decode(errors="ignore"))
    return found.title, found.description


def by_webpreview(html: bytes, url: str) -> tuple[str | None, str | None]:
    from webpreview import webpreview

    found = webpreview(url, content=html.decode(errors="ignore"))
    return found.title, found.description


def by_synapse(html: bytes, url: str) -> tuple[str | None, str | None]:
    from synapse.media.preview_html import decode_body, parse_html_to_open_graph

    tree = decode_body(html, url)
    assert tree is not None
    found = parse_html_to_open_graph(tree)
    return found.get("og:title"), found.get("og:description")


PARSERS = [by_linkpreview, by_webpreview]
if sys.platform == "linux":
    PARSERS.append(by_synapse)


@pytest.fixture(scope="module")
def site(build_site) -> Path:
    return build_site(project=TEA, site_url=URL)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("parse", PARSERS, ids=lambda parse: parse.__name__)
@pytest.mark.parametrize("address", PAGES, ids=lambda address: address or "home")
def test_link_shows_the_definition(
    site: Path, address: str, parse: Callable[[bytes, str], tuple[str | None, str | None]]
) -> None:
    html = (site / address / "index.html").read_bytes()
    # Parsers check that the host could exist; a reserved one does not pass.
    public = f"https://www.wikipedia.org/{address}"
    for cut in (html, html[:SLACK_READS], html[:4096]):
        assert parse(cut, public) == PAGES[address]
