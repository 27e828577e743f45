"""A link pasted into a chat shows the definition: judged by three preview parsers that are not ours."""

from __future__ import annotations

import html
import re
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


def by_linkpreview(page: bytes, url: str) -> tuple[str | None, str | None]:
    from linkpreview import link_preview

    found = link_preview(url, page.decode(errors="ignore"))
    return found.title, found.description


def by_webpreview(page: bytes, url: str) -> tuple[str | None, str | None]:
    from webpreview import webpreview

    found = webpreview(url, content=page.decode(errors="ignore"))
    return found.title, found.description


def by_synapse(page: bytes, url: str) -> tuple[str | None, str | None]:
    from synapse.media.preview_html import decode_body, parse_html_to_open_graph

    tree = decode_body(page, url)
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
    whole = (site / address / "index.html").read_bytes()
    # Parsers check that the host could exist; a reserved one does not pass.
    public = f"https://www.wikipedia.org/{address}"
    for cut in (whole, whole[:SLACK_READS], whole[:4096]):
        assert parse(cut, public) == PAGES[address]


REAL = [
    "warp/",
    "sm/",
    "mps/",
    "calculators/memory/",
    "models/llama-3.1-70b/",
    "accelerators/",
    "questions/memory/",
    "topics/interconnect/",
    "a-z/",
    "",
]


def meta(page: str, name: str) -> str:
    found = re.search(rf'<meta (?:name|property)="{name}" content="([^"]*)"', page)
    assert found, f"no {name}"
    return html.unescape(found.group(1))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("parse", PARSERS, ids=lambda parse: parse.__name__)
@pytest.mark.parametrize("address", REAL, ids=lambda address: address or "home")
def test_every_kind_of_page_of_the_real_site_unfurls(
    built_site: Path, address: str, parse: Callable[[bytes, str], tuple[str | None, str | None]]
) -> None:
    whole = (built_site / address / "index.html").read_bytes()
    said = meta(whole.decode(), "og:title"), meta(whole.decode(), "og:description")
    assert parse(whole[:4096], f"https://www.wikipedia.org/{address}") == said


def test_no_page_says_more_than_chats_show(built_site: Path) -> None:
    paths = sorted(built_site.rglob("index.html"))
    assert len(paths) > 1000
    for path in paths:
        head = path.read_bytes()[:4096].decode(errors="ignore")
        assert len(meta(head, "og:title").encode()) <= 67, path
        assert 0 < len(meta(head, "og:description").encode()) <= 347, path
        assert len(meta(head, "og:site_name").encode()) <= 253, path
        assert meta(head, "twitter:card") == "summary", path
        assert re.fullmatch("#[0-9a-f]{6}", meta(head, "theme-color")), path
        assert head.count("og:description") == 1, path


def test_a_models_preview_carries_its_numbers(built_site: Path) -> None:
    page = (built_site / "models/llama-3.1-70b/index.html").read_text(encoding="utf-8")
    assert re.search(r"\d+(\.\d+)? GB", meta(page, "og:description"))
