"""Compares what was read from a disclosure with what is printed in it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from decimal import Decimal

from benchmarks.corpus.disclosure import Disclosure
from benchmarks.corpus.printing import Key
from schemas.records import Figure, Report

IDENTITY_FIELDS = ("department_name", "division_code", "fiscal_year", "scope", "kind")
SHOWN = 400


@dataclass(slots=True)
class Counts:
    """Figures of one source: those printed, those read with key and amount right, those not read, and those read that
    are not printed so (another amount under the key, or a key that is not printed). `marked` are those of the wrong ones
    whose statement a warning or an error of the report names."""

    published: int = 0
    exact: int = 0
    missing: int = 0
    wrong: int = 0
    marked: int = 0

    def add(self, other: Counts) -> None:
        """Add the counts of another report."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))


@dataclass(slots=True)
class Score:
    """One report compared, or the sum of several. `identity` counts the reports in which a field is right; `details`
    says what is missing or wrong, one line each; `unexplained` counts reports with missing or wrong table figures and
    no problem that says so."""

    reports: int = 0
    table: Counts = field(default_factory=Counts)
    narrative: Counts = field(default_factory=Counts)
    identity: dict[str, int] = field(default_factory=lambda: dict.fromkeys(IDENTITY_FIELDS, 0))
    unexplained: int = 0
    details: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Add the score of another report."""
        self.reports += other.reports
        self.table.add(other.table)
        self.narrative.add(other.narrative)
        self.unexplained += other.unexplained
        for name in IDENTITY_FIELDS:
            self.identity[name] += other.identity[name]
        self.details += other.details


def compare(disclosure: Disclosure, report: Report) -> Score:
    """Score one report. Figures are compared by key and amount in yuan; repeated prints of a table key count once."""
    score = Score(reports=1)
    score.table = _compare_source(disclosure, report, "table", score.details)
    score.narrative = _compare_source(disclosure, report, "narrative", score.details)
    for name in IDENTITY_FIELDS:
        wanted, got = getattr(disclosure.identity, name), getattr(report, name)
        score.identity[name] = int(wanted == got)
        if wanted != got:
            score.details.append(f"{disclosure.name} identity {name}: {wanted} expected, {got} read")
    broken = score.table.missing or score.table.wrong
    score.unexplained = int(bool(broken) and not any(problem.severity == "error" for problem in report.problems))
    return score


def _key(figure: Figure) -> Key:
    return Key(figure.statement, figure.side, figure.line, figure.measure)


def _compare_source(disclosure: Disclosure, report: Report, source: str, details: list[str]) -> Counts:
    printed = [figure for figure in disclosure.figures if figure.source == source]
    required = {(figure.key, figure.amount_yuan) for figure in printed if not figure.optional}
    allowed = {(figure.key, figure.amount_yuan) for figure in printed}
    read = {
        (_key(figure), figure.amount_yuan)
        for figure in report.figures
        if figure.source == source and (source == "narrative" or not figure.occurrence)
    }
    missing, wrong = required - read, read - allowed
    details += [_detail(disclosure, source, "missing", *one) for one in _sorted(missing)]
    details += [_detail(disclosure, source, "wrong", *one) for one in _sorted(wrong)]
    doubted = {problem.statement for problem in report.problems if problem.severity != "info"}
    marked = sum(key.statement in doubted for key, _ in wrong)
    return Counts(len(required), len(required & read), len(missing), len(wrong), marked)


def _sorted(pairs: set[tuple[Key, Decimal]]) -> list[tuple[Key, Decimal]]:
    return sorted(pairs, key=lambda one: (one[0].statement, one[0].side or "", one[0].line, one[0].measure, one[1]))


def _detail(disclosure: Disclosure, source: str, what: str, key: Key, amount: Decimal) -> str:
    place = "/".join((key.statement, key.side or "", key.line, key.measure))
    return f"{disclosure.name} {source} {what}: {place} = {amount}"
