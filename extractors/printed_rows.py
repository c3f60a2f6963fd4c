"""Printed lines as rows of a table that has no rulings: pieces parted by wide gaps, regions of such lines, and which
lines are one row.

Points, x to the right, y down. Nothing here knows which statement a table is; a heading of a statement above a region
only tells that a table is to be expected below.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from statistics import quantiles
from typing import NamedTuple

import numpy as np

from extractors.document import Box
from extractors.grid import Ruling, is_line
from extractors.numbers import is_amount, is_blank, money_unit
from extractors.readers.glyph_columns import GlyphColumns, Lines
from extractors.readers.glyphs import ASCENT, DESCENT, SEGMENT_GAP, Glyph, rounded
from extractors.titles import ends_heading
from schemas.text import compact, label

#: Gaps, in parts of the type size: from which two amounts set tightly are apart; and up to which single characters are
#: one word set wide (收    入).
_TIGHT_GAP, _SPACED_GAP = 0.08, 6.0
#: Fewer characters than this hold no two amounts (`.00` and the next digit).
_FEWEST_GLUED = 3
#: Distance, in parts of the type size, between the lines of a name in several lines, and from them to figures beside.
_LEADING, _HALF_LEADING = 1.4, 0.9
#: Lines nearer than this part of the type size stand side by side.
_BESIDE = 0.8
#: Height of the middle of a line above its baseline, in parts of the type size.
_HALF_HEIGHT = 0.36
FEWEST_DATA_LINES = 3
#: Lines nearer to each other than this part of the usual distance of rows are one row.
_ONE_ROW = 0.75
#: A line further than this (in distances of rows) below the last row of figures is no part of the table.
_BELOW = 1.3
_NOTE = re.compile(r"^(?:注|备注|说明|本表|此表)")
_PROSE = re.compile(r"[，。；]|万元|\d元")
#: A heading with a year, set so wide that the digits of the year stand apart.
_DATED, _TORN_YEAR = re.compile(r"^\D*(?:20)\d\d年\D*$"), 3
_ENUMERATED = re.compile(r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d[.、．])")
_CODE = re.compile(r"^[23]\d{2}(?:\d{2}){0,2}$")
_LEADING_CODE = re.compile(r"^[23]\d{2}(?:\d{2}){0,2}(?=$|[^\d.,])")
_NUMERIC = re.compile(r"^[-+\d.,()%*/\\—–−_]+$")
GLUED = re.compile(r"\.\d\d(?=-?[\d(])")
_PAGE_NUMBER = re.compile(r"^[-—–第·.]*\d{1,4}[-—–页·.]*(?:[/共]\d{1,4}页?)?$")
TOTALS = frozenset({"合计", "总计"})
_COUNTING = frozenset({"", "栏次", "行次", "栏", "项目", "类", "款", "项"})


class Piece(NamedTuple):
    """A run of characters without a wide gap, from `start` to `end`, its middle at the height `middle`."""

    text: str
    start: float
    end: float
    middle: float = 0.0

    @property
    def centre(self) -> float:
        """Its middle."""
        return (self.start + self.end) / 2

    @property
    def is_numeric(self) -> bool:
        """Whether it can be an amount, a dash for none, a code, or a part of one of these."""
        return _is_numeric(self.text)


@lru_cache(16_384)
def _is_numeric(text: str) -> bool:
    return bool(_NUMERIC.match(unicodedata.normalize("NFKC", text)))


@dataclass(frozen=True)
class PrintedRow:
    """One printed line: its pieces from left to right, its upper and lower edge and its type size. What is asked about
    it again and again is worked out once."""

    pieces: tuple[Piece, ...]
    top: float
    bottom: float
    size: float

    @cached_property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.top + self.bottom) / 2

    @cached_property
    def text(self) -> str:
        """All of it in normal form."""
        return compact("".join(piece.text for piece in self.pieces))

    @cached_property
    def counts_columns(self) -> bool:
        """Whether it only numbers the columns (栏次 1 2 3): whole numbers from 1 on and no other word."""
        if all(piece.text != "1" for piece in self.pieces):
            return False
        numbers = [piece.text for piece in self.pieces if is_amount(piece.text)]
        words = {label(piece.text) for piece in self.pieces if not is_amount(piece.text)}
        return bool(numbers) and words <= _COUNTING and numbers == [str(n) for n in range(1, len(numbers) + 1)]

    @cached_property
    def is_data(self) -> bool:
        """Whether it holds figures: an amount (or dashes for none) and something beside it, or a code in front; not
        just the numbers of columns."""
        if self.counts_columns:
            return False
        if _LEADING_CODE.match(compact(self.pieces[0].text)):
            return True
        dashes = sum(is_blank(piece.text) for piece in self.pieces)
        return len(self.pieces) > 1 and (dashes > 1 or any(is_amount(piece.text) for piece in self.pieces))

    @property
    def is_amount(self) -> bool:
        """Whether it is nothing but an amount with decimals."""
        return len(self.pieces) == 1 and "." in self.pieces[0].text and is_amount(self.pieces[0].text)

    @property
    def is_total(self) -> bool:
        """Whether it is nothing but the label of a total: the one row of a statement without data."""
        return self.text in TOTALS

    @property
    def ends_in_amount(self) -> bool:
        """Whether it is a row of figures up to its end."""
        if not self.is_data or len(self.pieces) < 2:
            return False
        last = self.pieces[-1].text
        return is_amount(last) or (is_blank(last) and bool(_CODE.match(self.pieces[0].text)))

    @property
    def is_whole(self) -> bool:
        """Whether it is a row by itself: a label or code, and an amount or the number of the row beside it."""
        return self.is_data and self.is_named

    @cached_property
    def is_named(self) -> bool:
        """Whether it says what it is about: in words, or by a code."""
        return any(not piece.is_numeric for piece in self.pieces) or bool(_LEADING_CODE.match(self.pieces[0].text))

    @cached_property
    def is_numbered(self) -> bool:
        """Whether a number (an amount, a code, the number of the row) stands in it."""
        return any(piece.is_numeric for piece in self.pieces)


@dataclass(slots=True)
class Region:
    """Lines of one page that are a table: the first `first` of them are its head, the others its rows of figures.
    `headed` says that a statement's heading stands above it on the page, `opens_page` and `closes_page` that no other
    line stands above it or below; `page_top` is the first line of the page."""

    page: int
    rows: list[PrintedRow]
    headed: bool
    opens_page: bool
    closes_page: bool
    page_top: PrintedRow
    rulings: Sequence[Ruling]

    @property
    def first(self) -> int:
        """How many lines stand above the rows of figures; a name that begins above its figures is none of them. At the
        top of a page, an amount by itself may be all that a row has."""
        first = next(
            (index for index, row in enumerate(self.rows) if row.is_data or (self.opens_page and row.is_amount)),
            len(self.rows) - self.rows[-1].is_total,
        )
        while 0 < first < len(self.rows) and _begins_above(self.rows[first - 1], self.rows[first]):
            first -= 1
        return first

    @property
    def head(self) -> list[PrintedRow]:
        """The lines of the head."""
        return self.rows[: self.first]

    @property
    def body(self) -> list[PrintedRow]:
        """The lines of the rows of figures."""
        return self.rows[self.first :]


def _begins_above(row: PrintedRow, below: PrintedRow) -> bool:
    """Whether a line begins the names of the row below: close above it, in front of its figures where it has no word
    itself; or a name that begins with its number or code."""
    gap = below.middle - row.middle
    if row.counts_columns or gap > _LEADING * row.size:
        return False
    beside = not any(one.start < two.end and two.start < one.end for one in row.pieces for two in below.pieces)
    if beside and gap <= _HALF_LEADING * row.size:
        return True
    return not row.is_numbered and any(_ENUMERATED.match(piece.text) for piece in row.pieces)


def printed_rows(glyphs: Sequence[Glyph]) -> list[PrintedRow]:
    """Glyphs → the upright printed lines from top to bottom."""
    columns = GlyphColumns.of(glyphs)
    upright = columns if not columns.direction.any() else columns.taken(columns.direction == 0)
    return _rows(upright, upright.in_lines()) if len(upright) else []


def _rows(glyphs: GlyphColumns, along: Lines) -> list[PrintedRow]:
    """Glyphs in lines → the lines in pieces."""
    _, _, _, end, baseline, size = along.numbers
    texts = glyphs.texts_of(along)
    first = _beginnings(texts, along)
    line = along.line[first]
    sizes = rounded(np.maximum.reduceat(size, along.first))
    columns = zip(
        line.tolist(),
        ["".join(texts[a:b]) for a, b in pairwise([*first, len(texts)])],
        along.numbers[2, first].tolist(),
        np.maximum.reduceat(end, first).tolist(),
        (baseline[first] - _HALF_HEIGHT * sizes[line]).tolist(),
        strict=True,
    )
    pieces: list[list[Piece]] = [[] for _ in along.first]
    for number, text, left, right, middle in columns:
        pieces[number].append(Piece(text, left, right, middle))
    tops = np.minimum.reduceat(baseline - ASCENT * size, along.first).tolist()
    bottoms = np.maximum.reduceat(baseline + DESCENT * size, along.first).tolist()
    return [
        PrintedRow(tuple(_closed_up(own, most)), top, bottom, most)
        for own, top, bottom, most in zip(pieces, tops, bottoms, sizes.tolist(), strict=True)
    ]


def _beginnings(texts: list[str], along: Lines) -> list[int]:
    """Where the pieces of lines begin: behind wide gaps, and where the next amount does (`_unglued`)."""
    _, _, start, end, _, size = along.numbers
    gaps = start[1:] - end[:-1]
    wide = ~along.follows | (gaps > SEGMENT_GAP * size[1:])
    tight = (gaps > _TIGHT_GAP * size[1:]).tolist()
    found: list[int] = []
    for a, b in pairwise([0, *(np.flatnonzero(wide) + 1).tolist(), len(texts)]):
        found.append(a)
        if b - a > _FEWEST_GLUED:
            found += _unglued("".join(texts[a:b]), a, b, tight)
    return found


def _unglued(text: str, first: int, end: int, tight: list[bool]) -> list[int]:
    """Amounts of neighbouring columns that nearly touch: parted behind two decimals, where the next number begins.
    `tight` tells of each place whether a gap follows; out: where the next numbers begin."""
    if "." not in text or len(text) != end - first:
        return []
    places = (first + match.end() for match in GLUED.finditer(text))
    return [place for place in places if tight[place - 1]]


def _closed_up(pieces: list[Piece], size: float) -> list[Piece]:
    """Words set wide, character by character, put together again."""
    if len(pieces) < 2 or all(len(piece.text) > 1 for piece in pieces):
        return pieces
    joined: list[Piece] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        if (
            before is not None
            and len(piece.text) == 1
            and not piece.is_numeric
            and not before.is_numeric
            and (len(before.text) == 1 or before.text in ("收", "支"))
            and before.text + piece.text in ("收入", "支出", "项目", "合计", "总计", "小计", "金额")
            and piece.start - before.end < _SPACED_GAP * size
        ):
            joined[-1] = Piece(before.text + piece.text, before.start, piece.end, before.middle)
        else:
            joined.append(piece)
    return joined


def find_regions(
    page: int, rows: list[PrintedRow], rulings: Sequence[Ruling], goes_on: bool, tables: Sequence[Box] = ()
) -> list[Region]:
    """The runs of lines of a page that hold rows of figures; its ruled `tables` part them.

    One such row is enough below a statement's heading and, where the page before ended within a table (`goes_on`), at
    the top of the page; three that end in amounts are needed elsewhere. Beside ruled
    tables only what is expected is one.
    """
    runs: list[tuple[bool, bool, list[PrintedRow]]] = [(False, True, [])]
    headed = False
    passed: list[Box] = []
    for number, row in enumerate(rows):
        text = row.text
        above = [box for box in tables if box.y0 <= row.middle]
        if len(above) > len(passed):
            passed, headed = above, False
            runs.append((False, False, []))
        if ends_heading([row.text for row in rows[max(0, number - 2) : number + 1]]):
            headed = True
        elif not (money_unit(text) or _NOTE.match(text) or _is_prose(row, text)):
            runs[-1][2].append(row)
            continue
        elif not money_unit(text) and not text.startswith("公开"):
            headed = False
        runs.append((headed, False, []))
    regions = []
    for index, (below, opens, run) in enumerate(runs):
        closes = index == len(runs) - 1
        expected = below or (opens and goes_on)
        if (expected or not tables) and _holds_figures(run, expected):
            regions.append(Region(page, _trimmed(run), below, opens, closes, rows[0], rulings))
    return regions


def _holds_figures(run: list[PrintedRow], expected: bool) -> bool:
    if expected:
        return any(row.is_data for row in run) or bool(run and run[-1].is_total)
    return sum(row.ends_in_amount for row in run) >= FEWEST_DATA_LINES


def _is_prose(row: PrintedRow, text: str) -> bool:
    if any(_PROSE.search(piece.text) for piece in row.pieces if not piece.is_numeric):
        return True
    if len(row.pieces) == 1 and (len(text) > 30 or text.startswith("公开")):
        return True
    torn = sum(len(piece.text) == 1 and piece.text.isdigit() for piece in row.pieces)
    return torn >= _TORN_YEAR and _DATED.match(text) is not None


def _trimmed(run: list[PrintedRow]) -> list[PrintedRow]:
    """Without what follows the last row of figures (page numbers, notes); a label that goes on below it stays."""
    last = max((index for index, row in enumerate(run) if row.is_data), default=len(run) - 1)
    reach = _BELOW * row_distance(run)
    while last + 1 < len(run) and _follows(run[last], run[last + 1], reach):
        last += 1
    return run[: last + 1]


def _follows(row: PrintedRow, below: PrintedRow, reach: float) -> bool:
    near = below.middle - row.middle <= reach and not _PAGE_NUMBER.match(below.text)
    return near or _share_height(row, below)


def row_distance(rows: Sequence[PrintedRow]) -> float:
    """The usual distance between rows of figures that are one line high, in points."""
    whole = [row for row in rows if row.is_whole]
    steps = [after.middle - before.middle for before, after in pairwise(whole)]
    if not steps:
        return 1.6 * max((row.size for row in rows), default=8.0)
    return steps[0] if len(steps) == 1 else quantiles(steps, n=5)[0]


def joined_rows(rows: Sequence[PrintedRow]) -> list[list[PrintedRow]]:
    """Lines from top to bottom → rows of figures. The nearest lines are joined first (a name in two lines and the
    amounts beside it); what is already a row, named and with a number, is not joined to another below it."""
    groups = [[row] for row in rows]
    limit = _ONE_ROW * row_distance(rows)
    gaps = [_gap(before, after) for before, after in pairwise(groups)]
    while gaps and (least := min(gaps)) <= limit:
        index = gaps.index(least)
        groups[index : index + 2] = [groups[index] + groups[index + 1]]
        del gaps[index]
        for beside in range(max(0, index - 1), min(index + 1, len(gaps))):
            gaps[beside] = _gap(groups[beside], groups[beside + 1])
    return groups


def _gap(before: Sequence[PrintedRow], after: Sequence[PrintedRow]) -> float:
    """How far two groups of lines are apart; those that cannot be one row, infinitely."""
    if _is_row(before) and _is_row(after) and not _share_height(before[-1], after[0]):
        return float("inf")
    return after[0].middle - before[-1].middle


def _share_height(row: PrintedRow, below: PrintedRow) -> bool:
    """Whether two lines are nearer than two rows can be: each is printed beside the other."""
    return below.middle - row.middle < _BESIDE * min(row.size, below.size)


def _is_row(group: Sequence[PrintedRow]) -> bool:
    return any(row.is_named for row in group) and any(row.is_numbered for row in group)


def level_edges(rulings: Sequence[Ruling], left: float, right: float) -> list[float]:
    """The heights of the rulings that run across more than half of a table."""
    positions = sorted((r.y0 + r.y1) / 2 for r in rulings if is_line(r) and r.x1 - r.x0 > 0.6 * (right - left))
    found: list[float] = []
    for position in positions:
        if not found or position - found[-1] > 2.0:
            found.append(position)
    return found
