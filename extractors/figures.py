"""From the rows of statements to figures: every printed amount with its key, unit, decimals and place."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

from extractors.document import Box, Cell
from extractors.numbers import Amount, NotAnAmount, parse_amount
from extractors.statement import Statement, StatementRow
from schemas.records import YUAN_PER_UNIT, EmptyCell, Figure, Problem, StatementReading
from schemas.text import compact

_SCALE = Decimal("0.01")
Key = tuple[str, str | None, str, str]


def read_figures(
    statements: list[Statement], readers: dict[int, str]
) -> tuple[list[StatementReading], list[Figure], list[EmptyCell], list[Problem]]:
    """Figures, empty cells and problems of all statements of a report, in printed order. `readers` says who read a page.

    A statement without a money unit takes the one that all others share, and says so; where there is none, its figures
    cannot be told in yuan and are left out with a problem.
    """
    readings: list[StatementReading] = []
    figures: list[Figure] = []
    empty: list[EmptyCell] = []
    problems: list[Problem] = []
    printed = {statement.unit for statement in statements if statement.unit}
    occurrences: Counter[Key] = Counter()
    for statement in statements:
        if statement.withdrawn:
            problems += statement.problems
            continue
        unit = statement.unit or (next(iter(printed)) if len(printed) == 1 else None)
        if unit is None:
            statement.problem(
                "unit_missing",
                "error",
                "no money unit is printed and none is shared by the other statements; its amounts were left out",
                _anchor(statement),
            )
            problems += statement.problems
            continue
        if statement.unit is None:
            statement.problem(
                "unit_shared",
                "info",
                f"no money unit is printed; {unit} of all other statements was taken",
                _anchor(statement),
            )
        read = _StatementReader(statement, unit, readers, occurrences)
        figures += read.figures
        empty += read.empty
        problems += statement.problems
        readings.append(_reading(statement, unit, readers[statement.first_page], read.figures))
    return readings, figures, empty, problems


def _anchor(statement: Statement) -> StatementRow:
    if statement.rows:
        return statement.rows[0]
    return StatementRow(None, None, "", "", {}, statement.first_page, None)


def _reading(statement: Statement, unit: str, reader: str, figures: list[Figure]) -> StatementReading:
    return StatementReading(
        statement=statement.form.statement,
        title=statement.title,
        declared_unit=unit,
        unit_source="printed" if statement.unit else "shared",
        decimals=max((figure.decimals for figure in figures), default=2),
        first_page=statement.first_page,
        last_page=statement.last_page,
        row_count=len(statement.rows),
        columns=statement.columns,
        reader=reader,
        empty_note=statement.empty_note,
    )


class _StatementReader:
    """Turns the rows of one statement into figures and empty cells, counting repeated prints of a key."""

    def __init__(self, statement: Statement, unit: str, readers: dict[int, str], occurrences: Counter[Key]) -> None:
        self.statement = statement
        self.unit = unit
        self.readers = readers
        self.occurrences = occurrences
        self.figures: list[Figure] = []
        self.empty: list[EmptyCell] = []
        self._first: dict[tuple[str | None, str], tuple[StatementRow, list[Amount | None]]] = {}
        _drop_unconfirmed_total(statement)
        _add_blank_total(statement)
        for row in statement.rows:
            if row.line is not None:
                self._read_row(row, row.line)

    def _read_row(self, row: StatementRow, line: str) -> None:
        amounts = {measure: self._amount(row, measure, cell) for measure, cell in row.cells.items()}
        values = [amount if isinstance(amount, Amount) else None for amount in amounts.values()]
        place = (row.side, line)
        if place in self._first:
            first, earlier = self._first[place]
            if [value and value.value for value in earlier] == [value and value.value for value in values]:
                if first.piece == row.piece:
                    self._duplicate(row, line, "the same amounts")
                return
            self._duplicate(row, line, "other amounts")
        else:
            self._first[place] = (row, values)
        for measure, amount in amounts.items():
            cell = row.cells[measure]
            if isinstance(amount, Amount):
                self.figures.append(self._figure(row, line, measure, cell, amount))
            else:
                self.empty.append(self._empty(row, line, measure, cell, unread=amount is not None))

    def _duplicate(self, row: StatementRow, line: str, how: str) -> None:
        self.statement.problem(
            "duplicate_row",
            "warning",
            f"row {line} ({row.label}) is printed again with {how}; the first print counts",
            row,
        )

    def _amount(self, row: StatementRow, measure: str, cell: Cell) -> Amount | str | None:
        """The amount of a cell, None for a blank, or why it could not be read (which is also a problem)."""
        if not cell.readable and cell.text.strip():
            reason = f"'{cell.text}' cannot be read for certain (unreadable glyphs or a merged cell)"
        else:
            try:
                return parse_amount(cell.text)
            except NotAnAmount as error:
                reason = str(error)
        self.statement.problem(
            "unread_cell",
            "error",
            f"row {row.line} ({row.label}), column {measure}: {reason}; the cell was left out",
            row,
            cell.text,
        )
        return reason

    def _figure(self, row: StatementRow, line: str, measure: str, cell: Cell, amount: Amount) -> Figure:
        key = (self.statement.form.statement, row.side, line, measure)
        occurrence = self.occurrences[key]
        self.occurrences[key] += 1
        return Figure(
            source="table",
            statement=key[0],
            side=row.side,
            line=line,
            measure=measure,
            occurrence=occurrence,
            line_label=compact(row.label),
            function_code=line if line[:1] == "2" and line.isdigit() else None,
            economic_code=line if line[:1] == "3" and line.isdigit() else None,
            amount_printed=amount.value,
            amount_yuan=in_yuan(amount.value, self.unit),
            declared_unit=self.unit,
            decimals=amount.decimals,
            raw_text=cell.text,
            reader=self.readers[row.page],
            page=row.page,
            line_number=cell.line_number,
            repaired=row.repaired or ("settled_by_sums" if cell.settled else None),
            **_box(cell.box),
        )

    def _empty(self, row: StatementRow, line: str, measure: str, cell: Cell, *, unread: bool) -> EmptyCell:
        return EmptyCell(
            statement=self.statement.form.statement,
            side=row.side,
            line=line,
            measure=measure,
            line_label=compact(row.label),
            state="unread" if unread else "blank",
            raw_text=cell.text,
            page=row.page,
            line_number=cell.line_number,
            **_box(cell.box),
        )


def in_yuan(amount: Decimal, unit: str) -> Decimal:
    """An amount in its printed unit as yuan, exact to the cent."""
    return (amount * YUAN_PER_UNIT[unit]).quantize(_SCALE)


def _box(box: Box | None) -> dict[str, Any]:
    if box is None:
        return {}
    return {"x0": box.x0, "y0": box.y0, "x1": box.x1, "y1": box.y1}


def _add_blank_total(statement: Statement) -> None:
    """A recognised form printed without any row is an empty one: its total line is blank in every column."""
    if statement.rows or statement.form.shape not in ("function_rows", "three_public"):
        return
    cells = {measure: Cell("", 0, 0) for measure in statement.columns}
    statement.rows.append(StatementRow(None, "total", "", "合计", cells, statement.first_page, None))


def _drop_unconfirmed_total(statement: Statement) -> None:
    """A total torn over several printed lines is kept (and marked) only where the sums of its classes confirm it."""
    for row in list(statement.rows):
        if row.repaired != "torn_total":
            continue
        if all(_is_sum(statement, row, measure) for measure in row.cells):
            statement.problem(
                "torn_total",
                "info",
                "the total row is torn over several lines; its amounts were accepted because the sums confirm them",
                row,
            )
        else:
            statement.problem(
                "unlabelled_row",
                "error",
                "amounts without a label below a torn total do not add up; they were left out",
                row,
            )
            statement.rows.remove(row)


def _is_sum(statement: Statement, total: StatementRow, measure: str) -> bool:
    classes = [
        row.cells[measure].text
        for row in statement.rows
        if row.line and len(row.line) == 3 and row.line.isdigit() and measure in row.cells
    ]
    try:
        parts = [amount for text in classes if (amount := parse_amount(text)) is not None]
        printed = parse_amount(total.cells[measure].text)
    except NotAnAmount:
        return False
    if printed is None or not parts:
        return printed is None and not parts
    unit = Decimal(1).scaleb(-max(amount.decimals for amount in [printed, *parts]))
    return abs(printed.value - sum(part.value for part in parts)) * 2 <= (len(parts) + 1) * unit
