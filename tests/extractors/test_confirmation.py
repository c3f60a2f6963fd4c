"""Statements without printed rulings: slid figures are left unread, a publisher's own error does not hide a statement."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from extractors.codes import resolve_codes
from extractors.confirmation import drop_unconfirmed
from extractors.document import Cell
from extractors.figures import read_figures
from extractors.readers.text import read_text
from extractors.statement import Statement, StatementRow
from extractors.statements import find_statements

#: 01, 02, 03 and 05 of one report that reconciles; every column but one of 03 has amounts somewhere.
REPORT = """收入支出决算总表
单位：万元
项目\t金额\t项目\t金额
一、一般公共预算财政拨款收入\t90.00\t五、教育支出\t80.00
二、政府性基金预算财政拨款收入\t\t八、社会保障和就业支出\t25.00
三、国有资本经营预算财政拨款收入\t\t\t
四、上级补助收入\t\t\t
五、事业收入\t15.00\t\t
八、其他收入\t2.00\t\t
本年收入合计\t107.00\t本年支出合计\t105.00
年初结转和结余\t3.00\t年末结转和结余\t5.00
总计\t110.00\t总计\t110.00

收入决算表
单位：万元
科目编码\t科目名称\t本年收入合计\t财政拨款收入\t上级补助收入\t事业收入\t其他收入
合计\t\t107.00\t90.00\t\t15.00\t2.00
205\t教育支出\t82.00\t65.00\t\t15.00\t2.00
20502\t普通教育\t82.00\t65.00\t\t15.00\t2.00
2050201\t学前教育\t50.00\t50.00\t\t\t
2050202\t小学教育\t32.00\t15.00\t\t15.00\t2.00
208\t社会保障和就业支出\t25.00\t25.00\t\t\t
20805\t行政事业单位养老支出\t25.00\t25.00\t\t\t
2080505\t机关事业单位基本养老保险缴费支出\t25.00\t25.00\t\t\t

支出决算表
单位：万元
科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\t上缴上级支出\t经营支出
合计\t\t105.00\t60.00\t45.00\t\t
205\t教育支出\t80.00\t35.00\t45.00\t\t
20502\t普通教育\t80.00\t35.00\t45.00\t\t
2050201\t学前教育\t50.00\t20.00\t30.00\t\t
2050202\t小学教育\t30.00\t15.00\t15.00\t\t
208\t社会保障和就业支出\t25.00\t25.00\t\t\t
20805\t行政事业单位养老支出\t25.00\t25.00\t\t\t
2080505\t机关事业单位基本养老保险缴费支出\t25.00\t25.00\t\t\t

