"""Asks other people's code for figures of memory: Transformers, PEFT and PyTorch, on shapes without contents.

What it prints stands in tests/calculators as logged figures, each with the versions that gave it. None of these
packages is a dependency of this project; in an environment of their own:

    pip install torch transformers peft pyyaml
    python scripts/logged_values.py

Only the published values of config.json are taken from here; all counting is theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import peft
import torch
import transformers
import yaml
from transformers.cache_utils import DynamicCache, StaticCache

MODELS = Path(__file__).resolve().parents[1] / "calculators/data/models.yml"
COUNTED = (
    "llama-3.1-8b", "llama-3.1-70b", "mixtral-8x7b", "qwen3-8b", "qwen3-0.6b", "qwen3-30b-a3b", "qwen3-next-80b-a3b",
    "deepseek-v2-lite", "deepseek-v3", "gemma-3-1b", "gemma-3-27b", "gpt-oss-20b", "gpt-oss-120b", "nemotron-h-56b",
    "glm-4.7-flash", "gemma-4-e2b",
)  # fmt: skip
CACHED = (
    ("mistral-7b-v0.1", 1, 32768), ("gemma-3-1b", 1, 32768), ("gemma-3-27b", 2, 131072), ("gpt-oss-20b", 1, 131072),
    ("gpt-oss-120b", 4, 32768), ("llama-3.1-8b", 8, 8192), ("qwen3-0.6b", 1, 40960),
)  # fmt: skip
"""Model, sequences, tokens; so is SCORED."""
RECURRENT = (("qwen3-next-80b-a3b", 1), ("nemotron-3-nano-30b-a3b", 1), ("nemotron-h-56b", 2))
SCORED = (("llama-3.1-8b", 2, 4096), ("gemma-3-1b", 1, 8192), ("qwen3-0.6b", 4, 2048))
ADAPTED = (
    ("llama-3.1-8b", 16, ["q_proj", "v_proj"]), ("llama-3.1-8b", 16, "all-linear"), ("qwen3-8b", 8, "all-linear"),
    ("mistral-7b-v0.1", 64, ["q_proj", "k_proj", "v_proj", "o_proj"]), ("deepseek-v2-lite", 8, "attention"),
)  # fmt: skip
"""Model, rank, matrices."""


def value(text: Any) -> Any:
    """A value of config.json, which our data writes as text where YAML would change it, and lists as tallies."""
    if isinstance(text, dict):
        if all(isinstance(one, int) and key.endswith(("_attention", "_layer")) for key, one in text.items()):
            return [key for key, count in text.items() for _ in range(count)]
        return {key: value(one) for key, one in text.items()}
    if isinstance(text, list):
        return [value(one) for one in text]
    if isinstance(text, str) and " " in text:
        return text.split()
    return {"true": True, "false": False, "null": None}.get(text, text) if isinstance(text, str) else text


def config(name: str) -> Any:
    """The published configuration of a model, as Transformers reads it."""
    published = yaml.safe_load(MODELS.read_text(encoding="utf-8"))["models"][name]
    keys = value(published["config"])
    architecture = published["architecture"]
    inner = keys.pop("text_config", None)
    keys = inner or keys
    kind = getattr(transformers, architecture.replace("ForConditionalGeneration", "ForCausalLM"))
    return kind.config_class(**keys), kind


def empty(name: str) -> Any:
    """A model of the right shape, without contents."""
    settings, kind = config(name)
    with torch.device("meta"):
        return kind(settings).to(torch.bfloat16)


def total(tensors: Iterator[torch.Tensor]) -> int:
    """Bytes of all tensors."""
    return sum(one.numel() * one.element_size() for one in tensors)


def held(cache: Any) -> Iterator[torch.Tensor]:
    """Every tensor that a cache keeps between steps."""
    for layer in cache.layers:
        for one in vars(layer).values():
            if isinstance(one, torch.Tensor) and one.dim() > 1:
                yield one


def kept(cache: Any) -> Iterator[torch.Tensor]:
    """What recurrent layers keep."""
    for layer in cache.layers:
        for states in (getattr(layer, "conv_states", None), getattr(layer, "recurrent_states", None)):
            yield from states.values() if isinstance(states, dict) else states or ()


def forward(model: Any, sequences: int, tokens: int, **more: Any) -> Any:
    """One forward pass on nothing."""
    with torch.no_grad():
        return model.eval()(input_ids=torch.zeros(sequences, tokens, dtype=torch.long, device="meta"), **more)


def main() -> None:
    """Print every figure."""
    print("torch", torch.__version__, "transformers", transformers.__version__, "peft", peft.__version__)
    for name in COUNTED:
        try:
            print("parameters", name, sum(one.numel() for one in empty(name).parameters()))
        except Exception as error:
            print("parameters", name, "refused:", type(error).__name__, str(error)[:120])
    for name, sequences, tokens in CACHED:
        settings, _ = config(name)
        cache = StaticCache(settings, max_cache_len=tokens)
        width = getattr(settings, "head_dim", None) or settings.hidden_size // settings.num_attention_heads
        cache.early_initialization(sequences, settings.num_key_value_heads, width, torch.bfloat16, "meta")
        windows = [one for one in cache.layers if getattr(one, "is_sliding", False)]
        print("cache", name, sequences, tokens, total(held(cache)), "of which windows",
              sum(total(iter([one.keys, one.values])) for one in windows))  # fmt: skip
    for name, sequences in RECURRENT:
        cache = DynamicCache(config=config(name)[0])
        forward(empty(name), sequences, 8, past_key_values=cache, use_cache=True)
        print("state", name, sequences, sum(one.numel() for one in kept(cache)))
    for name, sequences, tokens in SCORED:
        logits = forward(empty(name), sequences, tokens).logits
        # The loss widens them: transformers.loss.loss_utils.ForCausalLMLoss.
        print("logits", name, sequences, tokens, total(iter([logits])), total(iter([logits.float()])))
    for name, rank, matrices in ADAPTED:
        model = empty(name)
        if matrices == "attention":
            matrices = sorted({n.rsplit(".", 1)[1] for n, m in model.named_modules()
                               if isinstance(m, torch.nn.Linear) and "self_attn" in n})  # fmt: skip
        adapted = peft.get_peft_model(model, peft.LoraConfig(r=rank, target_modules=matrices), low_cpu_mem_usage=True)
        print("adapters", name, rank, matrices, adapted.get_nb_trainable_parameters()[0])


if __name__ == "__main__":
    main()
