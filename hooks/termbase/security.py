"""What a browser may do on our pages. Written once: pages, server examples and tests take it from here."""

from __future__ import annotations

DIRECTIVES = {
    "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
}
"""Everything from our own origin and nothing inline; WebAssembly is for full-text search."""

META_POLICY = "; ".join(f"{name} {value}" for name, value in DIRECTIVES.items())
"""For the meta element of hosts that send no headers of ours."""

HEADER_POLICY = f"{META_POLICY}; frame-ancestors 'none'"
"""For the response header; the meta element may not say who may frame the page."""
