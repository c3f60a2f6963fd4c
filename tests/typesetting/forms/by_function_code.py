"""The forms with a row per function code: 02, 03, 05, 07 and 08.

The head says 项目 over code and name, then the measures, some of them gathered under 本年支出. Codes stand in one
column, in one cell under the three columns 类/款/项, or split into these three.
"""

from __future__ import annotations

from collections.abc import Sequence

from tests.typesetting.layout import Grid, GridBuilder
from tests.typesetting.reports import LABEL_COLUMNS, Row, StatementPlan

#: Printed column heads by statement. A head "group/sub" stands under a merged cell `group`.
HEADERS: dict[str, dict[str, str]] = {
    "revenue": {
        "revenue_total": "本年收入合计",
        "fiscal_appropriation": "财政拨款收入",
        "superior_subsidy": "上级补助收入",
        "business_revenue": "事业收入",
        "operating_revenue": "经营收入",
        "subordinate_remittance": "附属单位上缴收入",
        "other_revenue": "其他收入",
    },
    "expenditure": {
        "expenditure_total": "本年支出合计",
        "basic_expenditure": "基本支出",
        "project_expenditure": "项目支出",
        "remittance_to_superior": "上缴上级支出",
        "operating_expenditure": "经营支出",
        "subsidy_to_subordinates": "对附属单位补助支出",
    },
    "general_budget_expenditure": {
        "expenditure_total": "本年支出/小计",
        "basic_expenditure": "本年支出/基本支出",
        "project_expenditure": "本年支出/项目支出",
    },
    "government_fund": {
        "opening_balance": "年初结转和结余",
        "revenue_total": "本年收入",
        "expenditure_total": "本年支出/小计",
        "basic_expenditure": "本年支出/基本支出",
        "project_expenditure": "本年支出/项目支出",
        "closing_balance": "年末结转和结余",
    },
}
HEADERS["state_capital"] = {
    **HEADERS["government_fund"],
    "expenditure_total": "本年支出/合计",
}
#: Width shares: code column(s), name column, each amount column.
CODE_WIDTH, NAME_WIDTH, AMOUNT_WIDTH = 12.0, 26.0, 11.0
LEVELS = ("类", "款", "项")


def lay_out_by_function(plan: StatementPlan, rows: Sequence[Row]) -> Grid:
    """One row a code with its name and amounts; the total first or last."""
    measures = tuple(key for key in rows[0] if key not in LABEL_COLUMNS)
    code_columns = 1 if plan.codes == "whole" else 3
    code_width, name_width, *amount_widths = plan.widths or (CODE_WIDTH, NAME_WIDTH, *(AMOUNT_WIDTH,) * len(measures))
    grid = GridBuilder((*(code_width / code_columns,) * code_columns, name_width, *amount_widths))
    total = next(row for row in rows if row["line"] == "total")
    items = [row for row in rows if row["line"] != "total"]
    _place_head(grid, plan, measures, code_columns)
    if code_columns == 3:
        _place_level_head(grid, plan, measures, total)
    else:
        _place_numbers(grid, plan, len(measures))
        if plan.total_position == "first":
            _place_total(grid, plan, total, measures)
    for row in items:
        _place_item(grid, plan, row, measures, code_columns)
    if plan.total_position == "last":
        _place_total(grid, plan, total, measures, code_columns)
    return grid.build()


def _place_head(grid: GridBuilder, plan: StatementPlan, measures: tuple[str, ...], code_columns: int) -> None:
    """项目 over code and name; measures over two rows, gathered ones under their group."""
    heads = [plan.headers.get(measure, HEADERS[plan.statement][measure]) for measure in measures]
    grid.place(0, plan.headers.get("item", "项目"), column_span=code_columns + 1)
    first = code_columns + 1
    groups: dict[str, list[int]] = {}
    for offset, head in enumerate(heads):
        if "/" in head:
            groups.setdefault(head.split("/")[0], []).append(offset)
        else:
            grid.place(first + offset, head, row_span=2)
    for group, offsets in groups.items():
        grid.place(first + offsets[0], group, column_span=len(offsets))
    grid.close_row()
    code_head = plan.headers.get("code", "功能分类科目编码" if code_columns == 3 else "科目代码")
    grid.place(0, code_head, column_span=code_columns)
    grid.place(code_columns, "科目名称")
    for offsets in groups.values():
        for offset in offsets:
            grid.place(first + offset, heads[offset].split("/")[1])
    grid.close_row()


def _place_numbers(grid: GridBuilder, plan: StatementPlan, count: int) -> None:
    """The row of column numbers, 栏次 1 2 3 …"""
    numbers = tuple(str(number) for number in range(1, count + 1))
    if plan.numbered_columns:
        grid.place(0, plan.headers.get("columns", "栏次"), column_span=2)
        for offset, number in enumerate(numbers):
            grid.place(2 + offset, number)
        grid.close_row()
    grid.close_header()


def _place_level_head(grid: GridBuilder, plan: StatementPlan, measures: tuple[str, ...], total: Row) -> None:
    """类, 款, 项 beside the rows 栏次 and (where it comes first) 合计, as the form prints them."""
    first = grid.row_count
    total_first = plan.total_position == "first"
    for column, level in enumerate(LEVELS):
        grid.place(column, level, row=first, row_span=2 if total_first else 1)
    grid.place(3, "栏次")
    for offset in range(len(measures)):
        grid.place(4 + offset, str(offset + 1))
    grid.close_row()
    if total_first:
        grid.place(3, total["label"], bold=True)
        for offset, measure in enumerate(measures):
            grid.place(4 + offset, total[measure], align="right", bold=True)
        grid.close_row()
    grid.close_header()


def _place_total(
    grid: GridBuilder, plan: StatementPlan, total: Row, measures: tuple[str, ...], code_columns: int = 1
) -> None:
    if plan.total_label == "merged":
        grid.place(0, total["label"], column_span=code_columns + 1, bold=True)
    else:
        column = 0 if plan.total_label == "code" else code_columns
        grid.place(column, total["label"], bold=True)
    for offset, measure in enumerate(measures):
        grid.place(code_columns + 1 + offset, total[measure], align="right", bold=True)
    grid.close_row()


def _place_item(grid: GridBuilder, plan: StatementPlan, row: Row, measures: tuple[str, ...], code_columns: int) -> None:
    code = row["line"][: plan.code_digits] if plan.code_digits else row["line"]
    if plan.codes == "split":
        for column, part in enumerate((code[:3], code[3:5], code[5:])):
            grid.place(column, part)
    else:
        grid.place(0, code, column_span=code_columns, align="left")
    grid.place(code_columns, row["label"], align="left")
    for offset, measure in enumerate(measures):
        grid.place(code_columns + 1 + offset, row[measure], align="right")
    grid.close_row()
