"""MkDocs events for calculators: wiring only; what is done is done in `calculators`.

Listed after `glossary_hook.py`, from whose build it takes one function: how to link a term.
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from diagnostics import Diagnostic
from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from calculators.accelerator_page import accelerators_page
from calculators.catalogue import Catalogue, CatalogueRefused, data_stamp, open_catalogue
from calculators.fences import FENCES, check_fences, check_ids, fence_html
from calculators.javascript import without_comments
from calculators.listing import CALCULATORS
from calculators.model_pages import model_pages
from calculators.modules import FOLDER, calculator_module, configuration_module, hashed_name
from calculators.pages import terms_used
from calculators.published import data_files
from calculators.reference import Links, ReferencePage
from calculators.rendering import Rendering
from calculators.tables import specs_html
from calculators.teaser import teaser_html

HOME = "index.md"
SCRIPTS = "assets/js/calculators/"


@dataclass
class Build:
    """One build of the site."""

    made_from: tuple[object, str]
    """What all that is drawn here depends on: the files of the catalogue, and what links to terms show."""
    catalogue: Catalogue
    modules: dict[str, str] = field(default_factory=dict)
    """Content by path."""
    paths: dict[str, str] = field(default_factory=dict)
    """Path of the module by id of the calculator."""
    page: File | None = None
    """The page that is being rendered."""
    problems: list[Diagnostic] = field(default_factory=list)
    reference: dict[str, ReferencePage] = field(default_factory=dict)
    """Pages of records by source address."""
    term_link: Callable[[str, str, str], str] = lambda slug, text, src_uri: html.escape(text)
    drawn: dict[tuple[str, ...], Any] = field(default_factory=dict)
    """What was drawn, by kind and place; the next build of the same server goes on with it if nothing has changed."""

    def once(self, *key: str, draw: Callable[[], Any]) -> Any:
        """What is drawn for a key, or was before."""
        if key not in self.drawn:
            self.drawn[key] = draw()
        return self.drawn[key]

    def rendering(self, id: str, file: File) -> Rendering:
        """How to draw a calculator on a page."""
        calculator = next(one for one in CALCULATORS if one.id == id)
        link = self.term_link
        return Rendering(
            calculator,
            self.catalogue,
            lambda slug, text: link(slug, text, file.src_uri),
            get_relative_url(self.paths[id], file.url),
            lambda url: get_relative_url(url, file.url),
        )

    def links(self, file: File) -> Links:
        """How a page reaches the rest of the site."""
        link = self.term_link
        return Links(lambda slug, text: link(slug, text, file.src_uri), lambda url: get_relative_url(url, file.url))


build: Build | None = None


def on_config(config: MkDocsConfig) -> None:
    global build
    termbase = config.extra.get("termbase")
    build = _begun(build, (data_stamp(), termbase.views.fingerprint if termbase else ""))
    if termbase:
        build.term_link = termbase.term_link
        unknown = []
        for term in termbase.loaded.glossary.terms.values():
            places = [term.position("accelerators", number) for number in range(len(term.accelerators))]
            unknown += check_ids(term.accelerators, term.path, places, build.catalogue)
        if unknown:
            raise PluginError("\n".join(map(str, unknown)))
        config.extra["specs"] = build.once("specs", draw=_specs)
    fences = config.mdx_configs.setdefault("pymdownx.superfences", {}).setdefault("custom_fences", [])
    fences[:] = [one for one in fences if one["name"] not in FENCES]
    fences += [{"name": name, "class": name, "format": _format} for name in FENCES]


def _begun(before: Build | None, made_from: tuple[object, str]) -> Build:
    """A new build, with what the one before it can leave."""
    if before and before.made_from[0] == made_from[0]:
        drawn = before.drawn if before.made_from == made_from else {}
        return Build(made_from, before.catalogue, before.modules, before.paths, drawn=drawn)
    try:
        begun = Build(made_from, open_catalogue())
    except CatalogueRefused as refused:
        raise PluginError(f"problems in the catalogue, nothing was built\n{refused}") from None
    shared = configuration_module(begun.catalogue)
    shared_name = hashed_name("configuration", shared)
    begun.modules[f"{FOLDER}/{shared_name}"] = shared
    for one in CALCULATORS:
        content = calculator_module(one, begun.catalogue, f"./{shared_name}")
        begun.paths[one.id] = f"{FOLDER}/{hashed_name(one.id, content)}"
        begun.modules[begun.paths[one.id]] = content
    return begun


def _specs() -> dict[str, Markup]:
    assert build is not None
    return {id: Markup(specs_html(build.catalogue, id)) for id in build.catalogue.accelerators}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    assert build is not None
    catalogue = build.catalogue
    for file in list(files):
        # Their comments are for those who read the repository; every page of a calculator would carry them.
        if file.src_uri.startswith(SCRIPTS) and file.src_uri.endswith(".js"):
            content = without_comments(file.content_string)
            files.remove(file)
            files.append(File.generated(config, file.src_uri, content=content))
    # A site lists the calculators it has a page for; another glossary with the same hooks may have none.
    present = [one for one in CALCULATORS if files.get_file_from_path(f"calculators/{one.id}.md")]
    config.extra["calculators"] = [
        {"id": one.id, "title": one.title, "url": f"calculators/{one.id}/", "summary": one.summary}
        | {"terms": sorted(terms_used(one))}
        for one in present
    ]
    # A preview of one entry does without the pages of the catalogue.
    if present and not getattr(config.extra.get("termbase"), "only", None):
        for page in build.once("pages", draw=lambda: (accelerators_page(catalogue), *model_pages(catalogue))):
            source = f"{page.url.rstrip('/')}.md"
            build.reference[source] = page
            files.append(
                File.generated(config, source, content=_front_matter(page), inclusion=InclusionLevel.NOT_IN_NAV)
            )
        root = config.site_url or ""
        for path, content in build.once("data", root, draw=lambda: list(data_files(catalogue, lambda url: root + url))):
            files.append(File.generated(config, path, content=content))
    for path, content in build.modules.items():
        files.append(File.generated(config, path, content=content))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> None:
    assert build is not None
    build.page = page.file
    whole = page.file.content_string if page.file.generated_by is None else ""
    above = whole.removesuffix(markdown).count("\n") if whole.endswith(markdown) else 0
    build.problems += check_fences(markdown, f"docs/{page.file.src_uri}", build.catalogue, lines_above=above)


def on_page_content(content: str, page: Page, config: MkDocsConfig, files: Files) -> str | None:
    assert build is not None
    record, links = build.reference.get(page.file.src_uri), build.links(page.file)
    return str(build.once("body", page.file.src_uri, draw=lambda: record.body(links))) if record else None


def on_env(env: Any, config: MkDocsConfig, files: Files) -> None:
    assert build is not None
    if build.problems:
        raise PluginError("\n".join(map(str, sorted(build.problems))))
    home = files.get_file_from_path(HOME)
    if home and config.extra["calculators"]:
        shown = config.extra["calculators"][0]
        rendering = build.rendering(shown["id"], home)
        page = get_relative_url(shown["url"], home.url)
        config.extra["calculator_example"] = Markup(teaser_html(rendering, page))  # escaped where it is made


def _front_matter(page: ReferencePage) -> str:
    keys: dict[str, Any] = {
        "title": page.title,
        "description": page.description,
        "template": "book/reference.html",
        "heading": page.heading,
        "broad": page.broad,
    }
    if page.above:
        keys["above"] = {"title": page.above[0], "url": page.above[1]}
    # JSON is YAML.
    return f"---\n{json.dumps(keys, ensure_ascii=False, indent=1)}\n---\n"


def _format(source: str, language: str, css_class: str, options: Any, md: Any, **others: Any) -> str:
    assert build is not None
    assert build.page is not None
    now, page = build, build.page

    def draw() -> str:
        return fence_html(language, source, now.catalogue, lambda id: now.rendering(id, page))

    return str(now.once("fence", language, source, page.src_uri, draw=draw))
