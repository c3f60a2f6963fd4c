"""The page of a simulated night: its numbers, its plots, and what they mean for a nation's year, said with care."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.plot import line_chart

NATION = 265_000
#: Hours in which the nation's year is to be done.
HOURS = 8
#: Pages of a report that hold statements, on average.
STATEMENT_PAGES = 12
PHASES = ("collecting", "reading", "checking", "building")
_MEGABYTE = 1 << 20
#: Where the measured seconds of a scanned page stand: the last cell of the first line of totals.
_SCANS = Path(__file__).with_name("SCANS.md")
_SCANNED_PAGE = re.compile(r"^\| \*\*all\*\* .*\| ([\d.]+) \|$", re.MULTILINE)

Look = dict[str, Any]


def write_page(page: Path, documents: tuple[int, int], mixture: dict[str, int], looks: list[Look], code: int) -> None:
    """Writes the page and its two plots beside it. In: how many documents, and how many of them
    were invented anew; what was seen, in order; how the night ended."""
    minutes = [(look["seconds"] / 60, look) for look in looks]
    page.with_suffix(".svg").write_text(
        line_chart(
            f"A simulated night of {documents[0]:,} documents",
            "minutes",
            "documents",
            {
                "archived": [(minute, look["archived"]) for minute, look in minutes],
                "read": [(minute, look["read"]) for minute, look in minutes],
            },
        ),
        encoding="utf-8",
    )
    page.with_name(f"{page.stem}-MEMORY.svg").write_text(
        line_chart(
            "Memory and disk",
            "minutes",
            "MB",
            {
                "parent": [(minute, look["parent_bytes"] / _MEGABYTE) for minute, look in minutes],
                "with readers": [(minute, look["all_bytes"] / _MEGABYTE) for minute, look in minutes],
                "disk": [(minute, look["disk_bytes"] / _MEGABYTE) for minute, look in minutes],
            },
        ),
        encoding="utf-8",
    )
    page.write_text(_text(page, documents, mixture, looks, code), encoding="utf-8")
    found = {"commit": _commits(looks), "found": summary(looks)}
    page.with_suffix(".json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _commits(looks: list[Look]) -> str:
    """What was measured; more than one where the night was stopped and gone on with by another."""
    return ", then ".join(dict.fromkeys(look["commit"] for look in looks))


def summary(looks: list[Look]) -> dict[str, float]:
    """What a night took, in numbers: documents, seconds of each phase, memory and disk in bytes."""
    early, late = reading_memory(looks)
    return {
        "documents": max(look["read"] for look in looks),
        **{f"{name} s": round(phase.seconds, 1) for name, phase in phases(looks).items()},
        **{f"{name}, processor seconds": round(phase.processor, 1) for name, phase in phases(looks).items()},
        "processor, seconds": looks[-1]["processor_seconds"],
        "parent grows while reading, bytes": late - early,
        "largest reader, bytes": max(look["reader_bytes"] for look in looks),
        "most memory, bytes": max(look["all_bytes"] for look in looks),
        "disk, bytes": looks[-1]["disk_bytes"],
    }


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of a night: how long it took, and how much of the processors, in seconds."""

    seconds: float
    processor: float


def phases(looks: list[Look]) -> dict[str, Phase]:
    """Collecting, reading, checking (second readings among it) until the last part was kept, building and publishing."""
    collected, read, checked, last = (
        _reached(looks, "archived"),
        _reached(looks, "read"),
        _reached(looks, "parts"),
        looks[-1],
    )
    began = next((look for look in looks if look["read"]), last)
    collected = min(collected, began, key=_seconds)
    bounds = [
        looks[0] | {"seconds": 0.0, "processor_seconds": 0.0},
        collected,
        read,
        max(read, checked, key=_seconds),
        last,
    ]
    return {
        name: Phase(after["seconds"] - before["seconds"], after["processor_seconds"] - before["processor_seconds"])
        for name, (before, after) in zip(PHASES, pairwise(bounds), strict=True)
    }


def _reached(looks: list[Look], what: str) -> Look:
    """The look at which something was first seen to be as much as it ever was."""
    most = max(look[what] for look in looks)
    return next(look for look in looks if look[what] == most)


def _seconds(look: Look) -> float:
    return float(look["seconds"])


