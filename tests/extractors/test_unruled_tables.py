"""Tables without printed rulings: columns from white space and headings, rows from baselines, over several pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from extractors.document import Box, Table
from extractors.grid import Ruling
from extractors.readers.glyphs import Glyph
from extractors.table_view import TableView
from extractors.whitespace import complete_tables, look_at_page, missing_tables

Align = Literal["left", "center", "right"]
SIZE, PITCH, PADDING = 8.0, 18.0, 2.5


def width_of(text: str) -> float:
    """Chinese characters are as wide as high, others little more than half."""
    return sum(SIZE if ord(character) > 0x2000 else 0.6 * SIZE for character in text)


def write(text: str, x0: float, x1: float, middle: float, align: Align = "center") -> list[Glyph]:
    """The glyphs of a line of text between two edges."""
    slack = x1 - x0 - 2 * PADDING - width_of(text)
    at = x0 + PADDING + {"left": 0.0, "center": slack / 2, "right": slack}[align]
    glyphs = []
    for character in text:
        end = at + width_of(character)
        glyphs.append(Glyph(character, (at + end) / 2, middle, at, end, middle + 0.36 * SIZE, SIZE))
        at = end
    return glyphs


@dataclass
class Sheet:
    """Glyphs of a page, written into the columns between `edges` from the height `at` on."""

    edges: Sequence[float]
    at: float = 100.0

    def __post_init__(self) -> None:
        self.glyphs: list[Glyph] = []

    def line(self, texts: Sequence[str], aligns: Sequence[Align] = (), step: float = PITCH) -> None:
        for number, text in enumerate(texts):
            align = aligns[number] if aligns else "center"
            self.glyphs += write(text, self.edges[number], self.edges[number + 1], self.at, align)
        self.at += step


def rows(table: Table) -> list[list[str]]:
    view = TableView(table)
    return [[view.text(row, column) for column in range(view.columns)] for row in range(view.rows)]


EDGES = [50.0, 110.0, 230.0, 300.0, 370.0, 440.0]
HEADS = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")
ROW_ALIGNS: tuple[Align, ...] = ("left", "left", "right", "right", "right")


def sheet(body: Sequence[Sequence[str]], head: Sequence[str] = HEADS) -> Sheet:
    page = Sheet(EDGES)
    if head:
        page.line(head)
    for texts in body:
        page.line(texts, ROW_ALIGNS)
    return page


BODY = [
    ["201", "一般公共服务支出", "12.50", "2.50", "10.00"],
    ["20101", "人大事务", "12.50", "2.50", "10.00"],
    ["2010101", "行政运行", "12.50", "2.50", "10.00"],
]


def test_rows_and_columns_without_any_ruling() -> None:
    (table,), left_over = missing_tables(1, [], sheet(BODY).glyphs)
    assert rows(table) == [list(HEADS), *BODY]
    assert not table.ruled
    assert not left_over


def test_a_blank_column_keeps_its_place_and_its_heading() -> None:
    body = [[*texts[:3], "", texts[4]] for texts in BODY]
    (table,), _ = missing_tables(1, [], sheet(body).glyphs)
    assert rows(table) == [list(HEADS), *body]


def test_a_name_in_two_lines_is_one_row_with_the_amounts_between() -> None:
    page = sheet(BODY)
    middle = page.at + 4.9
    page.glyphs += write("机关事业单位基本养老", 110, 230, middle - 4.9, "left")
    page.glyphs += write("保险缴费支出", 110, 230, middle + 4.9, "left")
    for number, text in ((0, "2080505"), (2, "7.00"), (3, "7.00")):
        page.glyphs += write(text, EDGES[number], EDGES[number + 1], middle, ROW_ALIGNS[number])
    (table,), _ = missing_tables(1, [], page.glyphs)
    assert rows(table)[-1] == ["2080505", "机关事业单位基本养老\n保险缴费支出", "7.00", "7.00", ""]


def test_a_heading_over_three_columns_reaches_as_far_as_those_below_it() -> None:
    page = Sheet(EDGES)
    page.glyphs += write("本年支出", 230, 440, page.at)
    page.at += PITCH
    page.line(HEADS)
    for texts in BODY:
        page.line(texts, ROW_ALIGNS)
    (table,), _ = missing_tables(1, [], page.glyphs)
    assert TableView(table).text(0, 2) == TableView(table).text(0, 4) == "本年支出"
    assert rows(table)[-3:] == BODY


def test_amounts_that_nearly_touch_are_two() -> None:
    page = Sheet([50, 110, 230, 277.6, 326])
    page.line(("科目编码", "科目名称", "合计", "项目"))
    for code in ("201", "20101", "2010101"):
        page.line((code, "行政运行", "1,234.56", "1,234.56"), ("left", "left", "right", "left"))
    for glyph_after in (g for g in list(page.glyphs) if g.start > 277 and g.y > 105):
        page.glyphs.remove(glyph_after)
        page.glyphs.append(
            glyph_after._replace(x=glyph_after.x - 4, start=glyph_after.start - 4, end=glyph_after.end - 4)
        )
    (table,), _ = missing_tables(1, [], page.glyphs)
    assert rows(table)[-1] == ["2010101", "行政运行", "1,234.56", "1,234.56"]


def test_a_continuation_has_the_columns_of_the_whole_table() -> None:
    title = write("一般公共预算财政拨款支出决算表", 100, 400, 60.0)
    first = look_at_page(1, [], title + sheet([[*texts[:4], ""] for texts in BODY]).glyphs)
    more = [["2080501", "行政单位离退休", "3.00", "", "3.00"]]
    second = look_at_page(2, [], sheet(more, head=()).glyphs, first)
    found = complete_tables([first, second])
    (one,), (two,) = found[1][0], found[2][0]
    assert one.column_edges == two.column_edges
    assert rows(two) == more


def test_a_running_head_is_no_part_of_a_table_that_goes_on() -> None:
    head = write("某县教育局2023年度部门决算", 100, 400, 30.0)
    title = write("一般公共预算财政拨款支出决算表", 100, 400, 60.0)
    first = look_at_page(1, [], head + title + sheet(BODY).glyphs)
    second = look_at_page(2, [], head + sheet(BODY[:1], head=()).glyphs, first)
    tables, left_over = complete_tables([first, second])[2]
    assert [rows(table) for table in tables] == [BODY[:1]]
    assert "".join(glyph.text for glyph in left_over) == "某县教育局2023年度部门决算"


def test_vertical_rulings_of_the_head_go_on_down_the_rows() -> None:
    page = sheet([["201", "一般公共服务支出", "12.50", "", ""], ["20101", "人大事务", "12.50", "", ""], *BODY[2:]])
    top, foot = 91.0, 109.0
    lines = [Ruling(x - 0.2, top, x + 0.2, foot) for x in EDGES]
    lines += [Ruling(EDGES[0], y - 0.2, EDGES[-1], y + 0.2) for y in (top, foot)]
    (table,), _ = missing_tables(1, lines, page.glyphs)
    assert [round(edge) for edge in table.column_edges] == [round(edge) for edge in EDGES]
    assert rows(table)[1] == ["201", "一般公共服务支出", "12.50", "", ""]


def test_prose_and_lists_are_no_tables() -> None:
    page = Sheet([50.0, 400.0])
    for text in (
        "一、部门概况，主要职责。",
        "2023年支出12.50万元",
        "教育支出10.00万元，占80%。",
        "其中：项目支出2.50万元。",
    ):
        page.line((text,), ("left",))
    tables, left_over = missing_tables(1, [], page.glyphs)
    assert tables == []
    assert len(left_over) == len(page.glyphs)


def test_text_below_a_ruled_table_is_no_table() -> None:
    page = sheet(BODY, head=())
    looked = look_at_page(1, [], page.glyphs, None, [Box(40, 40, 500, 90)])
    assert looked.regions == []


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.floats(46, 95), min_size=2, max_size=7),
    st.lists(
        st.lists(st.sampled_from(["", "0.{}0", "7{}.00", "1,23{}.56"]), min_size=7, max_size=7), min_size=1, max_size=6
    ),
    st.sampled_from(["left", "center", "right"]),
    st.sampled_from(["left", "center", "right"]),
    st.booleans(),
)
def test_an_amount_is_below_its_heading_or_marked_doubtful(
    widths: list[float], amounts: list[list[str]], align: Align, heads: Align, numbered: bool
) -> None:
    """Any widths, any blank cells, amounts and headings to any side: what is not marked stands below its heading."""
    names = ["合计", "基本支出", "项目支出", "经营支出", "其他", "上缴", "补助支出"][: len(widths)]
    edges = [50.0, 110.0, 230.0]
    for width in widths:
        edges.append(edges[-1] + width)
    body = [[text.format(column) for column, text in enumerate(cells[: len(widths)])] for cells in amounts]
    assume(all(any(cells) for cells in body))
    page = Sheet(edges)
    page.line(["科目编码", "科目名称", *names], ["center", "center", *[heads] * len(names)])
    if numbered:
        page.line(["", "", *map(str, range(1, len(names) + 1))])
    for number, cells in enumerate(body):
        page.line([f"20101{number + 10}", "行政运行", *cells], ["left", "left", *[align] * len(cells)])
    title = write("一般公共预算财政拨款支出决算表", 100, 400, 60.0)
    (table,), _ = missing_tables(1, [], title + page.glyphs)
    view = TableView(table)
    for row in range(1 + numbered, view.rows):
        for column in range(view.columns):
            cell = view.own(row, column)
            if cell is None or "." not in cell.text or cell.doubtful:
                continue
            assert view.text(0, column) == names[body[row - 1 - numbered].index(cell.text)]
