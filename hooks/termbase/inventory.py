"""A Sphinx inventory (`objects.inv`), so that other projects' documentation can link our terms by name."""

from __future__ import annotations

import zlib

from termbase.export import names_of
from termbase.views import Views


def objects_inv(views: Views, version: str = "1") -> bytes:
    """Every name as `std:term`, in the format Sphinx reads (inventory version 2)."""
    header = (
        "# Sphinx inventory version 2\n"
        f"# Project: {views.settings.name}\n"
        f"# Version: {version}\n"
        "# The remainder of this file is compressed using zlib.\n"
    )
    lines = [f"{name} std:term -1 {views.url(slug)} -" for name, slug in sorted(names_of(views))]
    return header.encode() + zlib.compress("".join(f"{line}\n" for line in lines).encode(), 9)