一般公共预算财政拨款支出决算表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
合计\t\t88.00\t55.00\t33.00
205\t教育支出\t63.00\t30.00\t33.00
20502\t普通教育\t63.00\t30.00\t33.00
2050201\t学前教育\t45.00\t20.00\t25.00
2050202\t小学教育\t18.00\t10.00\t8.00
208\t社会保障和就业支出\t25.00\t25.00\t
20805\t行政事业单位养老支出\t25.00\t25.00\t
2080505\t机关事业单位基本养老保险缴费支出\t25.00\t25.00\t
"""
Figures = set[tuple[str, str | None, str, str, str]]
BY_CODE = ("revenue", "expenditure", "general_budget_expenditure")


def statements() -> list[Statement]:
    """The statements of the report, as if read without printed rulings."""
    found, _ = find_statements(read_text(REPORT.encode(), "report.txt"))
    resolve_codes(found)
    for statement in found:
        statement.ruled = False
    return found


def confirmed(found: list[Statement]) -> tuple[Figures, list[str]]:
    """What is left of the statements as figures, and the codes of errors."""
    drop_unconfirmed(found)
    _, figures, _, problems = read_figures(found, {1: "text"})
    kept = {(f.statement, f.side, f.line, f.measure, f.raw_text) for f in figures}
    return kept, [problem.code for problem in problems if problem.severity == "error"]


TRUTH, NO_ERRORS = confirmed(statements())


def named(found: list[Statement], key: str) -> Statement:
    return next(statement for statement in found if statement.form.statement == key)


def row_of(statement: Statement, line: str) -> StatementRow:
    return next(row for row in statement.rows if row.line == line)


def move(source: StatementRow, measure: str, target: StatementRow, other: str) -> None:
    """Put the amount of one cell into another, as a slid column would."""
    target.cells[other] = source.cells[measure]._replace(column=target.cells[other].column)
    source.cells[measure] = Cell("", 0, 0)


def test_a_report_that_reconciles_is_read_whole() -> None:
    assert NO_ERRORS == []
    assert len(TRUTH) == 11 + 24 + 21 + 21  # amounts printed in 01, 02, 03 and 05
    assert ("revenue", None, "total", "business_revenue", "15.00") in TRUTH


def slides() -> Iterator[tuple[str, int, str, str]]:
    """Every amount of 02, 03 and 05 with every blank cell of its row: statement, row, from, to."""
    for statement in statements():
        if statement.form.statement in BY_CODE:
            for number, row in enumerate(statement.rows):
                filled = [measure for measure, cell in row.cells.items() if cell.text.strip()]
                blank = [measure for measure in row.cells if measure not in filled]
                for measure in filled:
                    yield from ((statement.form.statement, number, measure, other) for other in blank)


@pytest.mark.parametrize(("key", "number", "measure", "other"), list(slides()))
def test_an_amount_slid_into_a_blank_column_is_never_a_figure_there(
    key: str, number: int, measure: str, other: str
) -> None:
    found = statements()
    row = named(found, key).rows[number]
    move(row, measure, row, other)
    figures, errors = confirmed(found)
    assert figures <= TRUTH
    assert "unruled_not_confirmed" in errors


@pytest.mark.parametrize("key", BY_CODE)
@pytest.mark.parametrize("step", [1, -1])
@pytest.mark.parametrize("first", range(1, 8))
def test_columns_of_the_next_page_slid_by_one_are_never_read(key: str, step: int, first: int) -> None:
    """From a row on, as on a page without headings, every amount stands in the column beside its own."""
    found = statements()
    rows = named(found, key).rows[first:]
    measures = list(rows[0].cells)
    for row in rows:
        row.piece = 1
        texts = [row.cells[measure] for measure in measures]
        for measure, cell in zip(measures, [*texts[-step:], *texts[:-step]], strict=True):
            row.cells[measure] = cell
    figures, errors = confirmed(found)
    assert figures <= TRUTH
    assert errors


@pytest.mark.parametrize("key", BY_CODE)
@pytest.mark.parametrize("step", [1, -1])
def test_a_column_slid_a_row_up_or_down_is_never_read(key: str, step: int) -> None:
    for measure in named(statements(), key).rows[0].cells:
        found = statements()
        rows = named(found, key).rows
        cells = [row.cells[measure] for row in rows]
        if not any(cell.text for cell in cells):
            continue
        for row, cell in zip(rows, [*cells[step:], *cells[:step]], strict=True):
            row.cells[measure] = cell
        figures, errors = confirmed(found)
        assert {figure for figure in figures if figure[3] == measure and figure[0] == key} <= TRUTH, measure
        assert errors


@pytest.mark.parametrize(
    ("key", "measure", "other", "is_kept"),
    [
        ("revenue", "business_revenue", "superior_subsidy", False),  # 01 prints 事业收入, not 上级补助收入
        ("revenue", "business_revenue", None, True),
        ("expenditure", "project_expenditure", "remittance_to_superior", False),  # no other statement prints either
        ("expenditure", "project_expenditure", None, False),
        ("general_budget_expenditure", "project_expenditure", None, False),
    ],
)
def test_a_column_with_a_doubtful_heading_needs_a_copy_elsewhere(
    key: str, measure: str, other: str | None, is_kept: bool
) -> None:
    found = statements()
    for row in named(found, key).rows:
        cell = row.cells[measure]._replace(doubtful=True)
        row.cells[measure] = Cell("", 0, 0) if other else cell
        if other:
            row.cells[other] = cell
    figures, errors = confirmed(found)
    assert figures <= TRUTH
    assert any(figure[0] == key and figure[3] == (other or measure) for figure in figures) is is_kept
    assert ("unruled_not_confirmed" in errors) is not is_kept
    assert {figure for figure in TRUTH if figure[0] != key} <= figures


def wrong_total(found: list[Statement]) -> tuple[str, str, str]:
    return "expenditure", "total", "project_expenditure"


def wrong_class(found: list[Statement]) -> tuple[str, str, str]:
    return "revenue", "205", "revenue_total"


def wrong_item(found: list[Statement]) -> tuple[str, str, str]:
    return "general_budget_expenditure", "2050202", "project_expenditure"


@pytest.mark.parametrize("place", [wrong_total, wrong_class, wrong_item])
def test_an_error_of_the_publisher_stays_with_all_other_figures(
    place: Callable[[list[Statement]], tuple[str, str, str]],
) -> None:
    found = statements()
    key, line, measure = place(found)
    cells = row_of(named(found, key), line).cells
    printed = cells[measure].text
    cells[measure] = cells[measure]._replace(text="77.77")
    figures, errors = confirmed(found)
    assert errors == []
    assert figures == (TRUTH - {(key, None, line, measure, printed)}) | {(key, None, line, measure, "77.77")}


def test_a_statement_whose_sums_fail_everywhere_is_left_out_whole() -> None:
    found = statements()
    for number, row in enumerate(named(found, "expenditure").rows):
        row.cells["project_expenditure"] = row.cells["project_expenditure"]._replace(text=f"{number + 1}.37")
    figures, errors = confirmed(found)
    assert figures == {figure for figure in TRUTH if figure[0] != "expenditure"}
    assert errors == ["unruled_not_confirmed"]


def test_amounts_left_over_beside_failing_sums_are_no_error_of_the_publisher() -> None:
    found = statements()
    statement = named(found, "expenditure")
    cells = row_of(statement, "2050202").cells
    statement.problem("unlabelled_row", "warning", "a row without a label", statement.rows[0])
    cells["basic_expenditure"] = cells["basic_expenditure"]._replace(text="51.00")
    figures, _ = confirmed(found)
    assert figures == {figure for figure in TRUTH if figure[0] != "expenditure"}


def test_statements_with_printed_rulings_are_left_alone() -> None:
    found = statements()
    for statement in found:
        statement.ruled = True
    row = row_of(named(found, "expenditure"), "2050201")
    move(row, "project_expenditure", row, "operating_expenditure")
    figures, errors = confirmed(found)
    assert errors == []
    assert ("expenditure", None, "2050201", "operating_expenditure", "30.00") in figures
