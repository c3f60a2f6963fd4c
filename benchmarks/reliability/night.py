"""One night in a process of its own, to which something happens at its n-th change to the disk: it ends itself, as if by
`kill -9`, or finds the disk full from then on."""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Any, Literal

from benchmarks.reliability.scene import Scene
from pipelines.night_report.page import template

#: Every change of the file system by Python itself; what DuckDB writes is met by kills at random moments.
_CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.symlink", "os.truncate", "os.utime", "shutil.rmtree"}
_TAKING_ROOM = {"os.mkdir", "os.symlink"}
_WRITING = os.O_WRONLY | os.O_RDWR

#: Loaded once by the process all nights are forked from: what a night imports late is no part of what is tried.
_PRELOADED = ["benchmarks.reliability.night", "extractors.extract", "httpx", "pipelines.sources.listing", "duckdb"]

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(_PRELOADED)
for page in (True, False):
    template(for_html=page)


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to a night, and before which of its changes to the disk."""

    kind: Literal["killed", "full"]
    at: int


class Changes:
    """Counts the changes of this process to the disk and lets the fault happen."""

    def __init__(self, counter: Synchronized[int], fault: Fault | None) -> None:
        self._counter = counter
        self._fault = fault

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING
        if event not in _CHANGES and not writes:
            return
        self._counter.value += 1
        if self._fault is None or self._counter.value < self._fault.at:
            return
        if self._fault.kind == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if writes or event in _TAKING_ROOM:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


#: A night of the scene takes a second or two; beyond this it hangs.
PATIENCE_SECONDS = 240


def _night(folder: Path, sources: Path, counter: Synchronized[int], fault: Fault | None) -> None:
    from pipelines import nightly
    from pipelines.private import keep_temporary_files_private
    from pipelines.store import open_store
    from tests.pipelines.published import SETTINGS

    scene = Scene(folder, sources)
    tempfile.tempdir = str(scene.temporary)
    os.environ["JUESUAN_ALLOW_LOOPBACK"] = "1"
    sys.addaudithook(Changes(counter, fault))
    keep_temporary_files_private()
    night = nightly.run_night(open_store(scene.store.warehouse), scene.plan(), SETTINGS)
    if night.error:
        print(night.error, file=sys.stderr)
    raise SystemExit(int(night.outcome))


def started(scene: Scene, fault: Fault | None = None) -> tuple[ForkServerProcess, Synchronized[int]]:
    """Starts a night. In: what happens to it (None: nothing). Out: the process and its counter."""
    counter = CONTEXT.Value("q", 0)
    process = CONTEXT.Process(target=_night, args=(scene.folder, scene.sources, counter, fault))
    process.start()
    return process, counter


def ended(scene: Scene, fault: Fault | None = None) -> tuple[int | None, int, float]:
    """A night and its end. Out: its exit code, its changes to the disk, its seconds."""
    began = time.monotonic()
    process, counter = started(scene, fault)
    process.join(PATIENCE_SECONDS)
    if process.exitcode is None:
        process.kill()
        process.join()
    return process.exitcode, counter.value, time.monotonic() - began
