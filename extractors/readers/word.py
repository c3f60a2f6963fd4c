"""Word documents → Document: what is shown, as lines and data tables in order.

In: the bytes of a .docx (or of a .doc, .wps or RTF, which LibreOffice converts first where `soffice` is installed) and
the file's name. Out: a Document (`reader="word"`) of one page, because only a printer's layout would tell pages apart;
lines and rows are numbered. Text marked as deleted or hidden is left out, numbers of automatic lists are printed.
Raises UnreadableDocument: `empty`, `damaged`, `truncated`, `encrypted`, `zip_bomb`, `xml_entities`, `too_deep`,
`too_large`, `needs_libreoffice`, `conversion_failed`.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path

from extractors.document import Document, Page, UnreadableDocument
from extractors.readers.containers import DOCX, Container
from extractors.readers.flow import blocks_of_flow
from extractors.readers.ole import DOC, OLE_MARK, ole_kind
from extractors.readers.word_body import read_body
from extractors.readers.word_numbering import read_numbering

RTF_MARK = b"{\\rtf"

#: Seconds that LibreOffice gets for one document.
_CONVERSION_TIME = 120


def read_word(data: bytes, name: str) -> Document:
    """Bytes of a Word document and its name → Document with its lines and data tables in reading order."""
    if data.startswith(OLE_MARK):
        ole_kind(data, name)  # tells encrypted and foreign files apart
    if data.startswith((OLE_MARK, RTF_MARK)):
        return _read_docx(_converted(data, name), data, name, DOC)
    return _read_docx(data, data, name, DOCX)


def _read_docx(content: bytes, original: bytes, name: str, media_type: str) -> Document:
    container = Container(content, name)
    body = read_body(container, read_numbering(container))
    blocks = blocks_of_flow(body.items, 1)
    if not blocks and not body.picture_count:
        raise UnreadableDocument("empty", f"{name}: the document holds no text")
    notes = []
    if body.picture_count:
        notes.append(f"image_page: page 1 shows {body.picture_count} pictures; figures in pictures are not read, load the pictures or the original files")  # fmt: skip
    if body.deleted:
        notes.append(f"tracked_deletions: page 1: {body.deleted} passages marked as deleted were left out")
    if body.embedded:
        notes.append(f"embedded_objects: page 1: {body.embedded} embedded objects (a workbook shown as a picture, another file put in its place) are not read; load them as files of their own")  # fmt: skip
    page = Page(1, 0.0, 0.0, blocks, image_only=not blocks)
    return Document(name, hashlib.sha256(original).hexdigest(), media_type, "word", (page,), tuple(notes))


def _converted(data: bytes, name: str) -> bytes:
    """An old Word or WPS document → the same as .docx, by LibreOffice."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise UnreadableDocument("needs_libreoffice", f"{name} is an old Word or WPS document; install LibreOffice (the command soffice) to read it, or publish it as .docx or PDF")  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="juesuan-word-") as folder:
        source = Path(folder, "document.doc")
        source.write_bytes(data)
        # A profile of its own: LibreOffice lets only one process use a profile at a time.
        profile = Path(folder, "profile").as_uri()
        command = [office, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", "docx", "--outdir", folder, str(source)]  # fmt: skip
        try:
            subprocess.run(command, capture_output=True, timeout=_CONVERSION_TIME, check=True)
            return Path(folder, "document.docx").read_bytes()
        except subprocess.TimeoutExpired as error:
            raise UnreadableDocument("conversion_failed", f"{name}: LibreOffice did not finish within {_CONVERSION_TIME} s") from error  # fmt: skip
        except (subprocess.CalledProcessError, OSError) as error:
            raise UnreadableDocument("conversion_failed", f"{name}: LibreOffice could not convert the document; it may be damaged") from error  # fmt: skip
