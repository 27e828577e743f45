"""Builds generated glossaries with our hooks and with stock Material, and prints what it cost (`make bench`).

Absolute times say little on a shared machine, so both builders run in turn and the table gives ratios.
Times are processor seconds, user and system, of the whole `mkdocs build` process: other people's work on
the machine disturbs them less than it does wall time. Sizes are exact. What the search dialog takes in a
browser is in search.py. Exit status 1: a goal was missed.
"""

from __future__ import annotations

import argparse
import gzip
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import generate
import recompute
import search
import weight

ROOT = Path(__file__).resolve().parents[1]
SEED = 20261123
GROWTH_GOAL = 4.6
"""Four times the terms may take at most this many times as long."""
PAGE_GOAL = 0.05
"""A term page may be this share larger in a large glossary than in a small one."""
STOCK_GOAL = 1.0
"""Build time as a multiple of stock Material's."""
NAMES_GOAL = 20_000
"""Bytes, gzipped, of search names for a thousand terms."""
WEIGHT_GOAL = 49_000
"""Bytes of a first visit to any term page of the real site, its faces included."""
SEARCHED = 5000
"""Terms of the glossary that is searched."""
MANY_NAMES_GOAL = 80_000
"""Bytes, gzipped, of its names."""
SEARCH_RUNS = 5
KEY_GOAL, OPEN_GOAL = 16.0, 350.0
"""Milliseconds of a processor four times slower: from a key to its results (95th percentile), and to open."""

FRAME_GOAL = 1000 / 60
"""Milliseconds from a change in a calculator to the painted result."""

EXTENSIONS = """\
markdown_extensions:
  - tables
  - toc: {permalink: false}
  - pymdownx.highlight: {use_pygments: true}
  - pymdownx.superfences
"""
OURS = """\
site_name: Benchmark
site_url: https://benchmark.example/
docs_dir: docs
theme: {{name: material, custom_dir: "{root}/docs/.overrides", font: false}}
plugins: []
hooks: ["{root}/hooks/glossary_hook.py"]
{extensions}validation: {{omitted_files: ignore}}
extra: {{glossary: {{name: Benchmark, dir: glossary, tagline: Made-up words.}}}}
"""
STOCK = """\
site_name: Benchmark
site_url: https://benchmark.example/
docs_dir: docs
theme: {name: material, font: false}
plugins: []
nav: [index.md]
not_in_nav: "*.md"
"""
HOME = """\
---
title: Made-up words.
template: book/home.html
---
"""


@dataclass
class Project:
    """One generated project, and what building it took so far."""

    builder: str
    """`ours` or `stock`."""
    size: int
    folder: Path
    seconds: list[float] = field(default_factory=list)
    peak: int = 0
    """Most memory of a build, in bytes."""

    @property
    def site(self) -> Path:
        """Where its site is built."""
        return self.folder / "site"

    def median(self) -> float:
        """Processor seconds of a build."""
        return statistics.median(self.seconds)

    def build(self) -> None:
        """Build it once more in a fresh process."""
        shutil.rmtree(self.site, ignore_errors=True)
        variables = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
        command = [str(Path(sys.executable).with_name("mkdocs")), "build", "--quiet", "--site-dir", str(self.site)]
        process = subprocess.Popen(command, cwd=self.folder, env=variables)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"bench: {' '.join(command)} failed in {self.folder}")
        self.seconds.append(usage.ru_utime + usage.ru_stime)
        # Linux counts kilobytes, macOS bytes.
        self.peak = max(self.peak, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024))


