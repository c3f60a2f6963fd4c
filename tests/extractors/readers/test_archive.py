"""Archives: Chinese names, archives within archives, names that lead elsewhere, and what must be refused."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from extractors.document import UnreadableDocument
from extractors.readers.archive import open_archive, safe_name
from extractors.readers.containers import DOCX, ZIP, zip_kind
from extractors.readers.excel import read_excel
from extractors.readers.html import read_html
from extractors.readers.ofd import read_ofd
from extractors.readers.word import read_word
from tests.extractors.readers.printed import figures_in_print, lines_of, printed_figures
from tests.extractors.readers.renditions import as_excel, as_html, as_ofd, as_word, zipped
from tests.typesetting.composition import compose_report
from tests.typesetting.reports import load_report


def stored_under(raw_name: bytes, content: bytes = b"x") -> bytes:
    """An archive whose only name is written in some encoding, without saying which."""
    placeholder = "a" * len(raw_name)
    return zipped({placeholder: content}).replace(placeholder.encode(), raw_name)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_without_a_declared_encoding(encoding: str) -> None:
    name = "附件/2024年度部门决算公开表（侃镕）.xls"
    assert open_archive(stored_under(name.encode(encoding)), "a.zip") == [(name, b"x")]


def test_names_that_declare_their_encoding() -> None:
    assert open_archive(zipped({"部门决算.pdf": b"x"}), "a.zip") == [("部门决算.pdf", b"x")]


def test_backslash_in_the_second_byte_of_a_character_is_no_folder() -> None:
    name = "決算乗.pdf"
    assert b"\\" in name.encode("gb18030")
    assert open_archive(stored_under(name.encode("gb18030")), "a.zip")[0][0] == name


def test_archives_within_archives_are_opened_and_office_files_are_not() -> None:
    workbook = as_excel(compose_report(load_report("luxian_2023")))
    inner = zipped({"表.xlsx": workbook, "说明.txt": b"text"})
    files = open_archive(zipped({"b/决算.zip": inner, "a.pdf": b"%PDF-"}), "a.zip")
    assert files == [("a.pdf", b"%PDF-"), ("b/决算.zip/表.xlsx", workbook), ("b/决算.zip/说明.txt", b"text")]
    assert zip_kind(inner, "x") == ZIP


@pytest.mark.parametrize(
    "parts",
    [
        {"[Content_Types].xml": "<Types/>", "xl/workbook.bin": "x", "_rels/.rels": "xl/workbook.bin"},
        {"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>", "_rels/.rels": "ppt/presentation.xml"},
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<o/>"},
    ],
    ids=["binary workbook", "slides", "OpenDocument"],
)
def test_other_documents_in_a_zip_container_are_no_archives(parts: dict[str, str]) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        zip_kind(zipped(with_main_part(parts)), "x.zip")
    assert caught.value.code == "not_supported"


def with_main_part(parts: dict[str, str]) -> dict[str, str]:
    """Parts whose `_rels/.rels` is given as the name of the main part only."""
    main = parts.get("_rels/.rels")
    relation = f'<Relationships><Relationship Id="1" Type="x/officeDocument" Target="{main}"/></Relationships>'
    return {**parts, "_rels/.rels": relation} if main else parts


def test_office_files_whose_main_part_has_another_name() -> None:
    parts = with_main_part({"[Content_Types].xml": "<Types/>", "_rels/.rels": "/word/document2.xml"})
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f'<w:document xmlns:w="{space}"><w:body><w:p><w:r><w:t>决算</w:t></w:r></w:p></w:body></w:document>'
    data = zipped({**parts, "word/document2.xml": body})
    assert zip_kind(data, "x") == DOCX
    assert lines_of(read_word(data, "x")) == ["决算"]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\Windows\\..\\a.pdf", "Windows/a.pdf"),
        ("a/./b//c.pdf", "a/b/c.pdf"),
        ("a\x00\n.pdf", "a.pdf"),
        ("..", "unnamed"),
    ],
)
def test_names_stay_in_their_folder(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_files_of_one_name_are_all_kept() -> None:
    data = zipped({"../a.pdf": b"1", "a.pdf": b"2", "./a.pdf": b"3"})
    assert open_archive(data, "a.zip") == [("a (2).pdf", b"2"), ("a (3).pdf", b"3"), ("a.pdf", b"1")]


def test_leavings_of_systems_are_left_out() -> None:
    data = zipped({"__MACOSX/._a.pdf": b"x", ".DS_Store": b"x", "b/Thumbs.db": b"x", "a.pdf": b"1", "b/": b""})
    assert open_archive(data, "a.zip") == [("a.pdf", b"1")]


def test_same_report_in_every_format_gives_the_same_figures() -> None:
    report = load_report("youxian_2024")
    layout = compose_report(report)
    readers = {
        "a.xlsx": (read_excel, as_excel(layout)),
        "b.docx": (read_word, as_word(layout)),
        "c.html": (read_html, as_html(layout)),
        "d.ofd": (read_ofd, as_ofd(layout)),
    }
    files = open_archive(zipped({name: content for name, (_, content) in readers.items()}), "all.zip")
    assert [name for name, _ in files] == list(readers)
    for name, content in files:
        assert printed_figures(readers[name][0](content, name)) == figures_in_print(report)


def refused(data: bytes) -> tuple[str, str]:
    with pytest.raises(UnreadableDocument) as caught:
        open_archive(data, "bad.zip")
    return caught.value.code, str(caught.value)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"Rar!\x1a\x07\x01\x00rest", "RAR"),
        (b"7z\xbc\xaf\x27\x1crest", "7z"),
        (b"\x1f\x8b\x08rest", "gzip"),
        (bytes(257) + b"ustar\x0000" + bytes(300), "tar"),
    ],
)
def test_other_kinds_are_named(data: bytes, kind: str) -> None:
    code, message = refused(data)
    assert code == "not_supported"
    assert kind in message


def test_bad_archives_are_refused() -> None:
    good = zipped({"a.pdf": b"x" * 5000})
    assert refused(good[: len(good) - 30])[0] in ("truncated", "damaged")
    assert refused(b"PK\x03\x04" + bytes(100))[0] == "truncated"
    assert refused(zipped({}))[0] == "empty"
    assert refused(zipped({".DS_Store": b"x"}))[0] == "empty"


def test_broken_archive_inside_is_left_to_its_reader() -> None:
    assert open_archive(zipped({"a.zip": b"PK\x03\x04broken"}), "x") == [("a.zip", b"PK\x03\x04broken")]


def test_protected_archive_is_told() -> None:
    data = bytearray(zipped({"a.pdf": b"secret"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    assert refused(bytes(data))[0] == "encrypted"


def test_archives_nested_too_deep_are_refused() -> None:
    data = zipped({"a.pdf": b"x"})
    for _ in range(2):
        data = zipped({"a.zip": data})
    assert open_archive(data, "x") == [("a.zip/a.zip/a.pdf", b"x")]
    assert refused(zipped({"a.zip": data}))[0] == "nested_too_deep"


def test_bombs_are_refused_before_they_go_off() -> None:
    started = time.monotonic()
    flat = zipped({f"{n}.pdf": bytes(60 * 2**20) for n in range(2)})
    assert refused(flat)[0] == "zip_bomb"
    assert refused(zipped({"a.zip": flat}))[0] == "zip_bomb"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(25_000):
            archive.writestr(f"{number}", b"")
    assert refused(buffer.getvalue())[0] == "zip_bomb"
    assert time.monotonic() - started < 20
