"""Whose mistake a finding is: ours or the publisher's. Nobody is accused on one reading.

Formats with explicit cells (text, HTML, Excel, Word) need no witness. The disputed cells of a PDF or an image are read
again by an independent reader, handed in as `reread`: readings that differ are our mistake (`extraction`), readings
that agree are the publisher's, and without a second reading the matter stays open (`undetermined`). Where amounts are
odd but add up (a check that is no identity, over cells that identities prove), the identities are the witness.

In: temporary tables of the steps before. Out: temporary tables `proven` (figure_id, recognised), `witness_figure`
(figure_id, agrees), `witness_claim` (claim_id, agrees) and `witness_reading`: what witnesses read in cells where they
differ from us. Where the second reader differs anywhere, a third reads the same pages (`third` of the function handed in,
if it has one).
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

import duckdb
import polars as pl

from pipelines.reconciliation.temporary_table import write_temporary_table
from pipelines.rows import figure_key
from schemas.records import Report

logger = logging.getLogger(__name__)

#: Reads the given 1-based pages of a disclosure again (no pages: all of it); None where no second reading can be had.
Reread = Callable[[str, tuple[int, ...]], Report | None]

#: Media types whose cells are drawn, not written: they need a witness.
DRAWN = ("application/pdf", "image/%", "application/ofd")

#: The cells of drawn documents that an identity proves together with other rows or statements.
_PROVEN = """
CREATE OR REPLACE TEMP TABLE proven AS
SELECT DISTINCT o.figure_id, f.reader = 'rapidocr' AS recognised
FROM operand AS o
SEMI JOIN drawn_report AS r ON o.report_id = r.report_id
INNER JOIN figure AS f ON o.figure_id = f.figure_id
INNER JOIN evaluated AS e USING (check_key)
INNER JOIN rule AS k ON e.rule_id = k.rule_id
WHERE e.outcome IN ('pass', 'rounding') AND e.nonzero
    AND k.kind = 'identity' AND k.operator = '=' AND NOT k.row_only
"""
#: What a failing identity disputes, whatever else holds over it; and what another check objects to, unless it is proven:
#: such a check finds amounts odd that add up, and misread ones would not.
_DISPUTED = """
CREATE OR REPLACE TEMP TABLE disputed AS
SELECT DISTINCT r.report_id, r.document_sha256, o.figure_id, o.claim_id
FROM evaluated AS e
INNER JOIN drawn_report AS r ON e.report_id = r.report_id
INNER JOIN used_operand AS o USING (check_key)
INNER JOIN rule AS k ON e.rule_id = k.rule_id
LEFT JOIN proven AS p ON o.figure_id = p.figure_id AND NOT p.recognised
WHERE e.outcome = 'fail' AND e.severity <> 'info' AND (o.figure_id IS NOT NULL OR o.claim_id IS NOT NULL)
    AND (k.kind = 'identity' OR p.figure_id IS NULL)
"""
#: What no identity proves is read twice as well; a proven statement never is.
_UNPROVEN = """
INSERT INTO disputed
SELECT r.report_id, r.document_sha256, f.figure_id, NULL
FROM figure AS f
INNER JOIN drawn_report AS r ON f.report_id = r.report_id
ANTI JOIN disputed AS d ON f.figure_id = d.figure_id
ANTI JOIN proven AS p ON f.figure_id = p.figure_id
WHERE f.source = 'table' AND f.occurrence = 0 AND f.amount_yuan <> 0
"""
_PARTS = """
CREATE OR REPLACE TEMP TABLE pages_of_part AS
SELECT report_id, range(min(page), max(page) + 1) AS pages
FROM (SELECT report_id, page FROM figure UNION ALL SELECT report_id, page FROM claim)
WHERE report_id IN (
    SELECT report_id FROM drawn_report QUALIFY count(*) OVER (PARTITION BY document_sha256) > 1
)
GROUP BY report_id
"""
_PAGES = """
SELECT d.report_id, d.document_sha256,
    -- Sentences are only understood in their document: then the whole of it is read again.
    -- Where it holds several departments, that is the pages of this one.
    CASE WHEN bool_or(d.in_text) THEN any_value(coalesce(p.pages, [])) ELSE list_sort(list_distinct(flatten(list(d.pages)))) END AS pages
