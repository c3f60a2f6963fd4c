"""The numbers that Word prints before the paragraphs of automatic lists (`一、`, `（二）`, `第三部分`).

In: an open .docx. Out: a `Numbering`, which is asked paragraph by paragraph, in order, what stands before each. A
document without lists has an empty one. Never raises for odd definitions: what is not understood prints nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from extractors.readers.containers import Container, local_name

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_PLACEHOLDER = re.compile(r"%(\d)")
_DIGITS = "〇一二三四五六七八九"
_CHINESE = frozenset(
    ("chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting", "taiwaneseCounting",
     "taiwaneseCountingThousand", "ideographTraditional", "koreanDigital2")
)  # fmt: skip
_STEMS = "甲乙丙丁戊己庚辛壬癸"


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: how it counts, what is printed, where it begins, and whether it prints only Arabic digits."""

    kind: str
    text: str
    start: int
    legal: bool = False


@dataclass(slots=True)
class Numbering:
    """Lists by number, the lists that styles belong to, and how far each has counted."""

    lists: dict[str, dict[int, _Level]] = field(default_factory=dict)
    families: dict[str, str] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    default_style: str = ""
    _counts: dict[str, list[int]] = field(default_factory=dict)

    def before(self, paragraph: etree._Element) -> str:
        """What Word prints before the next paragraph; '' outside lists."""
        if not self.lists:
            return ""
        number, level = self._list_of(properties_of(paragraph, "pPr"))
        levels = self.lists.get(number)
        if levels is None or level not in levels:
            return ""
        # Lists made from one definition go on counting together unless they begin anew, which begins another list here.
        counts = self._counts.setdefault(self.families.get(number, number), [0] * _LEVELS)
        counts[level] = counts[level] + 1 if counts[level] else levels[level].start
        counts[level + 1 :] = [0] * (_LEVELS - level - 1)
        own = levels[level]
        return _PLACEHOLDER.sub(lambda match: _shown(levels, counts, int(match[1]) - 1, own.legal), own.text)

    def _list_of(self, properties: dict[str, etree._Element]) -> tuple[str, int]:
        number, level = "", 0
        style = _value(properties.get("pStyle"), self.default_style)
        own = properties.get("numPr")
        if own is not None:
            number = _value(own.find(f"{_WORD}numId"), "")
            level = _whole(_value(own.find(f"{_WORD}ilvl"), "0"))
        if number:
            return number, min(level, _LEVELS - 1)
        return self.styles.get(style, ("", 0))


def properties_of(element: etree._Element, kind: str) -> dict[str, etree._Element]:
    """The properties of a paragraph, run, row or cell (`pPr`, `rPr`, …) by name, of one given twice the first; none
    where it has none. Looked through once, which takes a fraction of the time of finding each."""
    wanted = f"{_WORD}{kind}"
    for properties in element:  # they come first, so looking there costs less than having lxml search
        if properties.tag == wanted:
            return {local_name(one.tag): one for one in properties[::-1]}
    return {}


def read_numbering(container: Container) -> Numbering:
    """Open .docx → its lists."""
    numbering = Numbering()
    if not container.has("word/numbering.xml"):
        return numbering
    root = container.xml("word/numbering.xml")
    definitions = {_attribute(item, "abstractNumId"): _levels(item) for item in root.iterfind(f"{_WORD}abstractNum")}
    for item in root.iterfind(f"{_WORD}num"):
        number = _attribute(item, "numId")
        definition = _value(item.find(f"{_WORD}abstractNumId"), "")
        levels = dict(definitions.get(definition, {}))
        begins_anew = False
        for override in item.iterfind(f"{_WORD}lvlOverride"):
            level = _whole(_attribute(override, "ilvl"))
            replaced = override.find(f"{_WORD}lvl")
            if replaced is not None:
                levels[level] = _level(replaced)
            start = override.find(f"{_WORD}startOverride")
            if start is not None and level in levels:
                begins_anew = True
                levels[level] = replace(levels[level], start=_whole(_value(start, "1")))
        numbering.lists[number] = levels
        numbering.families[number] = f"list {number}" if begins_anew else f"definition {definition}"
    _read_styles(container, numbering)
    return numbering


