"""The allow-list on what a text becomes, and the reading of addresses as a browser reads them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from termbase.rendered import RESERVED_IDS, is_plain, judged, refused_address, refused_html, scheme

OVERRIDES = Path(__file__).resolve().parents[2] / "docs/.overrides/book"
IGNORED = "\t\n\r\x00\x01\x1f \x7f\u00a0"
"""What a browser drops from an address, or from its beginning."""


@pytest.mark.parametrize("evil", ["javascript", "data", "vbscript", "file", "blob", "http", "ftp", "ws", "about"])
@given(salt=st.data())
def test_a_scheme_is_seen_however_it_is_spelt(evil: str, salt: st.DataObject) -> None:
    spelt = "".join(
        salt.draw(st.text(IGNORED, max_size=2)) + (one.upper() if salt.draw(st.booleans()) else one) for one in evil
    )
    address = spelt + salt.draw(st.text(IGNORED, max_size=2)) + ":" + salt.draw(st.text(max_size=8))
    assert scheme(address) == evil
    assert refused_address(address)
    assert any("not allowed" in problem for problem in refused_html(f'<a href="{_quoted(address)}">x</a>'))


def _quoted(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace("\r", "&#13;")


@given(st.text("abcdefghij-/.#?=&", max_size=40))
def test_relative_addresses_are_fine_unless_they_leave_the_host(path: str) -> None:
    assert bool(refused_address(path)) == path.startswith("//")


@given(st.text("abcdefgh.-", min_size=1, max_size=20), st.text("abc/?#=@:", max_size=20))
def test_https_is_fine_unless_it_hides_its_host(host: str, rest: str) -> None:
    address = f"https://{host}/{rest}"
    assert refused_address(address) == ""
    assert refused_address(f"https://trusted.example@{host}/") != ""


@given(st.text(max_size=200))
def test_whatever_comes_is_judged_without_an_exception(fragment: str) -> None:
    for problem in refused_html(fragment):
        assert problem


@pytest.mark.parametrize(
    ("fragment", "problem"),
    [
        ("<p>a <em>b</em></p>", ""),
        ('<a href="warp.md" title="x" data-term="warp">warp</a>', ""),
        ('<svg role="img" viewBox="0 0 1 1"><title id="a">x</title><path d="M0 0"/></svg>', ""),
        ("<p>a", "<p> is not closed"),
        ("a</p>", "</p> closes nothing that is open"),
        ("<b>a</b>", "<b> is not allowed"),
        ("<p onclick=x>a</p>", 'attribute "onclick" of <p> is not allowed'),
        ('<p style="x">a</p>', 'attribute "style" of <p> is not allowed'),
        ('<img src="x" alt="x">', "<img> is not allowed"),
        ("<!-- a -->", "a comment is not allowed"),
        ('<h2 id="sources">a</h2>', 'the id "sources" belongs to the page; choose another heading'),
        ('<h2 id="__search">a</h2>', 'the id "__search" belongs to the page; choose another heading'),
        ('<h2 id="a">a</h2><h2 id="a">b</h2>', 'the id "a" is used twice'),
        ("<svg><script>x</script></svg>", "<script> is not allowed"),
        ("<svg><a href='javascript:x'>x</a></svg>", "<a> is not allowed"),
        ("<math><mi>x</mi></math>", "<math> is not allowed"),
        ("<p><iframe></iframe></p>", "<iframe> is not allowed"),
    ],
)
def test_allow_list(fragment: str, problem: str) -> None:
    found = list(refused_html(fragment))
    assert (problem in found) if problem else found == []


PIECES = st.sampled_from(
    [
        *("<p>", "</p>", "<em>", "</em>", "<b>", "<hr />", "<br>", "<svg>", "</svg>", '<path d="M0 0"/>', "<title>"),
        *("</title>", '<a href="x.md">', '<a href="javascript:x">', '<a href="&#106;avascript:x">', '<a href="//x">'),
        *("</a>", "<a href=x>", '<h2 id="a">', '<h2 id="&#97;">', '<h2 id="main">', "</h2>", '<p id="a" id="a">'),
        *('<p onclick="x">', '<p class=">">', "text", " & ", "&lt;", "<", ">", '"', "<!--", "-->", "<!x>", "<?x>"),
        *("<p ", "/>", "<P>", "</p >", "<script>", "<a\n>"),
    ]
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_what_passes_the_quick_way_passes_the_parser(fragment: str) -> None:
    if is_plain(fragment):
        assert list(judged(fragment)) == []


@pytest.mark.parametrize(
    "fragment",
    [
        '<p>a <em>b</em> &lt; <a href="../warp/" title="x &amp; y" data-term="warp">c</a><br /></p>',
        '<h2 id="one">a</h2><div class="scroll" tabindex="0"><table><tr><td class="r">1</td></tr></table></div>',
        '<figure class="wide"><svg viewBox="0 0 1 1"><title id="a">x</title><path d="M0 0"/></svg></figure>',
    ],
)
def test_what_an_entry_becomes_goes_the_quick_way(fragment: str) -> None:
    assert is_plain(fragment)


def test_the_ids_of_the_page_are_known() -> None:
    """Those that templates of entries write; an id with a value in it begins with one of the reserved prefixes."""
    written: set[str] = set()
    for name in ("base.html", "term.html", "partials/head.html", "partials/masthead.html", "partials/search.html"):
        written |= set(re.findall(r'\bid="([a-z-]+)"', (OVERRIDES / name).read_text(encoding="utf-8")))
    assert written - RESERVED_IDS == set()
