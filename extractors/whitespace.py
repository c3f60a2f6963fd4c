"""Tables without vertical rulings, or without any: the missing lines are drawn where nothing is printed.

Columns are parted where no row of data has ink; a boundary is drawn beside a row only where the row's own print does not
cross it, so merged headings stay merged. The grid builder then reads the completed rulings like any other.

Points, x to the right, y down. What does not look like rows of figures gets no lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.grid import Ruling, is_line
from extractors.numbers import is_amount, is_blank, money_unit
from extractors.readers.glyphs import Glyph, GlyphLine, join_lines
from extractors.titles import statement_title
from schemas.text import compact

_SEGMENT_GAP = 0.27
_FEWEST_DATA_LINES = 3
_FEWEST_RULES = 3
_MARGIN = 3.0
_NOTE = re.compile(r"^(?:注|备注|说明|本表|此表)")
_PROSE = re.compile(r"[，。；]|万元|\d元")
_CODE = re.compile(r"^[23]\d{2}(?:\d{2}){0,2}$")

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Row:
    """One printed line: its pieces parted by wide gaps, and its upper and lower edge."""

    pieces: tuple[tuple[str, Span], ...]
    top: float
    bottom: float

    @property
    def is_data(self) -> bool:
        """Whether the line holds figures: a label or code and amounts (or dashes), not just the numbers of columns."""
        texts = [text for text, _ in self.pieces]
        numbers = [text for text in texts if is_amount(text)]
        if numbers == [str(index) for index in range(1, len(numbers) + 1)]:
            return False
        return len(texts) > 1 and (is_amount(texts[-1]) or (is_blank(texts[-1]) and bool(_CODE.match(texts[0]))))


def missing_rulings(rulings: Sequence[Ruling], glyphs: Sequence[Glyph]) -> list[Ruling]:
    """The lines to add to a page so that its unruled table has a grid; none where there is no such table.

    In: the rulings and glyphs of a page on which no ruled table was found.
    """
    rows = [_row(line) for line in join_lines(glyphs) if line.glyphs[0].direction == 0]
    added: list[Ruling] = []
    for region in _regions(rows):
        spans = _columns(region)
        if len(spans) > 1:
            added += _lines(region, spans, rulings)
    return added


def _row(line: GlyphLine) -> _Row:
    pieces: list[list[Glyph]] = [[line.glyphs[0]]]
    for glyph in line.glyphs[1:]:
        if glyph.start - pieces[-1][-1].end > _SEGMENT_GAP * glyph.size:
            pieces.append([])
        pieces[-1].append(glyph)
    box = line.box
    return _Row(
        tuple(("".join(g.text for g in piece), (piece[0].start, max(g.end for g in piece))) for piece in pieces),
        box.y0,
        box.y1,
    )


def _regions(rows: list[_Row]) -> list[list[_Row]]:
    """Runs of lines that hold rows of figures: one is enough below a statement's heading, three are needed elsewhere."""
    regions: list[tuple[bool, list[_Row]]] = [(False, [])]
    headed = False
    for row in rows:
        text = compact("".join(piece for piece, _ in row.pieces))
        if statement_title(text):
            headed = True
        elif not (money_unit(text) or _NOTE.match(text) or _is_prose(row, text)):
            regions[-1][1].append(row)
            continue
        elif not money_unit(text) and not text.startswith("公开"):
            headed = False
        regions.append((headed, []))
    needed = {True: 1, False: _FEWEST_DATA_LINES}
    return [_trimmed(region) for below, region in regions if sum(row.is_data for row in region) >= needed[below]]


def _is_prose(row: _Row, text: str) -> bool:
    if any(_PROSE.search(piece) for piece, _ in row.pieces):
        return True
    return len(row.pieces) == 1 and (len(text) > 30 or text.startswith("公开"))


def _trimmed(region: list[_Row]) -> list[_Row]:
    """Without what follows the last row of figures (page numbers, notes)."""
    last = max(index for index, row in enumerate(region) if row.is_data)
    return region[: last + 1]


