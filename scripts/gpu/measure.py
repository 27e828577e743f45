"""Measure on one NVIDIA GPU what the glossary and the calculators state as limits, with PyTorch and transformers.

Each part prints one JSON line, so that a part that fails leaves the others. Times are medians of CUDA events after a
warm-up; the inputs are random. Nothing of the device's settings is changed.

    python scripts/gpu/measure.py > measured.jsonl
"""

from __future__ import annotations

import gc
import json
import statistics
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from functools import partial
from typing import Any

import torch

GIB = 2**30


def say(part: str, **values: object) -> None:
    """One line of the report."""
    print(json.dumps({"part": part, **values}), flush=True)


def milliseconds(work: Callable[[], object], repeats: int = 20, warm: int = 3) -> float:
    """Median time of `work` on the device, in milliseconds."""
    for _ in range(warm):
        work()
    times: list[float] = []
    for _ in range(repeats):
        start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        start.record()
        work()
        end.record()
        torch.cuda.synchronize()
        times.append(start.elapsed_time(end))
    return statistics.median(times)


def query(fields: str) -> str:
    """What nvidia-smi answers to a query, without its heading."""
    command = ["nvidia-smi", f"--query-gpu={fields}", "--format=csv,noheader"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def free() -> None:
    """Give the memory of dead tensors back, and begin a new count of the peak."""
    gc.collect()
    torch.cuda.empty_cache()
    torch.cuda.reset_peak_memory_stats()


def device() -> None:
    """Which device it is, and the memory gone before the first tensor."""
    before = query("memory.used,memory.total,memory.reserved,memory.free")
    torch.zeros(1, device="cuda")
    torch.cuda.synchronize()
    p = torch.cuda.get_device_properties(0)
    say(
        "device",
        name=p.name,
        driver=query("driver_version"),
        torch=torch.__version__,
        multiprocessors=p.multi_processor_count,
        l2_bytes=p.L2_cache_size,
        total_bytes=p.total_memory,
        smi_before=before,
        smi_after_first_tensor=query("memory.used,memory.total,memory.reserved,memory.free"),
        power_limit=query("power.limit"),
        clocks_max=query("clocks.max.sm,clocks.max.mem"),
        pcie=query("pcie.link.gen.current,pcie.link.gen.max,pcie.link.width.current"),
        reserved_by_torch=torch.cuda.memory_reserved(),
        free_and_total=torch.cuda.mem_get_info(),
    )


def copies() -> None:
    """Bandwidth of copies within the device by size, bytes read and written; of reading alone; and over PCIe."""
    for exponent in (20, 22, 24, 26, 28, 30, 32):
        a = torch.empty(2**exponent, dtype=torch.uint8, device="cuda").random_(0, 255)
        b = torch.empty_like(a)
        ms = milliseconds(partial(b.copy_, a))
        say("device_copy", bytes=2**exponent, gb_per_s=2 * 2**exponent / ms / 1e6)
    x = torch.randn(2**31, dtype=torch.bfloat16, device="cuda")
    ms = milliseconds(x.amax)
    say("read_only_max", bytes=x.nbytes, gb_per_s=x.nbytes / ms / 1e6)
    del a, b, x
    free()
    device_side = torch.empty(GIB, dtype=torch.uint8, device="cuda")
    for pinned in (True, False):
        host = torch.empty(GIB, dtype=torch.uint8, pin_memory=pinned)
        up = milliseconds(partial(device_side.copy_, host, non_blocking=True), 5, 2)
        down = milliseconds(partial(host.copy_, device_side, non_blocking=True), 5, 2)
        say("host_copy", pinned=pinned, to_device_gb_per_s=GIB / up / 1e6, to_host_gb_per_s=GIB / down / 1e6)
    free()


def _by_each(x: Any, sheets: list[Any]) -> list[Any]:
    """The product of `x` with every sheet in turn."""
    return [x @ w for w in sheets]


def products() -> None:
    """Rates of square products by size and format, and of a thin one, m rows, by m: where the ridge lies."""
    for kind in (torch.bfloat16, torch.float16, torch.float32):
        for tf32 in (True, False) if kind == torch.float32 else (False,):
            torch.backends.cuda.matmul.allow_tf32 = tf32
            for n in (1024, 2048, 4096, 8192, 16384):
                if kind == torch.float32 and n > 8192:
                    continue
                a, b = (torch.randn(n, n, device="cuda", dtype=kind) for _ in range(2))
                ms = milliseconds(partial(torch.matmul, a, b), 10)
                name = "tf32" if tf32 else str(kind).removeprefix("torch.")
                say("square_product", format=name, n=n, tflop_per_s=2 * n**3 / ms / 1e9)
    free()
    one = torch.tensor(1.0, device="cuda")
    for n in (4096, 8192, 16384):
        a = torch.randn(n, n, device="cuda").to(torch.float8_e4m3fn)
        b = torch.randn(n, n, device="cuda").to(torch.float8_e4m3fn).t()
        ms = milliseconds(partial(torch._scaled_mm, a, b, scale_a=one, scale_b=one, out_dtype=torch.bfloat16), 10)
        say("square_product", format="float8_e4m3fn", n=n, tflop_per_s=2 * n**3 / ms / 1e9)
    free()
    # Eight sheets of weights in turn (1 GiB), so that none stays in the L2 cache.
    sheets = [torch.randn(8192, 8192, device="cuda", dtype=torch.bfloat16) for _ in range(8)]
    for m in (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096):
        x = torch.randn(m, 8192, device="cuda", dtype=torch.bfloat16)
        _by_each(x, sheets)
        ms = milliseconds(partial(_by_each, x, sheets), 10) / 8
        moved = 2 * (8192 * 8192 + 2 * m * 8192)
        say("thin_product", m=m, us=ms * 1e3, gb_per_s=moved / ms / 1e6, tflop_per_s=2 * m * 8192**2 / ms / 1e9)
    free()


def launches() -> None:
    """Time of a launch of a tiny kernel: as PyTorch makes it, one after another, and replayed from a graph."""
    x = torch.zeros(1, device="cuda")
    for _ in range(100):
        x.add_(1)
    torch.cuda.synchronize()
    start = time.perf_counter()
    for _ in range(10000):
        x.add_(1)
    torch.cuda.synchronize()
    eager = (time.perf_counter() - start) / 10000
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        for _ in range(1000):
            x.add_(1)
    ms = milliseconds(graph.replay, 10)
    start = time.perf_counter()
    for _ in range(1000):
        x.add_(1)
        torch.cuda.synchronize()
    waited = (time.perf_counter() - start) / 1000
    say("launch", eager_us=eager * 1e6, in_graph_us=ms, with_synchronize_us=waited * 1e6)


def llama(layers: int) -> object:
    """The configuration of Llama-3.1-8B, with `layers` layers."""
    from transformers import LlamaConfig

    return LlamaConfig(
        vocab_size=128256,
        hidden_size=4096,
        intermediate_size=14336,
        num_hidden_layers=layers,
        num_attention_heads=32,
        num_key_value_heads=8,
        max_position_embeddings=131072,
        rope_theta=500000.0,
        rms_norm_eps=1e-5,
        tie_word_embeddings=False,
        attn_implementation="sdpa",
    )


def decode() -> None:
    """Memory and single-stream decode of a model with the shape of Llama-3.1-8B in bfloat16, random weights."""
    from transformers import DynamicCache, LlamaForCausalLM, StaticCache

    config = llama(32)
    torch.set_default_dtype(torch.bfloat16)
    with torch.device("cuda"):
        model = LlamaForCausalLM(config).eval()
    torch.set_default_dtype(torch.float32)
    weights = sum(p.nbytes for p in model.parameters())
    say(
        "decode_weights",
        parameters=sum(p.numel() for p in model.parameters()),
        bytes=weights,
        allocated=torch.cuda.memory_allocated(),
        smi_used=query("memory.used"),
        reserved=torch.cuda.memory_reserved(),
    )
    with torch.inference_mode():
        for length in (512, 2048, 8192):
            tokens = torch.randint(0, 128000, (1, length), device="cuda")
            free()
            base = torch.cuda.memory_allocated()
            cache = DynamicCache(config=config)
            model(tokens, past_key_values=cache, logits_to_keep=1)
            held = sum(layer.keys.nbytes + layer.values.nbytes for layer in cache.layers)
            peak = torch.cuda.max_memory_allocated() - base
            ms = milliseconds(partial(model, tokens, use_cache=False, logits_to_keep=1), 5, 1)
            say(
                "prefill",
                tokens=length,
                cache_bytes=held,
                peak_above_weights=peak,
                ms=ms,
                tokens_per_s=length / ms * 1e3,
            )
            del cache
        tokens = torch.randint(0, 128000, (1, 128), device="cuda")
        cache = DynamicCache(config=config)
        model(tokens, past_key_values=cache, logits_to_keep=1)
        one = torch.randint(0, 128000, (1, 1), device="cuda")
        for _ in range(5):
            model(one, past_key_values=cache)
        torch.cuda.synchronize()
        start = time.perf_counter()
        for _ in range(64):
            model(one, past_key_values=cache)
        torch.cuda.synchronize()
        say("decode_eager", context=200, ms_per_token=(time.perf_counter() - start) / 64 * 1e3)
        del cache
        free()
        for batch in (1, 8, 32, 64):
            room = 1024
            static = StaticCache(config=config, max_cache_len=room)
            tokens = torch.randint(0, 128000, (batch, 512), device="cuda")
            model(tokens, past_key_values=static, cache_position=torch.arange(512, device="cuda"), logits_to_keep=1)
            one = torch.randint(0, 128000, (batch, 1), device="cuda")
            place = torch.tensor([512], device="cuda")
            stream = torch.cuda.Stream()
            with torch.cuda.stream(stream):
                for _ in range(3):
                    model(one, past_key_values=static, cache_position=place)
            torch.cuda.synchronize()
            graph = torch.cuda.CUDAGraph()
            with torch.cuda.graph(graph):
                model(one, past_key_values=static, cache_position=place)
            ms = milliseconds(graph.replay, 20)
            say("decode_graph", batch=batch, cache_positions=room, ms_per_step=ms, tokens_per_s=batch / ms * 1e3)
            del graph, static
            free()
    del model
    free()


def training() -> None:
    """Peak memory of training steps with AdamW: four layers shaped as Llama-3.1-8B, by format and recomputation."""
    from transformers import LlamaForCausalLM

    for dtype, autocast in ((torch.float32, False), (torch.float32, True), (torch.bfloat16, False)):
        for checkpointing in (False, True):
            free()
            base = torch.cuda.memory_allocated()
            torch.manual_seed(0)
            with torch.device("cuda"):
                model = LlamaForCausalLM(llama(4)).to(dtype)
            model.train()
            if checkpointing:
                model.gradient_checkpointing_enable(gradient_checkpointing_kwargs={"use_reentrant": False})
            optimizer = torch.optim.AdamW(model.parameters(), lr=1e-5, foreach=False)
            tokens = torch.randint(0, 128000, (1, 2048), device="cuda")
            after_forward = 0
            for _ in range(2):
                torch.cuda.reset_peak_memory_stats()
                with torch.autocast("cuda", torch.bfloat16, enabled=autocast):
                    loss = model(tokens, labels=tokens, use_cache=False).loss
                after_forward = torch.cuda.memory_allocated() - base
                loss.backward()
                peak = torch.cuda.max_memory_allocated() - base
                optimizer.step()
                with_gradients = torch.cuda.memory_allocated() - base
                optimizer.zero_grad(set_to_none=True)
                states = torch.cuda.memory_allocated() - base
                del loss
            say(
                "training_step",
                dtype=str(dtype).removeprefix("torch."),
                autocast=autocast,
                checkpointing=checkpointing,
                parameters=sum(p.numel() for p in model.parameters()),
                weights_and_states=states,
                with_gradients=with_gradients,
                after_forward=after_forward,
                peak=peak,
            )
            del model, optimizer
    free()


def adapters() -> None:
    """Trainable parameters of LoRA on the shape of Llama-3.1-8B, by rank and target, as PEFT counts them."""
    from peft import LoraConfig, get_peft_model
    from transformers import LlamaForCausalLM

    for rank, targets in (
        (8, ["q_proj", "v_proj"]),
        (16, ["q_proj", "k_proj", "v_proj", "o_proj"]),
        (16, "all-linear"),
        (64, "all-linear"),
    ):
        with torch.device("meta"):
            model = get_peft_model(LlamaForCausalLM(llama(32)), LoraConfig(r=rank, target_modules=targets))
        trainable, total = model.get_nb_trainable_parameters()
        say("lora", rank=rank, targets=targets, trainable=trainable, total=total)


def optimizers() -> None:
    """Bytes of state that PyTorch's optimizers keep for one matrix of 8192 × 8192, by the format of the weights."""
    choices: dict[str, Callable[[list[Any]], Any]] = {
        "AdamW": lambda p: torch.optim.AdamW(p),
        "AdamW, amsgrad": lambda p: torch.optim.AdamW(p, amsgrad=True),
        "SGD": lambda p: torch.optim.SGD(p, lr=0.1),
        "SGD, momentum": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9),
        "Adafactor": lambda p: torch.optim.Adafactor(p),
        "Muon": lambda p: torch.optim.Muon(p),
    }
    for dtype in (torch.float32, torch.bfloat16):
        for name, make in choices.items():
            weight = torch.nn.Parameter(torch.randn(8192, 8192, device="cuda", dtype=dtype))
            weight.grad = torch.randn_like(weight)
            optimizer = make([weight])
            optimizer.step()
            kept = [t for state in optimizer.state.values() for t in state.values() if isinstance(t, torch.Tensor)]
            size = sum(t.nbytes for t in kept)
            say(
                "optimizer_state",
                optimizer=name,
                dtype=str(dtype).removeprefix("torch."),
                parameters=weight.numel(),
                state_bytes=size,
                bytes_per_parameter=size / weight.numel(),
            )


def logits() -> None:
    """Peak memory of the cross-entropy of 4,096 tokens, forward and backward, over 128,256 words with bf16 logits."""
    for upcast in (True, False):
        free()
        values = torch.randn(4096, 128256, device="cuda", dtype=torch.bfloat16, requires_grad=True)
        goal = torch.randint(0, 128256, (4096,), device="cuda")
        base = torch.cuda.memory_allocated()
        loss = torch.nn.functional.cross_entropy(values.float() if upcast else values, goal)
        loss.backward()
        say("logits", upcast=upcast, logits_bytes=values.nbytes, peak_above=torch.cuda.max_memory_allocated() - base)
        del values, loss
    free()


PARTS = (device, copies, launches, products, decode, training, adapters, optimizers, logits)


def main() -> int:
    """Run the parts named on the command line, or all of them."""
    wanted = sys.argv[1:]
    for part in PARTS:
        if wanted and part.__name__ not in wanted:
            continue
        try:
            part()
        except Exception as error:  # a part that cannot run must not cost the others
            say("failed", of=part.__name__, why=repr(error)[:500], where=traceback.format_exc()[-800:])
            free()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
