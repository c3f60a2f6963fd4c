"""One file a format; each turns bytes into the same `Document`.

`READERS` lists, per media type, the readers by name; the first is the usual one, the others are its witnesses.
A new format is one file here and one line in this table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from extractors.document import Document

Reader = Callable[[bytes, str], Document]


def _pdfium(data: bytes, name: str) -> Document:
    from extractors.readers.pdf import read_pdf
    from extractors.readers.scan_recognition import is_installed

    document = read_pdf(data, name)
    if any(page.image_only for page in document.pages) and is_installed():
        from extractors.readers.scan import with_scans

        return with_scans(document, data)
    return document


def _rapidocr(data: bytes, name: str) -> Document:
    from extractors.readers.scan_recognition import require_recogniser

    require_recogniser(name)
    from extractors.readers.scan import read_image

    return read_image(data, name)


def _pdfplumber(data: bytes, name: str, pages: Sequence[int] | None = None) -> Document:
    from extractors.readers.witnesses import read_pdf_with_pdfplumber

    return read_pdf_with_pdfplumber(data, name, pages)


def _camelot(data: bytes, name: str, pages: Sequence[int] | None = None) -> Document:
    from extractors.readers.witnesses import read_pdf_with_camelot

    return read_pdf_with_camelot(data, name, pages)


def _excel(data: bytes, name: str) -> Document:
    from extractors.readers.excel import read_excel

    return read_excel(data, name)


def _word(data: bytes, name: str) -> Document:
    from extractors.readers.word import read_word

    return read_word(data, name)


def _html(data: bytes, name: str) -> Document:
    from extractors.readers.html import read_html

    return read_html(data, name)


def _ofd(data: bytes, name: str) -> Document:
    from extractors.readers.ofd import read_ofd

    return read_ofd(data, name)


def _text(data: bytes, name: str) -> Document:
    from extractors.readers.text import read_text

    return read_text(data, name)


#: Readers that can read some pages of a document only.
BY_PAGE: dict[str, Callable[[bytes, str, Sequence[int] | None], Document]] = {
    "pdfplumber": _pdfplumber,
    "camelot": _camelot,
}

READERS: dict[str, dict[str, Reader]] = {
    "application/pdf": {"pdfium": _pdfium, "pdfplumber": _pdfplumber, "camelot": _camelot},
    "image/png": {"rapidocr": _rapidocr},
    "image/jpeg": {"rapidocr": _rapidocr},
    "image/tiff": {"rapidocr": _rapidocr},
    "text/plain": {"text": _text},
    "text/html": {"html": _html},
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {"excel": _excel},
    "application/vnd.ms-excel": {"excel": _excel},
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": {"word": _word},
    "application/msword": {"word": _word},
    "application/ofd": {"ofd": _ofd},
}
