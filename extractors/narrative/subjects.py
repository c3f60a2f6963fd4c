"""What a number of the text is about: a standard subject of its section, a functional item by its 类款项 path, or an
economic code by name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from extractors.narrative.tokens import last_clause
from schemas.records import Figure
from schemas.standard_sentences import FigureKey, Section
from schemas.text import code_name, label
from schemas.vocabulary import economic_codes, function_codes

_CONNECTOR = re.compile(
    r"(?:(?:支出)?(?:决算)?(?:具体)?情况(?:说明)?:)?(?:\([^()]{0,20}\))?(?:财政拨款)?(?:20\d\d年度?)?(?:支出|收入|费用)?,?(?:年初|全年|调整后)?(?:预算|决算)?(?:安排)?(?:支出)?(?:数|额|金额)?"
    r"(?:均|各|共计|合计|总额|总计|共|计)?(?:为|是|:|约|达|支出)*$"
)
_BARE_CONNECTOR = re.compile(r"(?:决算)?(?:数|额|金额)?(?:共计|合计|总额|共|计)?(?:为|是|:|约|达)*$")
_BARE_PREFIX = re.compile(
    r"(?:[^,。;:、]{0,40}20\d\d年度?|其中|本年度?|全年度?|当年)?(?:本|我|全)?(?:部门|单位|局|委|院|校|站|所|中心|办|镇|乡|街道)?(?:20\d\d年度?|本年度?)?(?:总|实际|共)?"
)
#: What groups of government funds are called; subsidies to funds (财政对基本养老保险基金的补助) are general budget.
_FUND_GROUP = re.compile(r"(?:基金|资金|配套费|处理费|业务费|收入|国债|债券)(?:安排的)?支出$|专项债|公益金")
_OTHER_MONEY = re.compile(r"政府性基金|国有资本")
_FOREIGN_PREFIX = re.compile(
    r"比|较|上年|用于|国内|国外|\(境\)外|外宾|外事|境外|预留|面向|其他|每|平均|人均|主要|类|对.{1,8}的?$"
)
#: Where a path ends. What stands before it belongs to it up to the end of the last sentence or a length.
_PATH_END = re.compile(r"\((?:\d{2,7})?项\)")
_GROUP_PATH_END = re.compile(
    r"\((?:\d{2,5})?款\)\"?"
    r"(?=[,:。]?(?:20\d\d年度?|本年|当年)?(?:支出)?(?:年初)?(?:预算|决算)?(?:数|额|金额)?(?:安排)?(?:为|是|:)?\d[\d,]*(?:\.\d+)?(?:亿|万|千)?元)"
)
_GROUP_END = re.compile(r"\((?:\d{2,5})?款\)")
_LONGEST_PATH, _LONGEST_GROUP = 120, 80
_CLASS_MARKS = ("类", "具体包括")
_CODED = re.compile(r"(?P<name>[^,。;:()\d]{2,40})\((?P<code>2\d{2}(?:\d{2}){0,2})\)")
_STEP = re.compile(r"\((?:\d{2,5})?(类|款)\)")
_ENUMERATION = re.compile(r"^(?:[\d()、.,一二三四五六七八九十]*[).、,])+")
_CLASS_HEADING = re.compile(r"(?P<name>[^,。;:()、.\d\"]{2,30})\"?(?:\((?:\d{3})?类\)|类支出|具体包括|类)")
_INCLUDING = re.compile(r"^(?:主要)?(?:包括|用于|是|为)")
_SHORTEST_PREFIX = 4
_CLAUSE_ENDS = ",。;:、"
#: Sections of the general public budget: what names another kind of money in front of its subject is none of theirs.
_MONEY_SECTIONS = frozenset({"general", "basic"})
_CLASS_TAIL = re.compile(
    r"(?:\((?:\d{3})?类\)|类)?(?:20\d\d年度?)?(?:支出)?(?:年初)?(?:决算|预算)?(?:数|额|金额)?(?:共计|合计|共)?(?:为|是|:)?$"
)


class Subject(NamedTuple):
    """A subject with its keys (two where one number states both totals) and why its label was mended, if it was."""

    name: str
    keys: tuple[FigureKey, ...]
    repaired: str | None = None


class Names:
    """Names of codes that the report itself prints in its tables, to settle what the classification leaves open."""

    def __init__(self, figures: list[Figure]) -> None:
        self.items: dict[str, set[str]] = {}
        self.by_name: dict[str, set[str]] = {}
        self.codes: set[str] = set()
        self.economic: set[str] = set()
        self.funds: set[str] = set()
        self.general: set[str] = set()
        for figure in figures:
            if figure.function_code:
                self.by_name.setdefault(code_name(figure.line_label), set()).add(figure.function_code)
            if figure.function_code and len(figure.function_code) == 7:
                self.items.setdefault(code_name(figure.line_label), set()).add(figure.function_code)
                self.codes.add(figure.function_code)
                if figure.statement in ("government_fund", "state_capital"):
                    self.funds.add(figure.function_code)
                elif figure.statement == "general_budget_expenditure":
                    self.general.add(figure.function_code)
            if figure.statement == "general_budget_basic_expenditure" and figure.economic_code:
                self.economic.add(figure.economic_code)


def standard_subject(section: Section, lead: str, names: Names, year: int | None = None) -> Subject | None:
    """The subject of a number from the words before it: the longest standard subject they end with."""
    lead = lead.replace('"', "")
    for name, keys in section.longest_first:
        prefix = _prefix_before(lead, name) if name in lead else None
        if prefix is None or _FOREIGN_PREFIX.search(prefix):
            continue
        if section.key not in _MONEY_SECTIONS or not _OTHER_MONEY.search(prefix):
            return Subject(name, keys)
    bare = _bare_subject(section, lead)
    if bare is None and section.items and section.item_statement is not None:
        bare = _class_subject(lead, section.item_statement)
    if bare is None and section.economic_names:
        bare = _economic_subject(lead, names, year)
    return bare


def _bare_subject(section: Section, lead: str) -> Subject | None:
    """A subject as general as `收入`, where nothing but the year or the department stands before it."""
    clause = last_clause(lead.removesuffix(":"), _CLAUSE_ENDS)
    for name, keys in section.bare.items():
        position = clause.rfind(name)
        if position < 0 or not _BARE_CONNECTOR.fullmatch(clause[position + len(name) :]):
            continue
        if _BARE_PREFIX.fullmatch(clause[:position]):
            return Subject(name, keys)
    return None


def _prefix_before(lead: str, name: str) -> str | None:
    """The clause before `name` where `lead` ends with it and connecting words; None where it does not."""
    position = lead.rfind(name)
    while position >= 0:
        if _CONNECTOR.fullmatch(lead[position + len(name) :]):
            return last_clause(lead[:position], _CLAUSE_ENDS)
        position = lead.rfind(name, 0, position)
    return None


def _class_subject(lead: str, statement: str) -> Subject | None:
    """A functional class by name (`卫生健康支出(类)`, `卫生健康支出类支出`, `卫生健康支出`)."""
    clause = label(last_clause(lead, _CLAUSE_ENDS)).strip("“.”")
    clause = _CLASS_TAIL.sub("", clause, count=1)
    for name in (clause + "支出", clause):
        codes = [code for code in function_codes().codes_named(name) if len(code) == 3]
        if len(codes) == 1:
            return Subject(name, (FigureKey(statement, None, codes[0], "expenditure_total"),))
    return None


def _economic_subject(lead: str, names: Names, year: int | None) -> Subject | None:
    clause = _INCLUDING.sub("", label(last_clause(lead.removesuffix(":"), _CLAUSE_ENDS).removesuffix("为")))
    for name in (clause, clause.removesuffix("支出")):
        codes = list(economic_codes().codes_named(name, year))
        if len(codes) > 1:
            codes = [code for code in codes if code in names.economic]
        if len(codes) == 1:
            return Subject(name, (FigureKey("general_budget_basic_expenditure", None, codes[0], "final_amount"),))
    return None


def _ending_with(end: re.Pattern[str], longest: int, text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, words before) of what ends with a pattern and has no end of a sentence within, as long as it may be.

    Looking for the end first costs a fraction of trying every place of the text as a beginning.
    """
    at = 0
    while (match := end.search(text, at)) is not None:
        first = max(at, match.start() - longest)
        start = first + len(text[first : match.start()]) - len(last_clause(text[first : match.start()], "。;:"))
        at = match.end()
        yield start, at, text[start : match.start()]


