"""Builds the site aside, verifies it and puts it in place of `site/` in one step (`make site`).

Whoever serves `site/` sees the whole old release or the whole new one, at every moment and whatever
happens to this process, kill -9 and full disks included: nothing inside a published folder is ever
changed, and the folders change places by one system call. Where the file system has no such call, two
renames do it, and a run killed between them is mended by the next.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

ROOT = Path(__file__).resolve().parents[1]
NEEDED = ("index.html", "404.html", "sitemap.xml")
MOST_SHOWN = 20

_TAG = re.compile(r"""<[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>""")
_ATTRIBUTE = re.compile(r"""\s(href|src|id)=(?:"([^"]*)"|'([^']*)')""")
_CANONICAL = re.compile(r"""<link\s[^<>]*rel="?canonical"?[^<>]*>""")
_ENTITIES = {"&amp;": "&", "&#38;": "&", "&quot;": '"', "&#34;": '"', "&#39;": "'", "&lt;": "<", "&gt;": ">"}


class Unfit(Exception):
    """The new site may not be published; the message says why."""


@dataclass(frozen=True)
class Page:
    """What other pages need to know of a page, and what it needs of them."""

    path: str
    """Below the site's folder, with forward slashes."""
    anchors: frozenset[str]
    links: tuple[str, ...]
    """Values of href and src as written."""


def read_page(path: str, html: str) -> Page:
    """The anchors and links of a page."""
    anchors, links = set(), []
    for tag in _TAG.findall(html):
        for name, double, single in _ATTRIBUTE.findall(tag):
            value = re.sub(r"&#?\w+;", lambda found: _ENTITIES.get(found[0], found[0]), double or single)
            if name == "id":
                anchors.add(value)
            else:
                links.append(value)
    return Page(path, frozenset(anchors), tuple(links))


def complaints(folder: Path) -> Iterator[str]:
    """What keeps the site in that folder from being published."""
    yield from (f"{name} is missing" for name in NEEDED if not (folder / name).is_file())
    pages: dict[str, Page] = {}
    for file in sorted(folder.rglob("*.html")):
        html = file.read_text(encoding="utf-8")
        path = file.relative_to(folder).as_posix()
        if "</html>" not in html[-200:].lower():
            yield f"{path} is cut off: it does not end with </html>"
        pages[path] = read_page(path, html)
    if "index.html" in pages:
        home = site_address((folder / "index.html").read_text(encoding="utf-8"))
        for page in pages.values():
            yield from dead_links(page, pages, folder, home)


def site_address(home_page: str) -> str:
    """Where the site says that it will stand: the canonical address of its home page, or a stand-in."""
    tag = _CANONICAL.search(home_page)
    found = re.search(r'href="([^"]+)"', tag[0]) if tag else None
    return found[1] if found else "https://site.invalid/"


def dead_links(page: Page, pages: dict[str, Page], folder: Path, home: str) -> Iterator[str]:
    """The links of a page that lead nowhere within the site; other sites are not asked."""
    address = urljoin(home, page.path.removesuffix("index.html"))
    for link in dict.fromkeys(page.links):
        target = urlsplit(urljoin(address, link))
        if target.scheme not in {"http", "https"} or target.netloc != urlsplit(home).netloc:
            continue
        prefix = urlsplit(home).path
        if not f"{target.path}/".startswith(prefix):
            continue  # another site on the same host
        path = unquote(target.path.removeprefix(prefix))
        if path.endswith("/") or not path:
            path += "index.html"
        if not (folder / path).is_file():
            yield f'{page.path}: dead link "{link}"'
        elif target.fragment and path in pages:
            anchor = unquote(target.fragment)
            if anchor not in pages[path].anchors and not anchor.startswith(":~:"):
                yield f'{page.path}: link "{link}" to a place that {path} does not have'


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system or the file system cannot."""
    library = ctypes.CDLL(None, use_errno=True)
    first, second = os.fsencode(one), os.fsencode(other)
    if hasattr(library, "renameat2"):  # Linux: RENAME_EXCHANGE relative to the current folder
        failed = library.renameat2(-100, first, -100, second, 2)
    elif hasattr(library, "renamex_np"):  # macOS: RENAME_SWAP
        failed = library.renamex_np(first, second, 2)
    else:
        return False
    if failed:
        code = ctypes.get_errno()
        if code in {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}:
            return False
        raise OSError(code, os.strerror(code), str(other))
    return True


def swap(new: Path, live: Path, spare: Path) -> None:
    """Make `new` the folder `live`; what stood there ends up at `new` or at `spare`."""
    if live.is_symlink() or (live.exists() and not live.is_dir()):
        raise Unfit(f"{live.name} is not a folder: move it away")
    if not live.exists():
        new.rename(live)
    elif not exchange(new, live):
        live.rename(spare)
        try:
            new.rename(live)
        except OSError:
            spare.rename(live)
            raise


def tidy(workshop: Path, live: Path, spare: Path) -> None:
    """Mend and clear away what a release, killed or ended, left behind."""
    if spare.exists() and not live.exists():
        spare.rename(live)
    for left in [*workshop.glob("site-*"), *workshop.glob(spare.name)]:
        # A build whose parent was killed may still be writing there; what remains goes next time.
        shutil.rmtree(left, ignore_errors=True)


@contextlib.contextmanager
def alone(workshop: Path) -> Iterator[None]:
    """One release at a time; the lock ends with the process, however that ends."""
    workshop.mkdir(exist_ok=True)
    with (workshop / "site.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Unfit("another make site is at work; let it end") from None
        yield


def build(root: Path, out: Path) -> None:
    """Build the site into `out`; warnings are errors. The same commit gives the same bytes on any day."""
    variables = dict(os.environ)
    if "SOURCE_DATE_EPOCH" not in variables:
        asked = ["git", "-C", str(root), "log", "-1", "--format=%ct"]
        with contextlib.suppress(OSError):
            date = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
            variables |= {"SOURCE_DATE_EPOCH": date} if date else {}
    command = ["mkdocs", "build", "--strict", "--site-dir", str(out)]
    if subprocess.run(command, cwd=root, env=variables, check=False).returncode:
        raise Unfit("the build failed, see above")


def index_text(site: Path) -> None:
    """Add the full-text index, made from the finished pages."""
    command = [sys.executable, str(Path(__file__).with_name("full_text.py")), str(site)]
    if subprocess.run(command, check=False).returncode:
        raise Unfit("the text was not indexed, see above")


def publish(root: Path) -> int:
    """Release the site of the project in `root`; returns the number of its pages."""
    live, workshop = root / "site", root / ".build"
    spare = workshop / "previous-site"
    with alone(workshop):
        tidy(workshop, live, spare)
        aside = Path(tempfile.mkdtemp(prefix="site-", dir=workshop))
        try:
            new = aside / "site"
            build(root, new)
            found = list(complaints(new))
            if found:
                more = [f"… and {len(found) - MOST_SHOWN} more"] if len(found) > MOST_SHOWN else []
                raise Unfit("\n  ".join(["the new site is not fit:", *found[:MOST_SHOWN], *more]))
            index_text(new)
            os.sync()
            swap(new, live, spare)
        finally:
            tidy(workshop, live, spare)
    return sum(1 for _ in live.rglob("*.html"))


def main() -> int:
    """Release, or say why not."""
    try:
        count = publish(ROOT)
    except (Unfit, OSError) as error:
        print(f"site: {error}\nsite: site/ is as it was", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("site: stopped; site/ is as it was", file=sys.stderr)
        return 130
    print(f"site: site/ is new, {count} pages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
