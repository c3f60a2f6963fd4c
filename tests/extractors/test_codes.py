"""Codes that were cut off: mended by their names where only one code can be meant."""

from __future__ import annotations

import pytest

from tests.extractors.report_text import codes, read

HEAD = "收入决算表\n单位：万元\n科目编码\t科目名称\t本年收入合计\t财政拨款收入\n合计\t\t9.00\t9.00\n"


def lines(*rows: tuple[str, str]) -> tuple[set[str], list[str]]:
    """Rows of code and name → the codes of the figures, and the codes of the problems."""
    report = read(HEAD + "".join(f"{code}\t{name}\t{k}.00\t{k}.00\n" for k, (code, name) in enumerate(rows, start=1)))
    return {figure.line for figure in report.figures if figure.line != "total"}, codes(report)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("206060", "社会科学研究机构")], {"2060601"}),  # begins with the name of 2060602, but has its own
        ([("206060", "社会科学研究")], set()),  # its own name, or that of 2060601 cut off
        ([("206060", "社会科学研究"), ("206060", "社会科学研究机构")], {"2060601", "2060602"}),
        ([("206060", "社会科学研究"), ("2060601", "社会科学研究机构")], {"2060601", "2060602"}),
        ([("206060", "没有这样的名称")], set()),
    ],
)
def test_a_cut_code_is_that_of_its_name(rows: list[tuple[str, str]], expected: set[str]) -> None:
    found, problems = lines(*rows)
    assert found == expected
    assert problems.count("code_not_resolved") == len(rows) - len(expected)


def test_a_speck_behind_a_code_or_a_label_is_no_part_of_it() -> None:
    report = read(HEAD + "205.\t教育支出\t4.00\t4.00\n20502·\t普通教育.\t4.00\t4.00\n2050201\t学前教育\t4.00\t4.00\n")
    assert {figure.line for figure in report.figures} == {"total", "205", "20502", "2050201"}


def test_a_lost_row_with_amounts_is_an_error_that_shows_it() -> None:
    report = read(HEAD + "某某\t某某项\t4.00\t4.00\n")
    (problem,) = [problem for problem in report.problems if problem.code == "unlabelled_row"]
    assert problem.severity == "error"
    assert problem.message.endswith("某某 | 某某项 | 4.00 | 4.00")
