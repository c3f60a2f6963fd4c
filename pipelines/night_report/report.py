"""The report of a night: one page for a browser, the same as Markdown, and the numbers as JSON.

    nights/YYYY-MM-DD-HHMMSS/report.html, report.md, night.json

The folder of a night appears whole; a night that has none was never told, and the next report covers its time as well.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from pipelines.lake import now
from pipelines.night_report.facts import Facts, facts
from pipelines.night_report.page import as_html, as_markdown
from pipelines.private import flush_folder, private_folder
from pipelines.store import Store, build_folder

#: Nights kept; a year's and a bit.
KEPT_NIGHTS = 400


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers of one night, for machines."""

    since: datetime | None
    until: datetime
    seconds: float
    error: str | None
    came: int
    read: int
    not_read: int
    not_fetched: int
    quarantine: int
    waiting: int = 0
    new_reports: int
    flagged: int
    overdue: int
    drifted: int


@dataclass(frozen=True, slots=True)
class Told:
    """A report that was written: its folder, its numbers and its Markdown."""

    folder: Path
    summary: Summary
    markdown: str

    @property
    def is_complete(self) -> bool:
        """Whether everything that was wanted could be had and read."""
        return not (self.summary.not_read or self.summary.not_fetched)


def told_until(store: Store) -> datetime | None:
    """Until when the reports written so far tell; None where there is none."""
    newest = max(store.nights.glob("*/night.json"), default=None)
    return msgspec.json.decode(newest.read_bytes(), type=Summary).until if newest else None


def report_on(store: Store, register: Path, error: str | None) -> Told:
    """Writes the report on everything since the last one. In: the register, and why the night failed, if it did."""
    until = now()
    found = facts(store, told_until(store), until, register, error)
    summary = _summary(found)
    markdown = as_markdown(found)
    folder = store.nights / f"{until:%Y-%m-%d-%H%M%S%f}"
    store.nights.mkdir(parents=True, exist_ok=True)
    with private_folder(build_folder(folder), "night") as private:
        fresh = private / "night"
        fresh.mkdir()
        (fresh / "report.html").write_text(as_html(found), encoding="utf-8")
        (fresh / "report.md").write_text(markdown, encoding="utf-8")
        (fresh / "night.json").write_bytes(msgspec.json.format(msgspec.json.encode(summary), indent=1))
        fresh.rename(folder)
    flush_folder(store.nights)
    _forget_old(store)
    return Told(folder, summary, markdown)


def _summary(found: Facts) -> Summary:
    return Summary(
        since=found.since,
        until=found.until,
        seconds=round(found.seconds, 3),
        error=found.error,
        came=len(found.came),
        read=found.read,
        not_read=len(found.failed),
        not_fetched=len(found.unfetched),
        quarantine=found.quarantine,
        waiting=found.waiting,
        new_reports=len(found.new_reports),
        flagged=len(found.flagged),
        overdue=len(found.overdue),
        drifted=len(found.drift),
    )


def _forget_old(store: Store) -> None:
    for folder in sorted(store.nights.iterdir())[:-KEPT_NIGHTS]:
        shutil.rmtree(folder, ignore_errors=True)
