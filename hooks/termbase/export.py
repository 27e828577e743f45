"""The glossary as data and as plain text, for programs and for readers who took it elsewhere.

Everything is sorted and byte-stable: the same entries give the same files.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from termbase.anchors import without_anchors
from termbase.body import anchors_of
from termbase.explain import as_data, headline
from termbase.inline_code import without_marks
from termbase.model import Disambiguation, NameKind, Term
from termbase.names import fold, name_path
from termbase.published_schema import SCHEMAS
from termbase.schema import FrontMatter
from termbase.views import Views

API = "api/v1"
SCHEMA_VERSION = "1.0"


_written = json.JSONEncoder(ensure_ascii=False, indent=1, sort_keys=True).encode


def _json(value: Any) -> bytes:
    return (_written(value) + "\n").encode()


def _fields(views: Views, term: Term) -> Mapping[str, str]:
    """The fields of an entry as JSON, each as it stands in an object: three files hold them."""
    known = views.written.get(term.slug)
    if known is None:
        known = {key: _written(value).replace("\n", "\n ") for key, value in term_data(views, term).items()}
        views.written[term.slug] = known
    return known


def _object(fields: Mapping[str, str]) -> str:
    """Written fields as `_written` would write their object."""
    return "{\n" + ",\n".join(f' "{key}": {fields[key]}' for key in sorted(fields)) + "\n}"


def term_data(views: Views, term: Term) -> dict[str, Any]:
    """One entry as data, its relations complete and its texts plain."""
    slug, related = term.slug, views.relations
    return {
        **as_data(term, views.absolute(views.url(slug))),
        "anchors": [one.id for one in anchors_of(term.body)],
        "broader": list(related.broader.get(slug, ())),
        "narrower": list(related.narrower.get(slug, ())),
        "related": list(related.related.get(slug, ())),
        "contrast": [{"term": other, "note": note} for other, note in related.contrast.get(slug, ())],
        "equivalents": [
            {"vendor": one.vendor, "name": one.name, "fit": str(one.fit), "note": one.note, "source": one.source}
            for one in term.equivalents
        ],
        "hidden": list(term.named(NameKind.HIDDEN)),
        "questions": [{"ask": without_marks(one.ask), "answer": without_marks(one.answer)} for one in term.questions],
        "reviewed": term.reviewed.date if term.reviewed else "",
        "license": views.settings.license,
    }


def term_json(views: Views, term: Term) -> bytes:
    """One entry in a file of its own."""
    return (_object({"schema_version": _written(SCHEMA_VERSION), **_fields(views, term)}) + "\n").encode()


def terms_json(views: Views) -> bytes:
    """All entries in one file."""
    terms = [_object(_fields(views, term)).replace("\n", "\n  ") for _, term in sorted(views.glossary.terms.items())]
    ambiguous = [
        {"name": one.name, "definition": one.definition, "senses": list(one.senses)}
        for _, one in sorted(views.glossary.disambiguations.items())
    ]
    head = {"schema_version": SCHEMA_VERSION, "name": views.settings.name, "url": views.site_url}
    rest = {key: _written(value).replace("\n", "\n ") for key, value in {**head, "ambiguous": ambiguous}.items()}
    listed = "[\n  " + ",\n  ".join(terms) + "\n ]" if terms else "[]"
    return (_object({**rest, "terms": listed}) + "\n").encode()


def lookups(views: Views) -> Iterator[tuple[str, bytes]]:
    """(path, content) of one look-up a name: what any name means, in one request and without search."""
    seen: dict[str, Any] = {}
    index = views.index
    for claimants in index.claims.values():
        for _, name in claimants:
            address = name_path(name.text)
            found = index.look_up(name.text)
            if address and found is not None:
                seen.setdefault(address, found)
    seen.update(views.glossary.terms)
    answers: dict[tuple[bool, str], bytes] = {}
    for address, found in sorted(seen.items()):
        # A term answers the same under each of its ten names.
        key = (True, found.name) if isinstance(found, Disambiguation) else (False, found.slug)
        if key not in answers:
            answers[key] = _answer(views, found)
        yield f"{API}/lookup/{address}.json", answers[key]


def _answer(views: Views, found: Term | Disambiguation) -> bytes:
    if isinstance(found, Disambiguation):
        senses = [term_data(views, views.glossary.terms[slug]) for slug in found.senses]
        said = {"kind": "ambiguous", "name": found.name, "definition": found.definition, "senses": senses}
        return _json({"schema_version": SCHEMA_VERSION, **said})
    fields = {"schema_version": _written(SCHEMA_VERSION), "kind": _written("term"), **_fields(views, found)}
    return (_object(fields) + "\n").encode()


NAMES = (
    "PTX", "SM", "Streaming Multiprocessor", "C++", "CUDA C++", "++", "cp.async", "__syncthreads", "__syncthreads()",
    "2:4", "2:4 sparsity", "PCI-e", "Xid 79", "GPU  memory", "  PCIe  Gen5 ", " H100 ", "n-gram", "nvidia-smi",
    "Q4_K_M", "Amdahl's Law", "A/B", "GPU/CPU", "A–Z", "3D", "--", "∞", "Thé", "Größe", "İ",
)  # fmt: skip
"""Names that show every case of the rule from names to paths."""


def name_path_json() -> bytes:
    """The rule from names to paths, with vectors for those who write it again in another language."""
    rule = (
        "lower case; + becomes plus; every other run of characters that are not a-z or 0-9 becomes one hyphen; trimmed"
    )
    return _json({"rule": rule, "vectors": [{"name": name, "path": name_path(name)} for name in NAMES]})


def published_schemas() -> Iterator[tuple[str, bytes]]:
    """(path, content) of the schemas of everything else."""
    for name, schema in SCHEMAS.items():
        yield f"{API}/{name}", _json(schema)


def schema_json() -> bytes:
    """The JSON Schema of the front matter, derived from the model that checks it."""
    schema = FrontMatter.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return _json(schema)


def term_markdown(views: Views, term: Term) -> str:
    """An entry as a Markdown document that stands alone."""
    lines = [f"# {headline(term)}", "", term.definition, ""]
    if term.also_called:
        lines += [f"Also found as: {', '.join(term.also_called)}.", ""]
    lines += [without_anchors(term.body).strip(), ""]
    for question in term.questions:
        lines += [f"**{question.ask}** {question.answer}", ""]
    lines += ["Sources:", ""]
    for source in term.sources:
        locator = f", {source.locator}" if source.locator else ""
        lines.append(f"- [{source.title}]({source.url}){locator}")
    url = views.absolute(views.url(term.slug))
    return "\n".join([*lines, "", f"From {views.settings.name}, {url}. {views.settings.license}".strip(), ""])


def llms_txt(views: Views, others: Iterable[tuple[str, str, str]] = ()) -> bytes:
    """The index that language models are handed: one line a term, with the address of its Markdown.

    `others`: title, address and description of the pages beside the terms, such as tables.
    """
    lines = [f"# {views.settings.name}", "", f"> {views.settings.tagline}", ""]
    for topic in views.glossary.topics.values():
        terms = views.by_topic.get(topic.id, ())
        if not terms:
            continue
        lines += [f"## {topic.title}", ""]
        for term in terms:
            lines.append(f"- [{headline(term)}]({views.absolute(views.url(term.slug))}index.md): {term.definition}")
        lines.append("")
    told = [f"- [{title}]({views.absolute(url)}): {description}" for title, url, description in others]
    lines += ["## Tables and other pages", "", *told, ""] if told else []
    return "\n".join(lines).encode()


def llms_full_txt(views: Views) -> bytes:
    """Every entry in full, one after the other."""
    return "\n---\n\n".join(term_markdown(views, term) for term in views.glossary.terms.values()).encode()


def glossary_csv(views: Views) -> bytes:
    """One row a term; cells that a spreadsheet would take for a formula are defused."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["slug", "title", "abbreviations", "aliases", "definition", "topic", "level", "url"])
    for slug, term in sorted(views.glossary.terms.items()):
        row = [
            slug,
            term.headword,
            "; ".join(term.abbreviations),
            "; ".join(term.also_called),
            term.definition,
            term.topic,
            str(term.level),
            views.absolute(views.url(slug)),
        ]
        writer.writerow([f"'{cell}" if cell[:1] in "=+-@\t" else cell for cell in row])
    return out.getvalue().encode()


def anki_txt(views: Views) -> bytes:
    """Flashcards: headword, definition, topic as a tag, separated by tabs as Anki imports them."""
    lines = ["#separator:tab", "#html:false", "#tags column:3"]
    for slug in sorted(views.glossary.terms):
        term = views.glossary.terms[slug]
        lines.append("\t".join([headline(term), term.definition, term.topic]))
    return ("\n".join(lines) + "\n").encode()


def names_of(views: Views) -> Iterator[tuple[str, str]]:
    """(name, slug) of every unambiguous name that may be linked from elsewhere, sorted."""
    seen = set(views.index.ambiguous)
    for claimants in views.index.claims.values():
        for term, name in claimants:
            key = fold(name.text)
            if name.links and key not in seen:
                seen.add(key)
                yield name.text, term.slug
