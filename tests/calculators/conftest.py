"""The real catalogue, read once, and the cases that stand in data files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from diagnostics import plain, read_yaml

from calculators.catalogue import Catalogue, open_catalogue

HERE = Path(__file__).parent


def cases(pattern: str) -> list[dict[str, Any]]:
    """The entries of the data files of this folder with such a name, as text."""
    entries: list[dict[str, Any]] = []
    for path in sorted(HERE.glob(pattern)):
        node, found = read_yaml(path.read_text(encoding="utf-8"), path.name)
        assert node is not None, "\n".join(map(str, found))
        entries += plain(node)["cases"]
    return entries


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that takes one of these runs for every entry of its data file."""
    files = {
        "compiler_case": "compiler-cases.yml",
        "known_value": "known-values*.yml",
        "bad_configuration": "bad-configurations.yml",
    }
    for fixture, name in files.items():
        if fixture in metafunc.fixturenames:
            entries = cases(name)
            metafunc.parametrize(fixture, entries, ids=[entry["name"] for entry in entries])


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The catalogue as it is shipped; must be free of problems."""
    return open_catalogue()


@pytest.fixture(scope="session")
def known_values() -> list[dict[str, Any]]:
    """Every published figure."""
    return cases("known-values*.yml")
