"""A sheet of a workbook → one page: its tables and, around them, lines.

In: the shown texts of a sheet by row and column, its merged cells, which rows are ruled and what is hidden. Out: a Page.
Blank rows part tables; where a table is ruled, so do rows without rules and numbers (titles, units, notes): these are
lines. All tables of a sheet have the columns of the sheet, so that a piece without header still fits the piece above.
A line or cell carries the number of its row as the program shows it. Raises UnreadableDocument: `too_large`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from extractors.document import Block, Cell, Page, Table, TextLine, UnreadableDocument
from extractors.readers.glyphs import seen_text
from extractors.readers.number_format import printed_number

#: Places of all tables of a sheet together; official forms have a few thousand.
MAX_PLACES = 600_000
#: Filled cells of a sheet.
MAX_FILLED = 400_000
#: A row without rules that has more cells than this belongs to the table all the same.
_MOST_CAPTION_CELLS = 3
#: Words of a sheet's name that make it a title; others (Sheet1, 封面, Z01, 公开01表) say nothing about what is in it.
_TITLE_WORDS = re.compile(r"决算|预算|收入|支出|经费|采购|资产|20\d\d")


class Shown(NamedTuple):
    """What a cell shows. `readable` is False where the file holds no certain value; `number` is True for numbers."""

    text: str
    readable: bool = True
    number: bool = False


class Merge(NamedTuple):
    """A merged area: first row and column, last row and column, all from 0."""

    row: int
    column: int
    last_row: int
    last_column: int


def show_number(number: Decimal, code: str, from_1904: bool, shows_zeros: bool) -> Shown:
    """A number with its format → what the cell shows. Infinite and endless ones are not readable."""
    if not number.is_finite() or number.adjusted() > 30:
        return Shown(str(number), readable=False)
    number = Decimal(0) if number.adjusted() < -30 else number  # less than binary arithmetic can tell from nothing
    if not number and not shows_zeros:
        return Shown("")
    return Shown(printed_number(number, code, from_1904=from_1904), number=True)


@dataclass(slots=True)
class Sheet:
    """A sheet as read from a file. Rows and columns count from 0; `ruled_rows` have a cell with a side ruled."""

    name: str
    cells: dict[tuple[int, int], Shown] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    ruled_rows: set[int] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    has_pictures: bool = False

    def show(self, row: int, column: int, shown: Shown) -> None:
        """Put what a cell shows in its place. Blanks are not kept."""
        text = seen_text(shown.text)
        if not text.strip():
            return
        self.cells[row, column] = shown if text is shown.text else shown._replace(text=text)
        if len(self.cells) > MAX_FILLED:
            raise UnreadableDocument("too_large", f"sheet {self.name} has more than {MAX_FILLED} filled cells; no disclosure has")  # fmt: skip

    def hides_column(self, column: int) -> bool:
        """Whether a column is hidden."""
        return any(first <= column <= last for first, last in self.hidden_columns)


def page_of_sheet(sheet: Sheet, number: int) -> Page:
    """A sheet and its number (from 1) → its page: the name of the sheet as first line where it is a title, then tables
    and lines."""
    layout = _Layout(sheet)
    named = layout.cells and _TITLE_WORDS.search(sheet.name)
    blocks: list[Block] = [TextLine(number, sheet.name.strip())] if named else []
    for segment in layout.segments():
        if segment.is_table:
            blocks.append(layout.table(segment, number))
        else:
            blocks.extend(layout.lines(segment, number))
    return Page(number, 0.0, 0.0, tuple(blocks), image_only=not layout.cells and sheet.has_pictures)


class _Segment(NamedTuple):
    """Rows of a sheet that belong together."""

    rows: list[int]
    is_table: bool


class _Layout:
    """The visible part of a sheet: columns renumbered from 0 without hidden ones, rows as they are."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self.cells: dict[tuple[int, int], Shown] = {}
        self._spans: dict[tuple[int, int], tuple[int, int]] = {}
        self._covered: set[tuple[int, int]] = set()
        places = [*sheet.cells, *((merge.row, merge.column) for merge in sheet.merges if (merge.row, merge.column) in sheet.cells)]  # fmt: skip
        last = max((merge.last_column for merge in sheet.merges if (merge.row, merge.column) in sheet.cells), default=0)
        most = max((column for _, column in places), default=-1)
        # A merged title may reach beyond the table below it, but hardly by a hundred columns.
        self._columns = [c for c in range(max(most, min(last, most + 100)) + 1) if not sheet.hides_column(c)]
        self._place_cells()
        filled = [column for _, column in self.cells]
        self._first_column = min(filled, default=0)
        ends = [column + self._spans.get((row, column), (1, 1))[1] for row, column in self.cells]
        self._column_count = max(ends, default=0) - self._first_column
        self._by_row: dict[int, list[int]] = {}
        for row, column in sorted(self.cells):
            self._by_row.setdefault(row, []).append(column)

    def _visible_column(self, column: int) -> int:
        """The number of a column among the visible ones (of the next visible one where it is hidden)."""
        return bisect_left(self._columns, column)

    def _place_cells(self) -> None:
        last_row = max((row for row, _ in self._sheet.cells), default=0)
        inside: set[tuple[int, int]] = set()
        places = 0
        for merge in self._sheet.merges:
            start, end = self._visible_column(merge.column), self._visible_column(merge.last_column + 1)
            last = min(merge.last_row, last_row)
            places += max(0, last + 1 - merge.row) * max(0, end - start)
            if places > MAX_PLACES:
                raise self._too_large()
            if end <= start:
                continue
            rows = [row for row in range(merge.row, last + 1) if row not in self._sheet.hidden_rows]
            if not rows:
                continue
            shown = self._sheet.cells.get((merge.row, merge.column))
            inside.update((row, column) for row in range(merge.row, rows[-1] + 1) for column in range(start, end))
            if shown is not None:
                self.cells[rows[0], start] = shown
                self._spans[rows[0], start] = (len(rows), end - start)
                self._covered.update((row, column) for row in rows for column in range(start, end))
        for (row, column), shown in self._sheet.cells.items():
            place = (row, self._visible_column(column))
            hidden = row in self._sheet.hidden_rows or self._sheet.hides_column(column)
            if not hidden and place not in inside:
                self.cells[place] = shown

    def _too_large(self) -> UnreadableDocument:
        return UnreadableDocument("too_large", f"sheet {self._sheet.name} has tables of more than {MAX_PLACES} places; no disclosure has")  # fmt: skip

    def segments(self) -> Iterator[_Segment]:
        """The rows from top to bottom in segments: tables, and the lines between ruled ones."""
        for block in self._blocks():
            if any(row in self._sheet.ruled_rows for row in block):
                yield from self._ruled_segments(block)
            else:
                yield from self._parted(block, in_table=True)

    def _blocks(self) -> Iterator[list[int]]:
        """Runs of rows without a blank one between; a ruled row is part of a table even when it is blank."""
        kept_by_merge = {row for row, _ in self._covered}
        last_row = max(self._by_row, default=-1)
        block: list[int] = []
        rows = sorted({*self._by_row, *kept_by_merge, *(row for row in self._sheet.ruled_rows if row <= last_row)})
        before = -1
        for row in (row for row in rows if row not in self._sheet.hidden_rows):
            gap = any(between not in self._sheet.hidden_rows for between in range(before + 1, min(row, before + 1000)))
            if block and gap:
                yield from self._trimmed(block)
                block = []
            block.append(row)
            before = row
        yield from self._trimmed(block)

    def _trimmed(self, block: list[int]) -> Iterator[list[int]]:
        """A block without blank rows before and after, if anything is left."""
        filled = [index for index, row in enumerate(block) if row in self._by_row]
        if filled:
            yield block[filled[0] : filled[-1] + 1]

    def _ruled_segments(self, block: list[int]) -> Iterator[_Segment]:
        segment: list[int] = []
        is_table = False
        for row in block:
            belongs = self._in_table(row)
            if segment and belongs != is_table:
                yield from self._parted(segment, is_table)
                segment = []
            segment.append(row)
            is_table = belongs
        if segment:
            yield from self._parted(segment, is_table)

    def _parted(self, rows: list[int], in_table: bool) -> Iterator[_Segment]:
        """Rows as segments: the captions a table begins with and the notes it ends with are lines, and so is a column
        of text, framed or not."""
        if not in_table or all(len(self._by_row.get(row, ())) < 2 for row in rows):
            yield _Segment(rows, False)
            return
        start = next(at for at, row in enumerate(rows) if not self._is_caption(row))
        end = next(at for at in range(len(rows), 0, -1) if not self._is_note(rows[at - 1]))
        if start:
            yield _Segment(rows[:start], False)
        yield _Segment(rows[start:end], True)
        if end < len(rows):
            yield _Segment(rows[end:], False)

    def _is_caption(self, row: int) -> bool:
        """Whether a row holds one text alone: merged over columns, or without rules."""
        columns = self._by_row.get(row, [])
        merged = any(self._spans.get((row, column), (1, 1))[1] > 1 for column in columns)
        return len(columns) == 1 and (merged or row not in self._sheet.ruled_rows)

    def _is_note(self, row: int) -> bool:
        """Whether a row holds one text alone that is merged over most of the table."""
        columns = self._by_row.get(row, [])
        if len(columns) != 1 or self.cells[row, columns[0]].number:
            return False
        rows, width = self._spans.get((row, columns[0]), (1, 1))
        return rows == 1 and 2 * width > self._column_count

    def _in_table(self, row: int) -> bool:
        columns = self._by_row.get(row, [])
        if row in self._sheet.ruled_rows or len(columns) > _MOST_CAPTION_CELLS:
            return True
        return len(columns) > 1 and any(self.cells[row, column].number for column in columns)

    def lines(self, segment: _Segment, page: int) -> Iterator[TextLine]:
        """Rows outside tables → a line each; what stands apart in a row is parted by blanks."""
        for row in segment.rows:
            texts = [self.cells[row, column].text.strip() for column in self._by_row.get(row, [])]
            for text in "   ".join(texts).splitlines():
                if text.strip():
                    yield TextLine(page, text.strip(), line_number=row + 1)

    def table(self, segment: _Segment, page: int) -> Table:
        """Rows of a table → a full grid; merged cells end with it."""
        rows, width = segment.rows, self._column_count
        if len(rows) * width > MAX_PLACES:
            raise self._too_large()
        index = {row: number for number, row in enumerate(rows)}
        cells = []
        for row in rows:
            for column in range(self._first_column, self._first_column + width):
                place = (row, column)
                shown = self.cells.get(place)
                if shown is None and place in self._covered:
                    continue
                row_span, column_span = self._spans.get(place, (1, 1))
                inside = min(row_span, len(rows) - index[row])
                text, readable = (shown.text.strip(), shown.readable) if shown else ("", True)
                cells.append(
                    Cell(text, index[row], column - self._first_column, inside, column_span, None, row + 1, readable)
                )
        return Table(page, len(rows), width, tuple(cells))
