"""财政拨款“三公”经费支出决算表: the budget block, then the block of final amounts, six columns each."""

from __future__ import annotations

from collections.abc import Sequence

from tests.typesetting.layout import Grid, GridBuilder
from tests.typesetting.reports import LABEL_COLUMNS, Row, StatementPlan

WIDTHS = (8.0, 8.5, 7.5, 8.5, 9.0, 8.5) * 2
COUNT_HEADS = ("项目", "统计数") * 2


def lay_out_three_public(plan: StatementPlan, rows: Sequence[Row]) -> Grid:
    """One row of twelve figures under a head of three rows and the column numbers; `counts` adds rows of quantities
    (团组数, 车辆保有量, …) below."""
    grid = GridBuilder(plan.widths or WIDTHS)
    grid.place(0, "预算数", column_span=6)
    grid.place(6, "决算数", column_span=6)
    grid.close_row()
    _place_block_head(grid, plan, 0)
    _place_block_head(grid, plan, 6)
    grid.row_count += 2
    grid.row(tuple(str(number) for number in range(1, 13)), ("center",) * 12)
    grid.close_header()
    measures = [key for key in rows[0] if key not in LABEL_COLUMNS]
    for row in rows:
        grid.row([row[measure] for measure in measures], ("right",) * 12)
    if plan.counts:
        for texts in (COUNT_HEADS, *plan.counts):
            for number, text in enumerate(texts):
                grid.place(3 * number, text, column_span=3)
            grid.close_row()
    return grid.build()


def _place_block_head(grid: GridBuilder, plan: StatementPlan, first: int) -> None:
    top = grid.row_count
    heads = plan.headers
    grid.place(first, "合计", row=top, row_span=2)
    grid.place(first + 1, heads.get("overseas_travel", "因公出国（境）费"), row=top, row_span=2)
    grid.place(first + 2, heads.get("vehicles", "公务用车购置及运行维护费"), row=top, column_span=3)
    grid.place(first + 2, "小计", row=top + 1)
    grid.place(first + 3, heads.get("vehicle_purchase", "公务用车购置费"), row=top + 1)
    grid.place(first + 4, heads.get("vehicle_operation", "公务用车运行维护费"), row=top + 1)
    grid.place(first + 5, heads.get("official_reception", "公务接待费"), row=top, row_span=2)
