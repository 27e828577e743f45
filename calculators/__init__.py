"""Calculators: units, formulas, catalogue, tables, pages; command `calculate`. Knows nothing of MkDocs or terms."""
