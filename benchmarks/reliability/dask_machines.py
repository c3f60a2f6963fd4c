"""A Dask scheduler and workers on this machine, as on many: processes of their own, reached only by address."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Machines:
    """The address of the scheduler and the worker processes."""

    address: str
    workers: list[subprocess.Popen[bytes]]


@contextmanager
def machines(folder: Path, workers: int) -> Iterator[Machines]:
    """Starts a scheduler and so many workers of one thread each, and ends them."""
    file = folder / "scheduler.json"
    scheduler = _start(folder, "dask_scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
    started = [scheduler]
    try:
        address = _address(file)
        running = [
            _start(folder, "dask_worker", address, "--nthreads", "1", "--no-dashboard", "--no-nanny")
            for _ in range(workers)
        ]
        started += running
        _wait_for_workers(address, workers)
        yield Machines(address, running)
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def _start(folder: Path, program: str, *arguments: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
    with (folder / f"{program}.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{program}", *arguments],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
        )


def _address(file: Path) -> str:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        try:
            return str(json.loads(file.read_text())["address"])
        except (OSError, ValueError):
            time.sleep(0.1)
    raise TimeoutError("the Dask scheduler did not start")


def _wait_for_workers(address: str, workers: int) -> None:
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(workers, timeout=PATIENCE_SECONDS)
