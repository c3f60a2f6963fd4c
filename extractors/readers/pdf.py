"""Born-digital PDF → Document, on pdfium: printed lines and glyphs of each page, tables by `grid`, the rest as lines.

In: the bytes of a PDF and its name. Out: a Document (`reader="pdfium"`) with every page. Raises UnreadableDocument:
`empty`, `mislabelled` (no PDF at all), `truncated`, `encrypted`, `damaged`, `no_pages`, `too_large`. What could not be read of a
document that otherwise could, and what was left out, stands in `Document.notes` (`code: page n …`).
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.document import Document, Page, TextLine, UnreadableDocument
from extractors.limits import MAX_CROWDED_PAGES, MAX_PAGES, at_most
from extractors.progress import PAGE_BYTES, PAGE_SECONDS, begin
from extractors.readers.page_layout import PageDraft, draft_page, finished_pages
from extractors.readers.pdf_bytes import MEDIA_TYPE, check_pdf_bytes
from extractors.readers.pdf_integrity import integrity_notes
from extractors.readers.pdfium_page import PageInk, read_ink

#: pdfium is not thread-safe: everybody who calls it in this process holds this.
PDFIUM_LOCK = threading.RLock()


def read_pdf(data: bytes, name: str) -> Document:
    """Bytes of a PDF and its name → Document with tables and lines of every page, in reading order."""
    notes: list[str] = []
    drafts: list[PageDraft] = []
    damage = integrity_notes(data, name)
    with PDFIUM_LOCK, open_pdf(data, name) as pdf:
        at_most(name, len(pdf), MAX_PAGES, "pages")
        for index in range(len(pdf)):
            begin(f"page {index + 1}", PAGE_SECONDS, PAGE_BYTES)
            drafts.append(read_page(pdf, index, notes, data, name, drafts[-1] if drafts else None))
            crowded = [note for note in notes if note.startswith("page_too_large")]
            if len(crowded) > MAX_CROWDED_PAGES or len(crowded) == len(pdf):
                raise UnreadableDocument("too_large", f"{name}: {crowded[0].partition(': ')[2]}")
    pages = finished_pages(drafts)
    if all(note.startswith("page_damaged") for note in notes) and len(notes) == len(pages):
        raise UnreadableDocument("damaged", f"{name}: none of its {len(pages)} pages can be read; fetch it again.")
    notes += damage
    return Document(name, hashlib.sha256(data).hexdigest(), MEDIA_TYPE, "pdfium", tuple(pages), tuple(notes))


@contextmanager
def open_pdf(data: bytes, name: str) -> Iterator[pdfium.PdfDocument]:
    """Bytes of a PDF → open pdfium document, closed on leaving. Raises UnreadableDocument as `read_pdf` does."""
    check_pdf_bytes(data, name)
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise _opening_error(getattr(error, "err_code", None), data, name) from error
    try:
        if len(pdf) == 0:
            raise UnreadableDocument("no_pages", f"{name}: the PDF has no pages.")
        yield pdf
    finally:
        pdf.close()


def _opening_error(code: int | None, data: bytes, name: str) -> UnreadableDocument:
    # pdfium keeps the code of the file before, so a file that names no encryption is not encrypted.
    if b"/Encrypt" in data and code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
        return UnreadableDocument("encrypted", f"{name}: the PDF is protected by a password; supply an open copy.")
    return UnreadableDocument("damaged", f"{name}: the PDF is damaged and cannot be opened; fetch the file again.")


def read_page(
    pdf: pdfium.PdfDocument, index: int, notes: list[str], data: bytes, name: str, before: PageDraft | None
) -> PageDraft:
    """One page of an open PDF (counted from 0), drafted after the page before it; what is noteworthy goes to `notes`."""
    number = index + 1
    try:
        ink, turn, (width, height) = _read_ink(pdf, index)
    except pdfium.PdfiumError:
        notes.append(f"page_damaged: page {number} cannot be loaded")
        return PageDraft(Page(number, 0.0, 0.0, ()))
    except UnreadableDocument as error:
        notes.append(f"page_too_large: page {number} was left out ({error})")
        return PageDraft(Page(number, 0.0, 0.0, ()))
    if ink.slanted:
        notes.append(f"slanted_text: page {number}: {ink.slanted} slanted characters (a watermark) are left out")
    if ink.drawings.unseen_texts:
        complete = _read_by_another(ink, number, data, name)
        if complete is not None:
            notes.append(
                f"lost_text: page {number}: pdfium misses single characters of a font that is neither embedded nor installed; the page was read by pdfplumber"
            )
            return PageDraft(complete)
    if ink.hides_text() and ink.is_scan():
        notes.append(
            f"hidden_text: page {number} is a picture; the text that a program laid under it is not what it shows and was not used"
        )
        return PageDraft(Page(number, width, height, (), image_only=True))
    if turn:
        notes.append(f"turned_page: page {number} is printed sideways and was read turned upright")
    return draft_page(Page(number, width, height, (), image_only=ink.is_scan()), ink, turn, before)


def _read_by_another(ink: PageInk, number: int, data: bytes, name: str) -> Page | None:
    """The page as pdfplumber reads it, where that finds digits that pdfium misses; None where it finds no more."""
    from extractors.readers.witnesses import read_pdf_with_pdfplumber

    try:
        page = replace(read_pdf_with_pdfplumber(data, name, [number]).pages[0], reader="pdfplumber")
    except Exception:  # pdfminer fails in many ways on files that pdfium repairs; then there is no second reading
        return None
    texts = [b.text if isinstance(b, TextLine) else "".join(cell.text for cell in b.cells) for b in page.blocks]
    found = sum(character.isdigit() for text in texts for character in text)
    return page if found > sum(character.isdigit() for glyph in ink.glyphs for character in glyph.text) else None


def _read_ink(pdf: pdfium.PdfDocument, index: int) -> tuple[PageInk, int, tuple[float, float]]:
    """Page of a PDF → its ink as read upright, the quarter turns that took, and its size as displayed."""
    page = pdf[index]
    try:
        ink = read_ink(page)
        turn, size = ink.dominant_direction(), (ink.width, ink.height)
        return read_ink(page, turn) if turn else ink, turn, size
    finally:
        page.close()