def reading_memory(looks: list[Look]) -> tuple[int, int]:
    """Bytes of the parent when a tenth of all was read, and when nearly all was."""
    last = max(look["read"] for look in looks)
    early = next((look for look in looks if look["read"] >= last / 10), looks[-1])
    late = [look for look in looks if look["read"] < last] or looks
    return early["parent_bytes"], late[-1]["parent_bytes"]


def _text(page: Path, documents: tuple[int, int], mixture: dict[str, int], looks: list[Look], code: int) -> str:
    took = phases(looks)
    read = max(look["read"] for look in looks)
    disk = looks[-1]["disk_bytes"]
    early, late = reading_memory(looks)
    formats = ", ".join(f"{share} % {name}" for name, share in mixture.items())
    whole = Phase(sum(phase.seconds for phase in took.values()), sum(phase.processor for phase in took.values()))
    lines = [
        "# A simulated night",
        "",
        f"`python -m benchmarks.night_simulated --documents {documents[0]} --distinct {documents[1]}` at commit {_commits(looks)}. "
        f"{documents[1]:,} documents are invented, the others are the same under other names of departments: {formats}. No scans. The night ended with exit code {code}.",
        "",
        f"![documents over time]({page.with_suffix('.svg').name})",
        "",
        f"![memory and disk over time]({page.stem}-MEMORY.svg)",
        "",
        f"| | minutes | processor, ms a document | hours for {NATION:,}, if it grows linearly |",
        "|---|---:|---:|---:|",
        *(_phase(name, phase, read) for name, phase in (took | {"**all**": whole}).items()),
        "",
        "| | measured | for the nation |",
        "|---|---:|---:|",
        f"| documents read | {read:,} | {NATION:,} |",
        f"| documents a second, all phases | {read / whole.seconds:,.2f} | needed for {HOURS} h: {NATION / HOURS / 3600:,.1f} |",
        f"| processor | {whole.processor / 3600:,.1f} h | {whole.processor / read * NATION / 3600:,.1f} h; two cores have {2 * HOURS} |",
        f"| disk | {disk / _MEGABYTE:,.0f} MB | {disk / read * NATION / (1 << 30):,.0f} GB |",
        f"| parent while reading, early and late | {early / _MEGABYTE:,.0f} and {late / _MEGABYTE:,.0f} MB | |",
        f"| the largest reader | {max(look['reader_bytes'] for look in looks) / _MEGABYTE:,.0f} MB | |",
        f"| most memory, readers included | {max(look['all_bytes'] for look in looks) / _MEGABYTE:,.0f} MB | |",
        "",
        "Reading, checking, the lake, the parts and the file grow with the documents. What does not: checking is done by "
        "parts of a few hundred reports, so its memory stays (what all parts are cut from is sorted once, within the limit "
        "that DuckDB has there); the list of what is known is held in memory, some 500 bytes a document. Building takes the "
        "most memory: DuckDB uses what it may, four fifths of the machine's, and spills to disk beyond. Invented documents "
        "have some 12 pages where real ones have some 40, most of them without statements: the real night reads slower by "
        "what triage of "
        "those pages costs.",
        "",
        "## Scans",
        "",
        _scans(whole.processor / read),
        "",
    ]
    return "\n".join(lines)


def _phase(name: str, phase: Phase, read: int) -> str:
    hours = phase.seconds / read * NATION / 3600
    return f"| {name} | {phase.seconds / 60:,.1f} | {1000 * phase.processor / read:,.0f} | {hours:,.1f} |"


def _scans(processor: float) -> str:
    """What share of scans the hours would bear. In: processor seconds of a document that is no scan."""
    found = _SCANNED_PAGE.search(_SCANS.read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(f"{_SCANS.name} has no line of totals")
    page = float(found[1])
    hours, scan = 2 * HOURS, STATEMENT_PAGES * page
    left = hours * 3600 - NATION * processor
    percent = NATION / 100 * (scan - processor) / 3600
    told = (
        f"beside all others the {HOURS} hours would bear {100 * left / (scan - processor) / NATION:.2f} % of scans"
        if left > 0
        else f"the others alone take more than the {HOURS} hours, which therefore bear none"
    )
    return (
        f"A scanned page takes {page:.1f} s of a processor ([SCANS.md](SCANS.md)), a scanned report with "
        f"{STATEMENT_PAGES} pages of statements {scan:,.0f} s. Two cores have {hours} hours of processor: {told}. Every "
        f"percent of scans takes {percent:,.0f} hours of processor more. Scans are therefore a queue of their own, which "
        "`--scan-minutes` bounds; what it does not reach waits for the next night."
    )
