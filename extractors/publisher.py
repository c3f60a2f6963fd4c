"""Who published a report, for which division and year, as what: read from the cover, the heads of tables and the text.

The document itself decides, never its file name; a name of a place that several divisions bear is settled by what else
the document names, or left open as a problem.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from extractors.department_names import ranked_names
from extractors.document import Document, TextLine
from extractors.place import find_division, is_central
from schemas.divisions import Division
from schemas.records import Kind, Problem, Scope, Severity
from schemas.text import compact, label

_COVER_LINES = 14
_LONGEST_COVER_LINE = 60
_CHINESE_YEAR = re.compile(
    r"二[〇○零0OoО][一二〇○零0OoО][一二三四五六七八九〇○零0OoО](?=年(?![一二三四五六七八九十]{1,3}月))"
)
_CHINESE_DIGITS = str.maketrans("〇○零OoО一二三四五六七八九", "000000123456789")
_SUFFIXES = (
    "委员会|办公室|开发区|示范区|高新区|管理区|风景区|新区|系统|人大|政协|中心|大学|学院|政府|街道|分局|支队|基地|机关|公司|党组|"
    "局|委|办|院|厅|部|会|站|队|所|校|学|馆|社|处|署|室|园|府|镇|乡|团|台|场|组|库"
)
_WORDS = r"[\u4e00-\u9fff()\"、·]"
#: A number in a name (`第101中学`, `120急救中心`): no year, no count, and words before and behind it.
_NUMBER = r"(?<=[\u4e00-\u9fff])(?!20\d\d(?!\d))\d{1,7}(?=[\u4e00-\u9fff])(?![年月日个家名项万元]|人(?!民))"
_BODY_IN_TEXT = rf"{_WORDS}{{1,38}}?(?:{_SUFFIXES})"
_BODY = rf"(?:{_WORDS}|{_NUMBER}){{1,38}}?(?:{_SUFFIXES})"
_SCOPE_MARK = r"(?:\((?:汇总|本级|机关|部门|含下属单位)\)|本级|机关本级)?"
#: A second name of the same department behind the first.
_ALSO_NAMED = r"(?:\([^()]{4,40}\))?"
_ANNOUNCED = r"(?:20\d\d年?度?)?(?:部门|单位)?(?:收支)?(?:决算|预算)"
_TITLES = (
    re.compile(rf"(?:20\d\d年?度?)(?P<name>{_BODY}{_SCOPE_MARK}){_ALSO_NAMED}{_SCOPE_MARK}{_ANNOUNCED}"),
    re.compile(rf"(?P<name>{_BODY}{_SCOPE_MARK}){_ALSO_NAMED}{_SCOPE_MARK}{_ANNOUNCED}"),
)
_HEAD = re.compile(
    rf"(?:部门|编制单位|编报单位|单位名称|单位|填报单位|公开部门)(?:名称)?:(?P<name>{_BODY}{_SCOPE_MARK}){_ALSO_NAMED}(?=20\d\d|$|单位|金额|公开)"
)
_PART = r"(?:第[一二三四五六七八九十]+部分:?)"
_OVERVIEW = re.compile(
    rf"^{_PART}?(?P<name>{_BODY}{_SCOPE_MARK}){_ALSO_NAMED}(?:部门|单位)?(?:基本)?(?:概况|情况)[.…·]*\d*$"
)
_PART_TITLE = re.compile(rf"^{_PART}(?P<name>{_BODY}{_SCOPE_MARK}){_ALSO_NAMED}20\d\d年?度?(?:部门|单位)?决算")
_FOLLOWING = r"机关运行经费|政府采购支出总额|政府采购金额|共有车辆|20\d\d年度?收"
_BEHIND_NAME = re.compile(_FOLLOWING)
_IN_TEXT = re.compile(rf"(?:^|[,。;:度])(?P<name>{_BODY_IN_TEXT})(?={_FOLLOWING})")
#: A name in running text, the mark before it included, is shorter.
_LONGEST_NAME = 60
#: A line that may be the heading of an overview or of a part.
_NAMES_PART = re.compile(r"概况|情况|第|<")
_TITLE_END = re.compile(r"(?:信息)?(?:公开)?(?:报告|报表|说明|草案|文本|情况)?(?:公开)?(?:\(.{0,12}\))?")
_FINAL_TITLE = re.compile(
    r"(?:部门|单位|收支|收入|支出|总|年度?)决算(?:公开|报告|报表|说明|表|总表|明细表|情况|草案|$)|决算情况说明|决算(?:总|明细)?表"
)
_BUDGET_TITLE = re.compile(
    r"(?:部门|单位|收支|收入|支出|总|年度?)预算(?:公开|报告|报表|说明|表|总表|明细表|情况|草案|$)|预算情况说明|预算(?:总|明细)?表"
)
_CONTENTS = re.compile(r"\(?目录\)?|第一部分")
_SENTENCE = re.compile(r"[,。;]|\d(?:万元|元|%)")
_ANNOUNCED_YEAR = re.compile(r"(20[0-3]\d)(?!年\d{1,2}月)年?度?[^\d。,;|]{0,40}决算")
_STATED_YEAR = re.compile(r"(20[0-3]\d)年度")
_DATE = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日")
_ANNOUNCES = re.compile(r"决算|预算")
_SCOPE_WORD = re.compile(r"\((?:汇总|本级|机关|部门|含下属单位)\)|机关本级$|本级$")
_LEAD = re.compile(
    rf"^(?:{_PART}|附件\d*[:.]?|标题:|[一二三四五六七八九十]+、|20\d\d年?度?|年度?|度|部门|单位|关于|目录)+"
)
_NOT_NAMES = re.compile(
    r"^(?:本(?:部门|单位|级|年|局|表|套|市|县|区|省|校|院)|我|各|该|全(?:县|区|市|省|国|部|年)|部门|单位|汇总|公开)|决算|预算|情况|报表|说明"
)


@dataclass(slots=True)
class Publisher:
    """Who, where, when and what, with what could not be settled."""

    department_name: str | None = None
    division: Division | None = None
    fiscal_year: int | None = None
    kind: Kind = "unknown"
    scope: Scope = "unknown"
    publication_date: date | None = None
    problems: list[Problem] = field(default_factory=list)


def read_publisher(document: Document) -> Publisher:
    """Find department, division, year, kind and scope of a document."""
    printed_lines = _lines(document)
    plain = [compact(line.text) for line in printed_lines]
    lines = [_with_digits(text) for text in plain]
    cover = _cover(lines)
    result = Publisher()
    result.kind = _kind(lines, cover)
    result.fiscal_year = _fiscal_year(lines, cover)
    result.publication_date = _publication_date(cover)
    heads = [text for line, text in zip(printed_lines, plain, strict=True) if len(line.text) < 80 and ":" in text]
    names = _names(lines, cover, heads + _heads_in_tables(document), result.fiscal_year)
    printed = names[0] if names else None
    result.scope = _scope(lines, names, cover)
    if printed is None:
        result.problems.append(
            _problem(
                "department_unknown",
                "warning",
                "no department name was found on the cover, in the heads of tables or in the text",
            )
        )
        return result
    result.department_name = _SCOPE_WORD.sub("", printed)
    result.division, problem = find_division(result.department_name, lines, document.name, result.fiscal_year)
    if problem is not None:
        result.problems.append(problem)
    if result.fiscal_year is None:
        result.problems.append(
            _problem("year_unknown", "warning", "no fiscal year was found on the cover or in the text")
        )
    return result


def organisation_of(line: str) -> str | None:
    """The department a head of a statement names (`编制单位：…`), as printed; None for any other line."""
    head = compact(line)
    found = _HEAD.search(head) if ":" in head else None
    return _plain(found["name"]) if found is not None else None


def department_of_title(line: str) -> str | None:
    """The department whose account a line is the title of (`…局2023年度部门决算`), as printed; None for any other."""
    text = compact(line)
    if "决算" not in text or not _is_heading(text):
        return None
    found = _title(text)
    alone = found is not None and _TITLE_END.fullmatch(text, found.end()) is not None
    return _plain(found["name"]) if found is not None and alone else None


def _problem(code: str, severity: Severity, message: str) -> Problem:
    return Problem(code=code, severity=severity, message=message)


def _with_digits(text: str) -> str:
    """The years of a line in Chinese numerals (`二〇二二年度`) as digits; dates in numerals (`二〇二三年七月`) stay."""
    return _CHINESE_YEAR.sub(lambda match: match[0].translate(_CHINESE_DIGITS), text) if "二" in text else text


def _lines(document: Document) -> list[TextLine]:
    return [block for page in document.pages for block in page.blocks if isinstance(block, TextLine)]


def _heads_in_tables(document: Document) -> list[str]:
    tables = (block for page in document.pages for block in page.blocks if not isinstance(block, TextLine))
    texts = (compact(cell.text) for table in tables for cell in table.cells if cell.row < 3)
    return [text for text in texts if ":" in text]


def _cover(lines: list[str]) -> list[str]:
    """The lines before the table of contents, or the first ones. A line that runs on into the table of contents counts
    up to there."""
    for position, line in enumerate(lines[: _COVER_LINES + 1]):
        if line in ("目录", "目次") and position:
            return lines[:position]
    cut = (_CONTENTS.split(line, maxsplit=1)[0] for line in lines[:_COVER_LINES])
    return [line for line in cut if line and len(line) <= _LONGEST_COVER_LINE]


def _kind(lines: list[str], cover: list[str]) -> Kind:
    """The titles of the cover decide; where they name neither or both, the headings of the document do."""
    for texts in (cover, lines):
        final = sum(_FINAL_TITLE.search(text) is not None for text in texts if _is_heading(text))
        budget = sum(_BUDGET_TITLE.search(text) is not None for text in texts if _is_heading(text))
        if final and (not budget or (texts is lines and final >= budget)):
            return "final_account"
        if budget and (not final or texts is lines):
            return "budget"
    return "unknown"


def _is_heading(text: str) -> bool:
    return len(text) <= 46 and not _SENTENCE.search(text)


def _fiscal_year(lines: list[str], cover: list[str]) -> int | None:
    """The year the cover announces the account of; where there is none, a year of the cover that is no date; else the
    year the headings and the text name most often. Of several years the one the text names most often counts."""
    account = [line for line in cover if not _DATE.search(line)]
    found = _ANNOUNCED_YEAR.findall("|".join(account)) or _ANNOUNCED_YEAR.findall("".join(account))
    found = found or re.findall(r"(20[0-3]\d)(?:年(?!\d{1,2}月)|(?=\||$))", "|".join(account))
    stated = Counter(int(year) for line in lines if "年度" in line for year in _STATED_YEAR.findall(line))
    announced = Counter(map(int, found))
    if announced:
        return max(announced, key=lambda year: (announced[year], stated[year], year))
    return max(stated, key=lambda year: (stated[year], year), default=None)


def _publication_date(cover: list[str]) -> date | None:
    for line in cover:
        match = _DATE.search(line)
        if match is not None:
            try:
                return date(int(match[1]), int(match[2]), int(match[3]))
            except ValueError:
                continue
    return None


def _names(lines: list[str], cover: list[str], heads: list[str], year: int | None) -> list[str]:
    """Printed names of the department, the best first: cover, heads of tables, overview and part headings, text."""
    votes: Counter[str] = Counter()

    def vote(match: re.Match[str] | None, weight: int) -> None:
        plain = _plain(match["name"]) if match is not None else None
        if plain:
            votes[plain] += weight

    for text in cover:
        title = _title(text)
        vote(title or _ALONE.fullmatch(label(text)), 4 if title else 3)
    for text in _joined(cover):
        vote(_title(text), 2)
    for head in heads:
        vote(_HEAD.search(head), 2)
    for line in lines:
        if len(line) <= _LONGEST_COVER_LINE and _NAMES_PART.search(line):
            vote(_OVERVIEW.match(label(line)), 2)
            vote(_PART_TITLE.match(line), 1)
    for match in _named_in_text("。".join(line for line in lines if len(line) > 20)):
        vote(match, 1)
    return ranked_names(votes, year)


def _named_in_text(text: str) -> Iterator[re.Match[str]]:
    """The names of the department in running text. Only what stands close before the words that follow a name is looked
    at: a name may begin at any mark, and trying them all takes a hundred times longer."""
    at = looked = 0
    while (words := _BEHIND_NAME.search(text, looked)) is not None:
        match = _IN_TEXT.search(text, max(at, words.start() - _LONGEST_NAME), words.end() + _LONGEST_NAME)
        looked = words.start() + 1
        if match is not None:
            yield match
            at = match.end()
            looked = max(looked, at)


_ALONE = re.compile(rf"(?P<name>{_BODY}{_SCOPE_MARK})(?:20\d\d年度?)?")


def _title(text: str) -> re.Match[str] | None:
    if _ANNOUNCES.search(text) is None:
        return None  # most lines, told without trying where a name may begin
    return next((match for pattern in _TITLES if (match := pattern.search(text)) is not None), None)


def _joined(cover: list[str]) -> list[str]:
    """Titles set over two to four lines, put together."""
    return [
        "".join(cover[start : end + 1])
        for end, line in enumerate(cover)
        if _ANNOUNCES.search(line)
        for start in range(max(0, end - 3), end)
    ]


def _plain(name: str) -> str | None:
    plain = _LEAD.sub("", name).strip("、·")
    bare = _SCOPE_WORD.sub("", plain)
    return plain if (len(bare) >= 4 or is_central(bare)) and not _NOT_NAMES.search(bare) else None


_LISTED_UNITS = re.compile(r"(?:预算单位|单位)共(?:计|有)?(\d+)个")
_NO_UNITS = re.compile(r"(?:没有|无)(?:下属|所属|二级)(?:预算)?单位|单独编制|独立核算单位")
_WITH_UNITS = re.compile(
    r"(?:本级决算|局本级|机关本级|本级)?[和、及](?:\d+个)?(?:所属|下属)(?:行政|事业|预算|行政事业|二级)*单位(?:的)?决算|下属行政事业单位决算"
)
_COMPOSITION = re.compile(r"(?:决算|汇总).{0,12}(?:单位|构成)(?:构成)?包括:(?P<units>[^。]{2,60})")


def _scope(lines: list[str], names: list[str], cover: list[str]) -> Scope:
    """Consolidated (汇总) or one unit: by the mark behind the name, then by what the overview says of its units."""
    titles = [line for line in cover if "决算" in line and not line.startswith("一、")]
    marks = "".join([*names[:1], *titles])
    if "(汇总)" in marks or "(含下属单位)" in marks:
        return "consolidated"
    if "(本级)" in marks or "本级20" in marks or "单位决算" in "".join(titles):
        return "unit"
    text = "".join(lines)
    if _WITH_UNITS.search(text):
        return "consolidated"
    listed = _LISTED_UNITS.search(text)
    if listed is not None:
        return "unit" if int(listed[1]) <= 1 else "consolidated"
    composition = _COMPOSITION.search(text)
    if composition is not None:
        units = [unit for unit in re.split(r"[、,;]", composition["units"]) if unit]
        return "unit" if len(units) == 1 else "consolidated"
    return "unit" if _NO_UNITS.search(text) else "unknown"
