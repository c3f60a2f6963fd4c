"""What a report itself leaves open about its department, place and year is settled by what its source knows.

In: a report as extracted and how it arrived. Out: the report, with a remark (a problem of severity `info`) for
everything taken from the source. What the document says always counts; where the source says otherwise, that is
remarked too. A name of a place that several divisions bear is settled by the source's division or by the one province
or city that its folder, address or context names, or stays open.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from urllib.parse import unquote

import msgspec

from extractors.place import find_division, leading_places
from pipelines.rows import Arrival
from schemas.divisions import Division, divisions
from schemas.records import Problem, Report

#: What a name without a place may begin with, and the level of the division that publishes it.
_LEVEL_WORDS = {
    "省": "province",
    "市": "prefecture",
    "州": "prefecture",
    "县": "county",
    "区": "county",
    "旗": "county",
}


@cache
def _by_code() -> dict[str, tuple[Division, ...]]:
    found: dict[str, tuple[Division, ...]] = {}
    for named in divisions().values():
        for division in named:
            found[division.code] = (*found.get(division.code, ()), division)
    return found


def division_of_code(code: str, year: int | None = None) -> Division | None:
    """The division of a code; a code that named several over the years means the one of the year, else the latest."""
    known = sorted(_by_code().get(code, ()), key=lambda division: (division.last_year, division.name))
    return next((division for division in known if division.exists_in(year)), known[-1] if known else None)


def settled(report: Report, arrival: Arrival) -> Report:
    """The report with what its source can settle."""
    if not report.readable:
        return report
    report = _with_year(report, arrival)
    report = _with_department(report, arrival)
    report = _with_division(report, arrival)
    return _with_contradictions(report, arrival)


def _remark(code: str, message: str) -> Problem:
    return Problem(code=code, severity="info", message=message)


def _source(arrival: Arrival) -> str:
    return f"source {arrival.source}" if arrival.source else "the folder it lies in"


def _without(report: Report, codes: Iterable[str]) -> tuple[Problem, ...]:
    return tuple(problem for problem in report.problems if problem.code not in codes)


def _with_department(report: Report, arrival: Arrival) -> Report:
    name = arrival.hints.department
    if report.department_name is not None or not name:
        return report
    remark = _remark("department_from_source", f"the document names no department; {_source(arrival)} says {name}")
    division, problem = find_division(name, [], "", report.fiscal_year)
    return msgspec.structs.replace(
        report,
        department_name=name,
        division_code=division.code if division else None,
        division_name=division.name if division else None,
        problems=(*_without(report, ["department_unknown"]), remark, *([problem] if problem else [])),
    )


def _with_year(report: Report, arrival: Arrival) -> Report:
    year = arrival.hints.fiscal_year
    if report.fiscal_year is not None or year is None:
        return report
    remark = _remark("year_from_source", f"the document names no year; {_source(arrival)} says {year}")
    return msgspec.structs.replace(report, fiscal_year=year, problems=(*_without(report, ["year_unknown"]), remark))


def _with_division(report: Report, arrival: Arrival) -> Report:
    """Only what extraction left open with a problem is settled: central bodies have no division and need none."""
    open_codes = {"division_unknown", "division_ambiguous"} & {problem.code for problem in report.problems}
    if report.division_code is not None or report.department_name is None or not open_codes:
        return report
    division = _named_by_source(report.department_name, report.fiscal_year, arrival)
    if division is None:
        return report
    place = "/".join(division.path)
    remark = _remark(
        "division_from_source",
        f"'{report.department_name}' alone does not tell its division; by {_source(arrival)} it is {place}",
    )
    return msgspec.structs.replace(
        report,
        division_code=division.code,
        division_name=division.name,
        problems=(*_without(report, open_codes), remark),
    )


def _named_by_source(department: str, year: int | None, arrival: Arrival) -> Division | None:
    hinted = division_of_code(arrival.hints.division, year) if arrival.hints.division else None
    candidates = leading_places(department, year)
    if not candidates:
        return hinted if hinted is not None and _may_publish(hinted, department) else None
    if hinted is not None:
        fitting = [place for place in candidates if place.code == hinted.code or place.is_within(hinted)]
        if len(fitting) == 1:
            return fitting[0]
    around = [arrival.hints.context, arrival.path, unquote(arrival.source_url or "")]
    return find_division(department, around, "", year)[0]


def _may_publish(division: Division, department: str) -> bool:
    """Whether a name without a place (`县财政局`, `财政局`) can belong to a division: the level it names must be its."""
    level = next((level for word, level in _LEVEL_WORDS.items() if department.startswith(word)), None)
    if level is None or level == division.level:
        return True
    # Cities at county level call their offices 市…局 as well.
    return department.startswith("市") and division.name.endswith("市")


def _with_contradictions(report: Report, arrival: Arrival) -> Report:
    told: list[str] = []
    hints = arrival.hints
    if hints.fiscal_year is not None and report.fiscal_year not in (None, hints.fiscal_year):
        told.append(
            f"the year is {report.fiscal_year} in the document and {hints.fiscal_year} in {_source(arrival)}; the document counts"
        )
    if hints.division is not None and report.division_code is not None and not _agree(report, hints.division):
        told.append(
            f"the division is {report.division_code} in the document and {hints.division} in {_source(arrival)}; the document counts"
        )
    remarks = [_remark("source_disagrees", text) for text in told]
    return msgspec.structs.replace(report, problems=(*report.problems, *remarks)) if remarks else report


def _agree(report: Report, code: str) -> bool:
    """Whether the document's division is the source's, lies in it, or is the same place under another code."""
    own = division_of_code(report.division_code or "", report.fiscal_year)
    other = division_of_code(code, report.fiscal_year)
    if own is None or other is None:
        return report.division_code == code
    return own.code == other.code or own.path == other.path or own.is_within(other)
