"""Writes glossaries of any size that weigh what real ones do, each in two forms with the same words.

`ours` is the input of our generator: entries whose mentions the build must find. `stock` is the same text
as plain MkDocs pages with every link already written, which is less work for a builder than finding them.
The same seed and number of terms give the same bytes.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MENTIONS = 12
"""Different terms named in a body."""
RELATED = 3
TOPICS = 12

_QUALITIES = """adaptive banked blocked buffered cached chained coherent compact delayed dense direct elastic
fenced folded gated grouped indexed inlined latched layered linked masked nested ordered packed paged paired
pinned piped pooled queued ragged ranked rotated scaled shadowed shared sliced sparse split staged stalled
strided tagged tiled traced tuned unified""".split()
_PARTS = """accumulator allocator arbiter barrier bitmap buffer bus carrier channel clause codec collector
counter crossbar cursor decoder dispatcher divider domain encoder fabric fetcher filter frame gateway graph
handle header heap hub interleave issuer journal lattice ledger loader marker mapper matrix mixer monitor
mutex operand oracle packet planner port prefix probe queue reducer registry relay ring router sampler
segment selector sequencer shard signal slot socket spooler stack stripe switch table tensor tile token
tracker tree trunk vault vector window writer""".split()
_OPENINGS = (
    "When the {} is busy, whatever waits behind it costs time that no later step can win back.",
    "It stands beside the {}, which sees the same numbers but keeps them for longer.",
    "Most programs meet it through the {}, and few ever call it by hand.",
    "Halving the work there helps less than feeding the {} on time.",
    "A profile that blames it is usually about the {} instead.",
    "Before 2019 its duties belonged to the {}; since then the two are apart.",
    "Measure the {} first: 80 % of the limit is a good day, 95 % a suspicious one.",
    "If the {} fails, nothing is lost but the last 4 ms of results.",
)
_PLAIN = (
    "The rule of thumb is old and still right: move less, reuse more, and count bytes before cycles.",
    "Nobody notices it until the day it is full, and then everybody does.",
    "Its size is fixed when the machine is built; its share of the time is not.",
    "The figures in data sheets are limits, so a real run reaches between half and nine tenths of them.",
)


@dataclass(frozen=True)
class Entry:
    """One made-up term."""

    slug: str
    headword: str
    abbreviation: str
    """Empty for about half of them."""
    aliases: tuple[str, ...]
    definition: str
    topic: str
    broader: str
    """Slug, or empty for the first ones."""
    related: tuple[str, ...]
    mentions: tuple[tuple[str, str], ...]
    """Slug and the name it goes by in this body."""


def entries(count: int, seed: int) -> list[Entry]:
    """`count` different terms that name one another."""
    chance = random.Random(f"{seed} {count}")
    trios = [(a, b, c) for a in _QUALITIES for b in _PARTS for c in _PARTS if b != c]
    chosen = chance.sample(trios, count)
    slugs = ["-".join(trio) for trio in chosen]
    names: dict[str, list[str]] = {}
    taken: set[str] = set()
    for number, (slug, (quality, first, second)) in enumerate(zip(slugs, chosen, strict=True)):
        abbreviation = f"{quality[0]}{first[0]}{second[0]}{number}".upper() if number % 2 else ""
        aliases = [f"{second} {quality} {first}", f"{first} {quality} {second} unit"]
        names[slug] = [" ".join(trio_name(quality, first, second)), abbreviation, *aliases]
        taken.update(name for name in names[slug] if name)
    if len(taken) != sum(bool(name) for group in names.values() for name in group):
        raise ValueError("two terms were given one name")
    return [_entry(number, slugs, names, chance) for number in range(count)]


def trio_name(quality: str, first: str, second: str) -> tuple[str, str, str]:
    """The three words of a headword, as written."""
    return quality.capitalize(), first.capitalize(), second.capitalize()


def _entry(number: int, slugs: list[str], names: dict[str, list[str]], chance: random.Random) -> Entry:
    slug = slugs[number]
    headword, abbreviation, *aliases = names[slug]
    others = chance.sample([one for one in slugs if one != slug], MENTIONS + RELATED)
    mentions = []
    for other in others[:MENTIONS]:
        short = [names[other][1]] if names[other][1] else []
        choices = [names[other][0].lower()] * 3 + short + names[other][2:3]
        mentions.append((other, chance.choice(choices)))
    quality, first, second = slug.split("-")
    return Entry(
        slug=slug,
        headword=headword,
        abbreviation=abbreviation,
        aliases=tuple(aliases),
        definition=(
            f"A part of the machine that keeps every {first} {quality} for as long as the {second} behind it "
            "needs to finish one step."
        ),
        topic=f"topic-{chance.randrange(TOPICS)}",
        broader=slugs[chance.randrange(number)] if number else "",
        related=tuple(others[MENTIONS:]),
        mentions=tuple(mentions),
    )


def body(entry: Entry, *, linked: bool) -> str:
    """About two hundred words; with `linked`, the mentions are Markdown links."""
    sentences = []
    for number, (slug, name) in enumerate(entry.mentions):
        said = f"[{name}]({slug}.md)" if linked else name
        sentences.append(_OPENINGS[number % len(_OPENINGS)].format(said))
        if number % 3 == 2:
            sentences.append(_PLAIN[number // 3])
    parts = [sentences[:4], sentences[4:8], sentences[8:12], sentences[12:]]
    first, second, third, last = (" ".join(part) for part in parts)
    listing = "\n".join(f"- **Step {number}** takes {number * 3} ns." for number in (1, 2, 3))
    code = f"```cpp\nfor (int i = 0; i < {len(entry.slug)}; ++i)\n    total += part[i]; // one pass\n```"
    return "\n\n".join([first, second, "## What it costs", third, listing, code, last])


def ours(found: list[Entry], folder: Path) -> None:
    """The entries as a glossary folder."""
    folder.mkdir(parents=True)
    topics = [
        f"- id: topic-{number}\n  title: Shelf {number}\n  summary: The words that stand on shelf {number}.\n"
        for number in range(TOPICS)
    ]
    (folder / "topics.yml").write_text("".join(topics), encoding="utf-8")
    for entry in found:
        text = "\n".join(["---", *_front_matter(entry), "---", body(entry, linked=False), ""])
        (folder / f"{entry.slug}.md").write_text(text, encoding="utf-8")


def _front_matter(entry: Entry) -> Iterator[str]:
    yield f"title: {entry.headword}"
    if entry.abbreviation:
        yield f"abbreviation: {entry.abbreviation}"
    yield f"aliases: [{', '.join(entry.aliases)}]"
    yield f"definition: {entry.definition}"
    yield f"topic: {entry.topic}"
    if entry.broader:
        yield f"broader: [{entry.broader}]"
        yield f"requires: [{entry.broader}]"
    yield f"related: [{', '.join(entry.related)}]"
    yield "questions:"
    for ask, answer in _questions(entry):
        yield f"  - ask: {json.dumps(ask)}"
        yield f"    answer: {json.dumps(answer)}"
    yield "sources:"
    for title, url in _sources(entry):
        yield f'  - {{title: {title}, url: "{url}"}}'
    yield "added: 2026-11-23"


def _questions(entry: Entry) -> list[tuple[str, str]]:
    name = entry.headword.lower()
    return [
        (f"Why is my {name} full?", "Because what it holds is not fetched in time. Fetch it in larger pieces."),
        (f"How large is a {name}?", "As large as the maker chose, 64 kB as a rule. It cannot be changed."),
    ]


def _sources(entry: Entry) -> list[tuple[str, str]]:
    return [
        ("Handbook of the machine", f"https://example.org/handbook/{entry.slug}/"),
        ("A paper about it", f"https://example.org/papers/{len(entry.slug)}"),
    ]


def stock(found: list[Entry], folder: Path) -> None:
    """The same entries as plain pages of MkDocs, all links written."""
    folder.mkdir(parents=True)
    titles = {entry.slug: entry.headword for entry in found}
    (folder / "index.md").write_text("# Benchmark\n\nThe same words, stock Material.\n", encoding="utf-8")
    for entry in found:
        relations = [*([entry.broader] if entry.broader else []), *entry.related]
        asked = [f"**{ask}** {answer}" for ask, answer in _questions(entry)]
        parts = [
            f"---\ntitle: {entry.headword}\ndescription: {entry.definition}\n---\n# {entry.headword}",
            f"Also found as {', '.join(filter(None, [entry.abbreviation, *entry.aliases]))}.",
            entry.definition,
            body(entry, linked=True),
            "## See also",
            "\n".join(f"- [{titles[slug]}]({slug}.md)" for slug in relations),
            "## Questions",
            *asked,
            "## Sources",
            "\n".join(f"- [{title}]({url})" for title, url in _sources(entry)),
        ]
        (folder / f"{entry.slug}.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")
