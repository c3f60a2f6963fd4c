"""Kinds of files: by what is in them, whatever they are called."""

from __future__ import annotations

import pytest

from extractors.document import UnreadableDocument
from extractors.readers.containers import DOCX, OFD, XLSX, ZIP
from extractors.readers.kinds import kind_by_content
from extractors.readers.ole import DOC, XLS
from tests.extractors.readers.golden import FILES
from tests.extractors.readers.old_office import ole_file
from tests.extractors.readers.renditions import zipped


def golden(name: str) -> bytes:
    return (FILES / name).read_bytes()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (golden("revenue.xlsx"), XLSX),
        (golden("revenue.xls"), XLS),
        (golden("revenue.docx"), DOCX),
        (golden("revenue.html"), "text/html"),
        (golden("revenue.ofd"), OFD),
        (zipped({"a.pdf": b"%PDF-1.4"}), ZIP),
        (ole_file({"WordDocument": bytes(5000)}), DOC),
        (b"{\\rtf1\\ansi x}", DOC),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', XLS),
        ("2024年度部门决算\n收入\t<b>1</b>".encode(), None),
        (b"%PDF-1.4\n<html>", None),
        (b"\x89PNG\r\n\x1a\n", None),
    ],
)
def test_kind_is_told_by_content(data: bytes, expected: str | None) -> None:
    assert kind_by_content(data, "misleading.pdf") == expected


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"Rar!\x1a\x07\x00", "not_supported"),
        (b"PK\x03\x04" + bytes(60), "truncated"),
        (zipped({}), "empty"),
        (ole_file({"EncryptedPackage": b"x"}), "encrypted"),
        (ole_file({"Book": b"x"})[:400], "damaged"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        kind_by_content(data, "file.xls")
    assert caught.value.code == code
