"""Memory for training: the counting of the papers comes out, what cannot be is refused, nothing is bent."""

from __future__ import annotations

from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators import activations, adapters, engine, training, training_states, weights
from calculators.catalogue import Catalogue
from calculators.cli import main
from calculators.inputs import read_setup
from calculators.records import AttentionGroup, FeedForwardGroup, Model, Precision
from calculators.training_memory import TRAINING_MEMORY

PARTS = ("weights", "gradients", "optimizer")
HALF = Precision("half", "half", 2, 2, 4, 4, 2)


def run(catalogue: Catalogue, **given: str) -> tuple[engine.Values, dict[str, str]]:
    setup, found = read_setup(TRAINING_MEMORY, catalogue, given)
    assert setup is not None, found
    result = engine.results(TRAINING_MEMORY, setup, setup)
    return result.values_a, result.words_a


def kept(model: Model, dropout: int, s: int, b: int, t: int, parts: int, recompute: int) -> float:
    whole, split = activations.whole_bytes(model, HALF, dropout), activations.split_bytes(model, HALF)
    core = activations.core_bytes(model, HALF, dropout, s, recompute)
    return activations.kept_bytes(model, HALF, whole, split, core, s, b, t, parts, recompute)


@given(
    layers=st.integers(1, 200),
    heads=st.sampled_from([8, 16, 96, 128]),
    width=st.sampled_from([64, 128, 192]),
    s=st.sampled_from([1, 512, 2048, 8192]),
    b=st.integers(1, 16),
    t=st.sampled_from([1, 2, 8]),
)
def test_a_block_of_gpt_comes_to_the_formulas_of_the_paper(
    layers: int, heads: int, width: int, s: int, b: int, t: int
) -> None:
    """Table 2 of arXiv:2205.05198, line by line, times the layers."""
    h, a = heads * width, heads
    attention = AttentionGroup(layers, heads, heads, width, width, 0, 1, 0)
    model = Model(
        "g", "G", h, 1000, 1, 2048, attention=(attention,), feedforward=(FeedForwardGroup(layers, 4 * h, 2, 0),)
    )
    sbh, scores = s * b * h * layers, 5 * a * s / h
    assert kept(model, 1, s, b, 1, 1, 0) == pytest.approx(sbh * (34 + scores), rel=1e-12)
    assert kept(model, 1, s, b, t, 1, 0) == pytest.approx(sbh * (10 + 24 / t + scores / t), rel=1e-12)
    assert kept(model, 1, s, b, t, t, 0) == pytest.approx(sbh * (34 + scores) / t, rel=1e-12)
    assert kept(model, 1, s, b, t, t, 1) == pytest.approx(34 * sbh / t, rel=1e-12)
    assert kept(model, 1, s, b, t, 1, 2) == pytest.approx(2 * sbh, rel=1e-12)


def test_zero_divides_and_never_loses(catalogue: Catalogue) -> None:
    """What all accelerators hold together is, stage by stage, what one would hold, and copies of the rest."""
    values, _ = run(catalogue, zero="0", dp="1")
    weights, gradients, states = (values[f"device_{part}_bytes"] for part in ("weights", "gradients", "optimizer"))
    for stage, expected in (
        ("0", 8 * (weights + gradients + states)),
        ("1", 8 * (weights + gradients) + states),
        ("2", 8 * weights + gradients + states),
        ("3", weights + gradients + states),
    ):
        divided, _ = run(catalogue, zero=stage, dp="8")
        assert 8 * divided["model_states_bytes"] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("optimizer", ["adam", "adafactor", "muon", "adam-8bit"])