def item_paths(text: str) -> list[tuple[int, int, str | None, str | None, str]]:
    """Paths of functional items in a text: (start, end, 类, 款, 项) by their printed names; 类 and 款 may be missing."""
    found: list[tuple[int, int, str | None, str | None, str]] = []
    for start, end, before in _ending_with(_PATH_END, _LONGEST_PATH, text):
        steps = _STEP.split(before)
        named = {kind: _plain(name) for name, kind in zip(steps[0::2], steps[1::2], strict=False)}
        item = _plain(steps[-1])
        if item and (named or len(item) <= 30):
            found.append((start, end, named.get("类"), named.get("款"), item))
    return found


def group_paths(text: str) -> list[tuple[int, int, str | None, str]]:
    """Paths that end at the group and state its amount (`普通教育(款)2021年度决算5万元`): (start, end, 类, 款)."""
    found: list[tuple[int, int, str | None, str]] = []
    for start, end, before in _ending_with(_GROUP_PATH_END, _LONGEST_PATH, text):
        steps = _STEP.split(before)
        group = _plain(steps[-1])
        if 0 < len(group) <= 30:
            found.append((start, end, _plain(steps[0]) if len(steps) > 1 else None, group))
    return found


def group_headings(text: str) -> list[tuple[int, str]]:
    """Places where a group is named, with its name: it holds for the items below it that name none."""
    return [(end, _plain(_STEP.split(before)[-1])) for _, end, before in _ending_with(_GROUP_END, _LONGEST_GROUP, text)]


