"""What changed between two published files: reports, figures, findings, verdicts.

In: two files. Out: one row a change, in a total order, or counts and the first rows of each kind. A finding that is no
longer there is listed as withdrawn, with what it said; nothing disappears silently. Neither file is ever written to.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import sql
from pipelines.words import SaidError

if TYPE_CHECKING:
    import duckdb

#: Kinds of changes in the order in which they are told.
KINDS = (
    "report_new", "report_superseded", "report_gone", "report_status", "finding_new", "finding_withdrawn", "verdict",
    "figure_changed", "figure_new", "figure_gone",
)  # fmt: skip
COLUMNS = (
    "change", "department_name", "division_code", "fiscal_year", "document_name", "report_id", "subject_id", "rule_id",
    "severity", "place", "before", "after", "message_zh", "message_en",
)  # fmt: skip
_FETCHED = 5_000

# Reports, figures and findings keep their ids through rebuilds: what has another id is another thing.
_CHANGES = """
CREATE TEMP VIEW change AS
WITH old_report AS (FROM old_file.reports), new_report AS (FROM new_file.reports),
kept AS (SELECT report_id FROM old_report SEMI JOIN new_report USING (report_id)),
report_change AS (
    SELECT 'report_new' AS change, n.*, n.report_id AS subject_id, NULL AS before, n.status AS after
    FROM new_report n ANTI JOIN old_report o USING (report_id)
    UNION ALL BY NAME
    SELECT 'report_superseded' AS change, n.*, n.report_id AS subject_id, 'current' AS before, 'superseded' AS after
    FROM new_report n JOIN old_report o USING (report_id) WHERE o.is_current AND NOT n.is_current
    UNION ALL BY NAME
    SELECT 'report_gone' AS change, o.*, o.report_id AS subject_id, o.status AS before, NULL AS after
    FROM old_report o ANTI JOIN new_report n USING (report_id)
    UNION ALL BY NAME
    SELECT 'report_status' AS change, n.*, n.report_id AS subject_id, o.status AS before, n.status AS after
    FROM new_report n JOIN old_report o USING (report_id) WHERE o.status <> n.status
),
old_figure AS (FROM old_file.figures), new_figure AS (FROM new_file.figures),
figure_change AS (
    SELECT 'figure_changed' AS change, n.*, printed(o.raw_text, o.amount_yuan) AS before,
           printed(n.raw_text, n.amount_yuan) AS after
    FROM new_figure n JOIN old_figure o USING (figure_id)
    WHERE o.amount_yuan <> n.amount_yuan OR o.raw_text <> n.raw_text
    UNION ALL BY NAME
    SELECT 'figure_new' AS change, n.*, NULL AS before, printed(n.raw_text, n.amount_yuan) AS after
    FROM new_figure n ANTI JOIN old_figure o USING (figure_id) WHERE n.report_id IN (FROM kept)
    UNION ALL BY NAME
    SELECT 'figure_gone' AS change, o.*, printed(o.raw_text, o.amount_yuan) AS before, NULL AS after
    FROM old_figure o ANTI JOIN new_figure n USING (figure_id) WHERE o.report_id IN (FROM kept)
),
old_finding AS (FROM old_file.findings), new_finding AS (FROM new_file.findings),
finding_change AS (
    SELECT 'finding_new' AS change, n.*, NULL AS before, 'open' AS after
    FROM new_finding n ANTI JOIN old_finding o USING (finding_id) WHERE n.verdict IS DISTINCT FROM 'dismissed'
    UNION ALL BY NAME
    SELECT 'finding_withdrawn' AS change, o.*, coalesce(o.verdict, 'open') AS before, 'withdrawn' AS after
    FROM old_finding o ANTI JOIN new_finding n USING (finding_id) WHERE o.verdict IS DISTINCT FROM 'dismissed'
    UNION ALL BY NAME
    SELECT CASE WHEN n.verdict = 'dismissed' THEN 'finding_withdrawn' ELSE 'verdict' END AS change, n.*,
           coalesce(o.verdict, 'open') AS before,
           CASE WHEN n.verdict = 'dismissed' THEN 'withdrawn' ELSE coalesce(n.verdict, 'open') END
               || coalesce(': ' || n.verdict_reason, '') AS after
    FROM new_finding n LEFT JOIN old_finding o USING (finding_id)
    WHERE (o.finding_id IS NOT NULL OR n.verdict = 'dismissed')
      AND (o.verdict, o.verdict_reason) IS DISTINCT FROM (n.verdict, n.verdict_reason)
)
SELECT change, department_name, division_code, fiscal_year, document_name, report_id, subject_id, NULL AS rule_id,
       NULL AS severity, NULL AS place, before, after, NULL AS message_zh, NULL AS message_en