def test_experts_that_copies_share_are_all_there_once_for_each_group(catalogue: Catalogue, optimizer: str) -> None:
    """What is not divided by ZeRO lies whole in each group of copies, experts apart; what is divided stays the same."""
    model = catalogue.models["mixtral-8x7b"]
    experts = 32 * 8 * 3 * 4096 * 14336
    for stage, parts in (("0", ("weights", "gradients", "optimizer")), ("1", ("weights", "gradients")), ("3", ())):
        given = {"model": model.id, "optimizer": optimizer, "zero": stage, "dp": "8"}
        whole, _ = run(catalogue, **given)
        shared, _ = run(catalogue, **given, ep="4")
        assert shared["absent_elements"] == experts * 3 / 4
        for part in PARTS:
            name = f"device_{part}_bytes"
            if part not in parts:
                assert shared[name] == whole[name]
            elif part != "optimizer":
                assert whole[name] - shared[name] == 2 * experts * 3 / 4
            else:
                assert whole[name] - shared[name] == whole["absent_optimizer_bytes"] + shared["absent_optimizer_bytes"]
        assert shared["devices"] == whole["devices"] == 8
        assert shared["activations_high_bytes"] == whole["activations_high_bytes"]
        assert shared["checkpoint_bytes"] == whole["checkpoint_bytes"]


def test_states_of_absent_experts_are_those_of_their_matrices(catalogue: Catalogue) -> None:
    experts, sides = 32 * 8 * 3 * 4096 * 14336, 32 * 8 * 3 * (4096 + 14336)
    given = {"model": "mixtral-8x7b", "dp": "8", "ep": "2", "zero": "0"}
    for optimizer, precision, expected in (
        ("adam", "mixed-16", 12 * experts / 2),
        ("muon", "mixed-16", 8 * experts / 2),
        ("adafactor", "fp32", 4 * sides / 2),
    ):
        values, _ = run(catalogue, **given, optimizer=optimizer, precision=precision)
        assert values["absent_optimizer_bytes"] == expected


def test_adapters_and_frozen_experts_are_shared_alike(catalogue: Catalogue) -> None:
    """Half of the experts of Mixtral, in bf16 or in NF4, and what is trained beside them."""
    experts, sides = 32 * 8 * 3 * 4096 * 14336, 32 * 8 * 3 * (4096 + 14336)
    model, nf4 = catalogue.models["mixtral-8x7b"], catalogue.layouts["nf4-dq"]
    for method, frozen in (("lora", 2 * experts), ("qlora", experts * weights.bytes_each(nf4.routed))):
        for adapted, beside in (("attention", 0), ("all", 16 * sides)):
            given = {"model": model.id, "dp": "8", "zero": "0", "method": method, "adapters": adapted}
            whole, _ = run(catalogue, **given)
            shared, _ = run(catalogue, **given, ep="2")
            assert shared["absent_frozen_bytes"] == pytest.approx(frozen / 2, rel=1e-12)
            assert shared["absent_elements"] == beside / 2
            less = {name: whole[f"device_{name}_bytes"] - shared[f"device_{name}_bytes"] for name in PARTS}
            assert less["weights"] == pytest.approx(frozen / 2 + beside, rel=1e-12)
            assert less["gradients"] == pytest.approx(beside, rel=1e-12)
            assert less["optimizer"] == pytest.approx(6 * beside, rel=1e-12)


def test_a_gathered_layer_has_only_the_experts_held_here(catalogue: Catalogue) -> None:
    given = {"model": "mixtral-8x7b", "zero": "3", "dp": "8"}
    whole, _ = run(catalogue, **given)
    shared, _ = run(catalogue, **given, ep="8")
    assert whole["gathered_bytes"] - shared["gathered_bytes"] == 4 * 7 * 3 * 4096 * 14336


def test_copies_are_whole_groups_that_share_experts(catalogue: Catalogue) -> None:
    """Also where the group is no power of two: 160 experts of DeepSeek-V2 among five."""
    setup, found = read_setup(TRAINING_MEMORY, catalogue, {"model": "deepseek-v2", "ep": "5", "dp": "10"})
    assert setup is not None, found
    rows = [row for row in engine.rank(TRAINING_MEMORY, catalogue, setup) if row.values["data_parallel"]]
    assert rows
    assert all(row.values["devices"] % 5 == 0 for row in rows)


