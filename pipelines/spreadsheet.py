"""Tables for people who work in spreadsheets: CSV that Excel opens in Chinese, and XLSX with widths, formats, filters.

In: a Polars frame (and, for XLSX, what its columns mean). Out: bytes. Text that a spreadsheet would take for a formula
is written so that it stays text: published names and sentences are not trusted.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import polars as pl

from pipelines.workbooks import CREATED, SHEET_ROWS, add_sheet, write_cell

#: What makes a spreadsheet read a text as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WIDEST, _NARROWEST, _SAMPLE = 60, 8, 200


def as_csv(frame: pl.DataFrame) -> bytes:
    """CSV in UTF-8 with a byte order mark, without which Excel shows Chinese as rubbish."""
    return "\ufeff".encode() + _flat(frame).with_columns(_text_columns(frame)).write_csv().encode("utf-8")


def as_xlsx(frame: pl.DataFrame, sheet: str, meanings: Mapping[str, str] | None = None) -> bytes:
    """A workbook with the frame on one sheet, ready to be pivoted, and a second sheet that says what the columns mean.

    Two workbooks of one frame are the same to the byte.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"created": CREATED})
        _write(book, sheet[:31], _flat(frame).head(SHEET_ROWS))
        if meanings:
            rows = {"column": list(frame.columns), "meaning": [meanings.get(name, "") for name in frame.columns]}
            _write(book, "dictionary", pl.DataFrame(rows))
    return buffer.getvalue()


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Lists become text: a cell holds one value."""
    lists = [name for name, kind in frame.schema.items() if isinstance(kind, pl.List)]
    return frame.with_columns(pl.col(name).cast(pl.List(pl.String)).list.join(", ") for name in lists)


def _text_columns(frame: pl.DataFrame) -> list[pl.Expr]:
    """Texts that look like formulas get an apostrophe in front, as spreadsheets themselves write it."""
    texts = [name for name, kind in _flat(frame).schema.items() if kind == pl.String]
    risky = [pl.any_horizontal([pl.col(name).str.starts_with(sign) for sign in _FORMULA]) for name in texts]
    return [
        pl.when(is_risky).then(pl.concat_str(pl.lit("'"), pl.col(name))).otherwise(pl.col(name)).alias(name)
        for name, is_risky in zip(texts, risky, strict=True)
    ]


def _write(book: Any, sheet: str, frame: pl.DataFrame) -> None:
    heading, amount = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "#,##0.00"})
    page = add_sheet(book, sheet, frame.columns, heading)
    page.autofilter(0, 0, max(frame.height, 1), max(frame.width - 1, 0))
    for column, name in enumerate(frame.columns):
        values = frame[name]
        page.set_column(column, column, _width(name, values))
        for row, value in enumerate(values, start=1):
            write_cell(page, row, column, value, amount)


def _width(name: str, values: pl.Series) -> int:
    """Wide enough for most cells; a Chinese character takes two places."""
    longest = max((_places(str(value)) for value in values.head(_SAMPLE)), default=0)
    return min(_WIDEST, max(_NARROWEST, _places(name) + 2, longest + 2))


def _places(text: str) -> int:
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)
