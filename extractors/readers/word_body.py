"""The body of a .docx → a flow of lines and tables.

In: an open container and its numbering. Out: `Body`. Merged cells keep their spans; text boxes stand after the
paragraph they are fixed to; of alternatives for old programs only one is read. Raises UnreadableDocument: `too_deep`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from extractors.document import UnreadableDocument
from extractors.limits import MAX_PARAGRAPHS, MAX_ROWS, MAX_TABLES, at_most
from extractors.readers.containers import Container, local_name
from extractors.readers.flow import FlowCell, FlowItem, FlowTable
from extractors.readers.glyphs import seen_text
from extractors.readers.word_numbering import Numbering, properties_of

_MAIN = "word/document.xml"
#: Both the usual and the strict form of the format; the strict one is read as the usual one.
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MAX_DEPTH = 60
_MAX_SPAN = 200

_DELETED = frozenset(("del", "moveFrom"))
_SKIPPED = frozenset(
    ("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr", "instrText", "delText",
     "delInstrText", "annotationRef", "footnoteReference", "endnoteReference", "commentReference", "rt")
)  # fmt: skip
_CHARACTERS = {"tab": " ", "ptab": " ", "noBreakHyphen": "-", "softHyphen": ""}


@dataclass(slots=True)
class Body:
    """The flow of a document and what of it is not text."""

    items: list[FlowItem] = field(default_factory=list)
    picture_count: int = 0
    deleted: int = 0
    embedded: int = 0


def read_body(container: Container, numbering: Numbering) -> Body:
    """Open .docx and its lists → the flow of its body."""
    root = container.xml(container.main_part(_MAIN))
    if root.tag.startswith(_STRICT):
        for element in root.iter("*"):
            if isinstance(element.tag, str) and element.tag.startswith(_STRICT):
                element.tag = element.tag.replace(_STRICT, _WORD, 1)
            for key in [key for key in element.attrib if str(key).startswith(_STRICT)]:
                element.set(str(key).replace(_STRICT, _WORD, 1), element.attrib.pop(key))
    at_most(container.name, _count(root, "p"), MAX_PARAGRAPHS, "paragraphs, blank ones included")
    at_most(container.name, _count(root, "tbl"), MAX_TABLES, "tables")
    body = Body()
    main = root.find(f"{_WORD}body")
    if main is not None:
        hides = _count(root, "vanish") > 0
        _Reading(container.name, numbering, body, hides).blocks(main, body.items, 0)
    return body


def _count(root: etree._Element, kind: str) -> int:
    return int(root.xpath(f"count(//w:{kind})", namespaces={"w": _WORD.strip("{}")}))


class _Reading:
    """Goes through block and inline elements in order. `hides` says whether some text of the document is hidden."""

    def __init__(self, name: str, numbering: Numbering, body: Body, hides: bool) -> None:
        self._hides = hides
        self._name = name
        self._numbering = numbering
        self._body = body
        self._line: list[str] = []
        self._boxes: list[etree._Element] = []

    def blocks(self, parent: etree._Element, items: list[FlowItem], depth: int) -> None:
        """Paragraphs and tables of a body, cell or text box, in order, those in content controls included."""
        if depth > _MAX_DEPTH:
            raise UnreadableDocument(
                "too_deep", f"{self._name}: tables or boxes are nested more than {_MAX_DEPTH} deep"
            )
        for element in parent:
            kind = local_name(element.tag)
            if kind == "p":
                self._paragraph(element, items, depth)
            elif kind == "tbl":
                items.append(self._table(element, depth))
            elif kind in _DELETED:
                self._body.deleted += 1
            elif kind == "altChunk":
                self._body.embedded += 1
            elif kind == "AlternateContent":
                chosen = _alternative(element)
                if chosen is not None:
                    self.blocks(chosen, items, depth + 1)
            elif kind not in _SKIPPED:
                self.blocks(element, items, depth + 1)

    def _paragraph(self, element: etree._Element, items: list[FlowItem], depth: int) -> None:
        if not len(element):
            return
        outer_line, outer_boxes = self._line, self._boxes
        self._line, self._boxes = [], []
        self._inline(element, depth)
        text = "".join(self._line)
        if text.strip():
            text = f"{self._numbering.before(element)}{text.lstrip()}"
        if text:
            items += filter(None, map(_tidy, text.split("\n")))
        boxes = self._boxes
        self._line, self._boxes = outer_line, outer_boxes
        for box in boxes:
            self.blocks(box, items, depth + 1)

    def _inline(self, parent: etree._Element, depth: int) -> None:
        if depth > _MAX_DEPTH:
            raise UnreadableDocument("too_deep", f"{self._name}: parts of a paragraph are nested too deep")
        for element in parent:
            kind = local_name(element.tag)
            if kind == "t":
                self._line.append(element.text or "")
            elif kind in _SKIPPED:
                continue
            elif kind in ("br", "cr"):
                self._line.append("\n")
            elif kind == "sym":
                self._line.append(_symbol(element))
            elif kind in _CHARACTERS:
                self._line.append(_CHARACTERS[kind])
            elif kind in _DELETED:
                self._body.deleted += 1
            elif kind == "txbxContent":
                self._boxes.append(element)
            elif kind in ("blip", "imagedata"):
                self._body.picture_count += 1
            elif kind == "OLEObject":
                self._body.embedded += 1
            elif kind == "AlternateContent":
                chosen = _alternative(element)
                if chosen is not None:
                    self._inline(chosen, depth + 1)
            elif not (kind == "r" and self._hides and _is_hidden(element)):
                self._inline(element, depth + 1)

    def _table(self, element: etree._Element, depth: int) -> FlowTable:
        """A table; a cell merged downwards is one cell, whose parts below it are left out."""
        table = FlowTable()
        open_cells: dict[int, FlowCell] = {}
        for row in _rows(element):
            properties = properties_of(row, "trPr")
            if "del" in properties:
                self._body.deleted += 1
                continue
            if "hidden" in properties:
                continue
            before = _span(properties.get("gridBefore"), 0)
            open_cells = self._row(row, before, table, open_cells, depth)
            at_most(self._name, len(table.rows), MAX_ROWS, "rows in one table")
        return table

    def _row(
        self, row: etree._Element, column: int, table: FlowTable, above: dict[int, FlowCell], depth: int
    ) -> dict[int, FlowCell]:
        """Add a row that begins at a column to a table. In and out: the cells that may go on below, by their first
        column."""
        cells: list[FlowCell] = []
        open_cells: dict[int, FlowCell] = {}
        if column:
            cells.append(FlowCell(1, column))
        before: FlowCell | None = None
        for element in _cells(row):
            properties = properties_of(element, "tcPr")
            width = _span(properties.get("gridSpan"), 1)
            sideways, downwards = _merge(properties.get("hMerge")), _merge(properties.get("vMerge"))
            content = FlowCell(1, width)
            self.blocks(element, content.items, depth + 1)
            going_on = above.get(column)
            if sideways == "continue" and before is not None:
                before.column_span += width
                before.items += content.items
            elif downwards == "continue" and going_on is not None:
                going_on.row_span += 1
                going_on.items += content.items
                open_cells[column] = before = going_on
            else:
                cells.append(content)
                before = content
                if downwards is not None:
                    open_cells[column] = content
            column += width
        table.rows.append(cells)
        return open_cells


def _rows(table: etree._Element) -> list[etree._Element]:
    """The rows of a table, those in content controls and tracked insertions included."""
    return _of_kind(table, "tr", "tbl")


def _cells(row: etree._Element) -> list[etree._Element]:
    return _of_kind(row, "tc", "tr")


def _of_kind(parent: etree._Element, wanted: str, stop: str) -> list[etree._Element]:
    found = []
    for element in parent:
        kind = local_name(element.tag)
        if kind == wanted:
            found.append(element)
        elif kind in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag") and kind != stop:
            found += _of_kind(element, wanted, stop)
    return found


def _alternative(element: etree._Element) -> etree._Element | None:
    """Of the alternatives for newer and older programs, the one that holds text or pictures, the newer first."""
    options = list(element.iterchildren(f"{_COMPATIBLE}Choice")) + list(element.iterchildren(f"{_COMPATIBLE}Fallback"))
    with_text = (option for option in options if next(option.iter(f"{_WORD}t"), None) is not None)
    return next(with_text, options[0] if options else None)


def _is_hidden(run: etree._Element) -> bool:
    hidden = properties_of(run, "rPr").get("vanish")
    return hidden is not None and hidden.get(f"{_WORD}val", "1") not in ("0", "false", "off")


def _symbol(element: etree._Element) -> str:
    """A character of a symbol font. In the private area nobody but that font knows it, and the cell stays unread."""
    code = element.get(f"{_WORD}char", "")
    try:
        number = int(code, 16)
        return chr(number) if number and not 0xD800 <= number < 0xE000 else "\ufffd"
    except (ValueError, OverflowError):
        return "\ufffd"


def _span(found: etree._Element | None, default: int) -> int:
    text = found.get(f"{_WORD}val", "") if found is not None else ""
    return min(int(text), _MAX_SPAN) if text.isdigit() and len(text) < 6 and int(text) > 0 else default


def _merge(found: etree._Element | None) -> str | None:
    """How a cell is merged with the one above or before: 'restart' (the first), 'continue', or not at all."""
    return str(found.get(f"{_WORD}val", "continue")) if found is not None else None


def _tidy(text: str) -> str:
    return seen_text(text).replace("\u00a0", " ").strip(" \t\u3000")
