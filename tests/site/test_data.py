"""The published data, read by readers that know nothing of us."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import feedparser
import jsonschema
import pytest
import yaml

TEA = Path(__file__).parent / "tea"
URL = "https://tea.example/words/"


@pytest.fixture(scope="module")
def site(build_site) -> Path:
    return build_site(project=TEA, site_url=URL)


def test_schema_accepts_every_entry_and_refuses_what_the_check_refuses(site: Path) -> None:
    schema = json.loads((site / "api/v1/schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    jsonschema.Draft202012Validator.check_schema(schema)
    for path in (TEA / "glossary").glob("[!_]*.md"):
        keys = yaml.load(path.read_text(encoding="utf-8").split("---")[1], yaml.BaseLoader)
        assert list(validator.iter_errors(keys)) == [], path
        assert list(validator.iter_errors({**keys, "colour": "green"}))
        assert list(validator.iter_errors({**keys, "added": "today"}))


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("which", ["site", "built_site"])
def test_every_file_is_what_its_schema_says(which: str, request: pytest.FixtureRequest) -> None:
    api = request.getfixturevalue(which) / "api/v1"
    kinds = {
        "terms": [api / "terms.json"],
        "lookup": sorted((api / "lookup").iterdir()),
        "entry": sorted(api.parents[1].glob("[a-z0-9]*/**/index.json")),
        "name-path": [api / "name-path.json"],
        "models": [api / "models.json"],
        "accelerators": [api / "accelerators.json"],
    }
    if which == "site":
        del kinds["models"], kinds["accelerators"]
    for kind, paths in kinds.items():
        schema = read(api / f"{kind}.schema.json")
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        assert paths
        for path in paths:
            assert [error.message for error in validator.iter_errors(read(path))] == [], path
        assert list(validator.iter_errors({**read(paths[0]), "surprise": 1})), f"{kind} is not closed"
    named = {path.name for path in api.glob("*.json")}
    assert named == {"schema.json"} | {f"{kind}.json" for kind in kinds if kind not in ("lookup", "entry")} | {
        f"{kind}.schema.json" for kind in kinds
    }


def test_names_and_paths_by_another_hand(site: Path) -> None:
    """The rule as its words say it, one character after the other."""
    vectors = {one["name"]: one["path"] for one in read(site / "api/v1/name-path.json")["vectors"]}
    for name, path in vectors.items():
        found = ""
        for character in name.lower().replace("+", "plus"):
            if character.isascii() and character.isalnum():
                found += character
            elif found and not found.endswith("-"):
                found += "-"
        assert found.rstrip("-") == path, name
    cases = yaml.safe_load((TEA.parents[1] / "termbase/names.yml").read_text(encoding="utf-8"))
    assert {name: vectors.get(name) for name, _ in cases} == dict(cases)


def test_terms_json(site: Path) -> None:
    data = json.loads((site / "api/v1/terms.json").read_text(encoding="utf-8"))
    assert [one["slug"] for one in data["terms"]] == ["gaiwan", "oolong", "oxidation", "sharing-pitcher", "withering"]
    oxidation = data["terms"][2]
    assert oxidation["narrower"] == ["withering"]
    assert oxidation["url"] == f"{URL}t/oxidation/"
    assert data["ambiguous"][0]["senses"] == ["gaiwan", "sharing-pitcher"]


@pytest.mark.parametrize("name", ["oolong", "ot", "wu-long", "blue-tea", "fermentation", "pot"])
def test_one_look_up_a_name(site: Path, name: str) -> None:
    found = json.loads((site / f"api/v1/lookup/{name}.json").read_text(encoding="utf-8"))
    if name == "pot":
        assert found["kind"] == "ambiguous"
        assert [one["slug"] for one in found["senses"]] == ["gaiwan", "sharing-pitcher"]
    else:
        assert found["slug"] == ("oxidation" if name == "fermentation" else "oolong")
        assert found["definition"].endswith(".")


def test_entry_as_markdown_and_as_data(site: Path) -> None:
    markdown = (site / "t/oolong/index.md").read_text(encoding="utf-8")
    assert markdown.startswith("# Oolong (OT)\n\nA tea whose leaves")
    assert f"{URL}t/oolong/" in markdown
    assert json.loads((site / "t/oolong/index.json").read_text(encoding="utf-8"))["slug"] == "oolong"


def test_feed_is_well_formed(site: Path) -> None:
    feed = feedparser.parse((site / "feed.xml").read_bytes())
    assert not feed.bozo
    assert feed.version == "atom10"
    newest = feed.entries[0]
    assert newest.link.startswith(URL)
    assert newest.summary.endswith(".")
    assert len({entry.id for entry in feed.entries}) == len(feed.entries) == 5


def test_table_has_a_row_a_term(site: Path) -> None:
    with (site / "glossary.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["slug"] for row in rows] == ["gaiwan", "oolong", "oxidation", "sharing-pitcher", "withering"]
    assert rows[1]["aliases"] == "wu long; blue tea"


def test_flashcards_have_three_columns(site: Path) -> None:
    lines = (site / "anki.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#") and line.count("\t") != 2] == []


def test_sphinx_resolves_our_terms(site: Path, tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_text(
        'project = "Reader"\nextensions = ["sphinx.ext.intersphinx"]\n'
        f'intersphinx_mapping = {{"tea": ("{URL}", r"{site / "objects.inv"}")}}\n'
    )
    (tmp_path / "index.rst").write_text("Reader\n======\n\n:term:`Oolong` and :external+tea:term:`wu long`.\n")
    command = [sys.executable, "-m", "sphinx", "-q", "-n", "-W", "-b", "html", str(tmp_path), str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "out/index.html").read_text(encoding="utf-8")
    assert page.count(f'href="{URL}t/oolong/"') == 2


def test_hosting_files(site: Path) -> None:
    headers = (site / "_headers").read_text(encoding="utf-8")
    assert "/*\n  Content-Security-Policy: default-src 'none'; script-src 'self'" in headers
    assert "/api/*\n  Access-Control-Allow-Origin: *" in headers
    assert "unsafe-inline" not in headers
    assert (site / ".nojekyll").is_file()
    assert f"Sitemap: {URL}sitemap.xml" in (site / "robots.txt").read_text(encoding="utf-8")
    assert f'template="{URL}?q={{searchTerms}}"' in (site / "opensearch.xml").read_text(encoding="utf-8")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def served(site: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_slash_command_answers_from_the_published_data(served: str) -> None:
    import importlib.util

    path = Path(__file__).resolve().parents[2] / "examples/slack-command/slash_command.py"
    spec = importlib.util.spec_from_file_location("slash_command", path)
    assert spec is not None
    assert spec.loader is not None
    command = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(command)
    reply = command.answer("Wu Long", served)
    assert reply["text"].startswith(f"*<{URL}t/oolong/|Oolong>*: A tea whose leaves")
    assert command.answer("pot", served)["text"].count("\n") == 1
    unknown = command.answer("<!channel>", served)
    assert "No term is called &lt;!channel&gt;" in unknown["text"]
    assert unknown["response_type"] == "ephemeral"
    stamp = "1"
    assert not command.is_from_slack("secret", stamp, "v0=x", b"text=oolong")


def test_language_models_look_up_and_search(site: Path) -> None:
    import anyio
    from mcp import Client, StdioServerParameters

    glossary = str(Path(sys.executable).with_name("glossary"))
    server = StdioServerParameters(command=glossary, args=["mcp", "--data", str(site / "api/v1/terms.json")])

    async def ask() -> tuple[dict, dict, dict, dict]:
        async with Client(server) as client:
            answers = [
                await client.call_tool(tool, arguments)
                for tool, arguments in (
                    ("lookup", {"name": "OTs"}),
                    ("lookup", {"name": "pot"}),
                    ("lookup", {"name": "oolongg"}),
                    ("search", {"query": "leaves lose water"}),
                )
            ]
        return tuple(json.loads(answer.content[0].text) for answer in answers)  # type: ignore[return-value, union-attr]

    known, ambiguous, unknown, found = anyio.run(ask)
    assert known["senses"][0]["title"] == "Oolong"
    assert [one["title"] for one in ambiguous["senses"]] == ["Gaiwan", "Sharing Pitcher"]
    assert unknown == {"found": False, "nearest": ["Oolong"]}
    assert found["terms"][0]["title"] == "Withering"
