"""One report for a person: found in the warehouse, or read on the spot from a file that was never loaded.

In: what the person typed. Out: a `Description` with everything there is to say; nothing is ever written to the
warehouse.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.questions import Record, find_reports, opened, rows
from pipelines.words import SaidError, Words

if TYPE_CHECKING:
    import duckdb

    from pipelines.load import Settings


class UnknownReport(SaidError):
    """There is no such report or file; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Description:
    """A report with its statements, check counts, findings (each with its operands) and problems."""

    report: Record
    statements: list[Record]
    narrative_figures: int
    checks: list[Record]
    not_evaluated: list[Record]
    findings: list[Record]
    operands: dict[str, list[Record]]
    problems: list[Record]


_STATEMENTS = """
SELECT s.statement, t.standard_no, min(s.title) AS title, min(s.declared_unit) AS declared_unit,
       min(s.first_page) AS first_page, max(s.last_page) AS last_page, min(s.empty_note) AS empty_note,
       (SELECT count(*) FROM figures f WHERE f.report_id = $1 AND f.statement = s.statement AND f.source = 'table') AS figures,
       (SELECT count(*) FROM figures f WHERE f.report_id = $1 AND f.statement = s.statement AND f.source = 'table'
        AND f.verification = 'proven') AS proven
FROM statement_reading s LEFT JOIN dim_statement t USING (statement)
WHERE s.report_id = $1 GROUP BY s.statement, t.standard_no ORDER BY t.standard_no, s.statement
"""

_CHECKS = """
SELECT outcome, count(*) AS checks FROM checks WHERE report_id = ? GROUP BY outcome ORDER BY outcome
"""

_NOT_EVALUATED = """
SELECT rule_id, any_value(rule_title_en) AS title_en, any_value(rule_title_zh) AS title_zh, count(*) AS checks, min(reason) AS reason
FROM checks WHERE report_id = ? AND outcome = 'cannot_evaluate' GROUP BY rule_id ORDER BY rule_id
"""

_FINDINGS = """
SELECT n.*, u.title_en AS rule_title_en, u.title_zh AS rule_title_zh
FROM findings n LEFT JOIN dim_rule u USING (rule_id) WHERE n.report_id = ?
ORDER BY CASE n.severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, n.rule_id, n.finding_id
"""

_OPERANDS = """
SELECT n.finding_id, f.figure_id, f.source, coalesce(f.statement_title, f.statement) AS statement_title, f.line,
       f.line_label, coalesce(f.measure_label, f.measure) AS measure_label, f.raw_text, f.declared_unit, f.amount_yuan,
       f.page, f.line_number, f.figure_id = n.suspect_figure_id AS is_suspect,
       list_contains(n.alternatives, f.figure_id) AS is_alternative,
       -- Which side of the leading check the cell stands on; NULL where only other checks of the finding hold it.
       p.place
FROM findings n
JOIN figures f
  ON f.report_id = n.report_id AND (list_contains(n.figure_ids, f.figure_id) OR f.figure_id = n.suspect_figure_id)
LEFT JOIN (
    SELECT c.rule_id, c.instance, k.figure_id, min(o.place) AS place
    FROM fact_check c
    JOIN check_operand o ON o.report_id = c.report_id AND o.check_number = c.check_number
    JOIN fact_figure k ON k.report_id = o.report_id AND k.ordinal = o.figure_ordinal
    WHERE c.report_id = $1
    GROUP BY ALL
) p ON p.rule_id = n.rule_id AND p.instance = n.instance AND p.figure_id = f.figure_id
WHERE n.report_id = $1
ORDER BY n.finding_id, place NULLS LAST, is_suspect DESC, is_alternative DESC, f.page, f.line_number, f.figure_id
"""

_PROBLEMS = """
SELECT * FROM problems WHERE report_id = ?
ORDER BY CASE severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, ordinal
"""


def describe(connection: duckdb.DuckDBPyConnection, report: Record) -> Description:
    """Everything a published file says about one report (a row of the view `reports`)."""
    key: list[object] = [report["report_id"]]
    operands: dict[str, list[Record]] = {}
    for operand in rows(connection, _OPERANDS, key):
        operands.setdefault(operand["finding_id"], []).append(operand)
    narrative = rows(
        connection, "SELECT count(*) AS figures FROM figures WHERE report_id = ? AND source = 'narrative'", key
    )
    return Description(
        report=report,
        statements=rows(connection, _STATEMENTS, key),
        narrative_figures=narrative[0]["figures"],
        checks=rows(connection, _CHECKS, key),
        not_evaluated=rows(connection, _NOT_EVALUATED, key),
        findings=rows(connection, _FINDINGS, key),
        operands=operands,
        problems=rows(connection, _PROBLEMS, key),
    )


@contextmanager
def described(wanted: str, warehouse: Path, settings: Settings | None = None) -> Iterator[list[Description]]:
    """The descriptions of the reports `wanted` names. A file is looked up by its content, and read if it is new."""
    path = Path(wanted)
    if path.is_dir():
        raise UnknownReport(
            "{path} is a folder; name one disclosure, or load the folder: juesuan load {path}", path=path
        )
    key = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else wanted
    if warehouse.exists():
        with opened(warehouse) as connection:
            found = find_reports(connection, key)
            if found:
                yield [describe(connection, report) for report in found]
                return
    if not path.is_file():
        where = Words(
            "{file} holds no such report" if warehouse.exists() else "{file} does not exist yet", file=warehouse
        )
        raise UnknownReport("{wanted} is neither a file nor a report: {where}.", wanted=wanted, where=where)
    from pipelines.load import Settings, load

    with tempfile.TemporaryDirectory(prefix="juesuan-") as folder:
        scratch = Path(folder) / "one.duckdb"
        load([path], scratch, replace(settings or Settings(), jobs=1, expectations=False))
        with opened(scratch) as connection:
            yield [describe(connection, report) for report in find_reports(connection, key)]
