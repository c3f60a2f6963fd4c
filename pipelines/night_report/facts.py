"""The facts of a night: what came, what was read, what failed, what does not reconcile.

In: the store and the moment since when to tell. Out: plain values, in a fixed order.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb

from pipelines.arrivals import Arrived, SourceVisit, arrived, collections
from pipelines.lake import Reading, current_readings
from pipelines.night_report.drift import Drift, drifted
from pipelines.night_report.overdue import Expectation, Overdue, overdue
from pipelines.publish import published_file
from pipelines.questions import Record, opened, rows, summary
from pipelines.store import Store


@dataclass(slots=True)
class Facts:
    """Everything a report of a night tells."""

    warehouse: str
    since: datetime | None
    until: datetime
    seconds: float
    error: str | None
    visits: list[SourceVisit] = field(default_factory=list)
    came: list[Arrived] = field(default_factory=list)
    read: int = 0
    new_reports: list[Record] = field(default_factory=list)
    failed: list[Reading] = field(default_factory=list)
    quarantine: int = 0
    waiting: int = 0
    """Disclosures that came and were not read yet: scans that the time for scans did not reach, or a killed night's."""
    flagged: list[Record] = field(default_factory=list)
    overdue: list[Overdue] = field(default_factory=list)
    drift: list[Drift] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)
    figures: int = 0

    @property
    def unfetched(self) -> list[tuple[str, str, str]]:
        """(source, address or path, reason) of what could not be had."""
        return [(visit.source, what, why) for visit in self.visits for what, why in visit.failed]


_NEW_REPORTS = """
SELECT r.report_id, r.document_name, r.document_sha256, r.department_name, r.division_name, r.fiscal_year, r.status,
       r.figure_count, r.finding_count, r.source_url, r.document_path
FROM reports r WHERE list_contains($1, r.document_sha256)
ORDER BY r.division_code NULLS LAST, r.department_name NULLS LAST, r.fiscal_year, r.report_id
"""

_FINDINGS = """
SELECT f.report_id, count(*) AS findings, min_by(f.message_zh, (f.rule_id, f.finding_id)) AS message_zh,
       min_by(f.message_en, (f.rule_id, f.finding_id)) AS message_en,
       max(abs(f.difference_yuan)) AS largest_difference_yuan
FROM findings f WHERE f.severity = 'error' AND f.blame <> 'extraction' AND list_contains($1, f.report_id)
GROUP BY f.report_id
"""


def facts(store: Store, since: datetime | None, until: datetime, register: Path, error: str | None) -> Facts:
    """Gathers everything. In: when the last night that was told began (None: none was), and why this one failed."""
    found = Facts(store.warehouse.name, since, until, 0.0, error)
    for record in collections(store):
        if since is None or record.started_at >= since:
            found.visits += record.visits
            # The last collection began this night; what was collected before it and not told belongs to killed ones.
            found.seconds = (until - record.started_at).total_seconds()
    ever = arrived(store)
    found.came = [item for item in ever.values() if since is None or item.arrived_at >= since]
    found.came.sort(key=lambda item: (item.arrived_at, item.name, item.sha256))
    readings = current_readings(store)
    fresh = {sha256: item for sha256, item in readings.items() if since is None or item.read_at >= since}
    found.read = len(fresh)
    found.failed = sorted(
        (item for item in fresh.values() if item.failure), key=lambda item: (item.document_name, item.document_sha256)
    )
    found.quarantine = sum(1 for item in readings.values() if item.failure)
    found.waiting = len(ever.keys() - readings.keys())
    file = published_file(store)
    if file is not None:
        with opened(file) as connection:
            _from_published(found, connection, sorted(fresh), register)
            found.drift = drifted(
                connection,
                {item.sha256: item.source for item in ever.values() if item.source},
                fresh.keys() & {item.sha256 for item in found.came},
            )
    return found


def _from_published(found: Facts, connection: duckdb.DuckDBPyConnection, fresh: list[str], register: Path) -> None:
    totals = summary(connection)
    found.statuses, found.figures = totals.reports, totals.figures
    reports = rows(connection, _NEW_REPORTS, [fresh])
    found.new_reports = [report for report in reports if report["status"] != "rejected"]
    flagged = [report for report in found.new_reports if report["status"] == "flagged"]
    findings = {row["report_id"]: row for row in rows(connection, _FINDINGS, [[r["report_id"] for r in flagged]])}
    found.flagged = [report | findings.get(report["report_id"], {}) for report in flagged]
    found.overdue = overdue(connection, Expectation.read(register), found.until.date())
