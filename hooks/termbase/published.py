"""What can be asked of the published `terms.json`, without the entries it was made from."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from termbase.names import name_path

Entry = Mapping[str, Any]


@dataclass(frozen=True)
class PublishedGlossary:
    """The content of `api/v1/terms.json`."""

    data: Mapping[str, Any]

    @property
    def name(self) -> str:
        """What the glossary calls itself."""
        return str(self.data.get("name", "Glossary"))

    @cached_property
    def _by_address(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.data["terms"]:
            names = [entry["slug"], entry["title"], *entry["abbreviations"], *entry["aliases"], *entry["hidden"]]
            for address in dict.fromkeys(_squeeze(name) for name in names):
                found.setdefault(address, []).append(entry)
        return found

    @cached_property
    def _ambiguous(self) -> dict[str, Entry]:
        return {_squeeze(one["name"]): one for one in self.data.get("ambiguous", ())}

    def look_up(self, name: str) -> list[Entry]:
        """What a name means: one entry, several if it is ambiguous, none if it is unknown. Spacing and case do not
        matter, nor does a plural."""
        address = _squeeze(name)
        for candidate in (address, address.removesuffix("es"), address.removesuffix("s")):
            if candidate in self._ambiguous:
                senses = self._ambiguous[candidate]["senses"]
                return [entry for slug in senses for entry in self.data["terms"] if entry["slug"] == slug]
            if candidate in self._by_address:
                return self._by_address[candidate]
        return []

    def nearest(self, name: str, number: int = 3) -> list[str]:
        """Headwords that are spelt like `name`."""
        titles = {entry["title"].casefold(): entry["title"] for entry in self.data["terms"]}
        return [titles[one] for one in difflib.get_close_matches(name.casefold(), titles, n=number, cutoff=0.6)]

    def search(self, query: str, number: int = 8) -> list[Entry]:
        """Entries that hold every word of `query`: in their names first, then in questions and definitions."""
        words = [word for word in name_path(query).split("-") if word]
        if not words:
            return []
        exact = self.look_up(query)
        ranked = []
        for entry in self.data["terms"]:
            names = [entry["title"], *entry["abbreviations"], *entry["aliases"], *entry["hidden"]]
            rank = _rank(words, names, [entry["definition"], *(one["ask"] for one in entry["questions"])])
            if rank is not None and entry not in exact:
                ranked.append((rank, len(entry["title"]), entry["slug"], entry))
        return [*exact, *(entry for _, _, _, entry in sorted(ranked, key=lambda one: one[:3]))][:number]


def _squeeze(name: str) -> str:
    return name_path(name).replace("-", "")


def _rank(words: Sequence[str], names: Sequence[str], texts: Sequence[str]) -> int | None:
    in_names = [set(name_path(name).split("-")) for name in names]
    if any(all(any(one.startswith(word) for one in name) for word in words) for name in in_names):
        return 0
    whole = set().union(*in_names, *(name_path(text).split("-") for text in texts))
    return 1 if all(any(one.startswith(word) for one in whole) for word in words) else None
