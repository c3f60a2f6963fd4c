"""Strict reading of printed amounts and money units. What is not certainly a number is not a number."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

_NUMBER = re.compile(r"(?P<sign>[-+]?)(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<fraction>\d+))?$")
_BRACKETED = re.compile(r"^\((?P<inner>[^()]+)\)$")
#: No government spends more yuan than this many digits write; more decimals than this are no printed amount.
_MOST_DIGITS, _MOST_DECIMALS = 15, 6
#: Cells are asked about again and again; texts up to this length are remembered.
_REMEMBERED = 64
_BLANKS = frozenset({"", "-", "--", "---", "/", "//", "—", "——", "–", "_", "*", "\\"})
_MINUS = str.maketrans({"−": "-", "－": "-", "﹣": "-", "‐": "-", "‑": "-", "–": "-", "，": ",", "．": ".", "﹒": "."})
#: A blank that belongs to the separator beside it, and blanks that part thousands where decimals follow them.
_LOOSE = re.compile(r"(?<=\d) ?, ?(?=\d{3}(?!\d))|(?<=\d) (?=\.\d)")
_SPACED = re.compile(r"-?\d{1,3}(?: \d{3})+\.\d{1,2}$")
_SPACE = re.compile(r"[ \t\u00a0\u2009\u202f\u3000]+")
_UNIT = re.compile(r"(?:金额)?单位\s*[:：]?\s*(?:人民币)?\s*(亿元|万元|千元|元)(?![\u4e00-\u9fff])")
_UNIT_BEHIND = re.compile(r"[(（]\s*(?:(?:金额)?单位\s*[:：]?)?\s*(?:人民币)?\s*(亿元|万元|千元|元)\s*[)）]\s*$")
_BARE_UNIT = re.compile(r"^[(（]?\s*(亿元|万元|千元|元)\s*[)）]?$")


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed number: its value as printed and how many decimals were printed."""

    value: Decimal
    decimals: int


class NotAnAmount(ValueError):
    """The text of a cell is neither blank nor a number; the message says why."""


def parse_amount(text: str) -> Amount | None:
    """Read a cell as an amount.

    In: the raw text of one cell. Out: `Amount`, or None for a blank (empty, dashes, slash).
    Raises `NotAnAmount` for anything else: broken thousands groups, a lost decimal point (`051`), two numbers, units,
    unreadable glyphs. Blanks part thousands where decimals follow (`1 539.47`). Negative amounts carry a minus or stand in brackets.
    """
    read = _told(text)
    if isinstance(read, str):
        raise NotAnAmount(read)
    return read


def _told(text: str) -> Amount | str | None:
    return _read(text) if len(text) <= _REMEMBERED else _read.__wrapped__(text)


@lru_cache(16_384)
def _read(text: str) -> Amount | str | None:
    """An amount, None for a blank, or why it is neither."""
    plain = _join_lines(unicodedata.normalize("NFKC", text).translate(_MINUS))
    plain = _SPACE.sub(" ", plain).strip().removeprefix("¥").removeprefix("￥").strip()
    if plain in _BLANKS:
        return None
    bracketed = _BRACKETED.match(plain)
    number = bracketed["inner"].strip() if bracketed else plain
    if number.startswith("- "):
        number = "-" + number[2:]
    number = _LOOSE.sub(lambda found: found[0].strip(), number)
    match = _NUMBER.match(number.replace(" ", "") if _SPACED.match(number) else number)
    if match is None:
        return f"'{text}' is not a number"
    whole = match["whole"].replace(",", "")
    if len(whole) > 1 and whole.startswith("0"):
        return f"'{text}' begins with a zero that belongs to no number (a lost decimal point?)"
    fraction = match["fraction"] or ""
    if len(whole) > _MOST_DIGITS or len(fraction) > _MOST_DECIMALS:
        return f"'{text[:40]}…' has more digits than any amount"
    value = Decimal(f"{whole}.{fraction}" if fraction else whole)
    negative = match["sign"] == "-" or bracketed is not None
    return Amount(-value if negative else value, len(fraction))


def _join_lines(text: str) -> str:
    """Rejoin a number broken over the lines of a narrow cell, only where the pieces can be nothing but one number."""
    parts = [part.strip() for part in text.splitlines() if part.strip()]
    joined = parts[0] if parts else ""
    for part in parts[1:]:
        joined += part if _is_one_number(joined, part) else f" {part}"
    return joined


def _is_one_number(first: str, second: str) -> bool:
    """Whether two lines are the halves of one number: broken at a point or comma, inside a group of thousands (the
    first half is no number by itself), or inside the decimals (which are then two at most)."""
    if first[-1:] in ".," or second[:1] in ".,":
        return True
    if not second[:1].isdigit():
        return False
    if _NUMBER.match(first) is None:
        return _NUMBER.match(first + second) is not None
    return "." in first and second.isdigit() and len((first + second).partition(".")[2]) <= 2


def is_amount(text: str) -> bool:
    """Whether a cell holds a number (a blank is none)."""
    return isinstance(_told(text), Amount)


def is_blank(text: str) -> bool:
    """Whether a cell is printed blank, with dashes or a slash."""
    return _told(text) is None


def money_unit(text: str) -> str | None:
    """The money unit a line declares (`单位：万元`, `金额单位：元`), or None. `单位：某局` names an organisation."""
    if "元" not in text:
        return None
    found = _UNIT.findall(unicodedata.normalize("NFKC", text)) if "单" in text else ()
    if found:
        return str(found[-1])
    bare = _BARE_UNIT.match(text.strip())
    return bare[1] if bare else None


def unit_behind(text: str) -> str | None:
    """The money unit in brackets at the end of a heading (`收入支出决算总表（万元）`), or None."""
    found = _UNIT_BEHIND.search(text)
    return found[1] if found else None
