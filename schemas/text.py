"""Normal forms of printed labels, so that the same label compares equal however an office set it."""

from __future__ import annotations

import re
import unicodedata

_SPACE = re.compile(r"\s+")
_ENUMERATOR = re.compile(
    r"^(?:其中[::])?(?:第?[一二三四五六七八九十]{1,3}[、.,]|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、)](?!\d)|\(\d{1,2}\))"
)
_TRAILING = ":;,。、"
_LONGEST_LABEL = 400
_TAG = re.compile(r"</?(?:b|i|u|em|strong|sub|sup|span|font|p|br|div)\b[^<>]*>", re.IGNORECASE)
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": '"', "’": '"', "「": '"', "」": '"', "＂": '"', "'": '"'})


def compact(text: str) -> str:
    """Text in NFKC (full-width digits and brackets become half-width) without any white space or markup remnant."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", _TAG.sub("", text))).translate(_QUOTES)


def label(text: str) -> str:
    """The comparable form of a row or column label: compact, without enumerator (`二十一、`), `其中：` or trailing colon."""
    stripped = compact(text[:_LONGEST_LABEL]).rstrip(_TRAILING)
    while True:
        shorter = _ENUMERATOR.sub("", stripped, count=1)
        if shorter == stripped:
            break
        stripped = shorter
    return stripped.removeprefix("其中:").removeprefix("其中")


def code_name(text: str) -> str:
    """The comparable form of a classification's name: label form without quotation marks and middle dots."""
    return label(text).replace('"', "").replace("·", "").strip("*▲#")
