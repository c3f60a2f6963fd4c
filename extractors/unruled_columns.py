"""The columns of a table whose vertical rulings are not printed: where its figures have ink, and which heading each
stands below.

A figure and its heading stand in one cell, so a column whose ink lies below a heading (overlaps it) belongs to that
heading. Where it does not, it is taken by order (as many columns as headings between two such pairs), or because only
one division into cells with their headings in the middle holds all ink. What neither tells is given to the nearest
heading and marked doubtful: only a figure printed elsewhere can then confirm it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from extractors.printed_rows import Piece, PrintedRow
from schemas.text import label

Span = tuple[float, float]
#: Slack in points within which two middles (or edges) are one.
_SAME = 1.5
#: Slack in points of a boundary between cells that follows from headings in their middle.
_MIDDLE_SLACK = 1.0
#: A gap between two headings this many times as wide as usual holds a column of its own.
_WIDE = 1.5
#: More ways than this to give columns to headings are not tried.
_MOST_WAYS = 2_000
_UNCOUNTED = frozenset({"栏次", "栏"})


@dataclass(frozen=True, slots=True)
class Heading:
    """The lowest heading of a column: all its lines. `centred` is True where lines of different width share one
    middle, False where they share an edge instead, None where it cannot be told."""

    pieces: tuple[Piece, ...]
    top: float
    bottom: float

    @property
    def span(self) -> Span:
        """From its leftmost to its rightmost ink."""
        return min(piece.start for piece in self.pieces), max(piece.end for piece in self.pieces)

    @property
    def centre(self) -> float:
        """Its middle."""
        return sum(self.span) / 2

    @property
    def centred(self) -> bool | None:
        """How its lines stand to each other."""
        told = [
            (
                abs(one.centre - two.centre) <= _SAME,
                abs(one.start - two.start) <= _SAME,
                abs(one.end - two.end) <= _SAME,
            )
            for one, two in combinations(self.pieces, 2)
            if abs((one.end - one.start) - (two.end - two.start)) > 4 * _SAME
        ]
        if not told:
            return None
        return all(middle for middle, _, _ in told)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: from its leftmost to its rightmost ink, heading included. `doubtful` where its figures and its heading
    were put together by nearness alone, or could also belong to the neighbour."""

    start: float
    end: float
    doubtful: bool = False


def find_columns(head: Sequence[PrintedRow], body: Sequence[PrintedRow]) -> list[Column]:
    """Lines of the head and of the rows of figures (of all pages of a table) → its columns from left to right."""
    ink = inked_spans(body)
    headings = leaf_headings(head, ink)
    return _put_together(ink, headings)


def inked_spans(body: Sequence[PrintedRow]) -> list[Span]:
    """Where the rows of figures have ink: numbers by themselves, words where no number stands in any row."""
    pieces = [piece for row in body for piece in row.pieces]
    numbers = merged([(piece.start, piece.end) for piece in pieces if piece.is_numeric])
    words = [
        span
        for piece in pieces
        if not piece.is_numeric and not any(overlap(span := (piece.start, piece.end), number) for number in numbers)
    ]
    return merged([*numbers, *words])


def leaf_headings(head: Sequence[PrintedRow], ink: Sequence[Span]) -> list[Heading]:
    """The lowest headings, from left to right: lines of one heading are joined, headings over several are left out."""
    leaves: list[Heading] = []
    for row in reversed(head):
        for piece in row.pieces:
            span = (piece.start, piece.end)
            if label(piece.text) in _UNCOUNTED:
                continue
            below = [leaf for leaf in leaves if overlap(leaf.span, span)]
            if len(below) > 1 or (not below and _spans_two(piece, row, leaves, ink)):
                continue
            leaf = Heading((piece,), row.top, row.bottom)
            if below:
                leaves.remove(below[0])
                leaf = Heading((*below[0].pieces, piece), row.top, below[0].bottom)
            if sum(overlap(leaf.span, other) for other in ink) > 1 and sum(overlap(span, other) for other in ink) > 1:
                leaves += below  # wider than one column of figures: a heading over several
                continue
            leaves.append(leaf)
            leaves.sort(key=lambda one: one.span)
    return leaves


