"""A statement being read: rows with their printed codes, labels and cells, before codes are resolved to figures."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.document import Cell, Table
from schemas.official_forms import Form
from schemas.records import Problem, Severity, Side

_MOST_PROBLEMS = 1_000


@dataclass(slots=True)
class StatementRow:
    """One printed row (or one block of a row). `line` is the key where the form names it, else None until `code` is
    resolved. `cells` holds the amount cell of each measure; a measure the table has not is not in it."""

    side: Side | None
    line: str | None
    code: str
    label: str
    cells: dict[str, Cell]
    page: int
    line_number: int | None
    repaired: str | None = None
    piece: int = 0
    code_parts: tuple[tuple[int, str], ...] = ()


@dataclass(slots=True)
class Statement:
    """One official statement of a report: its form, heading, unit and rows from all its tables. `pending`
    holds, by side, a row whose label may go on below it; `ruled` is False where a part of its grid was not printed,
    `withdrawn` where it was therefore not believed."""

    form: Form
    title: str
    unit: str | None
    first_page: int
    last_page: int
    columns: tuple[str, ...] = ()
    rows: list[StatementRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    empty_note: str | None = None
    pieces: int = 0
    ruled: bool = True
    withdrawn: bool = False
    pending: dict[str, StatementRow] = field(default_factory=dict)
    layout: object | None = None
    column_count: int = 0
    column_edges: tuple[float, ...] = ()
    first_table: Table | None = None

    def problem(
        self, code: str, severity: Severity, message: str, place: Cell | Table | StatementRow, raw: str = ""
    ) -> None:
        """Record a problem at a cell, row or table of this statement; beyond a thousand only that there are more."""
        if len(self.problems) > _MOST_PROBLEMS:
            return
        if len(self.problems) == _MOST_PROBLEMS:
            code, severity, message = "more_problems", "error", "there are more problems than are listed here"
        page = place.page if isinstance(place, (Table, StatementRow)) else self.last_page
        number = place.line_number if isinstance(place, (Cell, StatementRow)) else None
        self.problems.append(
            Problem(
                code=code,
                severity=severity,
                message=f"{self.form.titles[0]}: {message}",
                page=page,
                line_number=number,
                statement=self.form.statement,
                raw_text=raw or None,
            )
        )

    def take_units(self, units: set[str], table: Table) -> None:
        """Take the unit printed in the headings of the columns; where several are printed, the amounts cannot be told
        in yuan and the statement is withdrawn."""
        found = units | ({self.unit} if self.unit else set())
        if units and len(found) > 1:
            message = f"its head says {' and '.join(sorted(found))}; its amounts were left out"
            self.problem("unit_missing", "error", message, table)
            self.withdrawn = True
        elif units:
            self.unit = next(iter(units))
