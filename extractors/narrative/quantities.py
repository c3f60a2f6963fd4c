"""Counts that are no money (批次, 人次, 车辆, 人数, 设备): found by the words around them."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from functools import cache

from extractors.narrative.passages import Passage
from schemas.records import Quantity
from schemas.vocabulary import ROOT

_FOREIGN = ("外事", "(境)外", "国外", "境外", "外宾")
_NUMBER = r"(?P<n>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"


#: The words a pattern begins with, behind what may not stand before them; nothing that is optional.
_BEGINNING = re.compile(r"(?:\(\?<![^()]*\))*([\u4e00-\u9fff\d]+)(?![?*{])")


def _beginning(pattern: str) -> str:
    """Words that a text must hold where a pattern of it is found; '' where none can be told for certain."""
    match = _BEGINNING.match(pattern)
    return match[1] if match is not None and "|" not in re.sub(r"\([^()]*\)", "", pattern) else ""


@cache
def _patterns() -> tuple[tuple[str, str, str, str, re.Pattern[str]], ...]:
    raw = tomllib.loads((ROOT / "narrative" / "quantities.toml").read_text(encoding="utf-8"))
    return tuple(
        (entry["key"], entry["label"], entry["unit"], _beginning(pattern), re.compile(pattern.replace("{n}", _NUMBER)))
        for entry in raw["quantities"]
        for pattern in entry["patterns"]
    )


def read_quantities(passages: list[Passage]) -> list[Quantity]:
    """Counts stated outside attachments, in printed order; one and the same statement is listed once."""
    found: dict[tuple[int, int], Quantity] = {}
    for index, passage in enumerate(passages):
        for key, label, unit, beginning, pattern in _patterns():
            first = passage.text.find(beginning)
            if first < 0:  # many times faster than to search for the pattern
                continue
            for match in pattern.finditer(passage.text, first):
                place = (index, match.start("n"))
                if place in found or _is_foreign(key, passage.text, match.start()):
                    continue
                page, number = passage.place(match.start("n"))
                found[place] = Quantity(
                    quantity=key,
                    label=label,
                    value=Decimal(match["n"].replace(",", "")),
                    unit=unit,
                    raw_text=match["n"],
                    sentence=_sentence(passage.text, match.start(), match.end()),
                    page=page,
                    line_number=number,
                )
    return [found[place] for place in sorted(found)]


def _is_foreign(key: str, text: str, start: int) -> bool:
    """Whether a count of receptions belongs to foreign guests: their name stands nearer before it than the domestic."""
    if not key.startswith("reception"):
        return False
    before = text[max(text.rfind(mark, 0, start) for mark in "。;") + 1 : start]
    foreign = max(before.rfind(word) for word in _FOREIGN)
    return foreign > before.rfind("国内")


def _sentence(text: str, start: int, end: int) -> str:
    first = max(text.rfind("。", 0, start), text.rfind(";", 0, start)) + 1
    last = text.find("。", end)
    return text[first : last + 1 if last >= 0 else len(text)][:300]
