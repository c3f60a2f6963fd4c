"""The page of a simulated night: its numbers, its plots, and what they mean for a nation's year, said with care."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks.commit import commit
from benchmarks.plot import line_chart

NATION = 265_000
#: Hours in which the nation's year is to be done.
HOURS = 8
_MEGABYTE = 1 << 20

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
    found = {"commit": commit(), "found": summary(looks)}
    page.with_suffix(".json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def summary(looks: list[Look]) -> dict[str, float]:
    """What a night took, in numbers: documents, seconds of each phase, memory and disk in bytes."""
    early, late = reading_memory(looks)
    return {
        "documents": max(look["read"] for look in looks),
        **{f"{phase} s": seconds for phase, seconds in phases(looks).items()},
        "processor, seconds": looks[-1]["processor_seconds"],
        "parent grows while reading, bytes": late - early,
        "largest reader, bytes": max(look["reader_bytes"] for look in looks),
        "most memory, bytes": max(look["all_bytes"] for look in looks),
        "disk, bytes": looks[-1]["disk_bytes"],
    }


def phases(looks: list[Look]) -> dict[str, float]:
    """Seconds of collecting, reading, and building with all that follows."""
    end = looks[-1]["seconds"]
    reading = next((look["seconds"] for look in looks if look["read"]), end)
    last = max(look["read"] for look in looks)
    building = next((look["seconds"] for look in looks if look["read"] == last), end)
    collected = max(look["archived"] for look in looks)
    collecting = next((look["seconds"] for look in looks if look["archived"] == collected), end)
    return {
        "collecting": min(collecting, reading),
        "reading": building - min(collecting, reading),
        "building": end - building,
    }


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
    rate = read / took["reading"] if took["reading"] else 0.0
    formats = ", ".join(f"{share} % {name}" for name, share in mixture.items())
    hours = {phase: seconds / read * NATION / 3600 if read else 0.0 for phase, seconds in took.items()}
    lines = [
        "# A simulated night",
        "",
        f"`python -m benchmarks.night_simulated --documents {documents[0]} --distinct {documents[1]}` at commit {commit()}. "
        f"{documents[1]:,} documents are invented, the others are the same under other names of departments: {formats}. No scans. The night ended with exit code {code}.",
        "",
        f"![documents over time]({page.with_suffix('.svg').name})",
        "",
        f"![memory and disk over time]({page.stem}-MEMORY.svg)",
        "",
        "| | measured | for 265,000, if it grows linearly |",
        "|---|---:|---:|",
        f"| documents read | {read:,} | {NATION:,} |",
        *(f"| {phase} | {seconds / 60:,.1f} min | {hours[phase]:,.1f} h |" for phase, seconds in took.items()),
        f"| all | {sum(took.values()) / 60:,.1f} min | {sum(hours.values()):,.1f} h |",
        f"| processor | {looks[-1]['processor_seconds'] / 60:,.1f} min, {1000 * looks[-1]['processor_seconds'] / max(read, 1):,.0f} ms a document | {looks[-1]['processor_seconds'] / max(read, 1) * NATION / 3600:,.1f} h; two cores have {2 * HOURS} |",
        f"| documents read a second | {rate:,.2f} | needed for {HOURS} h: {NATION / HOURS / 3600:,.1f} |",
        f"| disk | {disk / _MEGABYTE:,.0f} MB | {disk / max(read, 1) * NATION / (1 << 30):,.0f} GB |",
        f"| parent while reading, early and late | {early / _MEGABYTE:,.0f} and {late / _MEGABYTE:,.0f} MB | |",
        f"| the largest reader | {max(look['reader_bytes'] for look in looks) / _MEGABYTE:,.0f} MB | |",
        f"| most memory, readers included | {max(look['all_bytes'] for look in looks) / _MEGABYTE:,.0f} MB | |",
        "",
        "Reading, the lake, the parts and the file grow with the documents. What does not: checking is done by parts of a "
        "few hundred reports, so its memory stays; the list of what is known is held in memory, some 500 bytes a "
        "document; sorting while views are stored spills to disk where memory ends. Invented documents have some 12 pages "
        "where real ones have some 40, most of them without statements: the real night reads slower by what triage of "
        "those pages costs.",
        "",
    ]
    return "\n".join(lines)
