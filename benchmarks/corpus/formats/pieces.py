"""A table cut into several, as programs cut it where a page ends."""

from __future__ import annotations

from dataclasses import replace

from tests.typesetting.layout import Grid, GridCell


def cut(grid: Grid, rows: int, with_header: bool) -> list[Grid]:
    """A grid → grids of about `rows` rows below the header; cells that span several rows are not cut. The header stands
    in the first alone, or in all of them."""
    tied = {row for cell in grid.cells for row in range(cell.row + 1, cell.row + cell.row_span)}
    starts = [grid.header_rows]
    for row in range(grid.header_rows + 1, grid.row_count):
        if row - starts[-1] >= rows and row not in tied:
            starts.append(row)
    if len(starts) == 1:
        return [grid]
    header = [cell for cell in grid.cells if cell.row < grid.header_rows]
    pieces = []
    for number, (first, last) in enumerate(zip(starts, [*starts[1:], grid.row_count], strict=True)):
        head = header if with_header or not number else []
        above = grid.header_rows if head else 0
        body = [_moved(cell, above - first) for cell in grid.cells if first <= cell.row < last]
        pieces.append(Grid(grid.widths, above + last - first, above, (*head, *body)))
    return pieces


def _moved(cell: GridCell, rows: int) -> GridCell:
    return replace(cell, row=cell.row + rows)
