"""The same night three ways: by Dagster's schedule, by `juesuan nightly`, and by that command reading on Dask.

A portal on this machine holds hundreds of invented disclosures as text, one in twenty of them broken. Everything is
real: fetching, the extractor, the rules, the expectations. The three published files must export the same.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.corpus.disclosure import invent
from benchmarks.corpus.files import file_name, render
from benchmarks.corpus.styles import styles
from benchmarks.reliability.dask_machines import ROOT, machines
from pipelines.questions import opened, summary
from tests.pipelines.portal import Portal
from tests.pipelines.published import exported

#: One in so many disclosures is broken.
BROKEN_EVERY = 20
TEXT_FORMATS = ("tabs", "pipes", "stacked")


@dataclass(frozen=True, slots=True)
class Ran:
    """One night: how it was started, its exit code, its seconds, what it published."""

    how: str
    code: int
    seconds: float
    statuses: dict[str, int]
    figures: int
    export: dict[str, str]


def disclosures(count: int) -> dict[str, bytes]:
    """Invented disclosures by name, every twentieth broken in some way."""
    texts = [style for style in styles() if style.file_format in TEXT_FORMATS]
    random = Random(20)
    found: dict[str, bytes] = {}
    for number in range(count):
        if number % BROKEN_EVERY == BROKEN_EVERY - 1:
            name, data = _broken(number, random)
        else:
            disclosure = invent(texts[number % len(texts)], 500 + number)
            name, data = file_name(disclosure), render(disclosure)
        found[f"部门决算-{number:04}-{name}"] = data
    return found


def _broken(number: int, random: Random) -> tuple[str, bytes]:
    kinds = [
        ("空.txt", b""),
        ("乱码.pdf", random.randbytes(4000 + number)),
        ("截断.pdf", b"%PDF-1.7\n1 0 obj\n<</Type /Catalog" + str(number).encode()),
        ("错误页.pdf", f"<html><body>404 页面不存在 {number}</body></html>".encode()),
        ("图.xlsx", b"PK\x03\x04" + random.randbytes(500 + number)),
    ]
    return kinds[number // BROKEN_EVERY % len(kinds)]


def three_ways(folder: Path, count: int) -> list[Ran]:
    """Runs the three nights, each into a warehouse of its own. Out: what they did."""
    with Portal(disclosures(count), per_page=50) as portal:
        portal.write_source(folder / "sources", more=f'documents = "/files/"\nmax_pages = {2 * count}\n')
        os.environ["JUESUAN_ALLOW_LOOPBACK"] = "1"
        scheduled = _ran("by the schedule, in Dagster", folder / "schedule", lambda to: _by_schedule(folder, to))
        by_command = _ran("by `juesuan nightly`", folder / "cron", lambda to: _by_command(folder, to))
        with machines(folder, workers=2) as dask:
            variables = {"JUESUAN_DASK": dask.address}
            on_dask = _ran(
                "by `juesuan nightly`, on Dask", folder / "dask", lambda to: _by_command(folder, to, variables)
            )
    return [scheduled, by_command, on_dask]


def _ran(how: str, folder: Path, night: object) -> Ran:
    warehouse = folder / "w.duckdb"
    began = time.monotonic()
    code = night(warehouse)  # type: ignore[operator]
    seconds = time.monotonic() - began
    with opened(warehouse) as connection:
        found = summary(connection)
    return Ran(how, code, seconds, found.reports, found.figures, exported(warehouse, folder / "export"))


def _by_command(folder: Path, warehouse: Path, variables: Mapping[str, str] | None = None) -> int:
    command = [sys.executable, "-m", "pipelines", "nightly", "--sources", str(folder / "sources"), "-w", str(warehouse)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **(variables or {})}
    with (folder / "nights.log").open("ab") as log:
        return subprocess.run(command, cwd=ROOT, env=environment, stdout=log, stderr=log, check=False).returncode


def _by_schedule(folder: Path, warehouse: Path) -> int:
    """Ticks the schedule and executes what it asks for, in this process."""
    import dagster as dg

    from pipelines.automation import LOAD, night_schedule
    from pipelines.definitions import definitions
    from pipelines.lake import now
    from pipelines.resources import Juesuan

    juesuan = Juesuan(sources=str(folder / "sources"), warehouse=str(warehouse))
    with dg.DagsterInstance.ephemeral() as instance:
        moment = now().replace(hour=2, minute=0, second=0, microsecond=0)
        context = dg.build_schedule_context(
            instance=instance, scheduled_execution_time=moment, repository_def=definitions.get_repository_def()
        )
        (request,) = night_schedule.evaluate_tick(context).run_requests or []
        result = definitions.resolve_job_def(LOAD).execute_in_process(
            run_config={"resources": {"juesuan": {"config": juesuan.model_dump()}}},
            instance=instance,
            partition_key=request.partition_key,
            tags=request.tags,
            raise_on_error=False,
        )
    return 0 if result.success else 4
