"""`python -m benchmarks.planted`: errors planted into clean invented reports, what reconciliation makes of them, and
whom it accuses in the clean ones; writes RECONCILIATION.md."""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from benchmarks.planting.batches import reconcile_batch
from benchmarks.planting.errors import Planted
from benchmarks.planting.narrative import PLANTS
from benchmarks.planting.page import page
from benchmarks.planting.reports import CONVERSIONS, Recipe, converted, exact_report, recipes
from benchmarks.planting.score import Case, CaseScore, score, visible
from benchmarks.planting.typeset import typeset_case
from schemas.records import Report

REPORT = Path(__file__).with_name("RECONCILIATION.md")
REPORTS, BATCH = 2_000, 125
#: Between the numbers of reports of two conversions: which errors a report gets depends on its number.
TURN = 1_000_003
#: How many errors a report gets, as often as listed.
NUMBERS = (1, 1, 1, 1, 1, 1, 1, 2, 2, 3)
#: Errors of a whole statement: one a report, and no other in it.
WHOLE = ("column slid", "unit")


@dataclass(slots=True)
class Batch:
    """What one batch gave: scores of the planted reports, false findings on the clean ones, seconds of CPU."""

    scores: list[CaseScore] = field(default_factory=list)
    clean: int = 0
    accused: list[str] = field(default_factory=list)
    localised: list[float] = field(default_factory=list)
    seconds: float = 0.0
    clean_seconds: float = 0.0


def plant(report: Report, number: int) -> Case | None:
    """The report with one to three errors of different places; the same arguments always give the same errors."""
    random = Random(f"planted/{report.document_sha256}/{number}")
    wanted = random.choice(NUMBERS)
    kinds = list(PLANTS)
    changed, planted = report, list[Planted]()
    for _ in range(20):
        if len(planted) == wanted:
            break
        kind = kinds[(number + random.randrange(3)) % len(kinds)] if not planted else random.choice(kinds)
        if planted and kind in WHOLE:
            continue
        done = PLANTS[kind](changed, random)
        if done is None or any(set(done[1].cells) & set(one.cells) for one in planted):
            continue
        changed, one = done
        planted.append(one)
        if kind in WHOLE:
            break
    if not planted:
        return None
    return Case(report, changed, tuple(planted))


def measure(task: tuple[int, list[Recipe]]) -> Batch:
    """Read, convert, plant, reconcile and score the reports of some recipes. Two conversions of one reading never meet
    in one build: they would be two publications of one report."""
    offset, chosen = task
    readings = [exact_report(recipe) for recipe in chosen]
    batch = Batch()
    for turn, conversion in enumerate(CONVERSIONS):
        _measure_reports(batch, [converted(reading, conversion) for reading in readings], offset + turn * TURN)
    return batch


def _measure_reports(batch: Batch, reports: list[Report], offset: int) -> None:
    cases = [case for number, report in enumerate(reports) if (case := plant(report, offset + number))]
    seen: dict[tuple[str, int], bool] = {}
    clean = reconcile_batch(reports, lambda connection: seen.update(visible(connection, cases)))
    batch.clean += len(reports)
    batch.clean_seconds += clean.seconds
    for findings in clean.findings.values():
        batch.accused += [row["message_en"] for row in findings if row["severity"] == "error"]
    done = reconcile_batch([case.report for case in cases])
    batch.scores += [score(case, done.findings.get(case.report_id, []), seen) for case in cases]
    batch.localised += done.localised.values()
    batch.seconds += done.seconds


def measure_typeset(numbers: Sequence[int]) -> list[CaseScore]:
    """Typeset, read back, reconcile and score reports with one wrong amount in print."""
    cases = [case for number in numbers if (case := typeset_case(number))]
    seen: dict[tuple[str, int], bool] = {}
    reconcile_batch([case.clean for case in cases], lambda connection: seen.update(visible(connection, cases)))
    done = reconcile_batch([case.report for case in cases])
    return [score(case, done.findings.get(case.report_id, []), seen) for case in cases]


def commit() -> str:
    """The commit measured, marked where the tree holds changes of its own."""
    described = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=REPORT.parent, capture_output=True, text=True, check=False
    )
    return described.stdout.strip() or "unknown"


def main(arguments: list[str] | None = None) -> int:
    """Measure and write the page. Returns 1 where a clean report is accused."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.planted", description=__doc__)
    parser.add_argument("--reports", type=int, default=REPORTS, help="clean reports, and as many planted ones")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--first-seed", type=int, default=50_000)
    parser.add_argument("--typeset", type=int, default=100, help="planted reports typeset as PDF and read back")
    parser.add_argument("--details", type=Path, help="file that receives what was missed, misnamed or superfluous")
    options = parser.parse_args(arguments)
    started = time.perf_counter()
    chosen = recipes(-(-options.reports // len(CONVERSIONS)), options.first_seed)
    tasks = [(first, chosen[first : first + BATCH]) for first in range(0, len(chosen), BATCH)]
    with ProcessPoolExecutor(options.jobs) as pool:
        batches = list(pool.map(measure, tasks))
        numbers = range(options.typeset)
        typeset = [
            one
            for batch in pool.map(measure_typeset, (numbers[first :: options.jobs] for first in range(options.jobs)))
            for one in batch
        ]
    text = page(batches, typeset, options.reports, time.perf_counter() - started, commit())
    print(text)
    if options.details:
        lines = [line for batch in batches for one in batch.scores for line in one.lines]
        lines += [f"typeset: {line}" for one in typeset for line in one.lines]
        lines += [f"ACCUSED {message}" for batch in batches for message in batch.accused]
        options.details.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if options.reports >= REPORTS:
        REPORT.write_text(text, encoding="utf-8")
    return int(any(batch.accused for batch in batches))


if __name__ == "__main__":
    sys.exit(main())
