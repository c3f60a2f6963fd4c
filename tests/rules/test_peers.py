"""Rules that hold a report against the departments of its division and year: in the band, beyond it, too few peers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.rules.builder import Build
from tests.rules.specimens import S03, SG

#: Costs a visit of ten departments, in yuan: ln has median ln(100) and MAD ln(1.1), so 6 MAD end at 100·1.1⁶ = 177.16.
VISITS = ["90.91", "90.91", "90.91", "100.00", "100.00", "100.00", "110.00", "110.00", "110.00"]
CASES = [("177.00", "pass"), ("178.00", "fail"), ("56.50", "pass"), ("56.40", "fail")]


def fill_peers(build: Build, division: str = "430223", peers: int = 9) -> dict[str, str]:
    """Departments with one visit each and a spending of two years each. Out: report → what A09 and Y07 must say."""
    expected = {}
    for number, cost in enumerate([*VISITS[:peers], *(cost for cost, _ in CASES)]):
        # Every outlier has a year of its own, so that it does not move the band of the others.
        years = [2024] if number >= peers else [2024 + 2 * case for case in range(len(CASES))]
        if number >= peers:
            years = [2024 + 2 * (number - peers)]
            expected[f"{division}/{number}/{years[0]}"] = CASES[number - peers][1]
        for year in years:
            office = {"department": f"第{number}局", "division": division}
            now = build.report(f"{division}/{number}/{year}", fiscal_year=year, unit="元", **office)
            before = build.report(f"{division}/{number}/{year - 1}", fiscal_year=year - 1, unit="元", **office)
            now.cell(SG, "total", "final_official_reception", cost)
            now.insert(
                "quantity", quantity="reception_batches", label="批次", value="1", unit="批", raw_text="1", sentence=""
            )
            now.cell(S03, "total", "expenditure_total", cost)
            before.cell(S03, "total", "expenditure_total", "100.00")
    return expected


@pytest.fixture(scope="module")
def judged() -> tuple[Build, dict[str, str]]:
    build = Build()
    expected = fill_peers(build)
    return build.reconcile(), expected


@pytest.mark.parametrize("rule_id", ["A09", "Y07"])
def test_far_from_the_peers_is_told(rule_id: str, judged: tuple[Build, dict[str, str]]) -> None:
    build, expected = judged
    instance = {"A09": "reception_batches", "Y07": f"{S03}/expenditure_total"}[rule_id]
    found = {report: build.check(rule_id, instance, report)["outcome"] for report in expected}
    assert found == expected
    peer = build.check(rule_id, instance, "430223/3/2024")
    assert (peer["outcome"], peer["actual_yuan"], peer["expected_yuan"]) == (
        "pass",
        Decimal("100.00"),
        Decimal("100.00"),
    )


@pytest.mark.parametrize("rule_id", ["A09", "Y07"])
def test_few_peers_tell_nothing(rule_id: str) -> None:
    build = Build()
    expected = fill_peers(build, peers=6)
    build.reconcile()
    assert {set(build.outcomes(rule_id, report).values()).pop() for report in expected} == {"cannot_evaluate"}


@pytest.mark.parametrize("rule_id", ["A09", "Y07"])
def test_peers_that_are_all_alike_tell_nothing(rule_id: str) -> None:
    build = Build()
    for number in range(9):
        office = {"department": f"第{number}局", "division": "430223"}
        for year in (2023, 2024):
            report = build.report(f"{number}/{year}", fiscal_year=year, unit="元", **office)
            report.cell(SG, "total", "final_official_reception", "100.00")
            report.cell(S03, "total", "expenditure_total", "100.00")
            report.insert(
                "quantity", quantity="reception_batches", label="批次", value="1", unit="批", raw_text="1", sentence=""
            )
    build.reconcile()
    assert set(build.outcomes(rule_id, "0/2024").values()) == {"cannot_evaluate"}


def test_reports_without_the_count_or_the_year_before_are_not_asked() -> None:
    build = Build()
    build.report().cell(SG, "total", "final_official_reception", "1.00")
    build.reconcile()
    assert set(build.outcomes("A09").values()) | set(build.outcomes("Y07").values()) == {"not_applicable"}
