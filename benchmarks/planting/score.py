"""What was planted against what was found: can it be seen, was it found, which cell was named, what was it to be.

Whether an error can be seen is worked out apart from the reconciliation: the equalities that hold its cells in the
clean report are summed again with what was planted, and the band of XBRL Calculations 1.1, (n + 1)·½·10⁻ᵈ, decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import duckdb

from benchmarks.planting.errors import Key, Planted
from pipelines.identifiers import identifier
from schemas.records import Report

Row = dict[str, Any]
#: Words in the message of the finding that names a structure.
NAMED = {"column slid": "have slid", "unit": "in another unit", "row dropped": "most likely missing"}


@dataclass(frozen=True, slots=True)
class Case:
    """One planted report: what it was made of, and what it is now."""

    clean: Report
    report: Report
    planted: tuple[Planted, ...]

    @property
    def report_id(self) -> str:
        return identifier(self.report.document_sha256, self.report.ordinal)

    @property
    def clean_id(self) -> str:
        return identifier(self.clean.document_sha256, self.clean.ordinal)


@dataclass(slots=True)
class Result:
    """One planted error scored. `alone` says that it is the only one of its report."""

    kind: str
    statement: str
    alone: bool
    detectable: bool
    detected: bool = False
    first: bool = False
    among: bool = False
    value: bool = False


@dataclass(slots=True)
class CaseScore:
    """The results of one report and how many findings it has too many."""

    results: list[Result] = field(default_factory=list)
    superfluous: int = 0
    findings: int = 0
    lines: list[str] = field(default_factory=list)


def amounts(report: Report) -> dict[tuple[str, Key], Decimal]:
    """(source, key) → amount of the first print."""
    return {
        (figure.source, (figure.statement, figure.side, figure.line, figure.measure)): figure.amount_yuan
        for figure in report.figures
        if not figure.occurrence
    }


def visible(connection: duckdb.DuckDBPyConnection, cases: Iterable[Case]) -> dict[tuple[str, int], bool]:
    """(report_id of the case, number of the error) → whether an equality of the clean report leaves its band."""
    places = []
    for case in cases:
        now, before = amounts(case.report), amounts(case.clean)
        for number, planted in enumerate(case.planted):
            for key in planted.cells:
                place = (planted.source, key)
                change = now.get(place, Decimal(0)) - before.get(place, Decimal(0))
                places.append(
                    (case.report_id, number, case.clean_id, planted.source, key[0], key[1] or "", *key[2:], change)
                )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE planted (case_id VARCHAR, number INTEGER, report_id VARCHAR, source VARCHAR, "
        "statement VARCHAR, side VARCHAR, line VARCHAR, measure VARCHAR, change DECIMAL(20, 2))"
    )
    if places:
        marks = ", ".join(f"({', '.join('?' * 9)})" for _ in places)
        connection.execute(f"INSERT INTO planted VALUES {marks}", [value for place in places for value in place])
    rows = connection.execute(
        """
        WITH moved AS (
            SELECT p.case_id, p.number, o.report_id, o.rule_id, o.instance,
                sum(CASE WHEN o.place = 'actual' THEN o.coefficient ELSE -o.coefficient END * p.change) AS change
            FROM planted AS p
            INNER JOIN operand AS o USING (report_id, source, statement, side, line, measure)
            WHERE o.occurrence = 0
            GROUP BY ALL
        ), band AS (
            SELECT report_id, rule_id, instance, sum(abs(coefficient) * half_width) AS tolerance
            FROM operand GROUP BY report_id, rule_id, instance
        )
        SELECT m.case_id, m.number, bool_or(abs(e.difference + m.change) > b.tolerance)
        FROM moved AS m
        INNER JOIN evaluated AS e USING (report_id, rule_id, instance)
        INNER JOIN band AS b USING (report_id, rule_id, instance)
        INNER JOIN rule AS r ON m.rule_id = r.rule_id
        WHERE r.operator = '=' AND r.severity = 'error' AND e.outcome IN ('pass', 'rounding') AND m.change <> 0
        GROUP BY m.case_id, m.number
        """
    ).fetchall()
    return {(case_id, number): bool(seen) for case_id, number, seen in rows}


def score(case: Case, findings: list[Row], seen: dict[tuple[str, int], bool]) -> CaseScore:
    """Hold the findings of one planted report against its errors. Findings of severity info count for nothing."""
    found = [finding for finding in findings if finding["severity"] != "info"]
    figures = _figure_ids(case.report)
    out = CaseScore(findings=len(found))
    used: set[str] = set()
    for number, planted in enumerate(case.planted):
        detectable = planted.detectable if planted.source == "claim" else seen.get((case.report_id, number), False)
        result = Result(planted.kind, planted.statement, len(case.planted) == 1, detectable)
        cells = {
            figures[planted.source, key]: amount
            for key, amount in planted.cells.items()
            if (planted.source, key) in figures
        }
        cells |= _missed_by(planted, figures)
        own = [finding for finding in found if _concerns(finding, planted, cells)]
        used |= {finding["finding_id"] for finding in own}
        result.detected = bool(own) or (result.alone and bool(found))
        if planted.kind == "row dropped (06)":
            pass  # which leaf is gone cannot be told from one sum
        elif planted.kind in NAMED:
            named = [finding for finding in own if NAMED[planted.kind] in finding["message_en"]]
            result.first = result.among = bool(named)
        else:
            firsts = [finding for finding in own if finding["suspect_figure_id"] in cells]
            result.first = bool(firsts) or (planted.source == "claim" and bool(own))
            result.among = result.first or any(set(finding["alternatives"]) & cells.keys() for finding in own)
            result.value = any(
                finding["suggested_amount_yuan"] == cells[finding["suspect_figure_id"]] for finding in firsts
            )
        out.results.append(result)
        if detectable and not (result.detected and result.among):
            out.lines.append(_line(case, planted, result, own or found))
    errors = [finding for finding in found if finding["severity"] == "error"]
    visible_errors = sum(result.detectable for result in out.results)
    out.superfluous = max(0, len(errors) - visible_errors)
    if out.superfluous:
        texts = "; ".join(f"{finding['rule_id']} {finding['message_en'][:150]}" for finding in errors)
        out.lines.append(
            f"superfluous {out.superfluous} {case.report.document_name} {[p.kind for p in case.planted]} {texts}"
        )
    return out


def _figure_ids(report: Report) -> dict[tuple[str, Key], str]:
    return {
        (f.source, (f.statement, f.side, f.line, f.measure)): identifier(
            report.document_sha256, report.ordinal, f.source, f.statement, f.side, f.line, f.measure, f.occurrence
        )
        for f in report.figures
        if not f.occurrence
    }


def _missed_by(planted: Planted, figures: dict[tuple[str, Key], str]) -> dict[str, Decimal]:
    """What misses a row dropped from 06: the class it belongs to, or its own items. They hold what they should."""
    if planted.kind != "row dropped (06)":
        return {}
    lines = {key[2] for key in planted.cells}
    return {
        figure: Decimal(0)
        for (_, (statement, _, line, _)), figure in figures.items()
        if statement == planted.statement and any(line == gone[:3] or line.startswith(gone) for gone in lines)
    }


def _concerns(finding: Row, planted: Planted, cells: dict[str, Decimal]) -> bool:
    """Whether the finding is about this error: over one of its cells, or a structure of its statement."""
    if planted.source == "claim":
        return bool(finding["rule_id"].startswith("A"))
    if cells.keys() & set(finding["figure_ids"]):
        return True
    return planted.kind in NAMED and finding["statement"] == planted.statement


def _line(case: Case, planted: Planted, result: Result, findings: list[Row]) -> str:
    what = "not named" if result.detected else "MISSED"
    cells = ", ".join("/".join(part or "" for part in key) for key in list(planted.cells)[:3])
    texts = "; ".join(f"[{finding['statement']}] {finding['message_en'][:300]}" for finding in findings[:3])
    return f"{what} {case.report.document_name} {planted.kind} {len(case.planted)} {cells}: {texts}"


def tally(results: Iterable[Result]) -> dict[str, int]:
    """Counts of one group of results."""
    counts: dict[str, int] = defaultdict(int)
    for result in results:
        counts["planted"] += 1
        counts["detectable"] += result.detectable
        for name in ("detected", "first", "among", "value"):
            counts[name] += bool(result.detectable and getattr(result, name))
    return counts
