"""Complaints to authors, and the strict reader of what they wrote. A leaf: imports nothing of ours."""

from diagnostics.diagnostic import START, Diagnostic, Edit, Position, Severity, did_you_mean, has_errors, surely_meant
from diagnostics.edits import apply_edits
from diagnostics.reporting import as_annotation, as_data
from diagnostics.strict_yaml import Entry, Mapping, Node, Sequence, Text, node_at, plain, position_of, read_yaml

__all__ = [
    "START",
    "Diagnostic",
    "Edit",
    "Entry",
    "Mapping",
    "Node",
    "Position",
    "Sequence",
    "Severity",
    "Text",
    "apply_edits",
    "as_annotation",
    "as_data",
    "did_you_mean",
    "has_errors",
    "node_at",
    "plain",
    "position_of",
    "read_yaml",
    "surely_meant",
]
