"""Tables for people who work in spreadsheets: CSV that Excel opens in Chinese, and XLSX with widths, formats, filters.

In: column names and rows (of a query or of a Polars frame) and, for XLSX, what the columns mean. Out: bytes, the same
for equal content. Published names and sentences are not trusted: a text that a spreadsheet would calculate stays text.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    import polars as pl

#: Texts a spreadsheet would take for a formula: they open with one of its signs and are no plain number or dash. In CSV
#: an apostrophe goes before them, as spreadsheets themselves write it. The syntax is common to Python, RE2 and Rust.
FORMULA = r"^[=+\-@\t\r]"
PLAIN_NUMBER = r"^[+\-]?[0-9.,]*%?$"
#: Without it Excel shows the Chinese of a CSV file as rubbish.
BYTE_ORDER_MARK = "\ufeff"

#: Rows of one sheet, its heading not counted: Excel has 1,048,576.
SHEET_ROWS = 1_048_575
#: Sheets a table may go on over; what is longer is for CSV or Parquet, and the workbook says so.
MOST_SHEETS = 3
#: Characters Excel allows in a cell.
CELL_CHARACTERS = 32_767
#: Digits Excel keeps of a number; an amount that has more is written as text.
_DIGITS = 15
#: A fixed moment instead of that of writing.
CREATED = datetime(2000, 1, 1)
_WIDEST, _NARROWEST, _SAMPLE = 60, 8, 200
_SHANGHAI = ZoneInfo("Asia/Shanghai")

TOO_LONG = (
    "This view has {rows:,} rows, more than a workbook takes ({most:,}); it is complete in {name}.csv and {name}.parquet. "
    "本视图共 {rows:,} 行，超出工作簿的容量（{most:,} 行），完整数据见 {name}.csv 和 {name}.parquet。"
)

Rows = Iterable[Sequence[Any]]


def most_rows() -> int:
    """Rows a workbook takes."""
    return SHEET_ROWS * MOST_SHEETS


def as_csv(frame: pl.DataFrame) -> bytes:
    """CSV in UTF-8 with a byte order mark."""
    import polars as pl

    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    lists = [name for name, kind in frame.schema.items() if isinstance(kind, pl.List)]
    flat = frame.with_columns(pl.col(name).cast(pl.List(pl.String)).list.join(", ") for name in lists).with_columns(
        pl.when(pl.col(name).str.contains(FORMULA) & ~pl.col(name).str.contains(PLAIN_NUMBER))
        .then(pl.concat_str(pl.lit("'"), pl.col(name)))
        .otherwise(pl.col(name))
        .alias(name)
        for name in (*texts, *lists)
    )
    return (BYTE_ORDER_MARK + flat.write_csv()).encode("utf-8")


def as_xlsx(frame: pl.DataFrame, sheet: str, meanings: Mapping[str, str] | None = None) -> bytes:
    """A workbook with the frame on one sheet, ready to be pivoted, and a second sheet that says what the columns mean."""
    buffer = io.BytesIO()
    write_xlsx(buffer, sheet, frame.columns, frame.iter_rows(), frame.height, meanings)
    return buffer.getvalue()


def write_xlsx(
    target: Path | BinaryIO,
    name: str,
    columns: Sequence[str],
    rows: Rows,
    count: int,
    meanings: Mapping[str, str] | None = None,
    about: Sequence[tuple[str, str]] = (),
) -> None:
    """Writes `count` rows under their heading, on as many sheets as they need, and the meaning of the columns on one more.

    `about` are lines above the dictionary (which view, which version). Rows are never all in memory. A table longer than
    a workbook takes is left out whole, and its sheet says where it is.
    """
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target if not isinstance(target, Path) else str(target), options) as book:
        book.set_properties({"created": CREATED, "comments": " · ".join(f"{key}: {text}" for key, text in about)})
        formats = _Formats(book)
        if count > most_rows():
            page = book.add_worksheet(name[:31])
            page.write_string(0, 0, TOO_LONG.format(rows=count, most=most_rows(), name=name))
        else:
            _write_sheets(book, formats, name, columns, iter(rows))
        if meanings is not None:
            _write_dictionary(book, formats, columns, meanings, about)


class _Formats:
    """The formats of one workbook."""

    def __init__(self, book: Any) -> None:
        self.heading = book.add_format({"bold": True, "bottom": 1})
        self.amount = book.add_format({"num_format": "#,##0.00"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})


def _write_sheets(book: Any, formats: _Formats, name: str, columns: Sequence[str], rows: Any) -> None:
    number = 0
    while number == 0 or (first := next(rows, None)) is not None:
        here = islice(rows, SHEET_ROWS) if number == 0 else chain((first,), islice(rows, SHEET_ROWS - 1))
        number += 1
        suffix = "" if number == 1 else f" {number}"
        _write_sheet(book.add_worksheet(name[: 31 - len(suffix)] + suffix), formats, columns, here)


def _write_sheet(page: Any, formats: _Formats, columns: Sequence[str], rows: Rows) -> None:
    """One heading that stays in sight, one row a record, a filter over all: what a pivot table is made from."""
    page.freeze_panes(1, 0)
    for column, title in enumerate(columns):
        page.write_string(0, column, title, formats.heading)
    widths, row = [_places(title) + 2 for title in columns], 0
    for row, values in enumerate(rows, start=1):
        for column, value in enumerate(values):
            write_cell(page, row, column, value, formats)
            if row <= _SAMPLE:
                widths[column] = max(widths[column], _places(_shown(value)) + 2)
    for column, width in enumerate(widths):
        page.set_column(column, column, min(_WIDEST, max(_NARROWEST, width)))
    if columns:
        page.autofilter(0, 0, max(row, 1), len(columns) - 1)


def _write_dictionary(
    book: Any, formats: _Formats, columns: Sequence[str], meanings: Mapping[str, str], about: Sequence[tuple[str, str]]
) -> None:
    page = book.add_worksheet("dictionary")
    page.set_column(0, 0, 32)
    page.set_column(1, 1, 100)
    for row, (key, text) in enumerate(about):
        page.write_string(row, 0, key, formats.heading)
        page.write_string(row, 1, text, formats.wrapped)
    first = len(about) + 1 if about else 0
    page.write_string(first, 0, "column", formats.heading)
    page.write_string(first, 1, "meaning", formats.heading)
    for row, column in enumerate(columns, start=first + 1):
        page.write_string(row, 0, column)
        page.write_string(row, 1, meanings.get(column, ""), formats.wrapped)


def write_cell(page: Any, row: int, column: int, value: object, formats: _Formats) -> None:
    """One value in its own kind; a text is never a formula, a list is its values with commas."""
    match value:
        case None:
            return
        case bool():
            page.write_boolean(row, column, value)
        case Decimal() if len(value.as_tuple().digits) <= _DIGITS:
            page.write_number(row, column, value, formats.amount)
        case float() | int() if not isinstance(value, int) or abs(value) < 10**_DIGITS:
            page.write_number(row, column, value)
        case datetime():
            local = value.astimezone(_SHANGHAI).replace(tzinfo=None) if value.tzinfo else value
            page.write_datetime(row, column, local, formats.moment)
        case date():
            page.write_datetime(row, column, value, formats.day)
        case _:
            page.write_string(row, column, _shown(value)[:CELL_CHARACTERS])


def _shown(value: object) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _places(text: str) -> int:
    """The width of a text; a Chinese character takes two places."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text[:_WIDEST])