def coded_items(text: str) -> list[tuple[int, int, str, str]]:
    """Functional classes and items named with their code (`行政运行（2010601）`): (start, end, name, code)."""
    return [(match.start(), match.end(), _plain(match["name"]), match["code"]) for match in _CODED.finditer(text)]


def coded_subject(name: str, code: str, statement: str) -> Subject | None:
    """The line a printed code names; marked where the classification gives the code another name."""
    if not function_codes().knows(code):
        return None
    return _item(name, code, statement, None if _is_exact(code, name) else "name_differs")


def _plain(name: str) -> str:
    return _ENUMERATION.sub("", name.replace('"', "")).strip(",、.")


def class_headings(text: str) -> list[tuple[int, str]]:
    """Places where a functional class is named as a heading, with its code: it holds for the items below it."""
    found: list[tuple[int, str]] = []
    if not any(mark in text for mark in _CLASS_MARKS):
        return found
    for match in _CLASS_HEADING.finditer(text):
        for name in (match["name"], match["name"] + "支出"):
            codes = [code for code in function_codes().codes_named(name) if len(code) == 3]
            if len(codes) == 1:
                found.append((match.end(), codes[0]))
                break
    return found


def item_subject(
    path: tuple[str | None, str | None, str], above: str | None, names: Names, year: int | None, statement: str
) -> Subject | None:
    """The item a 类款项 path names, resolved step by step: 类, then 款 below it, then 项 below that.

    `above` is the class code of the heading the path stands under, for paths that leave 类 out. Codes valid in the
    year of the report win over former ones, codes the report's own tables print over others. Where the path is broken,
    an item name that stands for exactly one code of those tables (or, without tables, of the classification) is
    accepted and marked; otherwise there is no subject.
    """
    class_name, group, item = path
    classes = _named(class_name, 3, "", names, year) if class_name else ([above] if above else [])
    groups = [code for parent in classes for code in _named(group, 5, parent, names, year)] if group else []
    items = sorted({code for parent in groups for code in _named(item, 7, parent, names, year)})
    if len(items) > 1:
        items = [code for code in items if code in names.codes] or items
    if len(items) == 1:
        exact = _is_exact(items[0], item) or items[0] in names.by_name.get(code_name(item), ())
        return _item(item, items[0], statement, None if exact else "incomplete_name")
    for candidates in (_printed(names, item, classes), _anywhere(item, classes, year)):
        if len(candidates) == 1:
            return _item(item, candidates.pop(), statement, "broken_path")
    return None


def is_other_money(code: str, names: Names) -> bool:
    """Whether an item is one of a government fund or of state capital: by the statement it is printed in, else by name."""
    if code in names.funds or code in names.general:
        return code in names.funds
    groups = function_codes().names_by_code.get(code[:5], ())
    return code[:3] == "223" or any(_FUND_GROUP.search(group) for group in groups)


def group_subject(
    class_name: str | None, group: str, above: str | None, names: Names, year: int | None, statement: str
) -> Subject | None:
    """The group a path names that goes no deeper, by its 类 or the class of the heading above."""
    classes = _named(class_name, 3, "", names, year) if class_name else ([above] if above else [])
    groups = sorted({code for parent in classes for code in _named(group, 5, parent, names, year)})
    if len(groups) != 1:
        return None
    return _item(group, groups[0], statement, None if _is_exact(groups[0], group) else "incomplete_name")


def _item(name: str, code: str, statement: str, repaired: str | None) -> Subject:
    return Subject(name, (FigureKey(statement, None, code, "expenditure_total"),), repaired)


def _named(printed: str | None, length: int, parent: str, names: Names, year: int | None) -> list[str]:
    """Codes of a length below a parent that bear a printed name: in the classification, else in the tables of the
    report, else (name cut short) as the beginning of one name."""
    if printed is None:
        return []
    known = function_codes()
    name = code_name(printed)
    for candidate in (name, name + "支出"):
        below = tuple(code for code in known.codes_by_name.get(candidate, ()) if _is_below(code, length, parent))
        if below:
            return list(known.valid(below, candidate, year))
    printed_codes = sorted(code for code in names.by_name.get(name, ()) if _is_below(code, length, parent))
    if printed_codes:
        return printed_codes
    if len(name) < _SHORTEST_PREFIX:
        return []
    partial = {
        code
        for code, others in known.names_by_code.items()
        if _is_below(code, length, parent) and any(other.startswith(name) for other in others)
    }
    return sorted(partial) if len(partial) == 1 else []


def _is_below(code: str, length: int, parent: str) -> bool:
    return len(code) == length and code.startswith(parent)


def _is_exact(code: str, printed: str) -> bool:
    return code_name(printed) in function_codes().names_by_code.get(code, ())


def _printed(names: Names, item: str, classes: list[str]) -> set[str]:
    codes = names.items.get(code_name(item), set())
    below = {code for code in codes if code[:3] in classes}
    return set(below or codes)


def _anywhere(item: str, classes: list[str], year: int | None) -> set[str]:
    codes = {code for code in function_codes().codes_named(item, year) if len(code) == 7}
    below = {code for code in codes if code[:3] in classes}
    return below or codes
