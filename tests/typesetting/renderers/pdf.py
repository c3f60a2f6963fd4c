"""PDF by reportlab: A4 pages, embedded subset fonts, ruled tables. The same document always gives the same bytes."""

from __future__ import annotations

from io import BytesIO

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from tests.typesetting.layout import Block, Contents, Cover, Heading, LaidOut, Paragraph, StatementBlock
from tests.typesetting.renderers.fonts import FontPair
from tests.typesetting.renderers.pdf_table import TableSetter
from tests.typesetting.renderers.pdf_text import draw_line
from tests.typesetting.reports import Style

MARGIN, TABLE_MARGIN = 72.0, 45.0
HEADING_SIZES = {1: 20.0, 2: 15.0, 3: 14.0}
TITLE_SIZE, CAPTION_SIZE, NOTE_SIZE, COVER_SIZE, PAGE_NUMBER_SIZE = 16.0, 9.5, 9.0, 28.0, 9.0
LINE_SPACING = 1.75
NOTE_SPACING = 1.45
SHARED_PAGE_ROOM = 260.0
WATERMARK_GREY, WATERMARK_ANGLE, WATERMARK_SIZE = 0.8, 40.0, 60.0


def render_pdf(document: LaidOut, style: Style, compressed: bool = True) -> bytes:
    """The disclosure as PDF, its pages compressed or not. Raises `MissingFontError` where a font is not installed."""
    content, canvas = _pdf_canvas(compressed)
    pages = draw_document(document, style, canvas)
    if any(isinstance(block, Contents) and block.with_pages for block in document.blocks):
        # The page numbers of the table of contents are known only after everything has been set once.
        content, canvas = _pdf_canvas(compressed)
        draw_document(document, style, canvas, pages)
    return content.getvalue()


def draw_document(
    document: LaidOut, style: Style, canvas: Canvas, page_numbers: tuple[int, ...] = ()
) -> tuple[int, ...]:
    """Draws the disclosure on a canvas (of a PDF, or of another format with the same methods) and saves it. Out: the page
    of every entry of the contents. Raises `MissingFontError` where a font is not installed."""
    setter = _Setter(document, style, FontPair(style.fonts), page_numbers, canvas)
    setter.set()
    return tuple(setter.heading_pages)


def _pdf_canvas(compressed: bool) -> tuple[BytesIO, Canvas]:
    content = BytesIO()
    return content, Canvas(content, pagesize=A4, pageCompression=int(compressed), invariant=1)


