"""The glyphs of a page in columns, so that what is done to all of them is done at once.

In: glyphs, one by one or as columns of numbers. Out: the same glyphs, parts of them, and the lines they form, by cell or
on the whole page. The lines are those of `glyphs.join_lines`, to the last digit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, repeat
from typing import Any, NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from extractors.document import Box
from extractors.readers.glyphs import (
    ASCENT,
    DESCENT,
    GAP,
    GAP_AT_BLANK,
    SAME_BASELINE,
    SEGMENT_GAP,
    STRUCK_TWICE,
    Glyph,
    join_lines,
    turned_box,
)

Numbers = NDArray[np.float64]


class PrintedLine(NamedTuple):
    """One printed line: its text, whether all of it can be told, the box round it (of the page as read), its type size,
    its direction of writing, the number of the group it was joined in, whether it may be in several pieces, and the
    guesses of its glyph where it is only one."""

    text: str
    readable: bool
    box: Box
    size: float
    direction: int
    group: int
    parted: bool
    guesses: tuple[str, ...] = ()


class GlyphColumns(Sequence[Glyph]):
    """Glyphs as columns: `texts` and one array for each number of a `Glyph`. As a sequence it gives the glyphs."""

    __slots__ = ("_glyphs", "after_blank", "direction", "guesses", "numbers", "readable", "texts")

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
            self.numbers[:, places],
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

    def lines(self, groups: NDArray[np.int64] | None = None) -> list[PrintedLine]:
        """The printed lines, upright ones first, from top to bottom; with the number of a group for each glyph (its
        cell), only glyphs of one group are joined, and the lines come group by group."""
        if not self.texts:
            return []
        group = np.zeros(len(self), np.int64) if groups is None else groups
        _, _, start, _, baseline, _ = self.numbers
        order = np.lexsort((start, baseline, self.direction, group))
        line = self._line_numbers(order, group)
        order = order[np.lexsort((start[order], line))]
        return self._joined(order, line, group)

    def _line_numbers(self, order: NDArray[np.int64], group: NDArray[np.int64]) -> NDArray[np.int64]:
        """For each glyph in order, the number of the line it is on."""
        baseline, size = self.numbers[4][order], self.numbers[5][order]
        kind = (group * 4 + self.direction)[order]
        # Most neighbours differ in nothing that matters here: only where one does, the next line may begin.
        differs = (baseline[1:] != baseline[:-1]) | (size[1:] != size[:-1]) | (kind[1:] != kind[:-1])
        changes = np.flatnonzero(np.concatenate(([True], differs)))
        numbers: list[int] = []
        number, known, first, own = -1, None, 0.0, 0.0
        steps = zip(kind[changes].tolist(), baseline[changes].tolist(), size[changes].tolist(), strict=True)
        for next_kind, next_baseline, next_size in steps:
            if next_kind != known or next_baseline - first > SAME_BASELINE * min(own, next_size):
                number, known, first, own = number + 1, next_kind, next_baseline, next_size
            numbers.append(number)
        return np.repeat(np.array(numbers, np.int64), np.diff(changes, append=len(order)))

    def _joined(self, order: NDArray[np.int64], line: NDArray[np.int64], group: NDArray[np.int64]) -> list[PrintedLine]:
        """Glyphs ordered by line and along it → lines."""
        _, _, start, end, baseline, size = self.numbers[:, order]
        texts = [self.texts[k] for k in order.tolist()]
        follows = line[1:] == line[:-1]
        near = follows & (start[1:] - start[:-1] <= STRUCK_TWICE * size[1:])
        if any(texts[k] == texts[k + 1] for k in np.flatnonzero(near).tolist()):
            return self._joined_one_by_one(order, line, group)
        limit = np.where(self.after_blank[order][1:], GAP_AT_BLANK, GAP) * np.minimum(size[:-1], size[1:])
        for k in np.flatnonzero(follows & (start[1:] - end[:-1] > limit)).tolist():
            texts[k + 1] = " " + texts[k + 1]
        first = np.flatnonzero(np.concatenate(([True], ~follows)))
        parted = np.zeros(len(first), np.bool_)
        parted[line[1:][follows & (start[1:] - end[:-1] > SEGMENT_GAP * size[1:])]] = True
        columns = zip(
            pairwise([*first.tolist(), len(texts)]),
            np.logical_and.reduceat(self.readable[order], first).tolist(),
            start[first].tolist(),
            np.minimum.reduceat(baseline - ASCENT * size, first).tolist(),
            np.maximum.reduceat(end, first).tolist(),
            np.maximum.reduceat(baseline + DESCENT * size, first).tolist(),
            np.maximum.reduceat(size, first).tolist(),
            self.direction[order][first].tolist(),
            group[order][first].tolist(),
            parted.tolist(),
            self._lone_guesses(order, first),
            strict=True,
        )
        return [
            PrintedLine("".join(texts[a:b]), readable, turned_box(x0, y0, x1, y1, turn), round(most, 2), turn, *others)
            for (a, b), readable, x0, y0, x1, y1, most, turn, *others in columns
        ]

    def _lone_guesses(self, order: NDArray[np.int64], first: NDArray[np.int64]) -> list[tuple[str, ...]]:
        """For each line the guesses of its glyph, where it is only one."""
        if self.guesses is None:
            return [()] * len(first)
        lengths = np.diff(first, append=len(order)).tolist()
        return [
            self.guesses[k] if length == 1 else () for k, length in zip(order[first].tolist(), lengths, strict=True)
        ]

    def _joined_one_by_one(
        self, order: NDArray[np.int64], line: NDArray[np.int64], group: NDArray[np.int64]
    ) -> list[PrintedLine]:
        """The same where glyphs are struck twice, and each must be looked at."""
        found: list[PrintedLine] = []
        glyphs = self._materialised()
        for part in np.split(order, np.flatnonzero(np.diff(line)) + 1):
            number = int(group[part[0]])
            guesses = glyphs[part[0]].guesses if len(part) == 1 else ()
            for joined in join_lines([glyphs[k] for k in part.tolist()]):
                turn = joined.glyphs[0].direction
                found.append(
                    PrintedLine(joined.text, joined.readable, joined.box, joined.size, turn, number, True, guesses)
                )
        return found
