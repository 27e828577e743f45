"""Commands of `glossary` that write files: a new entry, entries from elsewhere, a plain copy, a new glossary."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

import click
from diagnostics import Diagnostic, did_you_mean, has_errors

from termbase import importing, scaffold
from termbase.cli_project import open_project
from termbase.editor import editor_files
from termbase.index import NameIndex
from termbase.model import Term
from termbase.plain_markdown import plain_files
from termbase.schema import DEFINITION_LENGTH, parse_term
from termbase.starting import starting_files

ENCODING = "utf-8"


@click.command()
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
    root, settings, loaded = open_project()
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


@click.command("import")
@click.argument("source", type=click.Path(path_type=Path, exists=True))
@click.option("--topic", default="", help="For entries that name no topic of topics.yml.")
@click.option("--source-title", default="", help="For entries without a source: where all of them come from.")
@click.option("--source-url", default="", help="Its address, https.")
@click.option("--first-sentence", is_flag=True, help="Where there is no definition, take the first sentence.")
@click.option("--dry-run", is_flag=True, help="Write nothing, only say what would become of it.")
def import_(source: Path, topic: str, source_title: str, source_url: str, first_sentence: bool, dry_run: bool) -> None:
    """Import SOURCE: a folder of Markdown files with front matter, or a CSV file.

    Writes the entries that map wholly and reports everything else; exit code 1 if an entry was left out.
    """
    root, settings, loaded = open_project()
    topics = loaded.glossary.topics
    if topic and topic not in topics:
        raise click.ClickException(f'unknown topic "{topic}"{did_you_mean(topic, topics)}; known: {", ".join(topics)}')
    records, complaints = _records(source)
    defaults = importing.Defaults(
        topics, topic, source_title, source_url, date.today().isoformat(), first_sentence=first_sentence
    )
    taken = {slug: term.path for slug, term in loaded.glossary.terms.items()}
    taken |= {slug: f"{settings.dir}/{slug}.md" for slug in loaded.broken}
    result = importing.import_records(records, defaults, taken)
    complaints += result.complaints
    written = 0
    for slug, text in result.files.items():
        path = root / settings.dir / f"{slug}.md"
        _, problems = parse_term(text, path.relative_to(root).as_posix(), slug)
        if problems:
            complaints += problems
            continue
        written += 1
        if not dry_run:
            path.write_text(text, encoding=ENCODING)
    for one in sorted(complaints):
        click.echo(str(one))
    verb = "would be imported" if dry_run else "imported"
    click.echo(f"{written} of {len(records)} entries {verb}; now run `glossary check`", err=True)
    if written < len(records) or not records:
        sys.exit(1)


def _records(source: Path) -> tuple[list[importing.Record], list[Diagnostic]]:
    if source.is_file():
        return importing.records_of_csv(_text(source), source.as_posix())
    records, complaints = [], []
    for path in sorted(source.rglob("*.md")):
        if path.is_symlink() or path.name.startswith("_"):
            continue
        record, problems = importing.record_of_markdown(_text(path), path.as_posix())
        complaints += problems
        if record:
            records.append(record)
    return records, complaints


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise click.ClickException(f"{path} is not UTF-8; save it as UTF-8") from None


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def export(folder: Path) -> None:
    """Write the glossary into FOLDER as plain Markdown with resolved links, which any generator can build."""
    _, settings, loaded = open_project()
    if has_errors(loaded.diagnostics):
        raise click.ClickException("the glossary has problems; run `glossary check` and mend them first")
    if folder.exists() and any(folder.iterdir()):
        raise click.ClickException(f"{folder} is not empty; name a new folder")
    number = 0
    for name, text in plain_files(loaded.glossary, settings.name):
        _write(folder / name, text)
        number += 1
    for name, svg in loaded.figures.items():
        _write(folder / "figures" / name, svg)
    click.echo(f"{folder}: {number} pages and {len(loaded.figures)} figures")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--name", required=True, help="What the new glossary calls itself.")
def start(folder: Path, name: str) -> None:
    """Begin another glossary in FOLDER, on any subject, that is built by this generator."""
    if folder.exists() and any(folder.iterdir()):
        raise click.ClickException(f"{folder} is not empty; name a new folder")
    generator = Path(__file__).resolve().parents[2]
    relative = Path(os.path.relpath(generator, folder.resolve())).as_posix()
    for path, text in starting_files(name, relative, date.today().isoformat()):
        _write(folder / path, text)
    click.echo(f"{folder}: begun; make -C {folder} serve shows it, glossary/ is where its entries go")


@click.command()
def editor() -> None:
    """Write the files that let VS Code complete the keys of an entry, anew after a change of schema or topics."""
    root, _, loaded = open_project()
    for name, text in editor_files(loaded.glossary.topics).items():
        _write(root / name, text)
        click.echo(name)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding=ENCODING)
