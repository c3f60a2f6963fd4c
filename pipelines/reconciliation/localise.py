"""Which cell is most likely wrong, in every report with a failed check.

In: `evaluated`, `used_operand`. Out: temporary tables `explained` (check → item), `alternative`, `suggestion`,
`structural` and `unsolved` (what could not be solved, and why), `localised_report` (seconds of the processor a report). An item is a
printed figure, a blank, a claim of the text, or a structure (a statement, a column, a row).

First what whole statements have in common (unit, slid column, missing row), then the smallest set of cells that makes
the equalities hold (`minimal_change`), then in SQL what is left: inequalities, the arithmetic of the text, and what was
too large to be solved. Only reports with failed checks come to Python.
"""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

import duckdb
import polars as pl

from pipelines.reconciliation.evaluate import run_step
from pipelines.reconciliation.minimal_change import Change, single_cell, solve
from pipelines.reconciliation.missing_rows import missing_rows
from pipelines.reconciliation.networks import YUAN, Equality, Network, read_networks
from pipelines.reconciliation.ranking import rank_rest
from pipelines.reconciliation.slid_columns import slid_columns
from pipelines.reconciliation.structures import Columns, Structure, read_columns
from pipelines.reconciliation.temporary_table import write_temporary_table
from pipelines.reconciliation.unit_slips import unit_slips

_TABLES: dict[str, dict[str, pl.DataType]] = {
    "explained": {"check_id": pl.String(), "item": pl.String()},
    "alternative": {"item": pl.String(), "other": pl.String()},
    "solved_item": {"item": pl.String(), "amount_yuan": pl.Decimal(20, 2), "slip": pl.String()},
    "structural": {
        "item": pl.String(),
        "report_id": pl.String(),
        "figure_id": pl.String(),
        "text_en": pl.String(),
        "text_zh": pl.String(),
    },
    "unsolved": {"check_id": pl.String(), "reason": pl.String()},
    "localised_report": {"report_id": pl.String(), "seconds": pl.Float64()},
}


@dataclass(slots=True)
class Explanations:
    """Rows for the tables that the findings are made of."""

    rows: dict[str, list[tuple[object, ...]]] = field(default_factory=lambda: defaultdict(list))
    taken: set[str] = field(default_factory=set)

    def structure(self, structure: Structure, network: Network) -> None:
        """A statement, column or row takes the checks that nothing before it took, and those over its other cells."""
        checks = [check for check in structure.check_ids if check not in self.taken]
        if checks and structure.measures != frozenset():
            also = [check.check_id for check in network.failed() if _touches(check, structure, network)]
            checks += [check for check in also if check not in self.taken and check not in checks]
        if checks:
            self._explain(checks, structure.item)
            self.rows["structural"].append(
                (structure.item, structure.report_id, structure.figure_id, structure.text_en, structure.text_zh)
            )

    def changes(self, part: list[Equality], sets: tuple[tuple[Change, ...], ...]) -> None:
        """The best set takes the checks of its part; cells that could stand in for one of it are its alternatives."""
        best, *others = sets
        names = {change.item.name for change in best}
        for check in part:
            self._explain(
                [check.check_id], next(change.item.name for change in best if change.item.name in check.signs)
            )
        for change in best:
            amount = None if change.amount is None else (Decimal(change.amount) / YUAN).quantize(Decimal("0.01"))
            self.rows["solved_item"].append((change.item.name, amount, change.slip))
        for other in others:
            instead = {change.item.name for change in other}
            if len(names - instead) == 1:
                self.rows["alternative"].append((*(names - instead), *(instead - names)))

    def unsolved(self, part: list[Equality], reason: str) -> None:
        """A part that stays with the simple ranking, and says so."""
        self.rows["unsolved"] += [(check.check_id, reason) for check in part]

    def _explain(self, checks: list[str], item: str) -> None:
        self.rows["explained"] += [(check, item) for check in checks]
        self.taken.update(checks)

    def write(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Into temporary tables of the same names."""
        for table, schema in _TABLES.items():
            write_temporary_table(connection, table, schema, self.rows[table])


def _touches(check: Equality, structure: Structure, network: Network) -> bool:
    """Whether a cell of the structure's statement and columns stands in the check."""
    items = [network.items[name] for name in check.signs]
    return any(
        item.source == "table"
        and item.statement == structure.statement
        and (structure.measures is None or item.measure in structure.measures)
        for item in items
    )


def localise(connection: duckdb.DuckDBPyConnection) -> None:
    """Assign every failed check that has a printed cell to the one item that explains it best."""
    for step in ("6_candidates.sql", "6_networks.sql", "6_columns.sql"):
        run_step(connection, step)
    columns: dict[str, list[Columns]] = defaultdict(list)
    for statement in read_columns(connection):
        columns[statement.report_id].append(statement)
    accused: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for report_id, statement, check_id in connection.execute(
        "SELECT report_id, statement, check_id FROM evaluated WHERE rule_id = 'M02' AND outcome = 'fail' ORDER BY ALL"
    ).fetchall():
        accused[report_id].append((statement, check_id))
    explanations = Explanations()
    networks = {network.report_id: network for network in read_networks(connection)}
    for report_id in sorted({*networks, *columns, *accused}):
        started = time.process_time()
        network = networks.get(report_id, Network(report_id))
        _explain_report(network, columns[report_id], accused[report_id], explanations)
        explanations.rows["localised_report"].append((report_id, time.process_time() - started))
    explanations.write(connection)
    rank_rest(connection)


def _is_one_cell(network: Network, slid: Structure) -> bool:
    """Whether one wrong cell explains all that fails in a column: a lone amount among blanks also moves as a whole."""
    failed = [check for check in network.failed() if check.check_id in slid.check_ids]
    if not failed:
        return False
    parts = network.parts(failed)
    solution = single_cell(parts[0], network.holding({name for check in failed for name in check.signs}), network.items)
    return len(parts) == 1 and bool(solution)


def _explain_report(
    network: Network, columns: list[Columns], accused: list[tuple[str, str]], explanations: Explanations
) -> None:
    for structure in unit_slips(network, accused):
        explanations.structure(structure, network)
    if not accused:
        for statement in columns:
            slid = slid_columns(statement)
            if slid is not None and not _is_one_cell(network, slid):
                explanations.structure(slid, network)
    for statement in columns:
        for structure in missing_rows(statement):
            if explanations.taken.isdisjoint(structure.check_ids):
                explanations.structure(structure, network)
    failed = [check for check in network.failed() if check.check_id not in explanations.taken]
    for part in network.parts(failed):
        names = {name for check in part for name in check.signs}
        solution = solve(part, network.holding(names), network.items)
        if solution.sets:
            explanations.changes(part, solution.sets)
        else:
            explanations.unsolved(part, solution.reason)
