"""The glossary of the folder that a command is run in."""

from __future__ import annotations

import os
from pathlib import Path

import click

from termbase.load import Loaded, load_glossary
from termbase.settings import Settings, SettingsError, find_settings


def open_project() -> tuple[Path, Settings, Loaded]:
    """(folder, settings, glossary) of the current folder; ends the command with one line where there is none."""
    try:
        root, settings = find_settings(Path.cwd())
    except SettingsError as error:
        raise click.ClickException(str(error)) from None
    return root, settings, load_glossary(root / settings.dir, root, linkable_pages(root, settings))


def linkable_pages(root: Path, settings: Settings) -> frozenset[str]:
    """Hand-written pages that entries may link, relative to the glossary folder."""
    docs, folder = root / "docs", root / settings.dir
    return frozenset(Path(os.path.relpath(path, folder)).as_posix() for path in docs.rglob("*.md"))
