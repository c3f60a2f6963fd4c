"""The forms as grids: spans of the heads, where codes and totals stand, what slips and what stays blank."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import pytest

from tests.typesetting.composition import compose_report
from tests.typesetting.forms import lay_out_statement
from tests.typesetting.layout import Grid, GridBuilder, GridCell, StatementBlock
from tests.typesetting.renderers.text import render_text
from tests.typesetting.reports import StatementPlan, load_report, report_keys


@dataclass(frozen=True)
class Case:
    """One statement of a sample, its plan changed for the test."""

    report: str
    statement: str

    def grid(self, **changes: object) -> Grid:
        report = load_report(self.report)
        plan = next(plan for plan in report.plan.statements if plan.statement == self.statement)
        changed: StatementPlan = msgspec.structs.replace(plan, **changes)
        return lay_out_statement(changed, report.rows[self.statement])


def _texts(grid: Grid, row: int) -> list[str]:
    return [cell.text for cell in grid.cells if cell.row == row]


def _find(grid: Grid, text: str) -> GridCell:
    return next(cell for cell in grid.cells if cell.text == text)


@pytest.mark.parametrize("key", report_keys())
def test_every_figure_stands_in_a_cell_of_its_statement(key: str) -> None:
    report = load_report(key)
    blocks = {b.statement: b for b in compose_report(report).blocks if isinstance(b, StatementBlock)}
    for figure in report.figures():
        assert figure.text in {cell.text for cell in blocks[figure.statement].grid.cells}, figure


def test_split_codes_stand_in_three_columns_with_the_total_last() -> None:
    grid = Case("huangpi_2024", "general_budget_expenditure").grid()
    assert _texts(grid, 1)[:2] == ["功能分类科目编码", "科目名称"]
    assert _texts(grid, 2)[:4] == ["类", "款", "项", "栏次"]
    assert _texts(grid, 5)[:4] == ["208", "05", "02", "事业单位离退休"]
    assert _texts(grid, grid.row_count - 1) == ["合计", "1,099.73", "999.73", "100.00"]


def test_codes_under_a_head_of_three_columns_are_merged_and_cut() -> None:
    grid = Case("huangpi_2024", "expenditure").grid()
    code = next(cell for cell in grid.cells if cell.text == "208050")
    assert (code.column, code.column_span) == (0, 3)
    assert not [cell for cell in grid.cells if cell.text.isdigit() and len(cell.text) == 7]
    level = _find(grid, "类")
    assert level.row_span == 2
    assert _texts(grid, level.row + 1)[0] == "合计"


@pytest.mark.parametrize(("label", "column", "span"), [("merged", 0, 2), ("code", 0, 1), ("name", 1, 1)])
def test_total_label_stands_where_the_plan_says(label: str, column: int, span: int) -> None:
    total = _find(Case("youxian_2024", "revenue").grid(total_label=label), "合计")
    assert (total.column, total.column_span) == (column, span)


def test_slipped_code_stands_in_the_amount_cell_to_its_left() -> None:
    grid = Case("youxian_2024", "general_budget_basic_expenditure").grid()
    row = _find(grid, "399").row
    assert _texts(grid, row) == ["30306", "救济费", "", "30226", "劳务费", "399", "", "其他支出", ""]
    straight = Case("youxian_2024", "general_budget_basic_expenditure").grid(slipped_codes=())
    assert _texts(straight, row) == ["30306", "救济费", "", "30226", "劳务费", "", "399", "其他支出", ""]


def test_code_cannot_slip_over_a_figure() -> None:
    with pytest.raises(ValueError, match="30701 cannot slip into a cell that holds"):
        Case("youxian_2024", "general_budget_basic_expenditure").grid(slipped_codes=("30701",))


def test_three_public_has_two_blocks_of_six_figures() -> None:
    grid = Case("zengdu_2022", "three_public").grid()
    assert _texts(grid, 0) == ["预算数", "决算数"]
    assert _texts(grid, 3) == [str(number) for number in range(1, 13)]
    assert _texts(grid, 4) == ["0.42", "0.00", "0.00", "0.00", "0.00", "0.42"] * 2
    assert _find(grid, "公务用车购置及运行维护费").column_span == 3


def test_blank_zero_and_trimmed_figures_keep_their_characters() -> None:
    fund = Case("youxian_2024", "state_capital").grid()
    assert _texts(fund, fund.row_count - 1) == ["", "合计", "0", "0", ""]
    assert _find(Case("haidong_2024", "revenue_expenditure_summary").grid(), "1,108").align == "right"


def test_grid_refuses_cells_that_overlap_or_leave_a_gap() -> None:
    with pytest.raises(ValueError, match="overlaps"):
        Grid((1.0, 1.0), 1, 0, (GridCell("a", 0, 0, column_span=2), GridCell("b", 0, 1)))
    with pytest.raises(ValueError, match="do not cover"):
        Grid((1.0, 1.0), 1, 0, (GridCell("a", 0, 0),))
    builder = GridBuilder((1.0, 1.0))
    builder.place(0, "a")
    builder.close_row()
    assert [cell.text for cell in builder.build().cells] == ["a", ""]


def test_text_has_a_line_a_row_and_a_tab_between_cells() -> None:
    text = render_text(compose_report(load_report("youxian_2024"))).decode()
    assert "\n208\t社会保障和就业支出\t37.00\t37.00\t\t\t\t\t\n" in text
    assert "\n2080505\t机关事业单位基本养老保险缴费支出\t37.00\t37.00\t\n" in text
    assert "第一部分 敦县医疗保障局概况" in text
    assert "# 第一部分 攸县医疗保障局概况" in text
