"""Running text and tables as formats without geometry (HTML, Word) nest them → lines and data tables in order.

In: a flow of lines and tables whose cells hold flows themselves. Out: blocks of one page. Offices also use tables for
layout: only the innermost tables that hold data become a `Table`; what other tables hold becomes lines. Lines and table
rows are counted through the document, and that number is their lineage. Raises UnreadableDocument: `too_large`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extractors.document import Block, Cell, Table, TextLine, UnreadableDocument
from extractors.readers.glyphs import readable_text

#: Places a single table may have; official forms have thousands.
MAX_PLACES = 500_000
#: A cell with more characters than this is running text in a table of two columns, and in any table whose text is mostly
#: in it; one with more than the second number always is.
_LONG_TEXT, _WHOLE_TEXT = 300, 1_500
#: A table of one row is data only if it has so many columns, all short.
_ONE_ROW_COLUMNS, _ONE_ROW_TEXT = 3, 40


@dataclass(slots=True)
class FlowCell:
    """A cell with its spans and what it holds: lines of text and tables, in order."""

    row_span: int = 1
    column_span: int = 1
    items: list[FlowItem] = field(default_factory=list)

    def text(self) -> str:
        """All text of the cell, lines joined by newlines; tables in it are read cell by cell."""
        return "\n".join(_lines(self.items))


@dataclass(slots=True)
class FlowTable:
    """Rows of cells as the source has them: a place that a cell from above or from the left covers has no cell."""

    rows: list[list[FlowCell]] = field(default_factory=list)


FlowItem = str | FlowTable


def blocks_of_flow(items: Sequence[FlowItem], page: int) -> tuple[Block, ...]:
    """A flow → lines and data tables of a page, numbered in order."""
    return tuple(_Numbering(page).blocks(items))


def _lines(items: Sequence[FlowItem]) -> Iterator[str]:
    for item in items:
        if isinstance(item, str):
            yield item
        else:
            for row in item.rows:
                for cell in row:
                    yield from _lines(cell.items)


@dataclass(slots=True)
class _Placed:
    """A table's cells with their places in its grid."""

    cells: list[tuple[int, int, int, FlowCell]]
    row_count: int
    column_count: int


@dataclass(slots=True)
class _Numbering:
    """Turns items into blocks and counts them."""

    page: int
    number: int = 0
    known: dict[int, bool] = field(default_factory=dict)
    placed: dict[int, _Placed] = field(default_factory=dict)

    def blocks(self, items: Sequence[FlowItem]) -> Iterator[Block]:
        for item in items:
            if isinstance(item, str):
                self.number += 1
                yield TextLine(self.page, item, line_number=self.number)
                continue
            if self._holds_data(item):
                placed = self._placed(item)
                first, end = _body_rows(placed)
                yield from self._captions(item.rows[:first])
                whole = (first, end) == (0, placed.row_count)
                yield self._table(placed if whole else _place(FlowTable(item.rows[first:end])))
                yield from self._captions(item.rows[end:])
            else:
                for row in item.rows:
                    for cell in row:
                        yield from self.blocks(cell.items)

    def _captions(self, rows: list[list[FlowCell]]) -> Iterator[Block]:
        for row in rows:
            for cell in row:
                yield from self.blocks(cell.items)

    def _table(self, placed: _Placed) -> Table:
        first = self.number + 1
        self.number += placed.row_count
        cells = []
        for row, column, row_span, source in placed.cells:
            text = source.text()
            cells.append(Cell(text, row, column, row_span, source.column_span, None, first + row, readable_text(text)))
        cells.sort(key=lambda cell: (cell.row, cell.column))
        return Table(self.page, placed.row_count, placed.column_count, tuple(cells))

    def _holds_data(self, table: FlowTable) -> bool:
        """Whether a table is a grid of values, and not one that lays out a page or frames a text."""
        known = self.known.get(id(table))
        if known is None:
            known = self.known[id(table)] = _is_grid(self._placed(table)) and not any(
                map(self._contains_data, _nested(table))
            )
        return known

    def _placed(self, table: FlowTable) -> _Placed:
        placed = self.placed.get(id(table))
        if placed is None:
            placed = self.placed[id(table)] = _place(table)
        return placed

    def _contains_data(self, table: FlowTable) -> bool:
        return self._holds_data(table) or any(map(self._contains_data, _nested(table)))


def _nested(table: FlowTable) -> list[FlowTable]:
    return [item for row in table.rows for cell in row for item in cell.items if isinstance(item, FlowTable)]


def _is_grid(placed: _Placed) -> bool:
    if placed.column_count < 2 or len(placed.cells) < 2:
        return False
    lengths = [len(cell.text()) for _, _, _, cell in placed.cells]
    longest = max(lengths)
    if placed.row_count == 1:
        return placed.column_count >= _ONE_ROW_COLUMNS and longest <= _ONE_ROW_TEXT
    frames_text = placed.column_count == 2 or longest > _WHOLE_TEXT or 2 * longest > sum(lengths)
    return longest <= _LONG_TEXT or not frames_text


def _body_rows(placed: _Placed) -> tuple[int, int]:
    """The rows between those at the top and at the bottom that are one cell each: titles, units and notes, which
    offices put into the table. Out: the first row and one past the last."""
    whole = {
        row
        for row, column, row_span, cell in placed.cells
        if column == 0 and row_span == 1 and cell.column_span == placed.column_count
    }
    first, end = 0, placed.row_count
    while first < end and first in whole:
        first += 1
    while end > first and end - 1 in whole:
        end -= 1
    return (first, end) if first < end else (0, placed.row_count)


def _place(table: FlowTable) -> _Placed:
    """Cells in source order → cells in grid places: each takes the first place of its row that none from above covers.
    Spans end at the last row."""
    covered: dict[int, set[int]] = {}
    cells: list[tuple[int, int, int, FlowCell]] = []
    width = places = 0
    for row, sources in enumerate(table.rows):
        column = 0
        taken = covered.pop(row, set())
        for source in sources:
            while column in taken:
                column += 1
            row_span = min(max(1, source.row_span), len(table.rows) - row)
            places += row_span * source.column_span
            if places > MAX_PLACES:
                raise UnreadableDocument("too_large", f"a table has more than {MAX_PLACES} places; no disclosure has")
            for below in range(row + 1, row + row_span):
                covered.setdefault(below, set()).update(range(column, column + source.column_span))
            cells.append((row, column, row_span, source))
            column += source.column_span
            width = max(width, column)
    return _Placed(cells, len(table.rows), width)
