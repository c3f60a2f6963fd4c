"""政府采购支出情况表: one item a row with its line number."""

from __future__ import annotations

from collections.abc import Sequence

from tests.typesetting.layout import Grid, GridBuilder
from tests.typesetting.reports import Row, StatementPlan

WIDTHS = (55.0, 12.0, 33.0)


def lay_out_procurement(plan: StatementPlan, rows: Sequence[Row]) -> Grid:
    """Item, line number, amount."""
    grid = GridBuilder(plan.widths or WIDTHS)
    grid.row(("政府采购支出信息", "行次", "金额"), ("center",) * 3)
    grid.close_header()
    for row in rows:
        grid.row((row["label"], row["serial"], row["amount"]), ("left", "center", "right"))
    return grid.build()