FROM report_change
UNION ALL
SELECT change, department_name, division_code, fiscal_year, document_name, report_id, figure_id, NULL, NULL,
       place(page, line_number) || ' · ' || concat_ws(' · ', statement_title, line_label, measure_label), before, after,
       NULL, NULL
FROM figure_change
UNION ALL
SELECT change, department_name, division_code, fiscal_year, document_name, report_id, finding_id, rule_id, severity,
       place(suspect_page, NULL), before, after, message_zh, message_en
FROM finding_change
"""
_MACROS = (
    "CREATE TEMP MACRO printed(raw_text, amount_yuan) AS raw_text || ' = ' || amount_yuan || ' 元'",
    "CREATE TEMP MACRO place(page, line_number) AS coalesce('line ' || line_number, 'page ' || page)",
)
_ORDER = "list_position(?, change), department_name NULLS LAST, fiscal_year NULLS LAST, document_name, subject_id"


class ChangesError(SaidError):
    """The files cannot be compared; the message says why and what to do."""


Change = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Summary:
    """How many changes of each kind there are, and the first of them."""

    counts: dict[str, int]
    first: list[Change]


@contextmanager
def compared(old: Path, new: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in which the view `change` holds every change from the old file to the new one."""
    import duckdb

    for file in (old, new):
        if not file.is_file():
            raise ChangesError("{file} is no file.", file=file)
    connection = duckdb.connect()
    try:
        for alias, file in (("old_file", old), ("new_file", new)):
            try:
                connection.execute(f"ATTACH {sql.literal(file.resolve())} AS {alias} (READ_ONLY)")
            except duckdb.Error as error:
                raise ChangesError("{file} is no published file: {error}", file=file, error=error) from error
        try:
            for statement in (*_MACROS, _CHANGES):
                connection.execute(statement)
            connection.execute("FROM change LIMIT 0")
        except duckdb.Error as error:
            raise ChangesError(
                "{old} and {new} have not the same views; publish both anew. {error}", old=old, new=new, error=error
            ) from error
        yield connection
    finally:
        connection.close()


def changes(connection: duckdb.DuckDBPyConnection, limit: int | None = None) -> Iterator[Change]:
    """Every change; of each kind at most `limit` where one is given."""
    first = "" if limit is None else f"QUALIFY row_number() OVER (PARTITION BY change ORDER BY {_ORDER}) <= {limit}"
    parameters = [list(KINDS)] * (1 if limit is None else 2)
    cursor = connection.execute(f"SELECT {', '.join(COLUMNS)} FROM change {first} ORDER BY {_ORDER}", parameters)
    while rows := cursor.fetchmany(_FETCHED):
        for row in rows:
            yield dict(zip(COLUMNS, row, strict=True))


def summary(connection: duckdb.DuckDBPyConnection, limit: int) -> Summary:
    """Counts of all kinds, zeros included, and at most `limit` changes of each."""
    found = dict(connection.execute("SELECT change, count(*) FROM change GROUP BY change").fetchall())
    return Summary({kind: found.get(kind, 0) for kind in KINDS}, list(changes(connection, limit)))


def write_csv(found: Iterator[Change], target: TextIO) -> None:
    """One row a change."""
    writer = csv.DictWriter(target, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(found)


def write_json(found: Iterator[Change], target: TextIO) -> None:
    """An array of objects, one a change, written as they come."""
    target.write("[")
    for number, change in enumerate(found):
        target.write(",\n " if number else "\n ")
        target.write(json.dumps(change, ensure_ascii=False))
    target.write("\n]\n")


def version_before(file: Path) -> Path | None:
    """The version that was published before the one a pointer names; None where none is kept."""
    now = file.resolve()
    kept = [other for other in now.parent.glob(f"*{now.suffix}") if other != now]
    return max(kept, key=lambda other: (other.stat().st_mtime_ns, other.name), default=None)
