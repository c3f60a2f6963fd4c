"""Errors of the text: an amount left over from somewhere else, a percentage that does not follow from its amounts."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import msgspec

from benchmarks.planting.errors import (
    Plant,
    Planted,
    key_of,
    plant_row_dropped,
    plant_slide,
    plant_slip,
    plant_unit,
    printed_again,
    with_figures,
)
from schemas.records import YUAN_PER_UNIT, Claim, Report

#: A stale amount differs from the true one by this share or more.
_LEAST, _MOST = 4, 60
#: "收、支总计 722.31 万元" is one printed number and two figures.
BOTH_SIDES = ("revenue_grand_total", "expenditure_grand_total")


def plant_stale(report: Report, random: Random) -> tuple[Report, Planted] | None:
    """An amount of the text that a table of the report prints too, replaced by another; its claims with it."""
    printed = {
        key_of(figure): figure for figure in report.figures if figure.source == "table" and not figure.occurrence
    }
    places = [
        place
        for place, figure in enumerate(report.figures)
        if figure.source == "narrative" and figure.amount_printed and key_of(figure) in printed
    ]
    if not places:
        return None
    place = random.choice(places)
    figure = report.figures[place]
    factor = 1 + Decimal(random.randint(_LEAST, _MOST) * random.choice((1, -1))) / 100
    stale = (figure.amount_printed * factor).quantize(Decimal("0.01"))
    if stale == figure.amount_printed:
        return None
    twins = {
        other: printed_again(twin, stale)
        for other, twin in enumerate(report.figures)
        if twin is figure or ((figure.line in BOTH_SIDES and twin.line in BOTH_SIDES) and twin.source == "narrative"
        and twin.sentence == figure.sentence and twin.raw_text == figure.raw_text
        and (twin.page, twin.line_number) == (figure.page, figure.line_number))
    }  # fmt: skip
    claims = tuple(
        msgspec.structs.replace(
            claim, value=stale, amount_yuan=(stale * YUAN_PER_UNIT[claim.unit or "元"]).quantize(Decimal("0.01"))
        )
        if claim.sentence == figure.sentence
        and claim.role in ("current", "share_base")
        and claim.amount_yuan == figure.amount_yuan
        else claim
        for claim in report.claims
    )
    changed = msgspec.structs.replace(with_figures(report, dict(twins)), claims=claims)
    cells = {key_of(report.figures[other]): figure.amount_yuan for other in twins}
    return changed, Planted("stale figure", figure.statement, cells, "narrative")


def plant_percentage(report: Report, random: Random) -> tuple[Report, Planted] | None:
    """A share or rate of the main text, some points off."""
    groups: dict[int, set[str]] = {}
    for claim in report.claims:
        groups.setdefault(claim.group, set()).add(claim.role)
    needed = {"share": {"current", "share_base"}, "completion": {"current", "initial_budget"}}
    places = [
        place
        for place, claim in enumerate(report.claims)
        if claim.in_main_narrative and claim.value and claim.section != "other" and claim.role in needed
        and needed[claim.role] <= groups[claim.group]
    ]  # fmt: skip
    if not places:
        return None
    place = random.choice(places)
    claim = report.claims[place]
    assert claim.value is not None
    wrong = claim.value + Decimal(random.randint(2, 30)) * (1 if claim.value < 50 else -1)
    claims = tuple(
        msgspec.structs.replace(one, value=wrong, raw_text=f"{wrong}%") if number == place else one
        for number, one in enumerate(report.claims)
    )
    base = "share_base" if claim.role == "share" else "initial_budget"
    seen = _leaves_its_band(wrong, claim, report.claims, base)
    planted = Planted("percentage", claim.statement or "", {}, "claim", seen)
    return msgspec.structs.replace(report, claims=claims), planted


def _leaves_its_band(wrong: Decimal, claim: Claim, claims: tuple[Claim, ...], base: str) -> bool:
    """Whether the rate lies outside what its printed amounts allow, each to its own last digit."""
    parts: dict[str, tuple[Decimal, Decimal]] = {}
    for one in claims:
        if one.group == claim.group and one.amount_yuan is not None and one.unit in YUAN_PER_UNIT:
            half = YUAN_PER_UNIT[one.unit] * Decimal("0.5").scaleb(-(one.decimals or 0))
            parts.setdefault(one.role, (one.amount_yuan, half))
    (amount, amount_half), (whole, whole_half) = parts["current"], parts[base]
    half = Decimal("0.5").scaleb(-(claim.decimals or 0))
    if whole <= whole_half:
        return True
    return not (
        (wrong + half) * (whole + whole_half) >= 100 * (amount - amount_half)
        and (wrong - half) * (whole - whole_half) <= 100 * (amount + amount_half)
    )


PLANTS: dict[str, Plant] = {
    **{kind: plant_slip(kind) for kind in ("digit", "swap", "decimal point", "lost digit", "sign")},
    "row dropped": plant_row_dropped,
    "column slid": plant_slide,
    "unit": plant_unit,
    "stale figure": plant_stale,
    "percentage": plant_percentage,
}
