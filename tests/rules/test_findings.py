"""From failed checks to findings: the suspect, the suggestion, the message, the ids."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.rules.builder import Build, ReportBuilder, identifier
from tests.rules.specimens import S03, S04, S05, S06, SG

COLUMNS = ["expenditure_total", "basic_expenditure", "project_expenditure"]
ROWS = {
    "total": ["20.00", "14.00", "6.00"],
    "208": ["12.00", "9.00", "3.00"],
    "20805": ["12.00", "9.00", "3.00"],
    "2080505": ["7.00", "5.00", "2.00"],
    "2080506": ["5.00", "4.00", "1.00"],
    "210": ["8.00", "5.00", "3.00"],
    "21011": ["8.00", "5.00", "3.00"],
    "2101101": ["8.00", "5.00", "3.00"],
}


def with_error(line: str = "2080505", measure: str = "basic_expenditure", printed: str = "50.00") -> Build:
    """A report whose statements 05 and 04 agree, but for one cell of 05."""
    build = Build()
    fill(build.report(), line, measure, printed)
    return build.reconcile()


def fill(report: ReportBuilder, line: str, measure: str, printed: str) -> None:
    table = {row: list(cells) for row, cells in ROWS.items()}
    if line:
        table[line][COLUMNS.index(measure)] = printed
    report.rows(S05, COLUMNS, table)
    for row, cells in (("208", "12.00"), ("210", "8.00"), ("expenditure_total", "20.00")):
        report.cell(S04, row, "general_budget", cells, side="expenditure")


def errors(build: Build) -> list[dict[str, Any]]:
    return [finding for finding in build.findings() if finding["severity"] == "error"]


def test_one_wrong_cell_is_one_finding_with_its_value() -> None:
    build = with_error()
    (finding,) = errors(build)
    assert finding["suspect_figure_id"] == identifier("r", "table", S05, None, "2080505", "basic_expenditure", 0)
    assert finding["suggested_amount_yuan"] == Decimal("50000.00")
    assert finding["check_count"] == 2
    assert finding["alternatives"] == []
    assert (finding["basis"], finding["blame"], finding["statement"]) == ("tables", "publisher", S05)


def test_a_wrong_total_is_found_through_the_other_statement() -> None:
    (finding,) = errors(with_error("total", "expenditure_total", "21.00"))
    assert finding["suspect_figure_id"] == identifier("r", "table", S05, None, "total", "expenditure_total", 0)
    assert finding["suggested_amount_yuan"] == Decimal("200000.00")
    assert {check.split("/")[0] for check in finding["checks"]} == {"T08", "H01", "B09"}


def test_two_wrong_cells_are_two_findings() -> None:
    build = Build()
    report = build.report()
    fill(report, "2080505", "basic_expenditure", "50.00")
    report.cell(S06, "301", "final_amount", "9.00")
    report.cell(S06, "30101", "final_amount", "7.00")
    found = errors(build.reconcile())
    assert {finding["statement"] for finding in found} == {S05, S06}


def test_the_message_names_both_places_both_values_and_the_difference() -> None:
    (finding,) = errors(with_error())
    english, chinese = finding["message_en"], finding["message_zh"]
    for message in (english, chinese):
        assert "2080505" in message
        assert str(finding["actual_yuan"]) in message
        assert str(finding["expected_yuan"]) in message
        assert str(finding["difference_yuan"]) in message
    assert finding["difference_yuan"] == finding["actual_yuan"] - finding["expected_yuan"]
    assert "一般公共预算财政拨款支出决算表" in chinese
    assert finding["rule_id"] in english


def test_cells_that_cannot_be_told_apart_are_alternatives() -> None:
    build = Build()
    report = build.report()
    cells = {line: report.cell(S06, line, "final_amount", "4.00") for line in ("30101", "30102")}
    total = report.cell(S06, "301", "final_amount", "9.00")
    (finding,) = errors(build.reconcile())
    assert {finding["suspect_figure_id"], *finding["alternatives"]} == {*cells.values(), total}
    assert finding["suspect_figure_id"] not in finding["alternatives"]
    assert sorted(finding["figure_ids"]) == sorted([*cells.values(), total])


def test_a_narrative_slip_is_the_narratives() -> None:
    build = Build()
    report = build.report()
    fill(report, "", "", "")
    slip = report.cell(S05, "2080505", "expenditure_total", "12.00", source="narrative")
    (finding,) = errors(build.reconcile())
    assert (finding["suspect_figure_id"], finding["basis"]) == (slip, "narrative")
    assert finding["suggested_amount_yuan"] == Decimal("70000.00")


def test_a_wrong_amount_explains_the_rates_that_do_not_follow_from_it() -> None:
    build = Build()
    report = build.report()
    fill(report, "", "", "")
    slip = report.cell(S05, "2080505", "expenditure_total", "7.00", source="narrative", unit="元")
    report.claim(1, "current", "7.00", "元", statement=S05, line="2080505", measure="expenditure_total")
    report.claim(1, "initial_budget", "7.00")
    report.claim(1, "completion", "100", "%", base="initial_budget")
    (finding,) = build.reconcile().findings()
    assert finding["suspect_figure_id"] == slip
    assert {check.split("/")[0] for check in finding["checks"]} == {"N06", "A07", "A10"}


def test_a_wrong_rate_is_a_finding_of_its_own_and_points_to_its_amount() -> None:
    build = Build()
    report = build.report()
    fill(report, "", "", "")
    amount = report.cell(S05, "2080505", "expenditure_total", "7.00", source="narrative")
    key = {"statement": S05, "line": "2080505", "measure": "expenditure_total"}
    report.claim(1, "current", "7.00", **key)
    report.claim(1, "share_base", "20.00")
    share = report.claim(1, "share", "53.00", "%", **key, sentence="社会保障和就业支出7万元，占53%")
    (finding,) = build.reconcile().findings()
    assert (finding["suspect_claim_id"], finding["suspect_figure_id"]) == (share, amount)
    assert (finding["severity"], finding["basis"], finding["rule_id"]) == ("error", "narrative", "A01")
    assert finding["suggested_amount_yuan"] is None
    assert "53.00" in finding["message_en"]
    assert "35.0000" in finding["message_en"]
    assert "占53%" in finding["message_zh"]


def test_the_two_figures_of_one_printed_number_are_one_suspect() -> None:
    build = Build()
    report = build.report()
    for side, line, measure in (
        ("revenue", "revenue_grand_total", "amount"),
        ("expenditure", "expenditure_grand_total", "total"),
    ):
        report.cell(S04, line, measure, "2961.68", side=side)
        report.cell(S04, line, measure, "0.30", side=side, source="narrative", sentence="财政拨款收、支总计0.3万元")
    (finding,) = errors(build.reconcile())
    assert finding["check_count"] == 2


def test_rounding_makes_no_finding() -> None:
    assert with_error(printed="5.01").findings() == []


def test_an_expense_above_its_budget_is_a_warning() -> None:
    build = Build()
    report = build.report()
    report.cell(SG, "total", "budget_official_reception", "0.00")
    report.cell(SG, "total", "final_official_reception", "0.16")
    (finding,) = build.reconcile().findings()
    assert (finding["severity"], finding["suggested_amount_yuan"]) == ("warning", None)


def test_a_part_above_its_budget_and_its_total_are_one_finding() -> None:
    build = Build()
    report = build.report()
    part = set()
    for item in ("total", "official_reception"):
        for block, printed in (("budget", "1.00"), ("final", "1.16")):
            figure = report.cell(SG, "total", f"{block}_{item}", printed)
            part |= {figure} if item != "total" else set()
    (finding,) = [one for one in build.reconcile().findings() if one["rule_id"] == "T24"]
    assert finding["checks"] == ["T24/official_reception", "T24/total"]
    assert {finding["suspect_figure_id"], *finding["alternatives"]} == part


def test_parts_that_exceed_by_other_amounts_are_findings_of_their_own() -> None:
    build = Build()
    report = build.report()
    for item, final in (("overseas_travel", "1.50"), ("official_reception", "1.16")):
        report.cell(SG, "total", f"budget_{item}", "1.00")
        report.cell(SG, "total", f"final_{item}", final)
    assert len([one for one in build.reconcile().findings() if one["rule_id"] == "T24"]) == 2


def test_a_customary_equality_suggests_no_amount() -> None:
    build = Build()
    report = build.report()
    report.cell(S05, "2210201", "basic_expenditure", "5.00")
    report.cell(S06, "30113", "final_amount", "6.00")
    (finding,) = [one for one in build.reconcile().findings() if one["rule_id"] == "B23"]
    assert finding["suggested_amount_yuan"] is None
    assert "suggested" not in finding["message_en"]


def test_missing_statements_are_one_finding_that_names_them() -> None:
    build = Build()
    build.report().cell(S03, "total", "expenditure_total", "5.00")
    (finding,) = [one for one in build.reconcile().findings(metadata=True) if one["rule_id"] == "M04"]
    assert "《收入决算表》" in finding["message_zh"]
    assert "《支出决算表》" not in finding["message_zh"]
    assert "09 three public" in finding["message_en"]


def test_a_place_in_a_text_without_pages_is_its_line() -> None:
    build = Build()
    report = build.report()
    report.cell(S06, "301", "final_amount", "9.00")
    report.cell(S06, "30101", "final_amount", "7.00")
    build.connection.execute("UPDATE figure SET line_number = CASE line WHEN '301' THEN 12 ELSE 13 END")
    (finding,) = errors(build.reconcile())
    assert "(line 12)" in finding["message_en"]
    assert "（第 13 行）" in finding["message_zh"]
    assert "page" not in finding["message_en"]


def test_a_blank_that_explains_two_failures_is_one_finding_and_named() -> None:
    build = Build()
    report = build.report()
    report.rows(S03, ["expenditure_total"], {"208": ["5.00"], "20805": [""], "2080505": ["5.00"]})
    (finding,) = errors(build.reconcile())
    assert {check.split("/")[0] for check in finding["checks"]} == {"H02", "H03", "H06"}
    assert "blank cell expenditure 20805 expenditure_total, which would be 50000.00 yuan" in finding["message_en"]
    assert finding["suspect_figure_id"] in finding["figure_ids"]
    assert finding["suggested_amount_yuan"] is None


def test_a_blank_in_one_sum_only_is_no_suspect() -> None:
    build = Build()
    report = build.report()
    total = report.cell(S03, "total", "expenditure_total", "5.00")
    report.rows(S03, ["expenditure_total"], {"208": ["3.00"], "210": [""]})
    (finding,) = errors(build.reconcile())
    assert "blank cell" not in finding["message_en"]
    assert total in {finding["suspect_figure_id"], *finding["alternatives"]}


def test_ids_survive_a_rerun_and_another_order_of_arrival() -> None:
    first = with_error().findings()
    build = Build()
    fill(build.report("another"), "210", "expenditure_total", "80.00")
    fill(build.report(), "2080505", "basic_expenditure", "50.00")
    build.reconcile()
    again = [finding for finding in build.findings() if finding["report_id"] == "r"]
    assert again == first
    assert build.reconcile().findings() == build.findings()
    assert len({finding["finding_id"] for finding in build.findings()}) == len(build.findings())


def test_every_failed_check_is_in_exactly_one_finding() -> None:
    build = with_error("total", "basic_expenditure", "99.00")
    failed = sorted(row["check_id"] for row in build.select("SELECT check_id FROM fact_check WHERE outcome = 'fail'"))
    found = build.findings(metadata=True)
    assert sorted(check for finding in found for check in finding["check_ids"]) == failed
