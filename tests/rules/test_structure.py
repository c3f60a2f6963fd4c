"""Rules on the rows themselves: parents and children printed, no code twice."""

from __future__ import annotations

from tests.rules.builder import Build
from tests.rules.specimens import S03, S06

COLUMN = ["expenditure_total"]


def test_a_complete_hierarchy_passes() -> None:
    build = Build()
    build.report().rows(S03, COLUMN, {"total": ["5.00"], "208": ["5.00"], "20805": ["5.00"], "2080505": ["5.00"]})
    assert set(build.reconcile().outcomes("H04").values()) >= {"pass"}
    assert "fail" not in build.outcomes("H04").values()


def test_an_orphan_and_a_childless_group_are_found() -> None:
    build = Build()
    build.report().rows(S03, COLUMN, {"208": ["5.00"], "20805": ["5.00"], "2101101": ["5.00"]})
    outcomes = build.reconcile().outcomes("H04")
    assert outcomes[f"{S03}/2101101/parent"] == "fail"
    assert outcomes[f"{S03}/20805/child"] == "fail"
    assert {finding["severity"] for finding in build.findings()} == {"warning"}


def test_a_form_that_stops_at_the_groups_misses_no_items() -> None:
    build = Build()
    build.report().rows(S03, COLUMN, {"208": ["5.00"], "20805": ["5.00"]})
    assert "fail" not in build.reconcile().outcomes("H04").values()


def test_a_class_left_out_of_06_is_missed_by_its_items_where_other_classes_are_printed() -> None:
    build = Build()
    for name, lines in (("one", ("301", "30101", "30201")), ("none", ("30101", "30201"))):
        build.report(name).rows(S06, ["final_amount"], {line: ["5.00"] for line in lines})
    build.reconcile()
    assert build.outcomes("H04", "one")[f"{S06}/30201/parent"] == "fail"
    assert build.outcomes("H04", "one")[f"{S06}/30101/parent"] == "pass"
    assert "fail" not in build.outcomes("H04", "none").values()


def repeated(again: str, *others: str) -> Build:
    build = Build()
    report = build.report()
    report.rows(S03, COLUMN, {"208": ["5.00"], "210": ["3.00"], "212": ["3.00"], "221": ["2.00"], "229": ["1.00"]})
    report.cell(S03, "208", COLUMN[0], again, occurrence=1)
    for line in others:
        report.cell(S03, line, COLUMN[0], "9.00", occurrence=1)
    return build.reconcile()


def test_a_code_printed_twice_with_another_amount() -> None:
    assert repeated("6.00").outcomes("H05")[f"{S03}/208/expenditure_total"] == "fail"


def test_a_row_repeated_over_the_page_break() -> None:
    assert repeated("5.00").outcomes("H05")[f"{S03}/208/expenditure_total"] == "pass"


def test_a_statement_printed_twice_is_no_repeated_code() -> None:
    assert "fail" not in repeated("6.00", "210", "212", "221").outcomes("H05").values()


def fill_structures(build: Build) -> None:
    """Rows that are complete, orphaned, childless, repeated with the same amount and with another."""
    build.report("H04 whole").rows(S03, COLUMN, {"208": ["5.00"], "20805": ["5.00"], "2080505": ["5.00"]})
    build.report("H04 broken").rows(S03, COLUMN, {"208": ["5.00"], "20805": ["5.00"], "2101101": ["5.00"]})
    for again in ("5.00", "6.00"):
        report = build.report(f"H05 {again}")
        report.rows(S03, COLUMN, {"208": ["5.00"], "210": ["3.00"], "212": ["3.00"]})
        report.cell(S03, "208", COLUMN[0], again, occurrence=1)
