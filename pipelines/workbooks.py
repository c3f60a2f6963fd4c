"""Writes a view as an Excel workbook, for people who review in Excel.

In: a connection, a view and a path. Out: one `.xlsx` file, byte for byte the same for equal content. Texts are written as
texts: what begins with `=`, `+`, `-` or `@` is shown and never calculated.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

#: Views that are written as workbooks too: what people review.
WORKBOOKS = ("checks", "findings")
#: Rows of one sheet, its heading not counted; Excel allows 1,048,576.
SHEET_ROWS = 1_000_000
#: Characters Excel allows in a cell.
CELL_CHARACTERS = 32_767
#: A fixed moment instead of that of writing.
CREATED = datetime(2000, 1, 1)
_FETCHED = 10_000


def write_workbook(connection: duckdb.DuckDBPyConnection, view: str, path: Path) -> None:
    """All rows of the view, in the order of the other exports; more than a sheet holds go on in the next."""
    import xlsxwriter

    cursor = connection.execute(f'SELECT * FROM "{view}" ORDER BY ALL')
    names = [column[0] for column in cursor.description]
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False}) as workbook:
        workbook.set_properties({"created": CREATED})
        heading, amount = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "#,##0.00"})
        sheet, row, sheets = None, SHEET_ROWS, 0
        while rows := cursor.fetchmany(_FETCHED):
            for values in rows:
                if row == SHEET_ROWS:
                    sheets += 1
                    sheet, row = add_sheet(workbook, view if sheets == 1 else f"{view} {sheets}", names, heading), 0
                row += 1
                for column, value in enumerate(values):
                    write_cell(sheet, row, column, value, amount)
        if sheet is None:
            add_sheet(workbook, view, names, heading)


def add_sheet(workbook: Any, name: str, names: list[str], heading: Any) -> Any:
    """A new sheet with its heading, which stays in sight."""
    sheet = workbook.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for column, title in enumerate(names):
        sheet.write_string(0, column, title, heading)
    return sheet


def write_cell(sheet: Any, row: int, column: int, value: object, amount: Any) -> None:
    """One value in its own kind; a text is never a formula, a list is its values with commas."""
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, Decimal):
        sheet.write_number(row, column, value, amount)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    else:
        text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        sheet.write_string(row, column, text[:CELL_CHARACTERS])
