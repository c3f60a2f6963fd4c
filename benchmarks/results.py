"""`make bench` = `python -m benchmarks.results`: measures everything and writes benchmarks/RESULTS.md and RESULTS.json.

    reading    what reading a PDF costs beside pdfium, pdfplumber and camelot          benchmarks.reading
    checking   what checks, findings and localisation cost                              benchmarks.checking
    startup    how long commands take before they answer                                benchmarks.startup
    workers    two readers beside each other, against one                               benchmarks.workers
    scale      a warehouse of thousands of reports: built, published, asked             benchmarks.scale
    growth     the same of 100,000 reports, nine in ten of them copies (--only)         benchmarks.scale --reports 100000
    ratios     what the guard in the tests holds on to                                  benchmarks.ratios

`--only NAME` (repeatable) measures one of them again, and alone measures `growth`; the others stay as RESULTS.json has them, each with the commit it
was measured at. Milliseconds are those of one machine and say little about another; ratios hold on any.
"""

from __future__ import annotations

import argparse
import importlib
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.commit import commit
from benchmarks.results_page import write_page

HERE = Path(__file__).parent
MEASURED = HERE / "RESULTS.json"
PAGE = HERE / "RESULTS.md"
NIGHT = HERE / "NIGHT.json"


def _module(name: str) -> Callable[[argparse.Namespace], dict[str, Any]]:
    def run(_: argparse.Namespace) -> dict[str, Any]:
        return dict(importlib.import_module(f"benchmarks.{name}").measure())

    return run


def _startup(_: argparse.Namespace) -> dict[str, Any]:
    from benchmarks.startup import measure

    return {start.name: asdict(start) for start in measure()}


def _scale(options: argparse.Namespace) -> dict[str, Any]:
    from benchmarks.scale import measure

    return measure(options.reports, options.folder)


def _growth(options: argparse.Namespace) -> dict[str, Any]:
    from benchmarks.scale import MANY, measure

    return measure(MANY, options.folder, first=options.first)


SECTIONS: dict[str, Callable[[argparse.Namespace], dict[str, Any]]] = {
    "ratios": _module("ratios"),
    "startup": _startup,
    "reading": _module("reading"),
    "checking": _module("checking"),
    "workers": _module("workers"),
    "scale": _scale,
    "growth": _growth,
}
#: Measured only when named: it takes most of an hour and twenty gigabytes.
ON_REQUEST = ("growth",)


def measured() -> dict[str, Any]:
    """What RESULTS.json holds: section → `commit`, and `found` or the reason why it was `skipped`."""
    return _read(MEASURED)


def _read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def main(arguments: list[str] | None = None) -> int:
    """Measures, keeps each section as soon as it is measured, and writes the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.results", description=__doc__)
    parser.add_argument("--only", action="append", choices=SECTIONS, help="measure this section alone (repeatable)")
    parser.add_argument("--reports", type=int, default=10_000, help="reports of the warehouse that is measured")
    parser.add_argument("--folder", type=Path, help="where that warehouse stays; a temporary folder otherwise")
    parser.add_argument(
        "--first", type=Path, help="growth: a folder of `benchmarks.scale` with the first 10,000 reports"
    )
    options = parser.parse_args(arguments)
    results = measured()
    for name in options.only or (section for section in SECTIONS if section not in ON_REQUEST):
        print(f"measuring {name} …", flush=True)
        try:
            results[name] = {"commit": commit(), "found": SECTIONS[name](options)}
        except ModuleNotFoundError as missing:
            results[name] = {"commit": commit(), "skipped": f"{missing.name} is not there"}
        MEASURED.write_text(json.dumps(results, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
        # The night takes hours; its numbers stand where it wrote them.
        night = _read(NIGHT)
        write_page(PAGE, results | ({"night": night} if night else {}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
