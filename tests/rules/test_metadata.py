"""Rules over metadata, names and single cells: holds, fails, does not apply, cannot be told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.rules.builder import Build, ReportBuilder
from tests.rules.specimens import GF, S01, S02, S03, S04, S05, S06, SG

Fill = Callable[[ReportBuilder], object]
ALL = (S01, S02, S03, S04, S05, S06, GF, "state_capital", SG)


def titled(title: str) -> Fill:
    def fill(report: ReportBuilder) -> None:
        report.titles[S02] = title
        report.cell(S02, "total", "revenue_total", "1.00")

    return fill


def told(sentence: str) -> Fill:
    return lambda report: report.claim(1, "current", "1.00", sentence=sentence)


def statements(*names: str, problem: bool = False) -> Fill:
    def fill(report: ReportBuilder) -> None:
        for name in names:
            report.printed.setdefault(name, [])
        if problem:
            report.insert("problem", code="unrecognised_table", severity="error", message="a table is not known")

    return fill


def noted(note: str | None, amount: str | None) -> Fill:
    def fill(report: ReportBuilder) -> None:
        report.cell(GF, "total", "revenue_total", amount)
        if note:
            report.notes[GF] = note

    return fill


def named(*cells: tuple[str, str, str], text: str | None = None) -> Fill:
    def fill(report: ReportBuilder) -> None:
        for statement, line, label in cells:
            report.cell(statement, line, "expenditure_total", "1.00", label=label)
        if text:
            report.cell(S05, cells[0][1], "expenditure_total", "1.00", label=text, source="narrative")

    return fill


def cells(*printed: str, vehicles: str | None = None) -> Fill:
    """`statement side line measure amount`, the side `-` where there is none."""

    def fill(report: ReportBuilder) -> None:
        for cell in printed:
            statement, side, line, measure, amount = cell.split()
            report.cell(statement, line, measure, amount, side=None if side == "-" else side)
        if vehicles is not None:
            report.insert(
                "quantity",
                quantity="vehicles_kept",
                label="公务用车保有量",
                value=vehicles,
                unit="辆",
                raw_text=vehicles,
                sentence="",
            )

    return fill


def fleet(owned: str | None, **kinds: str) -> Fill:
    """Vehicles counted in one sentence: all of them, and kinds of them."""

    def fill(report: ReportBuilder) -> None:
        for kind, value in {"owned": owned, **kinds}.items():
            if value is not None:
                report.insert("quantity", quantity=f"vehicles_{kind}", label=kind, value=value, unit="辆",
                              raw_text=value, sentence="共有车辆")  # fmt: skip

    return fill


def project(executed: str, printed: str | None, section: str = "performance") -> Fill:
    """A project's self-evaluation beside the project expenditure of statement 03."""

    def fill(report: ReportBuilder) -> None:
        report.printed.setdefault(S03, [])
        report.cell(S03, "total", "project_expenditure", printed)
        report.claim(1, "current", executed, section=section, in_main_narrative=False)

    return fill


def items_of(*printed: tuple[str, str]) -> Fill:
    """Statement and code of rows that hold an amount; 02, 03 and 05 are all there."""

    def fill(report: ReportBuilder) -> None:
        measures = {S02: "revenue_total", S03: "expenditure_total", S05: "expenditure_total"}
        for statement, measure in measures.items():
            report.cell(statement, "total", measure, "1.00")
        for statement, line in printed:
            report.cell(statement, line, measures[statement], "1.00")

    return fill


def text_and_table(text: str, table: str, unit: str = "万元") -> Fill:
    def fill(report: ReportBuilder) -> None:
        report.cell(S05, "total", "expenditure_total", table)
        report.cell(S05, "total", "expenditure_total", text, source="narrative", unit=unit)

    return fill


def silent(fund: str) -> Fill:
    def fill(report: ReportBuilder) -> None:
        report.printed.setdefault(GF, [])
        report.notes[GF] = "本表无数据"
        report.cell(S04, "expenditure_total", "government_fund", fund, side="expenditure")

    return fill


