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
from functools import cached_property
from itertools import combinations, pairwise

from extractors.numbers import is_amount, is_blank
from extractors.printed_rows import TOTALS, Piece, PrintedRow
from schemas.text import compact

Span = tuple[float, float]
#: Lines of one heading are no further apart than this part of their size.
_LEADING = 1.45
#: Slack in points within which two middles (or edges) are one.
_SAME = 1.5
#: A heading that reaches into a column by no more than this (points) does not stand over it.
_EDGE = 1.5
#: Slack in points of a boundary between cells that follows from headings in their middle.
_MIDDLE_SLACK = 1.0
#: A gap between two headings this many times as wide as usual holds a column of its own.
_WIDE = 1.5
#: More ways than this to give columns to headings are not tried.
_MOST_WAYS = 2_000


@dataclass(frozen=True)
class Heading:
    """A heading: the lines of one cell of the head, and the column number below it if one stands there."""

    pieces: tuple[Piece, ...]
    number: Piece | None = None

    @cached_property
    def span(self) -> Span:
        """From its leftmost to its rightmost ink."""
        return min(piece.start for piece in self.pieces), max(piece.end for piece in self.pieces)

    def stands_over(self, span: Span) -> bool:
        """Whether it stands above what lies there, not just at its edge."""
        start, end = self.span
        return overlap((start + _EDGE, end - _EDGE), span)

    @property
    def centre(self) -> float:
        """Its middle."""
        return sum(self.span) / 2

    @property
    def top(self) -> float:
        """The height of its first line."""
        return self.pieces[0].middle

    @property
    def bottom(self) -> float:
        """The height of its last line."""
        return self.pieces[-1].middle

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.top + self.bottom) / 2

    @property
    def centred(self) -> bool | None:
        """True where its lines and its number, of different widths, share one middle, False where they do not, None
        where that cannot be told."""
        pieces = [*self.pieces, *([self.number] if self.number else [])]
        told = [
            abs(one.centre - two.centre) <= _SAME
            for one, two in combinations(pieces, 2)
            if abs((one.end - one.start) - (two.end - two.start)) > 4 * _SAME
        ]
        return all(told) if told else None


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
    joined = _with_their_columns(ink, headings, body)
    return _put_together(joined, leaf_headings(head, joined) if joined != ink else headings)


def _with_their_columns(ink: list[Span], headings: Sequence[Heading], body: Sequence[PrintedRow]) -> list[Span]:
    """Ink without a heading that never stands beside the ink of the next headed column belongs to it: counts in the
    middle of cells whose amounts stand at their edge."""
    headed = set(_pairs(ink, headings)[0].values())
    rows = [[_span(piece) for piece in row.pieces] for row in body]
    spans = list(ink)
    for index in range(min(headed, default=len(ink)) + 1, len(ink)):
        if index in headed:
            continue
        for near in (index - 1, index + 1):
            if near in headed and not any(_any_overlaps(r, ink[index]) and _any_overlaps(r, ink[near]) for r in rows):
                spans.append((min(ink[index][0], ink[near][0]), max(ink[index][1], ink[near][1])))
                break
    return merged(spans)


def inked_spans(body: Sequence[PrintedRow]) -> list[Span]:
    """Where the rows of figures have ink: numbers by themselves, words where no number stands in any row."""
    pieces = [piece for row in body for piece in row.pieces]
    numbers = number_spans(body)
    dashes = merged([_span(piece) for piece in pieces if is_blank(piece.text)])
    apart = [span for span in dashes if not _any_overlaps(numbers, span) and _is_column_of_dashes(span, numbers, body)]
    numbers = merged([*numbers, *apart])
    words = [piece for piece in pieces if not piece.is_numeric and not _any_overlaps(numbers, _span(piece))]
    names = [_span(piece) for piece in words if compact(piece.text) not in TOTALS]
    # The label of a total stands in the middle of codes and names together: it makes no column of its own.
    return merged([*numbers, *(names or map(_span, words))])


def number_spans(body: Sequence[PrintedRow]) -> list[Span]:
    """Where the rows of figures have numbers."""
    pieces = [piece for row in body for piece in row.pieces]
    return merged([_span(piece) for piece in pieces if piece.is_numeric and not is_blank(piece.text)])


def _is_column_of_dashes(dashes: Span, numbers: Sequence[Span], body: Sequence[PrintedRow]) -> bool:
    """Whether dashes are a column by themselves: in some row, numbers stand in the columns on both sides too. (Dashes
    in the middle of a cell do not overlap amounts at its edge, but never stand beside one.)"""
    left = [span for span in numbers if span[1] <= dashes[0]][-1:]
    right = [span for span in numbers if span[0] >= dashes[1]][:1]
    rows = [[_span(piece) for piece in row.pieces] for row in body]
    rows = [row for row in rows if _any_overlaps(row, dashes)]
    return all(any(_any_overlaps(row, side) for row in rows) for side in [*left, *right])


