"""Complaints to authors, and the strict reader of what they wrote. A leaf: imports nothing of ours."""

from diagnostics.diagnostic import START, Diagnostic, Position, Severity, did_you_mean, has_errors
from diagnostics.strict_yaml import Entry, Mapping, Node, Sequence, Text, plain, position_of, read_yaml

__all__ = [
    "START",
    "Diagnostic",
    "Entry",
    "Mapping",
    "Node",
    "Position",
    "Sequence",
    "Severity",
    "Text",
    "did_you_mean",
    "has_errors",
    "plain",
    "position_of",
    "read_yaml",
]
