"""One small invented statement in every format, a scan of it included; `python -m tests.extractors.readers.golden` writes the files anew.

What is printed in it stands in `files/figures.csv`, which was written by hand from the table below and is never generated;
nor are `revenue.txt` and `revenue.md`, which were typed.
"""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from PIL import Image

from benchmarks.corpus.formats.workbook import Entry, Sheet
from benchmarks.corpus.formats.workbook_html import as_workbook_html
from benchmarks.corpus.formats.workbook_xml import as_workbook_xml
from benchmarks.scanning.spoil import spoil
from benchmarks.scanning.styles import ScanStyle
from tests.extractors.readers.old_office import Value, xls_file
from tests.extractors.readers.renditions import as_excel, as_html, as_ofd, as_word, zipped
from tests.typesetting.layout import Grid, GridBuilder, LaidOut, Paragraph, StatementBlock
from tests.typesetting.renderers.pdf import render_pdf
from tests.typesetting.reports import Style

FILES = Path(__file__).parent / "files"
TITLE, UNIT = "2024年度收入决算表", "公开02表  部门：青石县档案馆  金额单位：万元"
NOTE = "注：本表反映部门本年度取得的各项收入情况。"
HEADINGS = ("本年收入合计", "财政拨款收入", "事业收入", "其他收入")
ROWS: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("", "合计", "1,302.62", "1,290.12", "0.00", "12.50"),
    ("208", "社会保障和就业支出", "108.40", "108.40", "", ""),
    ("20805", "行政事业单位养老支出", "108.40", "108.40", "", ""),
    ("2080505", "机关事业单位基本养老保险缴费支出", "108.40", "108.40", "", ""),
    ("210", "卫生健康支出", "1,194.22", "1,181.72", "", "12.50"),
    ("21015", "医疗保障管理事务", "1,194.22", "1,181.72", "", "12.50"),
    ("2101501", "行政运行", "1,200.00", "1,187.50", "", "12.50"),
    ("2101599", "其他医疗保障管理事务支出", "-5.78", "-5.78", "", ""),
)


def grid() -> Grid:
    """The statement as a grid: a header of two rows, the row of column numbers, the total first."""
    builder = GridBuilder((10.0, 30.0, 15.0, 15.0, 15.0, 15.0))
    builder.place(0, "项目", column_span=2)
    for column, heading in enumerate(HEADINGS, start=2):
        builder.place(column, heading, row_span=2)
    builder.close_row()
    builder.place(0, "科目编码")
    builder.place(1, "科目名称")
    builder.close_row()
    builder.place(0, "栏次", column_span=2)
    for column in range(2, 6):
        builder.place(column, str(column - 1))
    builder.close_row()
    builder.close_header()
    for code, name, *amounts in ROWS:
        builder.row([code, name, *amounts], ["left", "left", "right", "right", "right", "right"])
    return builder.build()


def sheet() -> Sheet:
    """The statement as a sheet whose amounts are numbers with a format."""
    found = Sheet("公开02表", [Entry(0, 0, TITLE, column_span=6), Entry(1, 0, UNIT, column_span=6)])
    for cell in grid().cells:
        amount = Decimal(cell.text.replace(",", "")) if cell.align == "right" and cell.text else None
        place = Entry(cell.row + 2, cell.column, cell.text, amount, "#,##0.00" if amount is not None else "General")
        found.entries.append(replace(place, row_span=cell.row_span, column_span=cell.column_span, ruled=True))
    found.entries.append(Entry(grid().row_count + 2, 0, NOTE))
    return found


def golden_files() -> dict[str, bytes]:
    """Name → bytes of every golden file."""
    block = StatementBlock("revenue", "", TITLE, ((UNIT, "", ""),), grid(), (NOTE,), True, 9.0, 18.0)
    document = LaidOut(TITLE, (Paragraph("青石县档案馆2024年度部门决算"), block))
    head: list[list[Value]] = [
        [TITLE],
        [UNIT],
        ["项目", None, *HEADINGS],
        ["科目编码", "科目名称"],
        ["栏次", None, "1", "2", "3", "4"],
    ]
    body: list[list[Value]] = [
        [code or None, name, *(float(amount.replace(",", "")) if amount else None for amount in amounts)]
        for code, name, *amounts in ROWS
    ]
    merges = [
        (0, 0, 0, 5),
        (1, 1, 0, 5),
        (2, 2, 0, 1),
        *((2, 3, column, column) for column in range(2, 6)),
        (4, 4, 0, 1),
    ]
    workbook = as_excel(document)
    return {
        "revenue.xlsx": workbook,
        "revenue-page.xls": as_workbook_html([sheet()], "gb18030", "gb2312"),
        "revenue-2003.xls": as_workbook_xml([sheet()]),
        "revenue.pdf": render_pdf(document, Style()),
        "revenue.zip": zipped({"决算公开/青石县档案馆2024年度部门决算.xlsx": workbook, "决算公开/readme.txt": b"2024"}),
        "revenue.xls": xls_file([*head, *body, [NOTE]], merges=merges, sheet="公开02表", ruled=False),
        "revenue.docx": as_word(document),
        "revenue.html": as_html(document, "gb18030", None),
        "revenue.ofd": as_ofd(document),
        "revenue.tiff": scanned(document),
    }


def scanned(document: LaidOut) -> bytes:
    """The statement printed and scanned: black and white, askew, with specks."""
    style = ScanStyle(dpi=200, skew=0.8, noise=6.0, specks=25, tone="bilevel")
    pdf = pdfium.PdfDocument(render_pdf(document, Style()))
    page = np.asarray(pdf[len(pdf) - 1].render(scale=style.dpi / 72, rev_byteorder=True).to_numpy()[:, :, :3])
    pdf.close()
    buffer = io.BytesIO()
    picture: Image.Image = spoil(page, page, style, np.random.default_rng(7))
    picture.save(buffer, "TIFF", dpi=(style.dpi, style.dpi), compression="group4")
    return buffer.getvalue()


if __name__ == "__main__":
    for name, content in golden_files().items():
        (FILES / name).write_bytes(content)
