"""`python -m benchmarks.checking`: what checks and findings cost a report in one build of a thousand, clean and with one
report in twenty inconsistent, and what it costs to find the wrong cell of an inconsistent one. Time of the processor."""

from __future__ import annotations

import argparse
import hashlib
import sys
from statistics import median, quantiles

import msgspec

from benchmarks.planted import plant
from benchmarks.planting.batches import Reconciled, reconcile_batch
from benchmarks.planting.reports import CONVERSIONS, converted, exact_report, recipes
from schemas.records import Report

REPORTS = 1_000
#: Of so many reports one is inconsistent.
ONE_OF = 20
FIRST_SEED = 60_000


def measure(count: int = REPORTS) -> dict[str, float | str]:
    """Milliseconds of the processor: a report of a clean build, a report of a build in which one of twenty is
    inconsistent, and one localisation (median, 95 % within)."""
    reports = some_reports(count)
    inconsistent = [case.report for number, report in enumerate(reports) if (case := plant(report, number))]
    # The first build pays for what a process loads once.
    reconcile_batch(inconsistent[:ONE_OF])
    clean = reconcile_batch(reports)
    mixed = reconcile_batch(
        inconsistent[place] if place % ONE_OF == 0 and place < len(inconsistent) else report
        for place, report in enumerate(reports)
    )
    localised = sorted(reconcile_batch(inconsistent[::2]).localised.values())
    return {
        "reports in one build": float(len(reports)),
        "checks and findings, clean, ms a report": _milliseconds(clean, len(reports)),
        "checks and findings, 5 % inconsistent, ms a report": _milliseconds(mixed, len(reports)),
        "inconsistent reports localised": float(len(localised)),
        "localisation, median, ms": round(median(localised) * 1000, 2),
        "localisation, 95 % within, ms": round(quantiles(localised, n=20)[-1] * 1000, 2),
    }


def some_reports(count: int) -> list[Report]:
    """Clean reports that stand in one build together: what is made of one reading are departments of several places."""
    readings = [exact_report(recipe) for recipe in recipes(-(-count // len(CONVERSIONS)), FIRST_SEED)]
    reports = [
        _of_another_place(converted(reading, conversion), turn)
        for turn, conversion in enumerate(CONVERSIONS)
        for reading in readings
    ]
    return reports[:count]


def _of_another_place(report: Report, turn: int) -> Report:
    sha256 = hashlib.sha256(f"{report.document_sha256}/{turn}".encode()).hexdigest()
    division = (report.division_code or "000000")[:-1] + str(turn)
    return msgspec.structs.replace(report, document_sha256=sha256, division_code=division)


def _milliseconds(done: Reconciled, count: int) -> float:
    return round(done.seconds * 1000 / count, 2)


def main(arguments: list[str] | None = None) -> int:
    """Print what was measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.checking", description=__doc__)
    parser.add_argument("--reports", type=int, default=REPORTS, help="reports in one build")
    for name, value in measure(parser.parse_args(arguments).reports).items():
        print(f"{name}: {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
