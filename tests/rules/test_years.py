"""Rules across years and across documents: which reports are held against each other, and what follows."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.reconciliation import evaluate
from tests.rules.builder import Build, ReportBuilder
from tests.rules.specimens import GF, S01, S03, S04, S05, SG

OFFICE = {"department": "攸县医疗保障局", "division": "430223"}


def two_years(department: str = "攸县医疗保障局", year: int = 2023) -> tuple[Build, ReportBuilder, ReportBuilder]:
    build = Build()
    now = build.report("now", **OFFICE)
    before = build.report("before", fiscal_year=year, department=department, division="430223")
    return build, now, before


CARRIED = [
    ("Y01", S01, "revenue", "opening_balance", "amount", S01, "expenditure", "closing_balance", "amount"),
    ("Y02", S04, "revenue", "opening_balance_government_fund", "amount", S04, "expenditure", "closing_balance", "government_fund"),
    ("Y03", GF, None, "229", "opening_balance", GF, None, "229", "closing_balance"),
]  # fmt: skip


@pytest.mark.parametrize("case", CARRIED, ids=lambda case: case[0])
@pytest.mark.parametrize(("opening", "outcome"), [("3.00", "pass"), ("3.01", "pass"), ("3.02", "fail"), ("", "fail")])
def test_what_is_carried_over(case: tuple[str, ...], opening: str, outcome: str) -> None:
    rule_id, statement, side, line, measure, other, other_side, other_line, other_measure = case
    build, now, before = two_years()
    now.cell(statement, line, measure, opening, side=side)
    before.cell(other, other_line, other_measure, "3.00", side=other_side)
    build.reconcile()
    assert set(build.outcomes(rule_id, "now").values()) == {outcome}
    assert set(build.outcomes(rule_id, "before").values()) == {"not_applicable"}


@pytest.mark.parametrize(("department", "year"), [("攸县教育局", 2023), ("攸县医疗保障局", 2022)])
def test_other_departments_and_years_apart_are_no_pair(department: str, year: int) -> None:
    build, now, before = two_years(department, year)
    now.cell(S01, "opening_balance", "amount", "1.00", side="revenue")
    before.cell(S01, "closing_balance", "amount", "3.00", side="expenditure")
    assert set(build.reconcile().outcomes("Y01", "now").values()) == {"not_applicable"}


def test_a_reviewed_alias_is_the_same_department(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heading = "division_code,alias,name,reason,review_date\n"
    (tmp_path / "department_aliases.csv").write_text(
        f"{heading}430223,攸县医保局,攸县医疗保障局,short name,2026-01-05\n"
    )
    monkeypatch.setattr(evaluate, "DIVISIONS", tmp_path)
    build, now, before = two_years(department="攸县医保局")
    now.cell(S01, "opening_balance", "amount", "1.00", side="revenue")
    before.cell(S01, "closing_balance", "amount", "3.00", side="expenditure")
    build.reconcile()
    assert build.outcomes("Y01", "now") == {"opening_balance": "fail"}


def test_of_two_versions_none_is_held_against_last_year() -> None:
    build, now, before = two_years()
    build.report("corrected", **OFFICE).cell(S01, "opening_balance", "amount", "3.00", side="revenue")
    now.cell(S01, "opening_balance", "amount", "1.00", side="revenue")
    before.cell(S01, "closing_balance", "amount", "3.00", side="expenditure")
    assert set(build.reconcile().outcomes("Y01", "now").values()) == {"not_applicable"}


@pytest.mark.parametrize(("prior", "outcome"), [("3.00", "pass"), ("3.01", "pass"), ("4.00", "fail")])
def test_last_year_as_the_text_quotes_it(prior: str, outcome: str) -> None:
    build, now, before = two_years()
    now.claim(1, "prior", prior, statement=S05, line="total", measure="expenditure_total")
    before.cell(S05, "total", "expenditure_total", "3.00")
    assert set(build.reconcile().outcomes("Y04", "now").values()) == {outcome}


@pytest.mark.parametrize(
    ("direction", "difference", "outcome"),
    [("减少", "1.00", "pass"), ("减少", "1.03", "fail"), ("增加", "1.00", "fail"), (None, "1.00", "not_applicable")],
)
def test_public_expenses_of_last_year_as_the_change_implies_them(
    direction: str | None, difference: str, outcome: str
) -> None:
    build, now, before = two_years()
    key = {"statement": SG, "line": "total", "measure": "final_total"}
    now.claim(1, "current", "2.00", **key)
    now.claim(1, "difference", difference, **key, direction=direction, base="prior")
    before.cell(SG, "total", "final_total", "3.00")
    build.reconcile()
    assert set(build.outcomes("Y05", "now").values()) == {outcome}


@pytest.mark.parametrize(
    ("line", "name", "outcome"),
    [
        ("2080505", "机关事业单位养老", "pass"),
        ("2080505", "住房公积金", "fail"),
        ("207", "文化体育与传媒支出", "not_applicable"),
    ],
)
def test_names_from_year_to_year(line: str, name: str, outcome: str) -> None:
    build, now, before = two_years()
    now.cell(
        S03, line, "expenditure_total", "1.00", label="机关事业单位养老" if line != "207" else "文化旅游体育与传媒支出"
    )
    before.cell(S03, line, "expenditure_total", "1.00", label=name)
    assert set(build.reconcile().outcomes("Y06", "now").values()) == {outcome}


@pytest.mark.parametrize(("own", "outcome"), [("4.00", "pass"), ("5.01", "pass"), ("6.00", "fail")])
def test_the_own_unit_is_within_the_department(own: str, outcome: str) -> None:
    build = Build()
    build.report("whole", **OFFICE, scope="consolidated").cell(S05, "total", "expenditure_total", "5.00")
    build.report("unit", department="攸县医疗保障局（本级）", division="430223").cell(
        S05, "total", "expenditure_total", own
    )
    build.reconcile()
    assert set(build.outcomes("D03", "whole").values()) == {outcome}
    assert set(build.outcomes("D03", "unit").values()) == {"not_applicable"}


@pytest.mark.parametrize(("again", "outcome"), [("5.00", "pass"), ("5.01", "pass"), ("5.02", "fail")])
def test_two_publications_of_one_report(again: str, outcome: str) -> None:
    build = Build()
    for name, printed in (("pdf", "5.00"), ("xls", again)):
        build.report(name, **OFFICE).rows(S05, ["expenditure_total"], {"total": [printed], "208": ["1.00"]})
    build.reconcile()
    assert set(build.outcomes("D07", "pdf").values()) == set(build.outcomes("D07", "xls").values()) == {outcome}


def items(changed: str = "5.00", count: int = 5) -> dict[str, list[str]]:
    return {f"208050{number}": ["1.00" if number > 1 else changed] for number in range(1, count + 1)}


@pytest.mark.parametrize(
    ("rows", "department", "outcome"),
    [
        (items(), "攸县教育局", "fail"),
        (items("5.01"), "攸县教育局", "pass"),
        (items(), "攸县医疗保障局", "pass"),
        (items(count=4), "攸县教育局", "pass"),
    ],
)
def test_copied_reports(rows: dict[str, list[str]], department: str, outcome: str) -> None:
    build = Build()
    build.report("a", **OFFICE).rows(S03, ["expenditure_total"], items())
    build.report("b", department=department, division="430223").rows(S03, ["expenditure_total"], rows)
    assert set(build.reconcile().outcomes("D08", "a").values()) == {outcome}


def fill_years(build: Build) -> None:
    """Pairs of years, versions, departments with their unit, and copied reports, each agreeing, touching and differing."""
    for number, (value, wide) in enumerate((("3.00", "3.00"), ("3.01", "3.01"), ("3.05", "3.05"), ("9.00", "9.00"))):
        place = {"division": f"43022{number}", "department": "局"}
        now = build.report(f"now {number}", **place)
        before = build.report(f"before {number}", fiscal_year=2023, **place)
        for _, statement, side, line, measure, other, other_side, other_line, other_measure in CARRIED:
            now.cell(str(statement), str(line), str(measure), value, side=side)
            before.cell(str(other), str(other_line), str(other_measure), "3.00", side=other_side)
        now.claim(1, "prior", value, statement=S05, line="total", measure="expenditure_total")
        before.cell(S05, "total", "expenditure_total", "3.00")
        key = {"statement": SG, "line": "total", "measure": "final_total"}
        now.claim(2, "current", "4.00", **key)
        now.claim(2, "difference", str(Decimal(wide) - 2), **key, direction="减少", base="prior")
        before.cell(SG, "total", "final_total", "5.00")
        name = "住房公积金" if number else "机关事业单位养老"
        now.cell(S03, "2080505", "expenditure_total", "1.00", label="机关事业单位养老")
        before.cell(S03, "2080505", "expenditure_total", "1.00", label=name)
        place = {"division": f"43023{number}", "department": "局"}
        build.report(f"whole {number}", **place, scope="consolidated").cell(S05, "total", "expenditure_total", "3.00")
        build.report(f"unit {number}", **place).cell(S05, "total", "expenditure_total", value)
        for copy, printed in (("first", "3.00"), ("second", value)):
            build.report(f"{copy} {number}", division=f"43024{number}", department="局").cell(
                S05, "total", "expenditure_total", printed
            )
        for copy in ("original", "copied"):
            report = build.report(f"{copy} {number}", division=f"43025{number}", department=copy)
            report.rows(S03, ["expenditure_total"], items(value if copy == "copied" else "3.00"))
