"""A warehouse of thousands of reports, measured: `python -m benchmarks.scale --reports 10000 --folder DIR`.

More than 10,000 are copies of these (`copied_reports`): `--first DIR` names a folder in which `lake` and `keep` were made
of the first 10,000, else they are made in `first` of the folder.

The lake is invented at the level of Parquet (`invented_lake`), the checks of its reports are copied from those of their
templates (`copied_checks`): what making checks costs is measured by `benchmarks.checking`. Each step is a process of
its own, so that its memory can be told:

    lake     the lake is written (not part of the product)
    keep     parts are made of all reports, checks copied, and the warehouse is built and published
    copy     beyond 10,000, in place of these two: lake and parts are copied (not part of the product)
    build    all parts are there: the star is built anew and published
    nothing  a night with nothing new
    more     300 reports come (up to 10,000); only their neighbourhoods are checked; the star is built and published
    answers  every view, example and question of the dashboard, and `juesuan report`

A folder is gone on with where it stands: steps that were measured are not measured again unless `--again` is given.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.copied_checks import CopiedChecks
from benchmarks.invented_lake import write_lake
from pipelines import load
from pipelines.reread import witness
from pipelines.store import Store, open_store
from pipelines.warehouse import checks_basis

REPORTS = 10_000
#: What growth is measured up to.
MANY = 100_000
#: Reports that come in one night; by the way the lake is made they are of one or two dozen divisions.
MORE = 300

STEPS = ("lake", "keep", "build", "nothing", "more", "answers")
#: Steps of a warehouse most of whose reports are copies.
STEPS_OF_COPIES = ("copy", "build", "nothing", "answers")


def measure(
    reports: int = REPORTS, folder: Path | None = None, again: bool = False, first: Path | None = None
) -> dict[str, Any]:
    """Measures all steps. In: the number of reports, a folder that stays (None: a temporary one), and, where there are
    more than 10,000, the folder of the first ones. Out: what each step took: `seconds`, `processor` (seconds), `memory`
    (bytes), and what it found."""
    if folder is None:
        with tempfile.TemporaryDirectory() as temporary:
            return measure(reports, Path(temporary), again, first)
    if reports <= REPORTS:
        return _measured(STEPS, reports, folder, again)
    if first is None:
        first = folder / "first"
        _measured(("lake", "keep"), REPORTS, first, again=False)
    return _measured(STEPS_OF_COPIES, reports, folder, again, first)


def _measured(
    steps: Iterable[str], reports: int, folder: Path, again: bool, first: Path | None = None
) -> dict[str, Any]:
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"scale-{reports}.json"
    found: dict[str, Any] = json.loads(kept.read_text()) if kept.is_file() and not again else {"reports": reports}
    for step in steps:
        if step not in found:
            found[step] = _in_own_process(step, reports, folder, first)
            print(f"{step:8} {found[step]['seconds']:8.1f} s  {found[step]['processor']:8.1f} s processor", flush=True)
            kept.write_text(json.dumps(found, indent=1))
    return found


def _in_own_process(step: str, reports: int, folder: Path, first: Path | None) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.scale", "--reports", str(reports), "--folder", str(folder)]
    command += ["--first", str(first)] if first else []
    ran = subprocess.run([*command, "--step", step], stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(ran.stdout.splitlines()[-1]))


def _timed(step: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    wall, processor = time.perf_counter(), time.process_time()
    found = step()
    return {
        "seconds": round(time.perf_counter() - wall, 2),
        "processor": round(time.process_time() - processor, 2),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        **found,
    }


def _lake(store: Store, reports: int) -> dict[str, Any]:
    write_lake(store, reports)
    return {"bytes": _size(store.lake)}


def _keep(store: Store, settings: load.Settings) -> dict[str, Any]:
    load.rebuild(store, settings)
    return {"checked_bytes": _size(store.root / "checked")}


def rebuilt(store: Store, settings: load.Settings) -> None:
    """Builds and publishes anew from the parts that are there, as after a change of a view."""
    store.warehouse.unlink(missing_ok=True)
    shutil.rmtree(store.versions, ignore_errors=True)
    load.rebuild(store, settings)


def _copied(store: Store, settings: load.Settings, reports: int, first: Path) -> dict[str, Any]:
    from benchmarks.copied_reports import copy_reports

    version = settings.extractor()
    with witness(store, version) as reread:
        basis = checks_basis(reread, settings.reconcile)
    copy_reports(open_store(first / "scale.duckdb"), store, REPORTS, reports, version, basis)
    return {"bytes": _size(store.lake), "checked_bytes": _size(store.root / "checked")}


def _build(store: Store, settings: load.Settings) -> dict[str, Any]:
    rebuilt(store, settings)
    if isinstance(settings.reconcile, CopiedChecks) and settings.reconcile.parts:
        raise RuntimeError(f"{settings.reconcile.parts} parts were checked that should have been there")
    with duckdb.connect(str(store.warehouse.resolve()), read_only=True) as connection:
        tables = ("dim_report", "fact_figure", "fact_check", "check_operand", "claim", "fact_finding")
        rows = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0] for table in tables}
    return {"file_bytes": store.warehouse.resolve().stat().st_size, "rows": rows}


def _nothing(store: Store, settings: load.Settings) -> dict[str, Any]:
    from pipelines.nightly import Plan, run_night

    ended = run_night(store, Plan(sources=None), settings)
    if ended.error or ended.published:
        raise RuntimeError(f"a night with nothing new failed or published: {ended.error}")
    return {}


def _more(store: Store, settings: load.Settings) -> dict[str, Any]:
    published, _ = load.rebuild(store, settings)
    if not published:
        raise RuntimeError("the reports that came were not published")
    return {"reports": MORE}


def _answers(store: Store) -> dict[str, Any]:
    from benchmarks.answers import answers
    from benchmarks.startup import of_report

    found = answers(store.warehouse)
    with duckdb.connect(str(store.warehouse.resolve()), read_only=True) as connection:
        ((report_id,),) = connection.execute(
            "SELECT min(report_id) FROM dim_report WHERE status = 'flagged'"
        ).fetchall()
    report = of_report(store.warehouse, report_id)
    return {
        "answers": [[a.kind, a.name, round(a.fastest, 4), round(a.slow, 4)] for a in found],
        "report_seconds": round(report.seconds, 3),
        "report_processor": round(report.processor, 3),
    }


def _step(name: str, reports: int, folder: Path, first: Path | None) -> dict[str, Any]:
    store = open_store(folder / "scale.duckdb")
    if name == "lake":
        return _timed(lambda: _lake(store, reports))
    if name == "answers":
        return _timed(lambda: _answers(store))
    checks = CopiedChecks(folder)
    settings = load.Settings(reconcile=checks, expectations=False)
    if name == "copy":
        if first is None:
            raise ValueError("--first names no folder of the reports to copy")
        return _timed(lambda: _copied(store, settings, reports, first))
    if name in ("keep", "more"):
        checks.prepare()
    if name == "more":
        write_lake(store, MORE, reports)
    steps = {"keep": _keep, "build": _build, "nothing": _nothing, "more": _more}
    return _timed(lambda: steps[name](store, settings))


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main(arguments: list[str] | None = None) -> int:
    """Measures and prints; a single step prints its JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--reports", type=int, default=REPORTS)
    parser.add_argument("--folder", type=Path, help="where the lake and the warehouse stay")
    parser.add_argument("--first", type=Path, help="where the first 10,000 reports were made, for more than these")
    parser.add_argument("--again", action="store_true", help="measure everything again")
    parser.add_argument("--step", choices=(*STEPS, "copy"), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.step:
        print(json.dumps(_step(options.step, options.reports, options.folder, options.first)))
        return 0
    measure(options.reports, options.folder, options.again, options.first)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
