"""`python -m benchmarks.scans`: how much of scanned reports is read, by what the scan went through; writes SCANS.md."""

from __future__ import annotations

import argparse
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from benchmarks.scanning.measured import ScanScore, measure
from benchmarks.scanning.styles import ScanStyle, scan_styles

REPORT = Path(__file__).with_name("SCANS.md")
HEAD = (
    "| style | pages | figures | exact | missing | wrong | of these in a failed check | of these trusted | "
    "exact and trusted | silent | s/page |"
)


def main(arguments: list[str] | None = None) -> int:
    """Measure and write the table. Returns 1 where a wrong figure is `proven` or `witnessed`."""
    styles = scan_styles()
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scans", description=__doc__)
    parser.add_argument("--style", action="append", choices=[style.name for style in styles], help="only this style")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--details", type=Path, help="file that receives every missing and wrong figure and problem")
    options = parser.parse_args(arguments)
    chosen = [style for style in styles if not options.style or style.name in options.style]
    scores: dict[str, ScanScore] = {}
    with ProcessPoolExecutor(options.jobs) as pool:
        for style, score in zip(chosen, pool.map(measure, chosen), strict=True):
            scores[style.name] = score
            print(_row(style.name, score), flush=True)
    if options.details:
        lines = [line for score in scores.values() for line in score.details]
        options.details.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if not options.style:
        REPORT.write_text(_page(chosen, scores), encoding="utf-8")
    return int(any(score.wrong_trusted for score in scores.values()))


def _page(chosen: list[ScanStyle], scores: dict[str, ScanScore]) -> str:
    lines = [
        "# Accuracy on scans",
        "",
        f"`make scans` at commit {_commit()}. Invented reports are typeset, printed as pictures, spoiled as scanners spoil",
        "them (`benchmarks/scanning/styles.toml`) and read back; pages of statements only.",
        "",
        "A figure is exact where statement, side, line, measure and amount are as printed; missing where it was not read;",
        "wrong where something was read that is not printed so. Trusted: `proven` or `witnessed` in the warehouse; a wrong",
        "figure that is trusted must not be. `silent` counts scans with missing or wrong figures whose problems hold no",
        "error. Seconds are processor time.",
        "",
        "What falls short, and why: a grey stamp over figures has the darkness of their print, so the cells under it and the",
        "rulings it touches are left unread (a coloured stamp is taken away); noise hides points, and what no sum then",
        "settles is unread; 75 dots an inch are too few to tell digits, and are refused as `small_type` on purpose.",
        "",
        *_table("Scans", [style for style in chosen if not style.low], scores),
        *_table("Too little resolution to be certain", [style for style in chosen if style.low], scores),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _table(title: str, chosen: list[ScanStyle], scores: dict[str, ScanScore]) -> list[str]:
    if not chosen:
        return []
    whole = ScanScore()
    for style in chosen:
        whole.add(scores[style.name])
    rows = [_row(style.name, scores[style.name]) for style in chosen]
    return [f"## {title}", "", HEAD, "|---|" + "---:|" * 10, *rows, _row("**all**", whole), ""]


def _row(name: str, score: ScanScore) -> str:
    share = f"{score.exact * 10_000 // score.published / 100:.2f} %" if score.published else "–"
    counts = (score.missing, score.wrong, score.disputed, score.wrong_trusted, score.exact_trusted, score.silent)
    cells = " | ".join(str(count) for count in counts)
    return f"| {name} | {score.pages} | {score.published} | {share} | {cells} | {score.seconds / score.pages:.1f} |"


def _commit() -> str:
    found = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=REPORT.parent, check=False
    )
    return found.stdout.strip() or "unknown"


if __name__ == "__main__":
    sys.exit(main())