class _Setter:
    """Sets one document from top to bottom. `heading_pages` has the page of every entry of the contents, in order."""

    def __init__(
        self, document: LaidOut, style: Style, fonts: FontPair, page_numbers: tuple[int, ...], canvas: Canvas
    ) -> None:
        self._document = document
        self._style = style
        self._fonts = fonts
        self._page_numbers = page_numbers
        self._canvas = canvas
        self._canvas.setTitle(document.title)
        self._width, self._height = A4
        self._margin = MARGIN
        self._y = 0.0
        self._page = 0
        self.heading_pages: list[int] = []

    def set(self) -> None:
        """Sets all blocks and saves the file."""
        before: Block | None = None
        for block in self._document.blocks:
            self._set_block(block, before)
            before = block
        self._close_page()
        self._canvas.save()

    def _set_block(self, block: Block, before: Block | None) -> None:
        match block:
            case Cover(lines):
                self._set_cover(lines)
            case Contents():
                self._set_contents(block)
            case Heading():
                self._set_heading(block, after_statement=isinstance(before, StatementBlock))
            case Paragraph(text):
                self._set_lines(text, self._style.body_size, indent=2)
            case StatementBlock():
                self._set_statement(block, opens_part=not isinstance(before, StatementBlock))

    def _open_page(self, wide: bool = False, margin: float = MARGIN) -> None:
        self._close_page()
        self._page += 1
        self._margin = margin
        self._width, self._height = landscape(A4) if wide else A4
        self._canvas.setPageSize((self._width, self._height))
        self._canvas.setPageRotation(0)
        if wide and self._style.rotated_landscape:
            # An upright sheet shown turned by its viewer: what is drawn has to lie on its side. (reportlab takes the
            # size as shown and writes the upright one itself.)
            self._canvas.setPageRotation(90)
            self._canvas.translate(self._height, 0)
            self._canvas.rotate(90)
        self._y = self._height - self._margin
        self._set_furniture()

    def _set_furniture(self) -> None:
        """What every page shows besides its content: a running head above, a watermark across."""
        if self._style.running_head:
            x = (self._width - self._fonts.width(self._style.running_head, PAGE_NUMBER_SIZE)) / 2
            draw_line(self._canvas, self._fonts, self._style.running_head, x, self._height - 30.0, PAGE_NUMBER_SIZE)
        if self._style.watermark:
            self._canvas.saveState()
            self._canvas.setFillGray(WATERMARK_GREY)
            self._canvas.translate(self._width * 0.25, self._height * 0.3)
            self._canvas.rotate(WATERMARK_ANGLE)
            draw_line(self._canvas, self._fonts, self._style.watermark, 0.0, 0.0, WATERMARK_SIZE)
            self._canvas.restoreState()

    def _close_page(self) -> None:
        if not self._page:
            return
        if self._page > 1:
            number = str(self._page)
            x = (self._width - self._fonts.width(number, PAGE_NUMBER_SIZE)) / 2
            draw_line(self._canvas, self._fonts, number, x, 28.0, PAGE_NUMBER_SIZE)
        self._canvas.showPage()

    def _page_is_wide(self) -> bool:
        return bool(self._width > self._height)

    def _room(self) -> float:
        return self._y - self._margin

    def _set_cover(self, lines: tuple[str, ...]) -> None:
        self._open_page()
        self._y = self._height * 0.66
        for line in lines:
            for part in self._fonts.wrap(line, COVER_SIZE, self._width - 2 * self._margin):
                self._centred(part, COVER_SIZE, bold=True)

    def _centred(self, text: str, size: float, *, bold: bool = False) -> None:
        self._y -= size * LINE_SPACING
        x = (self._width - self._fonts.width(text, size)) / 2
        draw_line(self._canvas, self._fonts, text, x, self._y + size * 0.4, size, bold=bold)

    def _set_lines(
        self, text: str, size: float, *, indent: int = 0, spacing: float = LINE_SPACING, bold: bool = False
    ) -> None:
        """Running text, the first line `indent` characters in, over as many pages as it takes."""
        width = self._width - 2 * self._margin
        for number, line in enumerate(self._fonts.wrap(text, size, width, indent * size)):
            if self._room() < size * spacing:
                self._open_page(self._width > self._height, self._margin)
            self._y -= size * spacing
            x = self._margin + (indent * size if number == 0 else 0.0)
            draw_line(self._canvas, self._fonts, line, x, self._y + size * 0.4, size, bold=bold)

    def _set_contents(self, contents: Contents) -> None:
        self._open_page()
        self._centred("目    录", HEADING_SIZES[1], bold=True)
        self._y -= 10.0
        for number, (level, text) in enumerate(contents.entries):
            size = self._style.body_size if level == 1 else self._style.body_size - 1.5
            spacing = LINE_SPACING * 0.86
            indent = 0 if level == 1 else 2
            page = str(self._page_numbers[number]) if contents.with_pages and self._page_numbers else ""
            if not page:
                self._set_lines(text, size, indent=indent, spacing=spacing, bold=level == 1)
                continue
            room = self._width - 2 * self._margin - self._fonts.width(text + page, size) - indent * size
            leader = "." * max(3, int(room / self._fonts.width(".", size)))
            self._set_lines(text + leader + page, size, indent=indent, spacing=spacing, bold=level == 1)

    def _set_heading(self, heading: Heading, *, after_statement: bool) -> None:
        size = HEADING_SIZES[heading.level]
        if heading.level == 1 or after_statement or self._room() < 3.5 * size * LINE_SPACING:
            self._open_page()
        if heading.in_contents:
            self.heading_pages.append(self._page)
        if heading.level == 1:
            for part in self._fonts.wrap(heading.text, size, self._width - 2 * self._margin):
                self._centred(part, size, bold=True)
            self._y -= size * 0.6
        else:
            self._set_lines(heading.text, size, indent=2, bold=True)

    def _set_statement(self, block: StatementBlock, *, opens_part: bool) -> None:
        """A statement opens a page of its own; the first may stand below the heading of its part, others where they
        say so and there is room for their head and some rows."""
        if opens_part and not block.landscape:
            self._margin = TABLE_MARGIN
        elif not block.own_page and self._room() > SHARED_PAGE_ROOM and self._page_is_wide() == block.landscape:
            self._y -= 2 * TITLE_SIZE
        else:
            self._open_page(block.landscape, TABLE_MARGIN)
        self.heading_pages.append(self._page)
        if block.heading:
            self._set_lines(block.heading, HEADING_SIZES[3], bold=True)
        self._set_caption(block)
        style, width = self._style, self._width - 2 * self._margin
        setter = TableSetter(
            block.grid, self._fonts, width, block.cell_size, block.row_height, style.amounts, style.padding
        )
        repeat = self._style.repeat
        caption_height = self._caption_height(block) if repeat == "caption" else 0.0
        next_room = self._height - 2 * TABLE_MARGIN - caption_height
        pieces = setter.pieces(
            self._room(), next_room, repeat_header=repeat != "none", split_rows=self._style.split_rows
        )
        for number, piece in enumerate(pieces):
            if number:
                self._open_page(block.landscape, TABLE_MARGIN)
                if repeat == "caption":
                    self._set_caption(block, self._style.continued)
            ends = (not number, piece is pieces[-1])
            setter.draw(self._canvas, piece, self._margin, self._y, self._style.ruling, ends)
            self._y -= piece.height
        self._y -= 4.0
        for note in block.notes:
            self._set_lines(note, NOTE_SIZE, spacing=NOTE_SPACING)

    def _caption_height(self, block: StatementBlock) -> float:
        titles = len(self._title_lines(block, self._style.continued))
        return (titles * TITLE_SIZE + len(block.captions) * CAPTION_SIZE) * LINE_SPACING + 3.0

    def _title_lines(self, block: StatementBlock, suffix: str) -> list[str]:
        width = self._width - 2 * self._margin
        lines = f"{block.title}{suffix}".splitlines()
        return [part for line in lines for part in self._fonts.wrap(line, TITLE_SIZE, width)]

    def _set_caption(self, block: StatementBlock, suffix: str = "") -> None:
        """The title and the caption lines (printed number, department, unit) above a table."""
        for title in self._title_lines(block, suffix):
            self._centred(title, TITLE_SIZE, bold=True)
        for line in block.captions:
            self._y -= CAPTION_SIZE * LINE_SPACING
            for text, share in zip(line, (0.0, 0.5, 1.0), strict=True):
                slack = self._width - 2 * self._margin - self._fonts.width(text, CAPTION_SIZE)
                x = self._margin + slack * share
                draw_line(self._canvas, self._fonts, text, x, self._y + CAPTION_SIZE * 0.45, CAPTION_SIZE)
        self._y -= 3.0