OTHER = (f"{S01} revenue revenue_grand_total amount", f"{S04} revenue revenue_grand_total amount")
CASES: list[tuple[str, str, Fill, str]] = [
    ("M01", "the year of the report", titled("2024年度收入决算表"), "pass"),
    ("M01", "another year", titled("2023年度收入决算表"), "fail"),
    ("M01", "no year", titled("收入决算表"), "not_applicable"),
    ("M03", "its own name", told("攸县医疗保障局2024年度收入1万元"), "pass"),
    ("M03", "another name", told("茶陵县教育委员会2024年度收入1万元"), "fail"),
    ("M03", "no name", told("我局2024年度收入1万元"), "not_applicable"),
    ("M04", "all", statements(*ALL), "pass"),
    ("M04", "one missing", statements(*ALL[:-1]), "fail"),
    ("M04", "one not recognised", statements(*ALL[:-1], problem=True), "cannot_evaluate"),
    ("M04", "no statement at all", told("收入1万元"), "cannot_evaluate"),
    ("M05", "empty and said", noted("本表无数据", None), "pass"),
    ("M05", "full and nothing said", noted(None, "1.00"), "pass"),
    ("M05", "empty and nothing said", noted(None, None), "fail"),
    ("M05", "full and said to be empty", noted("本表无数据", "1.00"), "fail"),
    ("M05", "zeros and said to be empty", noted("本表无数据", "0.00"), "pass"),
    ("M06", "filled", told("比上年增加1万元"), "pass"),
    ("M06", "a choice left", told("比上年增加（减少）1万元"), "fail"),
    ("M06", "a number left", told("比上年增加XX万元"), "fail"),
    ("M06", "no text", titled("收入决算表"), "not_applicable"),
    ("M07", "known", named((S03, "208", "社会保障和就业支出")), "pass"),
    ("M07", "numbered", named((S03, "208", "八、社会保障和就业支出")), "pass"),
    ("M07", "cut short", named((S03, "2080505", "机关事业单位基本养老保险缴费")), "pass"),
    ("M07", "an old name", named((S03, "207", "文化体育与传媒支出")), "pass"),
    ("M07", "another name", named((S03, "208", "卫生健康支出")), "fail"),
    ("M07", "no such code", named((S03, "298", "某类支出")), "fail"),
    ("M07", "no names", cells(f"{S03} - 208 expenditure_total 1.00"), "not_applicable"),
    ("M08", "one name", named((S03, "208", "社会保障和就业支出"), (S05, "208", "社会保障和就业支出")), "pass"),
    ("M08", "one cut short", named((S03, "208", "社会保障和就业支出"), (S05, "208", "社会保障")), "pass"),
    ("M08", "two names", named((S03, "208", "社会保障和就业支出"), (S05, "208", "住房")), "fail"),
    ("M09", "positive", cells(f"{S03} - 208 expenditure_total 1.00"), "pass"),
    ("M09", "negative", cells(f"{S03} - 208 expenditure_total -1.00"), "fail"),
    ("M09", "a correction", cells(f"{S02} - 208 other_revenue -1.00", f"{S02} - 208 revenue_total -1.00"), "not_applicable"),
    ("B19", "vehicles", cells(f"{SG} - total final_vehicle_operation 1.00", vehicles="2"), "pass"),
    ("B19", "none", cells(f"{SG} - total final_vehicle_operation 1.00", vehicles="0"), "fail"),
    ("B19", "not said", cells(f"{SG} - total final_vehicle_operation 1.00"), "not_applicable"),
    ("B21", "other money", cells(f"{S03} - total operating_expenditure 1.00", f"{OTHER[0]} 9.00", f"{OTHER[1]} 8.00"), "pass"),
    ("B21", "appropriations only", cells(f"{S03} - total operating_expenditure 1.00", f"{OTHER[0]} 9.00", f"{OTHER[1]} 9.00"), "fail"),
    ("B21", "nothing passed on", cells(f"{S03} - total operating_expenditure 0.00", f"{OTHER[0]} 9.00", f"{OTHER[1]} 9.00"), "not_applicable"),
    ("B21", "no summary", cells(f"{S03} - total operating_expenditure 1.00"), "cannot_evaluate"),
    ("B22", "revenue", cells(f"{S03} - total operating_expenditure 1.00", f"{S01} revenue operating_revenue amount 1.00"), "pass"),
    ("B22", "a balance", cells(f"{S03} - total operating_expenditure 1.00", f"{S01} revenue opening_balance amount 1.00"), "pass"),
    ("B22", "neither", cells(f"{S03} - total operating_expenditure 1.00", f"{S01} revenue operating_revenue amount 0.00"), "fail"),
    ("B24", "its item", cells(f"{S06} - 30302 final_amount 1.00", f"{S05} - 2080501 basic_expenditure 1.00"), "pass"),
    ("B24", "no item", cells(f"{S06} - 30302 final_amount 1.00", f"{S05} - 2080505 basic_expenditure 1.00"), "fail"),
    ("B24", "no pensions", cells(f"{S06} - 30302 final_amount 0.00", f"{S05} - 2080505 basic_expenditure 1.00"), "not_applicable"),
    ("T27", "all kinds", fleet("5", emergency="3", other="2"), "pass"),
    ("T27", "a kind too few", fleet("5", emergency="3", other="1"), "fail"),
    ("T27", "a kind too many", fleet("5", emergency="3", leaders="3"), "fail"),
    ("T27", "a list cut short", fleet("5", emergency="3"), "cannot_evaluate"),
    ("T27", "no kinds", fleet("5"), "not_applicable"),
    ("T27", "no total", fleet(None, emergency="3"), "not_applicable"),
    ("H07", "in 03", items_of((S05, "2080505"), (S03, "2080505")), "pass"),
    ("H07", "in 02", items_of((S05, "2080505"), (S02, "2080505")), "pass"),
    ("H07", "in neither", items_of((S05, "2080505"), (S03, "2080506")), "fail"),
    ("H07", "no items", items_of(), "not_applicable"),
    ("H07", "a statement missing", cells(f"{S05} - 2080505 expenditure_total 1.00"), "cannot_evaluate"),
    ("N15", "within", project("3.00", "5.00"), "pass"),
    ("N15", "within the rounding", project("5.01", "5.00"), "pass"),
    ("N15", "above", project("5.02", "5.00"), "fail"),
    ("N15", "no project expenditure", project("3.00", ""), "fail"),
    ("N15", "no column", project("3.00", None), "not_applicable"),
    ("N15", "another section", project("9.00", "5.00", "other"), "not_applicable"),
    ("N13", "one name", named((S05, "208", "社会保障和就业支出"), text="社会保障和就业"), "pass"),
    ("N13", "another name", named((S05, "208", "社会保障和就业支出"), text="卫生健康支出"), "fail"),
    ("N13", "no text", named((S05, "208", "社会保障和就业支出")), "not_applicable"),
    ("N14", "nothing anywhere", silent("0.00"), "pass"),
    ("N14", "money in statement 04", silent("3.00"), "fail"),
    ("N14", "no note", noted(None, "1.00"), "not_applicable"),
    ("A10", "one unit", text_and_table("5.00", "5.00"), "pass"),
    ("A10", "another amount", text_and_table("6.00", "5.00"), "pass"),
    ("A10", "yuan for ten thousand", text_and_table("5.00", "5.00", "元"), "fail"),
    ("A10", "ten thousand times", text_and_table("50000.00", "5.00"), "fail"),
    ("A10", "nothing printed", text_and_table("5.00", "0.00"), "not_applicable"),
]  # fmt: skip
NAMES = [f"{rule_id} {name}" for rule_id, name, _, _ in CASES]


