"""The pool: one bad disclosure never takes the others down."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from pipelines.pool import Task, read_all
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
