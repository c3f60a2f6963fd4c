"""The guarded reader: one persistent child process that reads disclosures and is ended when it takes too much.

Whatever a file does to its reader (hang, eat memory, crash the interpreter) happens in the child. The child is killed
with all it started when it passes its deadline or its memory limit, and the next disclosure gets a fresh one; starting
one costs a few milliseconds, because it is forked from a server that has the extractor loaded.

In: a task (archived file or its bytes, name, sha256). Out: its report; for a disclosure that ended its reader a rejected one with
the problem `deadline`, `memory` or `crashed` (`failed`: the extractor raised, which it never should).
"""

from __future__ import annotations

import contextlib
import ctypes
import logging
import mmap
import multiprocessing
import os
import re
import shutil
import signal
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from extractors import progress
from extractors.limits import MAX_BYTES
from schemas.records import Problem, Report

#: Seconds one disclosure may take. A yearbook of 170 pages takes a few; what takes minutes hangs.
DEADLINE_SECONDS = 120.0
#: Seconds added for each image a PDF holds, because it may be the scan of a page, and for how many of them.
SECONDS_PER_SCAN, MOST_SCANS = 6.0, 100
#: Resident memory (bytes) a reader and what it started may take.
MEMORY_BYTES = 2 << 30
#: How often (seconds) the memory of a reader is looked at.
LOOK_SECONDS = 0.05
#: A reader that still holds this part of its limit after a disclosure is replaced before the next.
_RETIRE_SHARE = 0.5

_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
_TIFF = (b"II*\0", b"MM\0*")
_DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)

#: What reads one disclosure: its bytes and its name → its report, or those of all departments in it. Must be importable
#: by name (it runs in a child).
Extract = Callable[[bytes, str], Report | tuple[Report, ...]]


@dataclass(frozen=True, slots=True)
class Task:
    """One disclosure to read: the archived file, the name it came under and its sha256. A task that goes to another
    machine carries the bytes, because the file does not lie there."""

    path: Path
    name: str
    sha256: str
    data: bytes | None = None

    def carrying_bytes(self) -> Task:
        """The same task for a reader that shares no disk with us."""
        return self if self.data is not None else replace(self, data=self.path.read_bytes())

    def size(self) -> int:
        """Bytes of the disclosure."""
        if self.data is not None:
            return len(self.data)
        return self.path.stat().st_size if self.path.exists() else 0


@dataclass(frozen=True, slots=True)
class Limits:
    """What one disclosure may take: seconds (more are added for scans) and bytes of resident memory."""

    seconds: float = DEADLINE_SECONDS
    memory: int = MEMORY_BYTES


class NoReader(Exception):
    """No child process can be started here (no processes, no disk): no disclosure is to blame."""


@dataclass(frozen=True, slots=True)
class _Step:
    """What the child begins, and the seconds of processor time and the bytes of memory that may take."""

    what: str
    seconds: float
    memory: int


@dataclass(frozen=True, slots=True)
class _Stopped:
    """Why a reader was ended."""

    code: str
    message: str


def rejected(task: Task, version: str, code: str, message: str) -> Report:
    """The report of a disclosure nothing could be read from."""
    return Report(
        document_name=task.name,
        document_sha256=task.sha256,
        document_bytes=task.size(),
        media_type="application/octet-stream",
        extractor_version=version,
        readable=False,
        problems=(Problem(code=code, severity="error", message=message),),
    )


def seconds_allowed(disclosure: Path | bytes, seconds: float) -> float:
    """The deadline of a file: scans take seconds a page, and how many there may be is seen without parsing."""
    if isinstance(disclosure, bytes):
        return seconds + _seconds_for_scans(disclosure)
    try:
        with disclosure.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return seconds + _seconds_for_scans(data)
    except (OSError, ValueError):  # missing or empty: the reader will say so
        return seconds


def _seconds_for_scans(data: bytes | mmap.mmap) -> float:
    if data[:4] in _TIFF:
        return MOST_SCANS * SECONDS_PER_SCAN
    if data.find(b"%PDF-", 0, 1024) < 0:
        return 0.0
    images = sum(1 for _, _ in zip(range(MOST_SCANS), _IMAGE.finditer(data), strict=False))
    return images * SECONDS_PER_SCAN


