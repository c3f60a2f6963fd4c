"""Workbooks of findings and checks: every row, numbers as numbers, and no text that Excel would calculate."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import pytest

from pipelines import workbooks
from pipelines.workbooks import write_workbook


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(
        "CREATE VIEW findings AS FROM (VALUES (1, '=HYPERLINK(\"x\")', 12.50::DECIMAL(20, 2), ['a', 'b'], true), "
        "(2, '+1', NULL, [], false), (3, 'https://example.invalid', -1.00, ['c'], NULL)) AS t (n, text, amount, list, flag)"
    )
    return connection


def cells(path: Path) -> list[list[tuple[object, str]]]:
    sheets = openpyxl.load_workbook(path).worksheets
    return [[(cell.value, cell.data_type) for row in sheet.iter_rows() for cell in row] for sheet in sheets]


def test_texts_stay_texts_and_numbers_numbers(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    write_workbook(connection, "findings", tmp_path / "findings.xlsx")
    (found,) = cells(tmp_path / "findings.xlsx")
    assert found[5:10] == [(1, "n"), ('=HYPERLINK("x")', "s"), (12.5, "n"), ("a, b", "s"), (True, "b")]
    assert found[11] == ("+1", "s")
    assert found[16] == ("https://example.invalid", "s")
    assert Decimal(str(found[17][0])) == Decimal("-1")


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "SHEET_ROWS", 2)
    write_workbook(connection, "findings", tmp_path / "findings.xlsx")
    assert [len(sheet) // 5 for sheet in cells(tmp_path / "findings.xlsx")] == [3, 2]


def test_equal_content_gives_equal_bytes(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        write_workbook(connection, "findings", tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_a_view_without_rows_has_its_heading(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    connection.execute("CREATE VIEW checks AS FROM findings WHERE false")
    write_workbook(connection, "checks", tmp_path / "checks.xlsx")
    assert [[value for value, _ in sheet] for sheet in cells(tmp_path / "checks.xlsx")] == [
        ["n", "text", "amount", "list", "flag"]
    ]
