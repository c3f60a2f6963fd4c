"""Tables for spreadsheets: Chinese that Excel can read, amounts as numbers, and no text that becomes a formula."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import polars as pl
import pytest

from pipelines import spreadsheet
from pipelines.spreadsheet import as_csv, as_xlsx, write_xlsx

FRAME = pl.DataFrame(
    {
        "department_name": ["=HYPERLINK(\"x\")", "攸县财政局", None],
        "amount_yuan": [Decimal("1.10"), Decimal("29400500.00"), None],
        "figure_ids": [["a", "b"], [], None],
        "is_leaf": [True, False, None],
        "fiscal_year": [2024, 2023, None],
    },
    schema_overrides={"amount_yuan": pl.Decimal(20, 2)},
)  # fmt: skip


def _book(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def _written(rows: list[tuple[object, ...]], *, count: int | None = None) -> Any:
    buffer = io.BytesIO()
    write_xlsx(buffer, "findings", ["n"], rows, len(rows) if count is None else count)
    return _book(buffer.getvalue())


def test_csv_has_a_byte_order_mark_and_no_formulas() -> None:
    lines = as_csv(FRAME).decode("utf-8").splitlines()
    assert lines[0] == "\ufeffdepartment_name,amount_yuan,figure_ids,is_leaf,fiscal_year"
    assert lines[1] == '"\'=HYPERLINK(""x"")",1.10,"a, b",true,2024'
    assert lines[2] == '攸县财政局,29400500.00,"",false,2023'


@pytest.mark.parametrize(
    ("text", "shown"),
    [("-3.50%", "-3.50%"), ("-", "-"), ("+1,000.00", "+1,000.00"), ("-1+cmd|x", "'-1+cmd|x"), ("@x", "'@x")],
)
def test_numbers_and_dashes_are_no_formulas(text: str, shown: str) -> None:
    assert as_csv(pl.DataFrame({"raw_text": [text]})).decode("utf-8-sig").splitlines()[1].strip('"') == shown


def test_a_workbook_holds_text_as_text_and_amounts_as_numbers() -> None:
    book = _book(as_xlsx(FRAME, "three public", {"amount_yuan": "Yuan."}))
    assert book.sheetnames == ["three public", "dictionary"]
    sheet = book["three public"]
    assert (sheet["A2"].value, sheet["A2"].data_type) == ('=HYPERLINK("x")', "s")
    assert (sheet["B3"].value, sheet["B3"].number_format) == (29400500, "#,##0.00")
    assert (sheet["C2"].value, sheet["D2"].value) == ("a, b", True)
    assert sheet["A4"].value is None
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:E4"
    assert [cell.value for cell in book["dictionary"][3]] == ["amount_yuan", "Yuan."]


def test_dates_are_dates_and_links_are_texts() -> None:
    rows = [(date(2024, 8, 30),), (datetime(2024, 8, 30, 1, 2, 3),), ("https://example.invalid",), ("+1",)]
    found = [row[0] for row in _written(rows)["findings"].iter_rows(min_row=2)]
    assert [cell.value for cell in found[:2]] == [datetime(2024, 8, 30), datetime(2024, 8, 30, 1, 2, 3)]
    assert [(cell.data_type, cell.hyperlink) for cell in found[2:]] == [("s", None), ("s", None)]


def test_an_amount_longer_than_excel_keeps_is_text() -> None:
    found = [row[0] for row in _written([(Decimal("12345678901234.56"),), (10**15,), (Decimal("1.23"),)])["findings"]]
    assert [(cell.value, cell.data_type) for cell in found[1:]] == [
        ("12345678901234.56", "s"), ("1000000000000000", "s"), (1.23, "n"),
    ]  # fmt: skip


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "SHEET_ROWS", 2)
    book = _written([(1,), (2,), (3,), (4,)])
    assert book.sheetnames == ["findings", "findings 2"]
    assert [[cell.value for cell in sheet["A"]] for sheet in book] == [["n", 1, 2], ["n", 3, 4]]


def test_a_table_longer_than_a_workbook_says_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "SHEET_ROWS", 2)
    book = _written([], count=7)
    assert book.sheetnames == ["findings"]
    assert "7 rows, more than a workbook takes (6)" in book["findings"]["A1"].value
    assert "findings.csv" in book["findings"]["A1"].value


def test_a_table_without_rows_has_its_heading() -> None:
    assert [[cell.value for cell in row] for row in _written([])["findings"]] == [["n"]]


def test_two_workbooks_of_one_frame_are_the_same() -> None:
    assert as_xlsx(FRAME, "x", {}) == as_xlsx(FRAME, "x", {})
