"""Which pages a glossary has, and what each one's template is given. Knows nothing of the host."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from diagnostics import Diagnostic

from termbase.atlas_view import atlas_view, surroundings
from termbase.inline_code import without_marks
from termbase.manual import diagnostics_page, front_matter_page
from termbase.model import Disambiguation
from termbase.permalinks import Promise, left_anchors, tombstones
from termbase.views import View, Views, topic_url


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page that the glossary brings to the site."""

    kind: str
    """term, topics, topic, a-z, versus, path…; the template is `book/<kind>.html`."""
    key: str
    """Slug or topic id; empty for pages of which there is one."""
    url: str
    """Address relative to the site's root, with its slash."""
    title: str
    description: str
    markdown: str
    """Body; names in it are linked like those of any page."""

    @property
    def template(self) -> str:
        """Name of the template."""
        return f"book/{self.kind}.html"


def page_specs(views: Views, broken: Mapping[str, tuple[Diagnostic, ...]]) -> Iterator[PageSpec]:
    """All pages that are made of Markdown: terms, lists, and under serve the entries that cannot be read."""
    name = views.settings.name
    for term in views.glossary.terms.values():
        # The blank line keeps the host from taking the first words for its own kind of metadata.
        yield PageSpec("term", term.slug, views.url(term.slug), term.headword, term.definition, "\n" + term.body)
    yield PageSpec("topics", "", "topics/", "Topics", f"All topics of {name}.", "")
    for topic in views.glossary.topics.values():
        if topic.id in views.by_topic:
            text = "".join(f"\n{paragraph}\n" for paragraph in topic.introduction)
            yield PageSpec("topic", topic.id, topic_url(topic), topic.title, topic.summary, text)
    yield PageSpec("a-z", "", "a-z/", "A–Z", f"Every name in {name}, in alphabetical order.", "")
    yield PageSpec("map", "", "map/", "Map of terms", f"The terms of {name} by topic, and what joins them.", "")
    yield from _pages_across_terms(views)
    for key, title, description, text in (
        ("front-matter", "The keys of an entry", "Every key of an entry's front matter.", front_matter_page()),
        (
            "diagnostics",
            "What the check says",
            "Every complaint of the check, its cause and its cure.",
            diagnostics_page(),
        ),
    ):
        yield PageSpec("docs", key, f"contributing/{key}/", title, description, text)
    for slug in broken:
        yield PageSpec("broken", slug, views.url(slug), slug, "This entry cannot be read.", "")


def _pages_across_terms(views: Views) -> Iterator[PageSpec]:
    name = views.settings.name
    for url, pair in views.versus.items():
        yield PageSpec("versus", url, url, pair["title"], without_marks(pair["notes"][0]), "")
    if views.glossary.paths:
        yield PageSpec("paths", "", "paths/", "Reading paths", f"Ways through {name}, each in the order to read.", "")
    for path in views.glossary.paths.values():
        yield PageSpec("path", path.id, f"paths/{path.id}/", path.title, path.why, "")
    if views.rosetta()["groups"]:
        description = "The same idea under each vendor's name, with what differs and a source."
        yield PageSpec("rosetta", "", "rosetta/", "What others call it", description, "")
    if views.question_topics():
        yield PageSpec("questions", "", "questions/", "Questions", "What people ask, answered in two sentences.", "")
    for topic in views.glossary.topics.values():
        if views.questions(topic.id):
            description = f"What people ask about {topic.title.lower()}, answered in two sentences."
            url = f"questions/{topic.id}/"
            yield PageSpec("question-list", topic.id, url, f"Questions: {topic.title}", description, "")


