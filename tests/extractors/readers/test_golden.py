"""The golden document of each format gives the figures that were written down by hand, and no other."""

from __future__ import annotations

import csv

import pytest

from extractors.readers.archive import open_archive
from extractors.readers.excel import read_excel
from extractors.readers.html import read_html
from extractors.readers.ofd import read_ofd
from extractors.readers.scan import read_image
from extractors.readers.word import read_word
from tests.extractors.readers.golden import FILES
from tests.extractors.readers.printed import figures_of
from tests.extractors.readers.renditions import zipped

READERS = {
    "revenue.xlsx": read_excel,
    "revenue.xls": read_excel,
    "revenue.docx": read_word,
    "revenue.html": read_html,
    "revenue.ofd": read_ofd,
    "revenue.tiff": read_image,
}


@pytest.mark.parametrize("name", sorted(READERS))
def test_golden_document_gives_the_figures_written_down(name: str) -> None:
    with (FILES / "figures.csv").open(encoding="utf-8") as file:
        expected = sorted(
            (row["statement"], row["line"], row["measure"], row["printed"]) for row in csv.DictReader(file)
        )
    document = READERS[name]((FILES / name).read_bytes(), name)
    figures = figures_of(document)
    assert sorted((f.statement, f.line, f.measure, f.raw_text) for f in figures) == expected
    assert {figure.declared_unit for figure in figures} == {"万元"}
    assert {figure.reader for figure in figures} == {document.reader}


def test_golden_documents_come_unchanged_out_of_an_archive() -> None:
    contents = {name: (FILES / name).read_bytes() for name in READERS}
    assert dict(open_archive(zipped(contents), "all.zip")) == contents
