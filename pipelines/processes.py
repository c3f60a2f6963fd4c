"""What a process of this machine takes: memory with all it started, and processor time. Zero where that cannot be seen."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path


def resident_bytes(pid: int) -> int:
    """Resident memory of a process and all it started; 0 where that cannot be seen."""
    return sum(size for _, size in family(pid))


def family(pid: int) -> Iterator[tuple[int, int]]:
    """A process and all it started, each with its resident memory, as far as that can be seen."""
    waiting = [pid]
    while waiting:
        member = waiting.pop()
        process = Path("/proc", str(member))
        try:
            yield member, int((process / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
            for children in sorted(process.glob("task/*/children")):
                waiting += [int(child) for child in children.read_text().split()]
        except (OSError, IndexError, ValueError):
            continue  # it ended meanwhile, or this system has no /proc


def processor_seconds(pid: int) -> float:
    """Processor time a process has taken; 0 where that cannot be seen."""
    try:
        fields = Path("/proc", str(pid), "stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError, ValueError):
        return 0.0
