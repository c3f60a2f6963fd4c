"""The glyphs of a page in columns, so that what is done to all of them is done at once.

In: glyphs, one by one or as columns of numbers. Out: the same glyphs, parts of them, and the lines they form, by cell or
on the whole page. The lines are those of `glyphs.join_lines`, to the last digit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, repeat
from operator import itemgetter
from typing import Any, NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from extractors.document import Box
from extractors.readers.glyph_order import BEGINNING, line_order
from extractors.readers.glyphs import (
    ASCENT,
    DESCENT,
    GAP,
    GAP_AT_BLANK,
    SEGMENT_GAP,
    STRUCK_TWICE,
    Glyph,
    rounded,
    turned_box,
)

Numbers = NDArray[np.float64]


class PrintedLine(NamedTuple):
    """One printed line: its text, whether all of it can be told, the box round it (of the page as read), its type size,
    its direction of writing, whether it may be in several pieces, and the guesses of its glyph where it is only one."""

    text: str
    readable: bool
    box: Box
    size: float
    direction: int
    parted: bool
    guesses: tuple[str, ...] = ()


class CellLine(NamedTuple):
    """One printed line of a cell: the number of the cell, its text, whether all of it can be told, and the guesses of its
    glyph where it is only one."""

    cell: int
    text: str
    readable: bool
    guesses: tuple[str, ...]


class Lines(NamedTuple):
    """Glyphs by line and along it, none struck twice: their places, their numbers in that order, the number of the line
    of each, whether each but the first is on the line of the one before, and where lines begin."""

    order: NDArray[np.int64]
    numbers: Numbers
    line: NDArray[np.int64]
    follows: NDArray[np.bool_]
    first: NDArray[np.int64]

    @classmethod
    def of(cls, order: NDArray[np.int64], numbers: Numbers, line: NDArray[np.int64]) -> Lines:
        """The same, told from which line each glyph is on."""
        follows = line[1:] == line[:-1]
        return cls(order, numbers, line, follows, np.concatenate((BEGINNING, np.flatnonzero(~follows) + 1)))


class GlyphColumns(Sequence[Glyph]):
    """Glyphs as columns: `texts` and one array for each number of a `Glyph`. As a sequence it gives the glyphs."""

    __slots__ = ("_along", "_glyphs", "after_blank", "direction", "guesses", "numbers", "readable", "texts")

    def __init__(
        self,
        texts: list[str],
        numbers: Numbers,
        direction: NDArray[np.int64],
        readable: NDArray[np.bool_],
        after_blank: NDArray[np.bool_],
    ) -> None:
        """`numbers` has a row for each of x, y, start, end, baseline and size."""
        self.texts, self.numbers, self.direction = texts, numbers, direction
        self.readable, self.after_blank = readable, after_blank
        self.guesses: list[tuple[str, ...]] | None = None
        self._glyphs: list[Glyph] | None = None
        self._along: Lines | None = None

    @classmethod
    def of(cls, glyphs: Sequence[Glyph]) -> GlyphColumns:
        """Any glyphs in columns."""
        if isinstance(glyphs, cls):
            return glyphs
        columns: list[Any] = list(zip(*glyphs, strict=True)) or [()] * len(Glyph._fields)
        found = cls(
            list(columns[0]),
            np.array(columns[1:7], np.float64),
            np.array(columns[7], np.int64),
            np.array(columns[8], np.bool_),
            np.array(columns[9], np.bool_),
        )
        found._glyphs = list(glyphs)
        found.guesses = list(columns[10]) if any(columns[10]) else None
        return found

    @property
    def x(self) -> Numbers:
        """Across the page, the centre of each glyph."""
        x: Numbers = self.numbers[0]
        return x

    @property
    def y(self) -> Numbers:
        """Down the page, the centre of each glyph."""
        y: Numbers = self.numbers[1]
        return y

    def taken(self, chosen: NDArray[Any]) -> GlyphColumns:
        """The glyphs at some places (or where a mask is true), in their order."""
        places = np.flatnonzero(chosen) if chosen.dtype == np.bool_ else chosen
        texts, own = self.texts, places.tolist()
        part = GlyphColumns(
            [texts[k] for k in own],
            self.numbers.take(places, 1),
            self.direction[places],
            self.readable[places],
            self.after_blank[places],
        )
        if self.guesses is not None:
            part.guesses = [self.guesses[k] for k in own]
        if self._glyphs is not None:
            part._glyphs = [self._glyphs[k] for k in own]
        return part

    def _materialised(self) -> list[Glyph]:
        if self._glyphs is None:
            columns = (
                *self.numbers.tolist(),
                self.direction.tolist(),
                self.readable.tolist(),
                self.after_blank.tolist(),
            )
            rows = zip(self.texts, *columns, self.guesses or repeat(()), strict=False)
            self._glyphs = list(map(tuple.__new__, repeat(Glyph), rows))
        return self._glyphs

    def __len__(self) -> int:
        return len(self.texts)

    def __iter__(self) -> Iterator[Glyph]:
        return iter(self._materialised())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._materialised() == list(other)

    __hash__ = None  # type: ignore[assignment]  # what it holds may be compared with a list, which has none

    @overload
    def __getitem__(self, index: int) -> Glyph: ...
    @overload
    def __getitem__(self, index: slice) -> list[Glyph]: ...
    def __getitem__(self, index: int | slice) -> Glyph | list[Glyph]:
        return self._materialised()[index]

    def lines(self) -> list[PrintedLine]:
        """The printed lines, upright ones first, from top to bottom."""
        if not self.texts:
            return []
        return self._joined(self.in_lines())

    def cell_lines(self, cells: NDArray[np.int64]) -> list[CellLine]:
        """The printed lines of cells: only glyphs of one cell are joined, whose number is given for each glyph. They
        come cell by cell; boxes are left out, for those of the cells are all that is wanted."""
        if not self.texts:
            return []
        along = self._in_lines(cells * 4 + self.direction)
        texts = self._set_apart(along)
        return list(
            map(
                CellLine._make,
                zip(
                    cells[along.order[along.first]].tolist(),
                    ["".join(texts[a:b]) for a, b in pairwise([*along.first.tolist(), len(texts)])],
                    np.logical_and.reduceat(self.readable[along.order], along.first).tolist(),
                    self._lone_guesses(along),
                    strict=True,
                ),
            )
        )

    def in_lines(self) -> Lines:
        """The glyphs (of which there are some) by direction and line, and along it."""
        if self._along is None:
            self._along = self._in_lines(self.direction)
        return self._along

    def _in_lines(self, kind: NDArray[np.int64]) -> Lines:
        """The glyphs by kind and line, and along it."""
        _, _, start, _, baseline, size = self.numbers
        order, line = line_order(kind, baseline, start, size)
        return self._struck_once(Lines.of(order, self.numbers.take(order, 1), line))

    def _struck_once(self, along: Lines) -> Lines:
        """Without the glyphs that strike the one before on their line again."""
        start, size = along.numbers[2], along.numbers[5]
        near = np.flatnonzero(along.follows & (start[1:] - start[:-1] <= STRUCK_TWICE * size[1:]))
        order = along.order
        if not any(self.texts[order[k]] == self.texts[order[k + 1]] for k in near.tolist()):
            return along
        kept = [0]
        texts, starts, reach = self.texts_of(along), start.tolist(), (STRUCK_TWICE * size).tolist()
        for k, follows in enumerate(along.follows.tolist(), 1):
            before = kept[-1]
            if not (follows and starts[k] - starts[before] <= reach[k] and texts[k] == texts[before]):
                kept.append(k)
        return Lines.of(order[kept], along.numbers.take(kept, 1), along.line[kept])

    def texts_of(self, along: Lines) -> list[str]:
        """The characters in order."""
        # Asked for one place more than wanted, because of one alone `itemgetter` gives no sequence.
        return list(itemgetter(0, *along.order.tolist())(self.texts))[1:]

    def _set_apart(self, along: Lines) -> list[str]:
        """The characters in order, a blank in front of those apart from the one before on their line."""
        _, _, start, end, _, size = along.numbers
        texts = self.texts_of(along)
        limit = np.where(self.after_blank[along.order[1:]], GAP_AT_BLANK, GAP) * np.minimum(size[:-1], size[1:])
        for k in np.flatnonzero(along.follows & (start[1:] - end[:-1] > limit)).tolist():
            texts[k + 1] = " " + texts[k + 1]
        return texts

    def _joined(self, along: Lines) -> list[PrintedLine]:
        texts = self._set_apart(along)
        first = along.first
        _, _, start, end, baseline, size = along.numbers
        parted = np.zeros(len(first), np.bool_)
        parted[along.line[1:][along.follows & (start[1:] - end[:-1] > SEGMENT_GAP * size[1:])]] = True
        turns = self.direction[along.order[first]].tolist()
        sides = (
            start[first].tolist(),
            np.minimum.reduceat(baseline - ASCENT * size, first).tolist(),
            np.maximum.reduceat(end, first).tolist(),
            np.maximum.reduceat(baseline + DESCENT * size, first).tolist(),
        )
        columns = zip(
            ["".join(texts[a:b]) for a, b in pairwise([*first.tolist(), len(texts)])],
            np.logical_and.reduceat(self.readable[along.order], first).tolist(),
            map(turned_box, *sides, turns) if any(turns) else map(tuple.__new__, repeat(Box), zip(*sides, strict=True)),
            rounded(np.maximum.reduceat(size, first)).tolist(),
            turns,
            parted.tolist(),
            self._lone_guesses(along),
            strict=True,
        )
        return list(map(tuple.__new__, repeat(PrintedLine), columns))

    def _lone_guesses(self, along: Lines) -> list[tuple[str, ...]]:
        """For each line the guesses of its glyph, where it is only one."""
        if self.guesses is None:
            return [()] * len(along.first)
        lengths = np.diff(along.first, append=len(along.order)).tolist()
        firsts = along.order[along.first].tolist()
        return [self.guesses[k] if length == 1 else () for k, length in zip(firsts, lengths, strict=True)]
