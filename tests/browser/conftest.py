"""A server with the real headers, a real Chromium, and pages that must end without a complaint."""

from __future__ import annotations

import contextlib
import functools
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, expect, sync_playwright

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""What every answer carries, unless the site's own `_headers` says more for its path."""

PATIENCE = 10_000
"""Milliseconds that a page may take on a busy machine. No test measures time: that is `make bench`."""
expect.set_options(timeout=PATIENCE)

FIRST, PIECES, PAUSE = 14_600, 100, 0.01
"""A page on a slow line: bytes that a server sends before it waits, number of further pieces, seconds between two."""

SETUP = Path(__file__).resolve().parents[2] / "scripts" / "environment.py"


class Site(SimpleHTTPRequestHandler):
    """One built site below a path, served as a good static host would: types, headers, its own 404 page."""

    protocol_version = "HTTP/1.1"
    extensions_map = {  # noqa: RUF012 - the base class declares it as a plain attribute
        "": "application/octet-stream",
        ".css": "text/css; charset=utf-8",
        ".csv": "text/csv; charset=utf-8",
        ".gz": "application/gzip",
        ".html": "text/html; charset=utf-8",
        ".ico": "image/x-icon",
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/json; charset=utf-8",
        ".map": "application/json; charset=utf-8",
        ".md": "text/markdown; charset=utf-8",
        ".mjs": "text/javascript; charset=utf-8",
        ".png": "image/png",
        ".svg": "image/svg+xml; charset=utf-8",
        ".txt": "text/plain; charset=utf-8",
        ".wasm": "application/wasm",
        ".webmanifest": "application/manifest+json",
        ".woff2": "font/woff2",
        ".xml": "application/xml; charset=utf-8",
    }

    def __init__(
        self, *args: Any, folder: Path, prefix: str, rules: list[HeaderRule], trickle: bool, **kwargs: Any
    ) -> None:
        self.prefix, self.rules, self.trickle = prefix, rules, trickle
        super().__init__(*args, directory=str(folder), **kwargs)

    def translate_path(self, path: str) -> str:
        """The file for a request path; anything outside the prefix is a file that does not exist."""
        bare = urlsplit(path).path
        if not bare.startswith(self.prefix):
            return str(Path(self.directory) / "outside-the-prefix")
        return super().translate_path("/" + bare.removeprefix(self.prefix))

    def copyfile(self, source: Any, outputfile: Any) -> None:
        """A page comes piece by piece where the line is slow; all else at once."""
        if not self.trickle or not str(source.name).endswith(".html"):
            super().copyfile(source, outputfile)
            return
        size = max(1024, os.fstat(source.fileno()).st_size // PIECES)
        outputfile.write(source.read(FIRST))
        while piece := source.read(size):
            outputfile.write(piece)
            outputfile.flush()
            time.sleep(PAUSE)

    def end_headers(self) -> None:
        """Add the security headers to every answer."""
        found = dict(HEADERS)
        bare = urlsplit(self.path).path
        for pattern, headers in self.rules:
            if pattern.fullmatch("/" + bare.removeprefix(self.prefix)):
                found.update(headers)
        for name, value in found.items():
            self.send_header(name, value)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """A missing path gets the site's own page, with the status 404."""
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", self.extensions_map[".html"])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def list_directory(self, path: str | os.PathLike[str]) -> None:
        """No listings: a folder without an index is a missing page."""
        self.send_error(404)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: the browser fixtures report what went wrong."""


HeaderRule = tuple[re.Pattern[str], dict[str, str]]


def read_headers_file(text: str) -> list[HeaderRule]:
    """The rules of a `_headers` file as Netlify and Cloudflare Pages read it, in order."""
    rules: list[HeaderRule] = []
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if line[0].isspace():
            name, _, value = line.strip().partition(":")
            rules[-1][1][name.strip()] = value.strip()
        else:
            pattern = "".join(".*" if part == "*" else re.escape(part) for part in re.split(r"(\*)", line.strip()))
            rules.append((re.compile(pattern), {}))
    return rules


@contextlib.contextmanager
def served(folder: Path, prefix: str = "/", *, trickle: bool = False) -> Iterator[str]:
    """Serve `folder` on a free port of the loopback below `prefix` (starts and ends with a slash)."""
    published = folder / "_headers"
    rules = read_headers_file(published.read_text(encoding="utf-8")) if published.is_file() else []
    handler = functools.partial(Site, folder=folder, prefix=prefix, rules=rules, trickle=trickle)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{prefix}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="session")
def serve_site() -> Iterator[Callable[..., str]]:
    """`serve_site(folder, prefix="/", trickle=False)` gives the address of a folder served until the session ends."""
    with contextlib.ExitStack() as stack:
        yield lambda folder, prefix="/", **how: stack.enter_context(served(folder, prefix, **how))


@pytest.fixture(scope="session")
def site_url(built_site: Path, serve_site: Callable[..., str]) -> str:
    """Address of the real site at the root of its host; ends with a slash."""
    return serve_site(built_site)


@pytest.fixture(scope="session")
def slow_url(built_site: Path, serve_site: Callable[..., str]) -> str:
    """Address of the real site on a slow line: each page arrives in pieces, and is painted in between."""
    return serve_site(built_site, trickle=True)


@pytest.fixture(scope="session")
def subpath_url(build_site: Callable[..., Path], serve_site: Callable[..., str]) -> str:
    """Address of the real site as a project page, below `/compute-glossary/`; ends with a slash."""
    folder = build_site(site_url="https://somebody.example/compute-glossary/")
    return serve_site(folder, "/compute-glossary/")


def chromium() -> str:
    """The Chromium that `make test` would use. A missing browser is a failure."""
    done = subprocess.run([sys.executable, str(SETUP), "chromium"], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.fail(done.stderr.strip(), pytrace=False)
    return done.stdout.strip()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium for the session, cut off from everything but the loopback."""
    arguments = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-domain-reliability",
        "--disable-sync",
        "--no-default-browser-check",
        "--no-first-run",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")
    executable = chromium()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=executable, args=arguments)
        yield running
        running.close()


