"""A grid on paper: measures its rows, cuts it into pieces that fit the pages, draws rulings and text."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from reportlab.pdfgen.canvas import Canvas

from tests.typesetting.layout import Align, Grid, GridCell
from tests.typesetting.renderers.fonts import FontPair
from tests.typesetting.renderers.pdf_rulings import Area, Ruling, draw_rulings
from tests.typesetting.renderers.pdf_text import draw_line

PADDING = 2.5
LEADING = 1.22


@dataclass(frozen=True, slots=True)
class SetCell:
    """A cell with its text broken into lines; its rows count from the top of the part it stands in."""

    cell: GridCell
    lines: tuple[str, ...]
    top_aligned: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """Consecutive rows of a table (those a vertical span ties together, or all on one page) and their cells."""

    heights: tuple[float, ...]
    cells: tuple[SetCell, ...]
    header_rows: int = 0

    @property
    def height(self) -> float:
        return sum(self.heights)


class TableSetter:
    """Sets grids at one width and size: `pieces` cuts a grid by available height, `draw` puts a piece on the page."""

    def __init__(
        self,
        grid: Grid,
        fonts: FontPair,
        width: float,
        size: float,
        row_height: float,
        amounts: Align = "right",
        padding: float = PADDING,
    ) -> None:
        self._fonts = fonts
        self._size = size
        self._amounts = amounts
        self._padding = padding
        share = width / sum(grid.widths)
        self._edges = [0.0, *accumulate(column_width * share for column_width in grid.widths)]
        cells = [SetCell(cell, self._break_text(cell)) for cell in grid.cells]
        heights = self._row_heights(cells, grid.row_count, row_height)
        self._header = replace(_rows_between(cells, heights, 0, grid.header_rows), header_rows=grid.header_rows)
        self._body = [_rows_between(cells, heights, first, last) for first, last in _tied_rows(grid)]

    def pieces(self, first_room: float, next_room: float, *, repeat_header: bool, split_rows: bool) -> list[Rows]:
        """The table cut into what stands on each page: `first_room` points on the first, `next_room` on the others.

        Raises `ValueError` where a page has no room for a single row.
        """
        waiting = deque(self._body)
        pieces: list[Rows] = []
        here = [self._header]
        room = first_room - self._header.height
        while waiting:
            group = waiting.popleft()
            if group.height <= room:
                here.append(group)
                room -= group.height
                continue
            parts = self._split(group, room) if split_rows else None
            if parts:
                here.append(parts[0])
            waiting.appendleft(parts[1] if parts else group)
            if len(here) <= (repeat_header or not pieces):
                raise ValueError(f"no room for a row of {group.height:.0f} points")
            pieces.append(_joined(here))
            here = [self._header] if repeat_header else []
            room = next_room - sum(rows.height for rows in here)
        return [*pieces, _joined(here)]

    def draw(
        self,
        canvas: Canvas,
        piece: Rows,
        left: float,
        top: float,
        ruling: Ruling,
        ends: tuple[bool, bool] = (True, True),
    ) -> None:
        """Draws a piece with its upper left corner at (`left`, `top`) in the canvas's own coordinates. `ends` says
        whether it is the first and the last piece of its table."""
        tops = [top - offset for offset in (0.0, *accumulate(piece.heights))]
        areas = [
            Area(one.cell.row, one.cell.column, one.cell.row_span, one.cell.column_span, one.cell.bold)
            for one in piece.cells
        ]
        draw_rulings(canvas, areas, [left + edge for edge in self._edges], tops, ruling, piece.header_rows, ends)
        for set_cell in piece.cells:
            self._draw_text(canvas, set_cell, left, tops)

    def _break_text(self, cell: GridCell) -> tuple[str, ...]:
        width = self._edges[cell.column + cell.column_span] - self._edges[cell.column] - 2 * self._padding
        return tuple(self._fonts.wrap(cell.text, self._size, width))

    def _needed_height(self, lines: int) -> float:
        return lines * self._size * LEADING + 2 * self._padding

    def _row_heights(self, cells: list[SetCell], count: int, minimum: float) -> list[float]:
        heights = [minimum] * count
        for set_cell in sorted(cells, key=lambda one: (one.cell.row_span, one.cell.row, one.cell.column)):
            cell = set_cell.cell
            rows = range(cell.row, cell.row + cell.row_span)
            lack = self._needed_height(len(set_cell.lines)) - sum(heights[row] for row in rows)
            heights[rows[-1]] += max(lack, 0.0)
        return heights

    def _split(self, group: Rows, room: float) -> tuple[Rows, Rows] | None:
        """A row broken over the page: as many lines as fit here, the rest below the break."""
        fits = int((room - 2 * self._padding) / (self._size * LEADING))
        longest = max(len(set_cell.lines) for set_cell in group.cells)
        if len(group.heights) != 1 or fits < 1 or longest <= fits:
            return None
        head = tuple(replace(one, lines=one.lines[:fits] or ("",), top_aligned=True) for one in group.cells)
        tail = tuple(replace(one, lines=one.lines[fits:] or ("",), top_aligned=True) for one in group.cells)
        return Rows((self._needed_height(fits),), head), Rows((self._needed_height(longest - fits),), tail)

    def _draw_text(self, canvas: Canvas, set_cell: SetCell, left: float, tops: list[float]) -> None:
        cell = set_cell.cell
        x0 = left + self._edges[cell.column] + self._padding
        x1 = left + self._edges[cell.column + cell.column_span] - self._padding
        top, bottom = tops[cell.row], tops[cell.row + cell.row_span]
        slack = 2 * self._padding if set_cell.top_aligned else top - bottom - len(set_cell.lines) * self._size * LEADING
        baseline = top - slack / 2 - self._size
        for line in set_cell.lines:
            space = x1 - x0 - self._fonts.width(line, self._size)
            # Only amounts stand to the right in a form; a style may set them elsewhere.
            align = self._amounts if cell.align == "right" else cell.align
            x = x0 + {"left": 0.0, "center": space / 2, "right": space}[align]
            draw_line(canvas, self._fonts, line, x, baseline, self._size, bold=cell.bold)
            baseline -= self._size * LEADING


def _tied_rows(grid: Grid) -> Iterator[tuple[int, int]]:
    """Ranges of body rows that no page break may part."""
    first = grid.header_rows
    while first < grid.row_count:
        last = first + 1
        while reach := [c.row + c.row_span for c in grid.cells if first <= c.row < last and c.row + c.row_span > last]:
            last = max(reach)
        yield first, last
        first = last


def _rows_between(cells: Iterable[SetCell], heights: list[float], first: int, last: int) -> Rows:
    inside = (one for one in cells if first <= one.cell.row < last)
    return Rows(tuple(heights[first:last]), tuple(_moved(one, -first) for one in inside))


def _joined(parts: list[Rows]) -> Rows:
    heights: tuple[float, ...] = ()
    cells: tuple[SetCell, ...] = ()
    for part in parts:
        cells += tuple(_moved(one, len(heights)) for one in part.cells)
        heights += part.heights
    return Rows(heights, cells, parts[0].header_rows if parts else 0)


def _moved(set_cell: SetCell, rows: int) -> SetCell:
    return replace(set_cell, cell=replace(set_cell.cell, row=set_cell.cell.row + rows))
