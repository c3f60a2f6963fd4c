"""Writes invented disclosures as files, with their truth beside them as CSV."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from benchmarks.corpus.disclosure import Disclosure
from benchmarks.corpus.formats.bundle import as_bundle
from benchmarks.corpus.formats.ofd import OfdCanvas
from benchmarks.corpus.formats.programs import BROWSER, OFFICE, convert, print_page
from benchmarks.corpus.formats.web import as_web_page
from benchmarks.corpus.formats.word import as_docx
from benchmarks.corpus.formats.workbook import lay_out_workbook
from benchmarks.corpus.formats.workbook_html import as_workbook_html
from benchmarks.corpus.formats.workbook_xlsx import as_xlsx
from benchmarks.corpus.formats.workbook_xml import as_workbook_xml
from benchmarks.corpus.office import render_office
from benchmarks.corpus.texts import render_text
from tests.typesetting.renderers.pdf import draw_document, render_pdf
from tests.typesetting.reports import Style as PdfStyle

BODY_SIZE = 12.0


@dataclass(frozen=True, slots=True)
class Format:
    """How a disclosure becomes a file: the ending of its name, what writes it, and the program that it needs besides."""

    suffix: str
    write: Callable[[Disclosure], bytes]
    program: str | None = None


def _text(disclosure: Disclosure) -> bytes:
    return render_text(disclosure.document, disclosure.style, disclosure.seed)


def _pdf(disclosure: Disclosure) -> bytes:
    return render_pdf(disclosure.document, pdf_style(disclosure))


def _xlsx(disclosure: Disclosure) -> bytes:
    return as_xlsx(lay_out_workbook(disclosure))


def _xls(disclosure: Disclosure) -> bytes:
    return convert(_xlsx(disclosure), ".xlsx", "xls")


def _xls_html(disclosure: Disclosure) -> bytes:
    web = disclosure.style.web
    return as_workbook_html(lay_out_workbook(disclosure), web.encoding, web.declared)


def _xls_xml(disclosure: Disclosure) -> bytes:
    return as_workbook_xml(lay_out_workbook(disclosure))


def _doc(disclosure: Disclosure) -> bytes:
    return convert(as_docx(disclosure), ".docx", "doc")


def _docx_pdf(disclosure: Disclosure) -> bytes:
    return convert(as_docx(disclosure), ".docx", "pdf")


def _html_pdf(disclosure: Disclosure) -> bytes:
    return print_page(as_web_page(disclosure))


def _ofd(disclosure: Disclosure) -> bytes:
    canvas = OfdCanvas(matrices=bool(disclosure.seed % 2))
    draw_document(disclosure.document, pdf_style(disclosure), canvas)
    return canvas.ofd()


FORMATS = {
    "pdf": Format(".pdf", _pdf),
    "tabs": Format(".txt", _text),
    "pipes": Format(".md", _text),
    "stacked": Format(".txt", _text),
    "md_html": Format(".md", _text),
    "docx_pdf": Format(".pdf", render_office, OFFICE),
    "xlsx_pdf": Format(".pdf", render_office, OFFICE),
    "word_pdf": Format(".pdf", _docx_pdf, OFFICE),
    "xlsx": Format(".xlsx", _xlsx),
    "xls": Format(".xls", _xls, OFFICE),
    "et": Format(".et", _xls, OFFICE),
    "xls_html": Format(".xls", _xls_html),
    "xls_xml": Format(".xls", _xls_xml),
    "docx": Format(".docx", as_docx),
    "doc": Format(".doc", _doc, OFFICE),
    "wps": Format(".wps", _doc, OFFICE),
    "html": Format(".html", as_web_page),
    "html_pdf": Format(".pdf", _html_pdf, BROWSER),
    "ofd": Format(".ofd", _ofd),
    "bundle": Format(".zip", as_bundle),
}


def render(disclosure: Disclosure) -> bytes:
    """The file of a disclosure. Raises `MissingFontError` where a font is not installed and `RuntimeError` where the
    program that its format needs does not do it."""
    return FORMATS[disclosure.style.file_format].write(disclosure)


def pdf_style(disclosure: Disclosure) -> PdfStyle:
    """The typesetter's options of a disclosure."""
    page = disclosure.style.page
    return PdfStyle(
        repeat=page.repeat,
        split_rows=page.split_rows,
        ruling=page.ruling,
        amounts=page.amounts,
        padding=page.padding,
        fonts=page.fonts,
        rotated_landscape=page.rotated,
        continued=page.continued,
        running_head=disclosure.document.title if page.running_head else "",
        watermark="部门决算公开" if page.watermark else "",
        cell_size=page.cell_size,
        row_height=page.row_height,
        body_size=BODY_SIZE,
    )


def file_name(disclosure: Disclosure) -> str:
    """The name a file of the corpus gets; it tells nothing about its content."""
    return disclosure.name + FORMATS[disclosure.style.file_format].suffix


def truth_csv(disclosure: Disclosure) -> str:
    """The figures that are printed, one a row, in printed order."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("source", "statement", "side", "line", "measure", "amount_yuan", "text", "optional"))
    for figure in disclosure.figures:
        key = figure.key
        writer.writerow((figure.source, key.statement, key.side or "", key.line, key.measure, figure.amount_yuan, figure.text, int(figure.optional)))  # fmt: skip
    return out.getvalue()


def write(disclosure: Disclosure, folder: Path) -> Path:
    """Write file and truth into a folder and return the file."""
    path = folder / file_name(disclosure)
    path.write_bytes(render(disclosure))
    path.with_suffix(path.suffix + ".truth.csv").write_text(truth_csv(disclosure), encoding="utf-8")
    return path
