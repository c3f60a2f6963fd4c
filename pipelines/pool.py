"""The extraction pool: many disclosures at once, none of which can take the others down.

The seam is `concurrent.futures.Executor`: whoever schedules (threads here, many machines elsewhere) runs
`read_guarded` for one disclosure at a time. The guard inside is one persistent child process per worker that does the
reading. It is killed and replaced when it passes the deadline or dies; the disclosure is then rejected with the
reason and the batch goes on.

In: archived files with their names. Out: reports, in whatever order they get ready; never an exception for bad input.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import weakref
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import cache
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec

from schemas.records import Problem, Report

#: Seconds one disclosure may take. A yearbook of 170 pages takes a few; what takes minutes hangs.
DEADLINE_SECONDS = 300.0

#: Disclosures handed out ahead of a free worker, so that none waits and memory stays small.
AHEAD_PER_WORKER = 2

#: How often the wait for readers looks whether it was interrupted.
LOOK_UP_SECONDS = 0.5

#: What reads one disclosure: its bytes and its name → reports. Must be importable by name (it runs in a child).
Extract = Callable[[bytes, str], Report]


@dataclass(frozen=True, slots=True)
class Task:
    """One disclosure to read: the archived file, the name it came under and its sha256."""

    path: Path
    name: str
    sha256: str


def extract_disclosure(data: bytes, name: str) -> Report:
    """Reads one disclosure with the project's extractor."""
    from extractors.extract import extract

    return extract(data, name)


def extractor_version() -> str:
    """The version under which readings are stored; another version reads again."""
    from extractors import version

    return version.extractor_version()


def rejected(task: Task, version: str, code: str, message: str) -> Report:
    """The report of a disclosure nothing could be read from."""
    size = task.path.stat().st_size if task.path.exists() else 0
    return Report(
        document_name=task.name,
        document_sha256=task.sha256,
        document_bytes=size,
        media_type="application/octet-stream",
        extractor_version=version,
        readable=False,
        problems=(Problem(code=code, severity="error", message=message),),
    )


def _serve(connection: Connection, extract: Extract) -> None:
    """The child: answers (path, name) with a report or with the text of what went wrong, until told to stop."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            request = connection.recv()
        except EOFError:
            return
        if request is None:
            return
        path, name = request
        try:
            answer: Report | str = extract(Path(path).read_bytes(), name)
        except Exception as error:  # the reading of one disclosure must never end the batch
            answer = f"{type(error).__name__}: {error}"
        connection.send(answer)


class GuardedReader:
    """One persistent child process that reads, with a deadline. Use from one thread only."""

    def __init__(self, extract: Extract, deadline: float) -> None:
        self._extract = extract
        self._deadline = deadline
        self._process: multiprocessing.process.BaseProcess | None = None
        self._connection: Connection | None = None

    def _start(self) -> Connection:
        # A forked child would inherit locks held by other threads (Polars, DuckDB); a fork server has no threads.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["extractors.extract"])
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self._extract), daemon=True)
        process.start()
        theirs.close()
        self._process, self._connection = process, ours
        return ours

    def read(self, task: Task, version: str) -> Report:
        """Reads one disclosure; a crash or a missed deadline gives a rejected report and a fresh child."""
        connection = self._connection or self._start()
        try:
            connection.send((str(task.path), task.name))
            if not connection.poll(self._deadline):
                self.close(kill=True)
                message = f"Reading took longer than {self._deadline:g} seconds and was stopped."
                return rejected(task, version, "deadline_exceeded", message)
            answer: Report | str = connection.recv()
        except (EOFError, OSError):
            code = self._exit_code()
            self.close(kill=True)
            message = f"The reader ended unexpectedly (exit code {code}): a crash, or no memory left."
            return rejected(task, version, "reader_crashed", message)
        if isinstance(answer, str):
            return rejected(task, version, "reader_failed", f"The reader failed: {answer}")
        return answer

    def _exit_code(self) -> int | None:
        if self._process is None:
            return None
        self._process.join(timeout=5)
        return self._process.exitcode

    def kill(self) -> None:
        """Ends the child at once. May be called from another thread: the one that waits for an answer sees the end."""
        process = self._process
        if process is not None:
            process.kill()

    def close(self, kill: bool = False) -> None:
        """Ends the child; politely, or at once where it hangs."""
        if kill:
            self.kill()
        process, connection = self._process, self._connection
        self._process = self._connection = None
        if connection is not None:
            if not kill:
                try:
                    connection.send(None)
                except OSError:
                    kill = True
            connection.close()
        if process is not None:
            process.join(timeout=5)


class Guard:
    """A guarded reader for each worker thread that asks; closes them all at the end.

    Sent to another process (a pool on other machines), it arrives there as the one guard of that process.
    """

    def __init__(self, extract: Extract, deadline: float) -> None:
        self._extract = extract
        self._deadline = deadline
        self._local = threading.local()
        self._readers: weakref.WeakSet[GuardedReader] = weakref.WeakSet()

    def __reduce__(self) -> tuple[Callable[[Extract, float], Guard], tuple[Extract, float]]:
        return _guard_of_this_process, (self._extract, self._deadline)

    def read(self, task: Task, version: str) -> Report:
        """Reads one disclosure in the child of this thread."""
        reader: GuardedReader | None = getattr(self._local, "reader", None)
        if reader is None:
            reader = GuardedReader(self._extract, self._deadline)
            self._local.reader = reader
            self._readers.add(reader)
        return reader.read(task, version)

    def close(self) -> None:
        """Ends every child; nobody may be reading any more."""
        for reader in list(self._readers):
            reader.close()

    def kill(self) -> None:
        """Ends every child at once, whoever is reading."""
        for reader in list(self._readers):
            reader.kill()


@cache
def _guard_of_this_process(extract: Extract, deadline: float) -> Guard:
    return Guard(extract, deadline)


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
) -> Generator[tuple[Task, Report], None, None]:
    """Reads disclosures side by side. Out: each task with its report as soon as it is ready; the order varies."""
    guard = Guard(extract, deadline)
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
) -> Iterator[tuple[Task, Report]]:
    """Keeps `ahead` tasks submitted and hands out what is done."""
    running: dict[Future[Report], Task] = {}
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
                report = future.result()
            except Exception as error:  # a broken executor loses its task, not the batch
                report = rejected(task, version, "reader_crashed", f"The reader was lost: {error}")
            if report.document_sha256 != task.sha256 or report.document_name != task.name:
                report = _as_asked(task, report)
            yield task, report


def _as_asked(task: Task, report: Report) -> Report:
    """A report always names the disclosure it was asked for."""
    size = task.path.stat().st_size
    return msgspec.structs.replace(report, document_sha256=task.sha256, document_name=task.name, document_bytes=size)
