"""What the host does not do, or not as quickly, without changing a byte of what it writes. Part of the edge."""

from __future__ import annotations

import functools
import gc
import hashlib
import os
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
from markdown import Extension, Markdown
from markupsafe import Markup, escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import pages
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents, get_toc
from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]

from termbase.lean import joined_script, lean_script, lean_style
from termbase.linking import Mention
from termbase.markdown_extension import TermLinks
from termbase.typesetting import set_numbers

_METHODS = frozenset(dir(dict))
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
    """Puts extensions in the place of their names, and one style sheet of code in the place of one a block.

    Python is told to look for cycles less often, too: the objects of a build are many, and live to its end.
    """
    gc.set_threshold(50_000)
    _style_once()
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

    attribute = env.getattr

    def item_or_attribute(obj: Any, name: str) -> Any:
        # What templates are given is mostly dictionaries, of which the engine asks for an attribute first, in vain.
        if type(obj) is dict and name in obj and name not in _METHODS:
            return obj[name]
        return attribute(obj, name)

    env.getattr = item_or_attribute  # type: ignore[assignment, method-assign]
    env.filters["url"] = url
    env.globals["same_for_entries"] = same


def _style_once() -> None:
    """Pygments works out the same style sheet for every block of code, and nobody asks for it."""
    make = getattr(HtmlFormatter, "_create_stylesheet", None)
    if make is None or hasattr(make, "__wrapped__"):
        return
    known: dict[tuple[Any, str], tuple[dict[Any, Any], dict[Any, Any]]] = {}

    @functools.wraps(make)
    def once(self: Any) -> None:
        key = (self.style, self.classprefix)
        if key not in known:
            make(self)
            known[key] = (self.ttype2class, self.class2style)
        self.ttype2class, self.class2style = (dict(one) for one in known[key])

    HtmlFormatter._create_stylesheet = once


class TermFiles(Files):
    """Files among which entries may link hand-written pages as `../docs/page.md`, as on GitHub."""

    docs = ""

    def get_file_from_path(self, path: str) -> File | None:
        return super().get_file_from_path(path.removeprefix(f"../{self.docs}/"))


@dataclass(frozen=True, slots=True)
class _Rendered:
    """What an entry became, and what it was made from."""

    made_from: tuple[str, str]
    content: str
    toc: TableOfContents
    mentions: tuple[Mention, ...]
    anchors: set[str]
    links: dict[str, dict[str, str]]
    """Links to anchors by the source address of the file they lead to."""


_kept: dict[str, _Rendered] = {}
"""By source address. The host keeps this module between the builds of one server."""
_PARTS = [
    getattr(pages, f"_{name}", None)
    for name in ("RawHTMLPreprocessor", "ExtractAnchorsTreeprocessor", "RelativePathTreeprocessor")
]
"""What the host adds to a parser for the page at hand."""


class Entries:
    """Makes the pages of entries: one parser serves all, and under serve what did not change is not parsed again."""

    def __init__(self, links: TermLinks, names: str, files: Files, *, keep: bool) -> None:
        """`names`: a fingerprint of all that a link to any term shows, and of which names are links."""
        self.links, self.keep = links, keep
        self.parser: Markdown | None = None
        sources = "\n".join(sorted(file.src_uri for file in files if file.is_documentation_page()))
        drawn = "\n".join(f"{name} {links.figures[name]}" for name in sorted(links.figures))
        self.around = fingerprint(names, sources, drawn)

    def page(self, file: File, config: MkDocsConfig) -> None:
        """Give a file such a page."""
        EntryPage(None, file, config).entries = self


