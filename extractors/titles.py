"""Headings of statements, money units and notes of emptiness: what the lines around a table say about it."""

from __future__ import annotations

import re

from schemas.official_forms import Form, forms
from schemas.text import compact, label

_LEADERS = re.compile(r"[.·…．]{2,}\d*$")
_NUMBERED = re.compile(r"^(?:附件|财决|公开|附|表|第|号|\d{1,2}(?!\d)|[-:、.()])+")
_TABLE_NUMBER = re.compile(r"\(?(?:公开|财决公开|附)?\d{1,2}表\)?$")
_YEAR = re.compile(r"^\D{0,30}?(?:20)?\d{2}年(?:度)?")
_EMPTY = re.compile(
    r"(?:本表|此表).{0,6}(?:无数据|为空|没有数据)|(?:本|我)(?:部门|单位|局).{0,20}(?:无|没有|未|不涉及)"
)
_TOTAL_PREFIX = re.compile(r"^.{0,40}?(?:本级|部门|单位|汇总|局|委|院|中心|办|府|会|厅|校|所|队|站|馆|社|室|处|\))$")
_LONGEST = 70


def statement_title(text: str) -> tuple[Form, str] | None:
    """The statement a line is the heading of, with the printed heading; None for any other line.

    The heading may carry a number, an enumerator, the year or the department in front of it. The longest title wins,
    because 收入支出决算总表 ends many others; whatever stands before it must be none of their words.
    """
    name = _LEADERS.sub("", label(text)).strip("()")
    if not name or len(name) > _LONGEST or "。" in name or "说明" in name:
        return None
    name = _TABLE_NUMBER.sub("", name) or name
    best: tuple[int, Form, str] | None = None
    for form in forms().values():
        for title in form.titles:
            if name.endswith(title) and (best is None or len(title) > best[0]):
                best = (len(title), form, name[: -len(title)])
    if best is None or not _is_prefix(best[2]):
        return None
    return best[1], name


def _is_prefix(prefix: str) -> bool:
    rest = _NUMBERED.sub("", prefix)
    rest = _YEAR.sub("", rest)
    return rest in {"", "度", "年", "年度", "年部门", "部门", "单位", "本部门", "本单位"} or bool(
        _TOTAL_PREFIX.match(rest)
    )


def empty_note(text: str) -> str | None:
    """A note that a statement holds no data (`本表无数据`, `本部门无政府性基金…`), or None."""
    plain = compact(text)
    return plain if len(plain) <= 120 and _EMPTY.search(plain) else None
