"""Which of the formats besides PDF, images and text the bytes of a file are, told by content and never by the name.

In: the bytes of a file and its name (for messages). Out: a media type, None where it is none of these formats. Raises
UnreadableDocument for what is recognised and cannot be read: `empty`, `truncated`, `damaged`, `encrypted`, `zip_bomb`,
`not_supported`. To be asked before PDF is looked for: an archive may begin with a PDF that is stored in it.
"""

from __future__ import annotations

from extractors.document import UnreadableDocument

_ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RTF_MARK = b"{\\rtf"


def kind_by_content(data: bytes, name: str) -> str | None:
    """The media type of an Excel, Word, HTML or OFD file or of a zip archive, or None."""
    from extractors.readers.archive import other_archive

    if data.startswith(_ZIP_MARKS):
        from extractors.readers.containers import zip_kind

        return zip_kind(data, name)
    if data.startswith((_OLE_MARK, _RTF_MARK)):
        from extractors.readers.ole import DOC, ole_kind

        return DOC if data.startswith(_RTF_MARK) else ole_kind(data, name)
    archive = other_archive(data)
    if archive is not None:
        raise UnreadableDocument("not_supported", f"{name} is {archive}; only zip archives are opened, unpack it and load the folder")  # fmt: skip
    return _kind_of_markup(data)


def _kind_of_markup(data: bytes) -> str | None:
    if b"<" not in data[:4096]:
        return None
    from extractors.readers.excel_xml import is_xml_workbook
    from extractors.readers.html import MEDIA_TYPE, is_html
    from extractors.readers.ole import XLS

    if is_xml_workbook(data):
        return XLS
    return MEDIA_TYPE if is_html(data) else None
