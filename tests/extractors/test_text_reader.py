"""Extracted text: tab-separated rows, pipe tables, one cell a line, markup remnants, encodings."""

from __future__ import annotations

import pytest

from extractors.document import Table, TextLine, UnreadableDocument
from extractors.readers.text import read_text


def blocks(text: str) -> list[Table | TextLine]:
    return list(read_text(text.encode(), "sample.txt").pages[0].blocks)


def rows(table: Table) -> list[list[str]]:
    return [[cell.text for cell in table.cells if cell.row == row] for row in range(table.row_count)]


def test_rows_with_tabs_are_a_table_and_keep_line_numbers() -> None:
    heading, table, note = blocks("# **收入决算表**\n\n科目\t\t金额\n合计\t\t<b>722.31</b>\n\n注：说明\n")
    assert isinstance(heading, TextLine)
    assert heading.text == "收入决算表"
    assert isinstance(table, Table)
    assert rows(table) == [["科目", "", "金额"], ["合计", "", "722.31"]]
    assert [cell.line_number for cell in table.cells] == [3, 3, 3, 4, 4, 4]
    assert not table.explicit_spans
    assert note == TextLine(1, "注：说明", line_number=6)


def test_pipe_tables_of_markdown() -> None:
    (table,) = blocks("| 项目 | 金额 |\n| --- | ---: |\n| 合计 | 1.50 |\n")
    assert isinstance(table, Table)
    assert rows(table) == [["项目", "金额"], ["合计", "1.50"]]


def test_tables_that_stand_in_markdown_as_html() -> None:
    source = (
        "# 收入决算表\n\n单位：万元\n<TABLE border=1><tr><td colspan=2>合计</td><td><b>1.50</b></td></tr>\n"
        "<tr><td>201</td><td>一般<br>公共</td><td></td></tr></TABLE>\n注：无\n<table><tr><td>未完\n"
    )
    heading, unit, table, note, unclosed = blocks(source)
    assert isinstance(table, Table)
    assert [(c.text, c.row, c.column, c.column_span, c.line_number) for c in table.cells] == [
        ("合计", 0, 0, 2, 4), ("1.50", 0, 2, 1, 4), ("201", 1, 0, 1, 4), ("一般\n公共", 1, 1, 1, 4), ("", 1, 2, 1, 4),
    ]  # fmt: skip
    lines = [(line.text, line.line_number) for line in (heading, unit, note, unclosed) if isinstance(line, TextLine)]
    assert lines == [("收入决算表", 1), ("单位：万元", 3), ("注：无", 6), ("未完", 7)]


def test_one_cell_a_line_with_blank_lines_between_rows() -> None:
    (table,) = blocks("\t项目\n\t金额\n\n\t合计\n\t1.50\n\n\t其他\n\t\n")
    assert isinstance(table, Table)
    assert rows(table) == [["项目", "金额"], ["合计", "1.50"], ["其他", ""]]


def test_a_form_feed_begins_a_page() -> None:
    document = read_text("第一页\n\f第二页\n".encode(), "sample.txt")
    assert [[block.text for block in page.blocks if isinstance(block, TextLine)] for page in document.pages] == [
        ["第一页"],
        ["第二页"],
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding: str) -> None:
    (line,) = read_text("收入支出决算总表".encode(encoding), "sample.txt").pages[0].blocks
    assert isinstance(line, TextLine)
    assert line.text == "收入支出决算总表"


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read_text(b"\xff\xff\x00\x81abc", "sample.txt")
    assert refused.value.code == "not_text"