def test_experts_are_said_to_be_shared_or_not(catalogue: Catalogue) -> None:
    assert run(catalogue)[1]["experts_text"] == ""
    assert "on every copy" in run(catalogue, model="mixtral-8x7b")[1]["experts_text"]
    shared = run(catalogue, model="mixtral-8x7b", ep="8")[1]["experts_text"]
    assert shared.startswith("8 copies share the experts")


def test_what_is_moved_to_system_memory_is_all_there(catalogue: Catalogue) -> None:
    here, _ = run(catalogue, zero="3", offload="none")
    for offload, stays in (("optimizer", here["device_weights_bytes"]), ("weights", 0)):
        moved, _ = run(catalogue, zero="3", offload=offload)
        assert moved["model_states_bytes"] == stays
        assert moved["moved_states_bytes"] + stays == pytest.approx(here["model_states_bytes"], rel=1e-12)


def test_adapters_are_counted_matrix_by_matrix(catalogue: Catalogue) -> None:
    """Llama-3.1-8B: q 4096→4096, k and v 4096→1024, o 4096→4096, three of 4096 and 14336, in 32 layers."""
    model = catalogue.models["llama-3.1-8b"]
    pairs = {"q": (4096, 4096), "k": (4096, 1024), "v": (4096, 1024), "o": (4096, 4096)}
    network = 3 * (4096 + 14336)
    sides = {name: sum(pair) for name, pair in pairs.items()}
    assert adapters.adapter_elements(model, 16, 0) == 16 * 32 * (sides["q"] + sides["v"])
    assert adapters.adapter_elements(model, 16, 1) == 16 * 32 * sum(sides.values())
    assert adapters.adapter_elements(model, 16, 2) == 16 * 32 * (sum(sides.values()) + network) == 41_943_040


def test_adapters_of_a_mixture_stand_beside_every_expert(catalogue: Catalogue) -> None:
    model = catalogue.models["mixtral-8x7b"]
    attention = 2 * (4096 + 4096) + 2 * (4096 + 1024)
    assert adapters.adapter_elements(model, 8, 2) == 8 * 32 * (attention + 8 * 3 * (4096 + 14336))


def test_qlora_is_full_training_of_the_adapters_over_frozen_weights(catalogue: Catalogue) -> None:
    values, words = run(catalogue, method="qlora", zero="0", dp="1", rank="16")
    trained = values["trained_in_all"]
    assert trained == 41_943_040
    from calculators.weights import weights_bytes

    frozen = weights_bytes(catalogue.models["llama-3.1-8b"], catalogue.layouts["nf4-dq"])
    assert values["device_weights_bytes"] == pytest.approx(frozen + 2 * trained, rel=1e-12)
    assert values["device_optimizer_bytes"] == 12 * trained
    assert words["trained_text"] == "That is 0.5 % of 8,030,261,248."


def test_muon_keeps_one_state_for_matrices_and_two_elsewhere(catalogue: Catalogue) -> None:
    values, _ = run(catalogue, optimizer="muon", precision="fp32", zero="0")
    matrices, rest = values["device_matrix_elements"], values["device_elements"] - values["device_matrix_elements"]
    assert values["optimizer_bytes"] == 4 * matrices + 8 * rest


def test_adafactor_keeps_rows_and_columns(catalogue: Catalogue) -> None:
    model = catalogue.models["llama-3.1-8b"]
    values, _ = run(catalogue, optimizer="adafactor", precision="fp32", zero="0")
    rows = adapters.matrix_sides(model, 2) + 2 * (128256 + 4096)
    vectors = 32 * 2 * 4096 + 4096
    assert values["optimizer_bytes"] == 4 * (rows + vectors)


def test_a_split_model_is_the_model(catalogue: Catalogue) -> None:
    """All parts together are the whole, but for norms, which tensor parallelism copies, and the head at the end."""
    model = catalogue.models["llama-3.1-8b"]
    matrices = training_states.device_matrix_elements(model, 1, 1)
    assert training_states.device_elements(model, 1, 1, matrices) == 8_030_261_248
    assert training_states.device_matrix_elements(model, 4, 8) * 32 == matrices
    assert training_states.stage_share(model, 5) == 7 / 32, "32 layers on 5 stages: the fullest has 7"


