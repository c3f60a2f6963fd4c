"""Normal forms of printed labels, so that the same label compares equal however an office set it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ENUMERATOR = re.compile(
    r"^(?:其中[::])?(?:第?[一二三四五六七八九十]{1,3}[、.,]|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、)](?!\d)|\(\d{1,2}\))"
)
_TRAILING = ":;,.。、·"
#: Labels are compared by so many of their characters.
LONGEST_LABEL = 400
#: Characters that typists and recognisers put for others of the same look in printed headings.
_LOOKALIKES = str.maketrans(
    {
        **dict.fromkeys("拔", "拨"),
        **dict.fromkeys("岀", "出"),
        **dict.fromkeys("箅", "算"),
        **dict.fromkeys("抉块泱", "决"),
        **dict.fromkeys("攻", "政"),
        **dict.fromkeys("欵", "款"),
        **dict.fromkeys("人", "入"),
        **dict.fromkeys("未", "末"),
        **dict.fromkeys("木", "本"),
        **dict.fromkeys("汁讦", "计"),
        **dict.fromkeys("顶", "项"),
        **dict.fromkeys("自", "目"),
        **dict.fromkeys("佘", "余"),
        **dict.fromkeys("亊", "事"),
    }
)
#: The stroke 一 in front of 般 is taken for a dash or lost.
_GENERAL = re.compile(r"(?<!一)[-—–_]?般公共预算")
#: The money unit behind the heading of a column.
_UNIT = re.compile(r"\((?:金额)?(?:单位:?)?(?:亿元|万元|千元|元)\)$")
_TAG = re.compile(r"</?(?:b|i|u|em|strong|sub|sup|span|font|p|br|div)\b[^<>]*>", re.IGNORECASE)
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": '"', "’": '"', "「": '"', "」": '"', "＂": '"', "'": '"'})
_QUOTED = re.compile("[“”‘’「」＂']")
#: The same labels are met again and again; texts up to this length are remembered.
_REMEMBERED = 80


def compact(text: str) -> str:
    """Text in NFKC (full-width digits and brackets become half-width) without any white space or markup remnant."""
    return _compact(text) if len(text) <= _REMEMBERED else _compact.__wrapped__(text)


@lru_cache(16_384)
def _compact(text: str) -> str:
    if "<" in text:
        text = _TAG.sub("", text)
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return plain.translate(_QUOTES) if _QUOTED.search(plain) else plain


def label(text: str) -> str:
    """The comparable form of a row or column label: compact, without enumerator (`二十一、`), `其中：` or trailing colon."""
    return _label(text) if len(text) <= _REMEMBERED else _label.__wrapped__(text)


@lru_cache(16_384)
def _label(text: str) -> str:
    stripped = compact(text[:LONGEST_LABEL]).rstrip(_TRAILING)
    while True:
        shorter = _ENUMERATOR.sub("", stripped, count=1)
        if shorter == stripped:
            break
        stripped = shorter
    return stripped.removeprefix("其中:").removeprefix("其中")


def heading(text: str) -> str:
    """The comparable form of a title, column heading or official row label: a label in which characters that are taken
    for each other (拔款 for 拨款, 收人 for 收入) are the same, without a money unit behind it. For comparing only: it is
    not what is printed."""
    return _heading(text) if len(text) <= _REMEMBERED else _heading.__wrapped__(text)


@lru_cache(16_384)
def _heading(text: str) -> str:
    name = _GENERAL.sub("一般公共预算", label(text).translate(_LOOKALIKES))
    return _UNIT.sub("", name) if name.endswith("元)") else name


def code_name(text: str) -> str:
    """The comparable form of a classification's name: label form without quotation marks and middle dots."""
    return _code_name(text) if len(text) <= _REMEMBERED else _code_name.__wrapped__(text)


@lru_cache(16_384)
def _code_name(text: str) -> str:
    return label(text).replace('"', "").replace("·", "").strip("*▲#")
