"""Every identity of the tables: pass, rounding, fail, nothing printed, a cell not read, a cell missing."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from pipelines.reconciliation.rules import load_rules
from tests.rules.builder import Build
from tests.rules.specimens import BETWEEN, HIERARCHY, S02, S03, S05, WITHIN, Specimen

SPECIMENS = [*WITHIN, *HIERARCHY, *BETWEEN]
NAMES = [f"{specimen.rule_id} {specimen.instance}" for specimen in SPECIMENS]
BY_NAME = dict(zip(NAMES, SPECIMENS, strict=True))

#: Rules whose instances are made from the disturbed cell where it is not zero: unread, it makes none.
MADE_FROM_CELL = {"B08", "B16", "B18"}


@pytest.fixture(scope="module")
def outcomes() -> dict[tuple[str, str], str]:
    """(specimen, variant) → outcome: all variants of all specimens as reports of one build."""
    build = Build()
    for specimen in SPECIMENS:
        add_variants(build, specimen)
    build.reconcile()
    found = {
        (row["report_id"], row["rule_id"], row["instance"]): row["outcome"]
        for row in build.select("SELECT report_id, rule_id, instance, outcome FROM fact_check")
    }
    return {
        (name, variant): found.get((f"{name} {variant}", specimen.rule_id, specimen.instance), "not_applicable")
        for name, specimen in BY_NAME.items()
        for variant in ("whole", "rounding", "fail", "opposite", "blank", "missing", "unread")
    }


def opposite(specimen: Specimen) -> str:
    """What the disturbed cell prints when it is as far off to the other side."""
    return str(2 * Decimal(specimen.cells[specimen.disturbed]) - Decimal(specimen.fail))


def add_variants(build: Build, specimen: Specimen) -> None:
    """A report a variant of the specimen: whole, rounding, failing to either side, blank, missing, unread."""
    changed = specimen.disturbed
    variants: dict[str, dict[str, str | None]] = {
        "whole": {},
        "rounding": {changed: specimen.rounding},
        "fail": {changed: specimen.fail},
        "opposite": {changed: opposite(specimen)},
        "blank": dict.fromkeys(specimen.cells, ""),
        "missing": {changed: None},
        "unread": {},
    }
    for variant, changes in variants.items():
        name = f"{specimen.rule_id} {specimen.instance} {variant}"
        _add(build, name, specimen, changes, unread=changed if variant == "unread" else None)


def _add(
    build: Build, name: str, specimen: Specimen, changes: Mapping[str, str | None], unread: str | None
) -> None:  # fmt: skip
    report = build.report(name)
    for statement in next(rule for rule in load_rules() if rule.rule_id == specimen.rule_id).statements:
        report.printed.setdefault(statement, [])
    for cell, printed in {**specimen.cells, **changes}.items():
        statement, side, line, measure = cell.split()
        report.cell(statement, line, measure, printed, side=None if side == "-" else side, unread=cell == unread)


@pytest.mark.parametrize("name", NAMES)
def test_holds(name: str, outcomes: dict[tuple[str, str], str]) -> None:
    assert outcomes[name, "whole"] == "pass"


@pytest.mark.parametrize("name", NAMES)
def test_rounding_is_no_failure(name: str, outcomes: dict[tuple[str, str], str]) -> None:
    assert outcomes[name, "rounding"] == "rounding"


@pytest.mark.parametrize("name", NAMES)
def test_outside_the_intervals_fails(name: str, outcomes: dict[tuple[str, str], str]) -> None:
    assert outcomes[name, "fail"] == "fail"


@pytest.mark.parametrize("name", NAMES)
def test_an_equality_fails_to_both_sides_and_an_inequality_to_one(
    name: str, outcomes: dict[tuple[str, str], str]
) -> None:
    operator = next(rule.operator for rule in load_rules() if rule.rule_id == BY_NAME[name].rule_id)
    assert outcomes[name, "opposite"] == ("fail" if operator == "=" else "pass")


@pytest.mark.parametrize("name", NAMES)
def test_all_blank_is_not_applicable(name: str, outcomes: dict[tuple[str, str], str]) -> None:
    assert outcomes[name, "blank"] == "not_applicable"


@pytest.mark.parametrize("name", NAMES)
def test_unread_cell_cannot_be_evaluated(name: str, outcomes: dict[tuple[str, str], str]) -> None:
    expected = "not_applicable" if BY_NAME[name].rule_id in MADE_FROM_CELL else "cannot_evaluate"
    assert outcomes[name, "unread"] == expected


@pytest.mark.parametrize("rule_id", ["T01", "T03", "T06", "T16", "T22", "B01", "B04", "B07", "B17"])
def test_missing_cell_cannot_be_evaluated(rule_id: str, outcomes: dict[tuple[str, str], str]) -> None:
    (name,) = [name for name in NAMES if BY_NAME[name].rule_id == rule_id]
    assert outcomes[name, "missing"] == "cannot_evaluate"


def test_every_identity_of_tables_has_a_specimen() -> None:
    tables = {rule.rule_id for rule in load_rules() if rule.kind == "identity" and rule.basis == "tables"}
    assert tables == {specimen.rule_id for specimen in SPECIMENS}


def test_a_missing_required_statement_is_said_once() -> None:
    build = Build()
    build.report().cell(S02, "total", "revenue_total", "1.00")
    build.reconcile()
    check = build.check("B01")
    assert (check["outcome"], check["instance"]) == ("cannot_evaluate", "")
    assert "revenue_expenditure_summary" in check["reason"]


def test_a_missing_optional_statement_is_not_applicable() -> None:
    build = Build()
    build.report().cell(S02, "total", "revenue_total", "1.00")
    assert build.reconcile().check("T19")["outcome"] == "not_applicable"


def test_fund_money_without_its_statement_cannot_be_evaluated() -> None:
    build = Build()
    build.report().cell("appropriation_summary", "229", "government_fund", "3.00", side="expenditure")
    assert build.reconcile().outcomes("B10")["229"] == "cannot_evaluate"


def test_a_statement_that_says_it_is_empty_holds_zeros() -> None:
    build = Build()
    report = build.report()
    report.printed["government_fund"] = []
    report.notes["government_fund"] = "本表无数据"
    report.cell("appropriation_summary", "expenditure_total", "government_fund", "0.00", side="expenditure")
    assert build.reconcile().outcomes("B10")["total"] == "pass"


def test_state_capital_may_be_missing_before_2021_only() -> None:
    outcomes = {}
    for year in (2019, 2024):
        build = Build()
        report = build.report(fiscal_year=year)
        for line, printed in (("revenue_total", "5.00"), ("general_budget_appropriation", "5.00")):
            report.cell("appropriation_summary", line, "amount", printed, side="revenue")
        report.cell("appropriation_summary", "government_fund_appropriation", "amount", "", side="revenue")
        outcomes[year] = build.reconcile().check("T09")["outcome"]
    assert outcomes == {2019: "pass", 2024: "cannot_evaluate"}


def test_a_missing_child_row_makes_no_false_accusation_of_its_parent() -> None:
    build = Build()
    report = build.report()
    report.rows(S03, ["expenditure_total"], {"208": ["5.00"], "20805": ["5.00"], "210": ["3.00"]})
    outcomes = build.reconcile().outcomes("H02")
    assert outcomes[f"{S03}/208/expenditure_total"] == "pass"
    assert f"{S03}/210/expenditure_total" not in outcomes


def test_a_statement_with_a_row_not_understood_is_not_accused() -> None:
    build = Build()
    report = build.report()
    report.rows(S05, ["expenditure_total"], {"total": ["9.00"], "208": ["5.00"]})
    report.insert("problem", code="unknown_row", severity="error", message="row not known", statement=S05)
    assert build.reconcile().outcomes("H01")[f"{S05}/total/expenditure_total"] == "cannot_evaluate"


def test_budgets_and_unreadable_disclosures_are_not_checked() -> None:
    build = Build()
    build.report("budget", kind="budget").cell(S02, "total", "revenue_total", "1.00")
    build.report("broken", readable=False)
    build.reconcile()
    assert build.select("SELECT * FROM fact_check") == []
