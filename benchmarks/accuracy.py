"""`python -m benchmarks.accuracy`: how much of what invented reports print is read, by style; writes ACCURACY.md."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import msgspec

from benchmarks.compare import IDENTITY_FIELDS, Counts, Score, compare
from benchmarks.corpus.disclosure import invent
from benchmarks.corpus.files import FORMATS, file_name, render
from benchmarks.corpus.formats.mixtures import FORMATS_PREFIX
from benchmarks.corpus.formats.programs import is_installed
from benchmarks.corpus.mixtures import PREFIX
from benchmarks.corpus.style import Style
from benchmarks.corpus.styles import style_named, styles
from extractors.extract import extract
from extractors.readers.archive import open_archive
from extractors.sniff import ARCHIVE
from schemas.records import Report

REPORT = Path(__file__).with_name("ACCURACY.md")
#: Styles that witnesses are measured on: the plain form, long tables, split codes, thin filled rulings.
WITNESS_STYLES = ("plain-pdf", "codes-split", "long-repeat-header", "serif-small")
WITNESSES = ("pdfplumber", "camelot")
SEEDS = 4
HELD_OUT_FIRST_SEED = 1000
#: Mixtures whose defects were looked at, and others nobody looks into: where one does, take seeds further on.
MIXTURES, UNSEEN = range(5000, 5080), range(30_000, 30_060)
MIXTURE_KINDS = {PREFIX: "PDF and text", FORMATS_PREFIX: "other formats"}
#: Reports a style whose files an installed program makes, which takes seconds each.
SEEDS_OF_PROGRAMS = 2
Task = tuple[str, int, str | None]


def measure(task: Task) -> tuple[Task, Score]:
    """Invent, render, read and compare one report: (style, seed, reader)."""
    name, seed, reader = task
    disclosure = invent(style_named(name), seed)
    report = read(render(disclosure), file_name(disclosure), reader)
    score = compare(disclosure, report)
    if not report.readable:
        score.details.insert(0, f"{disclosure.name} not readable: {report.problems[0].message}")
    return task, score


def read(data: bytes, name: str, reader: str | None) -> Report:
    """The report of a file. What the files of an archive say is put together, as loading does where they complete each
    other; statements that stand in two of them would count as wrong twice over."""
    report = extract(data, name, reader=reader)
    if report.media_type != ARCHIVE:
        return report
    parts = [extract(content, member) for member, content in open_archive(data, name)]
    joined: Report = msgspec.structs.replace(
        parts[0],
        readable=all(part.readable for part in parts),
        figures=tuple(figure for part in parts for figure in part.figures),
        problems=tuple(problem for part in parts for problem in part.problems),
    )
    return joined


def missing_program(style: Style) -> str | None:
    """The program that the format of a style needs and that is not installed, else None."""
    program = FORMATS[style.file_format].program
    return None if program is None or is_installed(program) else program


def tasks(chosen: Iterable[Style], seeds: int, witnesses: bool) -> list[Task]:
    """All reports to be measured; held-out styles have seeds of their own."""
    found: list[Task] = []
    for style in chosen:
        first = HELD_OUT_FIRST_SEED if style.held_out else 0
        count = min(seeds, SEEDS_OF_PROGRAMS) if FORMATS[style.file_format].program else seeds
        found += [(style.name, first + seed, None) for seed in range(count)]
        if witnesses and style.name in WITNESS_STYLES:
            found += [(style.name, 0, reader) for reader in WITNESSES]
    return found


def main(arguments: list[str] | None = None) -> int:
    """Measure and write the table. Returns 0; the figures are the result, not a verdict."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument(
        "--style", action="append", choices=[style.name for style in styles()], help="only this style (repeatable)"
    )
    parser.add_argument("--seeds", type=int, default=SEEDS, help="reports a style")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--details", type=Path, help="file that receives every missing and wrong figure")
    parser.add_argument("--no-witnesses", action="store_true", help="leave pdfplumber and camelot out")
    options = parser.parse_args(arguments)
    chosen = [style for style in styles() if not options.style or style.name in options.style]
    left_out = {style.name: program for style in chosen if (program := missing_program(style))}
    chosen = [style for style in chosen if style.name not in left_out]
    scores: dict[tuple[str, str | None], Score] = {}
    planned = tasks(chosen, options.seeds, not options.no_witnesses)
    if not options.style:
        planned += [
            (f"{prefix}{number}", number, None)
            for prefix in MIXTURE_KINDS
            for seeds in (MIXTURES, UNSEEN)
            for number in seeds
        ]
    with ProcessPoolExecutor(options.jobs) as pool:
        for (name, seed, reader), score in pool.map(measure, planned):
            row = next((_mixtures(prefix, seed) for prefix in MIXTURE_KINDS if name.startswith(prefix)), name)
            scores.setdefault((row, reader), Score()).add(score)
    text = _page(chosen, scores, options.seeds, left_out)
    print(text)
    if options.details:
        lines = [line for key in scores for line in scores[key].details]
        options.details.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if not options.style:
        REPORT.write_text(text, encoding="utf-8")
    return 0


