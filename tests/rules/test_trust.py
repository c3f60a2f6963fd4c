"""Blame and verification: nobody is accused on one reading, and what makes a figure proven."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest

from schemas.records import Figure, Report
from tests.rules.builder import Build, ReportBuilder
from tests.rules.specimens import S02, S03, S05, SG
from tests.rules.test_findings import COLUMNS, fill

PDF = "application/pdf"


def pdf_with_error() -> tuple[Build, ReportBuilder]:
    build = Build()
    report = build.report(media_type=PDF)
    fill(report, "2080505", "basic_expenditure", "50.00")
    return build, report


def second_reading(build: Build, **changed: str) -> Report:
    """What a witness reads: the build's own figures, with other amounts for the lines named."""
    figures = []
    for row in build.select("SELECT * FROM figure"):
        values = {name: row[name] for name in Figure.__struct_fields__}
        figure = Figure(**values)
        if f"line_{figure.line}" in changed and figure.measure == "basic_expenditure":
            amount = Decimal(changed[f"line_{figure.line}"])
            figure = msgspec.structs.replace(figure, amount_yuan=amount * 10_000)
        figures.append(figure)
    return Report(
        document_name="r", document_sha256="x", document_bytes=1, media_type=PDF, extractor_version="1", readable=True,
        figures=tuple(figures),
    )  # fmt: skip


def test_without_a_witness_the_blame_is_open() -> None:
    build, _ = pdf_with_error()
    (finding,) = build.reconcile().findings()
    assert (finding["blame"], finding["severity"]) == ("undetermined", "error")


def test_optical_recognition_alone_accuses_nobody() -> None:
    build, _ = pdf_with_error()
    (finding,) = build.reconcile(reader="rapidocr").findings()
    assert (finding["blame"], finding["severity"]) == ("undetermined", "warning")


def test_a_witness_that_agrees_makes_it_the_publishers() -> None:
    build, _ = pdf_with_error()
    asked: list[tuple[str, tuple[int, ...]]] = []
    reading = second_reading(build)

    def reread(sha256: str, pages: tuple[int, ...]) -> Report:
        asked.append((sha256, pages))
        return reading

    (finding,) = build.reconcile(reread).findings()
    assert (finding["blame"], finding["severity"]) == ("publisher", "error")
    assert [pages for _, pages in asked] == [(1,)]


def test_a_witness_that_differs_makes_it_ours_and_no_accusation() -> None:
    build, _ = pdf_with_error()
    reading = second_reading(build, line_2080505="7.00")
    (finding,) = build.reconcile(lambda *_: reading).findings()
    assert (finding["blame"], finding["severity"]) == ("extraction", "warning")
    words = {
        row["verification"]
        for row in build.select(
            "SELECT verification FROM figure_verification WHERE figure_id = ?", finding["suspect_figure_id"]
        )
    }
    assert words == {"conflict"}


@pytest.mark.parametrize("answer", ["nothing", "unreadable", "breaks"])
def test_a_witness_without_an_answer_leaves_it_open(answer: str) -> None:
    build, _ = pdf_with_error()
    unreadable = msgspec.structs.replace(second_reading(build), readable=False)

    def reread(sha256: str, pages: tuple[int, ...]) -> Report | None:
        if answer == "breaks":
            raise RuntimeError("reader died")
        return unreadable if answer == "unreadable" else None

    (finding,) = build.reconcile(reread).findings()
    assert finding["blame"] == "undetermined"


def test_a_witness_that_does_not_find_the_cells_leaves_it_open() -> None:
    build, _ = pdf_with_error()
    empty = msgspec.structs.replace(second_reading(build), figures=())
    (finding,) = build.reconcile(lambda *_: empty).findings()
    assert finding["blame"] == "undetermined"


def test_reports_without_failures_are_not_read_again() -> None:
    build = Build()
    fill(build.report(media_type=PDF), "", "", "")

    def reread(sha256: str, pages: tuple[int, ...]) -> Report:
        raise AssertionError("not needed")

    assert build.reconcile(reread).findings() == []


