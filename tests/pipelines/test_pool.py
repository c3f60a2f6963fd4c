"""The pool: one bad disclosure never takes the others down."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest

from pipelines.pool import PoolError, Task, read_all
from schemas.records import Report
from tests.pipelines import fakes


def _tasks(folder: Path, disclosures: dict[str, Report | bytes]) -> list[Task]:
    tasks = []
    for name, content in disclosures.items():
        path = fakes.disclose(folder, name, content)
        tasks.append(
            Task(path, name, fakes.extract(path.read_bytes(), name).document_sha256 if _calm(path) else "0" * 64)
        )
    return tasks


def _calm(path: Path) -> bool:
    return not path.read_bytes().startswith((b"CRASH", b"HANG", b"RAISE"))


def test_crash_hang_and_error_are_rejected_and_the_batch_goes_on(tmp_path: Path) -> None:
    good = {f"good-{number}.pdf": fakes.report(page_count=number) for number in range(4)}
    bad: dict[str, Report | bytes] = {"crash.pdf": b"CRASH", "hang.pdf": b"HANG", "raise.pdf": b"RAISE"}
    tasks = _tasks(tmp_path, {**bad, **good})
    started = time.monotonic()
    reports = {task.name: report for task, (report,) in read_all(tasks, fakes.VERSION, 2, fakes.extract, deadline=1.5)}
    assert time.monotonic() - started < 20
    assert {name for name, report in reports.items() if report.readable} == set(good)
    assert {name: reports[name].problems[0].code for name in bad} == {
        "crash.pdf": "crashed",
        "hang.pdf": "deadline",
        "raise.pdf": "failed",
    }
    assert "1.5 seconds" in reports["hang.pdf"].problems[0].message


def test_a_report_names_the_disclosure_it_was_asked_for(tmp_path: Path) -> None:
    task = Task(fakes.disclose(tmp_path, "a.pdf", fakes.report()), "its name.pdf", "f" * 64)
    ((_, (report,)),) = read_all([task], fakes.VERSION, 1, fakes.extract)
    assert (report.document_name, report.document_sha256) == ("its name.pdf", "f" * 64)
    assert report.document_bytes == task.path.stat().st_size


def test_any_executor_does(tmp_path: Path) -> None:
    tasks = _tasks(tmp_path, {f"{number}.pdf": fakes.report(page_count=number) for number in range(3)})
    with ThreadPoolExecutor(1) as executor:
        reports = [report for _, (report,) in read_all(tasks, fakes.VERSION, 1, fakes.extract, executor=executor)]
        assert sorted(report.page_count for report in reports) == [0, 1, 2]
        assert executor.submit(int, "7").result() == 7, "a pool that was lent stays open"


def test_many_jobs_read_what_one_reads(tmp_path: Path) -> None:
    tasks = _tasks(tmp_path, {f"{number}.pdf": fakes.report(page_count=number) for number in range(6)})
    one, many = (
        sorted(msgspec.json.encode(report) for _, (report,) in read_all(tasks, fakes.VERSION, jobs, fakes.extract))
        for jobs in (1, 3)
    )
    assert one == many


def test_an_interrupted_batch_waits_for_nobody(tmp_path: Path) -> None:
    tasks = _tasks(tmp_path, {"good.pdf": fakes.report(), "hang.pdf": b"HANG"})
    reading = read_all(tasks, fakes.VERSION, 2, fakes.extract, deadline=50)
    assert next(reading)[0].name == "good.pdf"
    started = time.monotonic()
    reading.close()
    assert time.monotonic() - started < 10


class _Losing(ThreadPoolExecutor):
    """Loses the worker of some tasks, some times each, as a process pool or a cluster does."""

    def __init__(self, times: int, alive: bool = True) -> None:
        super().__init__(1)
        self._times, self._alive, self._asked = times, alive, 0

    def submit(self, function: Callable[..., object], /, *arguments: object, **named: object) -> Future[object]:
        self._asked += 1
        probed = function is int
        if (probed and not self._alive) or (not probed and self._asked <= self._times):
            lost: Future[object] = Future()
            lost.set_exception(BrokenExecutor("the worker is gone"))
            return lost
        return super().submit(function, *arguments, **named)


def test_what_was_lost_with_its_worker_is_read_again(tmp_path: Path) -> None:
    tasks = _tasks(tmp_path, {"a.pdf": fakes.report()})
    with _Losing(times=2) as executor:
        ((_, (report,)),) = read_all(tasks, fakes.VERSION, 1, fakes.extract, executor=executor)
    assert report.readable


def test_a_disclosure_that_takes_every_worker_with_it_is_rejected(tmp_path: Path) -> None:
    tasks = _tasks(tmp_path, {"a.pdf": fakes.report()})
    with _Losing(times=3) as executor:
        ((_, (report,)),) = read_all(tasks, fakes.VERSION, 1, fakes.extract, executor=executor)
    assert report.problems[0].code == "crashed"


def test_nothing_is_rejected_when_the_pool_itself_is_gone(tmp_path: Path) -> None:
    tasks = _tasks(tmp_path, {"a.pdf": fakes.report()})
    with _Losing(times=99, alive=False) as executor, pytest.raises(PoolError, match="was lost"):
        list(read_all(tasks, fakes.VERSION, 1, fakes.extract, executor=executor))


def test_another_release_on_a_machine_of_the_pool_is_told(tmp_path: Path) -> None:
    tasks = _tasks(tmp_path, {"a.pdf": fakes.report()})
    with pytest.raises(PoolError, match="same release"):
        list(read_all(tasks, fakes.VERSION, 1, fakes.extract_newer))


def test_no_disclosure_is_blamed_when_no_reader_can_be_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tasks = _tasks(tmp_path, {"a.pdf": fakes.report()})
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "full"))
    with pytest.raises(PoolError, match="No reader can be started"):
        list(read_all(tasks, fakes.VERSION, 1, fakes.extract))