def _page(
    chosen: list[Style], scores: dict[tuple[str, str | None], Score], seeds: int, left_out: dict[str, str]
) -> str:
    own = [style for style in chosen if not style.held_out]
    held = [style for style in chosen if style.held_out]
    lines = [
        "# Accuracy on invented reports",
        "",
        f"`python -m benchmarks.accuracy --seeds {seeds}` at commit {_commit()}; seeds 0–{seeds - 1}, held out "
        f"{HELD_OUT_FIRST_SEED}–{HELD_OUT_FIRST_SEED + seeds - 1}.",
        "",
        "A figure is exact where statement, side, line, measure and amount are as printed; missing where it was not read; wrong",
        "where something was read that is not printed so; `marked` are the wrong ones whose statement a warning or an error of",
        "the report names. `silent` counts reports with missing or wrong table figures whose",
        "problems hold no error. Identity: reports with the field right. Held-out styles mix many options and have seeds of",
        "their own; the mixtures draw every option by chance, so they are layouts that nobody chose. What the first of them",
        "showed was mended where it was general; the last were measured and not looked into.",
        "",
        "What is missing stands, nearly all of it, on pages without rulings inside the table (none, a frame, three lines): set",
        "at 6 points with amounts on the left, with headings off their columns, with carry-over columns beside the others, or",
        "with the narrow heads of 三公 broken inside a word. There the column of a figure is not certain, so it is left out and",
        "the report says so: `silent` is 0.",
        "",
        *_table("Styles", own, scores),
        *_table("Held out", held, scores),
        *_mixture_table("Mixtures", MIXTURES, scores),
        *_mixture_table("Mixtures nobody has looked into", UNSEEN, scores),
        *_witnesses(scores),
        *_not_measured(left_out),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _mixtures(prefix: str, seed: int) -> str:
    """The row of a mixture."""
    seeds = UNSEEN if seed in UNSEEN else MIXTURES
    return f"{len(seeds)} random mixtures of {MIXTURE_KINDS[prefix]}, seeds {seeds[0]}–{seeds[-1]}"


def _mixture_table(title: str, seeds: range, scores: dict[tuple[str, str | None], Score]) -> list[str]:
    rows = [_mixtures(prefix, seeds[0]) for prefix in MIXTURE_KINDS]
    return _table(title, [Style(name=row) for row in rows if (row, None) in scores], scores)


def _table(title: str, chosen: list[Style], scores: dict[tuple[str, str | None], Score]) -> list[str]:
    if not chosen:
        return []
    whole = Score()
    rows: list[str] = []
    for style in chosen:
        score = scores[style.name, None]
        whole.add(score)
        rows.append(_row(style.name, score))
    identity = " | ".join(IDENTITY_FIELDS)
    head = [
        f"## {title}",
        "",
        f"| style | reports | table figures | exact | missing | wrong | marked | silent | text figures | exact | missing | wrong | marked | {identity} |",
        "|---|" + "---:|" * (12 + len(IDENTITY_FIELDS)),
    ]
    return [*head, *rows, _row("**all**", whole), ""]


def _row(name: str, score: Score) -> str:
    identity = " | ".join(str(score.identity[field]) for field in IDENTITY_FIELDS)
    return f"| {name} | {score.reports} | {_cells(score.table)} | {score.unexplained} | {_cells(score.narrative)} | {identity} |"


def _cells(counts: Counts) -> str:
    return f"{counts.published} | {_percent(counts)} | {counts.missing} | {counts.wrong} | {counts.marked}"


def _percent(counts: Counts) -> str:
    """The exact share, cut (never rounded up to 100)."""
    if not counts.published:
        return "–"
    return f"{counts.exact * 10_000 // counts.published / 100:.2f} %"


def _witnesses(scores: dict[tuple[str, str | None], Score]) -> list[str]:
    rows = [
        f"| {name} | {reader} | {_cells(score.table)} |"
        for (name, reader), score in sorted(scores.items(), key=lambda one: (one[0][0], one[0][1] or ""))
        if reader
    ]
    if not rows:
        return []
    return [
        "## Witnesses (one report a style)",
        "",
        "| style | reader | table figures | exact | missing | wrong | marked |",
        "|---|---|---:|---:|---:|---:|---:|",
        *rows,
    ]


def _not_measured(left_out: dict[str, str]) -> list[str]:
    if not left_out:
        return []
    return ["", "## Not measured", "", *(f"- {name}: {program} is not installed" for name, program in left_out.items())]


def _commit() -> str:
    found = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=REPORT.parent, check=False
    )
    return found.stdout.strip() or "unknown"


if __name__ == "__main__":
    sys.exit(main())
