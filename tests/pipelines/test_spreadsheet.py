"""Tables for spreadsheets: Chinese that Excel can read, amounts as numbers, and no text that becomes a formula."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import polars as pl

from pipelines.spreadsheet import as_csv, as_xlsx

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


def test_csv_has_a_byte_order_mark_and_no_formulas() -> None:
    lines = as_csv(FRAME).decode("utf-8").splitlines()
    assert lines[0] == "\ufeffdepartment_name,amount_yuan,figure_ids,is_leaf,fiscal_year"
    assert lines[1] == '"\'=HYPERLINK(""x"")",1.10,"a, b",true,2024'
    assert lines[2] == '攸县财政局,29400500.00,"",false,2023'


def test_a_workbook_holds_text_as_text_and_amounts_as_numbers() -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(FRAME, "three public", {"amount_yuan": "Yuan."})))
    assert book.sheetnames == ["three public", "dictionary"]
    sheet = book["three public"]
    assert (sheet["A2"].value, sheet["A2"].data_type) == ('=HYPERLINK("x")', "s")
    assert (sheet["B3"].value, sheet["B3"].number_format) == (29400500, "#,##0.00")
    assert sheet["A4"].value is None
    assert sheet.freeze_panes == "A2"
    assert [cell.value for cell in book["dictionary"][3]] == ["amount_yuan", "Yuan."]


def test_two_workbooks_of_one_frame_are_the_same() -> None:
    assert as_xlsx(FRAME, "x") == as_xlsx(FRAME, "x")
