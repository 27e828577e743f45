"""MkDocs events for the glossary: wiring only; what is done is done in `termbase`.

Edits here are seen after a restart of `mkdocs serve`: the host keeps this module between builds, which is
why everything that belongs to one build lives in one object, made anew in `on_config`.
"""

from __future__ import annotations

import html
import os
import posixpath
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jinja2
from diagnostics import Diagnostic
from markupsafe import Markup
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url
from termbase.cli_project import linkable_pages
from termbase.data_files import data_files
from termbase.host import PARTS, Entries, NamePages, TermFiles, lean_assets, look_up_once, quicken, write_files
from termbase.index import wanted_terms
from termbase.inline_code import inline_code
from termbase.linking import Mention
from termbase.load import Loaded, errors, load_glossary
from termbase.markdown_extension import PageScope, TermLinks
from termbase.matching import Matcher
from termbase.pages import PageSpec, common_context, name_pages, page_context, page_specs, redirects
from termbase.rendered import check_rendered, refusal
from termbase.search import TEXT_INDEX, SearchFiles, build_search
from termbase.security import META_POLICY
from termbase.settings import Settings, SettingsError, settings_from
from termbase.typesetting import set_numbers
from termbase.views import Views

log = get_plugin_logger("glossary")
serving = False
ONLY = "GLOSSARY_ONLY"  # names of the terms to be shown under serve, with commas: a preview in seconds


@dataclass
class Build:
    """One build of the site."""

    root: Path
    settings: Settings
    loaded: Loaded
    views: Views
    extension: TermLinks
    search: SearchFiles
    folder: str
    """The glossary folder as the host sees it: relative to `docs_dir`, with forward slashes."""
    specs: dict[str, PageSpec] = field(default_factory=dict)
    """By source address."""
    mentions: dict[str, tuple[Mention, ...]] = field(default_factory=dict)
    written: dict[str, bytes] = field(default_factory=dict)
    """Path to content of what is written beside the host's own pages."""
    only: frozenset[str] = frozenset()
    """The entries to be shown, where a writer wants to see one of them at once; empty for all."""
    refused: list[Diagnostic] = field(default_factory=list)
    """What the allow-list does not let into a page."""
    files: Files | None = None

    def has(self, slug: str) -> bool:
        """Whether there is such a term."""
        return slug in self.loaded.glossary.terms

    def shows(self, slug: str) -> bool:
        """Whether this build makes the page of a term."""
        return not self.only or slug in self.only

    def source_of(self, slug: str) -> str:
        """Where the host thinks a term's file is."""
        return f"{self.folder}/{slug}.md"

    def term_link(self, slug: str, text: str, src_uri: str) -> str:
        """A link to a term as HTML, relative to the page at `src_uri`; the text alone if there is no such term."""
        page = self.files.get_file_from_path(src_uri) if self.files else None
        if not self.has(slug) or page is None:
            return html.escape(text)
        return self.views.link(slug, text, get_relative_url(self.views.url(slug), page.url))


build: Build


def on_startup(command: str, dirty: bool) -> None:
    global serving
    serving = command == "serve"
    if dirty:
        raise PluginError("--dirty would leave links and lists stale; run without it")


def on_config(config: MkDocsConfig) -> None:
    global build
    root = Path(config.docs_dir).parent
    try:
        settings = settings_from(config.extra.get("glossary"), config.site_name)
    except SettingsError as error:
        raise PluginError(f"mkdocs.yml: {error}") from None
    folder = root / settings.dir
    loaded = load_glossary(folder, root, linkable_pages(root, settings))
    stopping = errors(loaded.diagnostics)
    if stopping and not serving:
        raise PluginError("\n".join([f"problems: {len(stopping)}, nothing was built", *map(str, stopping)]))
    for one in stopping:
        log.error("%s", one)
    if not loaded.glossary.terms:
        raise PluginError(f"there is no entry in {folder}; set extra.glossary.dir in mkdocs.yml")
    views = Views(loaded.glossary, settings, config.site_url or "")
    extension = TermLinks(loaded.glossary.terms, Matcher(views.index.linking_names), loaded.figures)
    config.markdown_extensions.append(extension)  # type: ignore[arg-type]  # the host accepts instances
    relative = posixpath.relpath(folder.as_posix(), Path(config.docs_dir).as_posix())
    search = build_search(loaded.glossary, views.url)
    build = Build(root, settings, loaded, views, extension, search, relative)
    if serving:
        build.only = wanted_terms(os.environ.get(ONLY, ""), loaded.glossary)
    config.extra["termbase"] = build


def on_files(files: Files, config: MkDocsConfig) -> Files:
    look_up_once(config)
    TermFiles.docs = Path(config.docs_dir).name
    pages = (one for one in files if one.src_uri not in PARTS)
    found = TermFiles([one for one in pages if not (build.only and one.src_uri[-3:] == ".md" and one.name != "index")])
    for spec in page_specs(build.views, build.loaded.broken if serving else {}):
        if build.only and not (spec.kind in ("term", "broken") and build.shows(spec.key)):
            continue
        if spec.kind in ("term", "broken"):
            # A real file beside docs/ keeps its edit link, its history and live reload.
            source = build.source_of(spec.key)
            place = (source, config.docs_dir, config.site_dir, config.use_directory_urls)
            file = File(*place, dest_uri=f"{spec.url}index.html", inclusion=InclusionLevel.NOT_IN_NAV)
        else:
            source = f"{spec.url.rstrip('/')}.md"
            file = File.generated(config, source, content=spec.markdown, inclusion=InclusionLevel.NOT_IN_NAV)
        build.specs[source] = spec
        found.append(file)
    for path, content in build.search.files.items():
        found.append(File.generated(config, path, content=content))
    build.files = found
    return found


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> None:
    entries = Entries(build.extension, build.views.fingerprint, files, keep=serving)
    for source in build.specs:
        if file := files.get_file_from_path(source):
            entries.page(file, config)


