"""Sheets of a workbook: where tables are, what is a line, and what is hidden."""

from __future__ import annotations

import pytest
from openpyxl.styles import Border, Side

from extractors.document import Table
from extractors.readers.excel import read_excel
from tests.extractors.readers.printed import blocks_of, grid_of, lines_of, tables_of
from tests.extractors.readers.workbooks import saved, workbook_of

SIDES = Border(left=Side(style="thin"), right=Side(style="thin"))


def test_zeros_that_the_sheet_does_not_show_are_blank() -> None:
    workbook, sheet = workbook_of(["项目", "金额"], ["合计", 0], ["类", 1])
    sheet.sheet_view.showZeros = False
    (table,) = tables_of(read_excel(saved(workbook), "x.xlsx"))
    assert [cell.text for cell in table.cells] == ["项目", "金额", "合计", "", "类", "1"]


def test_merged_cells_keep_their_spans() -> None:
    workbook, sheet = workbook_of(
        ["收入决算表", None, None], ["项目", "金额", None], [None, "基本", "项目支出"], ["合计", 1, 2]
    )
    for area in ("A1:C1", "A2:A3", "B2:C2"):
        sheet.merge_cells(area)
    (table,) = tables_of(read_excel(saved(workbook), "x.xlsx"))
    assert grid_of(table) == {
        (0, 0, 2, 1): "项目",
        (0, 1, 1, 3): "金额",
        (1, 1, 2, 2): "基本",
        (1, 2, 2, 3): "项目支出",
        (2, 0, 3, 1): "合计",
        (2, 1, 3, 2): "1",
        (2, 2, 3, 3): "2",
    }


def test_blank_rows_part_tables_and_ruled_blank_rows_do_not() -> None:
    workbook, sheet = workbook_of(["甲", "乙"], ["1", 1], [], ["丙", "丁"], [None, None], ["2", 2])
    for row in (4, 5, 6):
        for column in (1, 2):
            sheet.cell(row, column).border = SIDES
    first, second = tables_of(read_excel(saved(workbook), "x.xlsx"))
    assert (first.row_count, second.row_count) == (2, 3)
    assert grid_of(second)[2, 0, 3, 1] == "2"


def test_rows_round_a_ruled_table_are_lines() -> None:
    workbook, sheet = workbook_of(
        ["收入决算表"], ["部门：某局", "单位：万元"], ["项目", "金额"], ["合计", 1], ["注：本表反映收入。"]
    )
    for row in (3, 4):
        for column in (1, 2):
            sheet.cell(row, column).border = SIDES
    sheet.title = "公开02表"
    document = read_excel(saved(workbook), "x.xlsx")
    assert lines_of(document) == ["收入决算表", "部门：某局   单位：万元", "注：本表反映收入。"]
    assert isinstance(blocks_of(document)[2], Table)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("收入支出决算总表(公开01表)", ["收入支出决算总表(公开01表)", "某局"]),
        ("2024年", ["2024年", "某局"]),
        *((name, ["某局"]) for name in ("封面", "Sheet1", "Z01", "公开01表", "表1")),
    ],
)
def test_name_of_a_sheet_is_a_line_where_it_is_a_title(name: str, lines: list[str]) -> None:
    workbook, sheet = workbook_of(["某局"])
    sheet.title = name
    assert lines_of(read_excel(saved(workbook), "x.xlsx")) == lines


def test_note_merged_below_a_table_without_rules_is_a_line() -> None:
    workbook, sheet = workbook_of(["项目", "金额", "比重"], ["合计", 1, 2], ["注：本表无数据。"])
    sheet.merge_cells("A3:C3")
    document = read_excel(saved(workbook), "x.xlsx")
    assert (tables_of(document)[0].row_count, lines_of(document)) == (2, ["注：本表无数据。"])


def test_framed_text_is_text() -> None:
    workbook, sheet = workbook_of(["第一部分 概况\n一、职责"], ["二、机构"])
    for row in (1, 2):
        sheet.cell(row, 1).border = SIDES
    assert lines_of(read_excel(saved(workbook), "x.xlsx")) == ["第一部分 概况", "一、职责", "二、机构"]


def test_hidden_rows_columns_and_sheets_are_left_out_and_noted() -> None:
    workbook, sheet = workbook_of(["项目", "键", "金额"], ["合计", "k1", 1], ["旧", "k2", 2])
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[3].hidden = True
    workbook.create_sheet("旧表")["A1"] = "去年"
    workbook["旧表"].sheet_state = "hidden"
    document = read_excel(saved(workbook), "x.xlsx")
    (table,) = tables_of(document)
    assert grid_of(table) == {(0, 0, 1, 1): "项目", (0, 1, 1, 2): "金额", (1, 0, 2, 1): "合计", (1, 1, 2, 2): "1"}
    assert [note.split(":")[0] for note in document.notes] == ["hidden_cells", "hidden_sheet"]
    assert [page.number for page in document.pages] == [1]
