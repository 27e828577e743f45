"""Variables of formulas: money and energy."""

from __future__ import annotations

from calculators.units import COUNT, ENERGY, MONEY, MONEY_PER_HOUR, MONEY_PER_TOKEN, SECONDS, SHARE, WATTS
from calculators.variable import Variable

COST: tuple[Variable, ...] = (
    Variable("price", "p", MONEY_PER_HOUR, "price of one accelerator for an hour", 0.001, 1000, whole=False),
    Variable("purchase", "p_b", MONEY, "price of one accelerator with its share of the server", 1, 1e7, whole=False),
    Variable(
        "hosting",
        "p_k",
        MONEY_PER_HOUR,
        "housing, people and power of one's own accelerator for an hour",
        0,
        1000,
        whole=False,
    ),
    Variable("lifetime", "t_L", SECONDS, "how long it is kept", 86400, 1e9, whole=False),
    Variable("busy", "β", SHARE, "share of the time that it works", 0.01, 1, whole=False),
    Variable("power", "P_W", WATTS, "power of one accelerator", 1, 1e5, whole=False, term="thermal-design-power"),
    Variable("pue", "e", COUNT, "power usage effectiveness: all power by that of the computers", 1, 3, whole=False),
    Variable("electricity", "p_e", MONEY, "price of a kilowatt-hour", 0, 10, whole=False),
    Variable("energy", "E", ENERGY, "energy", 0, 1e24, whole=False),
    Variable("generated_tokens", "T_o", COUNT, "tokens generated for each request", 1, 10**7),
    Variable("rent_cost", "C_r", MONEY_PER_HOUR, "cost of an hour of work, rented", 0, 1e6, whole=False),
    Variable("own_cost", "C_o", MONEY_PER_HOUR, "cost of an hour of work, owned", 0, 1e6, whole=False),
    Variable("token_cost", "C_T", MONEY_PER_TOKEN, "cost of a token", 0, 1e6, whole=False),
    Variable("stated_elements", "N'", COUNT, "parameters, where they are not those of the model", 0, 10**15),
    Variable("break_even", "t_=", SECONDS, "time after which buying is cheaper", 0, 1e18, whole=False),
    Variable("prompt_cost", "C_p", MONEY_PER_TOKEN, "cost of a token of the prompt", 0, 1e6, whole=False),
    Variable("answer_cost", "C_T", MONEY_PER_TOKEN, "cost of a generated token", 0, 1e6, whole=False),
    Variable("prompt_money", "C_1", MONEY, "cost of a prompt", 0, 1e12, whole=False),
    Variable("answer_money", "C_2", MONEY, "cost of an answer", 0, 1e12, whole=False),
    Variable("other_prompt_money", "C_1'", MONEY, "the same for the other set-up", 0, 1e12, whole=False),
    Variable("other_answer_money", "C_2'", MONEY, "the same for the other set-up", 0, 1e12, whole=False),
    Variable("other_levels_seconds", "t_3''", SECONDS, "the same for the other set-up", 0, 1e18, whole=False),
)
