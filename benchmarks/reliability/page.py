"""benchmarks/RELIABILITY.md from what was measured."""

from __future__ import annotations

from pathlib import Path
from typing import Any

_INTRODUCTION = """# What a night withstands

`make crash` (`python -m benchmarks.reliability`) tries it and writes this page; `--only PART` makes one part again. A few of
each run in `make test` (`tests/pipelines/reliability`).
"""

_KILLS = """
## `kill -9`

A night over a portal and an inbox, with something published before, is killed {kills} times: half before a random one of
its {changes} changes to the disk, half at a random moment. Up to four nights are killed in a row on one warehouse, each
resuming what the one before left; then one is left alone. Reading and judging are stand-ins here, so that hundreds of
nights are affordable; fetching, archive, lake, build, publication and report are the real ones.

| | |
|---|---:|
| killed before a change to the disk | {by_change} |
| killed at a random moment | {by_time} |
| right after it, readers saw the state before | {before} |
| right after it, readers saw the state after | {after} |
| right after it, readers saw anything else, an error, or an older state again | {neither} |
| nights left alone after kills, all of which completed with the same content | {completed} |
| **anything lost, half, wrong, or left behind** | **{wrong}** |

Checked right after every kill: the published file opens and is one of the two; every sha256 in the records of fetches, in
the arrivals and in the lake is in the archive, with the right bytes; every file a batch names is there. Checked after the
completing night: the content is that of a night never killed, all the portal's documents are archived, and neither the
store nor the folder for temporary files holds anything unfinished.
"""

_DISKS = """
## Full disk

| | |
|---|---:|
| "no space left on device" from a random change to the disk on | {injected} |
| a tmpfs that is really full, so that DuckDB's own writing meets it | {real} |
| nights that failed with exit code 4 (the others had the room they needed) | {failed} |
| **readers saw anything but the state before or after, the next night did not complete, or something was lost** | **{wrong}** |
"""

_READERS = """
## Readers

A process asks five views of the published file without a pause while {publications} versions are published.

| | |
|---|---:|
| times it looked | {looks} |
| different published states it saw | {states} |
| **errors, mixtures, steps back** | **{wrong}** |
"""

_NIGHTS = """
## The same night three ways

A portal on this machine holds {disclosures} invented disclosures as text, {broken} of them broken (the empty
ones among these are one content, which counts once). Everything is real: fetching, extractor, rules, expectations.
Dask: a scheduler and two worker processes. All {views} views of the three published files, exported as CSV, are compared byte
by byte; only the moment of arrival is left out.

| night | exit code | seconds | reports | reconciled | flagged | unverified | rejected | figures |
|---|---:|---:|---:|---:|---:|---:|---:|---:|
{rows}

**Views that differ: {wrong}.** (Exit code 1 says that some could not be read: the broken ones. {processors} processors,
shared with other work; the seconds compare nothing but themselves.)
"""


def write_page(path: Path, measured: dict[str, Any]) -> None:
    """Writes the page from the parts that were measured."""
    text = _INTRODUCTION
    if "kills" in measured:
        kills = measured["kills"]
        seen, tried = kills["seen_after"], kills["tried"]
        text += _KILLS.format(
            **{**kills, "wrong": len(kills["wrong"])},
            by_change=tried.get("before a change to the disk", 0),
            by_time=tried.get("at a random moment", 0),
            before=seen.get("before", 0),
            after=seen.get("after", 0),
            neither=seen.get("neither", 0),
        )
    if "disks" in measured:
        text += _DISKS.format(**{**measured["disks"], "wrong": len(measured["disks"]["wrong"])})
    if "readers" in measured:
        text += _READERS.format(**{**measured["readers"], "wrong": len(measured["readers"]["wrong"])})
    if "nights" in measured:
        nights = measured["nights"]
        rows = "\n".join(_row(night) for night in nights["nights"])
        text += _NIGHTS.format(**{**nights, "wrong": len(nights["wrong"])}, rows=rows)
    path.write_text(text, encoding="utf-8")


def _row(night: dict[str, Any]) -> str:
    counts = [night["statuses"].get(status, 0) for status in ("reconciled", "flagged", "unverified", "rejected")]
    numbers = [night["code"], night["seconds"], sum(counts), *counts, night["figures"]]
    return f"| {night['how']} | {' | '.join(f'{number:,}' for number in numbers)} |"
