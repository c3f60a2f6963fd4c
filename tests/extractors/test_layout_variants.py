"""Layouts that offices print now and then: numbers of rows and columns, units in the head, remarks, notes in the grid."""

from __future__ import annotations

import pytest

from extractors.extract import extract
from schemas.records import Report
from tests.extractors.report_text import amounts, codes, read

EXPENDITURE = "支出决算表\n单位：万元\n"
COLUMNS = "科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\n"
ROWS = "205\t教育支出\t10.00\t6.00\t4.00\n20502\t普通教育\t10.00\t6.00\t4.00\n2050201\t学前教育\t10.00\t6.00\t4.00\n"
TOTAL = "合计\t\t10.00\t6.00\t4.00\n"


def lines(report: Report) -> dict[str, str]:
    """Line → basic expenditure as printed."""
    return {line: text for (line, key), text in amounts(report, "expenditure").items() if key == "basic_expenditure"}


WHOLE = {"total": "6.00", "205": "6.00", "20502": "6.00", "2050201": "6.00"}


@pytest.mark.parametrize(
    "numbers", ["(1)\t(2)\t(3)", "A\tB\tC", "1=2+3\t2\t3", "①\t②\t③", "(1)=(2)+(3)\t(2)\t(3)", "甲\t乙\t丙"]
)
def test_columns_may_be_numbered_in_many_ways(numbers: str) -> None:
    assert lines(read(EXPENDITURE + COLUMNS + f"栏次\t\t{numbers}\n" + TOTAL + ROWS)) == WHOLE


def test_the_numbers_of_rows_are_no_part_of_a_code() -> None:
    numbered = [f"{number}\t{row}" for number, row in enumerate((TOTAL + ROWS).splitlines(), start=1)]
    for head in ("序号", "行次", ""):
        assert lines(read(EXPENDITURE + f"{head}\t{COLUMNS}" + "\n".join(numbered) + "\n")) == WHOLE


@pytest.mark.parametrize(
    "rows",
    [
        ROWS.replace("20502\t", "205.02\t").replace("2050201\t", "205.02.01\t"),
        ROWS.replace("20502\t", "[20502]\t").replace("2050201\t", "205-02-01\t"),
        "教育支出\t205\t10.00\t6.00\t4.00\n普通教育\t20502\t10.00\t6.00\t4.00\n学前教育\t2050201\t10.00\t6.00\t4.00\n",
        ROWS.replace("205\t教", "205-教").replace("20502\t普", "20502普").replace("2050201\t", "2050201、").replace("育\t", "育\t\t").replace("支出\t", "支出\t\t"),
    ],
)  # fmt: skip
def test_codes_are_told_however_they_are_set(rows: str) -> None:
    assert lines(read(EXPENDITURE + COLUMNS + TOTAL + rows)) == WHOLE


def test_an_amount_that_could_be_a_code_with_a_point_is_none() -> None:
    report = read(EXPENDITURE + COLUMNS + TOTAL + ROWS + "\t其他\t205.02\t205.02\t\n")
    assert lines(report) == WHOLE
    assert "unlabelled_row" in codes(report)


@pytest.mark.parametrize("label", ["支出合计", "本年支出合计", "支出总计"])
def test_the_total_by_other_names(label: str) -> None:
    assert lines(read(EXPENDITURE + COLUMNS + TOTAL.replace("合计", label) + ROWS)) == WHOLE


def test_a_remark_behind_the_amounts_of_the_total() -> None:
    table = COLUMNS.replace("项目支出", "项目支出\t备注") + TOTAL.replace("4.00", "4.00\t无") + ROWS
    assert lines(read(EXPENDITURE + table)) == WHOLE


def test_the_unit_in_the_headings_of_the_columns() -> None:
    head = (
        COLUMNS.replace("合计", "合计（元）")
        .replace("基本支出", "基本支出（元）")
        .replace("项目支出", "项目支出（元）")
    )
    report = read("支出决算表\n" + head + TOTAL + ROWS)
    assert lines(report) == WHOLE
    assert {figure.declared_unit for figure in report.figures} == {"元"}


