"""What is read from a scan, compared with what is printed, and how far the warehouse would trust it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import duckdb

from benchmarks.corpus.printing import Key
from benchmarks.planting.batches import reconcile_batch
from benchmarks.scanning.files import Scan, scan
from benchmarks.scanning.styles import ScanStyle
from extractors.extract import extract
from schemas.records import Report

Printed = tuple[Key, Decimal]
TRUSTED = ("proven", "witnessed")

_READ = """
SELECT f.statement, f.side, f.line, f.measure, f.amount_yuan, v.verification,
    f.figure_id IN (
        SELECT o.figure_id FROM check_operand AS o
        INNER JOIN evaluated AS e ON o.report_id = e.report_id AND o.rule_id = e.rule_id AND o.instance = e.instance
        WHERE e.outcome = 'fail' AND o.figure_id IS NOT NULL
    ) AS disputed
FROM figure AS f INNER JOIN figure_verification AS v ON f.figure_id = v.figure_id
WHERE f.source = 'table' AND f.occurrence = 0
ORDER BY f.figure_id
"""


@dataclass(slots=True)
class ScanScore:
    """One scan, or the sum of several. Figures printed, read exactly, not read, and read that are not printed so; of
    the exact and the wrong ones those that are `proven` or `witnessed`, of the wrong ones those that stand in a failed
    check or are in conflict. `silent` counts scans with missing or wrong figures and no problem of severity error."""

    pages: int = 0
    seconds: float = 0.0
    published: int = 0
    exact: int = 0
    missing: int = 0
    wrong: int = 0
    disputed: int = 0
    exact_trusted: int = 0
    wrong_trusted: int = 0
    silent: int = 0
    details: list[str] = field(default_factory=list)

    def add(self, other: ScanScore) -> None:
        """Add the score of another scan."""
        for name in ScanScore.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


def measure(style: ScanStyle) -> ScanScore:
    """Make the scan of a style, read it and compare."""
    made = scan(style)
    started = time.process_time()
    reports = [extract(data, name) for name, data in made.files]
    seconds = time.process_time() - started
    return compare(made, reports, seconds)


def compare(made: Scan, reports: Sequence[Report], seconds: float) -> ScanScore:
    """Score the reports read from a scan, all of its files together."""
    score = ScanScore(pages=made.pages, seconds=seconds)
    printed = {(figure.key, figure.amount_yuan) for figure in made.disclosure.figures}
    required = {(figure.key, figure.amount_yuan) for figure in made.disclosure.figures if not figure.optional}
    read = _read([report for report in reports if report.readable])
    missing, wrong = required - set(read), set(read) - printed
    score.published, score.missing, score.wrong = len(required), len(missing), len(wrong)
    score.exact = len(required) - len(missing)
    score.exact_trusted = sum(read[one][0] in TRUSTED for one in required & set(read))
    score.wrong_trusted = sum(read[one][0] in TRUSTED for one in wrong)
    score.disputed = sum(read[one][1] or read[one][0] == "conflict" for one in wrong)
    told = any(problem.severity == "error" for report in reports for problem in report.problems)
    score.silent = int(bool(missing or wrong) and not told)
    name = made.style.name
    score.details = [f"{name} missing: {_place(one)}" for one in sorted(missing, key=_place)]
    score.details += [f"{name} wrong ({read[one][0]}): {_place(one)}" for one in sorted(wrong, key=_place)]
    score.details += [
        f"{name} problem: {problem.code} page {problem.page}: {problem.message}"
        for report in reports
        for problem in report.problems
    ]
    return score


def _read(reports: Sequence[Report]) -> dict[Printed, tuple[str, bool]]:
    """Key and amount of every figure that was read → how far it is trusted, and whether a check fails over it."""
    found: dict[Printed, tuple[str, bool]] = {}

    def look(connection: duckdb.DuckDBPyConnection) -> None:
        for statement, side, line, measure_key, amount, verification, disputed in connection.execute(_READ).fetchall():
            found[Key(statement, side, line, measure_key), amount] = (verification, disputed)

    reconcile_batch(reports, look)
    return found


def _place(one: Printed) -> str:
    key, amount = one
    return f"{'/'.join((key.statement, key.side or '', key.line, key.measure))} = {amount}"
