"""What several cells have in common when a whole statement, column or row is wrong, found before any single cell.

`Structure` is one such finding: the checks it explains and how it is told. `read_columns` loads the statements in which
sums fail. Amounts are whole millionths of a yuan.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

import duckdb


@dataclass(frozen=True, slots=True)
class Structure:
    """One statement, column or row that explains many failed checks. `figure_id` is the first printed cell of it;
    `measures` are the columns whose other failures say nothing of their own (None: all of the statement)."""

    item: str
    report_id: str
    statement: str
    measures: frozenset[str] | None
    figure_id: str | None
    check_ids: tuple[str, ...]
    text_en: str
    text_zh: str


class Place(NamedTuple):
    """A cell within its statement."""

    side: str
    line: str
    measure: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands at a place; `row` counts the rows as printed."""

    amount: int
    state: str
    figure_id: str | None
    row: int


@dataclass(slots=True)
class ColumnCheck:
    """One equality and how the cells of this statement stand in it."""

    check_id: str
    rule_id: str
    instance: str
    failed: bool
    row_only: bool
    difference: int
    above: int
    below: int
    signs: dict[Place, int] = field(default_factory=dict)

    def holds(self, change: int, wider: int = 0) -> bool:
        """Whether it holds when the sum of its signed cells changes so, with a band so much wider."""
        return -self.below - wider <= self.difference + change <= self.above + wider


@dataclass(slots=True)
class Columns:
    """A statement of a report in which sums fail: its cells and the equalities they stand in."""

    report_id: str
    statement: str
    half_width: int = 0
    cells: dict[Place, Cell] = field(default_factory=dict)
    checks: dict[str, ColumnCheck] = field(default_factory=dict)
    siblings: dict[str, dict[tuple[str, str], int]] = field(default_factory=dict)
    #: Code → the H04 check that misses its parent; code → the H04 check that misses a row below it.
    orphans: dict[str, str] = field(default_factory=dict)
    childless: dict[str, str] = field(default_factory=dict)


def read_columns(connection: duckdb.DuckDBPyConnection) -> list[Columns]:
    """All troubled statements, in order of report and statement."""
    found: dict[tuple[str, str], Columns] = {}
    for report_id, statement, half_width, side, line, measure, *cell in connection.execute(
        "SELECT report_id, statement, half_width, side, line, measure, amount, state, figure_id, place "
        "FROM column_cell ORDER BY ALL"
    ).fetchall():
        columns = found.setdefault((report_id, statement), Columns(report_id, statement))
        columns.half_width = max(columns.half_width, half_width)
        columns.cells[Place(side, line, measure)] = Cell(*cell)
    for report_id, statement, *rest in connection.execute(
        "SELECT report_id, statement, check_id, rule_id, instance, failed, row_only, difference, above, below "
        "FROM column_check ORDER BY ALL"
    ).fetchall():
        if (report_id, statement) in found:
            found[report_id, statement].checks[rest[0]] = ColumnCheck(*rest)
    for report_id, statement, check_id, side, line, measure, sign in connection.execute(
        "SELECT report_id, statement, check_id, side, line, measure, sign FROM column_term WHERE sign <> 0 ORDER BY ALL"
    ).fetchall():
        if (report_id, statement) in found:
            found[report_id, statement].checks[check_id].signs[Place(side, line, measure)] = sign
    for report_id, statement, line, kind, check_id in connection.execute(
        "SELECT report_id, statement, split_part(instance, '/', 2), split_part(instance, '/', 3), check_id "
        "FROM evaluated WHERE rule_id = 'H04' AND outcome = 'fail' ORDER BY ALL"
    ).fetchall():
        if (report_id, statement) in found:
            own = found[report_id, statement]
            (own.orphans if kind == "parent" else own.childless)[line] = check_id
    siblings: dict[str, dict[str, dict[tuple[str, str], int]]] = defaultdict(lambda: defaultdict(dict))
    for report_id, statement, line, measure, amount in connection.execute(
        "SELECT report_id, statement, line, measure, amount FROM sibling_cell ORDER BY ALL"
    ).fetchall():
        siblings[report_id][statement][line, measure] = amount
    for (report_id, statement), columns in found.items():
        columns.siblings = {name: cells for name, cells in siblings[report_id].items() if name != statement}
    return [found[key] for key in sorted(found)]