def _columns(region: list[_Row]) -> list[Span]:
    """The x ranges of the columns: where rows of figures have ink, each widened by its heading, and the headings of
    columns that are blank throughout.

    A heading belongs to the one column it overlaps; where figures stand to the right and headings in the middle, to
    the next column on its right that no heading overlaps.
    """
    inked = _merged([span for row in region if row.is_data for _, span in row.pieces])
    leaves = _leaf_headings(region[: _first_data(region)])
    headed = {index for index, span in enumerate(inked) if any(_overlap(span, leaf) for leaf in leaves)}
    columns = list(inked)
    for position, leaf in enumerate(leaves):
        over = [index for index, span in enumerate(inked) if _overlap(span, leaf)]
        if not over:
            stop = leaves[position + 1][0] if position + 1 < len(leaves) else float("inf")
            over = [i for i, span in enumerate(inked) if leaf[1] <= span[0] < stop and i not in headed][:1]
        if len(over) == 1:
            columns[over[0]] = (min(columns[over[0]][0], leaf[0]), max(columns[over[0]][1], leaf[1]))
        elif not over:
            columns.append(leaf)
    return _merged(columns)


def _leaf_headings(header: list[_Row]) -> list[Span]:
    """The lowest headings, from left to right: lines of one heading are joined, headings over several are left out."""
    leaves: list[Span] = []
    for row in reversed(header):
        for text, span in row.pieces:
            if text.isdigit() or text in ("栏次", "行次"):
                continue
            below = [leaf for leaf in leaves if _overlap(leaf, span)]
            if len(below) <= 1:
                leaves = _merged([*leaves, span])
    return leaves


def _first_data(region: list[_Row]) -> int:
    return next(index for index, row in enumerate(region) if row.is_data)


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span[0] <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], span[1]))
        else:
            merged.append(span)
    return merged


def _overlap(first: Span, second: Span) -> bool:
    return first[0] < second[1] and second[0] < first[1]


def _lines(region: list[_Row], spans: list[Span], rulings: Sequence[Ruling]) -> list[Ruling]:
    left, right = spans[0][0] - _MARGIN, spans[-1][1] + _MARGIN
    left = min([left, *(span[0] - _MARGIN for row in region for _, span in row.pieces)])
    right = max([right, *(span[1] + _MARGIN for row in region for _, span in row.pieces)])
    inner = [(before[1] + after[0]) / 2 for before, after in pairwise(spans)]
    bands = _bands(region, rulings, left, right)
    added = [Ruling(left, y, right, y) for y in sorted({y for band in bands for y in band})]
    for top, bottom in bands:
        crossing = [span for row in region if top <= (row.top + row.bottom) / 2 <= bottom for _, span in row.pieces]
        for x in [left, *inner, right]:
            if not any(start < x < end for start, end in crossing):
                added.append(Ruling(x, top, x, bottom))
    return added


def _bands(region: list[_Row], rulings: Sequence[Ruling], left: float, right: float) -> list[Span]:
    """The height of each row: the header line by line; the figures between their horizontal rulings where every row
    has one, else line by line too."""
    first = _first_data(region)
    top, bottom = region[0].top - 1, region[-1].bottom + 1
    wide = [r for r in rulings if is_line(r) and r.x1 - r.x0 > 0.6 * (right - left)]
    edges = _distinct([(r.y0 + r.y1) / 2 for r in wide if region[first].top - 40 <= r.y0 <= bottom + 40])
    edges = [edge for edge in edges if first == 0 or edge > (region[first - 1].top + region[first - 1].bottom) / 2]
    data = [row for row in region if row.is_data]
    parted = sum(
        any(before.bottom <= edge + 2 and edge - 2 <= after.top for edge in edges) for before, after in pairwise(data)
    )
    ruled = len(edges) >= _FEWEST_RULES and parted >= 0.9 * (len(data) - 1)
    lines = region[:first] if ruled else region
    middles = [(before.bottom + after.top) / 2 for before, after in pairwise(lines)]
    heights = [top, *middles, *(edges if ruled else [bottom])] if lines else edges
    return list(pairwise(heights))


def _distinct(positions: list[float]) -> list[float]:
    found: list[float] = []
    for position in sorted(positions):
        if not found or position - found[-1] > 2.0:
            found.append(position)
    return found
