"""RECONCILIATION.md from the scores."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from statistics import median
from typing import Protocol

from benchmarks.planting.score import CaseScore, Result, tally

BY_NUMBER = ("revenue", "expenditure", "appropriation_summary", "general_budget_expenditure")
BASIC = "general_budget_basic_expenditure"
SLIPS = ("digit", "swap", "decimal point", "lost digit", "sign")
TEXT = ("stale figure", "percentage")


class BatchScore(Protocol):
    """What the page needs of a batch."""

    scores: list[CaseScore]
    clean: int
    accused: list[str]
    localised: list[float]
    seconds: float
    clean_seconds: float


def page(batches: Sequence[BatchScore], typeset: list[CaseScore], count: int, seconds: float, commit: str) -> str:
    """The page. Shares are of the detectable errors and are cut, never rounded up."""
    scores = [one for batch in batches for one in batch.scores]
    results = [result for one in scores for result in one.results]
    localised = sorted(spent for batch in batches for spent in batch.localised)
    clean = sum(batch.clean for batch in batches)
    reconciled = sum(batch.seconds for batch in batches) / max(len(scores), 1)
    checked = sum(batch.clean_seconds for batch in batches) / max(clean, 1)
    lines = [
        "# Reconciliation on invented reports",
        "",
        f"`python -m benchmarks.planted --reports {count}` at commit {commit} (all in {seconds:.0f} s).",
        "",
        "Clean reports are invented, typeset as text to the 分 and read by the extractor; their amounts are then converted",
        "as an office converts them, rounded half up, half to even or cut off, sums rounded by themselves or adding up as",
        "printed; one reading, multiplied by whole numbers, gives several reports of different digits. One to three errors",
        "are written into what was read. An error is *detectable* where an equality that holds its cell leaves the band of XBRL Calculations 1.1; the",
        "others lie inside the rounding. *First*: the cell is the suspect of a finding (for a statement, column or row: it is",
        "named as such); *listed*: it is the suspect or an alternative; *value*: the suggested amount is the true one.",
        "",
        "## Clean reports",
        "",
        "| reports | findings of severity error |",
        "|---:|---:|",
        f"| {clean} | {sum(len(batch.accused) for batch in batches)} |",
        "",
        "## Planted errors",
        "",
        f"{len(scores)} reports, {sum(one.superfluous for one in scores)} superfluous findings of severity error in "
        f"{sum(bool(one.superfluous) for one in scores)} of them.",
        "",
        *_table("error", results, _kinds(results)),
        "",
        "### One error in the report, by statement (slips of typing in a cell)",
        "",
        *_table("statement", [one for one in results if one.alone and one.kind in SLIPS], _statements()),
        "",
        "## Time",
        "",
        f"{len(localised)} inconsistent reports localised: median {_milliseconds(median(localised) if localised else 0)}, "
        f"95 % within {_milliseconds(localised[int(len(localised) * 0.95)] if localised else 0)}, "
        f"longest {_milliseconds(localised[-1] if localised else 0)}. Reconciling as a whole, in builds of some hundred reports: "
        f"{_milliseconds(checked)} a clean report, {_milliseconds(reconciled)} a planted one. All of it time of the processor.",
        "",
        *_typeset(typeset),
    ]
    return "\n".join(lines).rstrip() + "\n"


Group = tuple[str, Callable[[Result], bool]]


def _kinds(results: list[Result]) -> list[Group]:
    kinds = list(dict.fromkeys([*SLIPS, "row dropped", "row dropped (06)", "column slid", "unit", *TEXT]))
    groups: list[Group] = [(kind, lambda one, kind=kind: one.kind == kind) for kind in kinds]  # type: ignore[misc]
    groups.append(("**all in tables**", lambda one: one.kind not in TEXT))
    groups.append(("**all**", lambda one: True))
    return groups


def _statements() -> list[Group]:
    return [
        ("01", lambda one: one.statement == "revenue_expenditure_summary"),
        ("02", lambda one: one.statement == "revenue"),
        ("03", lambda one: one.statement == "expenditure"),
        ("04", lambda one: one.statement == "appropriation_summary"),
        ("05", lambda one: one.statement == "general_budget_expenditure"),
        ("**02–05**", lambda one: one.statement in BY_NUMBER),
        ("**06**", lambda one: one.statement == BASIC),
        ("07", lambda one: one.statement == "government_fund"),
        ("08", lambda one: one.statement == "state_capital"),
        ("09", lambda one: one.statement == "three_public"),
    ]


def _table(head: str, results: Iterable[Result], groups: list[Group]) -> list[str]:
    found = list(results)
    lines = [
        f"| {head} | planted | detectable | detected | | first | | listed | | value | |",
        "|---|" + "---:|" * 10,
    ]
    for name, belongs in groups:
        counts = tally(one for one in found if belongs(one))
        cells = [str(counts["planted"]), str(counts["detectable"])]
        for what in ("detected", "first", "among", "value"):
            cells += [str(counts[what]), _percent(counts[what], counts["detectable"])]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def _percent(part: int, whole: int) -> str:
    return f"{part * 1000 // whole / 10:.1f} %" if whole else "–"


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


def _typeset(scores: list[CaseScore]) -> list[str]:
    if not scores:
        return []
    results = [result for one in scores for result in one.results]
    return [
        "## Typeset as PDF with the error and read back",
        "",
        f"{len(scores)} reports, {sum(one.superfluous for one in scores)} superfluous findings of severity error.",
        "",
        *_table("error", results, [("slips of typing", lambda one: True)]),
    ]