def _read_styles(container: Container, numbering: Numbering) -> None:
    """Which list the paragraphs of a style belong to; a style inherits it from the style it is based on."""
    if not container.has("word/styles.xml"):
        return
    own: dict[str, tuple[str, int]] = {}
    based_on: dict[str, str] = {}
    for style in container.xml("word/styles.xml").iterfind(f"{_WORD}style"):
        name = _attribute(style, "styleId")
        based_on[name] = _value(style.find(f"{_WORD}basedOn"), "")
        if _attribute(style, "type") == "paragraph" and _attribute(style, "default") in ("1", "true"):
            numbering.default_style = name
        listed = style.find(f"{_WORD}pPr/{_WORD}numPr")
        if listed is not None:
            level = _whole(_value(listed.find(f"{_WORD}ilvl"), "0"))
            own[name] = _value(listed.find(f"{_WORD}numId"), ""), min(level, _LEVELS - 1)
    for name in based_on:
        ancestor, steps = name, 0
        while ancestor and ancestor not in own and steps < 20:
            ancestor, steps = based_on.get(ancestor, ""), steps + 1
        if own.get(ancestor, ("", 0))[0]:
            numbering.styles[name] = own[ancestor]


def _levels(definition: etree._Element) -> dict[int, _Level]:
    return {_whole(_attribute(level, "ilvl")): _level(level) for level in definition.iterfind(f"{_WORD}lvl")}


def _level(level: etree._Element) -> _Level:
    kind = _value(level.find(f"{_WORD}numFmt"), "decimal")
    text = _value(level.find(f"{_WORD}lvlText"), "")
    start = _whole(_value(level.find(f"{_WORD}start"), "1"))
    return _Level(kind, text if kind not in ("bullet", "none") else "", start, level.find(f"{_WORD}isLgl") is not None)


def _shown(levels: dict[int, _Level], counts: list[int], level: int, legal: bool) -> str:
    if level not in levels or not 0 <= level < _LEVELS:
        return ""
    return _numeral(counts[level] or levels[level].start, "decimal" if legal else levels[level].kind)


def _numeral(number: int, kind: str) -> str:
    """A number as a kind of list counts."""
    if kind in _CHINESE:
        return chinese_numeral(number)
    if kind == "ideographZodiac" or (kind == "ideographHeavenlyStem" and number <= 10):
        return _STEMS[(number - 1) % 10]
    if kind in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in ("lowerRoman", "upperRoman"):
        roman = _roman(number)
        return roman.lower() if kind == "lowerRoman" else roman
    if kind == "decimalEnclosedCircle" and 1 <= number <= 20:
        return chr(0x245F + number)
    return f"{number:02d}" if kind == "decimalZero" else str(number)


def chinese_numeral(number: int) -> str:
    """A number from 0 to 9999 as headings count: 一, 十, 十二, 二十, 一百零三."""
    if not 0 < number < 10_000:
        return str(number) if number else "〇"
    parts: list[str] = []
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            parts.append(_DIGITS[digit] + unit)
        elif parts and parts[-1] != "零" and number % power:
            parts.append("零")
    text = "".join(parts)
    return text.removeprefix("一") if 10 <= number < 20 else text


def _roman(number: int) -> str:
    text = ""
    for value, letters in ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):  # fmt: skip
        text += letters * (number // value % 1000)
        number %= value
    return text


def _attribute(element: etree._Element, name: str) -> str:
    return str(element.get(f"{_WORD}{name}", ""))


def _value(element: etree._Element | None, default: str) -> str:
    return str(element.get(f"{_WORD}val", default)) if element is not None else default


def _whole(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 6 else 0
