"""One name, explained as text: for the terminal, for chats, for programs."""

from __future__ import annotations

import json
from typing import Any

from termbase.model import Disambiguation, Term


def headline(term: Term) -> str:
    """`Parallel Thread Execution (PTX)`; a headword that is its own abbreviation stands alone."""
    short = next((one for one in term.abbreviations if one.casefold() not in term.headword.casefold()), "")
    return f"{term.headword} ({short})" if short else term.headword


def as_text(term: Term) -> str:
    """The definition and what is worth knowing beside it, for a terminal."""
    lines = [headline(term), "", term.definition]
    if term.also_called:
        lines += ["", f"Also found as: {', '.join(term.also_called)}"]
    for one in term.equivalents:
        fit = "" if one.fit == "exact" else f" ({one.fit})"
        lines += [f"{one.vendor}: {one.name}{fit}"]
    return "\n".join(lines)


def as_slack(term: Term, url: str) -> str:
    """Slack's own markup, for posts by programs: <!channel> and the like are defused."""
    definition = term.definition.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"*{headline(term)}* — {definition} <{url}>"


def as_markdown(term: Term, url: str) -> str:
    """A linked headword and the definition, for issues and documents."""
    return f"**[{headline(term)}]({url})**: {term.definition}"


def as_data(term: Term, url: str) -> dict[str, Any]:
    """The term as data; text fields are plain text contributed by many people."""
    data: dict[str, Any] = {
        "slug": term.slug,
        "url": url,
        "title": term.headword,
        "abbreviations": list(term.abbreviations),
        "aliases": list(term.also_called),
        "definition": term.definition,
        "topic": term.topic,
        "level": str(term.level),
        "broader": list(term.broader),
        "related": list(term.related),
        "requires": list(term.requires),
        "sources": [{"title": one.title, "url": one.url, "locator": one.locator} for one in term.sources],
        "added": term.added,
        "changed": term.changed,
    }
    return data


def as_json(found: Term | Disambiguation, url_of: dict[str, str]) -> str:
    """What a name means, for programs."""
    if isinstance(found, Disambiguation):
        value: Any = {"name": found.name, "definition": found.definition, "senses": list(found.senses)}
    else:
        value = as_data(found, url_of[found.slug])
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)
