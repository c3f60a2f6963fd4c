"""What a process of this machine takes: memory with all it started, and processor time. Zero where that cannot be seen."""

from __future__ import annotations

import os
from collections.abc import Iterator

_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def resident_bytes(pid: int) -> int:
    """Resident memory of a process and all it started; 0 where that cannot be seen."""
    return sum(size for _, size in family(pid))


def family(pid: int) -> Iterator[tuple[int, int]]:
    """A process and all it started, each with its resident memory, as far as that can be seen."""
    waiting = [pid]
    while waiting:
        member = waiting.pop()
        try:
            yield member, int(_told(f"/proc/{member}/statm").split()[1]) * _PAGE_BYTES
            for thread in sorted(os.listdir(f"/proc/{member}/task")):
                waiting += [int(child) for child in _told(f"/proc/{member}/task/{thread}/children").split()]
        except (OSError, IndexError, ValueError):
            continue  # it ended meanwhile, or this system has no /proc


def _told(path: str) -> bytes:
    """What a file of /proc says. Readers are looked at many times a second, so it is read in one step."""
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(file, 1 << 16)
    finally:
        os.close(file)


def processor_seconds(pid: int) -> float:
    """Processor time a process has taken; 0 where that cannot be seen."""
    try:
        fields = _told(f"/proc/{pid}/stat").rpartition(b")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError, ValueError):
        return 0.0