@pytest.mark.parametrize(
    ("reader", "parent", "blame"),
    [("pdfium", "9.00", "publisher"), ("pdfium", "", "undetermined"), ("rapidocr", "9.00", "undetermined")],
)
def test_odd_amounts_need_no_witness_where_they_add_up(reader: str, parent: str, blame: str) -> None:
    build, asked = Build(), []
    items = {f"208050{number}": [amount] for number, amount in enumerate(("5.00", *["1.00"] * 4), start=1)}
    for name, department in (("a", "攸县医疗保障局"), ("b", "攸县教育局")):
        report = build.report(name, media_type=PDF, department=department, division="430223")
        report.rows(S03, ["expenditure_total"], {"20805": [parent], **items} if parent else items)

    def reread(sha256: str, pages: tuple[int, ...]) -> None:
        asked.append(sha256)

    build.reconcile(reread, reader)
    found = build.select("SELECT report_id, blame FROM fact_finding WHERE rule_id = 'D08' ORDER BY report_id")
    assert [row["blame"] for row in found] == [blame, blame]
    assert (asked == []) == (blame == "publisher")


def test_explicit_cells_need_no_witness() -> None:
    build = Build()
    fill(build.report(media_type="text/html"), "2080505", "basic_expenditure", "50.00")
    (finding,) = build.reconcile().findings()
    assert finding["blame"] == "publisher"


def verification(build: Build, figure_id: str) -> str:
    (row,) = build.select("SELECT verification FROM figure_verification WHERE figure_id = ?", figure_id)
    return str(row["verification"])


def test_a_figure_in_a_sum_over_rows_is_proven_and_one_in_its_row_alone_is_not() -> None:
    build = Build()
    report = build.report()
    report.rows(S05, COLUMNS, {"20805": ["9.00", "5.00", "4.00"]})
    alone = report.cell(S02, "208", "revenue_total", "9.00")
    parent = report.cell(S03, "208", "expenditure_total", "9.00")
    child = report.cell(S03, "20805", "expenditure_total", "9.00")
    build.reconcile()
    words = {row["verification"] for row in build.select(
        "SELECT v.verification FROM figure_verification v JOIN figure f USING (figure_id) WHERE f.statement = ?", S05
    )}  # fmt: skip
    assert words == {"single"}
    assert [verification(build, figure) for figure in (alone, parent, child)] == ["single", "proven", "proven"]


@pytest.mark.parametrize(
    ("lines", "reader", "word"),
    [
        ({"208": "9.00", "20805": "9.00"}, "text", "proven"),
        # The same shape misread twice agrees with itself.
        ({"208": "9.00", "20805": "9.00"}, "rapidocr", "single"),
        ({"208": "9.00", "20805": "5.00", "20808": "4.00"}, "rapidocr", "proven"),
        # What is tied to something sound is sound.
        ({"208": "9.00", "20805": "5.00", "2080505": "5.00", "20808": "4.00"}, "rapidocr", "proven"),
        # A last digit misread may hide in the rounding band.
        ({"208": "9.01", "20805": "5.00", "20808": "4.00"}, "text", "proven"),
        ({"208": "9.01", "20805": "5.00", "20808": "4.00"}, "rapidocr", "single"),
    ],
)
def test_what_was_recognised_is_proven_by_exact_sums_only(lines: dict[str, str], reader: str, word: str) -> None:
    build = Build()
    report = build.report()
    figures = [report.cell(S03, line, "expenditure_total", printed) for line, printed in lines.items()]
    build.reconcile(reader=reader)
    assert {verification(build, figure) for figure in figures} == {word}


def test_zero_equals_zero_proves_nothing() -> None:
    build = Build()
    report = build.report()
    figures = [report.cell(S03, line, "expenditure_total", "0.00") for line in ("208", "20805")]
    build.reconcile()
    assert [verification(build, figure) for figure in figures] == ["single", "single"]


def test_a_figure_in_a_failing_identity_is_not_proven() -> None:
    build = Build()
    report = build.report()
    fill(report, "2080505", "basic_expenditure", "50.00")
    build.reconcile()
    (finding,) = build.findings()
    assert verification(build, finding["suspect_figure_id"]) == "single"


def test_a_narrative_figure_that_restates_its_table_is_proven() -> None:
    build = Build()
    report = build.report()
    report.cell(SG, "total", "final_total", "0.51")
    text = report.cell(SG, "total", "final_total", "0.51", source="narrative")
    build.reconcile()
    assert verification(build, text) == "proven"


def test_every_figure_has_one_verification() -> None:
    build, _ = pdf_with_error()
    build.reconcile()
    counts = build.select("SELECT count(*) n, count(DISTINCT figure_id) d FROM figure_verification")
    (figures,) = build.select("SELECT count(*) n FROM figure")
    assert counts == [{"n": figures["n"], "d": figures["n"]}]