def outcome(build: Build, rule_id: str, name: str) -> str:
    """The gravest outcome of a rule in a report."""
    found = set(build.outcomes(rule_id, name).values())
    return next(word for word in ("fail", "cannot_evaluate", "rounding", "pass", "not_applicable") if word in found)


@pytest.fixture(scope="module")
def judged() -> Build:
    build = Build()
    for name, (_, _, fill, _) in zip(NAMES, CASES, strict=True):
        fill(build.report(name, department="攸县医疗保障局"))
    return build.reconcile()


@pytest.mark.parametrize(("name", "case"), zip(NAMES, CASES, strict=True), ids=NAMES)
def test_rule(name: str, case: tuple[str, str, Fill, str], judged: Build) -> None:
    assert outcome(judged, case[0], name) == case[3]


def test_meetings_and_training_count_where_the_printed_total_counts_them() -> None:
    build = Build()
    for name, total in (("with", "9.00"), ("without", "6.00"), ("neither", "8.00")):
        report = build.report(name)
        for item, printed in (("total", total), ("overseas_travel", "1.00"), ("vehicles_subtotal", "2.00"), ("official_reception", "3.00"), ("meetings", "1.00"), ("training", "2.00")):  # fmt: skip
            report.cell(SG, "total", f"final_{item}", printed)
    build.reconcile()
    assert {name: build.outcomes("T22", name)["final"] for name in ("with", "without", "neither")} == {
        "with": "pass",
        "without": "pass",
        "neither": "fail",
    }
