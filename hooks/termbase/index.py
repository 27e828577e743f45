"""Which term a name belongs to, where two terms claim one, and which address a name has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from diagnostics import Diagnostic, Position, Severity, did_you_mean

from termbase.characters import mixed_scripts, skeleton
from termbase.model import Disambiguation, Glossary, Name, NameKind, Term
from termbase.names import RESERVED, fold, name_path

COMMON_WORDS = frozenset(
    (
        "access address array bandwidth bank batch block board bus cache card channel chip clock cluster code core "
        "data device die driver engine event fabric format frame graph grid group host image instance job kernel lane "
        "language layer level library line link load local mask memory mesh model module network node number object "
        "operation page parallel parameter pass path pool port process processor program queue rank range rate "
        "register root scale scheduler server shape share shared size slot space speed stack state step store stream "
        "switch system table target task thread tile time token unit value vector weight word work"
    ).split()
)
"""Everyday words of the field: as linking names they would turn most pages into thickets of links."""


STOP_WORDS = frozenset(
    (
        "a about after all also an and any are as at be because but by can do each even every few for from "
        "had has have he her his how i if in into is it its just less like many may more most much no not of "
        "off on one only or other our out over own per same she should so some such than that the their them "
        "then there these they this those to too two under up us use very was we were what when where which "
        "while who why will with would you your"
    ).split()
)
"""Words that carry no meaning of their own: as names that link they would make every sentence a link."""


@dataclass(frozen=True)
class NameIndex:
    """Look-up of terms by any of their names."""

    glossary: Glossary

    @cached_property
    def claims(self) -> Mapping[str, tuple[tuple[Term, Name], ...]]:
        """Folded name to everyone who claims it."""
        found: dict[str, list[tuple[Term, Name]]] = defaultdict(list)
        for term in self.glossary.terms.values():
            for name in term.names:
                found[fold(name.text)].append((term, name))
        return {key: tuple(claimants) for key, claimants in sorted(found.items())}

    @cached_property
    def ambiguous(self) -> Mapping[str, Disambiguation]:
        """Folded name to its disambiguation."""
        return {fold(one.name): one for one in self.glossary.disambiguations.values()}

    @cached_property
    def linking_names(self) -> tuple[tuple[str, bool, str], ...]:
        """(name, whether its case matters, slug) of every name that becomes a link in text."""
        return tuple(
            (name.text, name.kind is NameKind.ABBREVIATION, term.slug)
            for key, claimants in self.claims.items()
            if key not in self.ambiguous
            for term, name in claimants
            if name.links
        )

    @cached_property
    def addresses(self) -> Mapping[str, tuple[str, Name] | Disambiguation]:
        """Address to (slug, name) for each name with a definition page of its own, or to a disambiguation.

        The slugs themselves are not in it; names whose address is empty, reserved, a slug or claimed twice
        have no page.
        """
        wanted: dict[str, set[str]] = defaultdict(set)
        names: dict[str, tuple[str, Name]] = {}
        for key, claimants in self.claims.items():
            for term, name in claimants:
                if name.links and key not in self.ambiguous:
                    address = name_path(name.text)
                    wanted[address].add(term.slug)
                    names.setdefault(address, (term.slug, name))
        pages: dict[str, tuple[str, Name] | Disambiguation] = {}
        for one in self.glossary.disambiguations.values():
            pages[name_path(one.name)] = one
        for address, (slug, name) in names.items():
            if address not in pages and len(wanted[address]) == 1:
                pages[address] = (slug, name)
        taken = RESERVED | set(self.glossary.terms) | {""}
        return {address: page for address, page in sorted(pages.items()) if address not in taken}

    def look_up(self, name: str) -> Term | Disambiguation | None:
        """What a name means: exact case first, then any case, then any spacing, then the singular."""
        key = fold(name)
        if key in self.ambiguous:
            return self.ambiguous[key]
        claimants = self.claims.get(key, ())
        exact = [term for term, one in claimants if one.text == name]
        if exact or claimants:
            return exact[0] if exact else claimants[0][0]
        address = name_path(name)
        if address in self.glossary.terms:
            return self.glossary.terms[address]
        page = self.addresses.get(address)
        if isinstance(page, Disambiguation):
            return page
        if page is not None:
            return self.glossary.terms[page[0]]
        squeezed = self._squeezed.get(address.replace("-", ""))
        if squeezed is not None:
            return self.glossary.terms[squeezed]
        if len(key) > 2 and key.endswith("s") and not key.endswith("ss"):
            return self.look_up(key[:-1])
        return None

    @cached_property
    def _squeezed(self) -> Mapping[str, str]:
        return {
            name_path(name.text).replace("-", ""): term.slug
            for claimants in reversed(tuple(self.claims.values()))
            for term, name in claimants
        }

    def nearest(self, name: str) -> str:
        """`; did you mean "x"?` over every shown name."""
        shown = (
            one.text for claimants in self.claims.values() for _, one in claimants if one.kind is not NameKind.HIDDEN
        )
        return did_you_mean(name, shown)


def wanted_terms(names: str, glossary: Glossary) -> frozenset[str]:
    """Slugs of the terms meant by names with commas between them; those that mean nothing are left out."""
    index = NameIndex(glossary)
    found = (index.look_up(name.strip()) for name in names.split(",") if name.strip())
    return frozenset(one.slug for one in found if isinstance(one, Term))


def check_names(index: NameIndex) -> Iterator[Diagnostic]:
    """Collisions, repetitions, disambiguations that do not match, and advice on names without a page."""
    for key, claimants in index.claims.items():
        slugs = list(dict.fromkeys(term.slug for term, _ in claimants))
        disambiguation = index.ambiguous.get(key)
        if disambiguation is None and len(slugs) > 1 and not _differ_in_case(claimants):
            # The headword has the better claim; complain where the name is only an alias.
            ranked = sorted(claimants, key=lambda one: tuple(NameKind).index(one[1].kind))
            first = ranked[0][0]
            term, name = next(one for one in ranked if one[0] is not first)
            yield Diagnostic(
                term.path,
                name.position,
                "G201",
                f'"{name.text}" is also claimed by {first.path}; remove it from one of the two, '
                "or list it in _disambiguation.yml",
            )
        yield from _check_repetition(claimants)
        for term, name in claimants:
            stops = key in STOP_WORDS or (len(key) == 1 and key.isalpha())
            if name.links and name.kind is not NameKind.HEADWORD and stops and not name.text.isupper():
                said = f'"{name.text}" would become a link in every sentence; move it to unlinked, or leave it out'
                yield Diagnostic(term.path, name.position, "G213", said)
            if name.links and key in COMMON_WORDS and disambiguation is None:
                yield Diagnostic(
                    term.path,
                    name.position,
                    "G210",
                    f'"{name.text}" is an everyday word and would become a link on most pages; add it to unlinked',
                    Severity.ADVICE,
                )
            elif name.links and name.kind is not NameKind.HEADWORD and disambiguation is None:
                yield from _check_address(index, term, name)


def check_lookalikes(index: NameIndex) -> Iterator[Diagnostic]:
    """Names that mix alphabets, or that a reader would take for a name of another term."""
    looks: dict[str, list[tuple[Term, Name]]] = defaultdict(list)
    for claimants in index.claims.values():
        for term, name in claimants:
            if mixed := mixed_scripts(name.text):
                message = f'"{name.text}" mixes {" and ".join(mixed)} letters in one word; use those of one alphabet'
                yield Diagnostic(term.path, name.position, "G212", message)
            looks[skeleton(name.text)].append((term, name))
    for alike in looks.values():
        for term, name in alike:
            twin = next((one for one in alike if one[0] is not term and fold(one[1].text) != fold(name.text)), None)
            if twin and not name.text.isascii():
                message = f'"{name.text}" looks like "{twin[1].text}" of {twin[0].path}; one of the two must go'
                yield Diagnostic(term.path, name.position, "G212", message)


def _differ_in_case(claimants: tuple[tuple[Term, Name], ...]) -> bool:
    # FLOPs (a count) and FLOPS (a rate): abbreviations are matched with their case, so both can be told apart.
    texts = {name.text for _, name in claimants}
    return all(name.kind is NameKind.ABBREVIATION for _, name in claimants) and len(texts) == len(claimants)


def _check_repetition(claimants: tuple[tuple[Term, Name], ...]) -> Iterator[Diagnostic]:
    seen: dict[str, Name] = {}
    for term, name in claimants:
        first = seen.setdefault(term.slug, name)
        if first is not name:
            yield Diagnostic(
                term.path,
                name.position,
                "G202",
                f'"{name.text}" repeats the {first.kind} on line {first.position.line}; remove it',
            )


def _check_address(index: NameIndex, term: Term, name: Name) -> Iterator[Diagnostic]:
    address = name_path(name.text)
    if address == term.slug:
        return
    page = index.addresses.get(address)
    if not isinstance(page, tuple) or page[0] != term.slug:
        yield Diagnostic(
            term.path,
            name.position,
            "G209",
            f'"{name.text}" has no page of its own, because its address /{address}/ is empty, reserved or taken; '
            "search still finds it",
            Severity.ADVICE,
        )


def check_disambiguations(index: NameIndex, path: str, places: Mapping[str, Position]) -> Iterator[Diagnostic]:
    """Whether `_disambiguation.yml` lists exactly the terms that claim each of its names."""
    for one in index.glossary.disambiguations.values():
        position = places.get(one.name, Position())
        claimants = {term.slug for term, _ in index.claims.get(fold(one.name), ())}
        for slug in one.senses:
            if slug not in index.glossary.terms:
                hint = did_you_mean(slug, index.glossary.terms)
                yield Diagnostic(path, position, "G203", f'{one.name}: unknown term "{slug}"{hint}')
            elif slug not in claimants:
                yield Diagnostic(
                    path, position, "G207", f'{one.name}: "{slug}" does not claim this name; add it there as an alias'
                )
        for slug in sorted(claimants - set(one.senses)):
            yield Diagnostic(path, position, "G207", f'{one.name}: "{slug}" claims this name too; add it to senses')
        if len(one.senses) < 2:
            yield Diagnostic(path, position, "G207", f"{one.name}: expected at least two senses")
