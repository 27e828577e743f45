"""The first draft of an entry, from a handful of answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from termbase.index import NameIndex
from termbase.matching import Matcher
from termbase.names import MAX_SLUG, name_path

BODY = """\
What follows for the reader's work comes first.

How it works comes second, with a number that can be checked, a command to try or a figure to look at.
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a writer says of a new term."""

    title: str
    definition: str
    topic: str
    source_title: str
    source_url: str
    added: str
    """ISO date."""
    abbreviation: str = ""
    related: tuple[str, ...] = ()


def slug_of(title: str) -> str:
    """The file stem that fits a headword: its address, without what stands in brackets."""
    return name_path(title.split("(")[0])[:MAX_SLUG].strip("-")


def initials(title: str) -> str:
    """The abbreviation that a headword of several words suggests, or nothing: `Tensor Memory Accelerator`, TMA."""
    words = [word for word in title.split() if word[:1].isupper()]
    return "".join(word[0] for word in words) if len(words) >= 3 else ""


def mentioned(index: NameIndex, text: str) -> tuple[str, ...]:
    """Slugs of the terms that a text names, in the order in which they appear."""
    spans = Matcher(index.linking_names).find(text)
    return tuple(dict.fromkeys(span.slug for span in spans))


def write_draft(draft: Draft) -> str:
    """The draft as the text of a term file that passes the check."""
    lines = ["---", f"title: {quoted(draft.title)}"]
    if draft.abbreviation:
        lines.append(f"abbreviation: {quoted(draft.abbreviation)}")
    lines += [f"definition: {quoted(draft.definition)}", f"topic: {draft.topic}", "level: intermediate"]
    if draft.related:
        lines.append(f"related: [{', '.join(draft.related)}]")
    lines += ["sources:", f"  - {{title: {quoted(draft.source_title)}, url: {quoted(draft.source_url)}}}"]
    return "\n".join([*lines, f"added: {draft.added}", "---", BODY])


def quoted(text: str) -> str:
    """A scalar that stays the text it is, whatever it holds."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def sentence_problem(definition: str, limits: Iterable[int]) -> str:
    """What is wrong with the length or the end of a definition, or the empty string."""
    allowed = sorted(limits)
    if not allowed[0] <= len(definition) <= allowed[-1]:
        return f"a definition has {allowed[0]} to {allowed[-1]} characters, this one has {len(definition)}"
    return "" if definition.endswith(".") else "a definition is one sentence that ends with a full stop"
