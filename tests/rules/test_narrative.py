"""Text against tables: the restated figures, the sum of the items, one indicator stated twice."""

from __future__ import annotations

import pytest

from tests.rules.builder import Build
from tests.rules.specimens import GF, GP, S01, S02, S03, S04, S05, S06, SG

RESTATED = [
    ("N01", S01, "revenue", "revenue_grand_total", "amount"),
    ("N02", S02, None, "total", "fiscal_appropriation"),
    ("N02", S01, "revenue", "government_fund_appropriation", "amount"),
    ("N03", S03, None, "total", "basic_expenditure"),
    ("N04", S04, "expenditure", "expenditure_grand_total", "total"),
    ("N05", S05, None, "total", "expenditure_total"),
    ("N05", S05, None, "208", "expenditure_total"),
    ("N06", S05, None, "2080505", "expenditure_total"),
    ("N08", S05, None, "total", "basic_expenditure"),
    ("N08", S06, None, "personnel_total", "final_amount"),
    ("N09", SG, None, "total", "budget_official_reception"),
    ("N10", GF, None, "total", "closing_balance"),
    ("N11", GP, None, "procurement_goods", "amount"),
]


def check_restated(
    key: tuple[str, str, str | None, str, str], table: str | None, text: str, unit: str = "万元"
) -> str:  # fmt: skip
    """The outcome where the table prints `table` (None: no such row) and the text `text`."""
    rule_id, statement, side, line, measure = key
    build = Build()
    report = build.report()
    report.cell(statement, line, measure, table, side=side)
    report.cell(statement, line, measure, text, side=side, source="narrative", unit=unit)
    instance = "/".join(part for part in (statement, side, line, measure) if part)
    return str(build.reconcile().check(rule_id, instance)["outcome"])


@pytest.mark.parametrize("key", RESTATED, ids=lambda key: "-".join(map(str, key)))
def test_the_text_restates_the_table(key: tuple[str, str, str | None, str, str]) -> None:
    assert check_restated(key, "18.00", "18") == "pass"
    assert check_restated(key, "18.00", "18.01") == "rounding"
    assert check_restated(key, "13.00", "18.00") == "fail"


@pytest.mark.parametrize("key", RESTATED[:3])
def test_a_row_that_is_not_there_cannot_be_held_against_the_text(key: tuple[str, str, str | None, str, str]) -> None:
    assert check_restated(key, None, "18.00") == "cannot_evaluate"


def test_a_slip_of_the_unit_is_found() -> None:
    assert check_restated(RESTATED[7], "0.48", "0.48", unit="元") == "fail"


def test_the_text_has_its_own_decimals() -> None:
    assert check_restated(RESTATED[7], "37.40", "37") == "rounding"
    assert check_restated(RESTATED[7], "37.60", "37") == "fail"


def test_zero_in_words_agrees_with_a_blank() -> None:
    assert check_restated(RESTATED[1], "", "0") == "pass"


def test_budgets_by_item_stand_in_no_table() -> None:
    build = Build()
    report = build.report()
    report.cell(S05, "2080505", "expenditure_total", "5.00")
    report.cell(S05, "2080505", "initial_budget", "7.00", source="narrative")
    assert build.reconcile().check("N06")["outcome"] == "not_applicable"


def narrated(*items: tuple[str, str]) -> Build:
    build = Build()
    report = build.report()
    report.rows(S05, ["expenditure_total"], {"total": ["10.00"], "2080505": ["4.00"], "2101101": ["6.00"]})
    for line, printed in items:
        report.cell(S05, line, "expenditure_total", printed, source="narrative")
    return build.reconcile()


@pytest.mark.parametrize(("second", "outcome"), [("6.00", "pass"), ("6.01", "rounding"), ("7.00", "fail")])
def test_the_items_narrated_add_up(second: str, outcome: str) -> None:
    assert narrated(("2080505", "4.00"), ("2101101", second)).check("N07")["outcome"] == outcome


def test_an_item_without_a_paragraph_leaves_the_sum_open() -> None:
    check = narrated(("2080505", "10.00")).check("N07")
    assert check["outcome"] == "cannot_evaluate"
    assert "2101101" in check["reason"]


def test_no_paragraphs_no_sum() -> None:
    assert narrated().check("N07")["outcome"] == "not_applicable"


@pytest.mark.parametrize(("again", "outcome"), [("257.1", "rounding"), ("257.14", "pass"), ("245.53", "fail")])
def test_one_indicator_stated_twice(again: str, outcome: str) -> None:
    build = Build()
    report = build.report()
    report.cell(S05, "2101501", "expenditure_total", "257.14", source="narrative")
    report.cell(S05, "2101501", "expenditure_total", again, source="narrative", occurrence=1)
    assert build.reconcile().check("N12")["outcome"] == outcome


def test_a_narrative_without_tables_is_not_evaluated_and_not_passed() -> None:
    build = Build()
    build.report().cell(S05, "total", "expenditure_total", "5.00", source="narrative")
    outcomes = {row["outcome"] for row in build.reconcile().select("SELECT DISTINCT outcome FROM fact_check")}
    assert outcomes == {"cannot_evaluate", "not_applicable"}
