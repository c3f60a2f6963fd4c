"""Word: merged cells, what is deleted or hidden, text boxes, lists, old documents, and what must be refused."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from pathlib import Path

import docx
import pytest

from extractors.document import Document, UnreadableDocument
from extractors.readers.containers import DOCX, zip_kind
from extractors.readers.ole import DOC
from extractors.readers.word import read_word
from extractors.readers.word_numbering import chinese_numeral
from tests.extractors.readers.old_office import ole_file
from tests.extractors.readers.printed import (
    figures_in_print,
    figures_of,
    grid_of,
    lines_of,
    printed_figures,
    tables_of,
)
from tests.extractors.readers.renditions import as_word, zipped
from tests.typesetting.composition import compose_report
from tests.typesetting.reports import load_report, report_keys

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:o="urn:schemas-microsoft-com:office:office"'
)


def file_of(body: str, **parts: str) -> bytes:
    """A .docx of a body, with further parts under word/."""
    named = {f"word/{name}.xml": f"<w:{name} {SPACES}>{content}</w:{name}>" for name, content in parts.items()}
    return zipped({"word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>", **named})


def read(body: str, **parts: str) -> Document:
    return read_word(file_of(body, **parts), "x.docx")


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def test_merged_cells_keep_their_spans() -> None:
    document = read(
        table(
            cell("项目", '<w:vMerge w:val="restart"/>') + cell("金额", '<w:gridSpan w:val="2"/>'),
            cell("", "<w:vMerge/>") + cell("基本") + cell("项目支出"),
            cell("甲", '<w:hMerge w:val="restart"/>') + cell("", '<w:hMerge w:val="continue"/>') + cell("2"),
            '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell("3") + cell("4"),
        )
    )
    (found,) = tables_of(document)
    assert grid_of(found) == {
        (0, 0, 2, 1): "项目",
        (0, 1, 1, 3): "金额",
        (1, 1, 2, 2): "基本",
        (1, 2, 2, 3): "项目支出",
        (2, 0, 3, 2): "甲",
        (2, 2, 3, 3): "2",
        (3, 0, 4, 1): "",
        (3, 1, 4, 2): "3",
        (3, 2, 4, 3): "4",
    }


def test_continued_cell_without_a_beginning_stays_a_cell() -> None:
    (found,) = tables_of(read(table(cell("项目", "<w:vMerge/>") + cell("金额"), cell("合计") + cell("5"))))
    assert [c.text for c in found.cells] == ["项目", "金额", "合计", "5"]


def test_deleted_and_hidden_text_is_left_out_and_inserted_text_is_read() -> None:
    deleted = "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>决</w:t></w:r>'
    moved = "<w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom>"
    inserted = "<w:ins><w:r><w:t>算</w:t></w:r></w:ins>"
    gone = f"<w:trPr><w:del/></w:trPr>{cell('旧')}{cell('9')}"
    document = read(
        f"<w:p>{deleted}{hidden}{shown}{moved}{inserted}</w:p>"
        + table(cell("项目") + cell("金额"), gone, gone.replace("w:del", "w:hidden"), cell("合计") + cell("5"))
    )
    assert lines_of(document) == ["决算"]
    assert [c.text for c in tables_of(document)[0].cells] == ["项目", "金额", "合计", "5"]
    assert document.notes == ("tracked_deletions: page 1: 3 passages marked as deleted were left out",)


def test_text_boxes_are_read_once_after_their_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph('单位：万元')}{table(cell('项目') + cell('金额'), cell('合计') + cell('5'))}</w:txbxContent>"
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="wps"><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></mc:Choice>'
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    document = read(
        f"<w:p><w:r><w:t>收入</w:t></w:r><w:r>{both}</w:r><w:r><w:t>决算表</w:t></w:r></w:p>{paragraph('后')}"
    )
    assert lines_of(document) == ["收入决算表", "单位：万元", "后"]
    assert len(tables_of(document)) == 1


def test_fields_controls_breaks_and_symbols() -> None:
    field = (
        '<w:r><w:instrText>PAGE 1</w:instrText></w:r><w:fldSimple w:instr="PAGE"><w:r><w:t>7</w:t></w:r></w:fldSimple>'
    )
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('受控')}</w:sdtContent></w:sdt>"
    signs = "<w:p><w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t><w:noBreakHyphen/></w:r></w:p>"
    symbol = '<w:tc><w:p><w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r></w:p></w:tc>'
    rows = f"<w:tbl><w:tr>{cell('项目')}{cell('金额')}</w:tr><w:sdt><w:sdtContent><w:tr>{cell('有')}{symbol}</w:tr></w:sdtContent></w:sdt></w:tbl>"  # fmt: skip
    document = read(f"<w:p>{field}</w:p>{control}{signs}{rows}")
    assert lines_of(document) == ["7", "受控", "一", "二 三-"]
    assert [c.readable for c in tables_of(document)[0].cells] == [True, True, True, False]


def test_numbers_of_lists_are_printed() -> None:
    def level(number: int, kind: str, text: str, more: str = "") -> str:
        return f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'

    def item(text: str, number: int, depth: int) -> str:
        return paragraph(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')

    levels = (
        level(0, "chineseCounting", "第%1部分 ")
        + level(1, "chineseCountingThousand", "%2、")
        + level(2, "decimal", "%2.%3 ", "<w:isLgl/>")
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="4">{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="4"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="4"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    styles = '<w:style w:type="paragraph" w:styleId="Part"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Own"><w:basedOn w:val="Part"/></w:style>'  # fmt: skip
    body = (
        paragraph("概况", '<w:pStyle w:val="Own"/>')
        + item("职责", 1, 1)
        + item("机构", 1, 1)
        + item("细目", 1, 2)
        + paragraph("决算表", '<w:pStyle w:val="Part"/>')
        + item("收入", 1, 1)
        + item("另起", 2, 1)
        + paragraph("正文")
    )
    assert lines_of(read(body, numbering=numbering, styles=styles)) == [
        *("第一部分 概况", "一、职责", "二、机构", "2.1 细目", "第二部分 决算表", "一、收入", "一、另起", "正文")
    ]


@pytest.mark.parametrize(
    ("number", "shown"),
    [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (21, "二十一"), (103, "一百零三"), (110, "一百一十")],
)
def test_chinese_numerals(number: int, shown: str) -> None:
    assert chinese_numeral(number) == shown


def test_strict_form_of_the_format_is_read() -> None:
    content = f"<w:document {SPACES}><w:body>{table(cell('项目') + cell('金额'), cell('合计') + cell('5'))}</w:body></w:document>"
    strict = content.replace("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main")  # fmt: skip
    assert len(tables_of(read_word(zipped({"word/document.xml": strict}), "x"))[0].cells) == 4


def test_pictures_and_embedded_workbooks_are_reported() -> None:
    document = read(
        f"<w:p><w:r><w:drawing><a:blip/></w:drawing><w:object><o:OLEObject/></w:object></w:r></w:p>{paragraph('决算')}"
    )
    assert [note.split(":")[0] for note in document.notes] == ["image_page", "embedded_objects"]
    assert read(f"{paragraph('决算')}<w:altChunk/>").notes[0].startswith("embedded_objects: page 1: 1 ")
    assert read("<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>").pages[0].image_only


@pytest.mark.parametrize("key", report_keys())
def test_whole_report_gives_the_printed_figures(key: str) -> None:
    report = load_report(key)
    data = as_word(compose_report(report))
    assert zip_kind(data, "x") == DOCX
    document = read_word(data, "report.docx")
    assert printed_figures(document) == figures_in_print(report)
    assert all(figure.line_number is not None for figure in figures_of(document))


def office(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program named soffice that does what a script says, as the only one to be found."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/bin{os.pathsep}/usr/bin")


OLD = ole_file({"WordDocument": bytes(5000), "1Table": bytes(100)})


def test_old_document_goes_through_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "converted.docx").write_bytes(file_of(table(cell("项目") + cell("金额"), cell("合计") + cell("5"))))
    copy = f'while [ "$1" != --outdir ]; do shift; done; cp "{tmp_path}/converted.docx" "$2/document.docx"'
    office(tmp_path, copy, monkeypatch)
    for old in (OLD, b"{\\rtf1 x}"):
        document = read_word(old, "old.wps")
        assert document.media_type == DOC
        assert len(tables_of(document)[0].cells) == 4


def test_old_document_that_libreoffice_cannot_convert(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office(tmp_path, "exit 1", monkeypatch)
    assert refused(OLD) == "conversion_failed"
    office(tmp_path, "exit 0", monkeypatch)
    assert refused(OLD) == "conversion_failed"


def test_old_document_without_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadableDocument, match="install LibreOffice") as caught:
        read_word(OLD, "old.doc")
    assert caught.value.code == "needs_libreoffice"


def refused(data: bytes) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        read_word(data, "bad.docx")
    return caught.value.code


def test_bad_documents_are_refused() -> None:
    buffer = io.BytesIO()
    docx.Document().save(buffer)
    assert refused(buffer.getvalue()) == "empty"
    good = file_of(paragraph("决算"))
    assert refused(good[: len(good) // 2]) == "truncated"
    assert refused(good.replace(b"PK\x01\x02", b"PK\x01\x09")) == "damaged"
    assert refused(zipped({"word/document.xml": "<w:document"})) == "damaged"
    assert refused(zipped({"other.xml": "<a/>"})) == "part_missing"
    assert refused(zipped({"word/document.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'})) == "xml_entities"
    assert refused(ole_file({"EncryptedPackage": b"x"})) == "encrypted"
    nested = "<w:tbl><w:tr><w:tc>" * 70 + paragraph("x") + "</w:tc></w:tr></w:tbl>" * 70
    assert refused(file_of(nested)) in ("too_deep", "damaged")


def test_damaged_part_is_told_by_its_checksum() -> None:
    data = bytearray(file_of(paragraph("决算" * 100)))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        entry = archive.infolist()[0]
    at = entry.header_offset + 30 + len(entry.filename) + entry.compress_size // 2
    data[at] ^= 0xFF
    assert refused(bytes(data)) == "damaged"
