"""What a host needs beside the pages: headers, robots, the search description for browsers."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from termbase.security import HEADER_POLICY
from termbase.views import Views

HEADERS = {
    "Content-Security-Policy": HEADER_POLICY,
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "max-age=300, stale-while-revalidate=86400",
}
"""For every answer."""

API_HEADERS = {"Access-Control-Allow-Origin": "*"}
"""For data that other sites' scripts may read."""

FOREVER = {"Cache-Control": "max-age=31536000, immutable"}
"""For files whose name changes with their content."""

HASHED = ("/assets/search/*", "/assets/calculators/*", "/pagefind/fragment/*", "/pagefind/index/*")


def headers_file() -> bytes:
    """`_headers`, as Netlify and Cloudflare Pages read it."""
    blocks = [("/*", HEADERS), ("/api/*", API_HEADERS), *((path, FOREVER) for path in HASHED)]
    return "\n".join(
        "\n".join([path, *(f"  {name}: {value}" for name, value in headers.items()), ""]) for path, headers in blocks
    ).encode()


def nginx_example() -> bytes:
    """The same for nginx, to be included in a server block."""
    lines = ["# Include this in the server block of the site."]
    lines += [f'add_header {name} "{value}" always;' for name, value in HEADERS.items()]
    lines += [
        "error_page 404 /404.html;",
        "gzip on;",
        "gzip_types text/css text/javascript application/json image/svg+xml;",
        "",
    ]
    return "\n".join(lines).encode()


def robots_txt(views: Views) -> bytes:
    """Everybody may read everything: a page that is not fetched cannot be previewed."""
    lines = ["User-agent: *", "Allow: /"]
    if views.site_url:
        lines.append(f"Sitemap: {views.absolute('sitemap.xml')}")
    return ("\n".join(lines) + "\n").encode()


def opensearch_xml(views: Views) -> bytes:
    """Lets a browser search the glossary from its address bar."""
    template = quoteattr(views.absolute("?q={searchTerms}"))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"<ShortName>{escape(views.settings.name[:16])}</ShortName>\n"
        f"<Description>{escape(views.settings.tagline[:1024] or views.settings.name)}</Description>\n"
        "<InputEncoding>UTF-8</InputEncoding>\n"
        f'<Url type="text/html" template={template}/>\n'
        "</OpenSearchDescription>\n"
    ).encode()