def _spans_two(piece: Piece, row: PrintedRow, leaves: Sequence[Heading], ink: Sequence[Span]) -> bool:
    """Whether a heading that stands above no other is one over two columns: over two columns of figures, or one that
    has a heading already, or between two lower headings that are no further apart than usual."""
    over = [span for span in ink if overlap(span, (piece.start, piece.end))]
    if over:
        return len(over) > 1 or any(overlap(leaf.span, over[0]) for leaf in leaves)
    left = [leaf for leaf in leaves if leaf.span[1] <= piece.start]
    right = [leaf for leaf in leaves if leaf.span[0] >= piece.end]
    if not left or not right or not (left[-1].top >= row.bottom - 1 and right[0].top >= row.bottom - 1):
        return False
    steps = sorted(two.centre - one.centre for one, two in pairwise(leaves))
    return right[0].centre - left[-1].centre <= _WIDE * steps[len(steps) // 2]


def _put_together(ink: list[Span], headings: list[Heading]) -> list[Column]:
    """Columns of ink and headings, both from left to right → columns with their headings, blank ones included."""
    pairs, doubtful = _pairs(ink, headings)
    by_ink = {column: heading for heading, column in pairs.items()}
    columns: list[Column] = []
    for index, (start, end) in enumerate(ink):
        heading = by_ink.get(index)
        left, right = headings[heading].span if heading is not None else (start, end)
        columns.append(Column(min(start, left), max(end, right), index in doubtful))
    columns += [Column(*leaf.span) for index, leaf in enumerate(headings) if index not in pairs and _is_free(leaf, ink)]
    return _disjoint(sorted(columns, key=lambda column: (column.start, column.end)))


def _is_free(leaf: Heading, ink: Sequence[Span]) -> bool:
    return not any(overlap(leaf.span, span) for span in ink)


def _pairs(ink: Sequence[Span], headings: Sequence[Heading]) -> tuple[dict[int, int], set[int]]:
    """Heading → column of ink below it, and the columns of ink whose heading is doubtful."""
    pairs: dict[int, int] = {}
    for index, heading in enumerate(headings):
        over = [column for column, span in enumerate(ink) if overlap(span, heading.span)]
        if len(over) == 1 and over[0] not in pairs.values():
            pairs[index] = over[0]
    doubtful: set[int] = set()
    ends = [(-1, -1), *sorted(pairs.items()), (len(headings), len(ink))]
    for (first, left), (last, right) in pairwise(ends):
        free = [index for index in range(first + 1, last) if _is_free(headings[index], ink)]
        columns = list(range(left + 1, right))
        if free and columns:
            window = (max(first, 0), min(last + 1, len(headings))) if len(free) == last - first - 1 else None
            found, certain = _between(free, columns, ink, headings, pairs, window)
            pairs |= found
            doubtful |= set() if certain else set(columns)
    return pairs, doubtful


def _between(
    free: list[int],
    columns: list[int],
    ink: Sequence[Span],
    headings: Sequence[Heading],
    known: dict[int, int],
    window: tuple[int, int] | None,
) -> tuple[dict[int, int], bool]:
    """Headings and columns of ink between two pairs put together, and whether that is certain. `window`: the headings
    from one pair to the other, where each of them heads a column.

    Left of the first heading that stands above ink, columns may have none (codes and names below one word), so there
    the last columns are meant.
    """
    if len(free) == len(columns):
        return dict(zip(free, columns, strict=True)), True
    if len(free) < len(columns):
        return dict(zip(free, columns[-len(free) :], strict=True)), False
    ways = list(combinations(free, len(columns)))
    nearest = min(ways, key=lambda way: (_distance(way, columns, ink, headings), way))
    if window is None or len(ways) > _MOST_WAYS or not _are_centred(headings):
        return dict(zip(nearest, columns, strict=True)), False
    holding = [way for way in ways if _holds(known | dict(zip(way, columns, strict=True)), ink, headings, window)]
    best = min(holding, key=lambda way: (_distance(way, columns, ink, headings), way)) if holding else nearest
    return dict(zip(best, columns, strict=True)), len(holding) == 1


def _distance(way: Sequence[int], columns: Sequence[int], ink: Sequence[Span], headings: Sequence[Heading]) -> float:
    """How unlike the ways are in which the columns stand to their headings: figures stand alike in all cells."""
    offsets = [sum(ink[column]) / 2 - headings[index].centre for index, column in zip(way, columns, strict=True)]
    return max(abs(offset) for offset in offsets) + max(offsets) - min(offsets)


def _are_centred(headings: Sequence[Heading]) -> bool:
    told = [heading.centred for heading in headings]
    return any(told) and False not in told


def _holds(pairs: dict[int, int], ink: Sequence[Span], headings: Sequence[Heading], window: tuple[int, int]) -> bool:
    """Whether cells side by side, each with its heading in the middle, can hold their headings and their ink.

    The boundaries follow from the first one, mirrored at each heading in turn; each cell bounds where it may stand.
    """
    low, high = -float("inf"), float("inf")
    sign, shift, slack = 1.0, 0.0, 0.0  # boundary k = sign * (first boundary) + shift, give or take slack
    for index in range(*window):
        heading = headings[index]
        left, right = heading.span
        if index in pairs:
            left, right = min(left, ink[pairs[index]][0]), max(right, ink[pairs[index]][1])
        reach = max(heading.centre - left, right - heading.centre) - slack - _SAME
        # The boundary left of the heading is at least `reach` away from its middle.
        limit = sign * (heading.centre - reach - shift)
        low, high = (low, min(high, limit)) if sign > 0 else (max(low, limit), high)
        sign, shift, slack = -sign, 2 * heading.centre - shift, slack + _MIDDLE_SLACK
    return low <= high


def _disjoint(columns: list[Column]) -> list[Column]:
    """Columns that overlap are one, and doubtful: two headings or columns of ink stand in it."""
    found: list[Column] = []
    for column in columns:
        if found and column.start < found[-1].end:
            last = found[-1]
            found[-1] = Column(last.start, max(last.end, column.end), True)
        else:
            found.append(column)
    return found


def merged(spans: Sequence[Span]) -> list[Span]:
    """Spans in any order → those that overlap or touch as one, from left to right."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span[0] <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], span[1]))
        else:
            found.append(span)
    return found


def overlap(first: Span, second: Span) -> bool:
    """Whether two spans share more than an end."""
    return first[0] < second[1] and second[0] < first[1]
