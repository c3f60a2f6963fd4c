"""Which source's layout has changed: its new reports hold fewer statements or figures than its history.

In: the published file, the source of each disclosure, and what came this night. Out: one row a source that drifted. A
disclosure that could not be read counts as one without statements: a layout nobody understands is the worst drift.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from statistics import median

import duckdb

from pipelines.questions import rows

#: Reports a source must have had before, and must have now, for a comparison to mean anything.
LEAST_BEFORE, LEAST_NOW = 5, 3

#: Statements a new report may lack before it is drift; departments differ by one (an empty one left out).
STATEMENTS_LACKING = 2

#: Share of the usual figures below which the new ones have drifted, if they are fewer than in nine of ten before.
SHARE_OF_FIGURES = 0.6


@dataclass(frozen=True, slots=True)
class Drift:
    """A source's new reports against its history, in medians."""

    source: str
    reports_before: int
    reports_now: int
    statements_before: float
    statements_now: float
    figures_before: float
    figures_now: float


_COUNTS = """
SELECT document_sha256, sum(statement_count) AS statements, sum(table_figure_count) AS figures
FROM dim_report WHERE kind <> 'budget' GROUP BY document_sha256 ORDER BY document_sha256
"""


def drifted(connection: duckdb.DuckDBPyConnection, sources: Mapping[str, str], new: Collection[str]) -> list[Drift]:
    """In: sha256 → source of everything that came, and the sha256 of what is new. Out: the sources that drifted."""
    before: dict[str, list[tuple[int, int]]] = defaultdict(list)
    now: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in rows(connection, _COUNTS):
        sha256 = row["document_sha256"]
        if sha256 in sources:
            counts = now if sha256 in new else before
            counts[sources[sha256]].append((int(row["statements"]), int(row["figures"])))
    found = [_compared(source, before[source], now[source]) for source in sorted(now)]
    return [drift for drift in found if drift is not None]


def _compared(source: str, before: list[tuple[int, int]], now: list[tuple[int, int]]) -> Drift | None:
    if len(before) < LEAST_BEFORE or len(now) < LEAST_NOW:
        return None
    drift = Drift(
        source=source,
        reports_before=len(before),
        reports_now=len(now),
        statements_before=median(statements for statements, _ in before),
        statements_now=median(statements for statements, _ in now),
        figures_before=median(figures for _, figures in before),
        figures_now=median(figures for _, figures in now),
    )
    least_usual = sorted(figures for _, figures in before)[len(before) // 10]
    fewer_statements = drift.statements_before - drift.statements_now >= STATEMENTS_LACKING
    fewer_figures = drift.figures_now < SHARE_OF_FIGURES * drift.figures_before and drift.figures_now < least_usual
    return drift if fewer_statements or fewer_figures else None
