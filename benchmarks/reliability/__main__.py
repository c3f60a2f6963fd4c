"""`python -m benchmarks.reliability`: tries what a night withstands and writes benchmarks/RELIABILITY.md.

The measurements lie in RELIABILITY.json beside it, so that one of them can be made again (`--only kills`).
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.reliability.kills import Kills, kill_nights
from benchmarks.reliability.page import write_page

HERE = Path(__file__).parent.parent
MEASURED = HERE / "RELIABILITY.json"


def _kills(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    def told(so_far: Kills) -> None:
        print(f"{so_far.tried.total()} of {options.kills} killed, {len(so_far.wrong)} wrong", flush=True)
        # Hours on a busy machine: what was tried counts also where the rest is not waited for.
        _keep("kills", _told_kills(so_far))

    return _told_kills(kill_nights(folder, options.kills, options.seed, told))


def _told_kills(found: Kills) -> dict[str, Any]:
    return {
        "kills": found.tried.total(),
        "changes": found.changes,
        "completed": found.completed,
        "tried": dict(found.tried),
        "seen_after": dict(found.seen_after),
        "wrong": found.wrong,
    }


def _disks(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    from benchmarks.reliability.full_disk import fill_disks

    found = fill_disks(folder, options.disks, options.disks // 2, options.seed)
    return {"injected": found.injected, "real": found.real, "failed": found.failed, "wrong": found.wrong}


def _readers(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    from benchmarks.reliability.readers import watch_publications

    found = watch_publications(folder, options.publications)
    return {"publications": found.publications, "looks": found.looks, "states": found.states, "wrong": found.wrong}


def _nights(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    from benchmarks.reliability.whole_night import BROKEN_EVERY, three_ways

    ran = three_ways(folder, options.disclosures)
    differing = sorted({name for one in ran for name in one.export if one.export[name] != ran[0].export[name]})
    return {
        "disclosures": options.disclosures,
        "broken": options.disclosures // BROKEN_EVERY,
        "nights": [
            {"how": one.how, "code": one.code, "seconds": round(one.seconds), "statuses": one.statuses,
             "figures": one.figures} for one in ran
        ],
        "views": len(ran[0].export),
        "wrong": [f"{name} differs" for name in differing],
    }  # fmt: skip


PARTS: dict[str, Callable[[Path, argparse.Namespace], dict[str, Any]]] = {
    "kills": _kills,
    "disks": _disks,
    "readers": _readers,
    "nights": _nights,
}


def _keep(name: str, found: dict[str, Any]) -> None:
    """Puts what was measured beside the other parts and writes the page."""
    measured: dict[str, Any] = json.loads(MEASURED.read_text(encoding="utf-8")) if MEASURED.is_file() else {}
    measured[name] = found | {"measured": date.today().isoformat(), "processors": len(os.sched_getaffinity(0))}
    MEASURED.write_text(json.dumps(measured, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    write_page(HERE / "RELIABILITY.md", measured)


def main() -> int:
    """Runs the parts chosen and writes the page. Returns 1 where anything went wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reliability", description=__doc__)
    parser.add_argument("--only", action="append", choices=PARTS, help="only this part (repeatable)")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--disks", type=int, default=10, help="full disks injected; half as many real ones, if root")
    parser.add_argument("--publications", type=int, default=20)
    parser.add_argument("--disclosures", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=Path, help="where to work; the system's folder for temporary files")
    options = parser.parse_args()
    wrong = 0
    for name in options.only or PARTS:
        with tempfile.TemporaryDirectory(prefix=f"{name}-", dir=options.folder) as folder:
            found = PARTS[name](Path(folder), options)
        wrong += len(found["wrong"])
        _keep(name, found)
        print(f"{name}: {json.dumps({**found, 'wrong': found['wrong'][:20]}, ensure_ascii=False)}", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
