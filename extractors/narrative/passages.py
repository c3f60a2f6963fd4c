"""The running text of a disclosure cut into passages: one a section, each character traceable to its line."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from extractors.document import Document, TextLine
from schemas.standard_sentences import Section, sections
from schemas.text import compact, label

_PART = re.compile(r"^第[一二三四五六七八九十]+部分")
_EXPLANATION = re.compile(r"(?:决算|收支|收入支出|预算执行).{0,8}(?:情况)?(?:的)?说明$|决算情况$")
_BARE_EXPLANATION = re.compile(r"^[^一二三四五六七八九十(（\d]?.{0,40}(?:部门|单位|年度?|局)决算(?:情况)?(?:的)?说明$")
_OTHER_PARTS = re.compile(
    r"^(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]{1,3}、)?(?:名词解释|附件|附表|专业名词解释|名词说明)\d*$"
)
_LEVEL_1 = re.compile(r"^[一二三四五六七八九十]{1,3}[、.,]")
_LEVEL_2 = re.compile(r"^\([一二三四五六七八九十]{1,3}\)")
_PARAGRAPH = re.compile(r"\(\d{1,2}\)|\d{1,2}(?:[、)]|\.(?!\d))")
_PAGE_NUMBER = re.compile(r"^[-—–\s]*\d{1,3}[-—–\s]*$")
_CAPTION = re.compile(r"^(?:图|表)\d{1,2}[::]?")
_MONEY = re.compile(r"\d(?:万元|元|%)")
_ALL_APPROPRIATIONS = re.compile(r"(?:财政拨款|公共预算)(?P<basic>基本)?支出(?:决算)?")
#: Tables of contents name sections, too, but say nothing about them.
_SHORTEST_TEXT = 30
_LONGEST_HEADING = 46
_GENERAL_SECTIONS = frozenset({"overall", "revenue", "expenditure"})
_PLAIN_PREFIX = re.compile(
    r"(?:关于)?(?:.{0,30}(?:20\d\d年度?|的|部门|单位|局|委|院|校|中心|政府|办))?(?:本|总)?(?:年度?|部门|单位)?(?:财政)?(?:决算)?(?:的)?"
)


@dataclass(slots=True)
class Passage:
    """The text of one section without white space. `main` tells whether it is part of the explanation of the final
    account; `line(offset)` gives the printed line of a character, `place(offset)` its page and line number."""

    section: Section | None
    heading: str
    main: bool
    _text: str = ""
    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _starts: list[int] = field(default_factory=list)
    _lines: list[TextLine] = field(default_factory=list)

    def add(self, text: str, line: TextLine) -> None:
        """Append the text of a line."""
        self._starts.append(self._length)
        self._lines.append(line)
        self._parts.append(text)
        self._length += len(text)

    @property
    def text(self) -> str:
        """All its text. Put together when asked for: a passage of many pages is not copied for each of its lines."""
        if len(self._text) != self._length:
            self._text = "".join(self._parts)
        return self._text

    def line(self, offset: int) -> TextLine:
        """The printed line the character at an offset stands on."""
        return self._lines[max(0, bisect_right(self._starts, offset) - 1)]

    def place(self, offset: int) -> tuple[int, int | None]:
        """(page, line number) of the character at an offset."""
        line = self.line(offset)
        return line.page, line.line_number

    def paragraph_starts(self) -> list[int]:
        """Offsets at which a numbered paragraph begins (`1.`, `（2）`, `3、`): what was the subject before is none now."""
        return [start for start in self._starts if _PARAGRAPH.match(self.text, start)]


def read_passages(document: Document) -> list[Passage]:
    """Cut the text lines of a document into passages, in printed order.

    Where a report has a section of all appropriations (财政拨款支出) beside one of the general public budget, the first
    speaks of statement 04 and not of statement 05.

    The explanation begins at the heading of its part (第三部分 … 决算情况说明, or the first section heading where parts
    are not numbered) and ends at the next part (名词解释, 附件).
    """
    walker = _Walker()
    for page in document.pages:
        for block in page.blocks:
            if isinstance(block, TextLine):
                walker.read(block)
    _tell_appropriations(walker.passages)
    return [passage for passage in walker.passages if passage.text]


def _tell_appropriations(passages: list[Passage]) -> None:
    names = [label(passage.heading) for passage in passages if passage.main]
    public = [match for name in names if "公共预算" in name and (match := _ALL_APPROPRIATIONS.search(name))]
    others = {section.key: section for section in sections() if not section.headings}
    told: dict[str, Section] = {}
    for passage in passages:
        name, key = label(passage.heading), passage.section.key if passage.section else ""
        found = _ALL_APPROPRIATIONS.search(name)
        if _LEVEL_1.match(passage.heading):
            told.clear()
            beside = found is not None and any(bool(found["basic"]) == bool(other["basic"]) for other in public)
            if beside and key in ("general", "basic") and "公共预算" not in name:
                told[key] = others["all_basic" if key == "basic" else "all_appropriations"]
        if key in told and "公共预算" not in name:
            passage.section = told[key]


class _Walker:
    def __init__(self) -> None:
        self.main = False
        self.level_1: Section | None = None
        self.passages: list[Passage] = [Passage(None, "", False)]

    def read(self, line: TextLine) -> None:
        text = compact(line.text)
        if not text or _PAGE_NUMBER.match(text) or _CAPTION.match(text):
            return
        if self._begins_part(text):
            return
        head, rest = _heading(text)
        if head is None:
            self.passages[-1].add(text, line)
            return
        self._begin_section(head)
        if rest:
            self.passages[-1].add(rest, line)

    def _begins_part(self, text: str) -> bool:
        main = _is_explanation(text) if len(text) <= _LONGEST_HEADING else None
        if main is None or _MONEY.search(text):
            return False
        self.main, self.level_1 = main, None
        self.passages.append(Passage(None, text, main))
        return True

    def _begin_section(self, heading: str) -> None:
        section = _section(heading)
        if section is not None and not self.main and _explains(section, heading) and self._may_begin():
            self.main = True
        if _LEVEL_1.match(heading):
            self.level_1 = section
        self.passages.append(Passage(section or self.level_1, heading, self.main))

    def _may_begin(self) -> bool:
        """Unnumbered parts: the explanation may begin at its first section, once, and not inside an attachment."""
        told = any(passage.main and _MONEY.search(passage.text) for passage in self.passages)
        return not told and not any(
            _OTHER_PARTS.match(passage.heading) and len(passage.text) > _SHORTEST_TEXT for passage in self.passages
        )


def _is_explanation(text: str) -> bool | None:
    """Whether the part that a line is the heading of explains the account; None where it is no such heading."""
    if _OTHER_PARTS.match(text):
        return False
    part = _PART.match(text)
    if part is not None:
        name = text[part.end() :]
        return bool(_EXPLANATION.search(name)) or name in ("情况", "决算情况") or "重要事项" in name
    bare = text.endswith("说明") and _BARE_EXPLANATION.match(text)
    return True if bare and not _LEVEL_1.match(text) and not _LEVEL_2.match(text) else None


def _explains(section: Section, heading: str) -> bool:
    """Whether the heading of a section may begin an explanation whose parts are not numbered."""
    if heading.endswith("表"):
        return False
    return section.key in ("overall", "appropriation") or ("决算" in heading and heading.endswith(("说明", "情况")))


def _heading(text: str) -> tuple[str | None, str]:
    """(heading, rest of the line) where a line begins with an enumerated heading, else (None, '')."""
    if not (_LEVEL_1.match(text) or _LEVEL_2.match(text)):
        return None, ""
    head, separator, rest = text.partition("。")
    if not separator and ":" in text:
        head, _, rest = text.partition(":")
    if len(head) > _LONGEST_HEADING or _MONEY.search(head) or "(类)" in head or "(款)" in head or "," in head:
        return None, ""
    if not separator and not rest and len(text) > _LONGEST_HEADING:
        return None, ""
    return head, rest


def _opens(section: Section, before: str) -> bool:
    """Whether the words before those of a section let the heading be its own."""
    if section.key == "appropriation":
        return "公共预算" not in before and "基金" not in before
    return section.key not in _GENERAL_SECTIONS or _PLAIN_PREFIX.fullmatch(before) is not None


def _section(heading: str) -> Section | None:
    """The section a heading opens. `支出决算` alone is the heading of a section, `会议费支出决算` is none of that."""
    name = label(heading)
    for section in sections():
        for word in section.headings:
            position = name.find(word)
            if position >= 0 and _opens(section, name[:position]):
                return section
    return None
