"""`calculate`, as it is run."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from calculators.calculator import Calculator
from calculators.cli import main
from calculators.listing import CALCULATORS


def test_the_installed_command_gives_json() -> None:
    command = [str(Path(sys.executable).with_name("calculate")), "memory", "--model", "llama-3.1-8b"]
    command += ["--accelerator", "h100-sxm", "--context", "131072", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    document = json.loads(done.stdout)
    assert document["results"]["kv_cache_bytes"] == 17_179_869_184
    assert document["results"]["parameters"] == 8_030_261_248
    assert done.stderr == ""


def test_text_has_both_units_and_a_verdict() -> None:
    done = CliRunner().invoke(main, ["memory", "--model", "llama-3.1-8b", "--accelerator", "h100-sxm"])
    assert done.exit_code == 0
    assert "16.1 GB" in done.output
    assert "15.0 GiB" in done.output
    assert "it fits on one H100 SXM" in done.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["--model", "llama-3.1-8"],
            '--model: C301 there is no “llama-3.1-8” in the catalogue; did you mean "llama-3.1-8b"?',
        ),
        (["--context", "0"], "--context: C303 expected a number from 1 to 100,000,000, found 0"),
        (["--context", "many"], "--context: C302 expected a whole number in digits, such as 32768, found “many”"),
        (["--count=-1"], "--count: C302 expected a whole number in digits, such as 32768, found “-1”"),
        (["--sequences", "inf"], "--sequences: C302 expected a whole number in digits, such as 32768, found “inf”"),
        (["--accelerator", "own"], "--memory: C304 expected a number from 0.001 to 1,000,000, found nothing"),
        (["--memory", "80"], "--memory: C306 is only used with --accelerator own"),
    ],
)
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_bad_input(arguments: list[str], said: str, form: list[str]) -> None:
    done = CliRunner().invoke(main, ["memory", *arguments, *form])
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.strip() == said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["speed", "--count", "0"], "--count: C303 expected a number from 1 to"),
        (["speed", "--context", "131073"], "--context: C309 Llama-3.1-70B was published for no more than 131,072"),
        (["speed", "--prompt", "8193"], "--prompt: C309 more than the 8,192 tokens of the context"),
        (["cost", "--context", "131073"], "--context: C309 Llama-3.1-8B was published for no more than 131,072"),
        (["cost", "--model", "gpt2", "--context", "1024"], "--prompt: C309 more than the 1,024 tokens of the context"),
        (["speed", "--model", "flux.1-dev"], "--model: C301 there is no “flux.1-dev” in the catalogue"),
        (["interconnect", "--nodes", "1.5"], "--nodes: C302 expected a whole number in digits"),
        (["interconnect", "--size", "nan"], "--size: C302 expected a number such as 24 or 33.5, found “nan”"),
        (["cost", "--mfu", "101"], "--mfu: C303 expected a number from"),
        (["cost", "--pue", "0.5"], "--pue: C303 expected a number from 1 to"),
        (["cost", "--price", "own"], "--hour: C304 expected a number from"),
        (["cost", "--hour", "2"], "--hour: C306 is only used with --price own"),
    ],
)
def test_bad_input_of_speed_interconnect_and_cost(arguments: list[str], said: str) -> None:
    done = CliRunner().invoke(main, [*arguments, "--json"])
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(said)


@pytest.mark.parametrize("calculator", CALCULATORS, ids=lambda one: one.id)
def test_every_option_that_is_given_arrives(calculator: Calculator) -> None:
    """Names with a hyphen too: what is no value is refused by the name it was given under."""
    for one in calculator.inputs:
        done = CliRunner().invoke(main, [calculator.id, f"--{one.key}", "?", "--json"])
        assert done.exit_code == 2, one.key
        assert f"--{one.key}: C30" in done.stderr


def _results(*arguments: str) -> dict[str, float]:
    done = CliRunner().invoke(main, [*arguments, "--json"])
    return dict(json.loads(done.stdout)["results"])


def test_values_of_the_cache_have_a_format_of_their_own() -> None:
    """Half of a 16-bit cache in eight bits is three quarters of it; keys and values in eight are half."""
    kept = [
        _results("speed", "--kv", keys, "--kv-values", values)["kept_share_bytes"]
        for keys, values in (("bf16", "as-keys"), ("bf16", "fp8"), ("fp8", "as-keys"))
    ]
    assert kept[1:] == [kept[0] * 0.75, kept[0] * 0.5]
    cost = [_results("cost", "--kv-values", values)["answer_cost"] for values in ("as-keys", "fp8")]
    assert cost[1] < cost[0]


def test_unknown_options_and_commands_are_refused_by_the_same_status() -> None:
    assert CliRunner().invoke(main, ["memory", "--modle", "x"]).exit_code == 2
    assert CliRunner().invoke(main, ["memroy"]).exit_code == 2


def test_the_largest_inputs_stay_numbers() -> None:
    arguments = ["memory", "--context", "10485760", "--sequences", "1000000", "--model", "llama-4-scout", "--json"]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0
    assert json.loads(done.stdout, parse_constant=pytest.fail)["results"]["kv_cache_bytes"] > 10**17


CONFIG = Path(__file__).parent / "llama-config.json"


def test_a_config_json_instead_of_a_model() -> None:
    done = CliRunner().invoke(main, ["memory", "--config", str(CONFIG), "--json"])
    assert done.exit_code == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["results"]["parameters"] == 8_030_261_248
    assert document["inputs"]["model"] == "own"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[]", "--config: C307 expected the object of a config.json, { … }, found []"),
        (b"\xff\xfe\x00", "--config: C307 not text in UTF-8; give the config.json"),
        (b"", "--config: C304 expected the text of a config.json, found nothing"),
        (b"{}", "--config: C308 architectures: expected a list with the name of the architecture, found null"),
        (b"\0" * 50_000_000, "--config: C307 more than 1,000,000 characters; a config.json has some thousand"),
        (b"\xe2" * 50_000_000, "--config: C307 more than 1,000,000 characters; a config.json has some thousand"),
    ],
    ids=["array", "binary", "empty", "object", "50 MB", "50 MB of no text"],
)
def test_what_is_no_config_json(content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "config.json"
    path.write_bytes(content)
    done = CliRunner().invoke(main, ["memory", "--config", str(path)])
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.startswith(said)


def test_a_file_that_is_not_there_and_both_at_once() -> None:
    assert CliRunner().invoke(main, ["memory", "--config", "nowhere/config.json"]).exit_code == 2
    done = CliRunner().invoke(main, ["memory", "--config", str(CONFIG), "--model", "qwen3-8b"])
    assert done.exit_code == 2
    assert done.stderr.strip() == "--model: C306 give it or --config, not both"


def test_two_set_ups_side_by_side() -> None:
    asked = ["memory", "--model", "qwen3-8b", "--accelerator", "l40s"]
    both = [*asked, "--compare", "accelerator=own", "--compare", "memory=96", "--compare", "context=8192"]
    printed = CliRunner().invoke(main, both)
    assert printed.exit_code == 0, printed.stderr
    lines = [line.split() for line in printed.stdout.splitlines()]
    assert ["Context,", "tokens", "32,768", "8,192"] in lines
    assert ["Its", "memory,", "GB", "–", "96"] in lines
    assert not any(line[:1] == ["Model"] for line in lines), "what both share is not repeated"
    documents = json.loads(CliRunner().invoke(main, [*both, "--json"]).stdout)
    assert documents["a"] == json.loads(CliRunner().invoke(main, [*asked, "--json"]).stdout)
    alone = [*asked[:3], "--accelerator", "own", "--memory", "96", "--context", "8192", "--json"]
    assert documents["b"] == json.loads(CliRunner().invoke(main, alone).stdout)


def test_a_config_json_beside_a_model_of_the_catalogue(tmp_path: Path) -> None:
    text = (Path(__file__).parent / "llama-config.json").read_text(encoding="utf-8")
    (tmp_path / "config.json").write_text(text, encoding="utf-8")
    printed = CliRunner().invoke(main, ["memory", "--compare", f"config={tmp_path / 'config.json'}", "--json"])
    assert printed.exit_code == 0, printed.stderr
    assert json.loads(printed.stdout)["b"]["inputs"]["model"] == "own"


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        (
            ["modle=x"],
            '--compare: C301 expected KEY=VALUE with the key of an option, found “modle=x”; did you mean "model"?',
        ),
        (["context=1", "context=2"], "--compare: C306 context is given twice"),
        (["memory=3"], "--compare memory: C306 is only used with --accelerator own"),
        (["context=1e9"], "--compare context: C302 expected a whole number in digits, such as 32768, found “1e9”"),
        (["config=/nowhere.json"], "--compare config: C307 /nowhere.json: No such file or directory"),
    ],
)
def test_bad_comparisons(pairs: list[str], said: str) -> None:
    done = CliRunner().invoke(main, ["memory", *(part for pair in pairs for part in ("--compare", pair))])
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.strip() == said


def test_a_bare_number_of_parameters_is_an_estimate_of_weights_and_no_verdict() -> None:
    done = CliRunner().invoke(main, ["memory", "--params", "13B"])
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("an estimate: 13,000,000,000 parameters in bf16 are 26.0 GB of weights")
    assert "is not known, nor whether it fits" in done.stdout
    document = json.loads(
        CliRunner().invoke(main, ["memory", "--params", "13,000M", "--weights", "fp8", "--json"]).stdout
    )
    assert document["estimate"] == {
        "bare_weights_bytes": 13e9,
        "bare_thumb_bytes": pytest.approx(16.9e9),
        "capacity_bytes": pytest.approx(141e9, rel=0.01),
    }
    assert set(document["results"].values()) == {None}


def test_a_bare_number_of_parameters_in_training_is_an_estimate_of_model_states() -> None:
    """The 1.9 GB of the ZeRO paper; what is not known is named, and what needs no model is still refused."""
    arguments = ["training", "--params", "7.5B", "--dp", "64"]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("an estimate: full training of 7,500,000,000 parameters")
    assert "takes 1.9 GB on each accelerator" in done.stdout
    for unknown in ("adapters", "Adafactor", "Muon", "gathered whole", "activations and logits", "whether it fits"):
        assert unknown in done.stdout
    document = json.loads(CliRunner().invoke(main, [*arguments, "--zero", "0", "--json"]).stdout)
    assert document["estimate"]["bare_states_bytes"] == 120e9
    assert set(document["results"].values()) == {None}
    refused = CliRunner().invoke(main, [*arguments, "--zero", "0", "--offload", "weights"])
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.startswith("--offload: C309 ZeRO moves the optimizer from stage 1 on")


def test_beside_a_refused_configuration_training_leads_to_the_bare_number(tmp_path: Path) -> None:
    path = tmp_path / "config.json"
    path.write_text(
        '{"architectures": ["UnheardOfForCausalLM"], "hidden_size": 4096, "num_hidden_layers": 32, '
        '"num_attention_heads": 32, "num_key_value_heads": 8, "intermediate_size": 14336, "vocab_size": 128256}'
    )
    done = CliRunner().invoke(main, ["training", "--config", str(path)])
    assert (done.exit_code, done.stdout) == (2, "")
    assert (
        "only an estimate, from bare measures: a plain transformer like that has 8,029,999,104 parameters"
        in done.stderr
    )
    assert "“Only their number is known”" in done.stderr


@pytest.mark.parametrize("id", ["memory", "training"])
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--params", "13X"], "--params: C302 expected a number such as 13B, 350M or 7000000000, found “13X”"),
        (["--params", "-13B"], "--params: C302 expected a number such as 13B, 350M or 7000000000, found “-13B”"),
        (["--params", "NaN"], "--params: C302 expected a number such as 13B, 350M or 7000000000, found “NaN”"),
        (["--params", "0"], "--params: C303 expected a number from 1 to 1,000,000,000,000,000, found 0"),
        (["--params", "2000T"], "--params: C303 expected a number from 1 to 1,000,000,000,000,000, found 2000T"),
        (["--params", ""], "--params: C304 expected a number from 1 to 1,000,000,000,000,000, found nothing"),
        (["--params", "7B", "--model", "qwen3-8b"], "--model: C306 give it or --params, not both"),
    ],
)
def test_bad_numbers_of_parameters(id: str, arguments: list[str], said: str) -> None:
    done = CliRunner().invoke(main, [id, *arguments])
    assert (done.exit_code, done.stdout, done.stderr.strip()) == (2, "", said)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["memory", "--params", "7B", "--count", "0"], "--count: C303 expected a number from 1 to 1,024, found 0"),
        (
            ["training", "--sequence", "131073"],
            "--sequence: C309 Llama-3.1-8B was published for no more than 131,072 tokens",
        ),
        (["training", "--params", "7B", "--dp", "0"], "--dp: C303 expected a number from 1 to 1,000,000, found 0"),
    ],
)
def test_other_bad_input_is_said(arguments: list[str], said: str) -> None:
    done = CliRunner().invoke(main, arguments)
    assert (done.exit_code, done.stdout, done.stderr.strip()) == (2, "", said)


def test_the_ranking_says_what_each_accelerator_says_by_itself() -> None:
    """In JSON and in words: H100, whose heads divide by 8, and a slice, which is tried alone."""
    arguments = ["memory", "--model", "llama-3.1-70b", "--context", "8192"]
    ranked = json.loads(CliRunner().invoke(main, [*arguments, "--ranking", "--json"]).stdout)["ranking"]
    rows = {row["accelerator"]: row for row in ranked}
    assert [rows["h100-sxm"][f"on_{count}"] for count in (1, 2, 4, 8, 16)] == [0, 2, 4, 8, 16]
    for count in (1, 2, 4, 8, 16):
        alone = CliRunner().invoke(main, [*arguments, "--accelerator", "h100-sxm", "--count", str(count), "--json"])
        verdict = json.loads(alone.stdout)["results"]["verdict"]
        assert (verdict == "fits") == bool(rows["h100-sxm"][f"on_{count}"])
    assert rows["h100-80gb-mig-3g.40gb"] == {"accelerator": "h100-80gb-mig-3g.40gb", "count": 0}
    text = CliRunner().invoke(main, [*arguments, "--ranking"]).stdout.split("What holds set-up A, fewest first:\n")[1]
    assert len(text.splitlines()) == len(ranked) + 1
    line = next(line for line in text.splitlines() if line.startswith("H100 SXM "))
    assert line.split()[2:8] == ["2", "–", "fits", "fits", "fits", "fits"]
