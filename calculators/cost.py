"""What work costs: accelerators by the hour, rented or owned, and the energy they use at most."""

from __future__ import annotations

from calculators.formula import formula
from calculators.units import ENERGY, MONEY, MONEY_PER_BYTE, MONEY_PER_HOUR, MONEY_PER_TOKEN, SECONDS


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
