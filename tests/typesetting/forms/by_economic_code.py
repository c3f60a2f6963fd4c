"""The forms with economic codes: 基本支出决算明细表 in blocks side by side, 机关运行经费支出情况表 in one column."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from tests.typesetting.layout import Grid, GridBuilder
from tests.typesetting.reports import Row, StatementPlan

BLOCK_WIDTHS = (8.0, 17.0, 9.0)
OPERATION_WIDTHS = (20.0, 50.0, 30.0)
FOOT_LINES = ("personnel_total", "public_total")


def lay_out_basic_expenditure(plan: StatementPlan, rows: Sequence[Row]) -> Grid:
    """Blocks of code, name and amount side by side; a foot with 人员经费合计 and 公用经费合计.

    With `block_titles` a row above says 人员经费 over the first block and 公用经费 over the others.
    """
    blocks = _blocks(rows)
    foot = {row["line"]: row for row in rows if row["line"] in FOOT_LINES}
    grid = GridBuilder((plan.widths or BLOCK_WIDTHS) * len(blocks))
    if plan.block_titles:
        personnel, public = plan.block_titles
        grid.place(0, personnel, column_span=3)
        grid.place(3, public, column_span=3 * (len(blocks) - 1))
        grid.close_row()
    heads = (plan.headers.get("code", "科目代码"), "科目名称", "决算数") * len(blocks)
    for column, head in enumerate(heads):
        grid.place(column, head)
    grid.close_row()
    grid.close_header()
    for line in zip_longest(*blocks, fillvalue={}):
        _place_line(grid, plan, line)
    _place_foot(grid, foot, len(blocks))
    return grid.build()


def _blocks(rows: Sequence[Row]) -> list[list[Row]]:
    numbers = sorted({row["block"] for row in rows})
    return [[row for row in rows if row["block"] == number and row["line"] not in FOOT_LINES] for number in numbers]


def _place_line(grid: GridBuilder, plan: StatementPlan, line: tuple[Row, ...]) -> None:
    for number, row in enumerate(line):
        right = line[number + 1] if number + 1 < len(line) else {}
        code = row.get("line", "")
        amount = row.get("final_amount", "")
        slipped_in = right.get("line", "")
        if slipped_in in plan.slipped_codes:
            if amount:
                raise ValueError(f"code {slipped_in} cannot slip into a cell that holds {amount}")
            amount = slipped_in
        grid.place(3 * number, "" if code in plan.slipped_codes else code, align="left")
        grid.place(3 * number + 1, row.get("label", ""), align="left")
        grid.place(3 * number + 2, amount, align="right")
    grid.close_row()


def _place_foot(grid: GridBuilder, foot: dict[str, Row], block_count: int) -> None:
    personnel, public = (foot[line] for line in FOOT_LINES)
    last = 3 * block_count - 1
    grid.place(0, personnel["label"], column_span=2, bold=True)
    grid.place(2, personnel["final_amount"], align="right", bold=True)
    grid.place(3, public["label"], column_span=last - 3, bold=True)
    grid.place(last, public["final_amount"], align="right", bold=True)
    grid.close_row()


def lay_out_agency_operation(plan: StatementPlan, rows: Sequence[Row]) -> Grid:
    """机关运行经费支出情况表: one economic code a row, the total first."""
    grid = GridBuilder(plan.widths or OPERATION_WIDTHS)
    grid.place(0, "项目", column_span=2)
    grid.place(2, "机关运行经费支出决算数", row_span=2)
    grid.close_row()
    grid.place(0, "经济分类编码")
    grid.place(1, "经济分类名称")
    grid.close_row()
    grid.close_header()
    for row in rows:
        if row["line"] == "total":
            grid.place(0, row["label"], column_span=2, bold=True)
        else:
            grid.place(0, row["line"], align="left")
            grid.place(1, row["label"], align="left")
        grid.place(2, row["final_amount"], align="right")
        grid.close_row()
    return grid.build()
