"""The golden document of each format gives the figures that were written down by hand, and no other."""

from __future__ import annotations

import csv

import pytest

from extractors.readers import READERS as MEDIA_READERS
from extractors.readers.archive import open_archive
from extractors.readers.excel import read_excel
from extractors.readers.html import read_html
from extractors.readers.ofd import read_ofd
from extractors.readers.pdf import read_pdf
from extractors.readers.scan import read_image
from extractors.readers.text import read_text
from extractors.readers.word import read_word
from extractors.sniff import sniff
from tests.extractors.readers.golden import FILES
from tests.extractors.readers.printed import figures_of
from tests.extractors.readers.renditions import zipped

READERS = {
    "revenue.xlsx": read_excel,
    "revenue.xls": read_excel,
    "revenue-page.xls": read_html,
    "revenue-2003.xls": read_excel,
    "revenue.docx": read_word,
    "revenue.html": read_html,
    "revenue.ofd": read_ofd,
    "revenue.tiff": read_image,
    "revenue.pdf": read_pdf,
    "revenue.txt": read_text,
    "revenue.md": read_text,
}


def written_down() -> list[tuple[str, str, str, str]]:
    """Statement, line, measure and print of every figure of the golden statement."""
    with (FILES / "figures.csv").open(encoding="utf-8") as file:
        return sorted((row["statement"], row["line"], row["measure"], row["printed"]) for row in csv.DictReader(file))


@pytest.mark.parametrize("name", sorted(READERS))
def test_golden_document_gives_the_figures_written_down(name: str) -> None:
    document = READERS[name]((FILES / name).read_bytes(), name)
    figures = figures_of(document)
    assert sorted((f.statement, f.line, f.measure, f.raw_text) for f in figures) == written_down()
    assert {figure.declared_unit for figure in figures} == {"万元"}
    assert {figure.reader for figure in figures} == {document.reader}


def test_golden_documents_come_unchanged_out_of_an_archive() -> None:
    contents = {name: (FILES / name).read_bytes() for name in READERS}
    assert dict(open_archive(zipped(contents), "all.zip")) == contents


def test_golden_archive_gives_the_figures_written_down() -> None:
    members = open_archive((FILES / "revenue.zip").read_bytes(), "revenue.zip")
    assert [name for name, _ in members] == ["决算公开/readme.txt", "决算公开/青石县档案馆2024年度部门决算.xlsx"]
    figures = figures_of(read_excel(members[1][1], members[1][0]))
    assert sorted((f.statement, f.line, f.measure, f.raw_text) for f in figures) == written_down()


@pytest.mark.parametrize("name", sorted(READERS))
def test_golden_documents_are_told_by_their_content(name: str) -> None:
    """Each goes to the reader that reads it here, under a name that says nothing."""
    content = (FILES / name).read_bytes()
    reader = next(iter(MEDIA_READERS[sniff(content, "file")].values()))
    assert figures_of(reader(content, "file")) == figures_of(READERS[name](content, "file"))
