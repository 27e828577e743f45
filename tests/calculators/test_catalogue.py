"""The catalogue: what is shipped is sound, and what is wrong is named with its place."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from diagnostics import plain, read_yaml

from calculators.catalogue import Catalogue, CatalogueRefused, load_catalogue, open_catalogue
from calculators.codes import CODES

HERE = Path(__file__).parent
FIRST_ACCELERATORS = {
    "h100-sxm", "h200-sxm", "a100-sxm-80gb", "b200-sxm", "mi300x", "l40s", "rtx-4090", "apple-m4-max",
}  # fmt: skip
FIRST_MODELS = {"llama-3.1-8b", "llama-3.1-70b", "llama-3.1-405b", "qwen2.5-7b", "qwen3-8b", "qwen3-32b"}


def problem_cases() -> list[dict[str, Any]]:
    node, found = read_yaml((HERE / "catalogue-problems.yml").read_text(encoding="utf-8"), "problems")
    assert node is not None, found
    entries: list[dict[str, Any]] = plain(node)["cases"]
    return entries


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(HERE / "catalogue", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_small_catalogue_is_good(folder: Path) -> None:
    catalogue, found = load_catalogue(folder)
    assert found == []
    model = catalogue.models["small"]
    assert (model.hidden, model.tied, model.attention[0].kv_heads, model.attention[0].head_dim) == (8, 0, 2, 2)
    assert catalogue.accelerators["one"].bandwidth is None, "unknown stays unknown"
    assert catalogue.fact("accelerators/one", "memory").sources[0].date == "2026-11-23"  # type: ignore[union-attr]


@pytest.mark.parametrize("case", problem_cases(), ids=lambda case: str(case["name"]))
def test_problem(case: dict[str, Any], folder: Path) -> None:
    path = folder / case["file"]
    if "remove" in case:
        path.unlink()
    else:
        text = path.read_text(encoding="utf-8")
        assert text.count(case["replace"]) == 1
        path.write_text(text.replace(case["replace"], case["by"]), encoding="utf-8")
    _, found = load_catalogue(folder)
    said = [str(one) for one in found]
    assert len(said) == len(case["problems"]), said
    for line, wanted in zip(said, sorted(case["problems"], key=_place), strict=True):
        assert line.startswith(wanted)
    with pytest.raises(CatalogueRefused):
        open_catalogue(folder)


def _place(problem: str) -> tuple[str, int, int]:
    file, line, column, _ = problem.split(":", 3)
    return file, int(line), int(column)


def test_every_code_of_data_is_tried() -> None:
    tried = {problem.split(": ")[1][:4] for case in problem_cases() for problem in case["problems"]}
    assert {code for code in CODES if code.startswith("C1")} <= tried


def test_what_is_shipped(catalogue: Catalogue) -> None:
    assert set(catalogue.accelerators) >= FIRST_ACCELERATORS
    assert set(catalogue.models) >= FIRST_MODELS
    bits = {id: 8 * one.block_bytes / one.block_values for id, one in catalogue.formats.items()}
    wanted = {"bf16": 16, "fp8": 8, "q8_0": 8.5, "q4_0": 4.5, "q4_K": 4.5, "mxfp4": 4.25, "nvfp4": 4.5}
    assert bits | wanted | {"int4-g128": 4.15625} == bits


def test_every_value_has_unit_source_and_date(catalogue: Catalogue) -> None:
    for key, facts in catalogue.facts.items():
        assert facts, key
        for fact in facts:
            assert fact.sources, (key, fact.name)
            assert all(source.url.startswith("https://") and source.date for source in fact.sources)


def test_conflicts_are_recorded_and_not_used(catalogue: Catalogue) -> None:
    facts = catalogue.facts["accelerators/b200-sxm"]
    said = {fact.given for fact in facts if fact.name == "bandwidth"}
    assert {"7.7 TB/s", "8 TB/s"} <= said
    assert catalogue.accelerators["b200-sxm"].bandwidth == 7.7e12
