"""What work costs: accelerators by the hour, rented or owned, and the energy they use at most."""

from __future__ import annotations

from calculators.formula import formula
from calculators.records import Accelerator, Offer, Share
from calculators.units import COUNT, ENERGY, MONEY, MONEY_PER_BYTE, MONEY_PER_HOUR, MONEY_PER_TOKEN, SECONDS, WATTS


@formula(symbol="C", unit=MONEY, source="definition")
def hours_cost(device_seconds: float, price: float) -> float:
    """Hours of all accelerators times the price of one hour."""
    return device_seconds / 3600 * price


@formula(symbol="C_T", unit=MONEY_PER_TOKEN, source="definition")
def token_cost(price: float, ranks: int, tokens_per_second: float, busy: float) -> float:
    """Cost of a token: price of all accelerators by the tokens they make, for the share of the time that they work."""
    return price * ranks / 3600 / (tokens_per_second * busy)


@formula(symbol="E", unit=ENERGY, source="https://arxiv.org/abs/2302.13971")
def energy(device_seconds: float, power: float, pue: float) -> float:
    """Energy at the rated power, cooling and losses of the building included: an upper bound."""
    return device_seconds * power * pue


@formula(symbol="E_T", unit=ENERGY, source="definition")
def token_energy(ranks: int, power: float, pue: float, tokens_per_second: float) -> float:
    """Energy of a million tokens at the rated power."""
    return 1000000 * ranks * power * pue / tokens_per_second


@formula(symbol="C_E", unit=MONEY, source="definition")
def energy_cost(energy: float, electricity: float) -> float:
    """Price of that energy."""
    return energy / 3600000 * electricity


@formula(symbol="C_o", unit=MONEY_PER_HOUR, source="definition")
def owned_hour(
    purchase: float, lifetime: float, hosting: float, power: float, pue: float, electricity: float, busy: float
) -> float:
    """An hour of work of one's own accelerator: its price over its life, and keeping it, by the share that it works."""
    return (purchase / (lifetime / 3600) + hosting) / busy + power * pue / 1000 * electricity


@formula(symbol="t_=", unit=SECONDS, source="definition")
def break_even(
    purchase: float, price: float, hosting: float, power: float, pue: float, electricity: float, busy: float
) -> float:
    """Time after which buying has cost less than renting the same hours of work; 0 where it never does."""
    return (
        3600 * purchase / (price * busy - hosting - power * pue / 1000 * electricity * busy)
        if price * busy - hosting - power * pue / 1000 * electricity * busy > 0
        else 0
    )


@formula(symbol="p_M", unit=MONEY_PER_BYTE, source="definition")
def price_of_memory(purchase: float, capacity: float) -> float:
    """Price by the memory."""
    return purchase / capacity


@formula(symbol="p_B", unit=MONEY_PER_BYTE, source="definition")
def price_of_bandwidth(purchase: float, bandwidth: float) -> float:
    """Price by the bandwidth: dollars for each GB a second."""
    return purchase / bandwidth


# -- what a calculator takes from an offer and an accelerator


@formula(symbol="p", unit=MONEY_PER_HOUR, source="definition")
def offered_price(offer: Offer) -> float:
    """Price of one accelerator for an hour, on the day of the offer."""
    return offer.price + 0


@formula(symbol="P_W", unit=WATTS, source="definition")
def rated_power(accelerator: Accelerator) -> float:
    """Rated power of one accelerator: it draws less, most of the time."""
    return accelerator.power + 0  # type: ignore[operator]


@formula(symbol="c", unit=COUNT, source="definition")
def mismatch_case(offer: Offer, accelerator: Accelerator) -> float:
    """1 where the offer is for another accelerator, else 0."""
    return 1 if offer.place > 0 and offer.place != accelerator.place else 0


@formula(symbol="C_T", unit=MONEY_PER_TOKEN, source="definition")
def answer_cost_least(price: float, count: int, tokens_together: float, busy: float, decode_share: Share) -> float:
    """Cost of a generated token at the largest share of the bound that was seen."""
    return token_cost(price, count, tokens_together * decode_share.most, busy)


@formula(symbol="C_T'", unit=MONEY_PER_TOKEN, source="definition")
def answer_cost_most(price: float, count: int, tokens_together: float, busy: float, decode_share: Share) -> float:
    """Cost of a generated token at the least share of the bound that was seen."""
    return token_cost(price, count, tokens_together * decode_share.least, busy)


@formula(symbol="C_p", unit=MONEY_PER_TOKEN, source="definition")
def prompt_cost_least(price: float, count: int, prefill_rate: float, busy: float, prefill_share: Share) -> float:
    """Cost of a token of the prompt at the largest share of the peak that was seen."""
    return token_cost(price, count, prefill_rate * prefill_share.most, busy)


@formula(symbol="C_p'", unit=MONEY_PER_TOKEN, source="definition")
def prompt_cost_most(price: float, count: int, prefill_rate: float, busy: float, prefill_share: Share) -> float:
    """Cost of a token of the prompt at the least share of the peak that was seen."""
    return token_cost(price, count, prefill_rate * prefill_share.least, busy)


@formula(symbol="c", unit=COUNT, source="definition")
def buying_case(break_even: float, lifetime: float) -> float:
    """1: renting stays cheaper; 2: buying pays within the life of the device; 3: it would pay later than that."""
    return 1 if break_even == 0 else (2 if break_even <= lifetime else 3)


@formula(symbol="c", unit=COUNT, source="definition")
def energy_case(power: float) -> float:
    """1 where a power is known."""
    return 1 if power > 0 else 0


@formula(symbol="C_1", unit=MONEY, source="definition")
def prompt_part(prompt: int, prompt_cost: float) -> float:
    """What the prompt of one request costs, at most."""
    return prompt * prompt_cost


@formula(symbol="C_2", unit=MONEY, source="definition")
def answer_part(generated_tokens: int, answer_cost: float) -> float:
    """What the answer of one request costs, at most."""
    return generated_tokens * answer_cost


@formula(symbol="X", unit=MONEY, source="definition")
def cost_extent(
    prompt_money: float, answer_money: float, other_prompt_money: float, other_answer_money: float
) -> float:
    """Length of the scale of the picture."""
    return 1.05 * max(prompt_money + answer_money, other_prompt_money + other_answer_money)


@formula(symbol="τ", unit=COUNT, source="definition")
def one_token(sequences: int) -> float:
    """Each step yields one token for a sequence: what drafts would gain is not counted."""
    return min(sequences, 1)


@formula(symbol="E_T", unit=ENERGY, source="definition")
def batch_energy(count: int, power: float, pue: float, tokens_together: float) -> float:
    """Energy of a million generated tokens at the rated power, and at the most tokens that are possible."""
    return token_energy(count, power, pue, tokens_together)
