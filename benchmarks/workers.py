"""Readers side by side, and their memory: `python -m benchmarks.workers FOLDER`.

The documents of a folder are read, over and over, by one reader and then by two. In: a folder (of
`benchmarks.night_simulated`, or any). Out: documents a second, resident memory of the parent and of its readers over
time, and whether either grows.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.night_simulated import make_documents
from pipelines.pool import extractor_version, read_all
from pipelines.processes import resident_bytes
from pipelines.reading_task import Task

#: How often memory is looked at, in documents.
EVERY = 25
_MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Reading:
    """One run: readers, documents, seconds, and (documents, parent's bytes, readers' bytes) as they were."""

    jobs: int
    documents: int
    seconds: float
    memory: tuple[tuple[int, int, int], ...]

    def growth(self) -> tuple[int, int]:
        """Bytes by which the parent and its readers grew from a fifth of the way to the end."""
        early, late = self.memory[len(self.memory) // 5], self.memory[-1]
        return late[1] - early[1], late[2] - early[2]


def tasks(folder: Path, count: int) -> Iterator[Task]:
    """`count` tasks over the files of a folder, again from the first after the last."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    for number in range(count):
        path = files[number % len(files)]
        yield Task(path, path.name, hashlib.sha256(f"{number} {path.name}".encode()).hexdigest())


def read(folder: Path, count: int, jobs: int) -> Reading:
    """Reads with so many readers."""
    memory: list[tuple[int, int, int]] = []
    began = time.monotonic()
    for done, _ in enumerate(read_all(tasks(folder, count), extractor_version(), jobs), start=1):
        if done % EVERY == 0:
            own = int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
            memory.append((done, own, resident_bytes(os.getpid()) - own))
    return Reading(jobs, count, time.monotonic() - began, tuple(memory))


def measure(documents: int = 240, distinct: int = 60) -> dict[str, float]:
    """One reader beside two, over documents invented for it."""
    with tempfile.TemporaryDirectory() as folder:
        make_documents(Path(folder), distinct, distinct, 2)
        alone, together = (read(Path(folder), documents, jobs) for jobs in (1, 2))
    return {
        "documents": float(documents),
        "one reader, documents a second": documents / alone.seconds,
        "two readers, documents a second": documents / together.seconds,
        "two readers / one": alone.seconds / together.seconds,
    }


def main(arguments: list[str] | None = None) -> int:
    """Prints both runs."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.workers", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=400)
    options = parser.parse_args(arguments)
    runs = [read(options.folder, options.documents, jobs) for jobs in (1, 2)]
    for run in runs:
        parent, readers = (grown / _MEGABYTE for grown in run.growth())
        most = max(look[2] for look in run.memory) / _MEGABYTE
        print(
            f"{run.jobs} readers: {run.documents / run.seconds:.2f} documents a second; readers {most:,.0f} MB at most; "
            f"grown by {parent:+.1f} MB (parent) and {readers:+.1f} MB (readers)"
        )
    print(f"two readers are {runs[0].seconds / runs[1].seconds:.2f} times one")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
