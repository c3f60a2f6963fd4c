"""Headings of statements, money units and notes of emptiness: what the lines around a table say about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from schemas.official_forms import Form, forms
from schemas.text import LONGEST_LABEL, compact, heading, label

_LEADERS = re.compile(r"[.·…．]{2,}\d*$")
_NUMBERED = re.compile(r"^(?:附件|财决|公开|附|表|第|号|[A-Za-z]{0,3}\d{1,2}(?!\d)|[-:、.()])+")
_TABLE_NUMBER = re.compile(r"\(?(?:公开|财决公开|附)?\d{1,2}表\)?$")
_TABLE_IN_WORDS = re.compile(r"^表[一二三四五六七八九十]{1,3}[:、.]?")
#: What a title says of the lines of its table: by functional or economic code, or (where a form has two) the first.
_GRAIN = re.compile(
    r"\((?:按?(?:部门预算)?(?:支出)?(?:功能|经济)(?:分类)?(?:科目)?(?:列示|分类)?|[按分](?:功能|经济)?科目(?:列示)?|一)\)$"
)
#: What else a table of the three public expenses says it holds, in whatever order and words.
_WITH_OTHER_EXPENSES = re.compile(r"(?<=三公经费)(?:[、,及和与]+(?:会议费|培训费|机关运行经费))+(?=支出|决算|情况|表)")
#: Ornaments round a heading, and what brackets behind it say besides: that it is public, and the money unit.
_ORNAMENTS = "《》〈〉【】「」『』★☆●◆■▲▼※*#=~_·•>—–-"
_BEHIND = re.compile(r"\((?:公开表?|公示表?|决算|公开版|(?:金额)?(?:单位:?)?(?:人民币)?(?:亿元|万元|千元|元))\)$")
_CONTINUED = re.compile(r"(?:\((?:续表?|续[一二三\d]{1,2})\)|续表?)$")
_BY_UNIT = re.compile(r"决算(?:总|明细)?表\(?(?:按|分)(?:预算)?单位(?:列示|明细)?\)?$")
_OTHER_TABLE = re.compile(
    r"(?:支出|收入|收支|经费|项目|资产|绩效|采购|债务|信息)(?:决算|自评|占用|使用|统计|评价)*(?:明细|情况|总)?表(?:\([^()]{1,12}\))?$"
)
_YEAR = re.compile(r"^\D{0,30}?(?:(?:20)?\d{2}|二[〇○零0Oo一二三四五六七八九]{3})年(?:度)?")
_EMPTY = re.compile(
    r"(?:本表|此表).{0,6}(?:无数据|为空|没有数据)|(?:本|我)(?:部门|单位|局).{0,20}(?:无|没有|未|不涉及)"
)
_TOTAL_PREFIX = re.compile(r"^.{0,40}?(?:本级|部门|单位|汇总|局|委|院|中心|办|府|会|厅|校|所|队|站|馆|社|室|处|\))$")
#: Words that make another table of a title they stand before (财政拨款支出决算表, 事业收入决算表): a name without any of
#: them is that of an organisation, whatever it is called.
_OF_MONEY = re.compile(
    r"财政|拨款|预算|决算|基金|资本|资金|资产|项目|基本|经费|费用|收入|支出|收支|收费|补助|事业|经营|专项|专户|债务|债券|"
    r"税|采购|上年|其他|转移|支付|明细|分类|科目|非|按|分|各|绩效|表|款|费|的"
)
_LONGEST, _LONGEST_NAME = 70, 30
#: Texts that are no heading, told at a glance: a sentence ends within them, or they are about one.
_GOES_ON = re.compile(r"^[^<]*(?:说明|。[\u4e00-\u9fff])")
_REMEMBERED = 120


def statement_title(text: str) -> tuple[Form, str] | None:
    """The statement a line is the heading of, with the printed heading; None for any other line.

    The heading may carry a number, an enumerator, the year or the department in front of it. The longest title wins,
    because 收入支出决算总表 ends many others; whatever stands before it must be none of their words.
    """
    if not may_name_statement(text) or _GOES_ON.match(text, 0, LONGEST_LABEL):
        return None
    return _title(text) if len(text) <= _REMEMBERED else _title.__wrapped__(text)


def may_name_statement(text: str) -> bool:
    """Whether a text has a character that every heading of a statement has."""
    return _marks().search(text) is not None


@lru_cache(8_192)
def _title(text: str) -> tuple[Form, str] | None:
    name = _printed_name(text)
    if not name or len(name) > _LONGEST or "。" in name or "说明" in name:
        return None
    name = _TABLE_NUMBER.sub("", name) or name
    best = _best(name)
    if best is None or not _is_prefix(best[2]):
        return None
    return best[1], name


def ends_heading(lines: Sequence[str]) -> bool:
    """Whether the last of some lines ends the heading of a statement, which may be set on two or three of them."""
    if not may_name_statement("".join(lines[-3:])):
        return False
    return any(statement_title("".join(lines[-count:])) is not None for count in range(1, min(3, len(lines)) + 1))


def title_length(title: tuple[Form, str]) -> int:
    """How much of a printed heading is the title of its form: of two readings the longer one counts."""
    best = _best(title[1])
    return best[0] if best is not None else 0


def names_other_table(text: str) -> bool:
    """Whether a line is the heading of a table that is none of the statements: by unit, of projects, of assets."""
    if "表" not in text:
        return False
    name = _printed_name(text)
    if not name or len(name) > _LONGEST or "。" in name or "," in name:
        return False
    if _BY_UNIT.search(name) is None and _OTHER_TABLE.search(name) is None:
        return False
    return statement_title(text) is None


def _printed_name(text: str) -> str:
    """A heading without leaders and page number, without the brackets and ornaments around it and what brackets behind
    it say, and without 续 on later pages."""
    name = label(_LEADERS.sub("", label(text)).strip(_ORNAMENTS))
    return _CONTINUED.sub("", _BEHIND.sub("", _unwrapped(name)))


def _unwrapped(name: str) -> str:
    """A name without the brackets around the whole of it."""
    while name.startswith("(") and name.endswith(")") and "(" not in name[1:]:
        name = name[1:-1]
    return name if name.count("(") == name.count(")") else name.strip("()")


def _plain(name: str) -> str:
    plain = heading(name).replace('"', "").replace("安排的", "")
    return _WITH_OTHER_EXPENSES.sub("", plain)


@cache
def _marks() -> re.Pattern[str]:
    """Characters of which every title has one: what comes last in it, brackets apart (表)."""
    last = sorted({title.partition("(")[0][-1] for title, _ in _titles()})
    return re.compile(f"[{re.escape(''.join(last))}]")


@cache
def _titles() -> tuple[tuple[str, Form], ...]:
    """All titles in comparable form with their forms, the longest first."""
    found = [(_plain(title), form) for form in forms().values() for title in form.titles]
    return tuple(sorted(found, key=lambda entry: (-len(entry[0]), entry[0])))


def _best(name: str) -> tuple[int, Form, str] | None:
    """The longest title a heading ends with, with or without what it says of its lines, its form, and what is in front."""
    for plain in dict.fromkeys((_plain(name), _plain(_GRAIN.sub("", name)))):
        for title, form in _titles():
            if plain.endswith(title):
                return len(title), form, plain[: -len(title)]
    return None


def _is_prefix(prefix: str) -> bool:
    rest = _NUMBERED.sub("", _TABLE_IN_WORDS.sub("", prefix))
    rest = _YEAR.sub("", rest)
    return rest in {"", "度", "年", "年度", "年部门", "部门", "单位", "本部门", "本单位"} or bool(
        _TOTAL_PREFIX.match(rest) or (len(rest) <= _LONGEST_NAME and not _OF_MONEY.search(rest))
    )


def empty_note(text: str) -> str | None:
    """A note that a statement holds no data (`本表无数据`, `本部门无政府性基金…`), or None."""
    plain = compact(text)
    return plain if len(plain) <= 120 and _EMPTY.search(plain) else None
