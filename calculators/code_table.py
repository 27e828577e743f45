"""The table of every complaint about formulas, the catalogue and inputs, made from the codes themselves."""

from __future__ import annotations

from calculators.catalogue import Catalogue
from calculators.codes import CODES
from calculators.markup import Html, element, joined
from calculators.table import Table, TermLink


def codes_table(catalogue: Catalogue, link: TermLink) -> Table:
    """Code, what it says, why it comes and how it is mended; the same whatever the catalogue holds."""
    del catalogue, link
    return Table(
        caption="Complaints of the calculators",
        heads=tuple(Html(head) for head in ("Code", "What it says", "Cause", "Cure")),
        rows=tuple(
            (element("code", code), joined(one.title), joined(one.cause), joined(one.cure))
            for code, one in sorted(CODES.items())
        ),
    )
