"""The child process that reads: it answers one disclosure after the other, and notes what it is doing.

A question is (path or bytes, name); the answer is packed: reports, or the text of what went wrong. The note lies in memory
that parent and child share, so that noting a step costs next to nothing and the parent looks when it wants to.
"""

from __future__ import annotations

import ctypes
import logging
import os
import shutil
import signal
import struct
import sys
import tempfile
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import msgspec

from extractors import progress
from pipelines.reading_task import Extract
from schemas.records import Report

_DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)
#: How often it was written (odd: being written), seconds and bytes allowed, seconds and bytes when it began, length of the name.
_NOTE = struct.Struct("<QdQdQH")
_LONGEST_NAME = 120
#: Bytes of shared memory a note takes.
NOTE_BYTES = _NOTE.size + _LONGEST_NAME

Answer = tuple[Report, ...] | str
_answers = msgspec.msgpack.Decoder(Answer)


@dataclass(frozen=True, slots=True)
class Step:
    """What a reader does, the seconds of processor time and bytes of memory that may take, and what it had taken and
    held when it began."""

    what: str
    seconds: float
    memory: int
    begun: float
    held: int


class StepNote:
    """The step a reader is at, in memory shared with who watches it. In: an array of `NOTE_BYTES` shared characters."""

    def __init__(self, memory: Any) -> None:
        self._memory = memory
        self._written = 0

    def begin(self, what: str, seconds: float, memory: int) -> None:
        """Notes, in the child, what is done next."""
        self._write(what.encode()[:_LONGEST_NAME], seconds, memory, time.process_time(), _held())

    def clear(self) -> None:
        """Notes that nothing is being done."""
        self._write(b"", 0.0, 0, 0.0, 0)

    def _write(self, name: bytes, seconds: float, memory: int, begun: float, held: int) -> None:
        _NOTE.pack_into(self._memory, 0, self._written + 1, 0.0, 0, 0.0, 0, 0)
        self._memory[_NOTE.size : _NOTE.size + len(name)] = name
        self._written += 2
        _NOTE.pack_into(self._memory, 0, self._written, seconds, memory, begun, held, len(name))

    def seen(self) -> Step | None:
        """The step as the parent sees it; None where there is none, or where it is just being written."""
        written, seconds, memory, begun, held, length = _NOTE.unpack_from(self._memory)
        name = bytes(self._memory[_NOTE.size : _NOTE.size + length])
        if not length or written % 2 or _NOTE.unpack_from(self._memory)[0] != written:
            return None
        return Step(name.decode(errors="replace"), seconds, memory, begun, held)


def _held() -> int:
    """Resident memory of this process."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def unpacked(answer: bytes) -> Answer:
    """Bytes that came from a child → its answer."""
    found: Answer = _answers.decode(answer)
    return found


def serve(connection: Connection, extract: Extract, scratch: str, memory: Any) -> None:
    """Answers until told to stop (None) or nobody asks any more. `scratch` is a folder of its own for what libraries
    leave behind; it is emptied after each answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.setsid()  # what it starts can be ended with it
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIES_WITH_PARENT, signal.SIGKILL)
    os.environ["TMPDIR"] = tempfile.tempdir = scratch
    # What libraries log about damaged files is no news for the person who loads them: the report has its problems.
    logging.getLogger().addHandler(logging.NullHandler())
    note = StepNote(memory)
    while True:
        try:
            request = connection.recv()
        except EOFError:
            return
        if request is None:
            return
        answer = _answer(extract, note, *request)
        note.clear()
        try:
            connection.send_bytes(answer)
            _clear(scratch)
        except OSError:  # whoever asked is gone, and has taken the folder along
            return


def _answer(extract: Extract, note: StepNote, disclosure: bytes | str, name: str) -> bytes:
    try:
        data = disclosure if isinstance(disclosure, bytes) else Path(disclosure).read_bytes()
        with progress.watched(note.begin):
            found = extract(data, name)
        return msgspec.msgpack.encode(found if isinstance(found, tuple) else (found,))
    except Exception as error:  # the reading of one disclosure must never end the batch
        told = f"{type(error).__name__}: {error}"
        return msgspec.msgpack.encode(told.encode(errors="replace").decode())


def _clear(folder: str) -> None:
    """Empties a folder of what a reader left in it."""
    for entry in Path(folder).iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)
