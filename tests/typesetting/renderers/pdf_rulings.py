"""The borders of a table: every way of drawing them that real files use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from reportlab.pdfgen.canvas import Canvas

Ruling = Literal[
    "stroked", "filled", "cells", "dashed", "double", "shaded", "horizontal", "none", "three_lines", "header_only",
    "frame", "header_verticals",
]  # fmt: skip
#: Manners without vertical lines beside the rows of figures.
UNRULED: tuple[Ruling, ...] = ("horizontal", "none", "three_lines", "header_only", "frame", "header_verticals")
LINE_WIDTH = 0.5
DASHES, DOUBLE_GAP, SHADE = (3, 2), 1.6, 0.85


class Area(NamedTuple):
    """The place of a cell: first row and column, and how many it covers; `bold` ones are shaded where shading is on."""

    row: int
    column: int
    row_span: int
    column_span: int
    bold: bool = False


def draw_rulings(
    canvas: Canvas,
    areas: Sequence[Area],
    edges: list[float],
    tops: list[float],
    ruling: Ruling,
    header_rows: int = 0,
    ends: tuple[bool, bool] = (True, True),
) -> None:
    """Draw the borders of all cells; `edges` and `tops` are the positions of the columns and rows on the canvas.

    `header_rows` rows at the top are head of the form; `ends` says whether the piece is the first and the last of its
    table.
    """
    canvas.setLineWidth(LINE_WIDTH)
    if ruling in UNRULED and ruling != "horizontal":
        _draw_sparse(canvas, areas, edges, tops, ruling, header_rows, ends)
        return
    if ruling in ("cells", "shaded"):
        _draw_cells(canvas, areas, edges, tops, shaded=ruling == "shaded")
    if ruling != "cells":
        canvas.setDash(*(DASHES if ruling == "dashed" else ()))
        _draw_joined(canvas, areas, edges, tops, ruling)
        canvas.setDash()


def _draw_sparse(
    canvas: Canvas,
    areas: Sequence[Area],
    edges: list[float],
    tops: list[float],
    ruling: Ruling,
    header_rows: int,
    ends: tuple[bool, bool],
) -> None:
    """A table with few lines: the cells of its head, three lines (三线表), or a frame round all of it."""
    head = [area for area in areas if area.row < header_rows]
    left, right = edges[0], edges[-1]
    if ruling == "header_only":
        _draw_joined(canvas, head, edges, tops, "stroked")
    elif ruling == "header_verticals":
        _draw_joined(canvas, areas, edges, tops, "horizontal")
        _draw_joined(canvas, head, edges, tops, "stroked")
    elif ruling == "frame":
        canvas.rect(left, tops[-1], right - left, tops[0] - tops[-1], stroke=1, fill=0)
    elif ruling == "three_lines":
        below_head = (tops[header_rows],) if header_rows else ()
        for y in (*((tops[0],) if ends[0] else ()), *below_head, *((tops[-1],) if ends[1] else ())):
            canvas.line(left, y, right, y)


def _draw_cells(canvas: Canvas, areas: Sequence[Area], edges: list[float], tops: list[float], *, shaded: bool) -> None:
    """A rectangle a cell: stroked, or (shaded) a grey area behind the upper rows and the bold cells."""
    canvas.saveState()
    canvas.setFillGray(SHADE)
    for area in areas:
        x0, x1 = edges[area.column], edges[area.column + area.column_span]
        y0, y1 = tops[area.row + area.row_span], tops[area.row]
        if not shaded:
            canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=1, fill=0)
        elif area.row < 2 or area.bold:
            canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=0, fill=1)
    canvas.restoreState()


def _draw_joined(canvas: Canvas, areas: Sequence[Area], edges: list[float], tops: list[float], ruling: Ruling) -> None:
    """Every border once: the unit edges of all cells, joined into the longest straight lines."""
    horizontal: dict[int, set[int]] = {}
    vertical: dict[int, set[int]] = {}
    for area in areas:
        for row in (area.row, area.row + area.row_span):
            horizontal.setdefault(row, set()).update(range(area.column, area.column + area.column_span))
        for column in (area.column, area.column + area.column_span):
            vertical.setdefault(column, set()).update(range(area.row, area.row + area.row_span))
    for row in sorted(horizontal):
        for first, last in _stretches(horizontal[row]):
            _draw_ruling(canvas, "horizontal", tops[row], edges[first], edges[last], ruling)
    for column in sorted(vertical) if ruling != "horizontal" else ():
        for first, last in _stretches(vertical[column]):
            _draw_ruling(canvas, "vertical", edges[column], tops[last], tops[first], ruling)


def _stretches(units: set[int]) -> Iterator[tuple[int, int]]:
    start = None
    for unit in sorted(units):
        start = unit if start is None else start
        if unit + 1 not in units:
            yield start, unit + 1
            start = None


def _draw_ruling(
    canvas: Canvas, direction: Literal["horizontal", "vertical"], at: float, start: float, end: float, ruling: Ruling
) -> None:
    half = LINE_WIDTH / 2
    if ruling == "filled":
        if direction == "horizontal":
            canvas.rect(start - half, at - half, end - start + LINE_WIDTH, LINE_WIDTH, stroke=0, fill=1)
        else:
            canvas.rect(at - half, start - half, LINE_WIDTH, end - start + LINE_WIDTH, stroke=0, fill=1)
        return
    for offset in (-DOUBLE_GAP / 2, DOUBLE_GAP / 2) if ruling == "double" else (0.0,):
        if direction == "horizontal":
            canvas.line(start, at + offset, end, at + offset)
        else:
            canvas.line(at + offset, start, at + offset, end)
