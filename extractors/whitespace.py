"""Tables without vertical rulings, or without any: the missing lines are drawn where nothing is printed.

A table is looked at as a whole, with all its pages: its columns are the same on each of them (`unruled_columns`). A
boundary is drawn beside a row only where the row's own print does not cross it, so merged headings stay merged. Where
only the head has vertical rulings, they are drawn on down the rows. The grid builder then reads the completed rulings
like any other.

Points, x to the right, y down. What does not look like rows of figures gets no lines.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.document import Box, Cell, Table
from extractors.grid import Ruling, find_tables, is_line
from extractors.printed_rows import (
    PrintedRow,
    Region,
    find_regions,
    joined_rows,
    level_edges,
    printed_rows,
    row_distance,
)
from extractors.readers.glyph_columns import GlyphColumns
from extractors.readers.glyphs import Glyph
from extractors.unruled_columns import Column, Heading, Span, find_columns, headings_of, number_spans, overlap

_DIGITS = re.compile(r"\d+")
_FEWEST_RULES = 3
_MARGIN = 3.0
#: How near to a region vertical rulings must stand to be those of its head.
_NEAR = 30.0
#: A piece that reaches over a boundary by no more than this (points) does not cross it.
_EDGE = 1.5
#: Headings whose middles differ by less than this stand in one row of the head.
_SAME_LEVEL = 3.0
#: A heading is in the middle of others if it is off by no more than this part of the width of a column.
_OFF_MIDDLE = 0.12


@dataclass(frozen=True, slots=True)
class UnruledPage:
    """What a page holds besides its ruled tables: the glyphs, the rulings, and the regions that are tables."""

    page: int
    rulings: Sequence[Ruling]
    glyphs: Sequence[Glyph]
    regions: Sequence[Region]


def look_at_page(
    page: int,
    rulings: Sequence[Ruling],
    glyphs: Sequence[Glyph],
    before: UnruledPage | None = None,
    tables: Sequence[Box] = (),
) -> UnruledPage:
    """The unruled tables of a page, still without columns. In: its rulings and the glyphs outside its ruled `tables`,
    and the page before."""
    regions = find_regions(page, printed_rows(glyphs), rulings, ends_within_table(before), tables)
    return UnruledPage(page, rulings, glyphs, regions)


def ends_within_table(page: UnruledPage | None) -> bool:
    """Whether a page ends with an unruled table, so that the next page may go on with it."""
    return page is not None and any(region.closes_page for region in page.regions)


def complete_tables(pages: Iterable[UnruledPage]) -> dict[int, tuple[list[Table], GlyphColumns]]:
    """Pages in order → for each, its unruled tables and the glyphs that are in none of them."""
    pages = list(pages)
    added: dict[int, list[Ruling]] = {page.page: [] for page in pages}
    doubtful: dict[int, list[tuple[Region, Column]]] = {page.page: [] for page in pages}
    inked: dict[int, list[Span]] = {page.page: [] for page in pages}
    for group in _groups([region for page in pages for region in page.regions]):
        columns, printed = _columns(group)
        if len(columns) < 2:
            continue
        sides = _sides(group, columns, printed)
        for region in group:
            added[region.page] += _lines(region, columns, sides, printed and bool(region.head))
            doubtful[region.page] += [(region, column) for column in columns if column.doubtful]
            inked[region.page] += [] if printed else [(column.start, column.end) for column in columns]
    found: dict[int, tuple[list[Table], GlyphColumns]] = {}
    for page in pages:
        tables, left_over = find_tables(page.page, added[page.page], page.glyphs)
        marked = [_with_ink(_marked(table, doubtful[page.page]), inked[page.page]) for table in tables]
        found[page.page] = (marked, left_over)
    return found


def missing_tables(page: int, rulings: Sequence[Ruling], glyphs: Sequence[Glyph]) -> tuple[list[Table], GlyphColumns]:
    """The unruled tables of one page by itself and the glyphs in none; for pages on which no ruled table was found."""
    return complete_tables([look_at_page(page, rulings, glyphs)])[page]


def _groups(regions: Sequence[Region]) -> list[list[Region]]:
    """Regions in order → those of one table: a region at the top of a page goes on with the one that ended the page
    before; one below a heading does where its head is the same (a repeated caption)."""
    groups: list[list[Region]] = []
    for region in regions:
        last = groups[-1][-1] if groups else None
        if last is not None and region.page == last.page + 1:
            region = _without_running_head(region, last)
        follows = last is not None and last.closes_page and region.page == last.page + 1
        if last is not None and follows and (_headless(region) or _same_head(groups[-1][0], region)):
            groups[-1].append(region)
        else:
            groups.append([region])
    return [part for group in groups for part in _fitting(group)]


def _without_running_head(region: Region, before: Region) -> Region:
    """A region at the top of a page without the line that also opens the page before, at the same height."""
    first = region.rows[0]
    same = _DIGITS.sub("#", first.text) == _DIGITS.sub("#", before.page_top.text)
    if region.opens_page and len(region.rows) > 1 and same and abs(first.middle - before.page_top.middle) < _SAME_LEVEL:
        return replace(region, rows=region.rows[1:])
    return region


def _headless(region: Region) -> bool:
    return region.opens_page and not region.head


def _same_head(first: Region, region: Region) -> bool:
    return bool(region.head) and [row.text for row in first.head] == [row.text for row in region.head]


def _fitting(group: list[Region]) -> list[list[Region]]:
    """A group whose columns agree: together they have no fewer columns of numbers than the first page alone. (Names
    may be longer on one page than the columns of another are apart.)"""
    if len(group) == 1:
        return [group]
    first = len(number_spans(group[0].body))
    together = len(number_spans([row for region in group for row in region.body]))
    return [group] if together >= first else [[region] for region in group]


def _columns(group: Sequence[Region]) -> tuple[list[Column], bool]:
    """The columns of a table, and whether they are those of the vertical rulings of its head."""
    body = [row for region in group for row in region.body]
    printed = _printed_edges(group[0])
    if len(printed) > 2:
        pieces = [piece for row in body for piece in row.pieces]
        crossing = sum(any(piece.start < edge < piece.end for edge in printed) for piece in pieces)
        if crossing <= 0.1 * len(pieces):
            return [Column(left, right) for left, right in pairwise(printed)], True
    return find_columns(group[0].head, body), False


def _printed_edges(region: Region) -> list[float]:
    """The positions of the vertical rulings in the head of a region, from left to right."""
    edges: list[float] = []
    for x in sorted((ruling.x0 + ruling.x1) / 2 for ruling in _head_rulings(region) if _is_upright(ruling)):
        if not edges or x - edges[-1] > 2.0:
            edges.append(x)
    return edges


def _head_rulings(region: Region) -> list[Ruling]:
    """The rulings round and in the head of a region, cut off above it."""
    if not region.head:
        return []
    bottom = region.body[0].middle
    near = [r for r in region.rulings if is_line(r) and r.y0 <= bottom and r.y1 >= region.head[0].top - _NEAR]
    level = [r for r in near if not _is_upright(r)]
    top = max((r.y0 for r in level if r.y0 <= region.head[0].top + 2), default=region.head[0].top - 2)
    upright = [r._replace(y0=max(r.y0, top)) for r in near if _is_upright(r) and r.y1 > region.head[0].middle]
    return [r for r in level if r.y0 >= top and r.y1 <= bottom] + upright


def _is_upright(ruling: Ruling) -> bool:
    return ruling.y1 - ruling.y0 > ruling.x1 - ruling.x0


def _sides(group: Sequence[Region], columns: Sequence[Column], printed: bool) -> Span:
    """Where the table begins and ends, on all its pages."""
    if printed:
        return columns[0].start, columns[-1].end
    pieces = [piece for region in group for row in region.rows for piece in row.pieces]
    left = min([columns[0].start, *(piece.start for piece in pieces)]) - _MARGIN
    return left, max([columns[-1].end, *(piece.end for piece in pieces)]) + _MARGIN


def _lines(region: Region, columns: Sequence[Column], sides: Span, printed_head: bool) -> list[Ruling]:
    """The rulings of a region: those printed in its head where it is divided (`printed_head`), and the missing ones."""
    left, right = sides
    edges = [left, *((before.end + after.start) / 2 for before, after in pairwise(columns)), right]
    bands = _bands(region, left, right)
    added: list[Ruling] = []
    cells: list[tuple[float, float, Span]] = []
    if printed_head:
        floor = (region.head[-1].bottom + region.body[0].top) / 2
        added = [r if r.y1 <= floor + 6 else r._replace(y1=floor) for r in _head_rulings(region)]
        foot = max(r.y1 for r in added)
        bands = [(max(top, foot), bottom) for top, bottom in bands if bottom > foot + 2]
    else:
        cells = _head_cells(region.head, columns)
    for y in sorted({y for band in bands for y in band}):
        merged = [span for top, bottom, span in cells if top < y < bottom]
        pieces = [piece for piece in pairwise(edges) if not any(overlap(piece, span) for span in merged)]
        added += [Ruling(x0, y, x1, y) for x0, x1 in _runs(pieces)]
    free: list[list[Span]] = [[] for _ in edges]
    middles = [row.middle for row in region.rows]
    for top, bottom in bands:
        crossed = {
            edge
            for row, middle in zip(region.rows, middles, strict=True)
            if top <= middle <= bottom
            for piece in row.pieces
            for edge in range(bisect_right(edges, piece.start + _EDGE), bisect_left(edges, piece.end - _EDGE))
        }
        for first, last, (start, end) in cells:
            if first < bottom and last > top:
                crossed.update(range(bisect_right(edges, start), bisect_left(edges, end)))
        for edge, pieces in enumerate(free):
            if edge not in crossed:
                pieces.append((top, bottom))
    return added + [Ruling(x, y0, x, y1) for x, pieces in zip(edges, free, strict=True) for y0, y1 in _runs(pieces)]


def _runs(pieces: Iterable[Span]) -> list[Span]:
    """Pieces of a line in order → the same with those that touch as one."""
    runs: list[Span] = []
    for start, end in pieces:
        if runs and runs[-1][1] == start:
            runs[-1] = runs[-1][0], end
        else:
            runs.append((start, end))
    return runs


def _head_cells(head: Sequence[PrintedRow], columns: Sequence[Column]) -> list[tuple[float, float, Span]]:
    """The headings as cells: from the first to the last column they stand over; up to the top of the head where no
    other stands above, down to its foot (or the column numbers) where none stands below."""
    headings = headings_of(head)
    cells: list[tuple[float, float, Span]] = []
    for heading in headings:
        over = [index for index, column in enumerate(columns) if heading.stands_over((column.start, column.end))]
        if over:
            low, high = _reach(heading, headings, columns, over[0], over[-1])
            cells.append((heading.top, heading.bottom, (columns[low].start, columns[high].end)))
    highest, lowest = min((top for top, _, _ in cells), default=0.0), max((foot for _, foot, _ in cells), default=0.0)
    return [
        (
            top if any(other_foot < top and overlap(span, other) for _, other_foot, other in cells) else highest,
            foot if any(other_top > foot and overlap(span, other) for other_top, _, other in cells) else lowest,
            span,
        )
        for top, foot, span in cells
    ]


def _reach(
    heading: Heading, headings: Sequence[Heading], columns: Sequence[Column], low: int, high: int
) -> tuple[int, int]:
    """The first and the last column of a heading, told by the headings below: those side by side at one height that
    have no other heading above, and in the middle of which it stands."""
    below = _next_below(headings, heading, columns[low])
    if below is None:
        return low, high

    def level_with(index: int) -> Heading | None:
        found = _next_below(headings, heading, columns[index]) if 0 <= index < len(columns) else None
        return found if found is not None and abs(found.middle - below.middle) <= _SAME_LEVEL else None

    def off(first: int, last: int) -> float:
        left, right = level_with(first), level_with(last)
        if left is None or right is None:
            return float("inf")
        return abs((left.centre + right.centre) / 2 - heading.centre)

    if low == high:
        low, high = min([(low, high), (low - 1, high), (low, high + 1)], key=lambda reach: (off(*reach), reach))
    while low > 0 and high + 1 < len(columns):
        width = (columns[high + 1].start - columns[low - 1].start) / (high - low + 2)
        if off(low - 1, high + 1) > _OFF_MIDDLE * width:
            break
        low, high = low - 1, high + 1
    return low, high


def _next_below(headings: Sequence[Heading], heading: Heading, column: Column) -> Heading | None:
    """The highest heading of a column that is not above a heading; None where that one is not below it."""
    found = [
        one
        for one in headings
        if one is not heading and one.bottom >= heading.top and one.stands_over((column.start, column.end))
    ]
    first = min(found, key=lambda one: one.top, default=None)
    return first if first is not None and first.top > heading.bottom else None


def _bands(region: Region, left: float, right: float) -> list[Span]:
    """The height of each row: the head line by line; the rows of figures between their horizontal rulings where every
    row has one, else told by the distances of the lines."""
    head, body = region.head, region.body
    top, bottom = region.rows[0].top - 1, region.rows[-1].bottom + 1
    highest = body[0].top - row_distance(body) - 20
    edges = [edge for edge in level_edges(region.rulings, left, right) if highest <= edge <= bottom + 40]
    edges = [edge for edge in edges if not head or edge > head[-1].middle]
    data = [row for row in body if row.is_whole]
    parted = sum(
        any(before.bottom <= edge + 2 and edge - 2 <= after.top for edge in edges) for before, after in pairwise(data)
    )
    ruled = len(edges) >= _FEWEST_RULES and parted >= 0.9 * (len(data) - 1)
    rows = [[row] for row in head] + ([] if ruled else joined_rows(body))
    middles = [(before[-1].bottom + after[0].top) / 2 for before, after in pairwise(rows)]
    heights = [top, *middles, *(edges if ruled else [bottom])] if rows else edges
    return list(pairwise(heights))


def _marked(table: Table, doubtful: Sequence[tuple[Region, Column]]) -> Table:
    """A table as one without printed lines, its cells in doubtful columns marked."""
    cells: list[Cell] = []
    for cell in table.cells:
        box = cell.box
        unsure = box is not None and any(
            region.body[0].top <= (box.y0 + box.y1) / 2 <= region.body[-1].bottom
            and box.x0 < (column.start + column.end) / 2 < box.x1
            for region, column in doubtful
        )
        cells.append(cell._replace(doubtful=True) if unsure else cell)
    return replace(table, cells=tuple(cells), ruled=False)


def _with_ink(table: Table, inked: Sequence[Span]) -> Table:
    """A table with where its columns have ink, if each of them is one column of ink."""
    spans = [
        [span for span in inked if left <= (span[0] + span[1]) / 2 <= right]
        for left, right in pairwise(table.column_edges)
    ]
    alone = all(len(found) == 1 for found in spans)
    return replace(table, column_ink=tuple(found[0] for found in spans)) if alone else table
