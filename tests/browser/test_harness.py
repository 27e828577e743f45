"""The browser fixtures themselves: they must notice what they promise to notice."""

from __future__ import annotations

import http.client
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error, Page

QUIET = "<!doctype html><html lang=en><title>t</title><link rel=icon href=data:,>"


@pytest.fixture
def bare_site(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text(QUIET + "<p>home")
    (tmp_path / "404.html").write_text(QUIET + "<p>not here")
    (tmp_path / "inline.html").write_text(QUIET + "<p>x<script>document.body.id = 'ran'</script>")
    (tmp_path / "throws.html").write_text(QUIET + "<script src=throws.js></script>")
    (tmp_path / "throws.js").write_text("throw new Error('boom')")
    (tmp_path / "abroad.html").write_text(QUIET + '<p><img src="https://example.org/pixel.png">')
    (tmp_path / "_headers").write_text("/*\n  X-Everywhere: yes\n/*.js\n  Cache-Control: max-age=1\n")
    return tmp_path


def test_a_good_page_is_no_complaint(
    page: Page, bare_site: Path, serve_site: Callable[..., str], complaints: list[str]
) -> None:
    page.goto(serve_site(bare_site))
    assert page.inner_text("p") == "home"
    assert complaints == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("inline.html", "Content Security Policy"),
        ("throws.html", "boom"),
        ("abroad.html", "request to another host: https://example.org/pixel.png"),
    ],
)
def test_a_bad_page_is_noticed(
    name: str,
    expected: str,
    page: Page,
    bare_site: Path,
    serve_site: Callable[..., str],
    complaints: list[str],
) -> None:
    page.goto(serve_site(bare_site) + name)
    page.wait_for_load_state("networkidle")
    found = "\n".join(complaints)
    complaints.clear()
    assert expected in found
    assert page.evaluate("document.body.id") != "ran"


def test_a_missing_page_is_answered_by_the_sites_own(
    page: Page, bare_site: Path, serve_site: Callable[..., str], complaints: list[str]
) -> None:
    answer = page.goto(serve_site(bare_site) + "nowhere/")
    assert answer is not None
    assert answer.status == 404
    assert page.inner_text("p") == "not here"
    assert complaints == []


def test_a_site_below_a_prefix_is_not_found_elsewhere(bare_site: Path, serve_site: Callable[..., str]) -> None:
    address = urlsplit(serve_site(bare_site, "/below/"))
    statuses = {}
    for path in ("/below/", "/below/throws.js", "/", "/throws.js"):
        connection = http.client.HTTPConnection(address.netloc, timeout=5)
        connection.request("GET", path)
        answer = connection.getresponse()
        statuses[path] = answer.status
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        if path == "/below/throws.js":
            assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
            assert answer.headers["X-Everywhere"] == "yes"
            assert answer.headers["Cache-Control"] == "max-age=1"
        connection.close()
    assert statuses == {"/below/": 200, "/below/throws.js": 200, "/": 404, "/throws.js": 404}


def test_the_browser_reaches_nothing_but_the_loopback(page: Page, complaints: list[str]) -> None:
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("https://example.org/")
    assert complaints
    complaints.clear()
