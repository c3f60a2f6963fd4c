"""A disk that fills up in the middle of the night: injected at a change to the disk, and for real on a small tmpfs, where
DuckDB's own writing meets it too. The night fails with exit code 4; the next one, with room again, completes."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from benchmarks.reliability.night import Fault, ended
from benchmarks.reliability.promises import examined
from benchmarks.reliability.scene import Scene, staged, state
from tests.pipelines.portal import Portal

FAILED = 4


@dataclass(slots=True)
class FullDisks:
    """How many nights met a full disk, injected and real, and what went wrong (which must be nothing)."""

    injected: int = 0
    real: int = 0
    failed: int = 0
    wrong: list[str] = field(default_factory=list)


def can_mount() -> bool:
    """Whether a tmpfs can be mounted here (root only)."""
    return os.geteuid() == 0 and shutil.which("mount") is not None


def fill_disks(folder: Path, injected: int, real: int, seed: int = 0) -> FullDisks:
    """Lets nights meet a full disk: so many injected, so many real ones."""
    random, result = Random(seed), FullDisks()
    with staged(folder) as (scene, portal):
        before = state(scene.store.warehouse)
        whole = scene.copy("whole")
        _, changes, _ = ended(whole)
        after = state(whole.store.warehouse)
        for number in range(injected):
            trial = scene.copy("trial")
            code, _, _ = ended(trial, Fault("full", random.randint(1, changes)))
            result.injected += 1
            result.wrong += _judged(f"injected {number + 1}", trial, portal, before, after, code, result)
        if real and can_mount():
            needed = _size(whole.folder) - _size(scene.folder)
            for number in range(real):
                room = needed * (number + 1) // (real + 1)
                result.wrong += _on_tmpfs(scene, room, portal, before, after, result)
    return result


def _judged(
    what: str, trial: Scene, portal: Portal, before: str, after: str, code: int | None, result: FullDisks
) -> list[str]:
    result.failed += code == FAILED
    wrong = [] if code in (FAILED, 1) else [f"the night ended with {code}"]
    wrong += examined(trial, portal, before, after)
    return [f"{what}: {line}" for line in wrong]


def _on_tmpfs(scene: Scene, room: int, portal: Portal, before: str, after: str, result: FullDisks) -> list[str]:
    place = scene.folder.with_name("small")
    place.mkdir(exist_ok=True)
    with _mounted(place, 64 << 20):
        trial = scene.copy("small/trial")
        _resize(place, _size(place) + room)
        code, _, _ = ended(trial)
        _resize(place, 64 << 20)
        result.real += 1
        return _judged(f"tmpfs with {room >> 10} KiB", trial, portal, before, after, code, result)


@contextmanager
def _mounted(place: Path, size: int) -> Iterator[None]:
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def _resize(place: Path, size: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size}", str(place)], check=True)


def _size(folder: Path) -> int:
    """Bytes the files of a folder take, in pages."""
    pages = sum(1 + (path.lstat().st_size + 4095) // 4096 for path in folder.rglob("*"))
    return pages * 4096
