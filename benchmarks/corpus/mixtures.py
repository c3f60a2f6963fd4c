"""Random mixtures of all options: styles that nobody chose, for measuring what no named style shows."""

from __future__ import annotations

from random import Random
from typing import Any, Literal, get_args, get_origin, get_type_hints

from benchmarks.corpus.accounts import Size
from benchmarks.corpus.formats.options import Options
from benchmarks.corpus.style import Forms, Head, Numbers, Order, Page, Style, Wording

PREFIX = "mixture-"
SHARE_CHANGED = 0.35
#: Drawn by hand below, or not drawn: they name statements.
BY_HAND = frozenset({"missing_unit", "cut_codes"})
RULINGS = (
    "stroked", "filled", "cells", "dashed", "double", "shaded", "horizontal", "none", "three_lines", "header_only",
    "frame", "header_verticals",
)  # fmt: skip
SMALL, USUAL = 6.0, (7.0, 8.0, 8.5)


def mixture(number: int) -> Style:
    """The mixture of a number; the same number is always the same style."""
    random = Random(f"mixture/{number}")
    forms, page = drawn(random, Forms), drawn(random, Page)
    numbers, head = drawn(random, Numbers), drawn(random, Head)
    formats: tuple[Literal["pdf", "tabs", "pipes", "stacked"], ...] = (
        "pdf",
        "pdf",
        "pdf",
        "tabs",
        "tabs",
        "pipes",
        "stacked",
    )
    file_format = random.choice(formats)
    page |= {"ruling": random.choice(RULINGS), "fonts": random.choice(("sans", "serif", "mono"))}
    page["cell_size"] = random.choice(USUAL)
    if numbers.get("full_width") or numbers.get("unit") == "元" or forms.get("three_public") == "pairs":
        page |= {"landscape": True, "cell_size": SMALL}
    if forms.get("economic_groups"):
        forms |= {"economic": "one_block", "economic_rows": "used"}
    if file_format != "tabs":
        forms["broken_names"] = False
    if random.random() < 0.2:
        forms["cut_codes"] = random.choice(("revenue", "expenditure", "general_budget_expenditure"))
    if random.random() < 0.15:
        head["missing_unit"] = random.choice(("revenue", "three_public", "general_budget_basic_expenditure"))
    return Style(
        name=f"{PREFIX}{number}",
        file_format=file_format,
        years=tuple(range(2017, 2026)),
        size=_size(random),
        numbers=Numbers(**numbers),
        head=Head(**head),
        forms=Forms(**forms),
        order=Order(**(drawn(random, Order) | {"tables": True})),
        page=Page(**page),
        wording=random.choice(get_args(Wording)),
        cover=random.choice(("two_lines", "one_line", "annex", "year_first")),
        text_page_breaks=random.random() < 0.3,
        text_markup=random.random() < 0.3,
        held_out=True,
    )


def drawn(random: Random, options: type[Options]) -> dict[str, Any]:
    """Some options changed by chance: words of a closed list, and switches."""
    found: dict[str, Any] = {}
    for name, kind in get_type_hints(options).items():
        if name in BY_HAND or random.random() > SHARE_CHANGED:
            continue
        if get_origin(kind) is Literal:
            found[name] = random.choice(get_args(kind))
        elif kind is bool:
            found[name] = random.random() < 0.5
    return found


def _size(random: Random) -> Size:
    return Size(
        own_items=random.choice((3, 6, 9, 30)),
        other_money=random.random() < 0.6,
        fund_items=random.choice((0, 0, 4)),
        capital_items=random.choice((0, 0, 2)),
        negative=random.random() < 0.2,
    )