class Watch:
    """Writes down what a page did that no page of ours may do."""

    def __init__(self, page: Page, complaints: list[str]) -> None:
        self.complaints = complaints
        self._missing: set[str] = set()
        page.on("console", self._console)
        page.on("pageerror", lambda error: complaints.append(f"page error on {page.url}: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        where = message.location.get("url", "")
        # Visiting a page that does not exist is no mistake of the page that answers.
        if message.type == "error" and where not in self._missing:
            self.complaints.append(f"console error at {where}: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob", "about"} and parts.hostname != "127.0.0.1":
            self.complaints.append(f"request to another host: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status == 404 and response.request.is_navigation_request():
            self._missing.add(response.url)


@pytest.fixture
def complaints() -> list[str]:
    """What the pages of this test did wrong so far; a test that provokes it clears the list."""
    return []


@pytest.fixture
def open_page(browser: Browser, complaints: list[str]) -> Iterator[Callable[..., Page]]:
    """`open_page(**options)` opens a page in a fresh context (options of Playwright's `new_context`).

    The test fails at its end if any of its pages logged an error, raised one or asked another host.
    """
    contexts = []

    def open_one(**options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        Watch(page, complaints)
        return page

    yield open_one
    for context in contexts:
        context.close()
    if complaints:
        pytest.fail("\n".join(["the page complained:", *complaints]), pytrace=False)


# What axe judges by: the success criteria of WCAG up to level AA, and what is good practice besides.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

# What is not on the screen is not laid out (`content-visibility`), and axe would judge stand-ins for it.
LAID_OUT = """() => {
  for (const one of document.querySelectorAll("main *")) {
    if (getComputedStyle(one).contentVisibility === "auto") one.style.contentVisibility = "visible";
  }
}"""


@pytest.fixture
def barriers() -> Callable[[Page], list[str]]:
    """What axe finds wrong with a page as it stands, all of it laid out: rule, help and the first places of each."""

    def found(page: Page) -> list[str]:
        page.evaluate(LAID_OUT)
        return [
            f"{one['id']}: {one['help']}: " + "; ".join(node["html"][:160] for node in one["nodes"][:3])
            for one in Axe().run(page, options=RULES).response["violations"]
        ]

    return found


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A page 1280 pixels wide in a fresh context; must end without complaint (see `open_page`)."""
    return open_page(viewport={"width": 1280, "height": 800})


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    """A page as on a phone: 390 pixels wide, touch; must end without complaint (see `open_page`)."""
    return open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, device_scale_factor=2)
