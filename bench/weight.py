"""What a first visit to a page of the real site transfers: the page and all that it asks for at once.

Counted from the files of a build, text gzipped as common hosts do it, and for each answer the bytes of its
headers. On term pages and the home page it differs from what Lighthouse sees by less than 1 %; what a script
fetches later, such as the numbers of a calculator, is not in it.
"""

from __future__ import annotations

import gzip
import json
import re
import statistics
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

ROOT = Path(__file__).resolve().parents[1]
HEADERS = 150
"""Bytes of the headers of an answer, about."""
PACKED = {".html", ".css", ".js", ".svg", ".json"}
OTHERS = {
    "home": "",
    "name": "sm/",
    "topic": "topics/memory/",
    "a to z": "a-z/",
    "versus": "parallel-thread-execution-vs-streaming-assembler/",
    "path": "paths/run-inference/",
    "questions": "questions/inference/",
    "rosetta": "rosetta/",
    "map": "map/",
    "calculator": "calculators/memory/",
    "model": "models/llama-3.1-70b/",
    "accelerators": "accelerators/",
    "table": "tables/memory/",
}

_ASKED = (
    re.compile(r'<link rel="(?:preload|stylesheet)"[^>]*? href="([^"]+)"'),
    re.compile(r'<link rel="icon" href="([^"]+\.svg)"'),
    re.compile(r'<script[^>]*? src="([^"]+)"'),
)
_IMPORTED = re.compile(r'^(?:import|export)\b[^"\'`]*?["\'](\.[^"\']+)["\'];?$', re.M)


@dataclass
class Weights:
    """The weights of one site's pages."""

    site: Path
    _known: dict[str, int] = field(default_factory=dict)

    def file(self, path: str) -> int:
        """What a file takes on the wire."""
        if path not in self._known:
            content = (self.site / path).read_bytes()
            packed = gzip.compress(content, 6) if Path(path).suffix in PACKED else content
            self._known[path] = len(packed) + HEADERS
        return self._known[path]

    def page(self, address: str) -> int:
        """What a first visit of a page takes."""
        path = f"{address}index.html"
        html = (self.site / path).read_text(encoding="utf-8")
        wanted = [urljoin(f"/{address}", link)[1:] for pattern in _ASKED for link in pattern.findall(html)]
        asked: set[str] = set()
        while wanted:
            one = wanted.pop()
            if one not in asked:
                asked.add(one)
                code = (self.site / one).read_text(encoding="utf-8") if one.endswith(".js") else ""
                wanted += [urljoin(f"/{one}", link)[1:] for link in _IMPORTED.findall(code)]
        return self.file(path) + sum(map(self.file, asked))


def build(site: Path) -> None:
    """Build the real site."""
    command = [str(Path(sys.executable).with_name("mkdocs")), "build", "--quiet", "--site-dir", str(site)]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        raise SystemExit("bench: the site could not be built")


def measure(site: Path) -> tuple[dict[str, int], list[str]]:
    """The weight of every term page by slug, and lines about the pages of other kinds."""
    weights = Weights(site)
    terms = json.loads((site / "api" / "v1" / "terms.json").read_text(encoding="utf-8"))["terms"]
    found = {term["slug"]: weights.page(f"{term['slug']}/") for term in terms}
    lines = [f"first visit, {kind}: {weights.page(address):,} bytes" for kind, address in OTHERS.items()]
    lines.insert(0, f"first visit, term: median {statistics.median(found.values()):,.0f} bytes of {len(found)} pages")
    return found, lines
