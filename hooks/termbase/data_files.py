"""Every file the site publishes beside its pages, as (path, content)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from termbase import export, hosting
from termbase.feed import feed_xml
from termbase.inventory import objects_inv
from termbase.views import Views


def data_files(views: Views, others: Iterable[tuple[str, str, str]] = ()) -> Iterator[tuple[str, bytes]]:
    """All of them; the paths are the public contract. `others`: title, address and description of other pages."""
    yield f"{export.API}/terms.json", export.terms_json(views)
    yield f"{export.API}/schema.json", export.schema_json()
    yield f"{export.API}/name-path.json", export.name_path_json()
    yield from export.published_schemas()
    yield from export.lookups(views)
    for term in views.glossary.terms.values():
        folder = views.url(term.slug)
        yield f"{folder}index.md", export.term_markdown(views, term).encode()
        yield f"{folder}index.json", export.term_json(views, term)
    yield "glossary.csv", export.glossary_csv(views)
    yield "anki.txt", export.anki_txt(views)
    yield "llms.txt", export.llms_txt(views, others)
    yield "llms-full.txt", export.llms_full_txt(views)
    yield "objects.inv", objects_inv(views)
    yield "feed.xml", feed_xml(views)
    yield "robots.txt", hosting.robots_txt(views)
    yield "_headers", hosting.headers_file()
    yield "nginx.conf.example", hosting.nginx_example()
    yield ".nojekyll", b""
    if views.site_url:
        # A browser accepts no relative address here.
        yield "opensearch.xml", hosting.opensearch_xml(views)
