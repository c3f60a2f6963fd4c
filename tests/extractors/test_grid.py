"""Rulings and glyphs → tables: merged cells, several tables, open sides, what is no table."""

from __future__ import annotations

from hypothesis import given, settings

from extractors.document import Table
from extractors.grid import Ruling, find_tables
from extractors.readers.glyphs import Glyph
from tests.extractors.drawn_pdfs import Block, merged_grids, printed_places, sides, whole

LINE = 0.5


def glyph(text: str, x: float, y: float, size: float = 8.0) -> Glyph:
    return Glyph(text, x, y, x - size / 2, x + size / 2, y + 0.36 * size, size)


def rulings(xs: list[float], ys: list[float], blocks: list[Block]) -> list[Ruling]:
    lines = sorted({side for block in blocks for side in sides(xs, ys, block)})
    return [Ruling(x0 - LINE / 2, y0 - LINE / 2, x1 + LINE / 2, y1 + LINE / 2) for x0, y0, x1, y1 in lines]


def middle(xs: list[float], ys: list[float], block: Block) -> tuple[float, float]:
    return (xs[block[1]] + xs[block[3]]) / 2, (ys[block[0]] + ys[block[2]]) / 2


def texts_by_place(table: Table) -> dict[tuple[int, int, int, int], str]:
    return {(c.row, c.column, c.row + c.row_span, c.column + c.column_span): c.text for c in table.cells}


XS, YS = [50.0, 120.0, 200.0, 300.0], [60.0, 80.0, 100.0, 120.0]


def test_a_plain_grid_has_every_cell_with_its_box_and_text() -> None:
    blocks = whole(3, 3)
    glyphs = [glyph(chr(65 + k), *middle(XS, YS, block)) for k, block in enumerate(blocks)]
    (table,), left_over = find_tables(4, rulings(XS, YS, blocks), [*glyphs, glyph("!", 400, 70)])
    assert (table.page, table.row_count, table.column_count) == (4, 3, 3)
    assert texts_by_place(table) == {block: chr(65 + k) for k, block in enumerate(blocks)}
    assert [round(edge, 3) for edge in table.column_edges] == XS
    assert [g.text for g in left_over] == ["!"]
    box = table.cells[4].box
    assert box is not None
    assert [round(side, 3) for side in (box.x0, box.y0, box.x1, box.y1)] == [120.0, 80.0, 200.0, 100.0]


def test_cells_merged_to_the_right_and_down_keep_their_spans() -> None:
    blocks: list[Block] = [(0, 0, 2, 1), (0, 1, 1, 3), (1, 1, 2, 2), (1, 2, 2, 3), (2, 0, 3, 3)]
    (table,), _ = find_tables(1, rulings(XS, YS, blocks), [])
    assert set(texts_by_place(table)) == set(blocks)


def test_lines_in_a_cell_are_joined_by_a_newline_and_wide_gaps_by_a_blank() -> None:
    near = [glyph("a", 60, 66), glyph("b", 68, 66), glyph("c", 90, 66), glyph("d", 60, 75)]
    (table,), _ = find_tables(1, rulings(XS, YS, whole(3, 3)), near)
    assert table.cells[0].text == "ab c\nd"


def test_a_cell_with_an_unreadable_glyph_is_marked() -> None:
    bad = Glyph("\ufffd", 60, 70, 56, 64, 73, 8.0, readable=False)
    (table,), _ = find_tables(1, rulings(XS, YS, whole(3, 3)), [bad, glyph("1", 150, 70)])
    assert [cell.readable for cell in table.cells[:3]] == [False, True, True]


def test_tables_beside_and_under_each_other_stay_apart_and_in_reading_order() -> None:
    right = [x + 300 for x in XS]
    below = [y + 200.7 for y in YS]
    near = [y + 1.2 for y in YS]  # rows of a neighbour at nearly, not quite, the same height
    everything = [
        *rulings(XS, below, whole(3, 3)),
        *rulings(right, near, whole(3, 3)),
        *rulings(XS, YS, whole(3, 3)),
    ]
    tables, _ = find_tables(1, everything, [])
    assert [(round(t.box.x0), round(t.box.y0)) for t in tables if t.box] == [(50, 60), (350, 61), (50, 261)]


