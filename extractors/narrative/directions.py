"""Words of comparison (大于预算数, 与上年持平, 无上年决算数): which subject they speak of, and what it is compared with."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter

_WORDS = re.compile(
    r"(?P<lead>(?:^|[,。;:])[^,。;:]{0,40}?)(?:支出)?(?:决算)?(?:数)?"
    r"(?:(?P<budget>大于|小于|等于|高于|低于|与)(?:年初|全年|调整)?预算(?:数)?(?P<equal>基本持平|基本一致|持平|一致|相同)?"
    r"|(?:与|较|比)(?:上年|20\d\d年)(?:度)?(?:决算)?(?:数)?(?:相比)?(?:,)?(?P<prior>基本持平|持平|无变化))"
)
#: The text says that there is no account of an earlier year to compare with.
_NO_ACCOUNT = re.compile(r"无(?:上年|去年|20\d\d年)度?(?:决算|支出|收入)?数")
_BOTH = re.compile(r"(?:大于|小于|高于|低于)\((?:大于|小于|高于|低于)\)")
#: Words that only carry on with the subject before them.
_BARE = re.compile(r"^[,。;:]?(?:支出|其|其中|20\d\d年度?|年度?|本年|决算)*$")

_place = attrgetter("start")


@dataclass(frozen=True, slots=True)
class Direction:
    """A word of comparison: where it stands, the word, its base (`budget`, `prior`) and the words before it in its
    clause (empty where it carries on with the subject before)."""

    start: int
    end: int
    word: str
    base: str
    lead: str


def directions(text: str) -> list[Direction]:
    """All words of comparison of a passage. Templates that name both directions (`大于（小于）`) say nothing."""
    found: list[Direction] = []
    for match in _WORDS.finditer(text):
        if _BOTH.search(text, max(0, match.start() - 2), match.end() + 8):
            continue
        lead = match["lead"].lstrip(",。;:")
        if match["prior"]:
            word, base = match["prior"], "prior"
        elif match["budget"] == "与":
            if not match["equal"]:
                continue
            word, base = match["equal"], "budget"
        else:
            word, base = match["budget"], "budget"
        found.append(
            Direction(match.start() + len(match["lead"]), match.end(), word, base, "" if _BARE.match(lead) else lead)
        )
    found += [Direction(match.start(), match.end(), match[0], "prior", "") for match in _NO_ACCOUNT.finditer(text)]
    return sorted(found, key=_place)


def between(found: list[Direction], start: int, end: int, take: Callable[[Direction], None]) -> None:
    """Hand over the words that stand between two places of the text."""
    first = bisect_left(found, start, key=_place)
    for direction in found[first : bisect_left(found, end, first, key=_place)]:
        take(direction)
