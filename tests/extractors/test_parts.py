"""A file with several departments is several reports; nothing less than another complete set splits one."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import pypdfium2 as pdfium
import pytest

from extractors.extract import extract, extract_all
from extractors.parts import is_other_department
from schemas.records import Report
from tests.real_reports import ROOT, needs_real_reports, real_reports

SAMPLES = ROOT / "data" / "samples"
DRAWN = ("攸县", "武汉市黄陂区", "海东市")


def sample(place: str) -> bytes:
    return next(path for path in sorted(SAMPLES.iterdir()) if path.name.startswith(place)).read_bytes()


def printed(report: Report) -> list[tuple[str, str | None, str, str, int, Decimal]]:
    """What a report prints in its tables, wherever it stands."""
    return [
        (f.statement, f.side, f.line, f.measure, f.occurrence, f.amount_yuan)
        for f in report.figures
        if f.source == "table"
    ]


def volume(parts: list[bytes]) -> bytes:
    """PDFs one after the other in one file."""
    whole = pdfium.PdfDocument.new()
    for part in parts:
        whole.import_pages(pdfium.PdfDocument(part))
    buffer = io.BytesIO()
    whole.save(buffer)
    return buffer.getvalue()


def test_a_volume_of_three_departments_is_three_reports() -> None:
    alone = [extract(sample(place), "alone.pdf") for place in DRAWN]
    reports = extract_all(volume([sample(place) for place in DRAWN]), "volume.pdf")
    assert [report.ordinal for report in reports] == [0, 1, 2]
    assert [report.department_name for report in reports] == [report.department_name for report in alone]
    assert [report.fiscal_year for report in reports] == [report.fiscal_year for report in alone]
    assert [report.page_count for report in reports] == [report.page_count for report in alone]
    for found, expected in zip(reports, alone, strict=True):
        assert printed(found) == printed(expected)
        assert [claim.raw_text for claim in found.claims] == [claim.raw_text for claim in expected.claims]
    pages = [{figure.page for figure in report.figures} for report in reports]
    assert max(pages[0]) < min(pages[1]) <= max(pages[1]) < min(pages[2]), "page numbers are those of the file"


def text_of(name: str) -> str:
    """The shipped text report, which has no statements, under another name and with statements behind it."""
    text = sample("泸县").decode()
    own = "泸县医疗保障局"
    assert own in text
    return f"{text.replace(own, name)}\n{statements(name)}"


def test_a_text_of_two_departments_is_two_reports() -> None:
    first, second = text_of("泸县医疗保障局"), text_of("泸县教育局")
    reports = extract_all(f"{first}\n{second}".encode(), "two.txt")
    assert [report.department_name for report in reports] == ["泸县医疗保障局", "泸县教育局"]
    alone = extract(first.encode(), "one.txt")
    assert [printed(report) for report in reports] == [printed(alone), printed(alone)]
    assert {claim.raw_text for claim in reports[1].claims} == {claim.raw_text for claim in alone.claims}
    lines = [[f.line_number for f in report.figures if f.line_number is not None] for report in reports]
    assert max(lines[0]) < min(lines[1])


HEAD = (
    "科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\n合计\t\t9.00\t9.00\t0.00\n205\t教育支出\t9.00\t9.00\t0.00\n"
)
SUMMARY = (
    "收入支出决算总表\n编制单位：{name}\t\t\t单位：万元\n收入\t\t支出\t\n项目\t决算数\t项目\t决算数\n"
    "一、一般公共预算财政拨款收入\t9.00\t五、教育支出\t9.00\n本年收入合计\t9.00\t本年支出合计\t9.00\n总计\t9.00\t总计\t9.00\n\n"
)


def statements(name: str, *, rest: bool = True) -> str:
    """Statements 01, 03 and 05 of a department named by the head of the first alone."""
    others = f"支出决算表\n单位：万元\n{HEAD}\n一般公共预算财政拨款支出决算表\n单位：万元\n{HEAD}\n"
    return SUMMARY.format(name=name) + (others if rest else "")


def departments(text: str) -> list[str | None]:
    return [report.department_name for report in extract_all(text.encode(), "x.txt")]


def test_heads_of_statements_alone_split_where_a_whole_set_follows() -> None:
    assert departments(statements("青石县教育局") + statements("青石县民政局")) == ["青石县教育局", "青石县民政局"]


@pytest.mark.parametrize(
    "text",
    [
        statements("青石县教育局") + statements("青石县教育局"),
        statements("青石县教育局") + statements("教育局"),
        statements("青石县教育局（本级）") + statements("青石县教育局"),
        statements("青石县教育局") + statements("青石县第一中学", rest=False),
        "青石县教育局2023年度部门决算\n青石县第一中学2023年度单位决算\n青石县第二中学2023年度单位决算\n"
        + statements("青石县教育局"),
    ],
    ids=["printed twice", "without its place", "with its scope", "statement 01 alone", "subordinates listed"],
)
def test_one_department_stays_one_report(text: str) -> None:
    assert len(departments(text)) == 1


@pytest.mark.parametrize(
    ("name", "other", "different"),
    [
        ("青石县教育局", "青石县教育局", False),
        ("青石县医疗保障局", "青石县医保局", False),
        ("临江市青石县教育局", "青石县教育局", False),
        ("青石县教育局(本级)", "青石县教育局", False),
        ("青石县教育局(汇总)", "青石县教育局(本级)", True),
        ("青石县教育局", "青石县教育局机关幼儿园", True),
        ("青石县第一中学", "青石县第二中学", True),
    ],
)
def test_names_of_departments(name: str, other: str, different: bool) -> None:
    assert is_other_department(name, other) is different
    assert is_other_department(other, name) is different


@needs_real_reports
def test_two_real_texts_in_one_file_are_read_as_apart() -> None:
    texts = [path.read_bytes() for path in real_reports() if path.suffix == ".txt"]
    alone = [extract(text, "one.txt") for text in texts]
    with_tables = [at for at, report in enumerate(alone) if len(report.statements) > 5]
    assert len(with_tables) > 1
    reports = extract_all(b"\n".join(texts[at] for at in with_tables), "all.txt")
    assert [report.department_name for report in reports] == [alone[at].department_name for at in with_tables]
    assert [printed(report) for report in reports] == [printed(alone[at]) for at in with_tables]
    assert [len(report.claims) for report in reports] == [len(alone[at].claims) for at in with_tables]


@needs_real_reports
def test_no_real_report_is_split() -> None:
    for path in real_reports():
        assert len(extract_all(path.read_bytes(), path.name)) == 1, path.name


def test_no_shipped_report_is_split() -> None:
    paths: list[Path] = sorted(SAMPLES.iterdir())
    assert [len(extract_all(path.read_bytes(), path.name)) for path in paths] == [1] * len(paths)


def test_sheets_of_two_units_in_one_workbook_are_two_reports() -> None:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for unit in ("青石县教育局", "青石县民政局"):
        for number, block in enumerate(statements(unit).split("\n\n"), start=1):
            sheet = workbook.create_sheet(f"{unit}{number:02}表")
            for line in block.strip().split("\n"):
                sheet.append(line.split("\t"))
    buffer = io.BytesIO()
    workbook.save(buffer)
    reports = extract_all(buffer.getvalue(), "units.xlsx")
    assert [report.department_name for report in reports] == ["青石县教育局", "青石县民政局"]
    assert [[s.statement for s in report.statements] for report in reports] == [
        ["revenue_expenditure_summary", "expenditure", "general_budget_expenditure"]
    ] * 2
