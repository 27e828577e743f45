"""The real glossary, really built: once a session for all tests that look at the finished site."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from calculators.calculator import Calculator
from calculators.catalogue import Catalogue
from calculators.inputs import default_text, read_setup

ROOT = Path(__file__).resolve().parents[1]
"""The project's folder."""

SiteBuilder = Callable[..., Path]

# No test measures time: on a busy machine a deadline fails what is right.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`make pictures` keeps what the browser shows instead of comparing it."""
    parser.addoption("--keep-pictures", action="store_true", help="write the pictures of tests/browser/pictures anew")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in tests/browser, so that `pytest -m "not browser"` needs no Chromium, and run it last.

    Last, because the browser's driver keeps an event loop in this thread until the session ends, and tests that
    start a loop of their own could not. What fails there is tried once more, in a fresh context: a machine shared with
    others can starve a browser. The summary lists it; what fails twice fails.
    """
    for item in items:
        if ROOT / "tests" / "browser" in item.path.parents:
            item.add_marker("browser")
            item.add_marker(pytest.mark.flaky(reruns=1))
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def run_mkdocs(project: Path, out: Path, site_url: str) -> subprocess.CompletedProcess[str]:
    """`mkdocs build --strict` in the folder `project` as a contributor would run it, output in `out`."""
    environment = {
        **os.environ,
        "SITE_URL": site_url,
        "NO_MKDOCS_2_WARNING": "1",
        "DISABLE_MKDOCS_2_WARNING": "true",
    }
    # The command beside this Python, not `python -m mkdocs`: the latter puts the current folder on
    # the module path and so hides a package that the install forgot.
    command = [str(Path(sys.executable).with_name("mkdocs")), "build", "--strict", "--site-dir", str(out)]
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def build_site(tmp_path_factory: pytest.TempPathFactory) -> SiteBuilder:
    """`build_site(project=ROOT, site_url=…)` builds that project for real and indexes its text; gives the folder."""

    def build(*, project: Path = ROOT, site_url: str = "https://glossary.example/") -> Path:
        out = tmp_path_factory.mktemp("built") / "site"
        done = run_mkdocs(project, out, site_url)
        if done.returncode:
            pytest.fail(f"mkdocs build --strict failed in {project}:\n{done.stderr}{done.stdout}", pytrace=False)
        subprocess.run([sys.executable, str(ROOT / "scripts" / "full_text.py"), str(out)], check=True)
        return out

    return build


@pytest.fixture(scope="session")
def built_site(build_site: SiteBuilder) -> Path:
    """Folder of the real site, made to stand at the root of its host."""
    return build_site()


@pytest.fixture(scope="session")
def mended() -> Callable[[Calculator, Catalogue, dict[str, str]], dict[str, str]]:
    """Makes texts for inputs, drawn apart from one another, go together: what is refused becomes 1 or usual."""

    def mend(calculator: Calculator, catalogue: Catalogue, given: dict[str, str]) -> dict[str, str]:
        usual = {one.key: default_text(one) for one in calculator.inputs}
        for change in ({**usual, "context": "1"}, dict.fromkeys(given, "1"), usual):
            _, found = read_setup(calculator, catalogue, given)
            refused = {one.path.removeprefix("--") for one in found}
            given = {key: change.get(key, text) if key in refused else text for key, text in given.items()}
        return given

    return mend