FROM (
    SELECT x.report_id, x.document_sha256, coalesce(f.source, 'narrative') = 'narrative' AS in_text,
        CASE WHEN f.source = 'table' AND s.first_page IS NOT NULL
            THEN list_distinct(range(s.first_page, s.last_page + 1) || [f.page]) ELSE [coalesce(f.page, c.page)] END
        AS pages
    FROM disputed AS x
    LEFT JOIN figure AS f ON x.figure_id = f.figure_id
    LEFT JOIN claim AS c ON x.claim_id = c.claim_id
    LEFT JOIN statement_reading AS s ON f.report_id = s.report_id AND f.statement = s.statement
) AS d
LEFT JOIN pages_of_part AS p ON d.report_id = p.report_id
GROUP BY d.report_id, d.document_sha256
ORDER BY d.report_id
"""
_FIGURES = """
SELECT f.report_id, f.figure_id, f.source, f.statement, f.side, f.line, f.measure, f.occurrence, f.amount_yuan
FROM figure AS f SEMI JOIN disputed AS d ON f.figure_id = d.figure_id
ORDER BY f.report_id, f.figure_id
"""
_CLAIMS = """
SELECT c.report_id, c.claim_id, c.role, c.subject, c.value, c.unit, c.direction
FROM claim AS c SEMI JOIN disputed AS d ON c.claim_id = d.claim_id
ORDER BY c.report_id, c.claim_id
"""

#: The tables that hold what the witnesses say.
_WITNESSED: dict[str, dict[str, pl.DataType]] = {
    "witness_figure": {"figure_id": pl.String(), "agrees": pl.Boolean()},
    "witness_claim": {"claim_id": pl.String(), "agrees": pl.Boolean()},
    "witness_reading": {
        "figure_id": pl.String(),
        "reader": pl.String(),
        "amount_printed": pl.Decimal(38, 6),
        "amount_yuan": pl.Decimal(20, 2),
        "decimals": pl.Int64(),
        "raw_text": pl.String(),
    },
}


def assign_blame(connection: duckdb.DuckDBPyConnection, reread: Reread | None) -> None:
    """Have the disputed cells of every drawn document read again and note where the readings agree."""
    drawn = " OR ".join(f"media_type LIKE '{media_type}'" for media_type in DRAWN)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE drawn_report AS SELECT * FROM checked_report WHERE {drawn}")
    connection.execute(_PARTS)
    connection.execute(_PROVEN)
    connection.execute(_DISPUTED)
    connection.execute(_UNPROVEN)
    rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _WITNESSED}
    if reread is not None:
        _ask_witnesses(connection, reread, rows)
    for table, schema in _WITNESSED.items():
        write_temporary_table(connection, table, schema, rows[table])


def _ask_witnesses(
    connection: duckdb.DuckDBPyConnection, reread: Reread, rows: dict[str, list[tuple[Any, ...]]]
) -> None:
    """Adds what the witnesses say of every report to the rows of the tables."""
    third: Reread | None = getattr(reread, "third", None)
    wanted = [
        (report_id, sha256, tuple(page for page in pages if page is not None))
        for report_id, sha256, pages in connection.execute(_PAGES).fetchall()
    ]
    _read_ahead(reread, [(sha256, pages) for _, sha256, pages in wanted])
    figures_of = _by_report(connection, _FIGURES)
    claims_of = _by_report(connection, _CLAIMS)
    for report_id, sha256, pages in wanted:
        second = _second_reading(reread, sha256, pages)
        if second is None:
            continue
        figures = figures_of[report_id]
        rows["witness_figure"] += _compare_figures(figures, second)
        others = _other_amounts(figures, second)
        if others and third is not None:
            last = _second_reading(third, sha256, pages)
            others += _other_amounts(figures, last) if last is not None else []
        rows["witness_reading"] += others
        rows["witness_claim"] += _compare_claims(claims_of[report_id], second)


def _by_report(connection: duckdb.DuckDBPyConnection, query: str) -> defaultdict[str, list[tuple[Any, ...]]]:
    """The rows of a query that names the report first, without it, by report."""
    found: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for report_id, *row in connection.execute(query).fetchall():
        found[report_id].append(tuple(row))
    return found


def _read_ahead(reread: Reread, wanted: Sequence[tuple[str, tuple[int, ...]]]) -> None:
    """Lets a witness that can read several disclosures side by side do so, before each is asked for."""
    read_ahead = getattr(reread, "read_ahead", None)
    if read_ahead is None:
        return
    try:
        read_ahead(wanted)
    except Exception as error:  # as in `_second_reading`
        logger.warning("second readings were not made side by side: %s", error)


def _second_reading(reread: Reread, sha256: str, pages: tuple[int, ...]) -> Report | None:
    """The witness's report; None where the witness has nothing to say, for whatever reason: then nobody is blamed."""
    try:
        second = reread(sha256, pages)
    except Exception as error:  # a witness that breaks down must not stop the reconciliation
        logger.warning("second reading of %s failed: %s", sha256, error)
        return None
    return second if second is not None and second.readable else None


def _compare_figures(figures: Iterable[Sequence[Any]], second: Report) -> list[tuple[str, bool]]:
    """(figure_id, agrees) of the figures the witness found under the same key."""
    seen: dict[tuple[Any, ...], Decimal] = {figure_key(figure): figure.amount_yuan for figure in second.figures}
    return [(figure_id, seen[tuple(key)] == amount) for figure_id, *key, amount in figures if tuple(key) in seen]


def _other_amounts(figures: Iterable[Sequence[Any]], witness: Report) -> list[tuple[Any, ...]]:
    """Rows of `witness_reading`: the cells of tables in which a witness reads another amount."""
    seen = {figure_key(figure): figure for figure in witness.figures if figure.source == "table"}
    found = ((figure_id, seen.get(tuple(key)), amount) for figure_id, *key, amount in figures)
    return [
        (figure_id, other.reader, other.amount_printed, other.amount_yuan, other.decimals, other.raw_text)
        for figure_id, other, amount in found
        if other is not None and other.amount_yuan != amount
    ]


def _compare_claims(claims: Iterable[Sequence[Any]], second: Report) -> list[tuple[str, bool]]:
    """(claim_id, True) of the claims the witness read word for word the same. A claim not found again says nothing."""
    seen = {(c.role, c.subject, c.value, c.unit, c.direction) for c in second.claims}
    return [(claim_id, True) for claim_id, *key in claims if tuple(key) in seen]
