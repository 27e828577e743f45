"""The promise that a published address leads to the same entry for ever.

`urls.lock` holds one line an address: `<address> <slug of the entry it led to when it was released>`, and one for
each explicit anchor in an entry: `<slug>#<anchor> <slug>`. Lines are added at a release and never removed. An
address keeps its promise when it leads to that entry, to the entry that took its place (the old slug became a name
of it, or `_retired.yml` names successors), or to a page that tells the senses of the name apart and lists the
entry. An anchor keeps it when the entry still has it; pages at addresses that entries have left show every anchor
promised there, with the way to where it is now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from diagnostics import Diagnostic, Position, did_you_mean

from termbase.body import anchors_of
from termbase.index import NameIndex
from termbase.inline_code import without_marks
from termbase.model import Disambiguation, Glossary, Retired
from termbase.names import is_slug

LOCK = "urls.lock"
AMBIGUOUS = "?"
"""Stands in the lock for an address that told senses apart."""


@dataclass(frozen=True, slots=True)
class Promise:
    """One line of the lock."""

    address: str
    slug: str
    """Of the entry, or `?` for a disambiguation."""
    line: int

    @property
    def page(self) -> str:
        """The address without its anchor."""
        return self.address.partition("#")[0]

    @property
    def anchor(self) -> str:
        """The place within the page, or empty."""
        return self.address.partition("#")[2]


def read_lock(text: str, path: str = LOCK) -> tuple[tuple[Promise, ...], list[Diagnostic]]:
    """The promises of a lock file; lines that are none are complained about."""
    promises: list[Promise] = []
    found: list[Diagnostic] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        address, _, slug = line.partition(" ")
        if not all(map(is_slug, address.split("#", 1))) or not (is_slug(slug) or slug == AMBIGUOUS):
            message = f'expected "<address> <slug>", found "{line[:60]}"; restore the line'
            found.append(Diagnostic(path, Position(number), "G501", message))
        else:
            promises.append(Promise(address, slug, number))
    return tuple(promises), found


def addresses(index: NameIndex) -> dict[str, str]:
    """Every address of the glossary as it is now, to the slug it leads to (or `?`); anchors as `slug#anchor`."""
    found = {slug: slug for slug in index.glossary.terms}
    for slug, term in index.glossary.terms.items():
        found.update({f"{slug}#{anchor.id}": slug for anchor in anchors_of(term.body)})
    for address, page in index.addresses.items():
        found[address] = AMBIGUOUS if isinstance(page, Disambiguation) else page[0]
    return found


def write_lock(promises: tuple[Promise, ...], index: NameIndex) -> str:
    """The lock with everything that is published now added; nothing is removed or repointed."""
    kept = {promise.address: promise.slug for promise in promises}
    for address, slug in addresses(index).items():
        kept.setdefault(address, slug)
    head = "# Every address ever published: <address> <entry>. `glossary urls` adds lines; nothing removes them.\n"
    return head + "".join(f"{address} {slug}\n" for address, slug in sorted(kept.items()))


def successors(glossary: Glossary, index: NameIndex, slug: str, seen: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """What stands for an entry today: itself, the entry that took its name, or what it was retired to."""
    if slug in glossary.terms:
        return (slug,)
    if slug in seen:
        return ()
    page = index.addresses.get(slug)
    if isinstance(page, Disambiguation):
        return page.senses
    if page is not None:
        return (page[0],)
    if slug in glossary.retired:
        found: dict[str, None] = {}
        for other in glossary.retired[slug].to:
            found.update(dict.fromkeys(successors(glossary, index, other, seen | {slug})))
        return tuple(found)
    return ()


def tombstones(index: NameIndex, promises: tuple[Promise, ...]) -> Mapping[str, Retired]:
    """Address to what is said there, for every address of a retired entry that no entry has taken over."""
    glossary = index.glossary
    now = addresses(index)
    wanted = {promise.page: promise.slug for promise in promises} | {slug: slug for slug in glossary.retired}
    return {
        address: Retired(slug, successors(glossary, index, slug), glossary.retired[slug].why)
        for address, slug in sorted(wanted.items())
        if address not in now and slug in glossary.retired
    }


@dataclass(frozen=True, slots=True)
class LeftAnchor:
    """A place that an entry had at an address it has left."""

    id: str
    title: str
    slug: str
    """The entry that has it now, or that took its place; empty if nothing did."""
    there: bool
    """Whether that entry has the anchor."""


def left_anchors(index: NameIndex, promises: tuple[Promise, ...]) -> Mapping[str, tuple[LeftAnchor, ...]]:
    """Address to the anchors promised there, for every address that is not an entry's own today."""
    terms = index.glossary.terms
    found: dict[str, list[LeftAnchor]] = defaultdict(list)
    for promise in promises:
        if not promise.anchor or promise.page in terms:
            continue
        heirs = [slug for slug in successors(index.glossary, index, promise.slug) if slug in terms]
        titles = {slug: {one.id: one.title for one in anchors_of(terms[slug].body)} for slug in heirs}
        heir = next((slug for slug in heirs if promise.anchor in titles[slug]), heirs[0] if heirs else "")
        title = titles.get(heir, {}).get(promise.anchor)
        shown = without_marks(title) if title else promise.anchor.replace("-", " ")
        found[promise.page].append(LeftAnchor(promise.anchor, shown, heir, title is not None))
    return {address: tuple(anchors) for address, anchors in found.items()}


