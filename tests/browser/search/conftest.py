"""Sites with the search dialog: a small one, and one with the real names."""

from __future__ import annotations

import pytest
from termbase.load import load_glossary
from termbase.model import Glossary

from tests.browser.search.dialog import ROOT, WARPS, Serve, publish


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, serve_site: Serve) -> str:
    """Address of a small site that has the dialog."""
    return serve_site(publish(WARPS, tmp_path_factory.mktemp("warps")))


@pytest.fixture(scope="module")
def real() -> Glossary:
    return load_glossary(ROOT / "glossary").glossary


@pytest.fixture(scope="module")
def real_site(real: Glossary, tmp_path_factory: pytest.TempPathFactory, serve_site: Serve) -> str:
    """The small site's dialog with the real glossary, without building the real site."""
    return serve_site(publish(real, tmp_path_factory.mktemp("real")))
