"""What may be believed of the strips of a scanned page.

In: the upright image and its strips. Out: glyph groups, one a strip, as `grid.find_tables` takes them. A number is
believed only where two readings of differently cut strips agree, every character of it is sure, the points seen in
the ink are there, and its digits are high enough; otherwise its characters are given as unreadable, with what the
readings took it for as guesses: the sums of the statement may settle one of them (`settling.py`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import cv2
import numpy as np

from extractors.numbers import NotAnAmount, parse_amount
from extractors.readers.glyphs import UNREADABLE, Glyph
from extractors.readers.scan_recognition import Area, Image, Reading, read_strips
from extractors.readers.scan_strips import Strip

#: Every character of a number must be this sure in one reading and nearly in the other; other characters in one.
_SURE_OF_DIGIT, _NEARLY_SURE, _SURE_OF_TEXT = 0.85, 0.5, 0.35
#: Baseline and type size in the ink of a strip, in parts of its height.
_BASELINE = 0.88
#: Margins (above and below, at the sides) of the two cuts of one strip, in parts of its height.
_CUTS = ((0.18, 0.25), (0.06, 0.45))
#: Pixels that the ink of a digit must have in height. Below it, digits were misread that both readings agreed on and
#: were sure of; the ink is a sixth higher than the digit, so this is a digit of seven pixels.
LEAST_DIGIT = 8.3
_NUMBER = re.compile(r"[0-9０-９.,．，]*[0-9０-９][0-9０-９.,．，]*")
#: A number with all the commas and points it can have: no mark seen beside them was lost from it.
_COMPLETE = re.compile(r"[^0-9]?\d{1,3}(,\d{3})*\.\d{2}[^0-9]?")
#: A number whose point was taken for a comma: no group of thousands has two digits.
_COMMA_FOR_POINT = re.compile(r"[^0-9]?\d{1,3}(,\d{3})*,\d{2}[^0-9]?")
_DASHES = frozenset("-－−—–‐‑一_﹣")


def read(image: Image, strips: Sequence[tuple[Strip, Area]], points: float, scanned: float = 1.0) -> list[Glyph]:
    """Strips, each with its cell (or the page) → glyph groups in points (`points` a pixel); none for empty ones.
    `scanned` is how many pixels of the scan a pixel of the image stands for."""
    first = read_strips([_cut(image, strip, 0) for strip, _ in strips])
    doubtful = [k for k, reading in enumerate(first) if _wants_second(reading)]
    again = read_strips([_cut(image, strips[k][0], 1) for k in doubtful])
    second = dict(zip(doubtful, again, strict=True))
    texts = [
        believed(strip, first[k], second.get(k), too_small=is_too_small(strip, scanned))
        for k, (strip, _) in enumerate(strips)
    ]
    named = {
        cell
        for (strip, cell), (text, sure) in zip(strips, texts, strict=True)
        if strip.textual and sure and _is_name(text)
    }
    return [
        _glyph(strip, text, sure, points)._replace(
            guesses=() if sure or is_too_small(strip, scanned) else guesses(strip, first[k], second.get(k))
        )
        for k, ((strip, cell), (text, sure)) in enumerate(zip(strips, texts, strict=True))
        if strip.textual or sure or cell not in named  # dirt beside a name is no part of it
    ]


def _wants_second(reading: Reading) -> bool:
    return bool(_NUMBER.search(reading.text)) or reading.lowest < _SURE_OF_DIGIT


def _cut(image: Image, strip: Strip, cut: int) -> Image:
    """The image of a strip with a margin of its own paper: what lies beyond its limit is not on it."""
    area, limit = strip.area, strip.limit
    above, beside = (max(2, round(part * min(area.height, area.width * 3))) for part in _CUTS[cut])
    x0, y0 = max(area.x0 - beside, limit.x0), max(area.y0 - above, limit.y0)
    x1, y1 = min(area.x1 + beside, limit.x1), min(area.y1 + above, limit.y1)
    inner = image[y0:y1, x0:x1]
    paper = tuple(float(value) for value in np.percentile(inner.reshape(-1, 3), 80, axis=0))
    margins = (y0 - (area.y0 - above), area.y1 + above - y1, x0 - (area.x0 - beside), area.x1 + beside - x1)
    top, bottom, left, right = (max(0, margin) for margin in margins)
    padded = cv2.copyMakeBorder(inner, top, bottom, left, right, cv2.BORDER_CONSTANT, value=paper)
    return padded.astype(np.uint8)


def is_too_small(strip: Strip, scanned: float) -> bool:
    """Whether the scan has too few pixels for digits of this size; `scanned` as in `read`."""
    return 0 < strip.character * scanned < LEAST_DIGIT


def believed(strip: Strip, first: Reading, second: Reading | None, *, too_small: bool = False) -> tuple[str, bool]:
    """Readings of a strip → its text and whether all of it can be believed; no number where it is too small."""
    if strip.dash and (not first.text or set(first.text) <= _DASHES):
        return "-", True
    if second is not None and second.lowest > first.lowest and not _is_number(first.text):
        first, second = second, first
    if not first.text:
        return UNREADABLE, False
    chars = [
        char if confidence >= _SURE_OF_TEXT else UNREADABLE
        for char, confidence in zip(first.text, first.confidences, strict=True)
    ]
    _doubt_numbers(strip, first, second if not too_small else None, chars)
    text = "".join(chars)
    return text, UNREADABLE not in text


def guesses(strip: Strip, first: Reading, second: Reading | None) -> tuple[str, ...]:
    """The amounts that the readings of a doubtful number took it for; what both say is given twice. Marks that the ink
    has and a reading lost, or took for others, are in their places."""
    readings = [reading.text for reading in (first, second) if reading is not None]
    return tuple(amount for text in readings if (amount := _amount(text, strip.points)))


def _amount(text: str, points: int) -> str:
    """A reading as the amount it can only be; '' where it is none."""
    plain = _plain(text)
    if _COMMA_FOR_POINT.fullmatch(plain) or (points and plain.isdigit() and len(plain) > 2):
        plain = re.sub(r"\D?(\d\d)(\D?)$", r".\1\2", plain)
    try:
        return plain if parse_amount(plain) is not None else ""
    except NotAnAmount:
        return ""


def _doubt_numbers(strip: Strip, first: Reading, second: Reading | None, chars: list[str]) -> None:
    """Makes the numbers of a reading unreadable that are not sure."""
    ours = list(_NUMBER.finditer(first.text))
    theirs = list(_NUMBER.finditer(second.text)) if second is not None else []
    alike = len(ours) == len(theirs)
    lost = _is_number(first.text) and (
        (strip.points > sum(char in ".,．，" for char in first.text) and not _COMPLETE.fullmatch(_plain(first.text)))
        or (strip.minus and first.text[0] not in _DASHES)
        or _COMMA_FOR_POINT.fullmatch(_plain(first.text)) is not None
    )
    for k, number in enumerate(ours):
        start, end = number.span()
        sure = alike and _plain(number[0]) == _plain(theirs[k][0]) and not lost
        if sure and second is not None:
            pairs = zip(first.confidences[start:end], second.confidences[theirs[k].start() :], strict=False)
            sure = all(max(pair) >= _SURE_OF_DIGIT and min(pair) >= _NEARLY_SURE for pair in pairs)
        if not sure:
            chars[start:end] = [UNREADABLE] * (end - start)
    if _is_number(first.text) and second is not None and _plain(first.text) != _plain(second.text):
        chars[:] = [UNREADABLE] * len(chars)  # a sign, a bracket or a percent sign that one reading has not


def _is_number(text: str) -> bool:
    """Whether a strip holds a number and no words."""
    return bool(_NUMBER.search(text)) and not any(char.isalpha() for char in text)


def _is_name(text: str) -> bool:
    """Whether a strip holds words and no number."""
    return any(char.isalpha() for char in text) and not _NUMBER.search(text)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _glyph(strip: Strip, text: str, readable: bool, points: float) -> Glyph:
    """Reading of a strip → one group for the grid, placed by the middle of its ink."""
    x0, y0, x1, y1 = (value * points for value in strip.area)
    size = y1 - y0
    if strip.dash:
        size = 4.0 * size
    return Glyph(text, (x0 + x1) / 2, (y0 + y1) / 2, x0, x1, y0 + _BASELINE * (y1 - y0), size, readable=readable)
