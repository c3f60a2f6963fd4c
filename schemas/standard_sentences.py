"""What the standard sentences of the narrative state, as data: sections, their headings, and subject → key."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from schemas.official_forms import forms
from schemas.records import Side
from schemas.text import label
from schemas.vocabulary import ROOT


@dataclass(frozen=True, slots=True)
class FigureKey:
    """Statement, side, line and measure of a figure."""

    statement: str
    side: Side | None
    line: str
    measure: str


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the narrative: words its heading contains, and printed subject → keys (two for 收、支总计).

    `bare` are subjects so general (`收入`, `支出`) that they count only where they stand alone. `items` sections name
    functional classes and items of a statement, those with `items_of` items of another statement than their own
    (all appropriations list the items of the general public budget), `economic_names` sections economic codes, `three_public` sections the
    items of statement 09 with budget and final amounts.
    """

    key: str
    headings: tuple[str, ...]
    subjects: dict[str, tuple[FigureKey, ...]]
    bare: dict[str, tuple[FigureKey, ...]]
    items: bool
    items_of: str | None
    economic_names: bool
    three_public: bool

    #: The subjects from the longest to the shortest, as they are looked for in a sentence.
    longest_first: tuple[tuple[str, tuple[FigureKey, ...]], ...]
    #: The statement whose classes and items the section names; None where it names none.
    item_statement: str | None


_JOINED_SUBJECTS = (
    "收、支总计",
    "收入、支出总计",
    "收入支出总计",
    "收支总计",
    "收入总计和支出总计",
    "收、支出总计",
    "收入、支出决算总计",
    "收支决算总计",
)


def spoken(text: str) -> str:
    """A subject as sentences are compared with it: label form without quotation marks."""
    return label(text).replace('"', "")


def _key(text: str) -> FigureKey:
    statement, side, line, measure = text.split("/")
    return FigureKey(statement, cast(Side, side) if side else None, line, measure)


def _three_public_subjects() -> dict[str, tuple[FigureKey, ...]]:
    """Subjects of statement 09; their measure is completed with `budget_` or `final_` by the words around them."""
    return {
        spoken(alias.removesuffix("合计")): (FigureKey("three_public", None, "total", item),)
        for alias, item in forms()["three_public"].items.items()
        if item != "total" or "三公" in alias
    }


def _section(raw: dict[str, Any]) -> Section:
    subjects: dict[str, tuple[FigureKey, ...]] = {}
    for key, names in raw.get("labels", {}).items():
        subjects |= {spoken(name): (_key(key),) for name in names}
    for first, second in raw.get("both", {}).items():
        for name in _JOINED_SUBJECTS:
            for prefix in ("", "财政拨款"):
                subjects[spoken(prefix + name)] = (_key(first), _key(second))
    three_public, items = bool(raw.get("three_public")), bool(raw.get("items"))
    if three_public:
        subjects |= _three_public_subjects()
    total = next((keys[0] for keys in subjects.values()), None)
    return Section(
        key=str(raw["key"]),
        headings=tuple(label(word) for word in raw["headings"]),
        subjects=subjects,
        bare={spoken(name): (_key(key),) for key, names in raw.get("bare", {}).items() for name in names},
        items=items,
        items_of=raw.get("items_of"),
        economic_names=bool(raw.get("economic_names")),
        three_public=three_public,
        longest_first=tuple(sorted(subjects.items(), key=lambda entry: -len(entry[0]))),
        item_statement=total.statement if items and total is not None else raw.get("items_of"),
    )


@cache
def sections() -> tuple[Section, ...]:
    """All sections in the order in which headings are compared with them (the first match counts)."""
    raw = tomllib.loads((ROOT / "narrative" / "labels.toml").read_text(encoding="utf-8"))
    return tuple(_section(entry) for entry in raw["sections"])