def page_context(views: Views, spec: PageSpec, edit_url: str, repo_url: str) -> View:
    """The context of a page, beyond what every page gets."""
    if spec.kind == "term":
        term = views.term(spec.key, edit_url, report_url(repo_url, spec.title, spec.key)) | {
            "where": surroundings(views, spec.key)
        }
        return {"term": term, "head": views.term_head(spec.key), "jsonld": embeddable(views.term_jsonld(spec.key))}
    context: View = {"head": views.head(title=spec.title, description=spec.description, url=spec.url), "jsonld": ""}
    if spec.kind == "topics":
        context["topic_groups"] = views.topic_groups()
    elif spec.kind == "topic":
        context["topic"] = views.topic(spec.key)
    elif spec.kind == "map":
        context["atlas"] = atlas_view(views)
    elif spec.kind == "a-z":
        context["letters"] = views.letters()
    elif spec.kind == "versus":
        context["versus"] = views.versus[spec.key]
    elif spec.kind == "paths":
        context["paths"] = [views.path(id) for id in views.glossary.paths]
    elif spec.kind == "path":
        context["path"] = views.path(spec.key)
    elif spec.kind == "rosetta":
        context["rosetta"] = views.rosetta()
    elif spec.kind == "questions":
        context["topics"] = views.question_topics()
    elif spec.kind == "question-list":
        context["questions"] = views.questions(spec.key)
    return context


def name_pages(views: Views, promises: tuple[Promise, ...] = ()) -> Iterator[tuple[str, str, View]]:
    """(address, template, context) of each definition page, each disambiguation page and each tombstone."""
    left = left_anchors(views.index, promises)
    for address, page in views.index.addresses.items():
        url = views.url(address)
        places = views.places(left.get(address, ()))
        if isinstance(page, Disambiguation):
            head = views.head(title=page.name, description=page.definition, url=url, og_type="article")
            yield url, "book/disambiguation.html", {**views.sense(page), "places": places, "head": head, "jsonld": ""}
        else:
            slug, name = page
            head = views.term_head(slug, title=views.glossary.terms[slug].headword)
            jsonld = embeddable(views.term_jsonld(slug))
            context = {**views.name(slug, name), "places": places, "head": head, "jsonld": jsonld}
            yield url, "book/name.html", context
    for pair in views.versus.values():
        # Written the other way round, it is the same page; its address is that of the alphabetical order.
        head = views.head(title=pair["title"], description=pair["notes"][0], url=pair["url"], og_type="article")
        yield pair["reverse"], "book/versus.html", {"versus": pair, "head": head, "jsonld": ""}
    for address, retired in tombstones(views.index, promises).items():
        url = views.url(address)
        if len(retired.to) == 1:
            # An old link goes on unfurling into the definition of what took the entry's place.
            slug = retired.to[0]
            head = views.term_head(slug, title=views.glossary.terms[slug].headword)
        else:
            head = views.head(title=retired.slug, description=retired.why, url=url, og_type="article")
        places = views.places(left.get(address, ()))
        yield url, "book/retired.html", {**views.retired(retired), "places": places, "head": head, "jsonld": ""}


def redirects(views: Views, promises: tuple[Promise, ...]) -> bytes:
    """`_redirects` for hosts that read it: retired addresses with exactly one successor."""
    root = urlsplit(views.site_url).path or "/"
    lines = [
        f"{root}{views.url(address)} {root}{views.url(retired.to[0])} 301"
        for address, retired in tombstones(views.index, promises).items()
        if len(retired.to) == 1
    ]
    return "".join(f"{line}\n" for line in lines).encode()


def common_context(views: Views, repo_url: str, calculators: Sequence[View], url: str) -> View:
    """What every page gets; `url` is the page's own address, to mark where the reader is."""
    links = [("Topics", "topics/"), ("A–Z", "a-z/")]
    if views.glossary.paths:
        links.append(("Paths", "paths/"))
    if calculators:
        links.append(("Calculators", "calculators/"))
    return {
        "site": views.site(repo_url),
        "nav_links": [{"title": title, "url": at, "current": url.startswith(at)} for title, at in links],
        "report_url": report_url(repo_url, url.strip("/") or "home page", views.absolute(url) or url, url),
        "problems": [],
    }


NUMBERS = ("calculators/", "models/", "accelerators/")
"""Pages on which a mistake is a wrong number."""


def report_url(repo_url: str, title: str, entry: str, url: str = "") -> str:
    """A prefilled report of a mistake, or empty where there is no repository; `url` is that of a page of numbers."""
    if not repo_url:
        return ""
    form = {"template": "wrong-number.yml", "title": f"{title}: ", "where": entry}
    if not url.startswith(NUMBERS):
        form = {"template": "wrong-fact.yml", "title": f"{title}: ", "entry": entry}
    return f"{repo_url.rstrip('/')}/issues/new?{urlencode(form)}"


def embeddable(data: Any) -> str:
    """JSON that may stand inside a script element, whatever its texts hold."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
