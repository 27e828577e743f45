"""Every link, picture, style and script of a built site, followed."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

TARGETS = {"a": "href", "link": "href", "script": "src", "img": "src", "form": "action"}


class Page(HTMLParser):
    """The ids and the targets of one page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.targets: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("id"):
            self.ids.add(values["id"] or "")
        target = values.get(TARGETS.get(tag, ""))
        if target is not None:
            self.targets.append(target)


def dead_links(site: Path, site_url: str) -> list[str]:
    """`page: target` of everything inside the site that leads nowhere."""
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}
    dead = []
    for path, page in pages.items():
        address = urljoin(site_url, path.relative_to(site).as_posix().removesuffix("index.html"))
        for target in page.targets:
            whole, fragment = urldefrag(urljoin(address, target))
            if not whole.startswith(site_url):
                if urlsplit(whole).scheme not in ("https", "mailto"):
                    dead.append(f"{path.relative_to(site)}: {target}")
                continue
            local = site / unquote(urlsplit(whole[len(site_url) :]).path)
            if local.is_dir():
                local /= "index.html"
            if not local.is_file() or (fragment and local in pages and fragment not in pages[local].ids):
                dead.append(f"{path.relative_to(site)}: {target}")
    return dead
