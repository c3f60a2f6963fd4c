"""A disclosure as .docx, written part by part in the ways Word, WPS and their users write it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from random import Random

from benchmarks.corpus.disclosure import Disclosure
from benchmarks.corpus.formats.options import Word
from benchmarks.corpus.formats.pieces import cut
from benchmarks.corpus.formats.workbook_xlsx import zipped
from tests.typesetting.layout import Block, Contents, Cover, Grid, GridCell, Heading, Paragraph, StatementBlock

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_ROWS_A_PAGE = 18
#: A4 within its margins, in twentieths of a point; tables over its width are laid out narrower by the program.
_WIDTH = 9_000
_RUNS = re.compile(r"[0-9.,%]+|[^0-9.,%]+")
_RULES = "".join(
    f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_PARTS = {
    "[Content_Types].xml": f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>',
}


def as_docx(disclosure: Disclosure, blocks: tuple[Block, ...] | None = None) -> bytes:
    """The disclosure (or some of its blocks) as a file."""
    setter = _Setter(disclosure.style.word, Random(f"word/{disclosure.name}"))
    chosen = disclosure.document.blocks if blocks is None else blocks
    body = "".join(part for block in chosen for part in setter.block(block))
    document = (
        f'{_DECLARATION}<w:document xmlns:w="{_WORD}" xmlns:v="urn:schemas-microsoft-com:vml"><w:body>{body}'
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" '
        'w:header="600" w:footer="600" w:gutter="0"/></w:sectPr></w:body></w:document>'
    )
    return zipped({name: part.encode() for name, part in (_PARTS | {"word/document.xml": document}).items()})


class _Setter:
    """Sets blocks one after the other."""

    def __init__(self, options: Word, random: Random) -> None:
        self._options = options
        self._random = random

    def block(self, block: Block) -> Iterator[str]:
        """The paragraphs and tables of a block."""
        match block:
            case Cover(lines):
                yield from (self._paragraph(line, "center", 44) for line in lines)
            case Contents(entries, _):
                yield from map(self._paragraph, ("目录", *(text for _, text in entries)))
            case Heading(level, text):
                yield self._paragraph(text, "center" if level == 1 else "left", 32, new_page=level == 1)
            case Paragraph(text):
                yield self._paragraph(text)
            case StatementBlock():
                parts = list(self._statement(block))
                yield _table((_WIDTH,), [[_cell(_WIDTH, "".join(parts) + "<w:p/>")]], False) if self._options.framed else "".join(parts)  # fmt: skip

    def _statement(self, block: StatementBlock) -> Iterator[str]:
        if block.heading:
            yield self._paragraph(block.heading)
        yield from self._caption(block)
        tables = self._options.tables
        pieces = [block.grid] if tables == "whole" else cut(block.grid, _ROWS_A_PAGE, tables == "by_page_with_header")
        for number, grid in enumerate(pieces):
            if number:
                yield '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
            yield self._grid(grid)
        yield from map(self._paragraph, block.notes)
        yield "<w:p/>"

    def _caption(self, block: StatementBlock) -> Iterator[str]:
        titles = block.title.splitlines()
        if self._options.caption == "box" and titles:
            content = "".join(self._paragraph(title, "center", 32) for title in titles)
            yield (
                '<w:p><w:r><w:pict><v:shape style="width:400pt;height:40pt"><v:textbox><w:txbxContent>'
                f"{content}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
            )
        else:
            yield from (self._paragraph(title, "center", 32, new_page=not at) for at, title in enumerate(titles))
        if self._options.caption == "table" and block.captions:
            width = _WIDTH // 3
            rows = [[_cell(width, self._paragraph(part)) for part in line] for line in block.captions]
            yield _table((width, width, width), rows, False)
            yield "<w:p/>"
        else:
            yield from (self._paragraph("        ".join(part for part in line if part)) for line in block.captions)

    def _grid(self, grid: Grid) -> str:
        share = _WIDTH / sum(grid.widths)
        widths = tuple(round(width * share) for width in grid.widths)
        cells = sorted(grid.cells, key=lambda cell: (cell.row, cell.column))
        rows = []
        for row in range(grid.row_count):
            reaching = [cell for cell in cells if cell.row <= row < cell.row + cell.row_span]
            reaching.sort(key=lambda cell: cell.column)
            rows.append([self._grid_cell(cell, row, widths) for cell in reaching])
        return _table(widths, rows, True, grid.header_rows)

    def _grid_cell(self, cell: GridCell, row: int, widths: tuple[int, ...]) -> str:
        width = sum(widths[cell.column : cell.column + cell.column_span])
        merge = ("restart" if row == cell.row else "continue") if cell.row_span > 1 else ""
        content = self._cell_text(cell) if row == cell.row else "<w:p/>"
        return _cell(width, content, cell.column_span, merge)

    def _cell_text(self, cell: GridCell) -> str:
        padded = self._options.padded and self._random.random() < 0.3
        text = f"  {cell.text}\u00a0 " if padded and cell.text else cell.text
        content = self._paragraph(text, cell.align, 18, revisable=cell.align == "right")
        return f"{content}<w:p/>" if padded and self._random.random() < 0.4 else content

    def _paragraph(
        self, text: str, align: str = "left", size: int = 24, *, new_page: bool = False, revisable: bool = False
    ) -> str:
        properties = f'<w:pPr>{"<w:pageBreakBefore/>" if new_page else ""}<w:jc w:val="{align}"/></w:pPr>'
        runs = _RUNS.findall(text) if self._options.pieces else [text] if text else []
        content = "".join(self._run(piece, size) for piece in runs)
        if revisable and text and self._options.revised and self._random.random() < 0.25:
            content = self._revised(content, size)
        return f"<w:p>{properties}{content}</w:p>"

    def _run(self, text: str, size: int) -> str:
        """A run; with `pieces` its digits may be cut once more, where an editor stopped and went on."""
        if self._options.pieces and len(text) > 3 and self._random.random() < 0.3:
            at = self._random.randint(1, len(text) - 1)
            return self._run(text[:at], size) + self._run(text[at:], size)
        return f"<w:r>{_properties(size)}<w:t xml:space='preserve'>{escape(text)}</w:t></w:r>"

    def _revised(self, content: str, size: int) -> str:
        """The old amount struck out, the new one marked as inserted, both still in the file."""
        mark = 'w:id="1" w:author="a" w:date="2024-08-01T00:00:00Z"'
        old = f"{self._random.randint(1, 999)}.{self._random.randint(10, 99)}"
        deleted = f"<w:del {mark}><w:r>{_properties(size)}<w:delText>{old}</w:delText></w:r></w:del>"
        return f"{deleted}<w:ins {mark}>{content}</w:ins>"


def _properties(size: int) -> str:
    return f'<w:rPr><w:rFonts w:eastAsia="Noto Serif CJK SC"/><w:sz w:val="{size}"/></w:rPr>'


def _table(widths: Iterable[int], rows: list[list[str]], ruled: bool, header_rows: int = 0) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = "<w:trPr><w:tblHeader/></w:trPr>"
    lines = "".join(
        f"<w:tr>{head if row < header_rows else ''}{''.join(cells)}</w:tr>" for row, cells in enumerate(rows)
    )
    borders = f"<w:tblBorders>{_RULES}</w:tblBorders>" if ruled else ""
    return f"<w:tbl><w:tblPr><w:tblW w:w='0' w:type='auto'/>{borders}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{lines}</w:tbl>"


def _cell(width: int, content: str, span: int = 1, merge: str = "") -> str:
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    vertical = {"": "", "restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}[merge]
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}{vertical}</w:tcPr>{content}</w:tc>'
