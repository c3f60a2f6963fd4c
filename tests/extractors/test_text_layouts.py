"""Tables in text that has no tabs: HTML within Markdown, columns of spaces, one cell a line with a pipe."""

from __future__ import annotations

import pytest

from tests.extractors.report_text import amounts, codes, read

HEAD = "支出决算表\n公开03表\n部门：攸县教育局  金额单位：万元\n"
ROWS = (
    ("项目", "", "本年支出合计", "基本支出", "项目支出"),
    ("科目编码", "科目名称", "", "", ""),
    ("栏次", "", "1", "2", "3"),
    ("合计", "", "12.50", "10.00", "2.50"),
    ("205", "教育支出", "12.50", "10.00", "2.50"),
    ("20502", "普通教育", "12.50", "10.00", "2.50"),
    ("2050201", "学前教育", "10.00", "10.00", ""),
    ("2050202", "小学教育", "2.50", "", "2.50"),
)
EXPECTED = {
    (line, measure): amount
    for line, values in {
        "total": ("12.50", "10.00", "2.50"),
        "205": ("12.50", "10.00", "2.50"),
        "20502": ("12.50", "10.00", "2.50"),
        "2050201": ("10.00", "10.00", ""),
        "2050202": ("2.50", "", "2.50"),
    }.items()
    for measure, amount in zip(("expenditure_total", "basic_expenditure", "project_expenditure"), values, strict=True)
    if amount
}


def html() -> str:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>\n" for row in ROWS[2:])
    header = (
        '<tr><td colspan="2">项目</td><td rowspan="2">本年支出合计</td><td rowspan="2">基本支出</td><td rowspan="2">项目支出</td></tr>\n'
        "<tr><td>科目编码</td><td>科目名称</td></tr>\n"
    )
    return f"<table><tbody>\n{header}{rows}</tbody></table>\n"


def wide(text: str) -> int:
    return len(text) + sum(sign > "\u2e80" for sign in text)


def aligned() -> str:
    widths = [max(wide(row[column]) for row in ROWS) + 2 for column in range(5)]
    lines = (
        "".join(cell + " " * (width - wide(cell)) for cell, width in zip(row, widths, strict=True)) for row in ROWS
    )
    return "\n".join(line.rstrip() for line in lines) + "\n"


def split_at_pipes() -> str:
    return "".join(" |\n".join(row) + " | ||\n" for row in ROWS)


@pytest.mark.parametrize("table", [html(), aligned(), split_at_pipes()], ids=["html", "spaces", "pipes"])
def test_every_layout_gives_the_same_figures(table: str) -> None:
    report = read(HEAD + table + "注：本表反映支出。\n")
    assert amounts(report, "expenditure") == EXPECTED
    assert "statement_without_table" not in codes(report)


def test_columns_of_spaces_are_believed_only_where_the_sums_hold() -> None:
    report = read(
        HEAD
        + aligned().replace("2.50\n", "9.50\n")
        + "\n第三部分 2023年度部门决算情况说明\n三、支出决算情况说明\n本年支出合计12.50万元。\n"
    )
    assert amounts(report, "expenditure") == {}
    assert "unruled_not_confirmed" in codes(report)


def test_a_row_whose_merged_cells_were_counted_once() -> None:
    table = split_at_pipes().replace("合计 |\n |\n", "合计 |\n").replace("项目 |\n |\n本", "项目 |\n本")
    assert amounts(read(HEAD + table), "expenditure") == EXPECTED
