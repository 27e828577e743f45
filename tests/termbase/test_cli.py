"""The command `glossary`, on the second glossary of the site tests."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from termbase.cli import main

TEA = Path(__file__).resolve().parents[1] / "site" / "tea"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    shutil.copytree(TEA, tmp_path / "tea")
    monkeypatch.chdir(tmp_path / "tea")
    monkeypatch.setenv("SITE_URL", "https://tea.example/words/")

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments)

    return invoke


def test_check_is_silent_on_a_sound_glossary(run) -> None:
    result = run("check")
    assert (result.output, result.exit_code) == ("", 0)


def test_check_of_one_file_reports_only_on_it(run) -> None:
    Path("glossary/oolong.md").write_text("nothing")
    Path("glossary/gaiwan.md").write_text("nothing")
    result = run("check", "glossary/gaiwan.md")
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == ["glossary/gaiwan.md"]
    assert result.exit_code == 1
    assert run("check", "glossary/withering.md").exit_code == 0
    assert run("check", "glossary/none.md").exit_code == 2


def test_check_as_json(run) -> None:
    Path("glossary/oolong.md").write_text("nothing")
    found = json.loads(run("check", "--json").stdout)
    first = next(one for one in found if one["path"] == "glossary/oolong.md")
    assert (first["line"], first["column"], first["code"], first["severity"]) == (1, 1, "G101", "error")


def test_check_outside_a_glossary(run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("check")
    assert result.exit_code == 1
    assert "there is no mkdocs.yml" in result.output


@pytest.mark.parametrize("name", ["oolong", "OT", "wu long", "Wu-Long", "oolongs", "WULONG"])
def test_explain(run, name: str) -> None:
    result = run("explain", name)
    assert result.exit_code == 0
    assert result.output.startswith("Oolong (OT)\n\nA tea whose leaves are bruised")


def test_explain_several_words_without_quotes(run) -> None:
    assert run("explain", "sharing", "pitcher").output.startswith("Sharing Pitcher\n")


def test_explain_ambiguous_name_lists_its_senses(run) -> None:
    result = run("explain", "pot")
    assert result.exit_code == 3
    assert "gaiwan: Gaiwan." in result.output
    assert "sharing-pitcher: Sharing Pitcher." in result.output


def test_explain_unknown_name_gives_the_nearest(run) -> None:
    result = run("explain", "gaiwann")
    assert result.exit_code == 1
    assert result.output == 'no term is called "gaiwann"; did you mean "Gaiwan"?\n'


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("url", "https://tea.example/words/t/oolong/"),
        ("markdown", "**[Oolong (OT)](https://tea.example/words/t/oolong/)**: A tea whose leaves"),
        ("slack", "*Oolong (OT)* — A tea whose leaves"),
    ],
)
def test_explain_ready_to_paste(run, kind: str, expected: str) -> None:
    result = run("explain", "oolong", "--copy", kind)
    assert result.output.startswith(expected)
    assert len(result.output.splitlines()) == 1


def test_explain_as_json(run) -> None:
    data = json.loads(run("explain", "oolong", "--json").output)
    assert data["slug"] == "oolong"
    assert data["url"] == "https://tea.example/words/t/oolong/"
    assert data["abbreviations"] == ["OT"]
    senses = run("explain", "pot", "--json")
    assert json.loads(senses.output)["senses"] == ["gaiwan", "sharing-pitcher"]
    assert senses.exit_code == 3


PUERH = (
    "--definition",
    "A tea that is pressed and left to age for years, so that oxidation goes on slowly.",
    "--topic",
    "making",
    "--source-title",
    'A handbook of "tea": second edition',
    "--source-url",
    "https://tea.example/handbook",
    "--abbreviation",
    "",
)


def test_new_entry_passes_the_check(run) -> None:
    result = run("new", "Pu-erh", *PUERH)
    assert result.exit_code == 0, result.output
    assert "glossary/pu-erh.md: written" in result.output
    assert "related, from the definition: oxidation" in result.output
    assert run("check").output == ""
    assert run("explain", "puerh").output.startswith("Pu-erh\n")


def test_new_entry_asks_for_what_is_missing(run) -> None:
    answers = "\n".join([PUERH[1], "making", "", "A handbook", "https://tea.example/"])
    from click.testing import CliRunner

    result = CliRunner().invoke(main, ["new", "Long Leaf Tea"], input=answers)
    assert result.exit_code == 0, result.output
    assert "Abbreviation [LLT]" in result.output
    assert run("check").output == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("new", "Wu Long", *PUERH), "is a name of glossary/oolong.md"),
        (("new", "Puerh", *PUERH[:3], "makin", *PUERH[4:]), 'unknown topic "makin"; did you mean "making"?'),
        (("new", "Puerh", "--definition", "Too short."), "40 to 200 characters, this one has 10"),
        (("new", "Puerh", *PUERH[:7], "http://tea.example/", *PUERH[8:]), "expected an https:// address"),
        (("new", "∞", *PUERH), "choose another headword"),
    ],
    ids=["taken", "topic", "definition", "address", "slug"],
)
def test_new_entry_is_refused_with_the_reason(run, arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 1
    assert said in result.output
    assert not Path("glossary/puerh.md").exists()
