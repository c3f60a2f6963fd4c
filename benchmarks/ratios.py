"""Ratios that a change must not spoil: what a thing costs beside a yardstick measured in the same process.

Each ratio is the least of several tries of processor time, ours over the yardstick's, taken in turns so that a busy
machine slows both. `tests/test_speed_ratios.py` holds them against those committed in RATIOS.json.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
COMMITTED = HERE / "RATIOS.json"
SAMPLE = next((HERE.parent / "data" / "samples").glob("攸县*.pdf"))

TRIES = 5
#: Reports that are checked and built together.
REPORTS = 4
#: Tries of what takes seconds.
FEW = 3


def measure(tries: int = TRIES, only: str | None = None) -> dict[str, float]:
    """The ratios by name, or one of them; without the compiled pass over PDF pages those that are about it are left out."""
    from extractors.readers.pdfium_columns import is_compiled

    left_out = () if is_compiled() else COMPILED
    return {name: ratio(tries) for name, ratio in RATIOS.items() if only in (None, name) and name not in left_out}


def committed() -> dict[str, float]:
    """The ratios of the commit that last wrote them."""
    return dict(json.loads(COMMITTED.read_text(encoding="utf-8")))


def _least(ours: Callable[[], object], yardstick: Callable[[], object], tries: int) -> float:
    """The least that ours takes over the least that the yardstick takes."""
    ours(), yardstick()  # what is loaded once is no part of either
    pairs = [(_processor(ours), _processor(yardstick)) for _ in range(tries)]
    return round(min(pair[0] for pair in pairs) / min(pair[1] for pair in pairs), 2)


def _processor(run: Callable[[], object]) -> float:
    began = time.process_time()
    run()
    return time.process_time() - began


def _extraction(tries: int) -> float:
    """A whole PDF to figures and claims, asking pdfium call by call, over the bare text of its pages, ten times."""
    import pypdfium2 as pdfium

    from extractors.extract import extract
    from extractors.readers.pdfium_columns import plain

    data = SAMPLE.read_bytes()

    def bare_text() -> None:
        for _ in range(10):
            with pdfium.PdfDocument(data) as document:
                for page in document:
                    page.get_textpage().get_text_range()

    with plain():
        return _least(lambda: extract(data, SAMPLE.name), bare_text, tries)


def _one_pass(tries: int) -> float:
    """The characters and drawings of a PDF by the compiled pass, over the same call by call."""
    import pypdfium2 as pdfium

    from extractors.readers.pdfium_columns import plain
    from extractors.readers.pdfium_page import read_ink

    with pdfium.PdfDocument(SAMPLE.read_bytes()) as document:
        pages = list(document)

        def compiled() -> None:
            for page in pages:
                read_ink(page)

        def call_by_call() -> None:
            with plain():
                compiled()

        return _least(compiled, call_by_call, tries)


def _rows(tries: int) -> float:
    """A report to the rows of the lake, over encoding it as JSON, ten times."""
    import msgspec

    from extractors.extract import extract
    from pipelines.rows import Arrival, report_columns

    report = extract(SAMPLE.read_bytes(), SAMPLE.name)
    arrival = Arrival(SAMPLE.name, datetime(2026, 1, 1))

    def encoded() -> None:
        for _ in range(10):
            msgspec.json.encode(report)

    return _least(lambda: report_columns(report, arrival), encoded, tries)


def _query(connection: Any) -> Callable[[], object]:
    """The yardstick of what DuckDB does: a group over a million rows, on one thread."""
    return lambda: connection.execute(
        "SELECT count(*) FROM (SELECT i % 100003 AS k, sum(i), min(hash(i)) FROM range(1000000) AS r (i) GROUP BY k)"
    ).fetchall()


def _checking(tries: int) -> float:
    """All checks of a few reports, over one query of DuckDB."""
    import duckdb

    from benchmarks.invented_lake import read_templates
    from benchmarks.planting.batches import load
    from pipelines.reconciliation.run import reconcile

    reports = list(read_templates(REPORTS))

    def checked() -> None:
        connection = load(reports)
        connection.execute("SET threads = 1")
        reconcile(connection)
        connection.close()

    with duckdb.connect() as yardstick:
        yardstick.execute("SET threads = 1")
        return _least(checked, _query(yardstick), min(tries, FEW))


def _building(tries: int) -> float:
    """The star of a few checked reports, over one query of DuckDB."""
    import tempfile

    import duckdb

    from benchmarks.invented_lake import read_templates
    from benchmarks.scale import rebuilt
    from pipelines.lake import TIMEZONE, Read, write_batch
    from pipelines.load import Settings, rebuild
    from pipelines.rows import Arrival
    from pipelines.store import open_store

    arrived = datetime(2026, 1, 1, tzinfo=TIMEZONE)
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as yardstick:
        store, settings = open_store(Path(folder) / "w.duckdb"), Settings(expectations=False, version="ratios")
        write_batch(
            store, [Read(Arrival(report.document_name, arrived), (report,)) for report in read_templates(REPORTS)]
        )
        rebuild(store, settings)
        yardstick.execute("SET threads = 1")
        return _least(lambda: rebuilt(store, settings), _query(yardstick), min(tries, FEW))


RATIOS: dict[str, Callable[[int], float]] = {
    "a PDF to figures / bare text ten times": _extraction,
    "a PDF's ink in one pass / call by call": _one_pass,
    "a report to rows / encoding it ten times": _rows,
    "checks of four reports / a query": _checking,
    "star of four checked reports / a query": _building,
}
#: Those that are about the compiled pass.
COMPILED = ("a PDF's ink in one pass / call by call",)


def main() -> int:
    """Writes RATIOS.json; what is not measured here stays as it was."""
    found = committed() | measure()
    COMMITTED.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=1, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
