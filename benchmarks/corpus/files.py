"""Writes invented disclosures as files, with their truth beside them as CSV."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

from benchmarks.corpus.disclosure import Disclosure
from benchmarks.corpus.office import render_office
from benchmarks.corpus.texts import render_text
from tests.typesetting.renderers.pdf import render_pdf
from tests.typesetting.reports import Style as PdfStyle

BODY_SIZE = 12.0
SUFFIXES = {"tabs": ".txt", "pipes": ".md", "stacked": ".txt"}


def render(disclosure: Disclosure) -> bytes:
    """The file of a disclosure. Raises `MissingFontError` where a font is not installed."""
    style = disclosure.style
    if style.file_format in SUFFIXES:
        return render_text(disclosure.document, style, disclosure.seed)
    if style.file_format == "pdf":
        return render_pdf(disclosure.document, pdf_style(disclosure))
    return render_office(disclosure)


def pdf_style(disclosure: Disclosure) -> PdfStyle:
    """The typesetter's options of a disclosure."""
    page = disclosure.style.page
    return PdfStyle(
        repeat=page.repeat,
        split_rows=page.split_rows,
        ruling=page.ruling,
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
    return disclosure.name + SUFFIXES.get(disclosure.style.file_format, ".pdf")


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
