"""Accelerators: from checked keys to records with their evidence, and what two of their values cannot both be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calculators import schema, units
from calculators.interconnect import link_bytes
from calculators.records import ARITHMETIC, Accelerator, Peak
from calculators.units import BYTES, BYTES_PER_SECOND, FLOP_PER_SECOND, WATTS

if TYPE_CHECKING:
    from calculators.catalogue import Catalogue, DataFile, Fact

_QUANTITIES = {
    "memory": BYTES,
    "usable": BYTES,
    "bandwidth": BYTES_PER_SECOND,
    "power": WATTS,
    "link": BYTES_PER_SECOND,
}


def read_accelerators(file: DataFile, catalogue: Catalogue) -> None:
    """accelerators.yml into records and facts (codes C1xx)."""
    keys = file.keys(schema.AcceleratorsFile)
    if keys is None:
        return
    for id, one in keys.accelerators.items():
        place: tuple[str | int, ...] = ("accelerators", id)
        facts = {
            name: file.fact(getattr(one, name), name, quantity.id, *place, name)
            for name, quantity in _QUANTITIES.items()
            if getattr(one, name) is not None
        }
        peaks = [
            file.fact(peak, f"peak {name}", FLOP_PER_SECOND.id, *place, "peaks", name)
            for name, peak in one.peaks.items()
        ]
        conflicts = [
            file.fact(other, other.of, _QUANTITIES.get(other.of, FLOP_PER_SECOND).id, *place, "conflicts", number)
            for number, other in enumerate(one.conflicts)
        ]
        _check_accelerator(file, place, facts, peaks, conflicts)
        _check_sparsity(file, place, one)
        _check_directions(file, place, one, catalogue)
        _check_reason(file, place, one)
        counted = facts.get("usable", facts["memory"])
        catalogue.accelerators[id] = Accelerator(
            id=id,
            name=one.name,
            vendor=one.vendor,
            capacity=counted.value,
            measured="usable" in facts,
            nameplate=facts["memory"].value,
            bandwidth=facts["bandwidth"].value if "bandwidth" in facts else None,
            unified=int(one.kind in ("computer", "slice")),
            power=facts["power"].value if "power" in facts else None,
            link=facts["link"].value if "link" in facts else None,
            peaks=_peaks(peaks),
            place=len(catalogue.accelerators) + 1,
        )
        catalogue.facts[f"accelerators/{id}"] = (*facts.values(), *peaks, *conflicts)
        if one.term:
            catalogue.terms[f"accelerators/{id}"] = one.term
        if one.unstated:
            catalogue.unstated[id] = one.unstated
    file.check_unused()


def _peaks(facts: list[Fact]) -> tuple[Peak, ...]:
    """Peaks by kind of arithmetic; that in fp16 stands in for bf16 where there is no other."""
    known = {fact.name.removeprefix("peak "): fact for fact in facts}
    if "fp16" in known:
        known.setdefault(ARITHMETIC[0], known["fp16"])
    return tuple(
        Peak(number, known[name].value, int(known[name].detail.lstrip("fpint")))
        for number, name in enumerate(ARITHMETIC)
        if name in known
    )


_GIB_PER_GB = 2**30 / 10**9
# Not int8: Blackwell Ultra has next to none, and its 153.5 TFLOP/s stand far below those of bf16.
_NARROWER = (("peak bf16", "peak fp8"), ("peak fp8", "peak fp4"))
_LADDER = (("tf32", "bf16"), ("bf16", "fp8"), ("fp8", "fp4"), ("bf16", "int8"))
"""Half the width makes arithmetic about twice as fast; sparsity twice as fast again, on paper."""


def _check_accelerator(
    file: DataFile,
    place: tuple[str | int, ...],
    facts: dict[str, Fact],
    peaks: list[Fact],
    conflicts: list[Fact],
) -> None:
    memory, usable = facts["memory"], facts.get("usable")
    # A nameplate in GB is often met by chips counted in GiB: 80 GB may show as 80 GiB, but never as more.
    if usable and not 0.5 * memory.value <= usable.value <= memory.value * _GIB_PER_GB * 1.0001:
        message = f"{usable.given} cannot be the usable part of {memory.given}"
        file.complain((*place, "usable"), "C111", message)
    rates = {peak.name: peak for peak in peaks}
    for wide, narrow in _NARROWER:
        if wide in rates and narrow in rates and rates[narrow].value < rates[wide].value:
            message = f"{rates[narrow].given} is less than the {rates[wide].given} of {wide.removeprefix('peak ')}"
            file.complain((*place, "peaks", narrow.removeprefix("peak ")), "C111", message)
    for number, other in enumerate(conflicts):
        used = facts.get(other.name) or rates.get(other.name)
        if used is None or used.value == other.value:
            message = f"there is no other value of {other.name} that it contradicts"
            file.complain((*place, "conflicts", number), "C111", message)


def _check_sparsity(file: DataFile, place: tuple[str | int, ...], one: schema.AcceleratorKeys) -> None:
    """A peak with sparsity must not be given as dense (C118)."""

    def rate(text: str | None) -> float:
        return (schema.base_units(text, FLOP_PER_SECOND.id) if text else None) or 0.0

    for name, peak in one.peaks.items():
        dense, sparse = rate(peak.value), rate(peak.sparse)
        if sparse and not 1.25 <= sparse / max(dense, 1) <= 2.1:
            message = f"{peak.value} dense does not go with {peak.sparse} with sparsity, which is at most twice as fast"
            file.complain((*place, "peaks", name), "C118", message)
    for wide, narrow in _LADDER:
        if wide not in one.peaks or narrow not in one.peaks:
            continue
        below, above = one.peaks[wide], one.peaks[narrow]
        alike = below.accumulate == above.accumulate or narrow != "int8"
        if alike and not above.sparse and abs(rate(above.value) / max(rate(below.value), 1) - 4) < 0.06:
            message = (
                f"{above.value} is four times the {below.value} of {wide}, as a peak with sparsity would be; give the "
                "dense peak, and under `sparse:` what the source prints with sparsity"
            )
            file.complain((*place, "peaks", narrow), "C118", message)


def _check_reason(file: DataFile, place: tuple[str | int, ...], one: schema.AcceleratorKeys) -> None:
    """What has a bandwidth has a peak in 16 bits too, or says why nobody states one (C120)."""
    known = not one.peaks.keys().isdisjoint(("bf16", "fp16"))
    if known and one.unstated:
        file.complain((*place, "unstated"), "C111", "there is a peak in 16 bits; nothing is left to be explained")
    elif not known and not one.unstated and one.bandwidth and one.kind != "slice":
        file.complain(place, "C120", "no peak in bf16 or fp16; give one, or say under `unstated:` why nobody does")


def _check_directions(
    file: DataFile, place: tuple[str | int, ...], one: schema.AcceleratorKeys, catalogue: Catalogue
) -> None:
    """Both directions of a link must not be given as one (C119)."""
    if one.link is None:
        return
    single = schema.base_units(one.link.value, BYTES_PER_SECOND.id) or 0.0
    if one.link.both is not None:
        both = schema.base_units(one.link.both, BYTES_PER_SECOND.id)
        if both is None or not 1.98 <= both / max(single, 1) <= 2.02:
            message = f"{one.link.value} in one direction is not half of {one.link.both} in both"
            file.complain((*place, "link"), "C119", message)
            return
    # links.yml names a link and then where it is: "NVLink 4, H100 and H200".
    name = one.link.name.removesuffix(" bridge")
    known = [link_bytes(link) for link in catalogue.links.values() if link.name.split(", ")[0] == name]
    if known and single > 1.5 * max(known):
        least = units.text(max(known), BYTES_PER_SECOND)
        message = f"{one.link.value} is more than the {least} that {name} has in one direction, by links.yml"
        file.complain((*place, "link"), "C119", message)
