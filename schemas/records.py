"""The typed records that travel through the project: one envelope (`Report`), one atom (`Figure`).

Every record is a plain immutable structure. Amounts are `Decimal` in the printed unit and in yuan, never float.
Boxes are in points, measured from the top left corner of the page as a person sees it (after its rotation).
The Parquet lake and the star derive their columns from these classes, so a field is defined here and nowhere else.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

Source = Literal["table", "narrative"]
Side = Literal["revenue", "expenditure"]
Severity = Literal["error", "warning", "info"]
Kind = Literal["final_account", "budget", "unknown"]
Scope = Literal["consolidated", "unit", "unknown"]
CellState = Literal["blank", "unread"]

#: Printed money units and what one of them is worth in yuan.
YUAN_PER_UNIT: dict[str, Decimal] = {
    "元": Decimal(1),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "亿元": Decimal(100_000_000),
}


class Record(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Base of all records: immutable, keyword-only."""


class Figure(Record, frozen=True, kw_only=True, gc=False):
    """One published number, with where it was printed.

    `line` is a function code (2101506), an economic code (30217), `total`, or a key of vocabulary/lines.csv;
    `measure` a key of vocabulary/measures.csv. `occurrence` counts repeated prints of one key in one report
    (0 = the first, which counts). `decimals` are those printed in this cell. `repaired` says why a label or code
    was mended, and is None where nothing was.
    """

    source: Source
    statement: str
    side: Side | None
    line: str
    measure: str
    occurrence: int
    line_label: str
    function_code: str | None
    economic_code: str | None
    amount_printed: Decimal
    amount_yuan: Decimal
    declared_unit: str
    decimals: int
    raw_text: str
    reader: str
    page: int
    x0: float | None = None
    y0: float | None = None
    x1: float | None = None
    y1: float | None = None
    line_number: int | None = None
    sentence: str | None = None
    repaired: str | None = None


class EmptyCell(Record, frozen=True, kw_only=True, gc=False):
    """A cell of a recognised statement that holds no figure: printed blank (counts as zero) or not readable."""

    statement: str
    side: Side | None
    line: str
    measure: str
    line_label: str
    state: CellState
    raw_text: str
    page: int
    x0: float | None = None
    y0: float | None = None
    x1: float | None = None
    y1: float | None = None
    line_number: int | None = None


class StatementReading(Record, frozen=True, kw_only=True, gc=False):
    """One official statement as found in a disclosure.

    `decimals` is the largest number of decimals printed in it, which fixes the rounding interval of all its figures
    (offices trim zeros). `unit_source` says where the money unit came from: printed on the statement itself, or shared
    by all other statements of the report. `columns` are the measures found, in printed order.
    """

    statement: str
    title: str
    declared_unit: str
    unit_source: Literal["printed", "shared"]
    decimals: int
    first_page: int
    last_page: int
    row_count: int
    columns: tuple[str, ...]
    reader: str
    empty_note: str | None = None


class Claim(Record, frozen=True, kw_only=True, gc=False):
    """One number or direction word the text asserts.

    Claims of one subject in one sentence share a `group`; `role` says what each of them is: `current` (amount of this
    year), `prior` (of last year), `difference`, `growth` (percent), `share` (percent) and `share_base`, `budget`,
    `adjusted_budget`, `completion` (percent), `direction` (a word). `base` names what a share or a completion rate refers to. Keys are given where
    the subject is a line of a statement, else None. For differences and rates of growth `base` is `prior` or `budget`. `value` is in `unit` (万元, 元, %), None for a direction word.
    """

    group: int
    role: str
    subject: str
    section: str
    in_main_narrative: bool
    statement: str | None
    side: Side | None
    line: str | None
    measure: str | None
    value: Decimal | None
    unit: str | None
    amount_yuan: Decimal | None
    decimals: int | None
    direction: str | None
    base: str | None
    raw_text: str
    sentence: str
    page: int
    line_number: int | None = None


class Quantity(Record, frozen=True, kw_only=True, gc=False):
    """A published count that is no money: 批次, 人次, 车辆保有量, 团组数, 编制数, 实有人数, 设备台数."""

    quantity: str
    label: str
    value: Decimal
    unit: str
    raw_text: str
    sentence: str
    page: int
    line_number: int | None = None


class Problem(Record, frozen=True, kw_only=True, gc=False):
    """Something in a disclosure that was not understood, mended or refused. `code` is stable; the message says what,
    where and what to do about it."""

    code: str
    severity: Severity
    message: str
    page: int | None = None
    line_number: int | None = None
    statement: str | None = None
    raw_text: str | None = None


class Report(Record, frozen=True, kw_only=True, gc=False):
    """Everything one disclosure says about one department and year.

    `readable` is False where nothing could be read at all; `problems` then says why. A status is not decided here:
    it follows from reconciliation (see sql/star).
    """

    document_name: str
    document_sha256: str
    document_bytes: int
    media_type: str
    extractor_version: str
    readable: bool
    kind: Kind = "unknown"
    scope: Scope = "unknown"
    department_name: str | None = None
    division_code: str | None = None
    division_name: str | None = None
    fiscal_year: int | None = None
    publication_date: date | None = None
    declared_unit: str | None = None
    page_count: int = 0
    ordinal: int = 0
    statements: tuple[StatementReading, ...] = ()
    figures: tuple[Figure, ...] = ()
    empty_cells: tuple[EmptyCell, ...] = ()
    claims: tuple[Claim, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    problems: tuple[Problem, ...] = ()
