"""Terms and figures inside a Markdown page: the only module here that knows Python-Markdown."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

from termbase.anchors import split_anchor
from termbase.figures import inline_figure, is_narrow
from termbase.linking import Mention, link_mentions, mentions_in
from termbase.matching import Matcher
from termbase.model import Term
from termbase.names import is_slug
from termbase.views import link_attributes

BEFORE_CONTENTS = 6
"""Priority before the host's `toc` (5), which gives an id to every heading that has none."""
AFTER_ATTRIBUTES_BEFORE_PATHS = 4
"""Priority between the host's `attr_list` (8) and its own rewriting of relative links (0)."""


@dataclass
class PageScope:
    """What the extension must know of the page being rendered, and what it finds there."""

    slug: str = ""
    """The page's own term, or empty."""
    links: bool = True
    """Whether names become links on this page."""
    mentions: tuple[Mention, ...] = ()
    """Filled while rendering."""
    source_of: Callable[[str], str] = field(default=lambda slug: f"{slug}.md")
    """Slug to the link target that the host understands on this page."""
    slug_at: Callable[[str], str] = field(default=lambda target: "")
    """Link target to the slug it leads to, or empty."""


class TermLinks(Extension):
    """Links first mentions, decorates authors' links to terms, and inlines figures."""

    def __init__(self, terms: Mapping[str, Term], matcher: Matcher, figures: Mapping[str, str]) -> None:
        super().__init__()
        self.terms, self.matcher, self.figures = terms, matcher, figures
        self.scope = PageScope()
        self._attributes: dict[str, dict[str, str]] = {}

    def attributes(self, slug: str) -> dict[str, str]:
        """The attributes of every link to a term."""
        if slug not in self._attributes:
            self._attributes[slug] = link_attributes(self.terms[slug])
        return self._attributes[slug]

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(_Anchors(md), "anchors", BEFORE_CONTENTS)
        md.treeprocessors.register(_Links(md, self), "terms", AFTER_ATTRIBUTES_BEFORE_PATHS)


class _Anchors(Treeprocessor):
    """`## Heading {#anchor}`: the id is the author's. `attr_list` would let any attribute in."""

    def run(self, root: Element) -> None:
        for heading in root.iter():
            if heading.tag not in ("h2", "h3", "h4", "h5", "h6"):
                continue
            last = heading[-1] if len(heading) else None
            text, anchor = split_anchor(((heading.text if last is None else last.tail) or "").rstrip())
            if anchor and is_slug(anchor):
                heading.set("id", anchor)
                if last is None:
                    heading.text = text
                else:
                    last.tail = text


class _Links(Treeprocessor):
    def __init__(self, md: Markdown, owner: TermLinks) -> None:
        super().__init__(md)
        self.owner = owner

    def run(self, root: Element) -> None:
        scope = self.owner.scope
        self._inline_figures(root)
        _classes_for_styles(root)
        _scroll_wide_tables(root)
        for link in root.iter("a"):
            target, mark, anchor = link.get("href", "").partition("#")
            slug = scope.slug_at(target)
            if slug:
                link.set("href", f"{scope.source_of(slug)}{mark}{anchor}")
                for key, value in self.owner.attributes(slug).items():
                    link.set(key, value)
        if scope.links:
            own = frozenset({scope.slug})
            link_mentions(root, self.owner.matcher, self._link, own)
        scope.mentions = tuple(one for one in mentions_in(root) if one.slug != scope.slug)

    def _link(self, slug: str, text: str) -> Element:
        link = Element("a", {"href": self.owner.scope.source_of(slug), **self.owner.attributes(slug)})
        link.text = text
        return link

    def _inline_figures(self, root: Element) -> None:
        number = 0
        for paragraph in list(root.iter("p")):
            pictures = list(paragraph)
            if len(pictures) != 1 or pictures[0].tag != "img" or (paragraph.text or "").strip():
                continue
            name = posixpath.basename(pictures[0].get("src", ""))
            svg = self.owner.figures.get(name)
            if svg is None:
                continue
            number += 1
            caption = pictures[0].get("title", "")
            paragraph.clear()
            paragraph.tag = "figure"
            paragraph.set("class", "beside" if is_narrow(svg) else "wide")
            paragraph.text = self.md.htmlStash.store(inline_figure(svg, f"figure-{number}"))
            if caption:
                SubElement(paragraph, "figcaption").text = caption


def _classes_for_styles(root: Element) -> None:
    """Column alignment as a class, because a style attribute has no place under our security policy."""
    for cell in (*root.iter("td"), *root.iter("th")):
        style = cell.attrib.pop("style", "")
        if "right" in style:
            cell.set("class", "r")
        elif "center" in style:
            cell.set("class", "c")
        if cell.tag == "th" and not (cell.text or "").strip() and not len(cell):
            # The empty corner of a table heads nothing.
            cell.tag = "td"


def _scroll_wide_tables(root: Element) -> None:
    """A table scrolls inside a box that takes the focus, so that a page never does."""
    for parent in list(root.iter()):
        for place, child in enumerate(list(parent)):
            if child.tag == "table":
                box = Element("div", {"class": "scroll", "tabindex": "0", "role": "group", "aria-label": "Table"})
                box.tail, child.tail = child.tail, None
                parent[place] = box
                box.append(child)
