"""What the self-evaluations of projects (项目绩效自评综述) assert: the annual budget of each project, the amount executed and
the rate of completion.

In: a passage. Out: one `Project` a summary, with its name and the numbers by role. Summaries stand in the explanation or
in attachments, and often in both; a summary without a name, a budget and an executed amount yields nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.narrative.passages import Passage
from extractors.narrative.tokens import Token, numbers
from schemas.text import label

SECTION = "performance"

_SUMMARY = re.compile(r"(?P<name>[^。;:,]{2,60}?)(?:项目)?(?:支出)?绩效自评(?:综述|情况|结果)(?:综述)?(?::|$)")
_MARK = "绩效自评"
#: Characters before and after the mark that a heading takes at most.
_BEFORE, _AFTER = 64, 20
_ENUMERATION = re.compile(r"^(?:[\d()一二三四五六七八九十]+[).、,]?)+")
_BUDGET = re.compile(r"(?:项目)?(?:全年|年度)预算(?:数|金额)?(?:为|是)?$")
_EXECUTED = re.compile(r"(?:全年)?(?:执行数|实际支出|实际执行|支出决算|执行金额)(?:数|为|是|了)*$")
_COMPLETION = re.compile(r"(?:完成|占)(?:年度|全年)?预算(?:数)?的?(?:比例)?(?:为)?$|(?:预算)?执行率(?:为|是)?$")
#: Characters after the heading in which the numbers stand.
_REACH = 200


@dataclass(frozen=True, slots=True)
class Project:
    """One summary: the project's name, where it begins in the passage, and (role, number) in printed order."""

    name: str
    start: int
    numbers: tuple[tuple[str, Token], ...]


def read_projects(passage: Passage) -> Iterator[Project]:
    """The summaries of a passage, in printed order; the first may have its name in the heading."""
    heading = _SUMMARY.search(label(passage.heading))
    begun = [(heading["name"], 0, 0)] if heading is not None else []
    begun += [(match["name"], match.start("name"), match.end()) for match in _headings(passage.text)]
    paragraphs = passage.paragraph_starts() if begun else []
    ends = [*(start for _, start, _ in begun[1:]), len(passage.text)]
    for (words, start, begin), end in zip(begun, ends, strict=False):
        first = max((place for place in paragraphs if start < place < begin), default=start)
        name = _ENUMERATION.sub("", words[first - start :]).strip('“”"')
        found = tuple(_roles(passage.text[begin : min(begin + _REACH, end)], begin))
        if len(name) > 1 and {"adjusted_budget", "current"} <= {role for role, _ in found}:
            yield Project(name, first, found)


def _headings(text: str) -> Iterator[re.Match[str]]:
    """The headings of summaries; only the words around the mark are looked at, however long the text is."""
    end, mark = 0, text.find(_MARK)
    while mark >= 0:
        match = _SUMMARY.search(text, max(end, mark - _BEFORE), min(len(text), mark + _AFTER))
        if match is not None:
            yield match
            end = match.end()
        mark = text.find(_MARK, max(end, mark + len(_MARK)))


def _roles(text: str, offset: int) -> Iterator[tuple[str, Token]]:
    """Each role once: the first number of the text that has it. `offset` is where the text stands in its passage."""
    seen: set[str] = set()
    for token in numbers(text):
        role = _role(text[: token.start], token.unit)
        if role is not None and role not in seen:
            seen.add(role)
            yield role, token._replace(start=token.start + offset, end=token.end + offset)


def _role(lead: str, unit: str | None) -> str | None:
    if unit == "%":
        return "completion" if _COMPLETION.search(lead) else None
    if unit is None:
        return None
    if _BUDGET.search(lead):
        return "adjusted_budget"
    return "current" if _EXECUTED.search(lead) else None
