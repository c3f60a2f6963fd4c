"""HTML (and spreadsheets or Word files saved as HTML or MHTML) → Document, laid out as a browser would.

In: the bytes of a page and its name. Out: a Document (`reader="html"`) of one page: what is shown, as lines and data
tables in order; lines and rows are numbered. Pictures that may hold statements, and pages that only frame others, stand
in `notes`. Raises UnreadableDocument: `empty`, `not_text`, `too_deep`, `too_large`.
"""

from __future__ import annotations

import email
import email.policy
import hashlib
import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.document import Document, Page, TextLine, UnreadableDocument
from extractors.limits import MAX_HTML_BYTES, MAX_LINES, MAX_ROWS, MAX_TABLES, MAX_TAGS, at_most
from extractors.readers.flow import FlowCell, FlowItem, FlowTable, blocks_of_flow
from extractors.readers.glyphs import seen_text
from extractors.readers.html_panels import children, is_hidden, is_panel

MEDIA_TYPE = "text/html"

#: Elements nested deeper than this are no page that an office made.
_MAX_DEPTH = 240
#: Elements that nobody but an attacker leaves open thousands of times; the parser's time grows with their square.
_NESTING = re.compile(r"<(/?)(?:div|center|section|article|blockquote|ul|ol|dl|table|form|span|font|main)\b", re.I)
_MOST_OPEN = 5_000
_MAX_COLUMN_SPAN, _MAX_ROW_SPAN = 1000, 65_534
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
#: Chinese pages declare the smaller sets and use the larger one; browsers read all of them as GB18030.
_CHINESE = {"gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "gb2312-80", "cp936", "ms936", "hz-gb-2312"}
#: Encodings without Chinese characters: who declares them never looked.
_WESTERN = {"iso-8859-1", "latin1", "latin-1", "windows-1252", "us-ascii", "ascii"}
_UNSEEN = frozenset(
    ("head", "script", "style", "noscript", "template", "title", "meta", "link", "select", "option", "textarea", "object",
     "embed", "svg", "math")
)  # fmt: skip
_LINE_ELEMENTS = frozenset(
    ("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div",
     "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
     "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "ul")
)  # fmt: skip
_LEADING_DIGITS = re.compile(r"\s*(\d{1,6})")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SIZE = re.compile(r"(?:^|;)\s*(?:width|height)\s*:\s*([\d.]+)\s*px", re.IGNORECASE)
#: Smaller pictures (pixels) are icons, logos and signs.
_SMALLEST_PICTURE = 200
_ICON = re.compile(r"icon|logo|banner|button|btn|qrcode|erweima|weixin|share|arrow|blank|spacer|\.svg|\.ico", re.I)


#: What a page begins with, after a declaration and comments. `<table` and `<div` are what programs export as .xls.
_BEGINNING = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|table|div|style|script)\b",
    re.IGNORECASE | re.DOTALL,
)


def is_html(data: bytes) -> bool:
    """Whether the bytes of a file are an HTML page (or one saved as MHTML), whatever it is called."""
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return bool(_BEGINNING.match(head.decode("utf-16", errors="replace").lstrip("\ufeff")))
    text = head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    envelope = "mime-version:" in text[:2048].lower() and b"text/html" in data[:65536].lower()
    return bool(_BEGINNING.match(text)) or envelope


def read_html(data: bytes, name: str) -> Document:
    """Bytes of an HTML page and its name → Document with its lines and data tables in reading order."""
    if not data.strip(b"\0\t\n\r\f \xef\xbb\xbf"):
        raise UnreadableDocument("empty", f"{name}: the file is empty")
    at_most(name, len(data), MAX_HTML_BYTES, "bytes of HTML")
    source = decode_html(data, name)
    at_most(name, source.count("<"), MAX_TAGS, "tags")
    _refuse_nesting(source, name)
    tree = LexborHTMLParser(source)
    walk = _Walk(name)
    title_element = tree.css_first("title")
    title = _SPACE.sub(" ", title_element.text() if title_element is not None else "").strip()
    if tree.body is not None:
        walk.element(tree.body, 0)
    walk.end_line()
    items: list[FlowItem] = list(walk.items)
    if title and title not in (item for item in items if isinstance(item, str)):
        items.insert(0, title)  # the name of the window often is the only place that names the department
    blocks = blocks_of_flow(items, 1)
    if not any(not isinstance(block, TextLine) or block.text != title for block in blocks) and not walk.pictures:
        raise UnreadableDocument("empty", f"{name}: the HTML page shows no text{walk.hint()}")
    page = Page(1, 0.0, 0.0, blocks, image_only=not blocks and bool(walk.pictures))
    return Document(name, hashlib.sha256(data).hexdigest(), MEDIA_TYPE, "html", (page,), walk.notes())


