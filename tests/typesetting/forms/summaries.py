"""The two-sided forms, 收入支出决算总表 and 财政拨款收入支出决算总表: revenue left, expenditure right."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from tests.typesetting.layout import Align, Grid, GridBuilder
from tests.typesetting.reports import Row, StatementPlan

SUMMARY_WIDTHS = (30, 6, 14, 30, 6, 14)
APPROPRIATION_WIDTHS = (19, 5, 11, 21, 5, 11, 11, 9, 9)
FUND_HEADERS = {
    "total": "合计",
    "general_budget": "一般公共预算财政拨款",
    "government_fund": "政府性基金预算财政拨款",
    "state_capital": "国有资本经营预算财政拨款",
}
#: Lines whose label is centred (and bold), as the forms print them.
TOTAL_LINES = frozenset({"revenue_total", "expenditure_total", "revenue_grand_total", "expenditure_grand_total"})


def lay_out_summary(plan: StatementPlan, rows: Sequence[Row]) -> Grid:
    """收入支出决算总表: item, line number and amount on both sides."""
    grid = GridBuilder(plan.widths or SUMMARY_WIDTHS)
    grid.place(0, "收入", column_span=3)
    grid.place(3, "支出", column_span=3)
    grid.close_row()
    amount = plan.headers.get("amount", "金额")
    serial = plan.headers.get("serial", "行次")
    item = plan.headers.get("item", "项目")
    grid.row((item, serial, amount) * 2, ("center",) * 6)
    grid.row(("栏次", "", "1", "栏次", "", "2"), ("center",) * 6)
    grid.close_header()
    for revenue, expenditure in _sides(rows):
        _place_side(grid, 0, revenue, ("amount",))
        _place_side(grid, 3, expenditure, ("amount",))
        grid.close_row()
    return grid.build()


def lay_out_appropriation_summary(plan: StatementPlan, rows: Sequence[Row]) -> Grid:
    """财政拨款收入支出决算总表: the expenditure side has a column a kind of money.

    A head `amount_group` prints one cell over the four columns with their names below it.
    """
    grid = GridBuilder(plan.widths or APPROPRIATION_WIDTHS)
    grid.place(0, "收     入", column_span=3)
    grid.place(3, "支     出", column_span=6)
    grid.close_row()
    group = plan.headers.get("amount_group", "")
    depth = 2 if group else 1
    first = grid.row_count
    heads = (plan.headers.get("item", "项目"), plan.headers.get("serial", "行次"), plan.headers.get("amount", "金额"))
    for column, head in enumerate((*heads, *heads[:2])):
        grid.place(column, head, row=first, row_span=depth)
    if group:
        grid.place(5, group, row=first, column_span=4)
    for offset, (measure, head) in enumerate(FUND_HEADERS.items()):
        grid.place(5 + offset, plan.headers.get(measure, head), row=first + depth - 1)
    grid.row_count += depth
    grid.row(("栏次", "", "1", "栏次", "", "2", "3", "4", "5"), ("center",) * 9)
    grid.close_header()
    for revenue, expenditure in _sides(rows):
        _place_side(grid, 0, revenue, ("amount",))
        _place_side(grid, 3, expenditure, tuple(FUND_HEADERS))
        grid.close_row()
    return grid.build()


def _sides(rows: Sequence[Row]) -> list[tuple[Row, Row]]:
    revenue = [row for row in rows if row["side"] == "revenue"]
    expenditure = [row for row in rows if row["side"] == "expenditure"]
    return list(zip_longest(revenue, expenditure, fillvalue={}))


def _place_side(grid: GridBuilder, column: int, row: Row, measures: tuple[str, ...]) -> None:
    is_total = row.get("line", "") in TOTAL_LINES
    align: Align = "center" if is_total else "left"
    grid.place(column, row.get("label", ""), align=align, bold=is_total)
    grid.place(column + 1, row.get("serial", ""))
    for offset, measure in enumerate(measures):
        grid.place(column + 2 + offset, row.get(measure, ""), align="right")
