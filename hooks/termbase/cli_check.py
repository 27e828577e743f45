"""`glossary check`: every complaint at once, and the mending of those that have one right answer."""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from importlib import import_module
from pathlib import Path

import click
from diagnostics import Diagnostic, Severity, apply_edits, as_annotation, as_data, has_errors

from termbase.cli_project import open_project
from termbase.load import Loaded
from termbase.model import Term
from termbase.rendering import rendered_problems
from termbase.review import dated_facts, review
from termbase.settings import Settings

MOST_ROUNDS = 20
"""A mended line can bring the next complaint of the same file to light."""

Checker = Callable[[Iterable[Term]], Iterable[Diagnostic]]
"""A check that somebody else brings, named in `extra.glossary.checks` as `module:function`."""


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--fix", is_flag=True, help="Mend what has one right answer, then report the rest.")
@click.option("--json", "as_json", is_flag=True, help="Print the diagnostics as JSON, advice included.")
@click.option("--github", is_flag=True, help="Print annotations for GitHub Actions, advice included.")
@click.option("--advice/--no-advice", default=False, help="Show advice too, not only errors.")
@click.option("--stale", is_flag=True, help='List every "as of" with its age, oldest first, and nothing else.')
def check(paths: tuple[Path, ...], fix: bool, as_json: bool, github: bool, advice: bool, stale: bool) -> None:
    """Check the whole glossary; with PATHS, report on those files only. Exit code 1 on errors."""
    for path in paths:
        if not path.exists():
            raise click.UsageError(f"there is no file {path}")
    wanted = frozenset(path.resolve() for path in paths)
    root, settings, loaded = open_project()
    mended = 0
    while fix and mended < MOST_ROUNDS and _mend(root, _within(loaded.diagnostics, root, wanted)):
        mended += 1
        root, settings, loaded = open_project()
    if stale:
        _list_dated(loaded, root, wanted)
        return
    shown = _within(_all(settings, loaded, advice or as_json or github), root, wanted)
    if as_json:
        click.echo(json.dumps([as_data(one) for one in shown], ensure_ascii=False, indent=2))
    elif github:
        for one in shown:
            click.echo(as_annotation(one))
    else:
        for one in shown:
            click.echo(f"{one}" if one.severity is Severity.ERROR else f"{one} (advice)")
    if has_errors(shown):
        number = sum(one.severity is Severity.ERROR for one in shown)
        fixable = sum(one.severity is Severity.ERROR and one.edit is not None for one in shown)
        said = f"{number} {'problem' if number == 1 else 'problems'} in {len(loaded.glossary.terms)} terms"
        click.echo(said + (f"; --fix mends {fixable} of them" if fixable else ""), err=True)
        sys.exit(1)


def _all(settings: Settings, loaded: Loaded, advice: bool) -> list[Diagnostic]:
    found = list(loaded.diagnostics)
    if not has_errors(found):
        # Rendered only when it is safe: the limits on what Markdown gets are among the complaints.
        found += rendered_problems(loaded, loaded.glossary.terms)
    if advice:
        found += review(loaded.glossary, date.today())
        for checker in _checkers(settings):
            found += checker(loaded.glossary.terms.values())
    return sorted(one for one in set(found) if advice or one.severity is Severity.ERROR)


def _checkers(settings: Settings) -> list[Checker]:
    found: list[Checker] = []
    for name in settings.checks.split():
        module, _, function = name.partition(":")
        try:
            found.append(getattr(import_module(module), function))
        except (ImportError, AttributeError, ValueError) as error:
            raise click.ClickException(f"mkdocs.yml: extra.glossary.checks: {name} cannot be used: {error}") from None
    return found


def _within(found: Iterable[Diagnostic], root: Path, wanted: frozenset[Path]) -> list[Diagnostic]:
    if not wanted:
        return list(found)
    return [one for one in found if wanted & {(root / one.path).resolve(), *(root / one.path).resolve().parents}]


def _mend(root: Path, found: list[Diagnostic]) -> bool:
    """Write the files whose complaints can be mended, each whole or not at all; whether there were any."""
    by_path: dict[str, list[Diagnostic]] = defaultdict(list)
    for one in found:
        if one.edit is not None:
            by_path[one.path].append(one)
    changed = False
    for name, complaints in sorted(by_path.items()):
        path = root / name
        before = path.read_bytes().decode("utf-8")
        after = apply_edits(before, [one.edit for one in complaints if one.edit])
        if after == before:
            continue
        changed = True
        aside = path.with_name(f".{path.name}.mended")
        aside.write_bytes(after.encode("utf-8"))
        os.replace(aside, path)
        for one in complaints:
            click.echo(f"mended {one}", err=True)
    return changed


def _list_dated(loaded: Loaded, root: Path, wanted: frozenset[Path]) -> None:
    today = date.today()
    dated = [pair for term in loaded.glossary.terms.values() for pair in dated_facts(term, today)]
    shown = set(_within([one for one, _ in dated], root, wanted))
    for one, _ in sorted(dated, key=lambda pair: (-pair[1], pair[0])):
        if one in shown:
            click.echo(str(one))