def flow_of_fragment(source: str, name: str) -> list[FlowItem]:
    """A piece of HTML that stands in another text → its lines and tables in order. Raises as `read_html` does."""
    _refuse_nesting(source, name)
    walk = _Walk(name)
    body = LexborHTMLParser(source).body
    if body is not None:
        walk.element(body, 0)
    walk.end_line()
    return walk.items


def _refuse_nesting(source: str, name: str) -> None:
    still_open = 0
    for tag in _NESTING.finditer(source):
        still_open = max(0, still_open - 1) if tag[1] else still_open + 1
        if still_open > _MOST_OPEN:
            raise UnreadableDocument(
                "too_deep", f"{name}: thousands of elements are nested in each other; it is refused"
            )


def decode_html(data: bytes, name: str) -> str:
    """The text of an HTML page: by its byte order mark, as UTF-8 if it is that, as what it declares, else as GB18030.

    Declarations are often wrong, but no Chinese text in another encoding happens to be UTF-8 from end to end. MHTML (a web page saved as one file) is unpacked first. Bytes no encoding explains become replacement characters,
    by which the cells they stand in count as unread.
    """
    source, transported = _html_part(data)
    if source.startswith((b"\xff\xfe", b"\xfe\xff")):
        return source.decode("utf-16", errors="replace")
    if source.startswith(b"\xef\xbb\xbf"):
        return source[3:].decode("utf-8", errors="replace")
    found = _DECLARED.search(source[:4096])
    declared = (transported or (found[1].decode("ascii") if found else "")).lower()
    declared = "gb18030" if declared in _CHINESE or declared in _WESTERN else declared
    for encoding in dict.fromkeys(("utf-8", declared or "gb18030", "gb18030")):
        try:
            return source.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    if source.count(b"\x00") > len(source) // 20:
        raise UnreadableDocument("not_text", f"{name}: the bytes are no HTML text in UTF-8 or GB18030")
    texts = [source.decode(encoding, errors="replace") for encoding in ("utf-8", "gb18030")]
    return min(texts, key=lambda text: text.count("\ufffd"))


def _html_part(data: bytes) -> tuple[bytes, str]:
    """The HTML of an MHTML file and the encoding its envelope names; other bytes as they are."""
    if b"mime-version:" not in data[:2048].lower() or data.lstrip()[:1] == b"<":
        return data, ""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return content, part.get_content_charset() or ""
    return data, ""


