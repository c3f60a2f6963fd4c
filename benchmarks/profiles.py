"""Where the time goes: `python -m benchmarks.profiles` writes benchmarks/PROFILES.md.

Three profiles explain what the targets of RESULTS.md cost: a long PDF to figures, by the function of ours that runs or
waits for a library, looked at every few milliseconds of processor time; the second reading of one page of it, by the
function of the witness; and the checks of a thousand reports in one build, by the statements that make them.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import duckdb

from benchmarks.commit import commit

HERE = Path(__file__).parent
PAGE = HERE / "PROFILES.md"
#: Seconds of processor time between two looks; the clock of the machine may be coarser.
_EVERY = 0.001
#: How often the report is read.
_TIMES = 20
_LINES = 25
_OURS = ("extractors", "pipelines", "schemas")
_WITNESS = (*_OURS, "pdfplumber", "pdfminer")
#: The statement that has a page of its own and few identities: what is read a second time, most often.
_OFTEN_UNPROVEN = "three_public"


@contextmanager
def sampled(found: Counter[str], packages: tuple[str, ...] = _OURS) -> Iterator[None]:
    """Counts, while this is open, which function of some packages runs or waits for what it called elsewhere."""

    def look(_: int, frame: FrameType | None) -> None:
        while frame is not None and frame.f_globals.get("__name__", "").partition(".")[0] not in packages:
            frame = frame.f_back
        if frame is not None:
            found[f"{frame.f_globals['__name__']}.{frame.f_code.co_qualname}"] += 1

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, _EVERY, _EVERY)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def profile_reading(times: int = _TIMES) -> tuple[Counter[str], float]:
    """Reads the long report of 40 pages so many times. Out: how often each function was seen, and milliseconds a report."""
    from benchmarks.corpus.files import render
    from benchmarks.long_reports import long_report
    from benchmarks.reading import FORTY, LONG_STYLE
    from extractors.extract import extract

    data = render(long_report(*FORTY, LONG_STYLE))
    extract(data, "warm.pdf")
    found: Counter[str] = Counter()
    began = time.process_time()
    with sampled(found):
        for _ in range(times):
            extract(data, "long.pdf")
    return found, 1000 * (time.process_time() - began) / times


def profile_second_reading(times: int = _TIMES) -> tuple[Counter[str], float]:
    """Has pdfplumber read the page of 三公 of the same report so many times. Out: as `profile_reading`."""
    from benchmarks.corpus.files import render
    from benchmarks.long_reports import long_report
    from benchmarks.reading import FORTY, LONG_STYLE
    from extractors.extract import extract

    data = render(long_report(*FORTY, LONG_STYLE))
    first = extract(data, "long.pdf")
    pages = sorted({figure.page for figure in first.figures if figure.statement == _OFTEN_UNPROVEN and figure.page})[:1]
    extract(data, "warm.pdf", reader="pdfplumber", pages=pages)
    found: Counter[str] = Counter()
    began = time.process_time()
    with sampled(found, _WITNESS):
        for _ in range(times):
            extract(data, "long.pdf", reader="pdfplumber", pages=pages)
    return found, 1000 * (time.process_time() - began) / times


class Clocked:
    """A connection that adds up the processor time of its statements, by the function that gives them: the name of a
    step where it runs one."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, found: Counter[str]) -> None:
        self._connection = connection
        self._found = found

    def execute(self, *arguments: Any) -> duckdb.DuckDBPyConnection:
        """Runs a statement."""
        caller = sys._getframe(1)
        name = caller.f_code.co_name
        step = caller.f_locals.get("name") if name == "run_step" else None
        began = time.process_time()
        try:
            return self._connection.execute(*arguments)
        finally:
            self._found[step or f"{caller.f_globals['__name__'].rpartition('.')[2]}.{name}"] += round(
                (time.process_time() - began) * 1e6
            )

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def profile_checks(reports: int) -> tuple[Counter[str], float]:
    """The checks of so many reports in one build. Out: microseconds of each step, and milliseconds a report."""
    from benchmarks.checking import some_reports
    from benchmarks.planting.batches import load
    from pipelines.reconciliation.run import reconcile

    found: Counter[str] = Counter()
    connection = load(some_reports(reports))
    clocked: Any = Clocked(connection, found)
    began = time.process_time()
    reconcile(clocked)
    whole = time.process_time() - began
    connection.close()
    found["in Python"] = max(round(whole * 1e6) - found.total(), 0)
    return found, 1000 * whole / reports


def _table(found: Counter[str], milliseconds: float) -> list[str]:
    """The dearest first. In: shares by name, and what all of them take."""
    total = found.total()
    lines = ["| where | ms a report | share |", "|---|---:|---:|"]
    shown = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:_LINES]
    parts = [*((f"`{name}`", count) for name, count in shown), ("the rest", total - sum(count for _, count in shown))]
    lines += [f"| {name} | {milliseconds * part / total:,.2f} | {100 * part / total:.1f} % |" for name, part in parts]
    return [*lines, f"| **all** | {milliseconds:,.2f} | |"]


def main(arguments: list[str] | None = None) -> int:
    """Takes the profiles and writes the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.profiles", description=__doc__)
    parser.add_argument("--reports", type=int, default=1_000, help="reports in one build of checks")
    options = parser.parse_args(arguments)
    lines = [
        "# Profiles",
        "",
        f"`python -m benchmarks.profiles` at commit {commit()}. Time of the processor.",
        "",
        "## A report of 40 pages to figures",
        "",
        "Each function of ours with what it waits for in libraries (pdfium, numpy, regular expressions).",
        "",
        *_table(*profile_reading()),
        "",
        "## A second reading of one page of it",
        "",
        "The page of 三公, which every second report has read again, by pdfplumber; its tokens and fonts are pdfminer's.",
        "",
        *_table(*profile_second_reading()),
        "",
        f"## Checks of {options.reports:,} reports in one build",
        "",
        "Steps are the files of `pipelines/reconciliation/steps`; `_collect_rows` runs the statements of all rules.",
        "",
        *_table(*profile_checks(options.reports)),
        "",
    ]
    PAGE.write_text("\n".join(lines), encoding="utf-8")
    print(f"{PAGE} is written")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