def test_a_table_inside_a_cell_of_another_takes_its_own_text() -> None:
    outer_xs, outer_ys = [20.0, 320.0, 500.0], [40.0, 140.0, 200.0]
    everything = [*rulings(outer_xs, outer_ys, whole(2, 2)), *rulings(XS, YS, whole(3, 3))]
    tables, left_over = find_tables(1, everything, [glyph("i", 60, 70), glyph("o", 30, 50)])
    assert [table.cells[0].text for table in tables] == ["o", "i"]
    assert not left_over


def test_missing_outer_borders_are_closed_where_the_rows_end() -> None:
    blocks = whole(3, 3)
    open_sided = [r for r in rulings(XS, YS, blocks) if not ((r.x1 - r.x0 < 1 and r.x0 < 51) or r.x0 > 299)]
    (table,), left_over = find_tables(1, open_sided, [glyph("l", 60, 70), glyph("r", 290, 110)])
    assert (table.column_count, len(table.cells)) == (3, 9)
    assert (table.cells[0].text, table.cells[8].text) == ("l", "r")
    assert not left_over


def test_a_row_broken_over_the_page_has_its_cells_without_a_last_ruling() -> None:
    broken = [r for r in rulings(XS, YS, whole(3, 3)) if not (r.y1 - r.y0 < 1 and r.y0 > 119)]
    (table,), left_over = find_tables(1, broken, [glyph("x", 150, 110)])
    assert (table.row_count, len(table.cells), table.cells[7].text) == (3, 9, "x")
    assert not left_over


def test_the_notch_of_an_l_shaped_table_is_no_cell() -> None:
    blocks = [block for block in whole(3, 3) if block != (0, 2, 1, 3)]
    (table,), left_over = find_tables(1, rulings(XS, YS, blocks), [glyph("n", 250, 70)])
    assert set(texts_by_place(table)) == set(blocks)
    assert [g.text for g in left_over] == ["n"]


def test_frames_underlines_and_single_boxes_are_no_tables() -> None:
    frame = rulings([30.0, 560.0], [30.0, 90.0, 800.0], whole(2, 1))
    underline = Ruling(100, 300, 200, 300.5)
    text = [glyph("t", 110, 295)]
    tables, left_over = find_tables(1, [*frame, underline], text)
    assert tables == []
    assert left_over == text


def test_double_rulings_are_one() -> None:
    lines = rulings(XS, YS, whole(3, 3))
    doubled = [*lines, *(Ruling(r.x0 + 1.4, r.y0 + 1.4, r.x1 + 1.4, r.y1 + 1.4) for r in lines)]
    (table,), _ = find_tables(1, doubled, [])
    assert (table.row_count, table.column_count, len(table.cells)) == (3, 3, 9)


def test_a_fake_bold_glyph_counts_once_but_a_repeated_digit_twice() -> None:
    glyphs = [glyph("1", 60, 70), glyph("1", 60.3, 70), glyph("1", 64.5, 70)]
    (table,), _ = find_tables(1, rulings(XS, YS, whole(3, 3)), glyphs)
    assert table.cells[0].text == "11"


@settings(max_examples=150, deadline=None)
@given(merged_grids())
def test_any_grid_with_merged_cells_is_read_back(grid: tuple[list[float], list[float], list[Block]]) -> None:
    xs, ys, blocks = grid
    glyphs = [glyph(chr(0x4E00 + k), *middle(xs, ys, block)) for k, block in enumerate(blocks)]
    (table,), left_over = find_tables(1, rulings(xs, ys, blocks), glyphs)
    assert texts_by_place(table) == {place: chr(0x4E00 + k) for k, place in enumerate(printed_places(xs, ys, blocks))}
    assert not left_over