def test_the_first_stage_holds_every_micro_batch_under_way(catalogue: Catalogue) -> None:
    one, _ = run(catalogue, pp="1")
    deep, words = run(catalogue, pp="4", accumulation="8")
    shallow, _ = run(catalogue, pp="4", accumulation="1")
    assert deep["activations_low_bytes"] == pytest.approx(one["activations_low_bytes"], rel=1e-12)
    assert shallow["activations_low_bytes"] == pytest.approx(one["activations_low_bytes"] / 4, rel=1e-12)
    assert deep["logits_low_bytes"] == 0
    assert words["pipeline_text"].startswith("Counted is the first stage")


def test_the_largest_micro_batch_and_sequence_are_the_last_that_fit(catalogue: Catalogue) -> None:
    setup, _ = read_setup(TRAINING_MEMORY, catalogue, {"zero": "3", "recompute": "full"})
    assert setup is not None
    values = engine.run(TRAINING_MEMORY.steps, setup.values)
    for vary, found in (("micro_batch", "most_batch"), ("sequence", "longest_sequence")):
        assert engine.compute(training.batch_fits, {**values, vary: values[found]}) == 1
        if values[found] < 131072:
            assert engine.compute(training.batch_fits, {**values, vary: values[found] + 1}) == 0


def test_the_ranking_counts_copies(catalogue: Catalogue) -> None:
    setup, _ = read_setup(TRAINING_MEMORY, catalogue, {"tp": "2"})
    assert setup is not None
    rows = [row for row in engine.rank(TRAINING_MEMORY, catalogue, setup) if row.values["data_parallel"]]
    counts = [row.values["devices"] for row in rows]
    assert counts == sorted(counts)
    for row in rows:
        assert row.values["devices"] == 2 * row.values["data_parallel"]
        assert row.values["needed_high_bytes"] <= row.record.capacity
        assert not row.record.unified, "a computer of shared memory is not counted on twice"


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"batch": "0"}, "--batch C303 expected a number from 1 to 1,000,000, found 0"),
        ({"batch": "-1"}, "--batch C302 expected a whole number in digits, such as 32768, found “-1”"),
        ({"batch": "1.5"}, "--batch C302 expected a whole number in digits, such as 32768, found “1.5”"),
        ({"sequence": ""}, "--sequence C304 expected a number from 1 to 100,000,000, found nothing"),
        ({"sequence": "NaN"}, "--sequence C302 expected a whole number in digits, such as 32768, found “NaN”"),
        ({"dp": "1" + "0" * 15}, "--dp C303 expected a number from 1 to 1,000,000, found 1000000000000000"),
        ({"rank": "0"}, "--rank C303 expected a number from 1 to 100,000, found 0"),
        ({"zero": "4"}, "--zero C301 expected 0, 1, 2 or 3, found “4”"),
        ({"method": "QLoRA"}, "--method C301 expected full, lora or qlora, found “QLoRA”"),
        ({"sp": "true"}, "--sp C301 expected no or yes, found “true”"),
        ({"optimizer": "adm"}, '--optimizer C301 there is no “adm” in the catalogue; did you mean "adam"?'),
        ({"tp": "3"}, "--tp C309 3 does not divide the heads of Llama-3.1-8B, and training with it is refused"),
        (
            {"ep": "2"},
            "--ep C309 Llama-3.1-8B has no experts that a router chooses from; expert parallelism is for models with "
            "some",
        ),
        (
            {"model": "mixtral-8x7b", "ep": "3", "dp": "9"},
            "--ep C309 3 does not divide the experts of Mixtral-8x7B, and training with it is refused",
        ),
        (
            {"model": "mixtral-8x7b", "ep": "8", "dp": "4"},
            "--ep C309 8 does not divide the 4 copies of data parallelism that share the experts",
        ),
        ({"ep": "0"}, "--ep C303 expected a number from 1 to 1,024, found 0"),
        ({"ep": "1.5"}, "--ep C302 expected a whole number in digits, such as 32768, found “1.5”"),
        ({"pp": "33"}, "--pp C309 33 stages are more than Llama-3.1-8B has layers; every stage needs one"),
        (
            {"zero": "2", "offload": "weights"},
            "--offload C309 ZeRO moves the optimizer from stage 1 on, and weights in stage 3; choose a higher stage",
        ),
        (
            {"model": "deepseek-v3", "method": "lora", "adapters": "qv"},
            "--adapters C309 latent attention has no matrices for queries and values alone; choose attention or all",
        ),
        (
            {"model": "qwen3-next-80b-a3b"},
            "--model C309 what layers other than attention keep for the backward pass is not published; "
            "choose another model",
        ),
    ],
)
def test_bad_input_is_refused(catalogue: Catalogue, given: dict[str, str], complaint: str) -> None:
    setup, found = read_setup(TRAINING_MEMORY, catalogue, given)
    assert setup is None
    assert [f"{one.path} {one.code} {one.message}" for one in found] == [complaint]


