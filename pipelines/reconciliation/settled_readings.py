"""Readers are witnesses, the identities are the judge: a witness's amount that satisfies them takes the place of ours.

Where a cell of a drawn document fails identities, a witness reads another amount in it, and with that amount every
identity over the cell holds and none is broken, our reading was wrong. The figure then has the witness's amount and says
so: `reader` names the witness, `repaired` is `reread`, and a problem on the report keeps our reading and the reason.

In: `evaluated`, `operand`, `rule`, and `witness_reading` of the blame. Out: changed rows of `figure` and
`witness_figure`, new rows of `problem`; the caller evaluates again where something changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import duckdb

#: Figure → the amount it is tried with (yuan).
Amounts = Mapping[str, Decimal]

_READINGS = """
SELECT f.report_id, w.figure_id, w.reader, w.amount_yuan, f.amount_yuan
FROM witness_reading AS w INNER JOIN figure AS f USING (figure_id)
ORDER BY f.report_id, w.figure_id, w.reader <> 'pdfplumber', w.reader
"""
#: The identities over the cells in which a witness differs, each with all of these cells in it.
_CHECKS = """
SELECT e.report_id, e.rule_id, e.instance, r.operator, e.outcome IN ('pass', 'rounding') AS held,
    e.nonzero AND NOT r.row_only AS judges,
    e.difference, e.above, e.below, o.figure_id,
    CASE WHEN o.place = 'actual' THEN o.coefficient ELSE -o.coefficient END AS coefficient
FROM operand AS o
INNER JOIN evaluated AS e USING (check_key)
INNER JOIN rule AS r ON e.rule_id = r.rule_id
WHERE r.kind = 'identity' AND e.outcome IN ('pass', 'rounding', 'fail')
  AND NOT (e.outcome = 'fail' AND r.severity = 'info')  -- customary only: what fails there proves nothing
  AND o.figure_id IN (SELECT figure_id FROM witness_reading)
ORDER BY e.report_id, e.rule_id, e.instance, o.figure_id
"""
_TAKE = """
UPDATE figure SET amount_yuan = w.amount_yuan, amount_printed = w.amount_printed, decimals = w.decimals,
    raw_text = w.raw_text, reader = w.reader, repaired = concat_ws('; ', figure.repaired, 'reread')
FROM witness_reading AS w
WHERE figure.figure_id = w.figure_id AND w.figure_id = ? AND w.reader = ?
"""
#: A settled cell agrees with its witness; whether the identities prove it is for the evaluation that follows.
_AGREE = "UPDATE witness_figure SET agrees = true WHERE figure_id = ?"
_SAY = """
INSERT INTO problem BY NAME
SELECT f.report_id, (SELECT coalesce(max(ordinal), -1) + 1 FROM problem WHERE report_id = f.report_id) AS ordinal,
    'reread' AS code, 'warning' AS severity, CAST(? AS VARCHAR) AS message, f.page, f.line_number, f.statement, f.raw_text
FROM figure AS f WHERE f.figure_id = ?
"""
_CELL = "SELECT line_label, line, measure, page, raw_text FROM figure WHERE figure_id = ?"


@dataclass(slots=True)
class _Check:
    """One identity: its operator, whether it holds and can judge a reading, its difference in yuan with the band in
    which it holds, and the coefficients of the cells in question."""

    operator: str
    held: bool
    judges: bool
    difference: Decimal
    above: Decimal
    below: Decimal
    coefficients: dict[str, int] = field(default_factory=dict)

    def holds_with(self, changes: Amounts) -> bool:
        """Whether it holds with so many yuan added to cells."""
        difference = self.difference + sum(
            (coefficient * changes.get(figure, Decimal(0)) for figure, coefficient in self.coefficients.items()),
            Decimal(0),
        )
        if self.operator == "<=":
            return difference <= self.above
        if self.operator == ">=":
            return -difference <= self.below
        return -self.below <= difference <= self.above


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a witness reads in a cell, and how many yuan that is more than we read."""

    figure_id: str
    reader: str
    amount: Decimal
    more: Decimal


