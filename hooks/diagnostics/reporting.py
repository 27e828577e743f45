"""A diagnostic in the forms that programs read."""

from __future__ import annotations

from diagnostics.diagnostic import Diagnostic, Severity


def as_data(one: Diagnostic) -> dict[str, str | int | bool]:
    """As a record for JSON; `fixable` says whether `--fix` would mend it."""
    return {
        "path": one.path,
        "line": one.position.line,
        "column": one.position.column,
        "code": one.code,
        "severity": str(one.severity),
        "message": one.message,
        "fixable": one.edit is not None,
    }


def as_annotation(one: Diagnostic) -> str:
    """As a workflow command of GitHub Actions, which shows it at its line of the pull request."""
    kind = "error" if one.severity is Severity.ERROR else "notice"
    place = f"file={_property(one.path)},line={one.position.line},col={one.position.column}"
    return f"::{kind} {place},title={_property(one.code)}::{_data(one.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