def test_the_command_refuses_by_status_2_and_says_where() -> None:
    for arguments, said in (
        (["--tp", "3"], "--tp: C309 3 does not divide the heads"),
        (["--model", "mixtral-8x7b", "--ep", "3"], "--ep: C309 3 does not divide the experts"),
        (["--rank", "8"], "--rank: C306 is only used with --method lora or qlora"),
        (["--sequence", "1e15"], "--sequence: C302"),
    ):
        done = CliRunner().invoke(main, ["training", *arguments, "--json"])
        assert done.exit_code == 2
        assert done.stdout == ""
        assert done.stderr.startswith(said)


def test_the_command_says_sum_and_verdict() -> None:
    done = CliRunner().invoke(main, ["training", "--model", "llama-3.1-8b", "--dp", "8"])
    assert done.exit_code == 0
    for wanted in ("Optimizer", "12.0 GB", "11.2 GiB", "Checkpoint to resume from", "on 8 × H100 SXM"):
        assert wanted in done.output


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_nothing_is_ever_infinite_or_negative(catalogue: Catalogue, data: st.DataObject) -> None:
    drawn: dict[str, Any] = {
        "model": data.draw(st.sampled_from(sorted(catalogue.models))),
        "accelerator": data.draw(st.sampled_from(sorted(catalogue.accelerators))),
        "method": data.draw(st.sampled_from(["full", "lora", "qlora"])),
        "optimizer": data.draw(st.sampled_from(sorted(catalogue.optimizers))),
        "precision": data.draw(st.sampled_from(sorted(catalogue.precisions))),
        "recompute": data.draw(st.sampled_from(["none", "selective", "full"])),
        "zero": data.draw(st.sampled_from("0123")),
        "sequence": str(data.draw(st.integers(1, 10**8))),
        "batch": str(data.draw(st.integers(1, 10**6))),
        "dp": str(data.draw(st.integers(1, 10**6))),
        "tp": data.draw(st.sampled_from(["1", "2", "4", "8"])),
        "ep": data.draw(st.sampled_from(["1", "1", "2", "8"])),
        "pp": data.draw(st.sampled_from(["1", "3", "7"])),
        "sp": data.draw(st.sampled_from(["no", "yes"])),
        "dropout": data.draw(st.sampled_from(["no", "yes"])),
    }
    setup, _ = read_setup(TRAINING_MEMORY, catalogue, drawn)
    if setup is None:
        return
    values = engine.run(TRAINING_MEMORY.steps, setup.values)
    for name, quantity in engine.quantities(TRAINING_MEMORY).items():
        if name in values and quantity.id == "bytes" and name not in ("spare_bytes", "shortfall_bytes"):
            assert values[name] >= 0, name
    assert values["needed_low_bytes"] <= values["needed_high_bytes"]
