"""Reads the data of one report: `report.toml` (who, how it looks), `body.txt` (the text) and one CSV a statement.

A CSV holds what is printed: every row of the statement with its label, in printed order, and one column a measure of
the vocabulary. Cells keep the printed characters, so a blank, `0`, `0.00` and `1,108` stay what they are.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal

import msgspec

REPORTS_FOLDER = Path(__file__).parent / "reports"

#: Columns of the CSV files that are no measure.
LABEL_COLUMNS = frozenset({"side", "serial", "block", "line", "label"})

Row = dict[str, str]
CaptionLine = tuple[str, str, str]


class Style(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """How a report looks. Sizes in points.

    `repeat` says what a continuation page of a table shows again: nothing, the header rows, or the caption with the
    header rows. `split_rows` lets a row break over the page, its name going on in a row without figures. `ruling` is
    how borders are drawn: stroked lines, thin filled rectangles as word processors write them, a rectangle a cell,
    dashed or double lines, stroked lines with a shaded head, or few of them: horizontal lines only, none, three
    (三线表), round the cells of the head only, a frame round all, horizontal lines with vertical ones in the head.
    `amounts` is where amounts stand in their cells, `padding` the space beside every text. `fonts` names a pair of
    `renderers/fonts.py`. `continued` is put behind a repeated title. `running_head` stands at the top of every page, `watermark` in grey across it.
    """

    repeat: Literal["none", "header", "caption"] = "none"
    split_rows: bool = False
    ruling: Literal[
        "stroked", "filled", "cells", "dashed", "double", "shaded", "horizontal", "none", "three_lines", "header_only",
        "frame", "header_verticals",
    ] = "stroked"  # fmt: skip
    amounts: Literal["right", "center", "left"] = "right"
    padding: float = 2.5
    fonts: str = "sans"
    continued: str = ""
    running_head: str = ""
    watermark: str = ""
    rotated_landscape: bool = False
    contents_pages: bool = False
    cell_size: float = 9.0
    row_height: float = 17.0
    body_size: float = 14.0


class StatementPlan(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One statement of a report: its key, the printed title, and where its form departs from the plain one.

    `captions` are the lines between title and table, each left, centre and right. `codes` is how function codes
    stand: whole in one column, whole under a header 类/款/项 of three columns, or split into the three columns;
    `code_digits` cuts printed codes to that many digits (0: never). `slipped_codes` are economic codes that stand in
    the amount cell of the block to their left instead of their own cell. `headers` replaces printed column heads.
    """

    statement: str
    title: str
    heading: str = ""
    number: str = ""
    captions: tuple[CaptionLine, ...] | None = None
    landscape: bool = False
    notes: tuple[str, ...] = ()
    codes: Literal["whole", "three_headed", "split"] = "whole"
    code_digits: int = 0
    total_position: Literal["first", "last"] = "first"
    total_label: Literal["merged", "code", "name"] = "merged"
    numbered_columns: bool = True
    slipped_codes: tuple[str, ...] = ()
    headers: dict[str, str] = {}
    block_titles: tuple[str, ...] = ()
    counts: tuple[tuple[str, str, str, str], ...] = ()
    widths: tuple[float, ...] = ()
    cell_size: float = 0.0
    row_height: float = 0.0


class ReportPlan(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """`report.toml`. `{department}`, `{unit}` and `{number}` may stand in captions.

    `contents_misprints` gives headings that the table of contents prints differently."""

    file_name: str
    department: str
    fiscal_year: int
    unit: str
    cover: tuple[str, ...]
    style: Style = Style()
    captions: tuple[CaptionLine, ...] = ()
    contents_misprints: dict[str, str] = {}
    statements: tuple[StatementPlan, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """One published number of a statement, under the keys of the vocabulary; `text` is what is printed."""

    statement: str
    side: str | None
    line: str
    measure: str
    text: str

    @property
    def amount(self) -> Decimal:
        """The number in the printed unit."""
        return Decimal(self.text.replace(",", ""))


@dataclass(frozen=True, slots=True)
class ReportData:
    """One report, ready to be composed: its plan, its text, and the rows of each statement by key."""

    key: str
    plan: ReportPlan
    body: str
    rows: dict[str, tuple[Row, ...]]

    def figures(self) -> tuple[PrintedFigure, ...]:
        """Every figure printed in the statements, in printed order; blank cells are none."""
        return tuple(
            PrintedFigure(statement.statement, row.get("side") or None, row["line"], measure, text)
            for statement in self.plan.statements
            for row in self.rows[statement.statement]
            for measure, text in row.items()
            if measure not in LABEL_COLUMNS and text
        )


def report_keys(folder: Path = REPORTS_FOLDER) -> tuple[str, ...]:
    """The names of all reports in `folder`, sorted."""
    return tuple(sorted(path.parent.name for path in folder.glob("*/report.toml")))


def load_report(key: str, folder: Path = REPORTS_FOLDER) -> ReportData:
    """Reads the report `key`. Raises `FileNotFoundError` where a statement of the plan has no CSV, and
    `msgspec.ValidationError` where `report.toml` says something unknown."""
    home = folder / key
    plan = msgspec.toml.decode((home / "report.toml").read_bytes(), type=ReportPlan)
    rows = {statement.statement: _read_rows(home / f"{statement.statement}.csv") for statement in plan.statements}
    return ReportData(key, plan, (home / "body.txt").read_text(encoding="utf-8"), rows)


def _read_rows(path: Path) -> tuple[Row, ...]:
    with path.open(encoding="utf-8", newline="") as handle:
        return tuple(csv.DictReader(handle, strict=True))
