"""Private folders: where a process makes its files before one rename shows them to everybody.

    build/<name>.lock    held (flock) for as long as the process that made the folder lives
    build/<name>/        what it is making

The kernel gives the lock back when the process ends, however it ends: what `kill -9` left behind is known by its free
lock and swept away by the next writer. Process ids would not do: containers that share a disk do not share them.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

#: Locks this process holds, by folder.
_held: dict[Path, int] = {}


def claim(parent: Path, purpose: str) -> Path:
    """Makes a folder of our own below `parent`. It stays until `give_up`, or until this process is gone."""
    make_folder(parent)
    while True:
        folder = parent / f"{purpose}-{secrets.token_hex(8)}"
        descriptor = os.open(_lock_of(folder), os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if os.fstat(descriptor).st_nlink:
            break
        os.close(descriptor)  # a sweeper took it between opening and locking
    _held[folder] = descriptor
    try:
        folder.mkdir()
    except OSError:
        give_up(folder)
        raise
    return folder


def give_up(folder: Path) -> None:
    """Removes a claimed folder and all in it."""
    shutil.rmtree(folder, ignore_errors=True)
    _lock_of(folder).unlink(missing_ok=True)
    descriptor = _held.pop(folder, None)
    if descriptor is not None:
        os.close(descriptor)


@contextmanager
def private_folder(parent: Path, purpose: str) -> Iterator[Path]:
    """A folder of our own for the time of a `with`."""
    folder = claim(parent, purpose)
    try:
        yield folder
    finally:
        give_up(folder)


def keep_temporary_files_private() -> None:
    """Lets the temporary files of this process and of all libraries in it go to one folder, which the next run sweeps
    away where this one is killed. Call once, at the start of a program."""
    from multiprocessing.util import Finalize

    # Below the system's own folder: the paths of sockets made there must stay short.
    parent = Path(tempfile.gettempdir()) / f"juesuan-{os.getuid()}"
    if parent.parent.name.startswith("run-"):
        return
    parent.mkdir(mode=0o700, exist_ok=True)
    if parent.lstat().st_uid != os.getuid():
        return  # somebody else's: nothing of ours goes there
    remove_abandoned(parent)
    folder = claim(parent, "run")
    tempfile.tempdir = str(folder)
    # After everything that multiprocessing itself removes at the end (its lowest priority is -100).
    Finalize(None, give_up, args=(folder,), exitpriority=-1000)


def remove_abandoned(parent: Path) -> None:
    """Removes what processes that are gone left below `parent`."""
    if not parent.is_dir():
        return
    # Folders first: one whose lock appears later is being made and is not in the list.
    folders = [path for path in parent.iterdir() if path.is_dir()]
    for lock in parent.glob("*.lock"):
        _remove_if_free(lock)
    for folder in folders:
        if not _lock_of(folder).exists():
            shutil.rmtree(folder, ignore_errors=True)


def _remove_if_free(lock: Path) -> None:
    try:
        descriptor = os.open(lock, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        with suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(lock.with_suffix(""), ignore_errors=True)
            lock.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.lock")


def make_folder(folder: Path) -> None:
    """Makes a folder and its parents so that they are still there after a power cut."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    flush_folder(folder.parent)


def flush_folder(folder: Path) -> None:
    """Writes the names in a folder to disk: a rename is durable only then."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def flush_file(path: Path) -> None:
    """Writes what a file holds to disk."""
    with path.open("rb") as handle:
        os.fsync(handle.fileno())


def replace_durably(source: Path, target: Path) -> None:
    """Renames a finished file to where others see it, so that a power cut leaves the old one or the new one."""
    flush_file(source)
    os.replace(source, target)
    flush_folder(target.parent)
