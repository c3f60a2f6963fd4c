"""Rulings and glyphs of one page → tables with their true merged cells, and the glyphs left over.

Pure geometry: it knows nothing of any file format. A table is a set of rulings that touch each other and enclose at
least two cells in at least two columns; several tables may stand under or beside each other, or one inside a cell of
another. Rows and columns are the distinct positions of its rulings; a merged cell is where a ruling is missing between
neighbours. A boxed single column (a frame round a page of text) is no table: its text stays running text.

Points, x to the right, y down. Never raises: what makes no table is left over.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, repeat
from operator import sub
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractors.document import Box, Cell, Table
from extractors.readers.glyph_columns import CellLine, GlyphColumns
from extractors.readers.glyphs import Glyph

#: A bar at most this thick is a line, whatever its length; up to _THICK only if it is much longer than thick.
_THIN = 3.0
_THICK, _THICK_ASPECT = 6.0, 15.0
#: Rulings whose positions differ by less belong to one grid line.
_CLUSTER = 2.0
#: Pieces of one line (dashes, one piece a cell) are joined over gaps up to this; afterwards shorter ones are specks.
_JOIN, _SPECK = 3.0, 6.0
#: How near a ruling must come to another to touch it.
_TOUCH = 2.5
#: Rulings that stick out this far beyond the last crossing one show an open side of the table.
_OPEN = 8.0


class Ruling(NamedTuple):
    """The inked rectangle of a printed line (or bar) in points."""

    x0: float
    y0: float
    x1: float
    y1: float


class _Line(NamedTuple):
    """A line at `position` from `start` to `end`: horizontal (position is y) or vertical (position is x)."""

    position: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class _Grid:
    """Grid lines and which pieces of them are ruled: `vertical[row][k]` is the piece of grid line k beside a row,
    `horizontal[k][column]` the piece of grid line k above a column."""

    xs: list[float]
    ys: list[float]
    vertical: list[list[bool]]
    horizontal: list[list[bool]]

    @property
    def area(self) -> float:
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])


class _Block(NamedTuple):
    """A cell as a block of the grid: first row and column, one past the last row and column."""

    row: int
    column: int
    row_end: int
    column_end: int


def find_tables(page: int, rulings: Iterable[Ruling], glyphs: Sequence[Glyph]) -> tuple[list[Table], GlyphColumns]:
    """Rulings and glyphs of a page → its tables from top to bottom, then left to right, and the glyphs in none."""
    left_over = GlyphColumns.of(glyphs)
    tables: list[Table] = []
    for grid in sorted(_grids(rulings), key=lambda grid: (grid.area, grid.ys, grid.xs)):  # one in a cell comes first
        table, left_over = _fill(page, grid, left_over)
        if table is not None:
            tables.append(table)
    tables.sort(key=lambda table: (table.box.y0, table.box.x0, table.box.x1) if table.box else (0.0, 0.0, 0.0))
    return tables, left_over


def is_line(ruling: Ruling) -> bool:
    """True if an inked rectangle is thin enough to be a line rather than an area."""
    x0, y0, x1, y1 = ruling
    return _is_thin(x1 - x0, y1 - y0)


def _is_thin(width: float, height: float) -> bool:
    short, long = (height, width) if height < width else (width, height)
    return short < _THIN or (short < _THICK and long > _THICK_ASPECT * short)


def are_lines(sides: NDArray[np.float64]) -> NDArray[np.bool_]:
    """The same of many rectangles at once, given as columns of their x0, y0, x1 and y1."""
    extents = sides[2:] - sides[:2]
    short, long = np.minimum(*extents), np.maximum(*extents)
    found: NDArray[np.bool_] = (short < _THIN) | ((short < _THICK) & (long > _THICK_ASPECT * short))
    return found


def _grids(rulings: Iterable[Ruling]) -> list[_Grid]:
    across: list[_Line] = []
    down: list[_Line] = []
    for x0, y0, x1, y1 in rulings:
        width, height = x1 - x0, y1 - y0
        if not _is_thin(width, height):
            continue
        speck = width < _THIN and height < _THIN
        if speck or width >= height:
            across.append(_Line((y0 + y1) / 2, x0, x1))
        if speck or width < height:
            down.append(_Line((x0 + x1) / 2, y0, y1))
    grids: list[_Grid] = []
    for horizontals, verticals in _components(_join_pieces(across), _join_pieces(down)):
        grid = _grid(horizontals, verticals)
        if len(grid.xs) > 2 and len(grid.ys) > 1:
            grids.append(grid)
    return grids


def _join_pieces(lines: list[_Line]) -> list[_Line]:
    """Dashes, pieces drawn cell by cell and lines drawn twice → whole lines."""
    joined: list[_Line] = []
    for _, group in _clusters(lines, _CLUSTER / 2):
        group.sort(key=lambda line: line.start)
        run: list[_Line] = []
        end = 0.0
        for line in group:
            if run and line.start > end + _JOIN:
                joined.append(_one_line(run, end))
                run = []
            end = max(end, line.end) if run else line.end
            run.append(line)
        joined.append(_one_line(run, end))
    return [line for line in joined if line.end - line.start >= _SPECK]


def _one_line(run: list[_Line], end: float) -> _Line:
    length = sum(line.end - line.start for line in run)
    if length <= 0.0:
        return _Line(run[0].position, run[0].start, end)
    # Weighted by length: the corner pieces between two lines must not pull either of them away.
    position = sum(line.position * (line.end - line.start) for line in run) / length
    return _Line(position, run[0].start, end)


def _clusters(lines: Iterable[_Line], gap: float) -> list[tuple[float, list[_Line]]]:
    """Lines → groups at nearly one position, in order, each with the mean position."""
    groups: list[list[_Line]] = []
    for line in sorted(lines):
        if groups and line.position - groups[-1][-1].position <= gap:
            groups[-1].append(line)
        else:
            groups.append([line])
    return [(sum(line.position for line in group) / len(group), group) for group in groups]


def _components(across: list[_Line], down: list[_Line]) -> list[tuple[list[_Line], list[_Line]]]:
    """Horizontal and vertical lines → sets of lines that touch each other, each with both kinds."""
    down = sorted(down)
    positions = [line.position for line in down]
    parent = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for i, line in enumerate(across):
        first = bisect_right(positions, line.start - _TOUCH)
        last = bisect_right(positions, line.end + _TOUCH)
        own = root(i)
        for j in range(first, last):
            touched = len(across) + j
            if parent[touched] != own and down[j].start - _TOUCH <= line.position <= down[j].end + _TOUCH:
                parent[root(touched)] = own
    members: dict[int, tuple[list[_Line], list[_Line]]] = {}
    for i, line in enumerate(across):
        members.setdefault(root(i), ([], []))[0].append(line)
    for j, line in enumerate(down):
        members.setdefault(root(len(across) + j), ([], []))[1].append(line)
    return [both for both in members.values() if len(both[0]) > 1 and both[1]]


def _grid(horizontals: list[_Line], verticals: list[_Line]) -> _Grid:
    rows, columns = _clusters(horizontals, _CLUSTER), _clusters(verticals, _CLUSTER)
    columns = _with_open_sides(columns, horizontals)
    rows = _with_open_sides(rows, verticals)
    xs, ys = [round(x, 2) for x, _ in columns], [round(y, 2) for y, _ in rows]
    heights, widths = ([(before + after) / 2 for before, after in pairwise(places)] for places in (ys, xs))
    horizontal = [_ruled(lines, widths) for _, lines in rows]
    vertical = [list(row) for row in zip(*(_ruled(lines, heights) for _, lines in columns), strict=True)]
    return _Grid(xs, ys, vertical, horizontal)


def _with_open_sides(
    grid_lines: list[tuple[float, list[_Line]]], crossing: list[_Line]
) -> list[tuple[float, list[_Line]]]:
    """Many offices leave out the outer border: where at least two crossing lines stick out, they end at one."""
    low, high = grid_lines[0][0] - _OPEN, grid_lines[-1][0] + _OPEN
    before = [line for line in crossing if line.start < low]
    after = [line for line in crossing if line.end > high]
    sides = list(grid_lines)
    if len(before) > 1:
        edge = min(line.start for line in before)
        sides.insert(0, (edge, [_closing(edge, before)]))
    if len(after) > 1:
        edge = max(line.end for line in after)
        sides.append((edge, [_closing(edge, after)]))
    return sides


def _closing(edge: float, lines: list[_Line]) -> _Line:
    return _Line(edge, min(line.position for line in lines), max(line.position for line in lines))


def _ruled(lines: list[_Line], middles: list[float]) -> list[bool]:
    """For each piece of a grid line, told by its middle, whether one of the lines that make it is there."""
    if len(lines) == 1:
        _, start, end = lines[0]
        return [start <= middle <= end for middle in middles]
    return [any(line.start <= middle <= line.end for line in lines) for middle in middles]


def _blocks(grid: _Grid) -> list[_Block]:
    """Grid → its cells: merged to the right as long as no ruling divides, then down; only what is enclosed is one."""
    row_count, column_count = len(grid.ys) - 1, len(grid.xs) - 1
    taken = [[False] * column_count for _ in range(row_count)]
    blocks: list[_Block] = []
    for row in range(row_count):
        if all(grid.vertical[row]) and all(grid.horizontal[row + 1]) and not any(taken[row]):
            # Most rows are ruled on all sides: every place is a cell, and nothing needs to be looked at.
            places = zip(repeat(row), range(column_count), repeat(row + 1), range(1, column_count + 1), strict=False)
            blocks += map(tuple.__new__, repeat(_Block), places)
            continue
        for column in range(column_count):
            if taken[row][column]:
                continue
            column_end = column + 1
            while column_end < column_count and not grid.vertical[row][column_end] and not taken[row][column_end]:
                column_end += 1
            row_end = row + 1
            while row_end < row_count and _goes_on(grid, taken, row_end, column, column_end):
                row_end += 1
            for r in range(row, row_end):
                taken[r][column:column_end] = [True] * (column_end - column)
            block = _Block(row, column, row_end, column_end)
            if _enclosed(grid, block):
                blocks.append(block)
    return blocks


def _goes_on(grid: _Grid, taken: list[list[bool]], row: int, column: int, column_end: int) -> bool:
    return not (
        any(grid.horizontal[row][column:column_end])
        or any(grid.vertical[row][column + 1 : column_end])
        or any(taken[row][column:column_end])
    )


def _enclosed(grid: _Grid, block: _Block) -> bool:
    """False for what only the bounding rectangle of a table adds: the notch of an L-shaped one."""
    row, column, row_end, column_end = block
    vertical, horizontal = grid.vertical, grid.horizontal
    if row_end - row == 1 and column_end - column == 1:
        upright = vertical[row][column] + vertical[row][column_end]
        return upright + horizontal[row][column] + horizontal[row_end][column] >= 3
    sides = (
        [vertical[r][column] for r in range(row, row_end)],
        [vertical[r][column_end] for r in range(row, row_end)],
        horizontal[row][column:column_end],
        horizontal[row_end][column:column_end],
    )
    return sum(2 * sum(side) > len(side) for side in sides) >= 3


def _fill(page: int, grid: _Grid, glyphs: GlyphColumns) -> tuple[Table | None, GlyphColumns]:
    """Grid and glyphs → its table with the texts in the cells, and the glyphs outside."""
    blocks = _blocks(grid)
    if len(blocks) < 2 or len({(block.column, block.column_end) for block in blocks}) < 2:
        return None, glyphs
    xs, ys = grid.xs, grid.ys
    # With a border of nothing around: a glyph outside the grid falls on it.
    owners = [[-1] * (len(xs) + 1) for _ in range(len(ys) + 1)]
    for number, (row, column, row_end, column_end) in enumerate(blocks):
        for r in range(row + 1, row_end + 1):
            owners[r][column + 1 : column_end + 1] = [number] * (column_end - column)
    owner = np.array(owners)[np.searchsorted(ys, glyphs.y, "right"), np.searchsorted(xs, glyphs.x, "right")]
    inside = np.flatnonzero(owner >= 0)
    lines = glyphs.taken(inside).cell_lines(owner[inside])
    table = Table(
        page=page,
        row_count=len(ys) - 1,
        column_count=len(xs) - 1,
        cells=_cells(grid, blocks, lines),
        box=Box(xs[0], ys[0], xs[-1], ys[-1]),
        column_edges=tuple(xs),
    )
    return table, glyphs.taken(owner < 0)


def _cells(grid: _Grid, blocks: Sequence[_Block], lines: Iterable[CellLine]) -> tuple[Cell, ...]:
    """The cells of a table with the lines printed in them. Made column by column: there are thousands of them."""
    xs, ys = grid.xs, grid.ys
    rows, columns, row_ends, column_ends = zip(*blocks, strict=True)
    edges = ([xs[k] for k in columns], [ys[k] for k in rows], [xs[k] for k in column_ends], [ys[k] for k in row_ends])
    boxes = map(tuple.__new__, repeat(Box), zip(*edges, strict=True))
    texts, readable = [""] * len(blocks), [True] * len(blocks)
    guesses: list[tuple[str, ...]] = [()] * len(blocks)
    before = -1
    for number, text, told, taken_for in lines:  # cell by cell
        if number == before:
            texts[number] += f"\n{text}"
            readable[number], guesses[number] = readable[number] and told, ()
        else:
            texts[number], readable[number], guesses[number] = text, told, taken_for
        before = number
    spans = (map(sub, row_ends, rows), map(sub, column_ends, columns))
    found = zip(
        texts, rows, columns, *spans, boxes, repeat(None), readable, repeat(False), guesses, repeat(False), strict=False
    )
    return tuple(map(tuple.__new__, repeat(Cell), found))
