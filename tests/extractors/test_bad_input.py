"""Bad input: a clear reason each, never an exception, never a figure."""

from __future__ import annotations

import pytest

from extractors.extract import extract
from tests.real_reports import ROOT

SAMPLE = next((ROOT / "data" / "samples").glob("攸县*.pdf")).read_bytes()


@pytest.mark.parametrize(
    ("data", "name", "code", "words"),
    [
        (b"", "empty.pdf", "empty", "empty.pdf"),
        (b" \n\t ", "blank.txt", "empty", "blank.txt"),
        ("天气很好。\n".encode(), "letter.txt", "nothing_recognised", "neither an official statement"),
        (SAMPLE[: len(SAMPLE) // 2], "cut.pdf", "truncated", "cut.pdf"),
        ("天气很好。\n".encode(), "letter.pdf", "nothing_recognised", "its name promises application/pdf"),
        (b"PK\x03\x04" + bytes(60), "table.pdf", "truncated", "table.pdf"),
        (b"<html><body>x</body></html>", "page.pdf", "nothing_recognised", "its name promises application/pdf"),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "scan.png", "damaged", "scan.png"),
        (bytes(range(1, 9)) * 50, "noise.pdf", "not_recognised", "noise.pdf"),
    ],
)
def test_rejected_with_a_reason(data: bytes, name: str, code: str, words: str) -> None:
    report = extract(data, name)
    assert not report.readable
    assert [problem.code for problem in report.problems] == [code]
    assert words in report.problems[0].message
    assert report.figures == ()
    assert report.document_bytes == len(data)


def test_a_report_under_a_wrong_ending_is_read_and_marked() -> None:
    text = (
        "攸县教育局2023年度部门决算\n支出决算表\n单位：万元\n科目编码\t科目名称\t合计\t基本支出\n合计\t\t1.00\t1.00\n"
    )
    report = extract(text.encode(), "report.pdf")
    assert report.readable
    assert "mislabelled" in {problem.code for problem in report.problems}
    assert len(report.figures) == 2


def test_a_password_protected_pdf() -> None:
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    from io import BytesIO

    buffer = BytesIO()
    page = canvas.Canvas(buffer, encrypt="secret")
    page.drawString(72, 72, "locked")
    page.save()
    report = extract(buffer.getvalue(), "locked.pdf")
    assert [problem.code for problem in report.problems] == ["encrypted"]


def test_two_readings_are_equal() -> None:
    assert extract(SAMPLE, "a.pdf") == extract(SAMPLE, "a.pdf")
