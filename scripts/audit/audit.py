"""Judges the built site with tools that are not ours (`make audit`): HTML, speed on a phone, link previews.

- Nu HTML checker, every page: no error.
- Lighthouse for mobile, its simulated phone and network, three runs a page: the median of each score.
- unfurl.js, open-graph-scraper and metascraper, every page: they find a title and a text and agree, and at the
  address of a term or of any of its names they find its definition.

Needs Node, npm, Java and Chromium. Their packages are fetched once into `.build/audit` from the lock beside this
file. It is no part of `make test`: Lighthouse measures time. Exit status 1: something is missing or falls short.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import gzip
import hashlib
import http.server
import json
import os
import shutil
import statistics
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
WORK = ROOT / ".build" / "audit"
FILES = ("package.json", "package-lock.json", "previews.mjs")
NEEDED = {"node": "Node 20 or newer", "npm": "npm, which comes with Node", "java": "a Java runtime, 11 or newer"}
CALCULATORS = ("memory", "training", "speed", "interconnect", "cost")
PAGES = {"term": "streaming-multiprocessor/", "home": ""} | {one: f"calculators/{one}/" for one in CALCULATORS}
"""What Lighthouse looks at."""
GOALS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
FIGURES = {
    "first-contentful-paint": "FCP",
    "largest-contentful-paint": "LCP",
    "total-blocking-time": "TBT",
    "cumulative-layout-shift": "CLS",
    "total-byte-weight": "bytes",
}
MOST_SHOWN = 20


class Missing(Exception):
    """Something the machine lacks, or a tool that did not run; the message is one line."""


class _Host(http.server.SimpleHTTPRequestHandler):
    """The site as a good static host sends it: text compressed, right types, its own page for what is missing."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    """Else the system keeps a body back for 40 ms, until the headers before it are acknowledged."""
    wbufsize = -1
    """Headers and body leave together."""
    packed = (".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".md")

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        status = 200 if path.is_file() else 404
        if status == 404:
            path = Path(self.directory) / "404.html"
        body = path.read_bytes()
        self.send_response(status)
        if path.suffix in self.packed:
            body = gzip.compress(body, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder on a free port; gives its address with a slash at the end."""
    handler = functools.partial(_Host, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


def output(command: list[str], *, status: tuple[int, ...] = (0,), **options: Any) -> str:
    """What a command prints. Raises Missing with its last complaint where it ends otherwise than asked."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    if done.returncode not in status:
        lines = [line for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        said = next((line for line in lines if "rror" in line), lines[-1] if lines else "no message")
        raise Missing(f"{Path(command[0]).name} failed: {said}")
    return str(done.stdout or done.stderr)


def chromium() -> str:
    """The Chromium that `make test` uses."""
    return output([sys.executable, str(ROOT / "scripts" / "environment.py"), "chromium"]).strip()


def install() -> None:
    """Bring `.build/audit` up to what the lock says; nothing on a second run."""
    for tool, what in NEEDED.items():
        if not shutil.which(tool):
            raise Missing(f"{tool} is missing: install {what}")
    WORK.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copy2(HERE / name, WORK / name)
    digest = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    stamp = WORK / "installed"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == digest:
        return
    # No package may run a script here; none of these needs its own for what we ask of it.
    output(["npm", "ci", "--ignore-scripts", "--legacy-peer-deps", "--no-audit", "--no-fund"], cwd=WORK)
    stamp.write_text(digest, encoding="utf-8")


def build(out: Path) -> None:
    """Build the site."""
    shutil.rmtree(out, ignore_errors=True)
    command = str(Path(sys.executable).with_name("mkdocs"))
    output([command, "build", "--strict", "--quiet", "--site-dir", str(out)], cwd=ROOT)


def html(site: Path) -> list[str]:
    """Errors of HTML, over all pages."""
    jar = WORK / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = ["java", "-Xss2m", "-jar", str(jar), "--errors-only", "--skip-non-html", "--format", "json", "."]
    found = json.loads(output(command, status=(0, 1), cwd=site))["messages"]
    count = sum(1 for _ in site.rglob("*.html"))
    print(f"HTML: {count} pages, {len(found)} errors", flush=True)
    return [f"{one['url']}:{one.get('lastLine', 1)}: {one['message']}" for one in found]


def previews(site: Path, address: str) -> list[str]:
    """Link previews that are wrong or missing, over all pages."""
    found = json.loads(output(["node", "previews.mjs", str(site), address], cwd=WORK))
    complaints: list[str] = found["complaints"]
    print(
        f"Link previews: {found['pages']} pages by three parsers, {found['compared']} compared with the definition of "
        f"a term, {len(complaints)} complaints",
        flush=True,
    )
    return complaints


def lighthouse(address: str, runs: int) -> list[str]:
    """Scores below their goals; prints the medians."""
    flags = "--headless=new" + (" --no-sandbox" if hasattr(os, "geteuid") and os.geteuid() == 0 else "")
    command = ["node", str(WORK / "node_modules" / "lighthouse" / "cli" / "index.js"), "--quiet", "--output=json"]
    variables = {**os.environ, "CHROME_PATH": chromium()}
    complaints = []
    for kind, path in PAGES.items():
        reports = []
        for _ in range(runs):
            text = output([*command, f"--chrome-flags={flags}", address + path], env=variables, cwd=WORK)
            reports.append(json.loads(text))
        scores = {
            goal: statistics.median(round(100 * report["categories"][goal]["score"]) for report in reports)
            for goal in GOALS
        }
        figures = [
            f"{label} {statistics.median(report['audits'][audit]['numericValue'] for report in reports):,.4g}"
            for audit, label in FIGURES.items()
        ]
        print(f"Lighthouse, {kind}: {', '.join(f'{name} {score:g}' for name, score in scores.items())}", flush=True)
        print(f"  medians of {runs}: {', '.join(figures)}", flush=True)
        for goal, least in GOALS.items():
            if scores[goal] < least:
                found = {
                    one["id"]: reports[0]["audits"][one["id"]] for one in reports[0]["categories"][goal]["auditRefs"]
                }
                poor = [name for name, one in found.items() if one["score"] is not None and one["score"] < 0.9]
                complaints.append(f"{kind}: {goal} {scores[goal]:g}, not {least}: {', '.join(poor)}")
        (WORK / f"lighthouse-{kind}.json").write_text(json.dumps(reports[0]), encoding="utf-8")
    return complaints


def main() -> int:
    """Judge the site, or say what the machine lacks."""
    parser = argparse.ArgumentParser(description="Judge the built site with tools that are not ours.")
    parser.add_argument("--only", choices=["html", "previews", "lighthouse"], help="one of the three")
    parser.add_argument("--runs", type=int, default=3, help="runs of Lighthouse a page (3)")
    options = parser.parse_args()
    try:
        install()
        site = WORK / "site"
        build(site)
        complaints = []
        if options.only in {None, "html"}:
            complaints += html(site)
        with served(site) as address:
            if options.only in {None, "previews"}:
                complaints += previews(site, address)
            if options.only in {None, "lighthouse"}:
                complaints += lighthouse(address, options.runs)
    except (Missing, OSError) as error:
        print(f"audit: {error}", file=sys.stderr)
        return 1
    for complaint in complaints[:MOST_SHOWN]:
        print(complaint, file=sys.stderr)
    if complaints[MOST_SHOWN:]:
        print(f"… and {len(complaints) - MOST_SHOWN} more", file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
