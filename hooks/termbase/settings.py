"""What `mkdocs.yml` says about the glossary, read without the host."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from termbase.names import is_slug

CONFIG = "mkdocs.yml"


@dataclass(frozen=True, slots=True)
class Settings:
    """`extra.glossary` of `mkdocs.yml`."""

    name: str
    """What the glossary calls itself."""
    dir: str = "glossary"
    """Folder of the entries, relative to `mkdocs.yml`."""
    url_prefix: str = ""
    """First path segment of every term, or empty."""
    tagline: str = ""
    """One sentence for the home page and previews of it."""
    license: str = ""
    """One sentence on the use of text and code, shown at the foot of each page."""
    social_image: str = ""
    """Path of a picture for chats that insist on one, or empty."""
    checks: str = ""
    """Further advice, as `module:function` with blanks between several; each gets the terms and gives diagnostics."""

    def term_url(self, slug: str) -> str:
        """Address of a term or name, relative to the site's root."""
        return f"{self.url_prefix}/{slug}/" if self.url_prefix else f"{slug}/"


class SettingsError(ValueError):
    """`extra.glossary` cannot be used; the message says why and how to mend it."""


def settings_from(extra: Any, site_name: str) -> Settings:
    """Check `extra.glossary`; every key has a default."""
    if extra is None:
        extra = {}
    if not isinstance(extra, dict) or not all(isinstance(value, str) for value in extra.values()):
        raise SettingsError("extra.glossary: expected keys with text values (name, dir, url_prefix, tagline, license)")
    unknown = set(extra) - set(Settings.__slots__)
    if unknown:
        raise SettingsError(
            f"extra.glossary: unknown key {sorted(unknown)[0]!r}; known: {', '.join(Settings.__slots__)}"
        )
    prefix = extra.get("url_prefix", "").strip("/")
    if prefix and not is_slug(prefix):
        raise SettingsError(f"extra.glossary.url_prefix: expected one lower-case word, found {prefix!r}")
    return Settings(**{"name": site_name, **extra, "url_prefix": prefix})


class _Tolerant(yaml.SafeLoader):
    """Reads `mkdocs.yml`, whose tags (`!ENV`, `!!python/name:`) mean nothing to us."""


_Tolerant.add_multi_constructor("", lambda loader, suffix, node: None)


def find_settings(start: Path) -> tuple[Path, Settings]:
    """The project folder and its settings, from `mkdocs.yml` in `start`.

    Raises SettingsError where there is none.
    """
    path = start / CONFIG
    if not path.is_file():
        raise SettingsError(f"there is no {CONFIG} in {start}; run this in the folder of a glossary")
    try:
        config = yaml.load(path.read_text(encoding="utf-8"), _Tolerant)
    except yaml.YAMLError as error:
        raise SettingsError(f"{CONFIG} is not readable: {error}") from None
    config = config if isinstance(config, dict) else {}
    extra = config.get("extra")
    glossary = extra.get("glossary") if isinstance(extra, dict) else None
    return start, settings_from(glossary, str(config.get("site_name") or "Glossary"))
