"""The command `glossary`."""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from pathlib import Path

import click
from diagnostics import Diagnostic, Severity, did_you_mean, has_errors

from termbase import explain as wording
from termbase import scaffold
from termbase.index import NameIndex
from termbase.load import Loaded, load_glossary
from termbase.model import Disambiguation, Term
from termbase.permalinks import LOCK, write_lock
from termbase.schema import DEFINITION_LENGTH, parse_term
from termbase.settings import Settings, SettingsError, find_settings

AMBIGUOUS = 3
"""Exit code of `explain` for a name with several senses."""


def _project() -> tuple[Path, Settings, Loaded]:
    try:
        root, settings = find_settings(Path.cwd())
    except SettingsError as error:
        raise click.ClickException(str(error)) from None
    return root, settings, load_glossary(root / settings.dir, root, linkable_pages(root, settings))


def linkable_pages(root: Path, settings: Settings) -> frozenset[str]:
    """Hand-written pages that entries may link, relative to the glossary folder."""
    docs, folder = root / "docs", root / settings.dir
    return frozenset(Path(os.path.relpath(path, folder)).as_posix() for path in docs.rglob("*.md"))


@click.group()
@click.version_option(package_name="compute-glossary")
def main() -> None:
    """Work with the glossary of the folder this is run in."""


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the diagnostics as JSON.")
@click.option("--advice/--no-advice", default=False, help="Show advice too, not only errors.")
def check(paths: tuple[Path, ...], as_json: bool, advice: bool) -> None:
    """Check the whole glossary; with PATHS, report on those files only. Exit code 1 on errors."""
    root, _, loaded = _project()
    wanted = {path.resolve() for path in paths}
    for path in paths:
        if not path.exists():
            raise click.UsageError(f"there is no file {path}")
    shown = [
        one
        for one in loaded.diagnostics
        if (advice or as_json or one.severity is Severity.ERROR)
        and (not wanted or any(_within((root / one.path).resolve(), path) for path in wanted))
    ]
    if as_json:
        click.echo(json.dumps([_as_data(one) for one in shown], ensure_ascii=False, indent=2))
    else:
        for one in shown:
            click.echo(f"{one}" if one.severity is Severity.ERROR else f"{one} (advice)")
    if has_errors(shown):
        number = sum(one.severity is Severity.ERROR for one in shown)
        click.echo(
            f"{number} {'problem' if number == 1 else 'problems'} in {len(loaded.glossary.terms)} terms", err=True
        )
        sys.exit(1)


def _within(path: Path, wanted: Path) -> bool:
    return path == wanted or wanted in path.parents


def _as_data(one: Diagnostic) -> dict[str, str | int]:
    return {
        "path": one.path,
        "line": one.position.line,
        "column": one.position.column,
        "code": one.code,
        "severity": str(one.severity),
        "message": one.message,
    }


@main.command()
@click.argument("name", nargs=-1, required=True)
@click.option("--copy", type=click.Choice(["slack", "markdown", "url"]), help="One line, ready to paste.")
@click.option("--json", "as_json", is_flag=True, help="The entry as data.")
def explain(name: tuple[str, ...], copy: str | None, as_json: bool) -> None:
    """Say what NAME means. Exit code 1 if nobody knows, 3 with the senses if it is ambiguous."""
    _, settings, loaded = _project()
    index = NameIndex(loaded.glossary)
    wanted = " ".join(name)
    found = index.look_up(wanted)
    site = os.environ.get("SITE_URL", "").rstrip("/")
    urls = {slug: f"{site}/{settings.term_url(slug)}" for slug in loaded.glossary.terms}
    if found is None:
        click.echo(f'no term is called "{wanted}"{index.nearest(wanted)}', err=True)
        sys.exit(1)
    if as_json:
        click.echo(wording.as_json(found, urls))
    elif isinstance(found, Disambiguation):
        click.echo(f"{found.name}: {found.definition}")
        for slug in found.senses:
            term = loaded.glossary.terms[slug]
            click.echo(f"  {slug}: {term.headword}. {term.definition}")
    elif copy:
        url = urls[found.slug]
        texts = {"slack": wording.as_slack, "markdown": wording.as_markdown}
        click.echo(url if copy == "url" else texts[copy](found, url))
    else:
        click.echo(wording.as_text(found))
    if isinstance(found, Disambiguation):
        sys.exit(AMBIGUOUS)


