"""A publication of several files in one archive: the text in Word, the tables in Excel."""

from __future__ import annotations

from benchmarks.corpus.disclosure import Disclosure
from benchmarks.corpus.formats.word import as_docx
from benchmarks.corpus.formats.workbook import lay_out_workbook
from benchmarks.corpus.formats.workbook_xlsx import as_xlsx, zipped
from tests.typesetting.layout import Cover, StatementBlock


def as_bundle(disclosure: Disclosure) -> bytes:
    """The archive; both files name the department on their first lines."""
    blocks = disclosure.document.blocks
    text = tuple(block for block in blocks if not isinstance(block, StatementBlock))
    tables = tuple(block for block in blocks if isinstance(block, Cover | StatementBlock))
    return zipped(
        {
            f"{disclosure.document.title}.docx": as_docx(disclosure, text),
            f"{disclosure.document.title}（附表）.xlsx": as_xlsx(lay_out_workbook(disclosure, tables)),
        }
    )
