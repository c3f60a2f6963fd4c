"""Clean reports to plant errors into: invented, rendered as text and read by the extractor, so that blanks, claims and
keys are those of a real reading. Roundings and the way sums are made vary with the seed."""

from __future__ import annotations

from itertools import product
from typing import Literal, NamedTuple

import msgspec

from benchmarks.corpus.disclosure import invent
from benchmarks.corpus.files import file_name, render
from benchmarks.corpus.style import Style
from benchmarks.corpus.styles import style_named
from extractors.extract import extract
from schemas.records import Report

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
ROUNDINGS: tuple[Literal["half_up", "half_even", "truncate"], ...] = ("half_up", "half_even", "truncate")
SUMS: tuple[Literal["rounded", "recomputed"], ...] = ("rounded", "recomputed")


class Recipe(NamedTuple):
    """What makes one clean report: the same recipe always gives the same report."""

    style: str
    seed: int
    rounding: Literal["half_up", "half_even", "truncate"]
    sums: Literal["rounded", "recomputed"]


def recipes(count: int, first_seed: int = 0) -> list[Recipe]:
    """`count` different recipes: all styles, roundings and kinds of sums in turn."""
    kinds = list(product(STYLES, ROUNDINGS, SUMS))
    return [
        Recipe(style, first_seed + number, rounding, sums)
        for number in range(count)
        for style, rounding, sums in (kinds[number % len(kinds)],)
    ]


def styled(recipe: Recipe) -> Style:
    """The style of a recipe with its rounding and its sums."""
    style = style_named(recipe.style)
    numbers = msgspec.structs.replace(style.numbers, rounding=recipe.rounding, sums=recipe.sums)
    return msgspec.structs.replace(style, numbers=numbers)


def clean_report(recipe: Recipe) -> Report:
    """The report of a recipe as the extractor reads it."""
    disclosure = invent(styled(recipe), recipe.seed)
    return extract(render(disclosure), file_name(disclosure))
