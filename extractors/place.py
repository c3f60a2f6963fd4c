"""The division a department belongs to, by the place name its own name begins with."""

from __future__ import annotations

import re

from schemas.divisions import Division, divisions, short_provinces
from schemas.records import Problem

_LONGEST_NAME = 15
_CENTRAL = ("国家", "中华人民共和国", "中国", "最高人民", "国务院", "中央", "全国")
#: Ministries and bodies of the State Council whose names begin with no such word.
_MINISTRIES = re.compile(
    r"(?:外交|国防|教育|科学技术|工业和信息化|公安|民政|司法|财政|人力资源和社会保障|自然资源|生态环境|住房和城乡建设|"
    r"交通运输|水利|农业|农业农村|商务|文化|文化和旅游|退役军人事务|应急管理)部|审计署|海关总署|新华通讯社|求是杂志社|人民日报社|光明日报社"
)
#: Parties and mass organisations, whose names put the place behind their own.
_ORGANISATIONS = re.compile(
    r"(?:中国共产党|中共|中国国民党革命委员会|民革|中国民主同盟|民盟|中国民主建国会|民建|中国民主促进会|民进|中国农工民主党|农工党|"
    r"中国致公党|致公党|九三学社|台湾民主自治同盟|台盟|中国共产主义青年团|共青团|中国人民政治协商会议)"
)


def find_division(
    department: str, lines: list[str], document_name: str, year: int | None
) -> tuple[Division | None, Problem | None]:
    """The division of a department.

    In: its name, the text lines of the document (for context), the document's name, the fiscal year. Out: the division,
    or None with a problem where the name has no place (central bodies need none) or the place stays ambiguous.
    """
    candidates = leading_places(department, year)
    if not candidates:
        if is_central(department):
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


def is_central(department: str) -> bool:
    """Whether a name is that of a central body, which has no division."""
    own = _ORGANISATIONS.sub("", department, count=1) if _ORGANISATIONS.match(department) else department
    return own.startswith(_CENTRAL) or _MINISTRIES.match(own) is not None


def leading_places(name: str, year: int | None) -> list[Division]:
    """The deepest divisions named at the beginning of a name (behind the name of a party or mass organisation): each
    place must lie in the one before it. A province without its suffix counts before a place of its own."""
    own = _ORGANISATIONS.sub("", name, count=1) if _ORGANISATIONS.match(name) else name
    found, _ = _places(own, year)
    return found


def names_only_places(text: str, year: int | None) -> bool:
    """Whether a text is nothing but places one inside the other (`浙江省舟山市`)."""
    found, rest = _places(text, year)
    return bool(found) and not rest


def _places(name: str, year: int | None) -> tuple[list[Division], str]:
    found: list[Division] = []
    rest = name
    short = short_provinces().get(next((word for word in short_provinces() if name.startswith(word)), ""))
    if _first_place(rest, found, year) is None and short is not None:
        found, rest = [short[1]], name[len(short[0]) :]
        if not short[2] and _first_place(rest, found, year) is None:
            return [], name
    while True:
        step = _first_place(rest, found, year)
        if step is None:
            return found, rest
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
