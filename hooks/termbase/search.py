"""What the search dialog fetches: a small file of names, and shards it opens only when a query needs them.

The ranking is written once, in `assets/js/search/`; this module prepares its data. Three rules are needed on
both sides and tested on both from `tests/search/folding.yml`: `words_of`, `key_of` and `name_path`.

Every file carries a hash of its content in its name, so that it can be cached for ever, and equal glossaries
give equal bytes. Text in columns is joined by line feeds (one line a term) and tabs (several names of one
term): gzip packs that better than an array of arrays, an array of pairs, or a serialised index.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from termbase.inline_code import without_marks
from termbase.model import Glossary, NameKind, Term
from termbase.names import name_path

FORMAT = 2
"""Version of the files; the script refuses another one rather than guess."""

FOLDER = "assets/search/"
TEXT_INDEX = "pagefind/"
"""Where `make site` puts the full-text index, which the dialog opens after the names have answered."""
SHARD_BYTES = 35_000
"""Most bytes of a shard before compression, so that opening one never costs a reader more."""

STOP_WORDS = (
    "a about after again all already also always am an and another any anyone are as at be because been before "
    "being between but by can cannot cant could define definition did didnt difference do does doesnt doing done "
    "dont even every everything explain explained for from get give gives go going good got had has have having "
    "help here how i if im in instead into is it its ive just like lot lots maybe me mean meaning means mine much "
    "must my need needed needs never not now of on only or other our please really see seem seems should show "
    "since so some someone something sometimes still such sure tell than thank thanks that the their then there "
    "these they thing things this though to us use used versus very via vs want wants was way we what whats when "
    "where whether which while who why will with without wont work working works would yes yet you your"
)
"""Words that say how a question is put, not what it is about. Shipped with the names, so that there is one list."""

_Item = TypeVar("_Item")

_TOKEN = re.compile(r"[^\W_]+(?:[+#]+(?![^\W_]))?")
_APOSTROPHES = str.maketrans("", "", "'’ʼ")
_MARKS = re.compile("[\u0300-\u036f]")
_LETTERS = str.maketrans({"ß": "ss", "ς": "σ"})
_SPACING = re.compile(r"[\s-]+")
_DIGITS = frozenset("0123456789")


@dataclass(frozen=True, slots=True)
class SearchFiles:
    """The files of the term search."""

    names_path: str
    """Site-relative path of the file that the dialog opens first; it names all others."""
    files: Mapping[str, bytes]
    """Content by site-relative path."""


def words_of(text: str) -> tuple[str, ...]:
    """The words of `text` as search compares them: no case, accents, apostrophes or symbols.

    `+` and `#` at the end of a word stay, for C++ and C#. A text of symbols only is one word as it stands.
    """
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text).lower())
    plain = plain.translate(_LETTERS).translate(_APOSTROPHES)
    words = tuple(_TOKEN.findall(plain))
    if words:
        return words
    symbols = "".join(plain.split())
    return (symbols,) if symbols else ()


def key_of(words: Sequence[str]) -> str:
    """Folded words run together, because spacing does not matter; digits stay apart (2:4 is not 24)."""
    joined = ""
    for word in words:
        apart = joined[-1:] in _DIGITS and word[:1] in _DIGITS
        joined += "." + word if apart else word
    return joined


def build_search(glossary: Glossary, url_of: Callable[[str], str]) -> SearchFiles:
    """All files of the term search. `url_of` gives the site-relative address of a slug."""
    terms = sorted(glossary.terms.values(), key=_place)
    place = {term.slug: number for number, term in enumerate(terms)}
    files: dict[str, bytes] = {}

    def publish(name: str, content: object) -> str:
        data = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        digest = hashlib.sha256(data).hexdigest()[:10]
        files[f"{FOLDER}{name}.{digest}.json"] = data
        return digest

    def publish_all(name: str, shards: Iterable[tuple[object, object]]) -> list[list[object]]:
        return [[start, publish(f"{name}-{n}", content)] for n, (start, content) in enumerate(shards)]

    stride = 1 + max((len(term.questions) for term in terms), default=0)
    shards, too_common = _word_shards(_postings(terms, stride))
    before, after, exceptions = _addresses(terms, url_of)
    names = {
        "format": FORMAT,
        "headwords": _lines([(term.headword,) for term in terms]),
        "abbreviations": _column(terms, NameKind.ABBREVIATION),
        "aliases": _column(terms, NameKind.ALIAS),
        "unlinked": _column(terms, NameKind.UNLINKED),
        # The script derives the others from their headwords.
        "slugs": _lines([() if name_path(term.headword) == term.slug else (term.slug,) for term in terms]),
        "url": [before, after],
        "urls": exceptions,
        "ambiguous": [
            [one.name, [place[slug] for slug in one.senses if slug in place]]
            for one in sorted(glossary.disambiguations.values(), key=lambda one: (key_of(words_of(one.name)), one.name))
        ],
        "stop": " ".join([STOP_WORDS, *too_common]),
        "stride": stride,
        "documents": sum(1 + len(term.questions) for term in terms),
        # Hidden names are as many bytes as all others together: what the dialog opens first does without them.
        "hidden": publish_all("hidden", _hidden_shards(terms)),
        "definitions": publish_all("definitions", _shards([term.definition for term in terms])),
        "questions": publish_all(
            "questions", _shards([[without_marks(question.ask) for question in term.questions] for term in terms])
        ),
        "words": publish_all("words", shards),
    }
    digest = publish("names", names)
    return SearchFiles(f"{FOLDER}names.{digest}.json", dict(sorted(files.items())))


def _place(term: Term) -> tuple[str, str, str]:
    return key_of(words_of(term.headword)), term.headword, term.slug


def _one_line(name: str) -> str:
    return " ".join(name.split())


def _line(row: Sequence[str]) -> str:
    return "\t".join(map(_one_line, row))


def _lines(rows: Iterable[Sequence[str]]) -> str:
    """One line a term, names of one term parted by tabs; empty lines at the end are left out."""
    return "\n".join(map(_line, rows)).rstrip("\n")


def _column(terms: Iterable[Term], kind: NameKind) -> str:
    """The names of one kind."""
    return _lines([term.named(kind) for term in terms])


def _hidden_shards(terms: Sequence[Term]) -> Iterator[tuple[int, str]]:
    """Runs of the column of hidden names, each with the number of its first term."""
    for start, lines in _shards([_line(_hidden(term)) for term in terms]):
        if any(lines):
            yield start, "\n".join(lines).rstrip("\n")


def _hidden(term: Term) -> Sequence[str]:
    """The hidden names of a term but those that another of its names says already, as search compares them."""
    said = {key_of(words_of(name.text)) for name in term.names if name.kind is not NameKind.HIDDEN}
    found = [text for text in term.named(NameKind.HIDDEN) if key_of(words_of(text)) not in said]
    # Signs tell hidden names apart: __global__ is not global.
    return tuple({_SPACING.sub("", text.lower()): text for text in found}.values())


def _addresses(terms: Sequence[Term], url_of: Callable[[str], str]) -> tuple[str, str, dict[str, str]]:
    """What stands before and after the slug in an address, and the addresses that are made otherwise."""
    if not terms:
        return "", "", {}
    before, _, after = url_of(terms[0].slug).rpartition(terms[0].slug)
    made = {term.slug: url_of(term.slug) for term in terms}
    return before, after, {slug: url for slug, url in made.items() if url != before + slug + after}


def _shards(items: Sequence[_Item]) -> Iterator[tuple[int, list[_Item]]]:
    """Runs of `items` that fit a shard, each with the number of its first item."""
    start, size = 0, 2
    for number, item in enumerate(items):
        bytes_here = len(json.dumps(item, ensure_ascii=False, separators=(",", ":")).encode()) + 1
        if number > start and size + bytes_here > SHARD_BYTES:
            yield start, list(items[start:number])
            start, size = number, 2
        size += bytes_here
    if items:
        yield start, list(items[start:])


def _postings(terms: Sequence[Term], stride: int) -> dict[str, list[int]]:
    """Word to the documents that hold it; a document is `term * stride`, plus n for the nth question."""
    found: dict[str, list[int]] = {}
    stop = frozenset(STOP_WORDS.split())
    for number, term in enumerate(terms):
        texts = [term.definition, *(question.ask for question in term.questions)]
        for part, text in enumerate(texts):
            for word in sorted(set(words_of(text)) - stop):
                found.setdefault(word, []).append(number * stride + part)
    return found


def _word_shards(postings: Mapping[str, Sequence[int]]) -> tuple[list[tuple[str, object]], list[str]]:
    """Words in the order JavaScript compares them, each with its documents as steps from one to the next.

    Second, the words whose documents alone would overflow a shard: they tell nothing and count as stop words.
    """
    words = sorted(postings, key=lambda word: word.encode("utf-16-be"))
    rows = {word: " ".join([word, *map(str, _steps(postings[word]))]) for word in words}
    too_common = [word for word in words if len(rows[word]) > SHARD_BYTES // 2]
    kept = [word for word in words if word not in set(too_common)]
    return [(kept[start], shard) for start, shard in _shards([rows[word] for word in kept])], too_common


def _steps(numbers: Iterable[int]) -> Iterator[int]:
    before = 0
    for number in numbers:
        yield number - before
        before = number
