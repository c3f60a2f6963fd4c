"""Printed characters and the lines they form.

In: glyphs with positions (from pdfium, or from a scan's recogniser). Out: lines of text in reading order.
All positions are points in the frame of the page as read: x to the right, y down. A glyph also carries its position
along its own direction of writing, so that text turned by a quarter is joined the same way as upright text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractors.document import Box

#: Gap, in parts of the type size, from which two neighbours are taken to be apart: alone, and where the file also
#: puts a blank between them.
GAP = 0.3
GAP_AT_BLANK = 0.1
#: Gap, in parts of the type size, from which the pieces of a row of figures are apart.
SEGMENT_GAP = 0.27
#: Baselines closer than this part of the smaller type size belong to one line.
SAME_BASELINE = 0.45
#: A glyph printed again within this part of the type size is emphasis by double striking, not a second character.
STRUCK_TWICE = 0.12
#: Extent of a line above and below its baseline, in parts of the type size.
ASCENT, DESCENT = 0.86, 0.14

_NEXT_TO_HALF = 1e-6
UNREADABLE = "\ufffd"
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
#: Characters that no reader of a page sees: blanks without width, marks of direction, soft hyphens.
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e"))


def seen_text(text: str) -> str:
    """A text without the characters in it that nobody sees."""
    return text if text.isascii() else text.translate(_UNSEEN)


class Glyph(NamedTuple):
    """One printed character.

    `x`, `y` is the centre of its ink, by which it is given to a cell. `start`, `end` and `baseline` are measured along
    and across its direction of writing (`direction` counts quarter turns against the clock: 0 upright, 1 reading
    upwards, 2 upside down, 3 reading downwards). `after_blank` says that the file has a blank before it. `guesses` are the
    amounts that a recogniser took an unreadable number for.
    """

    text: str
    x: float
    y: float
    start: float
    end: float
    baseline: float
    size: float
    direction: int = 0
    readable: bool = True
    after_blank: bool = False
    guesses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GlyphLine:
    """Glyphs of one printed line, from its start to its end, and their text."""

    text: str
    glyphs: tuple[Glyph, ...]

    @property
    def readable(self) -> bool:
        """False if a glyph of the line could not be told."""
        return all(glyph.readable for glyph in self.glyphs)

    @property
    def size(self) -> float:
        """Largest type size in the line, in points."""
        return round(max(glyph.size for glyph in self.glyphs), 2)

    @property
    def box(self) -> Box:
        """Box round the line in the frame of the page."""
        return _box(self.glyphs)


_start = attrgetter("start")
_line_order = attrgetter("direction", "baseline", "start")


def along_and_across(x: float, y: float, direction: int) -> tuple[float, float]:
    """Point of the page → position along and across the direction of writing (across grows from line to line)."""
    if direction == 0:
        return x, y
    if direction == 1:
        return -y, x
    if direction == 2:
        return -x, -y
    return y, -x


def printed_character(code: int, mapped: bool) -> tuple[str, bool]:
    """Unicode value of a glyph → its text and whether it can be told what was printed.

    Radicals that some fonts map in place of the ideograph with the same shape are given as the ideograph.
    """
    if not mapped or code in (0, 0xFFFD) or 0xD800 <= code <= 0xDFFF:
        return UNREADABLE, False
    if code in (0x02, 0xAD, 0xFFFE):
        return "-", True  # pdfium marks a hyphen at the end of a line so; in a table it is the dash of an empty amount
    text = chr(code)
    if 0x2E80 <= code <= 0x2FDF:
        return unicodedata.normalize("NFKC", text), True
    return text, not is_private(code)


def is_private(code: int) -> bool:
    """True for private-use code points: the font drew something that only the font knows."""
    return 0xE000 <= code <= 0xF8FF or code >= 0xF0000


def readable_text(text: str) -> bool:
    """True if every character of a string can be told: no replacement, private-use or `(cid:…)` marks."""
    return UNREADABLE not in text and "(cid:" not in text and (text.isascii() or _PRIVATE.search(text) is None)


def join_lines(glyphs: Iterable[Glyph]) -> list[GlyphLine]:
    """Glyphs in any order → printed lines, upright ones first, from top to bottom; blanks at wide gaps."""
    ordered = sorted(glyphs, key=_line_order)
    lines: list[list[Glyph]] = []
    for glyph in ordered:
        if lines and _on_same_line(lines[-1][0], glyph):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [_join(line) for line in lines]


def _on_same_line(first: Glyph, glyph: Glyph) -> bool:
    if first.direction != glyph.direction:
        return False
    return glyph.baseline - first.baseline <= SAME_BASELINE * min(first.size, glyph.size)


def _join(line: list[Glyph]) -> GlyphLine:
    line.sort(key=_start)
    kept = [line[0]]
    parts = [line[0].text]
    before = line[0]
    for glyph in line[1:]:
        if glyph.start - before.start <= STRUCK_TWICE * glyph.size and glyph.text == before.text:
            continue
        if _apart(before, glyph):
            parts.append(" ")
        kept.append(glyph)
        parts.append(glyph.text)
        before = glyph
    return GlyphLine("".join(parts), tuple(kept))


def _apart(before: Glyph, glyph: Glyph) -> bool:
    limit = GAP_AT_BLANK if glyph.after_blank else GAP
    return glyph.start - before.end > limit * min(before.size, glyph.size)


def _box(line: Sequence[Glyph]) -> Box:
    start, end = line[0].start, max(glyph.end for glyph in line)
    top = min(glyph.baseline - ASCENT * glyph.size for glyph in line)
    bottom = max(glyph.baseline + DESCENT * glyph.size for glyph in line)
    return turned_box(start, top, end, bottom, line[0].direction)


def rounded(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Numbers to two decimals, each as `round` gives it; many at once, because that takes a fraction of the time."""
    hundredths = values * 100.0
    whole = np.rint(hundredths)
    found: NDArray[np.float64] = whole / 100.0
    # The product is not exact: what is next to a half is left to `round` itself.
    halves = np.abs(hundredths - whole) > 0.5 - _NEXT_TO_HALF
    if halves.any():
        found[halves] = [round(value, 2) for value in values[halves].tolist()]
    return found


def turned_box(start: float, top: float, end: float, bottom: float, direction: int) -> Box:
    """A box along and across its direction of writing → the same on the page."""
    if direction == 0:
        return Box(start, top, end, bottom)
    if direction == 1:
        return Box(top, -end, bottom, -start)
    if direction == 2:
        return Box(-end, -bottom, -start, -top)
    return Box(-bottom, start, -top, end)