def test_two_units_for_one_table_leave_it_out() -> None:
    mixed = EXPENDITURE + COLUMNS.replace("基本支出", "基本支出（元）") + TOTAL + ROWS
    report = read(mixed + "一般公共预算财政拨款支出决算表\n单位：万元\n" + COLUMNS + TOTAL + ROWS)
    assert {figure.statement for figure in report.figures} == {"general_budget_expenditure"}
    assert "unit_missing" in codes(report)


def test_blanks_between_thousands_are_believed_where_all_are_set_so() -> None:
    spaced = (TOTAL + ROWS).replace("10.00", "1 010.00").replace("6.00", "1 006.00")
    assert lines(read(EXPENDITURE + COLUMNS + spaced)) == dict.fromkeys(WHOLE, "1 006.00")
    mixed = spaced.replace("1 010.00", "1,010.00", 1)
    report = read(EXPENDITURE + COLUMNS + mixed)
    assert not lines(report)
    assert codes(report).count("unread_cell") == 7


HTML = """<html><meta charset="utf-8"><p>某县教育局2023年度部门决算</p><p>{title}</p><p>单位：万元</p>
<table border=1>{rows}</table></html>"""


def from_html(title: str, *rows: str) -> Report:
    """A report of one table: rows of cells parted by `|`, a cell over the whole width where there is but one."""
    width = max(row.count("|") for row in rows) + 1
    cells = [row.split("|") for row in rows]
    printed = [
        f"<tr><td colspan={width}>{row[0]}</td></tr>"
        if len(row) == 1
        else "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>"
        for row in cells
    ]
    return extract(HTML.format(title=title, rows="".join(printed)).encode(), "report.html")


def test_a_note_over_the_whole_width_is_no_row() -> None:
    report = from_html(
        "收入支出决算总表",
        "收入项目|决算数|支出项目|决算数",
        "一、一般公共预算财政拨款收入|1.00|五、教育支出|1.00",
        "本年收入合计|1.00|本年支出合计|1.00",
        "填表人：张某　审核人：李某",
        "总计|1.00|总计|1.00",
    )
    assert len(report.figures) == 6
    assert not [problem for problem in report.problems if problem.severity == "error"]


def test_numbers_of_columns_in_brackets_are_no_amounts_of_the_three_public_expenses() -> None:
    report = from_html(
        "财政拨款“三公”经费支出决算表",
        "项目|合计|因公出国（境）费|公务用车购置费|公务用车运行维护费|公务接待费",
        "栏次|(1)|(2)|(3)|(4)|(5)",
        "预算数|5.00|1.00|||4.00",
        "决算数|3.00||||3.00",
    )
    found = {key: text for (_, key), text in amounts(report, "three_public").items()}
    assert found == {
        "budget_total": "5.00",
        "budget_overseas_travel": "1.00",
        "budget_official_reception": "4.00",
        "final_total": "3.00",
        "final_official_reception": "3.00",
    }


def test_amounts_without_a_label_are_reported_in_every_form() -> None:
    procurement = read("政府采购支出情况表\n单位：万元\n项目\t金额\n\t9.00\n货物支出\t9.00\n")
    assert "unlabelled_amount" in codes(procurement)
    items = "项目\t预算数\t决算数\n合计\t5.00\t3.00\n\t5.00\t3.00\n"
    report = read(f"“三公”经费支出决算表\n单位：万元\n{items}")
    assert ("unknown_row", "error") in {(problem.code, problem.severity) for problem in report.problems}


def test_a_statement_left_out_for_its_heading_is_an_error_unless_it_is_printed_elsewhere() -> None:
    columns = "科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\t上缴上级支出\t经营支出\n"
    other = "财政专户资金支出决算表\n单位：万元\n" + columns + ROWS
    rest = "一般公共预算财政拨款支出决算表\n单位：万元\n" + COLUMNS + TOTAL + ROWS

    def severity(text: str) -> list[str]:
        return [problem.severity for problem in read(text).problems if problem.code == "table_not_read"]

    assert severity(rest + other) == ["error"]
    assert severity(rest + other + "支出决算表\n单位：万元\n" + columns + ROWS) == ["info"]