class EntryPage(Page):
    """The page of an entry."""

    entries: Entries

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """As the host does."""
        assert self.markdown is not None
        scope, key = self.entries.links.scope, (self.markdown, self.entries.around)
        kept = _kept.get(self.file.src_uri)
        if kept and kept.made_from == key:
            self.content, self.toc, scope.mentions = kept.content, kept.toc, kept.mentions
            self.present_anchor_ids = kept.anchors
            targets = {source: files.get_file_from_path(source) for source in kept.links}
            self.links_to_anchors = {target: kept.links[one] for one, target in targets.items() if target}
            return
        if None in _PARTS:
            super().render(config, files)
        else:
            self._convert(config, files)
        if self.entries.keep:
            assert self.content is not None
            links = {file.src_uri: dict(found) for file, found in (self.links_to_anchors or {}).items()}
            anchors = self.present_anchor_ids or set()
            _kept[self.file.src_uri] = _Rendered(key, self.content, self.toc, scope.mentions, anchors, links)

    def _convert(self, config: MkDocsConfig, files: Files) -> None:
        entries = self.entries
        if entries.parser is None:
            entries.parser = Markdown(
                extensions=config["markdown_extensions"], extension_configs=config["mdx_configs"] or {}
            )
        parser = entries.parser.reset()
        raw, anchors, paths = (
            part() if place == 0 else part(self.file, files, config) for place, part in enumerate(_PARTS) if part
        )
        for one in (raw, anchors, paths):
            one._register(parser)  # takes the place of that of the page before
        assert self.markdown is not None
        self.content = parser.convert(self.markdown)
        self.toc = get_toc(getattr(parser, "toc_tokens", []))
        self.present_anchor_ids = anchors.present_anchor_ids | raw.present_anchor_ids
        self.links_to_anchors = paths.links_to_anchors


def fingerprint(*texts: str) -> str:
    """One short text for many."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


class NamePages:
    """Draws the pages of names. Those of one entry differ in the name alone, which their template only prints."""

    def __init__(self, env: jinja2.Environment) -> None:
        self._env = env
        self._known: dict[tuple[str, str], str] = {}

    def draw(self, template: str, context: Mapping[str, Any]) -> bytes:
        """One page."""
        name = context.get("name")
        if name is None or context["places"]:
            return set_numbers(self._env.get_template(template).render(context)).encode()
        key = (context["term"]["slug"], name["kind"])  # the kind decides on words of the template
        if key not in self._known:
            named = {**context, "name": {**name, "text": NAME}}
            self._known[key] = set_numbers(self._env.get_template(template).render(named))
        return self._known[key].replace(NAME, escape(name["text"])).encode()


JOINED: Mapping[str, tuple[str, ...]] = {"assets/js/page.js": ("book", "copying", "preview", "search-open", "vendor")}
"""What is sent as one, since every page asks for it: the path, and the scripts beside it that it is made of."""
SHEETS: Mapping[str, tuple[str, ...]] = {"assets/css/home.css": ("book", "lists", "calculators")}
"""Style sheets that a page asks for as one, though others ask for a part: most readers see the home page first, and
each further request at once keeps the fonts waiting."""
PARTS = frozenset(f"{posixpath.dirname(path)}/{name}.js" for path, names in JOINED.items() for name in names)


def lean_assets(theme: Path) -> dict[str, bytes]:
    """What is sent of a theme's style sheets and scripts, by path.

    Code of others stays whole, with its licence; the scripts of calculators are the business of their own package.
    """
    found = {}
    for joined, names in JOINED.items():
        parts = [(theme / joined).with_name(f"{name}.js").read_text(encoding="utf-8") for name in names]
        found[joined] = joined_script(parts).encode()
    for joined, names in SHEETS.items():
        parts = [(theme / joined).with_name(f"{name}.css").read_text(encoding="utf-8") for name in names]
        found[joined] = lean_style("\n".join(parts)).encode()
    for path in sorted((theme / "assets").rglob("*")):
        lean = {".css": lean_style, ".js": lean_script}.get(path.suffix)
        name = path.relative_to(theme).as_posix()
        if lean and path.parent.name not in {"vendor", "calculators"} and name not in PARTS:
            found[name] = lean(path.read_text(encoding="utf-8")).encode()
    return found


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write contents by path below a folder."""
    root = str(folder)
    made: set[str] = set()
    for path, content in files.items():
        target = os.path.join(root, path)
        parent = os.path.dirname(target)
        if parent not in made:
            try:
                os.mkdir(parent)
            except FileExistsError:
                pass
            except FileNotFoundError:
                os.makedirs(parent, exist_ok=True)
            made.add(parent)
        # Some thousands of small files: neither a buffer nor an object for each, nor a look at what was opened.
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
        try:
            _write_all(handle, content)
        finally:
            os.close(handle)


def _write_all(handle: int, content: bytes) -> None:
    while len(content) > (written := os.write(handle, content)):
        content = content[written:]