def on_page_read_source(page: Page, config: MkDocsConfig) -> str | None:
    spec = build.specs.get(page.file.src_uri)
    return spec.markdown if spec else None


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> None:
    spec = build.specs.get(page.file.src_uri)
    if spec:
        page.meta = {"title": spec.title, "description": spec.description, "template": spec.template}
    here = posixpath.dirname(page.file.src_uri)
    # The introduction of a topic is written among the entries, and links them as they link each other.
    written_in = build.folder if spec and spec.kind == "topic" else here

    # Four invented levels let the path climb out of docs_dir and back.
    way = posixpath.relpath(f"/1/2/3/4/{build.folder}", f"/1/2/3/4/{here}")
    way = "" if way == "." else f"{way}/"

    def source_of(slug: str) -> str:
        return f"{way}{slug}.md" if build.shows(slug) else "#"

    def slug_at(target: str) -> str:
        folder, name = posixpath.split(posixpath.normpath(posixpath.join(written_in, target)))
        slug = name.removesuffix(".md")
        return slug if folder == build.folder and name != slug and build.has(slug) else ""

    slug = spec.key if spec and spec.kind == "term" else ""
    build.extension.scope = PageScope(slug, source_of=source_of, slug_at=slug_at)


def on_page_content(content: str, page: Page, config: MkDocsConfig, files: Files) -> str | None:
    scope = build.extension.scope
    if scope.slug:
        build.mentions[scope.slug] = scope.mentions
        term = build.loaded.glossary.terms[scope.slug]
        refused = list(check_rendered(content, term.path, term.body_line))
        if refused and serving:
            return refusal(refused)
        build.refused += refused
    return None


def on_env(env: jinja2.Environment, config: MkDocsConfig, files: Files) -> None:
    if build.refused:
        raise PluginError("\n".join(map(str, sorted(build.refused))))
    env.autoescape = lambda name: name is not None and (name.startswith("book/") or name == "404.html")
    quicken(env)
    env.filters["inline_code"] = lambda text: Markup(inline_code(text))
    build.views.mentions = build.mentions
    # Not files of the host: several for each term, they would slow every loop it makes over its files.
    shared, names = get_context(Navigation([], []), files, config, page=None), NamePages(env)
    for url, template, context in name_pages(build.views, build.loaded.promises) if not build.only else ():
        whole = {**shared, "base_url": get_relative_url(".", url), **_common(config, url), **context}
        build.written[f"{url}index.html"] = names.draw(template, whole)


def on_template_context(context: dict[str, Any], template_name: str, config: MkDocsConfig) -> dict[str, Any]:
    title = "Not found" if template_name == "404.html" else config.site_name
    head = build.views.head(title=title, description=build.settings.tagline, url="")
    return {**context, **_common(config, ""), "head": head, "jsonld": ""}


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:
    common = {**context, **_common(config, page.url)}
    spec = build.specs.get(page.file.src_uri)
    if spec:
        own = page_context(build.views, spec, page.edit_url or "", config.repo_url or "")
        if spec.kind == "term":
            own["term"]["calculators"] = [
                one for one in config.extra.get("calculators", []) if spec.key in one.get("terms", ())
            ]
        return {**common, **own}
    description = str(page.meta.get("description") or build.settings.tagline)
    title = config.site_name if page.is_homepage else str(page.title)
    head = build.views.head(title=title, description=description, url=page.url)
    home = build.views.home(page.meta, config.extra.get("calculators", [])) if page.is_homepage else None
    return {**common, "head": head, "jsonld": "", "home": home}


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    return set_numbers(output)


def _common(config: MkDocsConfig, url: str) -> dict[str, Any]:
    context = common_context(build.views, config.repo_url or "", config.extra.get("calculators", []), url)
    context["foot_links"] = config.extra.get("foot_links", [])
    # Served while it is written, the site has no full-text index.
    context["search"] = {"names": build.search.names_path, "text": "" if serving else TEXT_INDEX}
    # Under serve the live reload of the host is an inline script.
    context["site"]["csp"] = "" if serving else META_POLICY
    context["problems"] = [str(one) for one in errors(build.loaded.diagnostics)]
    return context


def on_post_build(config: MkDocsConfig) -> None:
    # Written here and not as files of the host, which would take `index.md` for a page to render.
    pages = [file.page for file in build.files or () if file.page and file.src_uri not in build.specs]
    others = [(str(one.title), one.url, str(one.meta.get("description", ""))) for one in pages if not one.is_homepage]
    build.written |= {} if build.only else data_files(build.views, sorted(others, key=lambda one: one[1]))
    build.written["_redirects"] = redirects(build.views, build.loaded.promises)
    build.written |= lean_assets(Path(__file__).parents[1] / "docs" / ".overrides")
    write_files(Path(config.site_dir), build.written)
