"""Words between two numbers: whether the second still speaks of the subject of the first, of a reason, or of a list."""

from __future__ import annotations

import re

from extractors.narrative.tokens import last_clause

#: Words that carry an amount on to the subject named before: a number behind anything else has no subject.
_CARRIED = re.compile(
    r"(?:其中)?(?:20\d\d年度?|本年|当年|全年)?(?:支出|收入)?(?:完成|比|较)?(?:年初|调整后|调整|全年)?(?:部门)?(?:的)?(?:支出)?(?:决算|预算)"
    r"(?:支出|安排)?(?:数|额|金额)?(?:为|是|约|数)?$"
)
_BEHIND_ITEM = re.compile(
    r"\((?:\d{2,7})?[款项]\)\"?[,:]?(?:20\d\d年度?)?(?:支出)?(?:决算)?(?:支出)?(?:数|额|金额)?(?:为|是)?$"
)
#: The budget of the same subject and year, as what its final amount is compared with.
_COMPARED_BUDGET = re.compile(
    r"(?:比|较|与|同)(?:20\d\d年度?|本年度?)?[^,。;:]{0,25}?(?:年初|全年|调整后)(?:部门)?预算(?:安排)?(?:数|额)?(?:为)?$"
)
_REASON = re.compile(r"原因|主要是|主要为|由于|因为|用于|系因|其中新增|包括")
_COMPARES = re.compile(r"(?:比|较|与|同)(?:上年|去年|上一年|20\d\d年|年初|调整后|全年|预算)|同比")
_SEPARATORS = frozenset({",", "、", "和", "及", "与"})


def is_carried(lead: str) -> bool:
    """Whether the words before a number (`支出决算为`, or nothing behind an item) carry on with the subject before it."""
    if _BEHIND_ITEM.search(lead) or _COMPARED_BUDGET.search(lead):
        return True
    clause = last_clause(lead, ",。;:、)")
    return _CARRIED.fullmatch(clause) is not None


def is_aside(lead: str) -> bool:
    """Whether a number belongs to a reason or a purpose (`主要原因是新增设备50万元`) and not to the subject before it.

    In: the words since the number before it. A comparison with last year or the budget goes on with the subject.
    """
    sentence = last_clause(lead, "。;")
    return not returns_to_subject(lead) and _REASON.search(sentence) is not None


def returns_to_subject(lead: str) -> bool:
    """Whether the last clause before a number speaks of the subject again: its amount, or what it is compared with."""
    return is_carried(lead) or _COMPARES.search(last_clause(lead, ",:。;")) is not None


def is_listed(lead: str) -> bool:
    """Whether a number is only parted from the one before it (`4125.49、4143.91万元`)."""
    return lead in _SEPARATORS
