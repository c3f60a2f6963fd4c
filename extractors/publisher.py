"""Who published a report, for which division and year, as what: read from the cover, the heads of tables and the text.

The document itself decides, never its file name; a name of a place that several divisions bear is settled by what else
the document names, or left open as a problem.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from extractors.document import Document, TextLine
from extractors.place import find_division
from schemas.divisions import Division
from schemas.records import Kind, Problem, Scope, Severity
from schemas.text import compact

_COVER_LINES = 14
_BODY = r"[\u4e00-\u9fff()\"、·]{1,38}?(?:局|委员会|委|办公室|办|中心|院|厅|部|会|站|队|所|校|学|馆|社|处|署|室|园|政府|府|街道|镇|乡|团|台|场|公司|党组|组|库|分局|支队|基地|机关)"
_SCOPE_MARK = r"(?:\((?:汇总|本级|机关|部门|含下属单位)\)|本级|机关本级)?"
_TITLES = (
    re.compile(rf"(?:20\d\d年?度?)(?P<name>{_BODY}{_SCOPE_MARK})(?:20\d\d年?度?)?(?:部门|单位)?(?:收支)?(?:决算|预算)"),
    re.compile(rf"(?P<name>{_BODY}{_SCOPE_MARK})(?:20\d\d年?度?)?(?:部门|单位)?(?:收支)?(?:决算|预算)"),
)
_HEAD = re.compile(
    rf"(?:部门|编制单位|编报单位|单位名称|单位|填报单位|公开部门)(?:名称)?:(?P<name>{_BODY}{_SCOPE_MARK})(?=20\d\d|$|单位|金额|公开)"
)
_OVERVIEW = re.compile(
    rf"^第一部分(?P<name>{_BODY}{_SCOPE_MARK})(?:部门|单位)?(?:基本)?概况$|^(?P<name2>{_BODY}{_SCOPE_MARK})(?:部门|单位)?概况$"
)
_IN_TEXT = re.compile(
    rf"(?:^|[,。;:度])(?P<name>{_BODY})(?=机关运行经费|政府采购支出总额|政府采购金额|共有车辆|20\d\d年度?收)"
)
_TITLE_END = re.compile(r"(?:信息)?(?:公开)?(?:报告|报表|说明|草案|文本|情况)?(?:公开)?(?:\(.{0,12}\))?")
_FINAL_TITLE = re.compile(
    r"(?:部门|单位|收支|收入|支出|总|年度?)决算(?:公开|报告|报表|说明|表|总表|明细表|情况|草案|$)|决算情况说明|决算(?:总|明细)?表"
)
_BUDGET_TITLE = re.compile(
    r"(?:部门|单位|收支|收入|支出|总|年度?)预算(?:公开|报告|报表|说明|表|总表|明细表|情况|草案|$)|预算情况说明|预算(?:总|明细)?表"
)
_SENTENCE = re.compile(r"[,。;]|\d(?:万元|元|%)")
_DATE = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日")
_SCOPE_WORD = re.compile(r"\((?:汇总|本级|机关|部门|含下属单位)\)|机关本级$|本级$")
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
    lines = [compact(line.text) for line in _lines(document)]
    cover = _cover(lines)
    result = Publisher()
    result.kind = _kind(lines, cover)
    result.fiscal_year = _fiscal_year(lines, cover)
    result.publication_date = _publication_date(cover)
    names = _names(lines, cover, _table_heads(document))
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
    found = next((match for pattern in _TITLES if (match := pattern.search(text)) is not None), None)
    alone = found is not None and _TITLE_END.fullmatch(text, found.end()) is not None
    return _plain(found["name"]) if found is not None and alone else None


def _problem(code: str, severity: Severity, message: str) -> Problem:
    return Problem(code=code, severity=severity, message=message)


def _lines(document: Document) -> list[TextLine]:
    return [block for page in document.pages for block in page.blocks if isinstance(block, TextLine)]


def _table_heads(document: Document) -> list[str]:
    heads = [compact(line.text) for line in _lines(document) if len(line.text) < 80]
    for page in document.pages:
        for block in page.blocks:
            if not isinstance(block, TextLine):
                heads += [compact(cell.text) for cell in block.cells if cell.row < 3 and ":" in compact(cell.text)]
    return [head for head in heads if ":" in head]


def _cover(lines: list[str]) -> list[str]:
    """The lines before the table of contents, or the first ones."""
    for position, line in enumerate(lines[: _COVER_LINES + 1]):
        if line in ("目录", "目次") and position:
            return lines[:position]
    return [line for line in lines[:_COVER_LINES] if len(line) <= 60]


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
    """The year of the account on the cover; where there is none, the year the headings and the text name most often."""
    account = [line for line in cover if not _DATE.search(line)]
    years = [int(year) for line in account for year in re.findall(r"(20[0-3]\d)(?:年|$)", line)]
    years = years or [int(year) for line in account for year in re.findall(r"(20[0-3]\d)", line) if "决算" in line]
    if years:
        return Counter(years).most_common(1)[0][0] if len(set(years)) > 1 else years[0]
    counts = Counter(int(year) for line in lines for year in re.findall(r"(20[0-3]\d)年度", line))
    if not counts:
        return None
    best = max(counts.values())
    return max(year for year, count in counts.items() if count == best)


def _publication_date(cover: list[str]) -> date | None:
    for line in cover:
        match = _DATE.search(line)
        if match is not None:
            try:
                return date(int(match[1]), int(match[2]), int(match[3]))
            except ValueError:
                continue
    return None


def _names(lines: list[str], cover: list[str], heads: list[str]) -> list[str]:
    """Printed names of the department, the best first: cover, heads of tables, overview heading, text."""
    votes: Counter[str] = Counter()
    order: dict[str, int] = {}

    def vote(name: str | None, weight: int) -> None:
        plain = _plain(name)
        if plain:
            order.setdefault(plain, len(order))
            votes[plain] += weight

    for text in [*cover, "".join(cover[:4]), "".join(cover[:2])]:
        if len(text) <= 90:
            for pattern in _TITLES:
                match = pattern.search(text)
                if match is not None:
                    vote(match["name"], 4)
                    break
            else:
                vote(text if re.fullmatch(_BODY + _SCOPE_MARK, text) else None, 3)
    for head in heads:
        match = _HEAD.search(head)
        vote(match["name"] if match else None, 2)
    for line in lines:
        overview = _OVERVIEW.match(line)
        if overview is not None:
            vote(overview["name"] or overview["name2"], 2)
    for match in _IN_TEXT.finditer("。".join(line for line in lines if len(line) > 20)):
        vote(match["name"], 1)
    return sorted(votes, key=lambda name: (-votes[name], order[name]))


def _plain(name: str | None) -> str | None:
    if name is None:
        return None
    plain = re.sub(r"^(?:附件\d*[:.]?|20\d\d年?度?|年度?|度|部门|单位|关于)+", "", name).strip("、·")
    bare = _SCOPE_WORD.sub("", plain)
    return plain if len(bare) >= 4 and not _NOT_NAMES.search(bare) else None


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
