"""Glyphs in columns form the same lines as glyphs one by one."""

from __future__ import annotations

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from extractors.readers.compiled import plain
from extractors.readers.glyph_columns import GlyphColumns
from extractors.readers.glyph_order import line_order
from extractors.readers.glyphs import Glyph, join_lines

_STEPS = st.integers(0, 40)


@st.composite
def glyphs(draw: st.DrawFn) -> list[Glyph]:
    """Glyphs on few lines, near enough to touch, to be struck twice and to be apart."""
    found: list[Glyph] = []
    for _ in range(draw(st.integers(0, 40))):
        start, size = 1.7 * draw(_STEPS), draw(st.sampled_from((9.0, 10.5, 12.0)))
        baseline, turn = 2.1 * draw(st.integers(0, 12)), draw(st.sampled_from((0, 0, 0, 1, 2, 3)))
        width = draw(st.sampled_from((0.4, 0.5, 1.0))) * size
        text, told = draw(st.sampled_from("收支12.")), draw(st.integers(0, 9)) > 0
        found.append(
            Glyph(text, start, baseline, start, start + width, baseline, size, turn, told, draw(st.booleans()))
        )
    return found


@settings(max_examples=150, deadline=None)
@given(glyphs())
def test_the_lines_of_a_page(page: list[Glyph]) -> None:
    expected = [(line.text, line.readable, line.box, line.size, line.glyphs[0].direction) for line in join_lines(page)]
    assert [line[:5] for line in GlyphColumns.of(page).lines()] == expected


@settings(max_examples=60, deadline=None)
@given(glyphs(), st.integers(1, 5))
def test_the_lines_of_cells(page: list[Glyph], cells: int) -> None:
    owners = [number * 7 % cells for number in range(len(page))]
    expected = [
        (cell, line.text, line.readable)
        for cell in range(cells)
        for line in join_lines(glyph for glyph, owner in zip(page, owners, strict=True) if owner == cell)
    ]
    found = GlyphColumns.of(page).cell_lines(np.array(owners, np.int64))
    assert [line[:3] for line in found] == expected


@settings(max_examples=60, deadline=None)
@given(glyphs())
def test_columns_give_their_glyphs_back(page: list[Glyph]) -> None:
    columns = GlyphColumns.of(page)
    rebuilt = GlyphColumns(columns.texts, columns.numbers, columns.direction, columns.readable, columns.after_blank)
    assert list(rebuilt) == page
    upright = columns.direction == 0
    assert list(rebuilt.taken(upright)) == [glyph for glyph in page if glyph.direction == 0]


@settings(max_examples=150, deadline=None)
@given(glyphs(), st.integers(1, 4))
def test_the_order_is_the_same_without_the_compiled_module(page: list[Glyph], cells: int) -> None:
    assume(len(page) > 0)
    columns = GlyphColumns.of(page)
    kind = columns.direction + 4 * (np.arange(len(page)) % cells)
    asked = kind, columns.numbers[4], columns.numbers[2], columns.numbers[5]
    found = [column.tolist() for column in line_order(*asked)]
    with plain():
        assert [column.tolist() for column in line_order(*asked)] == found


def test_a_glyph_without_a_place_is_put_in_order_all_the_same() -> None:
    kind, size = np.zeros(3, np.int64), np.full(3, 10.0)
    start, baseline = np.array([5.0, np.nan, 1.0]), np.array([20.0, 20.0, np.nan])
    found = [column.tolist() for column in line_order(kind, baseline, start, size)]
    with plain():
        assert [column.tolist() for column in line_order(kind, baseline, start, size)] == found
    assert sorted(found[0]) == [0, 1, 2]