class _Walk:
    """Goes through the elements in order and collects lines, tables and pictures."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.items: list[FlowItem] = []
        self.pictures: list[str] = []
        self.frames: list[str] = []
        self.panel_count = 0
        self._cells_open = 0
        self.tables = 0
        self._line: list[str] = []

    def element(self, node: LexborNode, depth: int) -> None:
        """Read an element's children into the current flow."""
        if depth > _MAX_DEPTH:
            raise UnreadableDocument("too_deep", f"{self.name}: elements are nested more than {_MAX_DEPTH} deep")
        keep_breaks = node.tag == "pre"
        child = node.first_child
        while child is not None:
            tag = child.tag or ""
            if child.is_text_node:
                self._text(child.text_content or "", keep_breaks)
            elif tag == "br":
                self.end_line()
            elif tag == "img":
                self._picture(child)
            elif tag == "input":
                self._field(child)
            elif tag in ("iframe", "frame"):
                self.frames.append(child.attributes.get("src") or "?")
            elif child.is_element_node and tag not in _UNSEEN and self._is_seen(child):
                self._shown_element(child, tag, depth)
            child = child.next

    def _is_seen(self, node: LexborNode) -> bool:
        """Whether a person sees an element, be it after a click on the title of its panel."""
        if not is_hidden(node):
            return True
        if not is_panel(node):
            return False
        self.panel_count += 1
        return True

    def _shown_element(self, node: LexborNode, tag: str, depth: int) -> None:
        if tag == "table":
            self.end_line()
            self._table(node, depth)
        elif tag in _LINE_ELEMENTS:
            self.end_line()
            self.element(node, depth + 1)
            self.end_line()
        else:
            self.element(node, depth + 1)

    def _field(self, node: LexborNode) -> None:
        """What stands in a field of a form that is shown in a cell: reporting programs save statements so."""
        kind = (node.attributes.get("type") or "text").lower()
        if self._cells_open and kind in ("text", "number", "tel") and not is_hidden(node):
            self._line.append(node.attributes.get("value") or "")

    def _text(self, text: str, keep_breaks: bool) -> None:
        if not keep_breaks:
            self._line.append(text)
            return
        first, *others = text.replace("\r\n", "\n").split("\n")
        self._line.append(first)
        for line in others:
            self.end_line()
            self._line.append(line)

    def end_line(self) -> None:
        """Close the current line; an empty one is none."""
        text = seen_text(_SPACE.sub(" ", "".join(self._line)))
        text = text.replace("\u00a0", " ").strip(" \u3000")
        self._line = []
        if text:
            self.items.append(text)
            at_most(self.name, len(self.items), MAX_LINES, "lines of text")

    def _table(self, node: LexborNode, depth: int) -> None:
        """A table becomes one item; its caption stands as a line above it."""
        table = FlowTable()
        for group in children(node):
            if group.tag == "caption":
                self.element(group, depth + 1)
                self.end_line()
            elif group.tag in ("thead", "tbody", "tfoot") and not is_hidden(group):
                self._rows(group, table, depth + 2)
        self.items.append(table)
        self.tables += 1
        at_most(self.name, self.tables, MAX_TABLES, "tables")

    def _rows(self, group: LexborNode, table: FlowTable, depth: int) -> None:
        """Rows of one group of a table. A cell that spans further than its group ends with it."""
        rows = [row for row in children(group) if row.tag == "tr" and not is_hidden(row)]
        at_most(self.name, len(table.rows) + len(rows), MAX_ROWS, "rows in one table")
        for index, row in enumerate(rows):
            cells = [cell for cell in children(row) if cell.tag in ("td", "th") and not is_hidden(cell)]
            table.rows.append([self._cell(cell, len(rows) - index, depth + 1) for cell in cells])

    def _cell(self, node: LexborNode, rows_left: int, depth: int) -> FlowCell:
        attributes = node.attributes
        row_span = _span(attributes.get("rowspan"), _MAX_ROW_SPAN)
        outer, self.items, self._line = self.items, [], []
        self._cells_open += 1
        self.element(node, depth + 1)
        self.end_line()
        self._cells_open -= 1
        items, self.items = self.items, outer
        return FlowCell(
            min(row_span, rows_left) or rows_left, _span(attributes.get("colspan"), _MAX_COLUMN_SPAN) or 1, items
        )

    def _picture(self, node: LexborNode) -> None:
        """Keep what may be a statement as a picture; leave icons and decoration."""
        attributes = node.attributes
        source = attributes.get("src") or ""
        sizes = [attributes.get(key) or "" for key in ("width", "height")] + _SIZE.findall(
            attributes.get("style") or ""
        )
        pixels = [
            float(size.removesuffix("px")) for size in sizes if re.fullmatch(r"\d+(?:\.\d+)?(?:px)?", size.strip())
        ]
        small = any(size < _SMALLEST_PICTURE for size in pixels)
        embedded = source.startswith("data:")
        if source and not small and not (_ICON.search(source) and not embedded):
            self.pictures.append("embedded" if embedded else source.rsplit("/", 1)[-1][:60])

    def notes(self) -> tuple[str, ...]:
        """What was seen and not read, as `code: page 1 …`."""
        notes: list[str] = []
        if self.pictures:
            notes.append(f"image_page: page 1 shows {len(self.pictures)} pictures ({_listed(self.pictures)}); figures in pictures are not read, load the pictures or the original files")  # fmt: skip
        if self.panel_count:
            notes.append(f"hidden_panels: page 1 shows {self.panel_count} parts with tables only after a click; they were read")  # fmt: skip
        if self.frames:
            notes.append(
                f"framed_page: page 1 frames other pages ({_listed(self.frames)}) that are not part of the file"
            )
        return tuple(notes)

    def hint(self) -> str:
        """Where the content may be instead, for messages."""
        return f"; it only frames {_listed(self.frames)}" if self.frames else ""


def _listed(names: list[str]) -> str:
    return ", ".join(names[:5]) + (", …" if len(names) > 5 else "")


def _span(stated: str | None, most: int) -> int:
    """A span attribute as browsers read it: its leading digits, 1 without any. A row span of 0 goes to the end."""
    digits = _LEADING_DIGITS.match(stated) if stated else None
    return min(int(digits[1]), most) if digits else 1
