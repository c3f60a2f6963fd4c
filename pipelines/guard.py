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
import multiprocessing
import os
import signal
import tempfile
import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

import msgspec

from extractors.limits import MAX_BYTES
from pipelines.processes import processor_seconds, resident_bytes
from pipelines.reader_child import NOTE_BYTES, Answer, StepNote, serve, unpacked
from pipelines.reading_task import Extract, Limits, Task, rejected, seconds_allowed
from schemas.records import Report

#: How often (seconds) a reader is looked at.
LOOK_SECONDS = 0.05
#: A reader that still holds this part of its limit after a disclosure is replaced before the next.
_RETIRE_SHARE = 0.5


class NoReader(Exception):
    """No child process can be started here (no processes, no disk): no disclosure is to blame."""


@dataclass(frozen=True, slots=True)
class _Stopped:
    """Why a reader was ended."""

    code: str
    message: str


class GuardedReader:
    """One persistent child process that reads, with a deadline and a memory limit. Use from one thread only."""

    def __init__(self, extract: Extract, limits: Limits) -> None:
        self._extract = extract
        self._limits = limits
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self._note: StepNote | None = None

    @property
    def pid(self) -> int | None:
        """The process id of the child; None where there is none."""
        return self._process.pid if self._process is not None else None

    def _start(self) -> Connection:
        # A forked child would inherit locks held by other threads (Polars, DuckDB); a fork server has no threads.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["extractors.extract", "pipelines.reader_child"])
        ours, theirs = context.Pipe()
        self._scratch = tempfile.TemporaryDirectory(prefix="juesuan-", ignore_cleanup_errors=True)
        shared = context.RawArray(ctypes.c_char, NOTE_BYTES)
        process = context.Process(target=serve, args=(theirs, self._extract, self._scratch.name, shared), daemon=True)
        process.start()
        theirs.close()
        self._process, self._connection, self._note = process, ours, StepNote(shared)
        return ours

    def read(self, task: Task, version: str) -> Report:
        """Reads one disclosure; of several departments in it the first. See `read_all`."""
        return self.read_all(task, version)[0]

    def read_all(self, task: Task, version: str) -> tuple[Report, ...]:
        """Reads one disclosure. Out: a report for each department in it, at least one; a crash, a missed deadline or too
        much memory gives a rejected one."""
        size = task.size()
        if size > MAX_BYTES:
            message = f"The file has {size >> 20} MB; more than {MAX_BYTES >> 20} MB are not read."
            return (rejected(task, version, "too_large", message),)
        try:
            answer = self._watch(self._ask(task), self._seconds(task))
        except (EOFError, OSError):
            code = self._exit_code()
            self.close(kill=True)
            message = f"The reader ended unexpectedly (exit code {code}): a crash, or no memory left."
            return (rejected(task, version, "crashed", message),)
        if isinstance(answer, _Stopped):
            self.close(kill=True)
            return (rejected(task, version, answer.code, answer.message),)
        if self._resident() > _RETIRE_SHARE * self._limits.memory:
            self.close()
        if isinstance(answer, str):
            return (rejected(task, version, "failed", f"The reader failed: {answer}"),)
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

    def _watch(self, connection: Connection, seconds: float) -> Answer | _Stopped:
        """Waits for the answer. Out: the answer, or why the child must be ended. Raises EOFError where it ended."""
        end = time.monotonic() + seconds
        while True:
            left = end - time.monotonic()
            if connection.poll(max(0.0, min(LOOK_SECONDS, left))):
                try:
                    return unpacked(connection.recv_bytes())
                except msgspec.MsgspecError as error:
                    return f"its report is none: {error}"
            reason = self._excess()
            if reason is not None:
                return reason
            if left <= 0.0:
                return _Stopped("deadline", f"Reading took longer than {seconds:g} seconds and was stopped.")

    def _excess(self) -> _Stopped | None:
        """What the child takes more of than it may: memory in all, or what the step allows that it is at."""
        resident, allowed = self._resident(), self._limits.memory
        if resident > allowed:
            message = f"Reading took {resident >> 20} MB of memory, more than {allowed >> 20} MB, and was stopped."
            return _Stopped("memory", message)
        step = self._note.seen() if self._note is not None else None
        if step is None:
            return None
        what = f"{step.what[0].upper()}{step.what[1:]}"
        if resident - step.held > step.memory:
            return _Stopped("memory", f"{what} took more than {step.memory >> 20} MB of memory and was stopped.")
        if self._computed() - step.begun > step.seconds:
            return _Stopped("deadline", f"{what} took more than {step.seconds:g} seconds of computing and was stopped.")
        return None

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
        self._process = self._connection = self._scratch = self._note = None
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
