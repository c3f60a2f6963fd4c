"""The parts of an .xlsx workbook that say how its cells are shown: sheets, texts, number formats, borders.

In: an open container. Out: plain structures. Raises UnreadableDocument as `containers` does, and `damaged`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from extractors.document import UnreadableDocument
from extractors.readers.containers import Container
from extractors.readers.number_format import BUILT_IN

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MAX_TEXTS = 1_000_000


class SheetPart(NamedTuple):
    """A sheet of the workbook: its name, whether it is hidden, and the part that holds it."""

    name: str
    hidden: bool
    path: str


@dataclass(frozen=True, slots=True)
class Styles:
    """By number of a cell style: its number format, and whether it draws a left or right border."""

    formats: tuple[str, ...] = ()
    ruled: tuple[bool, ...] = ()

    def format_of(self, style: int) -> str:
        """The number format of a style; General for a style that the file does not define."""
        return self.formats[style] if 0 <= style < len(self.formats) else "General"

    def is_ruled(self, style: int) -> bool:
        """Whether cells of a style have a ruled side."""
        return 0 <= style < len(self.ruled) and self.ruled[style]


@dataclass(frozen=True, slots=True)
class WorkbookParts:
    """All that cells refer to."""

    sheets: tuple[SheetPart, ...]
    texts: tuple[str, ...]
    styles: Styles
    from_1904: bool = False


def read_workbook_parts(container: Container) -> WorkbookParts:
    """Open container of an .xlsx file → its sheets in order, shared texts and styles."""
    main = container.main_part("xl/workbook.xml")
    root = container.xml(main)
    targets = container.relationships(main)
    sheets = []
    for sheet in root.iterfind("{*}sheets/{*}sheet"):
        target = targets.get(attribute(sheet, "id"))
        if target is not None and "/worksheets/" in f"/{target[1]}":
            state = sheet.get("state", "visible")
            sheets.append(SheetPart(sheet.get("name", ""), state != "visible", target[1]))
    if not sheets:
        raise UnreadableDocument("empty", f"{container.name}: the workbook has no sheet with cells")
    properties = root.find("{*}workbookPr")
    by_kind = dict(targets.values())
    return WorkbookParts(
        tuple(sheets),
        _texts(container, by_kind.get("sharedStrings")),
        _styles(container, by_kind.get("styles")),
        properties is not None and properties.get("date1904", "0") in ("1", "true"),
    )


def attribute(element: etree._Element, local_name: str) -> str:
    """An attribute by its name within whatever namespace, '' where it is missing."""
    for key, value in element.attrib.items():
        if etree.QName(str(key)).localname == local_name:
            return str(value)
    return ""


def rich_text(element: etree._Element) -> str:
    """The text of a shared or inline string: plain or in runs, without the readings above Chinese characters."""
    parts = [
        node.text or ""
        for node in element.iter("{*}t")
        if not any(etree.QName(above.tag).localname == "rPh" for above in node.iterancestors())
    ]
    return unescaped("".join(parts))


def unescaped(text: str) -> str:
    """Text with `_x000D_` and the like as the characters they stand for; line ends as newlines."""
    plain = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return plain.replace("\r\n", "\n").replace("\r", "\n")


def _texts(container: Container, path: str | None) -> tuple[str, ...]:
    if path is None or not container.has(path):
        return ()
    texts = []
    for item in container.xml_events(path, ("{*}si",)):
        texts.append(rich_text(item))
        if len(texts) > _MAX_TEXTS:
            raise UnreadableDocument("too_large", f"{container.name}: the workbook has more than {_MAX_TEXTS} texts")
    return tuple(texts)


def _styles(container: Container, path: str | None) -> Styles:
    if path is None or not container.has(path):
        return Styles()
    root = container.xml(path)
    codes = dict(BUILT_IN)
    for declared in root.iterfind("{*}numFmts/{*}numFmt"):
        codes[_number(declared.get("numFmtId"))] = declared.get("formatCode", "General")
    borders = [
        any(
            side.get("style", "none") != "none"
            for side in border
            if etree.QName(side.tag).localname in ("left", "right", "start", "end")
        )
        for border in root.iterfind("{*}borders/{*}border")
    ]
    formats, ruled = [], []
    for style in root.iterfind("{*}cellXfs/{*}xf"):
        formats.append(codes.get(_number(style.get("numFmtId")), "General"))
        border = _number(style.get("borderId"))
        ruled.append(border < len(borders) and borders[border])
    return Styles(tuple(formats), tuple(ruled))


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isdigit() else 0
