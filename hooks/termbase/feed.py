"""An Atom feed of new entries and changed definitions."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from termbase.explain import headline
from termbase.views import Views

LENGTH = 40


def feed_xml(views: Views) -> bytes:
    """The entries that changed last, newest first. Dates come from the front matter, never from the clock."""
    newest = sorted(views.glossary.terms.values(), key=lambda term: (term.changed, term.slug), reverse=True)[:LENGTH]
    updated = newest[0].changed if newest else "1970-01-01"
    site = views.site_url or "/"
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<title>{escape(views.settings.name)}</title>",
        f"<id>{escape(site)}</id>",
        f"<link href={quoteattr(site)}/>",
        f'<link rel="self" href={quoteattr(views.absolute("feed.xml"))}/>',
        f"<updated>{updated}T00:00:00Z</updated>",
        f"<author><name>{escape(views.settings.name)}</name></author>",
    ]
    for term in newest:
        url = views.absolute(views.url(term.slug))
        lines += [
            "<entry>",
            f"<title>{escape(headline(term))}</title>",
            # A changed definition is a new item: the date is part of its identity.
            f"<id>{escape(url)}#{term.changed}</id>",
            f"<link href={quoteattr(url)}/>",
            f"<published>{term.added}T00:00:00Z</published>",
            f"<updated>{term.changed}T00:00:00Z</updated>",
            f"<summary>{escape(term.definition)}</summary>",
            "</entry>",
        ]
    return "\n".join([*lines, "</feed>", ""]).encode()
