"""PDFs drawn for the tests of the readers: ruled tables in every manner a program may draw them.

Positions are points from the top left, y down, as readers report them; the page is 595 × 842 unless told.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from hypothesis import assume
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 595.0, 842.0

#: First row and column, one past the last row and column.
Block = tuple[int, int, int, int]
Manner = Literal["lines", "rectangles", "bars", "pieces", "dashes", "one_path"]
MANNERS: tuple[Manner, ...] = ("lines", "rectangles", "bars", "pieces", "dashes", "one_path")


def draw(paint: Callable[[Canvas], None], size: tuple[float, float] = (WIDTH, HEIGHT), rotation: int = 0) -> bytes:
    """One page painted by a function → PDF. `rotation` is the /Rotate of the page."""
    return draw_pages([paint], size, rotation)


def draw_pages(
    paints: Sequence[Callable[[Canvas], None]],
    size: tuple[float, float] = (WIDTH, HEIGHT),
    rotation: int = 0,
    password: str | None = None,
) -> bytes:
    """Pages painted by functions → PDF, protected by a password if one is given."""
    buffer = io.BytesIO()
    encryption = StandardEncryption(password, ownerPassword="owner", canPrint=1) if password else None
    canvas = Canvas(buffer, pagesize=size, encrypt=encryption, invariant=1)
    for paint in paints:
        canvas.setPageRotation(rotation)
        paint(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def whole(rows: int, columns: int) -> list[Block]:
    """All single cells of a grid."""
    return [(r, c, r + 1, c + 1) for r in range(rows) for c in range(columns)]


def sides(xs: Sequence[float], ys: Sequence[float], block: Block) -> list[tuple[float, float, float, float]]:
    """The four sides of a block of a grid as lines."""
    x0, y0, x1, y1 = xs[block[1]], ys[block[0]], xs[block[3]], ys[block[2]]
    return [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]


def rule(
    canvas: Canvas,
    xs: Sequence[float],
    ys: Sequence[float],
    blocks: Sequence[Block],
    manner: Manner = "lines",
    height: float = HEIGHT,
) -> None:
    """Draws the borders of the blocks of a grid in one of the manners programs use."""
    lines = sorted({side for block in blocks for side in sides(xs, ys, block)})
    canvas.setLineWidth(0.6)
    if manner == "rectangles":
        for row, column, row_end, column_end in blocks:
            x0, y1 = xs[column], ys[row_end]
            canvas.rect(x0, height - y1, xs[column_end] - x0, y1 - ys[row], stroke=1, fill=0)
    elif manner == "one_path":
        path = canvas.beginPath()
        for x0, y0, x1, y1 in lines:
            path.moveTo(x0, height - y0)
            path.lineTo(x1, height - y1)
        canvas.drawPath(path)
    for x0, y0, x1, y1 in lines:
        if manner == "bars":
            canvas.rect(x0 - 0.25, height - y1 - 0.25, x1 - x0 + 0.5, y1 - y0 + 0.5, stroke=0, fill=1)
        elif manner == "pieces":
            middle_x, middle_y = (x0 + x1) / 2, (y0 + y1) / 2
            canvas.line(x0, height - y0, middle_x, height - middle_y)
            canvas.line(middle_x, height - middle_y, x1, height - y1)
        elif manner == "dashes":
            _dashes(canvas, x0, height - y0, x1, height - y1)
        elif manner == "lines":
            canvas.line(x0, height - y0, x1, height - y1)


def _dashes(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    """A line of separate strokes of 3 points with 2 points between them."""
    length = abs(x1 - x0) + abs(y1 - y0)
    at = 0.0
    while at < length:
        a, b = at / length, min(at + 3.0, length) / length
        canvas.line(x0 + (x1 - x0) * a, y0 + (y1 - y0) * a, x0 + (x1 - x0) * b, y0 + (y1 - y0) * b)
        at += 5.0


def write_cells(
    canvas: Canvas,
    xs: Sequence[float],
    ys: Sequence[float],
    texts: Mapping[Block, str],
    size: float = 7.0,
    height: float = HEIGHT,
) -> None:
    """Writes texts into the middle of blocks of a grid."""
    canvas.setFont("Helvetica", size)
    for (row, column, row_end, column_end), text in texts.items():
        x, y = (xs[column] + xs[column_end]) / 2, (ys[row] + ys[row_end]) / 2
        canvas.drawCentredString(x, height - y - 0.36 * size, text)


def table(
    texts: Mapping[Block, str], xs: Sequence[float], ys: Sequence[float], manner: Manner = "lines", **more: Any
) -> Callable[[Canvas], None]:
    """Painter of one table: borders and texts of its blocks."""

    def paint(canvas: Canvas) -> None:
        rule(canvas, xs, ys, list(texts), manner, **more)
        write_cells(canvas, xs, ys, texts, **more)

    return paint


@st.composite
def merged_grids(draw: st.DrawFn) -> tuple[list[float], list[float], list[Block]]:
    """Random grid lines, and a random division of the grid into single and merged cells."""
    widths = draw(st.lists(st.integers(12, 90), min_size=2, max_size=7))
    heights = draw(st.lists(st.integers(9, 40), min_size=1, max_size=9))
    xs = [20.0 + sum(widths[:k]) for k in range(len(widths) + 1)]
    ys = [30.0 + sum(heights[:k]) for k in range(len(heights) + 1)]
    free = {(r, c) for r in range(len(heights)) for c in range(len(widths))}
    blocks: list[Block] = []
    wishes = draw(st.lists(st.tuples(*[st.integers(0, 8)] * 2, *[st.integers(1, 4)] * 2), max_size=6))
    for row, column, row_span, column_span in wishes:
        cells = {(r, c) for r in range(row, row + row_span) for c in range(column, column + column_span)}
        if cells <= free:
            free -= cells
            blocks.append((row, column, row + row_span, column + column_span))
    blocks = sorted([*blocks, *((r, c, r + 1, c + 1) for r, c in free)])
    assume(len({(column, column_end) for _, column, _, column_end in blocks}) > 1)  # one column is no table
    return xs, ys, blocks


def printed_places(xs: Sequence[float], ys: Sequence[float], blocks: Sequence[Block]) -> list[Block]:
    """Blocks counted by printed grid lines: a line at which no cell ends is not printed, so no row begins there."""
    seen_xs = sorted({xs[k] for block in blocks for k in (block[1], block[3])})
    seen_ys = sorted({ys[k] for block in blocks for k in (block[0], block[2])})
    return [
        (seen_ys.index(ys[r]), seen_xs.index(xs[c]), seen_ys.index(ys[r2]), seen_xs.index(xs[c2]))
        for r, c, r2, c2 in blocks
    ]
