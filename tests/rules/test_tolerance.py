"""Interval arithmetic: what a printed figure stands for, and when two sides do not meet."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.rules.builder import Build
from tests.rules.specimens import GF, S01, S02, S03, S05, SG


def sum_of_classes(total: str, *parts: str, unit: str = "万元") -> dict[str, object]:
    build = Build()
    report = build.report(unit=unit)
    report.cell(S03, "total", "expenditure_total", total)
    for number, printed in enumerate(parts):
        report.cell(S03, str(201 + number), "expenditure_total", printed)
    return build.reconcile().check("H01", f"{S03}/total/expenditure_total")


def test_the_published_example_of_four_classes_is_consistent() -> None:
    check = sum_of_classes("2940.05", "2106.66", "326.72", "60.99", "445.69")
    assert check["outcome"] == "rounding"
    assert check["difference_yuan"] == Decimal("-100.00")
    assert check["tolerance_yuan"] == Decimal("250.00")


def test_a_copy_whose_last_digit_differs_touches() -> None:
    build = Build()
    report = build.report()
    report.cell(S01, "208", "amount", "326.71", side="expenditure")
    report.cell(S03, "208", "expenditure_total", "326.72")
    check = build.reconcile().check("B05", "208")
    assert (check["outcome"], check["tolerance_yuan"]) == ("rounding", Decimal("100.00"))


@pytest.mark.parametrize(("total", "outcome"), [("10.00", "pass"), ("10.01", "rounding"), ("10.02", "fail")])
def test_the_band_of_two_parts_is_one_and_a_half_units(total: str, outcome: str) -> None:
    assert sum_of_classes(total, "4.00", "6.00")["outcome"] == outcome


def test_trimmed_zeros_do_not_widen_the_interval() -> None:
    assert sum_of_classes("1112.92", "1,108", "4.92")["outcome"] == "pass"
    assert sum_of_classes("1112.96", "1,108", "4.92")["outcome"] == "fail"


def test_a_statement_without_decimals_is_exact_to_one() -> None:
    assert sum_of_classes("11", "4", "6")["outcome"] == "rounding"
    assert sum_of_classes("12", "4", "6")["outcome"] == "fail"


def test_yuan_to_the_cent_is_exact_to_the_cent() -> None:
    assert sum_of_classes("1000.01", "400.00", "600.00", unit="元")["outcome"] == "rounding"
    assert sum_of_classes("1000.02", "400.00", "600.00", unit="元")["outcome"] == "fail"


def test_a_blank_counts_as_zero_and_adds_no_width() -> None:
    blank, zero = sum_of_classes("4.00", "4.00", ""), sum_of_classes("4.00", "4.00", "0.00")
    assert (blank["outcome"], blank["tolerance_yuan"]) == ("pass", Decimal("100.00"))
    assert (zero["outcome"], zero["tolerance_yuan"]) == ("pass", Decimal("150.00"))


def test_a_failure_over_a_blank_stays_a_failure() -> None:
    assert sum_of_classes("9.00", "4.00", "")["outcome"] == "fail"


@pytest.mark.parametrize(("final", "outcome"), [("0.99", "pass"), ("1.01", "rounding"), ("1.02", "fail")])
def test_an_inequality_fails_only_wholly_above(final: str, outcome: str) -> None:
    build = Build()
    report = build.report()
    report.cell(SG, "total", "budget_total", "1.00")
    report.cell(SG, "total", "final_total", final)
    assert build.reconcile().check("T24", "total")["outcome"] == outcome


def test_long_columns_forgive_more_and_levels_are_checked_apart() -> None:
    build = Build()
    report = build.report()
    lines = {f"208{group:02}{item:02}": ["1.00"] for group in (1, 2) for item in range(1, 21)}
    lines |= {"20801": ["20.00"], "20802": ["20.00"], "208": ["40.00"], "total": ["40.09"]}
    report.rows(S05, ["expenditure_total"], lines)
    build.reconcile()
    assert build.check("H01", f"{S05}/total/expenditure_total")["outcome"] == "fail"
    assert build.check("H03", f"{S05}/20801/expenditure_total")["outcome"] == "pass"


def test_statements_of_different_units_are_compared_in_yuan() -> None:
    build = Build()
    report = build.report()
    report.cell(S01, "revenue_total", "amount", "12.35", side="revenue")
    report.cell(S02, "total", "revenue_total", "123456.78", unit="元")
    check = build.reconcile().check("B01")
    assert check["outcome"] == "rounding"
    assert check["tolerance_yuan"] == Decimal("50.00")


def test_tolerance_is_rounded_down_and_never_decides() -> None:
    build = Build()
    report = build.report(unit="元")
    report.rows(
        GF, ["expenditure_total", "basic_expenditure", "project_expenditure"], {"total": ["3.01", "1.00", "2.00"]}
    )
    check = build.reconcile().check("T19")
    assert (check["outcome"], check["tolerance_yuan"]) == ("rounding", Decimal("0.01"))
