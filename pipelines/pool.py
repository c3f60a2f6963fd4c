"""The extraction pool: many disclosures at once, none of which can take the others down.

The seam is `concurrent.futures.Executor`: whoever schedules (threads here, many machines elsewhere) runs `Guard.read`
for one disclosure at a time. What a disclosure may take and what happens beyond that is decided in `guard`.

In: archived files with their names. Out: reports, in whatever order they get ready; never an exception for bad input.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from itertools import islice

import msgspec

from pipelines.guard import (
    DEADLINE_SECONDS,
    MEMORY_BYTES,
    Extract,
    Guard,
    GuardedReader,
    Limits,
    Task,
    rejected,
)
from schemas.records import Report

__all__ = [
    "DEADLINE_SECONDS",
    "MEMORY_BYTES",
    "Extract",
    "Guard",
    "GuardedReader",
    "Limits",
    "Task",
    "default_jobs",
    "extract_disclosure",
    "extractor_version",
    "read_all",
    "rejected",
]

#: Disclosures handed out ahead of a free worker, so that none waits and memory stays small.
AHEAD_PER_WORKER = 2

#: How often the wait for readers looks whether it was interrupted.
LOOK_UP_SECONDS = 0.5


def extract_disclosure(data: bytes, name: str) -> tuple[Report, ...]:
    """Reads one disclosure with the project's extractor."""
    from extractors.extract import extract_all

    return extract_all(data, name)


def extractor_version() -> str:
    """The version under which readings are stored; another version reads again."""
    from extractors import version

    return version.extractor_version()


def default_jobs() -> int:
    """One worker a processor."""
    return len(os.sched_getaffinity(0))


def read_all(
    tasks: Iterable[Task],
    version: str,
    jobs: int | None = None,
    extract: Extract = extract_disclosure,
    deadline: float = DEADLINE_SECONDS,
    executor: Executor | None = None,
    memory: int = MEMORY_BYTES,
) -> Generator[tuple[Task, tuple[Report, ...]], None, None]:
    """Reads disclosures side by side. Out: each task with its reports (one a department, at least one) as soon as they
    are ready; the order varies."""
    guard = Guard(extract, Limits(deadline, memory))
    workers = jobs or default_jobs()
    pool = executor or ThreadPoolExecutor(max_workers=workers, thread_name_prefix="reader")
    try:
        yield from _drain(pool, guard, iter(tasks), version, workers * AHEAD_PER_WORKER)
    except BaseException:
        # Interrupted: what waits is dropped, what is being read is ended, and nobody waits for a deadline.
        if executor is None:
            pool.shutdown(wait=False, cancel_futures=True)
        guard.kill()
        raise
    finally:
        if executor is None:
            pool.shutdown(cancel_futures=True)
        guard.close()


def _drain(
    pool: Executor, guard: Guard, tasks: Iterator[Task], version: str, ahead: int
) -> Iterator[tuple[Task, tuple[Report, ...]]]:
    """Keeps `ahead` tasks submitted and hands out what is done."""
    running: dict[Future[tuple[Report, ...]], Task] = {}
    while True:
        for task in islice(tasks, ahead - len(running)):
            running[pool.submit(guard.read, task, version)] = task
        if not running:
            return
        # Looks up now and then: some kernels hand an interrupt to another thread, and a plain wait would not notice.
        done, _ = wait(running, timeout=LOOK_UP_SECONDS, return_when=FIRST_COMPLETED)
        for future in sorted(done, key=lambda future: running[future].sha256):
            task = running.pop(future)
            try:
                reports = future.result()
            except Exception as error:  # a broken executor loses its task, not the batch
                reports = (rejected(task, version, "crashed", f"The reader was lost: {error}"),)
            yield task, tuple(_as_asked(task, report) for report in reports)


def _as_asked(task: Task, report: Report) -> Report:
    """A report always names the disclosure it was asked for."""
    if report.document_sha256 == task.sha256 and report.document_name == task.name:
        return report
    size = task.path.stat().st_size
    return msgspec.structs.replace(report, document_sha256=task.sha256, document_name=task.name, document_bytes=size)
