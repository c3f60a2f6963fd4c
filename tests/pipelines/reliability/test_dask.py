"""Reading on other machines: a real Dask scheduler and worker processes, which share nothing with us but an address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from benchmarks.reliability.dask_machines import Machines, machines
from pipelines.executor import DASK_VARIABLE, chosen_executor
from pipelines.load import load
from pipelines.pool import PoolError, Task, read_all
from tests.pipelines import fakes
from tests.pipelines.published import SETTINGS, exported


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    with machines(tmp_path_factory.mktemp("dask"), workers=2) as started:
        yield started


def _tasks(folder: Path, count: int) -> list[Task]:
    paths = [fakes.disclose(folder, f"{number}.pdf", fakes.report(page_count=number)) for number in range(count)]
    paths.append(fakes.disclose(folder, "crash.pdf", b"CRASH"))
    return [Task(path, path.name, f"{number:064}") for number, path in enumerate(paths)]


def test_the_same_file_is_published_wherever_it_was_read(
    tmp_path: Path, dask: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        fakes.disclose(tmp_path / "in", f"{number}.pdf", fakes.report(department_name=f"攸县第{number}局"))
    fakes.disclose(tmp_path / "in", "crash.pdf", b"CRASH")
    here = load([tmp_path / "in"], tmp_path / "here.duckdb", SETTINGS)
    monkeypatch.setenv(DASK_VARIABLE, dask.address)
    there = load([tmp_path / "in"], tmp_path / "there.duckdb", replace(SETTINGS, jobs=None))
    assert here.read == there.read
    assert here.file
    assert there.file
    assert exported(here.file, tmp_path / "a") == exported(there.file, tmp_path / "b")


def test_workers_need_no_disk_of_ours(tmp_path: Path, dask: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DASK_VARIABLE, dask.address)
    data = msgspec.json.encode(fakes.report())
    task = Task(tmp_path / "not there", "a.pdf", "0" * 64, data)
    with chosen_executor() as (executor, readers):
        assert readers == 2
        ((_, (report,)),) = read_all([task], fakes.VERSION, readers, fakes.extract, executor=executor)
    assert report.readable


def test_a_machine_that_is_lost_takes_nothing_with_it(
    tmp_path: Path, dask: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = _tasks(tmp_path, 10)
    here = {
        task.name: msgspec.json.encode(reports) for task, reports in read_all(tasks, fakes.VERSION, 2, fakes.extract)
    }
    monkeypatch.setenv(DASK_VARIABLE, dask.address)
    there: dict[str, bytes] = {}
    with chosen_executor() as (executor, readers):
        for task, reports in read_all(tasks, fakes.VERSION, readers, fakes.extract_slowly, executor=executor):
            there[task.name] = msgspec.json.encode(reports)
            if len(there) == 3:
                dask.workers[0].kill()
                dask.workers[0].wait()
    assert there == here


def _unknown_elsewhere(data: bytes, name: str) -> object:
    """No other machine can import this."""
    raise AssertionError(name)


def test_a_pool_that_does_not_work_blames_no_disclosure(
    tmp_path: Path, dask: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DASK_VARIABLE, dask.address)
    with chosen_executor() as (executor, readers), pytest.raises(PoolError, match="does not work"):
        list(read_all(_tasks(tmp_path, 1), fakes.VERSION, readers, _unknown_elsewhere, executor=executor))  # type: ignore[arg-type]


def test_no_scheduler_is_told_and_nothing_is_rejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DASK_VARIABLE, "tcp://127.0.0.1:1")
    monkeypatch.setattr("pipelines.executor.CONNECT_SECONDS", 1)
    path = fakes.disclose(tmp_path, "a.pdf", fakes.report())
    with pytest.raises(PoolError, match="No Dask scheduler answers at"):
        load([path], tmp_path / "w.duckdb", SETTINGS)
    monkeypatch.delenv(DASK_VARIABLE)
    assert len(load([], tmp_path / "w.duckdb", SETTINGS).read) == 0
    assert len(load([path], tmp_path / "w.duckdb", SETTINGS).read) == 1
