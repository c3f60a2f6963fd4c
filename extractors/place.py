"""The division a department belongs to, by the place name its own name begins with."""

from __future__ import annotations

from schemas.divisions import Division, divisions
from schemas.records import Problem

_LONGEST_NAME = 15
_CENTRAL = ("国家", "中华人民共和国", "中国", "最高人民", "国务院", "中央", "全国")


def find_division(
    department: str, lines: list[str], document_name: str, year: int | None
) -> tuple[Division | None, Problem | None]:
    """The division of a department.

    In: its name, the text lines of the document (for context), the document's name, the fiscal year. Out: the division,
    or None with a problem where the name has no place (central bodies need none) or the place stays ambiguous.
    """
    candidates = leading_places(department, year)
    if not candidates:
        if department.startswith(_CENTRAL):
            return None, None
        return None, _problem(
            "division_unknown",
            f"'{department}' begins with no known division; add an alias or set its division in data/corrections",
        )
    if len(candidates) > 1:
        candidates = _by_context(candidates, lines, document_name)
    if len(candidates) == 1:
        return candidates[0], None
    names = ", ".join("/".join(division.path) for division in candidates)
    return None, _problem(
        "division_ambiguous", f"'{department}' may be in any of {names}; nothing in the document tells which"
    )


def _problem(code: str, message: str) -> Problem:
    return Problem(code=code, severity="warning", message=message)


def leading_places(name: str, year: int | None) -> list[Division]:
    """The deepest divisions a department's name begins with, of the year given: each place lies in the one before it."""
    found: list[Division] = []
    rest = name
    while True:
        step = _first_place(rest, found, year)
        if step is None:
            return found
        found, rest = step


def _first_place(rest: str, within: list[Division], year: int | None) -> tuple[list[Division], str] | None:
    for length in range(min(len(rest), _LONGEST_NAME), 1, -1):
        named = divisions().get(rest[:length], ())
        fitting = [division for division in named if not within or any(division.is_within(outer) for outer in within)]
        existing = _in_use([division for division in fitting if division.exists_in(year)] or fitting, year)
        if existing:
            return existing, rest[length:]
    return None


def _in_use(candidates: list[Division], year: int | None) -> list[Division]:
    """Of several codes of one place (it was renumbered) the one in use in the year itself, else the latest."""
    chosen: dict[tuple[str, ...], Division] = {}
    for division in candidates:
        other = chosen.get(division.path)
        rank = (
            year is not None and division.first_year <= year <= division.last_year,
            division.first_year,
            division.code,
        )
        if other is None or rank > (
            year is not None and other.first_year <= year <= other.last_year,
            other.first_year,
            other.code,
        ):
            chosen[division.path] = division
    return [division for division in candidates if chosen[division.path] is division]


def _by_context(candidates: list[Division], lines: list[str], document_name: str) -> list[Division]:
    """Those candidates whose province or city the document (or its name) mentions, where only one has such a mention."""
    text = "".join(lines) + document_name
    mentioned = [division for division in candidates if any(outer in text for outer in division.path[:-1])]
    return mentioned if len(mentioned) == 1 else candidates
