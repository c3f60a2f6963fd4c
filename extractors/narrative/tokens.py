"""Numbers of the text with their units and the role the words around them give: amount of this year, of last year,
budget, difference, growth, share, completion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

_NUMBER = re.compile(
    r"(?<![\d.A-Za-z])(?P<number>-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?P<unit>亿元|万元|千元|元|%|个百分点)?(?![\dA-Za-z])"
)
#: What every number begins with: looking for it first is many times faster than trying a number at every character.
_BEGINNING = re.compile(r"[-\d]")
_MONEY = frozenset({"亿元", "万元", "千元", "元"})
#: What stands between two numbers of which only the second has its unit printed.
_LISTED = frozenset({",", "、", "和", "及"})
_MOST_DIGITS = 15
_UP, _DOWN = "增加|增长|上升|提高|上涨|增|多|超", "减少|下降|降低|下滑|减|少|节约"
_CHANGE = re.compile(
    rf"(?P<up>{_UP})?(?P<down>{_DOWN})?(?:支出|收入|金额|额|幅度)?(?:了|幅|率)?(?:各|分别)?(?:为|约|达|计)*$"
)
#: What such words may end with any number of times, and the characters they have at most without it.
_CHANGE_END, _LONGEST_CHANGE = "为约达计", 9
_NO_WAY = re.compile(r"(?:变化|变动)(?:额|金额)?(?:了|为)?$")
_BOTH_WAYS = re.compile(r"(?:增加|增长|减少|下降|降低)(?:/|或|\()(?:增加|增长|减少|下降|降低)\)?$")
_BOTH_WAYS_ENDS = frozenset("加长少降低)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
#: What a change is compared with, between its subject and the word of change.
_COMPARED = re.compile(
    r"(?:同比|同口径(?:同比)?|(?:比|较|与|同)(?:上年|去年|上一年|20\d\d年|年初预算|全年预算|调整后预算|预算)(?:度)?(?:同期)?(?:的)?(?:支出|收入)?"
    r"(?:决算)?(?:数|额)?(?:[\d.,]+(?:亿元|万元|元)?)?(?:相比|比较)?(?:有所)?,?)$"
)
_THAN_BUDGET = re.compile(r"(?:比|较|与|同)[^,。;]{0,40}?(?<!公共)(?<!基金)(?<!经营)预算")
_THAN_PRIOR = re.compile(r"(?:比|较|与|同|上)[^,。;]{0,6}(?:上年|去年|上一年|20\d\d年)|较上年|比上年|上年|同比")
_COMPARISON = re.compile(r"(?:与|比|较|同)[^。;]{0,70}?(?:相比|比较)")
_LAST_YEAR = re.compile(r"(?:上年|上一年|去年|前一年)(?!度?结转)")
_INITIAL = re.compile(r"年初预算(?:数|安排)?(?:为|是|安排)?(?:数)?:?$")
_ADJUSTED = re.compile(r"(?:调整后预算|调整预算|全年预算|调整后的预算|调整后全年预算)(?:数)?(?:为|是)?:?$")
_BUDGET = re.compile(r"预算(?:数)?(?:为|是|安排)?:?$")
_BEYOND_BUDGET = re.compile(r"(?P<word>大于|小于|高于|低于|超过|超出)(?:年初|全年|调整后?)?预算(?:数)?$")
_SHARE = re.compile(r"占(?P<base>[^,。;:、]{0,30}?)(?:的)?(?:比例|比重|比)?(?:为|约|达)?$")
_COMPLETION = re.compile(r"(?:完成|为|达到|占)(?P<base>(?:年初|调整后|全年|调整)?(?:部门)?预算)(?:数)?(?:的)?(?:为)?$")


class Token(NamedTuple):
    """One number: where it stands, its value, unit (None where none is printed) and decimals."""

    start: int
    end: int
    raw: str
    value: Decimal
    unit: str | None
    decimals: int


def numbers(text: str, start: int = 0) -> Iterator[Token]:
    """All numbers of a text without white space, with the unit printed behind them; of two numbers parted only by a
    comma the first has the unit of the second (`4125.49、4143.91万元`)."""
    while (begun := _BEGINNING.search(text, start)) is not None:
        match = _NUMBER.match(text, begun.start())
        if match is None:
            start = begun.end()
            continue
        (first, start), (number, unit) = match.span(), match.groups()
        if unit is None and text[start : start + 1] in _LISTED:
            following = _NUMBER.match(text, start + 1)
            unit = following["unit"] if following is not None and following["unit"] in _MONEY else None
        plain = number.replace(",", "")
        whole, _, fraction = plain.partition(".")
        if len(whole) > _MOST_DIGITS or len(fraction) > _MOST_DIGITS:
            continue
        yield Token(first, start, match[0], Decimal(plain), unit, len(fraction))


class Role(NamedTuple):
    """What a number is: its role (see schemas.records.Claim), what it is compared with, and the direction word."""

    role: str
    base: str | None = None
    direction: str | None = None


def last_clause(text: str, ends: str) -> str:
    """What stands behind the last of the characters that part clauses."""
    return text[max(map(text.rfind, ends)) + 1 :]


def role_of(text: str, token: Token, lead: str, sentence: str, fiscal_year: int | None) -> Role:
    """The role of a number by the words in front of it.

    In: the passage, the number, the words since the number before it (`lead`), the sentence up to it, and the year of
    the report. `lead` decides; only what a change is compared with is looked for in the whole sentence.
    """
    if token.unit in ("%", "个百分点"):
        return _rate_role(lead, sentence)
    budget = "预算" in lead
    if _names_both_ways(lead) or ("变" in lead and _NO_WAY.search(lead)):
        return Role("difference", _compared_with(sentence), None)
    beyond = _BEYOND_BUDGET.search(lead) if budget else None
    if beyond is not None:
        return Role("difference", "budget", beyond["word"])
    change = _change(lead)
    if change is not None and not lead.endswith("预算"):
        return Role("difference", _compared_with(sentence), change["up"] or change["down"])
    if budget and _INITIAL.search(lead) and not _is_other_year(lead, fiscal_year):
        return Role("initial_budget")
    if _in_comparison(text, token) or _is_other_year(lead, fiscal_year):
        return Role("prior")
    if budget and _ADJUSTED.search(lead):
        return Role("adjusted_budget")
    if budget and _BUDGET.search(lead) and not lead.endswith("决算"):
        return Role("budget")
    return Role("current")


def without_change(lead: str) -> str:
    """The words before a number without the change word they end with and what is compared with
    (`支出合计比上年减少` → `支出合计`)."""
    change = _BOTH_WAYS.search(lead)
    if change is not None:
        return _COMPARED.sub("", lead[: change.start()])
    change = _change(lead)
    return lead if change is None else _COMPARED.sub("", lead[: change.start()])


def _names_both_ways(lead: str) -> bool:
    return lead[-1:] in _BOTH_WAYS_ENDS and _BOTH_WAYS.search(lead) is not None


def _change(lead: str) -> re.Match[str] | None:
    """The word of change some words end with. Only where it may begin is it looked for, not at every character."""
    stem = lead.rstrip(_CHANGE_END)
    change = _CHANGE.search(lead, max(0, len(stem) - _LONGEST_CHANGE))
    return change if change is not None and (change["up"] or change["down"]) else None


def _rate_role(lead: str, sentence: str) -> Role:
    completion = _COMPLETION.search(lead)
    if completion is not None:
        base = completion["base"]
        return Role(
            "completion",
            "initial_budget" if "年初" in base else "adjusted_budget" if "全年" in base or "调整" in base else "budget",
        )
    if _names_both_ways(lead):
        return Role("growth", _compared_with(sentence), None)
    change = _change(lead)
    if change is not None:
        return Role("growth", _compared_with(sentence), change["up"] or change["down"])
    share = _SHARE.search(lead)
    if share is not None:
        return Role("share", share["base"] or None)
    return Role("rate")


def _compared_with(sentence: str) -> str | None:
    """`prior` or `budget`: the last thing the sentence compares with, None where it names neither."""
    budget = max((match.end() for match in _THAN_BUDGET.finditer(sentence)), default=-1) if "预算" in sentence else -1
    prior = max((match.end() for match in _THAN_PRIOR.finditer(sentence)), default=-1)
    if budget < 0 and prior < 0:
        return None
    return "budget" if budget > prior else "prior"


def _in_comparison(text: str, token: Token) -> bool:
    """Whether the number stands inside `与 … 相比`."""
    start = max(text.rfind("。", 0, token.start), text.rfind(";", 0, token.start)) + 1
    end = min((pos for pos in (text.find("。", token.end), text.find(";", token.end)) if pos >= 0), default=len(text))
    sentence = text[start:end]
    if "相比" not in sentence and "比较" not in sentence:
        return False
    return any(
        start + match.start() < token.start and token.end < start + match.end()
        for match in _COMPARISON.finditer(sentence)
    )


def _is_other_year(lead: str, fiscal_year: int | None) -> bool:
    clause = last_clause(lead, ",。;")
    if _LAST_YEAR.search(clause):
        return True
    years = [int(year) for year in _YEAR.findall(clause)]
    if fiscal_year is None:
        return re.search(r"(?:比|较|与)20\d\d年", clause) is not None
    return bool(years) and all(year < fiscal_year for year in years)