def settle_readings(connection: duckdb.DuckDBPyConnection) -> bool:
    """Give cells the amount of the witness that the identities confirm. Out: whether any cell changed."""
    readings: dict[str, list[_Reading]] = defaultdict(list)
    for report_id, figure_id, reader, amount, ours in connection.execute(_READINGS).fetchall():
        readings[report_id].append(_Reading(figure_id, reader, amount, amount - ours))
    if not readings:
        return False
    checks = _checks(connection)
    settled = False
    for report_id, found in readings.items():
        chosen, judges = _chosen(found, checks.get(report_id, []))
        for reading in chosen:
            _take(connection, reading, found, judges[reading.figure_id])
            settled = True
    return settled


def _checks(connection: duckdb.DuckDBPyConnection) -> dict[str, list[_Check]]:
    """The identities in question by report."""
    found: dict[str, dict[tuple[str, str], _Check]] = defaultdict(dict)
    for (
        report_id,
        rule_id,
        instance,
        operator,
        held,
        judges,
        difference,
        above,
        below,
        figure_id,
        coefficient,
    ) in connection.execute(_CHECKS).fetchall():
        check = found[report_id].setdefault(
            (rule_id, instance), _Check(operator, held, judges, difference, above, below)
        )
        check.coefficients[figure_id] = check.coefficients.get(figure_id, 0) + coefficient
    return {report_id: list(checks.values()) for report_id, checks in found.items()}


def _chosen(readings: Iterable[_Reading], checks: list[_Check]) -> tuple[list[_Reading], dict[str, int]]:
    """Of the readings of one report those that the identities confirm, alone or, where whole rows were misread, all of
    one witness together; and for each cell how many identities that failed hold with it."""
    options = list(readings)
    accepted: dict[str, _Reading] = {}
    together = [[option for option in options if option.reader == reader] for reader in _readers(options)]
    for attempt in (*([option] for option in options), *together):
        fresh = [reading for reading in attempt if reading.figure_id not in accepted]
        if fresh and _confirmed(fresh, accepted, checks):
            accepted |= {reading.figure_id: reading for reading in fresh}
    repaired = {
        figure_id: sum(not check.held and check.judges and figure_id in check.coefficients for check in checks)
        for figure_id in accepted
    }
    return [accepted[figure_id] for figure_id in sorted(accepted)], repaired


def _readers(options: Iterable[_Reading]) -> list[str]:
    return list(dict.fromkeys(option.reader for option in options))


def _confirmed(fresh: list[_Reading], accepted: Mapping[str, _Reading], checks: list[_Check]) -> bool:
    """Whether with these readings every identity over their cells holds, and each cell stands in one that failed before
    and can judge it."""
    changes = {reading.figure_id: reading.more for reading in (*accepted.values(), *fresh)}
    cells = {reading.figure_id for reading in fresh}
    over = [check for check in checks if cells & check.coefficients.keys()]
    mended = [check for check in over if not check.held and check.judges and check.operator == "="]
    judged = {cell for check in mended for cell in cells & check.coefficients.keys()}
    return judged == cells and all(check.holds_with(changes) for check in over)


def _take(
    connection: duckdb.DuckDBPyConnection, reading: _Reading, all_readings: list[_Reading], repaired: int
) -> None:
    """Put a witness's amount in the place of ours, and say so on the report."""
    same = [
        other.reader
        for other in all_readings
        if other.figure_id == reading.figure_id and other.amount == reading.amount
    ]
    label, line, measure, page, ours = connection.execute(_CELL, [reading.figure_id]).fetchall()[0]
    connection.execute(_TAKE, [reading.figure_id, reading.reader])
    connection.execute(_AGREE, [reading.figure_id])
    theirs = connection.execute(_CELL, [reading.figure_id]).fetchall()[0][4]
    message = (
        f"page {page}, {label} ({line}, {measure}): we read '{ours}', {' and '.join(same)} read '{theirs}'; the amount of "
        f"the witness was taken, because {repaired} identities that failed hold with it and none is broken"
    )
    connection.execute(_SAY, [message, reading.figure_id])
