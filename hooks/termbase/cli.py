"""The command `glossary`: what it says of the glossary it is run in. Part of the edge, as all modules `cli…`."""

from __future__ import annotations

import os
import sys

import click
from diagnostics import has_errors

from termbase import explain as wording
from termbase.cli_check import check
from termbase.cli_project import open_project
from termbase.cli_write import editor, export, import_, new, start
from termbase.index import NameIndex
from termbase.model import Disambiguation
from termbase.permalinks import LOCK, write_lock

AMBIGUOUS = 3
"""Exit code of `explain` for a name with several senses."""


@click.group()
@click.version_option(package_name="compute-glossary")
def main() -> None:
    """Work with the glossary of the folder this is run in."""


main.add_command(check)
main.add_command(new)
main.add_command(import_)
main.add_command(export)
main.add_command(start)
main.add_command(editor)


@main.command()
@click.argument("name", nargs=-1, required=True)
@click.option("--copy", type=click.Choice(["slack", "markdown", "url"]), help="One line, ready to paste.")
@click.option("--json", "as_json", is_flag=True, help="The entry as data.")
def explain(name: tuple[str, ...], copy: str | None, as_json: bool) -> None:
    """Say what NAME means. Exit code 1 if nobody knows, 3 with the senses if it is ambiguous."""
    _, settings, loaded = open_project()
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
    root, _, loaded = open_project()
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
