"""What a disclosure consists of before it is rendered: blocks of text and grids of cells with spans.

Nothing here knows a file format. Widths are shares of the available width, not points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from tests.typesetting.reports import CaptionLine

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell: the text, its first grid row and column (from 0), how many it covers, and how it is set."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    align: Align = "center"
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table. `header_rows` rows at the top belong to the head of the form."""

    widths: tuple[float, ...]
    row_count: int
    header_rows: int
    cells: tuple[GridCell, ...]

    def __post_init__(self) -> None:
        covered: set[tuple[int, int]] = set()
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    if (row, column) in covered or row >= self.row_count or column >= len(self.widths):
                        raise ValueError(f"cell {cell.text!r} overlaps or leaves the grid at {row}, {column}")
                    covered.add((row, column))
        if len(covered) != self.row_count * len(self.widths):
            raise ValueError("the cells do not cover the grid")


@dataclass
class GridBuilder:
    """Collects cells row by row and gives the finished `Grid`."""

    widths: tuple[float, ...]
    cells: list[GridCell] = field(default_factory=list)
    row_count: int = 0
    header_rows: int = 0

    def place(
        self,
        column: int,
        text: str,
        *,
        row: int | None = None,
        row_span: int = 1,
        column_span: int = 1,
        align: Align = "center",
        bold: bool = False,
    ) -> None:
        """Puts a cell at `column` of `row` (the next new row unless told)."""
        at = self.row_count if row is None else row
        self.cells.append(GridCell(text, at, column, row_span, column_span, align, bold))

    def row(self, texts: Sequence[str], aligns: Sequence[Align], *, bold: bool = False, start: int = 0) -> None:
        """Adds a row of plain cells from column `start` on and closes the row."""
        for offset, (text, align) in enumerate(zip(texts, aligns, strict=True)):
            self.place(start + offset, text, align=align, bold=bold)
        self.close_row()

    def close_row(self) -> None:
        self.row_count += 1

    def close_header(self) -> None:
        self.header_rows = self.row_count

    def build(self) -> Grid:
        """The grid; places that no cell covers become blank cells."""
        covered = {
            (row, column)
            for cell in self.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        }
        blanks = [
            GridCell("", row, column)
            for row in range(self.row_count)
            for column in range(len(self.widths))
            if (row, column) not in covered
        ]
        cells = sorted([*self.cells, *blanks], key=lambda cell: (cell.row, cell.column))
        return Grid(self.widths, self.row_count, self.header_rows, tuple(cells))


@dataclass(frozen=True, slots=True)
class Cover:
    """The title page, a line of text each."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents: (level, text) of every heading, with page numbers where `with_pages`."""

    entries: tuple[tuple[int, str], ...]
    with_pages: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 opens a part (a new page, centred), levels 2 and 3 stand in the text."""

    level: int
    text: str
    in_contents: bool = True


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class StatementBlock:
    """One statement: title, caption lines, table, notes below. It begins on a page of its own unless `own_page` says
    that it may go on below what stands before it."""

    statement: str
    heading: str
    title: str
    captions: tuple[CaptionLine, ...]
    grid: Grid
    notes: tuple[str, ...]
    landscape: bool
    cell_size: float
    row_height: float
    own_page: bool = True


Block = Cover | Contents | Heading | Paragraph | StatementBlock


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A whole disclosure in reading order."""

    title: str
    blocks: tuple[Block, ...]