def _span(piece: Piece) -> Span:
    return piece.start, piece.end


def _any_overlaps(spans: Sequence[Span], span: Span) -> bool:
    return any(overlap(one, span) for one in spans)


def headings_of(head: Sequence[PrintedRow]) -> list[Heading]:
    """The headings of a head, lines of one cell joined: those below each other at the distance of lines."""
    done: list[Heading] = []
    open_: list[Heading] = []
    for row in head:
        if row.counts_columns:
            continue
        going: list[Heading] = []
        for piece in row.pieces:
            above = [one for one in open_ if overlap(one.span, _span(piece))]
            alone = len(above) == 1 and sum(overlap(above[0].span, _span(p)) for p in row.pieces) == 1
            if alone and piece.middle - above[0].bottom <= _LEADING * row.size:
                open_.remove(above[0])
                going.append(Heading((*above[0].pieces, piece)))
            else:
                going.append(Heading((piece,)))
        near = [one for one in open_ if row.middle - one.bottom <= _LEADING * row.size]
        done += [one for one in open_ if one not in near]
        open_ = near + going
    return sorted([*done, *open_], key=lambda one: (one.span, one.top))


def leaf_headings(head: Sequence[PrintedRow], ink: Sequence[Span]) -> list[Heading]:
    """The lowest headings, from left to right, with their column numbers; headings over several are left out."""
    numbers = [piece for row in head if row.counts_columns for piece in row.pieces if is_amount(piece.text)]
    leaves: list[Heading] = []
    for heading in sorted(headings_of(head), key=lambda one: (-one.bottom, one.span)):
        number = next((n for n in numbers if overlap(heading.span, _span(n))), None)
        over = [span for span in ink if heading.stands_over(span)]
        below = [leaf for leaf in leaves if overlap(leaf.span, heading.span)]
        if below or len(over) > 1 or (number is None and _spans_two(heading, leaves, over)):
            continue
        leaves = sorted([*leaves, Heading(heading.pieces, number)], key=lambda one: one.span)
    return leaves


def _spans_two(heading: Heading, leaves: Sequence[Heading], over: Sequence[Span]) -> bool:
    """Whether a heading that stands above no other is one over two columns: over figures that have a heading already,
    or between two lower headings that are no further apart than the nearest others."""
    if any(overlap(leaf.span, over[0]) for leaf in leaves if over):
        return True
    left = [leaf for leaf in leaves if leaf.span[1] <= heading.span[0]]
    right = [leaf for leaf in leaves if leaf.span[0] >= heading.span[1]]
    if not left or not right or not (left[-1].top > heading.bottom and right[0].top > heading.bottom):
        return False
    steps = [two.centre - one.centre for one, two in pairwise(leaves) if one is not left[-1]]
    return right[0].centre - left[-1].centre <= _WIDE * min(steps, default=0.0 if over else float("inf"))


def _put_together(ink: list[Span], headings: list[Heading]) -> list[Column]:
    """Columns of ink and headings, both from left to right → columns with their headings, blank ones included."""
    pairs, doubtful = _pairs(ink, headings)
    by_ink = {column: heading for heading, column in pairs.items()}
    columns: list[Column] = []
    for index, (start, end) in enumerate(ink):
        heading = by_ink.get(index)
        left, right = headings[heading].span if heading is not None else (start, end)
        # A heading may be wider than its cell; it does not widen the column into the next one's figures.
        left = max(left, ink[index - 1][1]) if index else left
        right = min(right, ink[index + 1][0]) if index + 1 < len(ink) else right
        columns.append(Column(min(start, left), max(end, right), index in doubtful))
    columns += [Column(*leaf.span) for index, leaf in enumerate(headings) if index not in pairs and _is_free(leaf, ink)]
    return _disjoint(sorted(columns, key=lambda column: (column.start, column.end)))


def _is_free(leaf: Heading, ink: Sequence[Span]) -> bool:
    return not any(leaf.stands_over(span) for span in ink)


def _pairs(ink: Sequence[Span], headings: Sequence[Heading]) -> tuple[dict[int, int], set[int]]:
    """Heading → column of ink below it, and the columns of ink whose heading is doubtful."""
    pairs: dict[int, int] = {}
    for index, heading in enumerate(headings):
        over = [column for column, span in enumerate(ink) if heading.stands_over(span)]
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