def check_promises(index: NameIndex, promises: tuple[Promise, ...], path: str = LOCK) -> Iterator[Diagnostic]:
    """Addresses that no longer lead where they did, each with the line that mends it."""
    glossary = index.glossary
    now = addresses(index)
    gone = tombstones(index, promises)
    for promise in promises:
        position = Position(promise.line)
        here = now.get(promise.page)
        if promise.anchor:
            # Whether the page is there is said at its own line; where an entry has left it, it shows the anchor.
            if promise.page in glossary.terms and promise.address not in now:
                message = (
                    f"/{promise.page}/#{promise.anchor} was published and is gone; "
                    f"end the heading in {promise.page}.md that says it now with {{#{promise.anchor}}}"
                )
                yield Diagnostic(path, position, "G505", message)
            continue
        if promise.slug == AMBIGUOUS:
            if here is None:
                message = (
                    f"/{promise.address}/ told senses apart and leads nowhere now; "
                    "give the name back to _disambiguation.yml or to one entry"
                )
                yield Diagnostic(path, position, "G502", message)
            continue
        stands = successors(glossary, index, promise.slug)
        if (not stands and promise.slug not in glossary.retired) or (here is None and promise.page not in gone):
            yield Diagnostic(path, position, "G502", _cure(glossary, promise, stands))
        elif here is not None and here != AMBIGUOUS and here not in stands:
            message = (
                f"/{promise.page}/ led to {promise.slug} and leads to {here} now; "
                f"give the name back, or list both senses in _disambiguation.yml"
            )
            yield Diagnostic(path, position, "G503", message)
        elif here == AMBIGUOUS and not set(stands) & set(_senses(index, promise.page)):
            message = f"/{promise.page}/ tells senses apart, but {promise.slug} is not among them; add it to senses"
            yield Diagnostic(path, position, "G503", message)


def _senses(index: NameIndex, address: str) -> tuple[str, ...]:
    page = index.addresses.get(address)
    return page.senses if isinstance(page, Disambiguation) else ()


def _cure(glossary: Glossary, promise: Promise, stands: tuple[str, ...]) -> str:
    if promise.page == promise.slug:
        hint = did_you_mean(promise.slug, glossary.terms)
        return (
            f"/{promise.slug}/ is gone; if it was renamed, add `aliases: [{promise.slug}]` to the new entry; if it was "
            f'merged, split or deleted, add `{promise.slug}: {{to: [...], why: "..."}}` to _retired.yml{hint}'
        )
    entry = next(iter(stands), promise.slug)
    return f"/{promise.page}/ led to {promise.slug} and is gone; add `{promise.page}` to the aliases of {entry}.md"


def check_retired(index: NameIndex, path: str, places: Mapping[str, Position]) -> Iterator[Diagnostic]:
    """Whether each retired slug is gone, and its successors are there."""
    glossary = index.glossary
    for slug, retired in glossary.retired.items():
        position = places.get(slug, Position())
        if slug in glossary.terms:
            yield Diagnostic(path, position, "G504", f'"{slug}" is still an entry; remove it here, or remove the file')
        for other in retired.to:
            if other not in glossary.retired and not successors(glossary, index, other):
                hint = did_you_mean(other, glossary.terms)
                yield Diagnostic(path, position, "G203", f'{slug}: unknown term "{other}"{hint}')
        if slug in _reached(glossary, slug):
            yield Diagnostic(
                path, position, "G204", f"{slug}: its successors lead back to it; name an entry that exists"
            )


def _reached(glossary: Glossary, slug: str) -> set[str]:
    """Every retired slug on the way from `slug` to its successors; holds `slug` itself if it is a circle."""
    found: set[str] = set()
    ahead = list(glossary.retired[slug].to)
    while ahead:
        other = ahead.pop()
        if other in glossary.retired and other not in found:
            found.add(other)
            ahead.extend(glossary.retired[other].to)
    return found
