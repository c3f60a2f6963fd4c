"""Clean reports to plant errors into. A report is invented, rendered as text to the 分 and read by the extractor, so that
blanks, claims and keys are those of a real reading; then its amounts are converted as an office converts them: rounded
half up, half to even or cut off to 0.01 of the unit, every amount and every sum by itself. Multiplied by a whole number
first, one reading gives reports of other digits, whose sums and rates are as true as its own."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from itertools import product
from typing import Literal, NamedTuple

import msgspec

from benchmarks.corpus.disclosure import invent
from benchmarks.corpus.files import file_name, render
from benchmarks.corpus.printing import CENT, ROUNDING
from benchmarks.corpus.style import Style
from benchmarks.corpus.styles import style_named
from extractors.extract import extract
from schemas.records import YUAN_PER_UNIT, Claim, Figure, Report, StatementReading

#: Styles whose files are text with tables: cheap to render and to read.
STYLES = (
    "text-tabs",
    "text-split-codes",
    "text-pipes",
    "text-yuan",
    "text-phase-rows",
    "text-broken-names",
    "text-title-spaced",
    "text-plain-breaks",
)
#: Decimals of 万元 that are exact to the 分, and those an office prints.
EXACT, PRINTED = 6, 2


class Recipe(NamedTuple):
    """What makes one reading. Sums that are recomputed add up as printed: their parts have no digits to round."""

    style: str
    seed: int
    sums: Literal["rounded", "recomputed"]


class Conversion(NamedTuple):
    """How the amounts of a reading become those of a report."""

    rounding: Literal["half_up", "half_even", "truncate"]
    times: int


#: Every reading is converted in each of these ways: all roundings, and digits of their own.
CONVERSIONS = (
    Conversion("half_up", 1),
    Conversion("half_even", 3),
    Conversion("truncate", 1),
    Conversion("half_up", 7),
    Conversion("half_even", 1),
    Conversion("truncate", 3),
    Conversion("half_up", 9),
    Conversion("truncate", 7),
)


def recipes(count: int, first_seed: int = 0) -> list[Recipe]:
    """`count` different recipes: all styles and both kinds of sums in turn."""
    kinds: list[tuple[str, Literal["rounded", "recomputed"]]] = list(product(STYLES, ("rounded", "recomputed")))
    return [
        Recipe(style, first_seed + number, sums)
        for number in range(count)
        for style, sums in (kinds[number % len(kinds)],)
    ]


def styled(recipe: Recipe) -> Style:
    """The style of a recipe with its sums; amounts are printed to the 分."""
    style = style_named(recipe.style)
    numbers = msgspec.structs.replace(style.numbers, sums=recipe.sums, decimals=EXACT)
    return msgspec.structs.replace(style, numbers=numbers)


def exact_report(recipe: Recipe) -> Report:
    """The report of a recipe to the 分, as the extractor reads it."""
    disclosure = invent(styled(recipe), recipe.seed)
    return extract(render(disclosure), file_name(disclosure))


def converted(report: Report, conversion: Conversion) -> Report:
    """The report as an office prints it."""
    figures = tuple(map(partial(_figure, conversion), report.figures))
    largest: dict[str, int] = {}
    for figure in figures:
        if figure.source == "table":
            largest[figure.statement] = max(largest.get(figure.statement, 0), figure.decimals)
    return msgspec.structs.replace(
        report,
        figures=figures,
        statements=tuple(_reading(reading, largest) for reading in report.statements),
        claims=tuple(map(partial(_claim, conversion), report.claims)),
    )


def _printed(conversion: Conversion, number: Decimal, decimals: int) -> Decimal:
    """The number as printed; where zeros at the end were left out, they are left out again."""
    printed = (number * conversion.times).quantize(CENT, rounding=ROUNDING[conversion.rounding])
    if decimals >= EXACT or not decimals:
        return printed if decimals else printed.to_integral_value()
    whole = printed.to_integral_value()
    return whole if whole == printed else Decimal(f"{printed:f}".rstrip("0"))


def _yuan(printed: Decimal, unit: str) -> Decimal:
    return (printed * YUAN_PER_UNIT[unit]).quantize(CENT)


def _decimals(printed: Decimal) -> int:
    return len(f"{printed:f}".partition(".")[2])


def _figure(conversion: Conversion, figure: Figure) -> Figure:
    printed = _printed(conversion, figure.amount_printed, figure.decimals)
    return msgspec.structs.replace(
        figure, amount_printed=printed, amount_yuan=_yuan(printed, figure.declared_unit), decimals=_decimals(printed),
        raw_text=f"{printed:f}",
    )  # fmt: skip


def _claim(conversion: Conversion, claim: Claim) -> Claim:
    if claim.value is None or claim.unit is None or claim.unit not in YUAN_PER_UNIT:
        return claim
    printed = _printed(conversion, claim.value, claim.decimals or 0)
    return msgspec.structs.replace(
        claim,
        value=printed,
        amount_yuan=_yuan(printed, claim.unit),
        decimals=_decimals(printed),
        raw_text=f"{printed:f}",
    )


def _reading(reading: StatementReading, largest: dict[str, int]) -> StatementReading:
    decimals = largest.get(reading.statement, min(reading.decimals, PRINTED))
    return msgspec.structs.replace(reading, decimals=decimals)
