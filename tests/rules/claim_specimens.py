"""Claims and restated figures that pass, round and fail: one group of claims a specimen."""

from __future__ import annotations

from tests.rules.builder import Build, ReportBuilder
from tests.rules.specimens import GF, GP, S01, S02, S03, S04, S05, S06, SG

Roles = dict[str, str]

#: role (with `__up` and so on for its direction) → value, as in test_claims.
CLAIM_SPECIMENS: list[Roles] = [
    {"current": "660.31", "share": "91.42", "share_base": "722.31"},
    {"current": "660.31", "share": "91.92", "share_base": "722.31"},
    {"current": "3.3", "share": "33.2", "share_base": "10"},
    {"current": "60.00", "share": "61.00", "share_base": "100.00"},
    {"current": "60.00", "share": "60.05", "share_base": "100.00"},
    {"current": "120.00", "prior": "100.00", "difference__up": "20.00"},
    {"current": "120.00", "prior": "100.00", "difference__up": "20.01"},
    {"current": "120.00", "prior": "100.00", "difference__up": "20.02"},
    {"current": "80.00", "prior": "100.00", "difference__down": "20.00"},
    {"current": "722.31", "difference__up": "69.32", "growth__up": "10.61"},
    {"current": "1133.18", "difference__down": "8.51", "growth__down": "3.8"},
    {"current": "120.00", "prior": "100.00", "growth__up": "20"},
    {"current": "120.00", "prior": "100.00", "growth__up": "21"},
    {"current": "80.00", "prior": "100.00", "difference__up": "20.00"},
    {"current": "97.19", "difference__up": "97.19", "growth__up": "100"},
    {"current": "722.31", "initial_budget": "473.00", "completion": "152.71"},
    {"current": "722.31", "initial_budget": "473.00", "completion": "152.8"},
    {"current": "1099.73", "initial_budget": "1073.78", "completion": "100"},
    {"current": "3.3", "initial_budget": "10", "completion": "33.2"},
    {"current": "80.00", "prior": "80.01", "direction": "持平"},
    {"current": "80.00", "prior": "80.02", "direction": "持平"},
    {"current": "80.00", "prior": "80.09", "direction": "持平"},
    {"current": "1.00", "budget": "1.01", "direction": "一致"},
    {"current": "1.00", "budget": "1.05", "direction": "一致"},
    {"current": "0.51", "budget": "1.00", "direction": "大于"},
    {"current": "0.51", "budget": "1.00", "direction": "小于"},
]
_DIRECTIONS = {"up": "增加", "down": "下降", "flat": "持平"}
_RATES = {"share", "growth", "completion"}

RESTATED = [
    ("N01", S01, "revenue", "revenue_grand_total", "amount"),
    ("N02", S02, None, "total", "fiscal_appropriation"),
    ("N03", S03, None, "total", "basic_expenditure"),
    ("N04", S04, "expenditure", "expenditure_grand_total", "total"),
    ("N05", S05, None, "total", "expenditure_total"),
    ("N06", S05, None, "2080505", "expenditure_total"),
    ("N08", S06, None, "personnel_total", "final_amount"),
    ("N09", SG, None, "total", "budget_official_reception"),
    ("N10", GF, None, "total", "closing_balance"),
    ("N11", GP, None, "procurement_goods", "amount"),
]


def fill_claims(report: ReportBuilder, roles: Roles, group: int = 1) -> None:
    """Add one group of claims."""
    for name, value in roles.items():
        role, _, word = name.partition("__")
        if role == "direction":
            report.claim(group, role, direction=value)
        else:
            unit = "%" if role in _RATES else "万元"
            report.claim(group, role, value, unit, direction=_DIRECTIONS.get(word))


def fill_restated(build: Build) -> None:
    """Figures of the text that agree with their table, touch it and miss it; sums of items; partitions of shares; the
    same statement in another unit."""
    for rule_id, statement, side, line, measure in RESTATED:
        for text in ("18.00", "18.01", "18.05", "17.95", "19.00"):
            report = build.report(f"{rule_id} {text}")
            report.cell(statement, line, measure, "18.00", side=side)
            report.cell(statement, line, measure, text, side=side, source="narrative")
    for second in ("6.00", "6.01", "6.05", "5.95", "7.00"):
        report = build.report(f"N07 {second}")
        report.rows(S05, ["expenditure_total"], {"total": ["10.00"], "2080505": ["4.00"], "2101101": ["6.00"]})
        for line, printed in (("2080505", "4.00"), ("2101101", second)):
            report.cell(S05, line, "expenditure_total", printed, source="narrative")
    for again in ("257.14", "257.15", "257.19", "257.09", "245.53"):
        report = build.report(f"N12 {again}")
        report.cell(S05, "2101501", "expenditure_total", "257.14", source="narrative")
        report.cell(S05, "2101501", "expenditure_total", again, source="narrative", occurrence=1)
    for first in ("60.00", "60.01", "60.10", "63.00"):
        report = build.report(f"A02 {first}")
        for group, (amount, share) in enumerate((("60.00", first), ("30.00", "30.00"), ("10.00", "10.00"))):
            fill_claims(report, {"current": amount, "share": share, "share_base": "100.00"}, group)
    for unit in ("万元", "元"):
        report = build.report(f"M02 {unit}")
        for line, printed in (("total", "30.00"), ("208", "20.00"), ("210", "10.00")):
            report.cell(S03, line, "expenditure_total", printed, unit=unit)
        for line, printed in (("expenditure_total", "30.00"), ("208", "20.00"), ("210", "10.00")):
            report.cell(S01, line, "amount", printed, side="expenditure")
        report.cell(S03, "total", "expenditure_total", "30.00", source="narrative")