@main.command()
def urls() -> None:
    """Add every address that is published now to urls.lock. Run it at a release; nothing is ever removed."""
    root, _, loaded = _project()
    if has_errors(loaded.diagnostics):
        raise click.ClickException("the glossary has problems; run `glossary check` and mend them first")
    path = root / LOCK
    text = write_lock(loaded.promises, NameIndex(loaded.glossary))
    before = len(loaded.promises)
    path.write_text(text, encoding="utf-8")
    now = sum(not line.startswith("#") for line in text.splitlines())
    click.echo(f"{LOCK}: {now} addresses, {now - before} of them new")


@main.command()
@click.option("--data", help="Path or https address of terms.json; by default that of the built site.")
def mcp(data: str | None) -> None:
    """Answer language models over standard input and output (Model Context Protocol)."""
    try:
        from termbase.mcp_server import make_server, read_published
    except ModuleNotFoundError:
        raise click.ClickException('this needs the extra "mcp": pip install "compute-glossary[mcp]"') from None
    site = os.environ.get("SITE_URL", "").rstrip("/")
    where = data or (f"{site}/api/v1/terms.json" if site else "site/api/v1/terms.json")
    try:
        published = read_published(where)
    except (OSError, ValueError) as error:
        raise click.ClickException(f"cannot read {where}: {error}; build the site, or give --data") from None
    make_server(published).run("stdio")


@main.command()
@click.argument("title", nargs=-1, required=True)
@click.option("--definition", help="One sentence of 40 to 200 characters.")
@click.option("--topic", help="An id of topics.yml.")
@click.option("--source-title", help="What the source is called.")
@click.option("--source-url", help="Where it is; https.")
@click.option("--abbreviation", help="A short form; empty for none.")
def new(
    title: tuple[str, ...],
    definition: str | None,
    topic: str | None,
    source_title: str | None,
    source_url: str | None,
    abbreviation: str | None,
) -> None:
    """Begin an entry for TITLE: asks what it needs and writes a file that passes the check."""
    root, settings, loaded = _project()
    index = NameIndex(loaded.glossary)
    headword = " ".join(title)
    taken = index.look_up(headword)
    if isinstance(taken, Term):
        raise click.ClickException(f'"{headword}" is a name of {taken.path}; improve that entry instead')
    slug = scaffold.slug_of(headword)
    path = root / settings.dir / f"{slug}.md"
    if not slug or path.exists():
        raise click.ClickException(f'no file can be made for "{headword}"; choose another headword')
    topics = list(loaded.glossary.topics)
    if definition is None:
        definition = click.prompt("Definition (one sentence: what kind of thing it is, and what sets it apart)")
    if problem := scaffold.sentence_problem(definition, DEFINITION_LENGTH):
        raise click.ClickException(problem)
    topic = topic or click.prompt("Topic", type=click.Choice(topics))
    if topic not in topics:
        raise click.ClickException(f'unknown topic "{topic}"{did_you_mean(topic, topics)}; known: {", ".join(topics)}')
    if abbreviation is None:
        abbreviation = click.prompt("Abbreviation", default=scaffold.initials(headword), show_default=True)
    source_title = source_title or click.prompt("Title of a source, the maker's own document first")
    source_url = source_url or click.prompt("Its address (https)")
    draft = scaffold.Draft(
        title=headword,
        definition=definition,
        topic=topic,
        source_title=source_title,
        source_url=source_url,
        added=date.today().isoformat(),
        abbreviation=abbreviation,
        related=scaffold.mentioned(index, definition),
    )
    text = scaffold.write_draft(draft)
    name = path.relative_to(root).as_posix()
    _, problems = parse_term(text, name, slug)
    if problems:
        raise click.ClickException("\n".join(str(one) for one in problems))
    path.write_text(text, encoding="utf-8")
    click.echo(f"{name}: written; now replace the body, then run `glossary check {name}`")
    if draft.related:
        click.echo(f"related, from the definition: {', '.join(draft.related)}")
