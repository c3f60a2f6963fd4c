"""The smallest set of cells, the slips of typing, and what whole statements have in common."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pipelines.reconciliation import minimal_change
from pipelines.reconciliation.minimal_change import solve
from pipelines.reconciliation.networks import Equality, Item
from pipelines.reconciliation.typing_slips import slip
from tests.rules.builder import Build, ReportBuilder, identifier
from tests.rules.specimens import S01, S03, S04, S05, S06

COLUMNS = ["expenditure_total", "basic_expenditure", "project_expenditure"]


@pytest.mark.parametrize(
    ("printed", "true", "kind"),
    [
        ("123.45", "123.54", "swapped_digits"),
        ("123.45", "128.45", "wrong_digit"),
        ("13.45", "123.45", "lost_digit"),
        ("1233.45", "123.45", "extra_digit"),
        ("1234.50", "123.45", "decimal_point"),
        ("12.35", "123.45", "lost_digit"),
        ("12.34", "123.45", "decimal_point"),
        ("1.23", "123.00", "decimal_point"),
        ("-123.45", "123.45", "sign"),
        ("1234500.00", "123.45", "unit"),
        ("0.01", "123.45", "unit"),
        ("123.45", "987.65", "none"),
        ("123.45", "123.45", "none"),
        ("123.45", "0.00", "none"),
    ],
)
def test_slips(printed: str, true: str, kind: str) -> None:
    assert slip(Decimal(printed), Decimal(true), 2) == kind


def item(name: str, amount: int, **more: Any) -> Item:
    values = {
        "source": "table", "state": "printed", "statement": S05, "side": "", "line": name, "measure": "m", "step": 1,
        "unit": 100, "repaired": False, "conflict": False, "told": False, "protection": 0,
    }  # fmt: skip
    return Item(name=name, amount=amount, **{**values, **more})


def equality(name: str, items: dict[str, Item], band: int = 1, **signs: int) -> Equality:
    difference = sum(sign * items[cell].amount for cell, sign in signs.items())
    return Equality(name, name, "", abs(difference) > band, False, difference, band, band, signs)


def solved(amounts: dict[str, int], *sums: dict[str, int], **more: Any) -> list[set[str]]:
    items = {name: item(name, amount, **more.get(name, {})) for name, amount in amounts.items()}
    checks = [equality(f"c{number}", items, **signs) for number, signs in enumerate(sums)]
    failed = [check for check in checks if check.failed]
    solution = solve(failed, [check for check in checks if not check.failed], items)
    return [{change.item.name for change in one} for one in solution.sets]


def test_the_cell_in_both_failed_sums() -> None:
    assert solved(
        {"t": 100, "a": 90, "b": 40, "r": 6, "s": 4}, {"t": 1, "a": -1, "b": -1}, {"b": 1, "r": -1, "s": -1}
    ) == [{"b"}]


def test_a_cell_that_a_passing_sum_holds_is_not_accused() -> None:
    found = solved({"t": 100, "a": 90, "b": 40, "u": 100}, {"t": 1, "a": -1, "b": -1}, {"t": 1, "u": -1})
    assert found == [{"a"}, {"b"}]


def test_two_cells_are_found_by_the_program_with_all_alternatives() -> None:
    """t is held by u; a would have to be 10 for the one sum and 90 for the other."""
    amounts = {"t": 100, "u": 100, "a": 60, "b": 90, "c": 70, "d": 20}
    found = solved(amounts, {"t": 1, "a": -1, "b": -1}, {"a": 1, "c": -1, "d": -1}, {"t": 1, "u": -1})
    assert {frozenset(one) for one in found} == {frozenset(pair) for pair in ("ab", "ac", "ad", "bc", "bd")}
    assert len(found) == 5


def test_what_cannot_be_solved_says_so() -> None:
    items = {"a": item("a", 10), "b": item("b", 20)}
    checks = [equality("c0", items, a=1, b=-1)]
    impossible = Equality("c1", "c1", "", False, False, 0, 0, 0, {"a": 1})
    also = Equality("c2", "c2", "", False, False, 0, 0, 0, {"b": 1})
    solution = solve(checks, [impossible, also], items)
    assert solution.sets == ()
    assert "makes every check hold" in solution.reason


def test_too_many_cells_are_not_solved_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minimal_change, "MOST_CELLS", 1)
    items = {name: item(name, amount) for name, amount in {"a": 10, "b": 20, "c": 50}.items()}
    checks = [equality("c0", items, a=1, b=-1), equality("c1", items, b=1, c=-1), equality("c2", items, a=1, c=-2)]
    assert "too many" in solve(checks, [], items).reason


def test_the_deadline_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minimal_change, "DEADLINE_SECONDS", 0.0)
    items = {name: item(name, amount) for name, amount in {"a": 10, "b": 20, "c": 50, "d": 90}.items()}
    checks = [equality("c0", items, a=1, b=-1), equality("c1", items, c=1, d=-1), equality("c2", items, b=1, c=-1)]
    assert "seconds" in solve(checks, [], items).reason


def test_a_slip_of_typing_ranks_equal_cells() -> None:
    build = Build()
    report = build.report()
    report.cell(S06, "301", "final_amount", "1111.11")
    wrong = report.cell(S06, "30101", "final_amount", "321.99")
    report.cell(S06, "30102", "final_amount", "500.00")
    report.cell(S06, "30103", "final_amount", "298.12")
    report.cell(S06, "personnel_total", "final_amount", "1111.11")
    report.cell(S06, "303", "final_amount", "")
    (finding,) = [one for one in build.reconcile().findings() if one["severity"] == "error"]
    assert (finding["suspect_figure_id"], finding["suggested_amount_yuan"]) == (wrong, Decimal("3129900.00"))
    assert "swapped digits" in finding["message_en"]
    assert finding["message_en"].endswith("3129900.00 yuan would satisfy T15")


def fill(report: ReportBuilder, column: list[str], unit: str = "万元") -> None:
    """Statement 05 with its totals in 04; `column` is its basic expenditure from 208 on."""
    lines = ("208", "20805", "2080505", "2080506", "2080599", "210", "21011", "2101101", "2101102")
    report.cell(S05, "total", "basic_expenditure", "100.00", unit=unit)
    for line, printed in zip(lines, column, strict=True):
        report.cell(S05, line, "basic_expenditure", printed, unit=unit)


TRUE = ["60.00", "60.00", "10.00", "20.00", "30.00", "40.00", "40.00", "25.00", "15.00"]


@pytest.mark.parametrize(
    ("column", "way"),
    [(["", *TRUE[:-1]], "down by 1"), (["", "", *TRUE[:-2]], "down by 2"), ([*TRUE[1:], ""], "up by 1")],
)
def test_a_slid_column_is_one_finding(column: list[str], way: str) -> None:
    build = Build()
    fill(build.report(), column)
    (finding,) = build.reconcile().findings()
    assert way in finding["message_en"]
    assert finding["severity"] == "error"
    assert finding["suggested_amount_yuan"] is None
    assert finding["suspect_figure_id"] in finding["figure_ids"]


def test_a_column_with_one_wrong_cell_has_not_slid() -> None:
    build = Build()
    fill(build.report(), [*TRUE[:2], "18.00", *TRUE[3:]])
    (finding,) = build.reconcile().findings()
    assert "slid" not in finding["message_en"]


def test_a_lone_amount_with_a_wrong_digit_has_not_slid() -> None:
    """208, 20805 and 2080505 are copies of one amount; pushed back by a row, the wrong one would fall on a blank."""
    build = Build()
    report = build.report()
    for line, printed in (("total", "60.00"), ("208", "60.00"), ("20805", "60.00"), ("2080505", "80.00")):
        report.cell(S03, line, "operating_expenditure", printed)
    for line in ("210", "21011", "2101101"):
        report.cell(S03, line, "operating_expenditure", "")
    (finding,) = [one for one in build.reconcile().findings() if one["severity"] == "error"]
    assert "slid" not in finding["message_en"]
    assert finding["suggested_amount_yuan"] == Decimal("600000.00")


def test_a_statement_in_another_unit_is_one_finding() -> None:
    build = Build()
    report = build.report()
    fill(report, TRUE, unit="元")
    rows = {"total": ["100.00"], "208": ["60.00"], "210": ["40.00"]}
    report.rows(S05, ["expenditure_total"], rows, unit="元")
    for statement, measure in ((S04, "general_budget"), (S01, "amount")):
        for line, printed in (("expenditure_total", "100.00"), ("208", "60.00"), ("210", "40.00")):
            report.cell(statement, line, measure, printed, side="expenditure")
    report.cell(S06, "total", "final_amount", "100.00")
    errors = [finding for finding in build.reconcile().findings(metadata=True) if finding["severity"] == "error"]
    (finding,) = errors
    assert (finding["statement"], finding["basis"]) == (S05, "tables")
    assert "M02" in {check.split("/")[0] for check in finding["checks"]}
    assert "in another unit" in finding["message_en"]
    assert "×10000" in finding["message_zh"]


def test_a_row_left_out_is_one_finding() -> None:
    build = Build()
    report = build.report()
    rows = {
        "total": ["30.00", "18.00", "12.00"], "208": ["30.00", "18.00", "12.00"], "20805": ["30.00", "18.00", "12.00"],
        "2080505": ["10.00", "6.00", "4.00"], "2080506": ["20.00", "12.00", "8.00"],
    }  # fmt: skip
    report.rows(S03, COLUMNS, rows)
    report.rows(S05, COLUMNS, {line: cells for line, cells in rows.items() if line != "2080506"})
    (finding,) = [one for one in build.reconcile().findings() if one["severity"] == "error"]
    assert finding["statement"] == S05
    assert "row 2080506 below 20805 is most likely missing" in finding["message_en"]
    assert finding["suspect_figure_id"] == identifier("r", "table", S05, None, "20805", "expenditure_total", 0)


def cut_report(*lines: str) -> Build:
    """Sums of cut-off parts: each of `lines` is printed 0.02 or 0.03 below its parent's printed amount."""
    build = Build()
    report = build.report()
    for line in lines:
        report.cell(S05, f"{line}01", "expenditure_total", "10.03")
        for part in range(1, 5):
            report.cell(S05, f"{line}01{part:02}", "expenditure_total", "2.50")
    return build.reconcile()


def test_a_report_that_cuts_digits_off_is_not_accused_of_its_long_sums() -> None:
    lines = ("201", "205", "208", "210", "213", "221")
    outcomes = cut_report(*lines).outcomes("H03")
    assert {outcomes[f"{S05}/{line}01/expenditure_total"] for line in lines} == {"rounding"}


def test_one_such_sum_alone_is_no_sign_of_cutting() -> None:
    assert cut_report("208").outcomes("H03")[f"{S05}/20801/expenditure_total"] == "fail"
