"""Whether a table without a heading goes on with the statement before it, told by its columns.

A continuation need not have all rulings of the first table: where codes were merged over 类, 款 and 项, or only the last
row is left, the grid of the new page has fewer columns. As long as its rulings are among those of the statement, its
cells are put back into the statement's columns. A page that was scanned lies elsewhere and is larger or smaller by a
little: a table of as many columns in the same proportions is the same one.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from extractors.document import Table

_EDGE_TOLERANCE = 4.0
#: Ink that reaches into a column by no more than this (points) does not lie in it.
_INTO_NEXT = 3.0
#: How far (points) and by what part the table of another scanned page may be moved and stretched.
_MOST_MOVED, _MOST_STRETCHED = 36.0, 0.05


def fitted(table: Table, edges: tuple[float, ...], column_count: int) -> Table | None:
    """The table in the columns of a statement, or None where they are others.

    In: the table, the statement's column edges (empty for formats without geometry) and its number of columns.
    """
    if not edges or not table.column_edges:
        return table if table.column_count == column_count else None
    if not table.ruled:
        return _by_position(table, edges, column_count)
    places = [_nearest(edge, edges) for edge in table.column_edges]
    if any(place is None for place in places) or places[0] != 0 or places[-1] != len(edges) - 1:
        same = _same_width(table.column_edges, edges) or _same_proportions(table.column_edges, edges)
        return table if same and table.column_count == column_count else None
    starts = [place for place in places if place is not None]
    if len(set(starts)) < len(starts):
        return None
    if starts == list(range(len(edges))):
        return replace(table, column_count=column_count, column_edges=edges)
    cells = tuple(
        cell._replace(
            column=starts[cell.column],
            column_span=starts[cell.column + cell.column_span] - starts[cell.column],
        )
        for cell in table.cells
    )
    return replace(table, cells=cells, column_count=column_count, column_edges=edges)


def _by_position(table: Table, edges: tuple[float, ...], column_count: int) -> Table | None:
    """A table whose lines are not printed, put into the columns its ink lies in; None where one lies in two (a
    boundary between columns says nothing: it lies anywhere between their ink) or two in one."""
    own = table.column_ink or tuple(pairwise(table.column_edges))
    places = [
        [i for i, (left, right) in enumerate(pairwise(edges)) if min(end, right) - max(start, left) > _INTO_NEXT]
        for start, end in own
    ]
    found = [inside[0] for inside in places if len(inside) == 1]
    if len(found) < len(places) or len(set(found)) < len(found):
        return None
    cells = tuple(
        cell._replace(
            column=found[cell.column],
            column_span=found[cell.column + cell.column_span - 1] - found[cell.column] + 1,
        )
        for cell in table.cells
    )
    return replace(table, cells=cells, column_count=column_count, column_edges=edges)


def _nearest(edge: float, edges: tuple[float, ...]) -> int | None:
    place = min(range(len(edges)), key=lambda index: abs(edges[index] - edge))
    return place if abs(edges[place] - edge) <= _EDGE_TOLERANCE else None


def _same_width(own: tuple[float, ...], edges: tuple[float, ...]) -> bool:
    return abs(own[0] - edges[0]) <= _EDGE_TOLERANCE and abs(own[-1] - edges[-1]) <= _EDGE_TOLERANCE


def _same_proportions(own: tuple[float, ...], edges: tuple[float, ...]) -> bool:
    """Whether the rulings are those of the statement, moved and stretched a little as a whole."""
    if len(own) != len(edges) or abs(own[0] - edges[0]) > _MOST_MOVED:
        return False
    scale = (edges[-1] - edges[0]) / (own[-1] - own[0]) if own[-1] > own[0] else 0.0
    moved = [edges[0] + (edge - own[0]) * scale for edge in own]
    return abs(scale - 1.0) <= _MOST_STRETCHED and all(
        abs(one - other) <= _EDGE_TOLERANCE for one, other in zip(moved, edges, strict=True)
    )
