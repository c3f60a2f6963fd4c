"""What a process of this machine takes: memory with all it started, and processor time. Zero where that cannot be seen."""

from __future__ import annotations

import os
from pathlib import Path


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
