"""The extraction pool: many disclosures at once, none of which can take the others down.

The seam is `concurrent.futures.Executor`: whoever schedules (threads here, many machines elsewhere) runs `Guard.read`
for one disclosure at a time. What a disclosure may take and what happens beyond that is decided in `guard`.

In: archived files with their names. Out: reports, in whatever order they get ready; never an exception for bad input.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ThreadPoolExecutor,
    wait,
)
from itertools import islice

import msgspec

from pipelines.guard import Guard
from pipelines.reading_task import DEADLINE_SECONDS, MEMORY_BYTES, Extract, Limits, Task, rejected
from pipelines.words import SaidError
from schemas.records import Report

__all__ = [
    "DEADLINE_SECONDS",
    "MEMORY_BYTES",
    "Extract",
    "Guard",
    "Limits",
    "PoolError",
    "Readers",
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


#: A task whose worker was lost is handed out again, up to this often.
TRIES_PER_WORKER_LOST = 3

#: How long (seconds) a pool may take to answer at all before it counts as lost.
PROBE_SECONDS = 60.0


class PoolError(SaidError):
    """The pool of readers cannot be used; the message says why and what to do. What was read before is kept."""


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
    are ready; the order varies. A pool that is lent may stand on other machines: it gets the bytes, and stays open.
    Raises `PoolError` where the pool is lost."""
    with Readers(extract, jobs, Limits(deadline, memory), executor) as readers:
        yield from readers.read(tasks, version)


class Readers:
    """Readers that stay while they are open, so that what follows need not start them again. In: what they read with,
    how many (None: one a processor), and the pool that is lent, if one is."""

    def __init__(
        self, extract: Extract, jobs: int | None = None, limits: Limits | None = None, executor: Executor | None = None
    ) -> None:
        self._guard = Guard(extract, limits or Limits())
        self._workers = jobs or default_jobs()
        self._lent = executor
        self._pool = executor or ThreadPoolExecutor(max_workers=self._workers, thread_name_prefix="reader")

    def __enter__(self) -> Readers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, tasks: Iterable[Task], version: str) -> Generator[tuple[Task, tuple[Report, ...]], None, None]:
        """As `read_all`. Whoever stops in between ends the readers."""
        reading = _Reading(self._pool, self._guard, version, carries_bytes=self._lent is not None)
        try:
            yield from reading.of(iter(tasks), self._workers * AHEAD_PER_WORKER)
        except BaseException:
            # Interrupted: what waits is dropped, what is being read is ended, and nobody waits for a deadline.
            reading.drop()
            self.stop()
            raise

    def stop(self) -> None:
        """Ends what is being read at once and waits for nobody; a pool that was lent stays open."""
        if self._lent is None:
            self._pool.shutdown(wait=False, cancel_futures=True)
        self._guard.kill()

    def close(self) -> None:
        """Ends the readers; a pool that was lent stays open."""
        if self._lent is None:
            self._pool.shutdown(cancel_futures=True)
        self._guard.close()


class _Reading:
    """One batch of tasks in a pool: what is running, and how often each was lost with its worker."""

    def __init__(self, pool: Executor, guard: Guard, version: str, carries_bytes: bool) -> None:
        self._pool = pool
        self._guard = guard
        self._version = version
        self._carries_bytes = carries_bytes
        self._running: dict[Future[tuple[Report, ...]], Task] = {}
        self._lost: Counter[str] = Counter()

    def of(self, tasks: Iterator[Task], ahead: int) -> Iterator[tuple[Task, tuple[Report, ...]]]:
        """Keeps `ahead` tasks submitted and hands out what is done."""
        while True:
            for task in islice(tasks, ahead - len(self._running)):
                self._submit(task)
            if not self._running:
                return
            # Looks up now and then: some kernels hand an interrupt to another thread, and a plain wait would not notice.
            done, _ = wait(self._running, timeout=LOOK_UP_SECONDS, return_when=FIRST_COMPLETED)
            for future in sorted(done, key=lambda future: self._running[future].sha256):
                task = self._running.pop(future)
                reports = self._result(future, task)
                if reports is not None:
                    yield task, reports

    def drop(self) -> None:
        """Cancels what has not begun."""
        for future in self._running:
            future.cancel()

    def _submit(self, task: Task) -> None:
        asked = task.carrying_bytes() if self._carries_bytes else task
        try:
            self._running[self._pool.submit(self._guard.read, asked, self._version)] = task
        except RuntimeError as error:
            raise PoolError("The pool of readers was lost: {error}", error=error) from error

    def _result(self, future: Future[tuple[Report, ...]], task: Task) -> tuple[Report, ...] | None:
        """The reports of a task; None where its worker was lost and it was handed out again. The guard turns whatever
        a disclosure does into a report, so an exception is the pool's."""
        try:
            reports = future.result()
        except (Exception, CancelledError) as error:
            if not _is_loss(error):
                raise PoolError("The pool of readers does not work: {error}", error=error) from error
            self._lost[task.sha256] += 1
            if self._lost[task.sha256] < TRIES_PER_WORKER_LOST:
                self._submit(task)
                return None
            self._probe(error)
            message = f"Its reader was lost {TRIES_PER_WORKER_LOST} times: {error}"
            return (rejected(task, self._version, "crashed", message),)
        for report in reports:
            if report.extractor_version != self._version and report.readable:
                raise PoolError(
                    "A reader runs extractor {other}, this machine {version}: install the same release of juesuan on every machine of the pool.",
                    other=report.extractor_version,
                    version=self._version,
                )
        return tuple(_as_asked(task, report) for report in reports)

    def _probe(self, error: BaseException) -> None:
        """Nothing is blamed on a disclosure while the pool itself is gone."""
        try:
            self._pool.submit(int, "1").result(timeout=PROBE_SECONDS)
        except (Exception, CancelledError):
            raise PoolError("The pool of readers was lost: {error}", error=error) from error


def _is_loss(error: BaseException) -> bool:
    """Whether a worker was lost while it read, which a disclosure may be to blame for; all else is the pool's own."""
    return isinstance(error, (BrokenExecutor, CancelledError)) or type(error).__name__ == "KilledWorker"


def _as_asked(task: Task, report: Report) -> Report:
    """A report always names the disclosure it was asked for."""
    if report.document_sha256 == task.sha256 and report.document_name == task.name:
        return report
    return msgspec.structs.replace(
        report, document_sha256=task.sha256, document_name=task.name, document_bytes=task.size()
    )
