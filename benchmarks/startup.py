"""How long commands take before they answer: `python -m benchmarks.startup`.

A small warehouse is made of one sample. Each command runs as a process of its own, several times; the fastest counts
(wall clock and processor time), and `python -X importtime` says which packages its imports went into.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "data" / "samples"

REPEATS = 5
#: Packages shown of a command's imports.
SHOWN = 4

_IMPORT = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s*(\S+)")


@dataclass(frozen=True, slots=True)
class Start:
    """One command: its fastest wall clock and processor time in seconds, and the milliseconds its imports took, by
    package, the slowest first."""

    name: str
    seconds: float
    processor: float
    imports: tuple[tuple[str, float], ...]


def measure(repeats: int = REPEATS) -> list[Start]:
    """Measures the commands on a warehouse of one report."""
    with tempfile.TemporaryDirectory() as folder:
        warehouse = Path(folder) / "one.duckdb"
        sample = next(SAMPLES.glob("泸县*"))
        _run(["load", str(sample), "-w", str(warehouse), "--jobs", "1"])
        sources = Path(folder) / "sources"
        sources.mkdir()
        return [
            _start(name, arguments, repeats) for name, arguments in commands(warehouse, sample.name, sources).items()
        ]


def commands(warehouse: Path, document: str, sources: Path) -> dict[str, list[str]]:
    """What is measured, by the name it has in the table."""
    at = ["-w", str(warehouse)]
    return {
        "juesuan --help": ["--help"],
        "juesuan load --help": ["load", "--help"],
        "juesuan report": ["report", document, *at],
        "juesuan query": ["query", "SELECT count(*) FROM reports", *at],
        "juesuan export": ["export", "--out", str(warehouse.parent / "out"), *at],
        "juesuan retry --list": ["retry", "--list", *at],
        "juesuan sources check": ["sources", "check", "--sources", str(sources)],
        "juesuan nightly (nothing new)": ["nightly", "--sources", str(sources), *at],
    }


def of_report(warehouse: Path, report_id: str, repeats: int = REPEATS) -> Start:
    """`juesuan report` on a published file of any size."""
    return _start("juesuan report", ["report", report_id, "-w", str(warehouse)], repeats)


def _start(name: str, arguments: list[str], repeats: int) -> Start:
    took = [_run(arguments) for _ in range(repeats)]
    return Start(name, min(wall for wall, _ in took), min(cpu for _, cpu in took), _imports(arguments))


def _run(arguments: list[str]) -> tuple[float, float]:
    """Runs a command. Out: wall clock and processor time in seconds."""
    before, began = os.times(), time.perf_counter()
    subprocess.run([sys.executable, "-m", "pipelines", *arguments], cwd=ROOT, capture_output=True, check=False)
    after, ended = os.times(), time.perf_counter()
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return ended - began, processor


def _imports(arguments: list[str]) -> tuple[tuple[str, float], ...]:
    command = [sys.executable, "-X", "importtime", "-m", "pipelines", *arguments]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    by_package: dict[str, float] = defaultdict(float)
    for microseconds, module in _IMPORT.findall(ran.stderr):
        by_package[module.partition(".")[0]] += int(microseconds) / 1000
    slowest = sorted(by_package.items(), key=lambda item: (-item[1], item[0]))
    return tuple(slowest[:SHOWN])


def main() -> int:
    """Prints the table."""
    for start in measure():
        packages = ", ".join(f"{package} {milliseconds:.0f} ms" for package, milliseconds in start.imports)
        print(f"{start.name:32} {start.seconds:6.2f} s  {start.processor:6.2f} s processor   imports: {packages}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