def make(builder: str, size: int, folder: Path) -> Project:
    """Write the project of one builder and size below `folder`."""
    project = Project(builder, size, folder / f"{builder}-{size}")
    found = generate.entries(size, SEED)
    if builder == "ours":
        generate.ours(found, project.folder / "glossary")
        (project.folder / "docs").mkdir()
        (project.folder / "docs" / "index.md").write_text(HOME, encoding="utf-8")
        config = OURS.format(root=ROOT, extensions=EXTENSIONS)
    else:
        generate.stock(found, project.folder / "docs")
        config = STOCK + EXTENSIONS
    (project.folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    return project


def page_bytes(project: Project) -> float:
    """HTML of a term page, the mean of all."""
    slugs = [entry.slug for entry in generate.entries(project.size, SEED)]
    return statistics.mean((project.site / slug / "index.html").stat().st_size for slug in slugs)


def names_bytes(project: Project) -> tuple[int, int]:
    """The file of names that search fetches on first focus: raw and gzipped."""
    (path,) = (project.site / "assets" / "search").glob("names.*.json")
    raw = path.read_bytes()
    return len(raw), len(gzip.compress(raw, 9))


def html_total(project: Project) -> int:
    """HTML of the whole site."""
    return sum(path.stat().st_size for path in project.site.rglob("*.html"))


@dataclass(frozen=True)
class Verdict:
    """One goal and what was found."""

    text: str
    met: bool

    def __str__(self) -> str:
        return f"{'met   ' if self.met else 'MISSED'}  {self.text}"


def verdicts(ours: dict[int, Project], stock: dict[int, Project], page_sizes: tuple[int, int]) -> Iterator[Verdict]:
    """The goals, judged."""
    small, large = (page_bytes(ours[size]) for size in page_sizes)
    more = large / small - 1
    yield Verdict(
        f"HTML of a term page grows from {page_sizes[0]} to {page_sizes[1]} terms by {more:+.1%} "
        f"({small:,.0f} to {large:,.0f} bytes; at most {PAGE_GOAL:.0%})",
        more <= PAGE_GOAL,
    )
    for size in sorted(ours):
        if size * 4 in ours:
            growth = ours[size * 4].median() / ours[size].median()
            yield Verdict(f"t({size * 4}) / t({size}) = {growth:.2f} (at most {GROWTH_GOAL})", growth <= GROWTH_GOAL)
    largest = max(ours)
    ratio = ours[largest].median() / stock[largest].median()
    yield Verdict(f"build at {largest} terms = {ratio:.2f} of stock (at most {STOCK_GOAL:.2f})", ratio <= STOCK_GOAL)
    per_thousand = names_bytes(ours[largest])[1] * 1000 / largest
    if largest >= 1000:  # a short file packs badly: fewer names say nothing about a thousand
        yield Verdict(
            f"search names, gzipped: {per_thousand:,.0f} bytes a thousand terms (at most {NAMES_GOAL:,})",
            per_thousand <= NAMES_GOAL,
        )


def search_verdicts(size: int, found: list[search.Found]) -> Iterator[Verdict]:
    """The goals of the search dialog, judged by the medians of its runs."""
    opening = statistics.median(one.opening for one in found)
    key = statistics.median(one.p95 for one in found)
    yield Verdict(
        f"search names of {SEARCHED} terms, gzipped: {size:,} bytes (at most {MANY_NAMES_GOAL:,})",
        size <= MANY_NAMES_GOAL,
    )
    yield Verdict(
        f"search, processor {search.SLOWER} times slower: key to results p95 {key:.1f} ms (at most {KEY_GOAL:.0f})",
        key <= KEY_GOAL,
    )
    yield Verdict(
        f"search, processor {search.SLOWER} times slower: opening {opening:.0f} ms (at most {OPEN_GOAL:.0f})",
        opening <= OPEN_GOAL,
    )


def recompute_verdicts(found: dict[str, float]) -> Iterator[Verdict]:
    """One frame for a calculator that works everything out again, on this machine; on a slower one it is said."""
    for address, time in found.items():
        yield Verdict(
            f"{address}: change to painted result {time:.1f} ms (median; at most {FRAME_GOAL:.1f}; "
            f"{search.SLOWER * time:.1f} on a processor {search.SLOWER} times slower)",
            time <= FRAME_GOAL,
        )


def weight_verdict(found: dict[str, int]) -> Verdict:
    """The heaviest term page of the real site, judged."""
    heaviest = max(found, key=lambda slug: found[slug])
    return Verdict(
        f"first visit to the heaviest term page, {heaviest}: {found[heaviest]:,} bytes (at most {WEIGHT_GOAL:,})",
        found[heaviest] <= WEIGHT_GOAL,
    )


def table(ours: dict[int, Project], stock: dict[int, Project]) -> Iterator[str]:
    """The measurements, a line a size."""
    yield (
        f"{'terms':>6} {'ours s':>8} {'stock s':>8} {'ratio':>6} {'ms/term':>8} {'page B':>8} {'stock B':>8} "
        f"{'names B':>8} {'gz B':>7} {'site MB':>8} {'peak MB':>8}"
    )
    for size in sorted(ours):
        mine, plain = ours[size], stock[size]
        raw, zipped = names_bytes(mine)
        yield (
            f"{size:>6} {mine.median():>8.2f} {plain.median():>8.2f} {mine.median() / plain.median():>6.2f} "
            f"{1000 * mine.median() / size:>8.2f} {page_bytes(mine):>8.0f} {page_bytes(plain):>8.0f} "
            f"{raw:>8} {zipped:>7} {html_total(mine) / 1e6:>8.1f} {mine.peak / 1e6:>8.0f}"
        )


def main(arguments: list[str]) -> int:
    """Measure and report."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="50 and 200 terms, one run: does it work at all?")
    parser.add_argument("--runs", type=int, default=0, help="builds of each project (3; with --quick 1)")
    parser.add_argument("--only-search", action="store_true", help="measure the search dialog and nothing else")
    parser.add_argument("--only-recompute", action="store_true", help="measure the calculators and nothing else")
    parser.add_argument("--only-weight", action="store_true", help="weigh the pages of the real site and nothing else")
    parser.add_argument("--keep", type=Path, help="leave the projects and sites in this empty folder")
    options = parser.parse_args(arguments)
    sizes = (50, 200) if options.quick else (50, 500, 2000)
    runs = options.runs or (1 if options.quick else 3)
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        folder = options.keep or Path(temporary)
        say("the real site")
        weight.build(folder / "real")
        pages, lines = weight.measure(folder / "real")
        print("\n".join(lines))
        if options.only_weight:
            return report([weight_verdict(pages)])
        say("calculators in Chromium")
        recomputed = list(recompute_verdicts(recompute.measure(folder / "real")))
        if options.only_recompute:
            return report(recomputed)
        say(f"search: {SEARCHED} terms in Chromium")
        judged = [
            weight_verdict(pages),
            *recomputed,
            *search_verdicts(*search.measure(folder / "search", SEARCHED, SEED, SEARCH_RUNS)),
        ]
        if options.only_search:
            return report(judged)
        projects = [make(builder, size, folder) for size in sizes for builder in ("ours", "stock")]
        for run in range(runs):
            for project in projects:
                say(f"run {run + 1} of {runs}: {project.builder}, {project.size} terms")
                project.build()
        ours, stock = ({one.size: one for one in projects if one.builder == name} for name in ("ours", "stock"))
        print(
            f"Python {platform.python_version()}, {os.cpu_count()} processors, median of {runs}; s = processor seconds"
        )
        print("\n".join(table(ours, stock)))
        judged = [*verdicts(ours, stock, (min(sizes), max(sizes))), *judged]
    return report(judged)


def report(judged: list[Verdict]) -> int:
    """Print the verdicts; the exit status."""
    print("\n".join(map(str, judged)))
    return 0 if all(one.met for one in judged) else 1


def say(line: str) -> None:
    """Progress, where somebody is watching."""
    if sys.stderr.isatty():
        print(f"· {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