def resident_bytes(pid: int) -> int:
    """Resident memory of a process and all it started; 0 where that cannot be seen."""
    total = 0
    waiting = [pid]
    while waiting:
        process = Path("/proc", str(waiting.pop()))
        try:
            total += int((process / "statm").read_text().split()[1])
            for children in sorted(process.glob("task/*/children")):
                waiting += [int(child) for child in children.read_text().split()]
        except (OSError, IndexError, ValueError):
            continue  # it ended meanwhile, or this system has no /proc
    return total * os.sysconf("SC_PAGE_SIZE")


def processor_seconds(pid: int) -> float:
    """Processor time a process has taken; 0 where that cannot be seen."""
    try:
        fields = Path("/proc", str(pid), "stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError, ValueError):
        return 0.0


def _serve(connection: Connection, extract: Extract, scratch: str) -> None:
    """The child: answers (path or bytes, name) with a report or with the text of what went wrong, until told to stop."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.setsid()  # what it starts can be ended with it
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIES_WITH_PARENT, signal.SIGKILL)
    os.environ["TMPDIR"] = tempfile.tempdir = scratch
    # What libraries log about damaged files is no news for the person who loads them: the report has its problems.
    logging.getLogger().addHandler(logging.NullHandler())
    while True:
        try:
            request = connection.recv()
        except EOFError:
            return
        if request is None:
            return
        disclosure, name = request
        try:
            data = disclosure if isinstance(disclosure, bytes) else Path(disclosure).read_bytes()
            with progress.watched(lambda *step: connection.send(_Step(*step))):
                answer: Report | tuple[Report, ...] | str = extract(data, name)
        except Exception as error:  # the reading of one disclosure must never end the batch
            answer = f"{type(error).__name__}: {error}"
        try:
            connection.send(answer)
        except OSError:  # whoever asked is gone
            return
        _clear(scratch)


def _clear(folder: str) -> None:
    """Empties a folder of what a reader left in it."""
    for entry in Path(folder).iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)


class GuardedReader:
    """One persistent child process that reads, with a deadline and a memory limit. Use from one thread only."""

    def __init__(self, extract: Extract, limits: Limits) -> None:
        self._extract = extract
        self._limits = limits
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._scratch: tempfile.TemporaryDirectory[str] | None = None

    @property
    def pid(self) -> int | None:
        """The process id of the child; None where there is none."""
        return self._process.pid if self._process is not None else None

    def _start(self) -> Connection:
        # A forked child would inherit locks held by other threads (Polars, DuckDB); a fork server has no threads.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["extractors.extract"])
        ours, theirs = context.Pipe()
        self._scratch = tempfile.TemporaryDirectory(prefix="juesuan-", ignore_cleanup_errors=True)
        process = context.Process(target=_serve, args=(theirs, self._extract, self._scratch.name), daemon=True)
        process.start()
        theirs.close()
        self._process, self._connection = process, ours
        return ours

    def read(self, task: Task, version: str) -> Report:
        """Reads one disclosure; of several departments in it the first. See `read_all`."""
        return self.read_all(task, version)[0]

    def read_all(self, task: Task, version: str) -> tuple[Report, ...]:
        """Reads one disclosure. Out: a report for each department in it, at least one; a crash, a missed deadline or too
        much memory gives a rejected one."""
        answer = self._answer(task, version)
        return answer if isinstance(answer, tuple) else (answer,)

    def _answer(self, task: Task, version: str) -> Report | tuple[Report, ...]:
        size = task.size()
        if size > MAX_BYTES:
            message = f"The file has {size >> 20} MB; more than {MAX_BYTES >> 20} MB are not read."
            return rejected(task, version, "too_large", message)
        try:
            answer = self._watch(self._ask(task), self._seconds(task))
        except (EOFError, OSError):
            code = self._exit_code()
            self.close(kill=True)
            message = f"The reader ended unexpectedly (exit code {code}): a crash, or no memory left."
            return rejected(task, version, "crashed", message)
        if isinstance(answer, _Stopped):
            self.close(kill=True)
            return rejected(task, version, answer.code, answer.message)
        if self._resident() > _RETIRE_SHARE * self._limits.memory:
            self.close()
        if isinstance(answer, str):
            return rejected(task, version, "failed", f"The reader failed: {answer}")
        return answer

    def _seconds(self, task: Task) -> float:
        return seconds_allowed(task.path if task.data is None else task.data, self._limits.seconds)

    def _ask(self, task: Task) -> Connection:
        """Hands the task to the child. One that ended while it had nothing to do is replaced: no task is to blame."""
        request = (task.data if task.data is not None else str(task.path.absolute()), task.name)
        if self._connection is not None:
            try:
                self._connection.send(request)
            except OSError:
                self.close(kill=True)
            else:
                return self._connection
        try:
            connection = self._start()
        except OSError as error:
            self.close(kill=True)
            raise NoReader(f"No reader can be started: {error}") from error
        connection.send(request)
        return connection

    def _watch(self, connection: Connection, seconds: float) -> Report | tuple[Report, ...] | str | _Stopped:
        """Waits for the answer. Out: the answer, or why the child must be ended. Raises EOFError where it ended."""
        end = time.monotonic() + seconds
        step, begun, held = _Step("reading", seconds, self._limits.memory), self._computed(), self._resident()
        while True:
            left = end - time.monotonic()
            if connection.poll(max(0.0, min(LOOK_SECONDS, left))):
                message: Report | tuple[Report, ...] | str | _Step = connection.recv()
                if not isinstance(message, _Step):
                    return message
                step, begun, held = message, self._computed(), self._resident()
            elif self._computed() - begun > step.seconds:
                reason = f"{step.what} took more than {step.seconds:g} seconds of computing and was stopped."
                return _Stopped("deadline", f"{reason[0].upper()}{reason[1:]}")
            resident = self._resident()
            if resident > self._limits.memory:
                message = (
                    f"Reading took {resident >> 20} MB of memory, more than {self._limits.memory >> 20} MB, "
                    "and was stopped."
                )
                return _Stopped("memory", message)
            if resident - held > step.memory:
                reason = f"{step.what} took more than {step.memory >> 20} MB of memory and was stopped."
                return _Stopped("memory", f"{reason[0].upper()}{reason[1:]}")
            if left <= 0.0:
                return _Stopped("deadline", f"Reading took longer than {seconds:g} seconds and was stopped.")

    def _resident(self) -> int:
        return resident_bytes(self.pid) if self.pid is not None else 0

    def _computed(self) -> float:
        return processor_seconds(self.pid) if self.pid is not None else 0.0

    def _exit_code(self) -> int | None:
        if self._process is None:
            return None
        self._process.join(timeout=5)
        return self._process.exitcode

    def kill(self) -> None:
        """Ends the child and all it started at once. May be called from another thread: the one that waits for an
        answer sees the end."""
        process = self._process
        if process is not None and process.pid is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()

    def close(self, kill: bool = False) -> None:
        """Ends the child; politely, or at once where it hangs. Its temporary files go with it."""
        if kill:
            self.kill()
        process, connection, scratch = self._process, self._connection, self._scratch
        self._process = self._connection = self._scratch = None
        if connection is not None:
            if not kill:
                with contextlib.suppress(OSError):
                    connection.send(None)
            connection.close()
        if process is not None:
            process.join(timeout=5)
            if process.exitcode is None:
                process.kill()
                process.join(timeout=5)
            process.close()
        if scratch is not None:
            scratch.cleanup()


class Guard:
    """A guarded reader for each worker thread that asks; closes them all at the end.

    Sent to another process (a pool on other machines), it arrives there as the one guard of that process.
    """

    def __init__(self, extract: Extract, limits: Limits) -> None:
        self._extract = extract
        self._limits = limits
        self._local = threading.local()
        self._readers: weakref.WeakSet[GuardedReader] = weakref.WeakSet()

    def __reduce__(self) -> tuple[Callable[[Extract, Limits], Guard], tuple[Extract, Limits]]:
        return _guard_of_this_process, (self._extract, self._limits)

    def read(self, task: Task, version: str) -> tuple[Report, ...]:
        """Reads one disclosure in the child of this thread. Out: its reports, at least one."""
        reader: GuardedReader | None = getattr(self._local, "reader", None)
        if reader is None:
            reader = GuardedReader(self._extract, self._limits)
            self._local.reader = reader
            self._readers.add(reader)
        return reader.read_all(task, version)

    def close(self) -> None:
        """Ends every child; nobody may be reading any more."""
        for reader in list(self._readers):
            reader.close()

    def kill(self) -> None:
        """Ends every child at once, whoever is reading."""
        for reader in list(self._readers):
            reader.kill()


@cache
def _guard_of_this_process(extract: Extract, limits: Limits) -> Guard:
    return Guard(extract, limits)
