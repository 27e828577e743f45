"""What the host does not do, or not as quickly, without changing a byte of what it writes. Part of the edge."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2
from markdown import Extension, Markdown
from markupsafe import Markup, escape
from mkdocs.config.defaults import MkDocsConfig

from termbase.lean import lean_script, lean_style

NAME = "\ue000"
"""Stands for a name while the page of all names of an entry is drawn."""


class _Ready(Extension):
    """An extension whose class is known: the host looks up every one of them by name for every page."""

    def __init__(self, found: Extension, settings: dict[str, object]) -> None:
        super().__init__()
        self._make, self._settings = type(found), settings

    def extendMarkdown(self, md: Markdown) -> None:
        # Made anew for each page, as the host does: some keep what belongs to one.
        self._make(**self._settings).extendMarkdown(md)


def look_up_once(config: MkDocsConfig) -> None:
    """Puts extensions in the place of their names."""
    finder = Markdown()
    for place, name in enumerate(config.markdown_extensions):
        if isinstance(name, str):
            settings = dict(config.mdx_configs.get(name) or {})
            config.markdown_extensions[place] = _Ready(finder.build_extension(name, settings), settings)  # type: ignore[call-overload]


def quicken(env: jinja2.Environment) -> None:
    """Templates stay as they are during a build, and nearly the same addresses stand on all pages."""
    env.auto_reload = False
    plain = env.filters["url"]
    known: dict[tuple[str, str | None], str] = {}

    @jinja2.pass_context
    def url(context: jinja2.runtime.Context, value: object) -> str:
        text, page = str(value), context["page"]
        if page is None:
            key: tuple[str, str | None] = (text, context["base_url"])
        else:
            folder = page.url[:-1]
            if not folder or page.url[-1] != "/" or "/" in folder or folder in text:
                return str(plain(context, text))
            key = (text, None)  # from any folder below the root the way is the same, but to itself
        if key not in known:
            known[key] = plain(context, text)
        return known[key]

    parts: dict[tuple[str, bool], Markup] = {}

    @jinja2.pass_context
    def same(context: jinja2.runtime.Context, name: str) -> Markup:
        key = (name, context["page"] is None)  # the host writes the way to the root in two fashions
        if key not in parts:
            parts[key] = Markup(env.get_template(name).render(context.get_all()))
        return parts[key]

    env.filters["url"] = url
    env.globals["same_for_entries"] = same


class NamePages:
    """Draws the pages of names. Those of one entry differ in the name alone, which their template only prints."""

    def __init__(self, env: jinja2.Environment) -> None:
        self._env = env
        self._known: dict[tuple[str, str], str] = {}

    def draw(self, template: str, context: Mapping[str, Any]) -> bytes:
        """One page."""
        name = context.get("name")
        if name is None or context["places"]:
            return self._env.get_template(template).render(context).encode()
        key = (context["term"]["slug"], name["kind"])
        if key not in self._known:
            named = {**context, "name": {**name, "text": NAME}}
            self._known[key] = self._env.get_template(template).render(named)
        return self._known[key].replace(NAME, escape(name["text"])).encode()


def lean_assets(theme: Path) -> dict[str, bytes]:
    """What is sent of a theme's style sheets and scripts, by path.

    Code of others stays whole, with its licence; the scripts of calculators are the business of their own package.
    """
    found = {}
    for path in sorted((theme / "assets").rglob("*")):
        lean = {".css": lean_style, ".js": lean_script}.get(path.suffix)
        if lean and path.parent.name not in {"vendor", "calculators"}:
            found[path.relative_to(theme).as_posix()] = lean(path.read_text(encoding="utf-8")).encode()
    return found


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write contents by path below a folder."""
    made: set[Path] = set()
    for path, content in files.items():
        target = folder / path
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        target.write_bytes(content)
