"""Zip containers (xlsx, docx, OFD, archives) opened safely, and the XML parts in them.

In: the bytes of a file and its name (for messages). Out: parts as bytes or parsed XML. Nothing is unpacked before its
declared size is judged, and no part yields more bytes than it declares. Raises UnreadableDocument: `empty`,
`truncated`, `damaged`, `encrypted`, `zip_bomb`, `xml_entities`, `part_missing`.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from extractors.document import UnreadableDocument
from extractors.limits import MAX_TAGS, at_most

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OFD = "application/ofd"
ZIP = "application/zip"

#: Parts of one container, bytes of all its parts unpacked, and bytes of one XML part.
MAX_PARTS = 20_000
MAX_UNPACKED = 400 * 2**20
MAX_XML = 160 * 2**20
#: Bytes read from one container, parts that are read again (the template of many pages) counted each time.
MAX_READ = 800 * 2**20
#: Above this size a container must not unpack to more than so many times its own size.
_RATIO_FROM, _MAX_RATIO = 48 * 2**20, 150

_ENCRYPTED_FLAG, _UTF8_FLAG = 0x1, 0x800
_UNICODE_PATH = 0x7075
#: Members by which the kinds of zip container are told, whatever the file is called.
_MARKS: tuple[tuple[str, str], ...] = (("xl/workbook.xml", XLSX), ("word/document.xml", DOCX), ("ofd.xml", OFD))
#: What Python's reader of zip files raises when it meets damage.
_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, NotImplementedError, OSError, ValueError, IndexError)  # fmt: skip
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One file in a container: its name as its maker wrote it, and its entry."""

    name: str
    entry: zipfile.ZipInfo


class Container:
    """A zip file whose declared sizes have been judged. Names are matched without regard to case, as Office does."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._unpacked = 0
        self._zip = _open(data, name)
        self.parts = [
            Part(_printed_name(entry), entry) for entry in self._zip.infolist() if not entry.filename.endswith("/")
        ]
        self._by_name = {part.name.replace("\\", "/").lstrip("/").lower(): part for part in reversed(self.parts)}
        _judge_sizes(self.parts, len(data), name)

    def has(self, path: str) -> bool:
        """Whether there is a part of this name."""
        return path.lstrip("/").lower() in self._by_name

    def read(self, path: str) -> bytes:
        """The bytes of a part. Raises `part_missing` where there is none."""
        part = self._by_name.get(path.lstrip("/").lower())
        if part is None:
            raise UnreadableDocument("part_missing", f"{self.name}: its part {path} is missing; fetch the file again")
        return self.read_part(part)

    def read_part(self, part: Part) -> bytes:
        """The bytes of one of `parts`. Raises `encrypted` and `damaged`."""
        if part.entry.flag_bits & _ENCRYPTED_FLAG:
            raise UnreadableDocument("encrypted", f"{self.name}: {part.name} is protected by a password; supply an open copy")  # fmt: skip
        self._unpacked += part.entry.file_size
        if self._unpacked > MAX_READ:
            raise UnreadableDocument("too_large", f"{self.name}: its parts refer to each other so often that more than {MAX_READ >> 20} MB are to be read; no disclosure needs that")  # fmt: skip
        try:
            return self._zip.read(part.entry)
        except _DAMAGE as error:
            raise UnreadableDocument("damaged", f"{self.name}: its part {part.name} is damaged ({error}); fetch the file again") from error  # fmt: skip

    def xml(self, path: str) -> etree._Element:
        """The root element of an XML part. Raises `damaged` and `xml_entities`."""
        source = self._xml_bytes(path)
        at_most(f"{self.name}: {path}", source.count(b"<"), MAX_TAGS, "tags")
        return parse_xml(source, f"{self.name}: {path}")

    def xml_events(
        self, path: str, tags: tuple[str, ...], prepare: Callable[[bytes], bytes] = bytes
    ) -> Iterator[etree._Element]:
        """The finished elements of an XML part with these tags (`{*}row`), one after the other, freed afterwards.
        `prepare` may drop from the part what says nothing, before it is parsed."""
        source = prepare(self._xml_bytes(path))
        try:
            for _, element in etree.iterparse(
                io.BytesIO(source), tag=tags, resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
            ):
                yield element
                element.clear()
                while element.getprevious() is not None:  # what is read is freed: a sheet can be very long
                    del element.getparent()[0]
        except etree.XMLSyntaxError as error:
            raise UnreadableDocument("damaged", f"{self.name}: {path} is no valid XML ({error})") from error

    def relationships(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part of an Office file refers to: id → (kind, path of the part), without what lies outside the file.
        The part '' is the file itself."""
        folder, file = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{file}.rels")
        if not self.has(path):
            return {}
        found: dict[str, tuple[str, str]] = {}
        for relation in self.xml(path).iterfind("{*}Relationship"):
            target = relation.get("Target", "")
            if relation.get("TargetMode") != "External":
                full = target if target.startswith("/") else posixpath.join(folder, target)
                kind = relation.get("Type", "").rsplit("/", 1)[-1]
                found[relation.get("Id", "")] = (kind, posixpath.normpath(full).lstrip("/"))
        return found

    def main_part(self, usual: str) -> str:
        """The part that an Office file begins with; most programs give it the usual name."""
        if self.has(usual):
            return usual
        return next((path for kind, path in self.relationships("").values() if kind == "officeDocument"), usual)

    def _xml_bytes(self, path: str) -> bytes:
        source = self.read(path)
        if len(source) > MAX_XML:
            raise UnreadableDocument("zip_bomb", f"{self.name}: {path} unpacks to {len(source) >> 20} MB of XML; more than {MAX_XML >> 20} MB are not read")  # fmt: skip
        _refuse_entities(source, f"{self.name}: {path}")
        return source


def zip_kind(data: bytes, name: str) -> str:
    """The media type of a zip container by its parts: a workbook, a Word document, an OFD, or an archive of files.

    Raises `not_supported` for other documents in a zip container (slides, OpenDocument, binary workbooks).
    """
    container = Container(data, name)
    for mark, media_type in _MARKS:
        if container.has(mark):
            return media_type
    if not container.has("[Content_Types].xml") and not container.has("mimetype"):
        return ZIP
    main = container.main_part("")
    kind = {"xl": XLSX, "word": DOCX}.get(main.partition("/")[0])
    if kind is None or not main.endswith(".xml"):
        raise UnreadableDocument("not_supported", f"{name} is an Office file of a kind that is not read (its main part is {main or 'unknown'}); publish it as .xlsx, .docx or PDF")  # fmt: skip
    return kind


@lru_cache(1_024)
def local_name(tag: str) -> str:
    """The name of an element without its namespace."""
    return tag.rpartition("}")[2]


def parse_xml(source: bytes, where: str) -> etree._Element:
    """XML → its root, without entities, external files or unbounded trees. `where` names it in messages."""
    _refuse_entities(source, where)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(source, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument("damaged", f"{where} is no valid XML ({error})") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _entities(where)
    return root


def _refuse_entities(source: bytes, where: str) -> None:
    """Neither Office nor OFD files declare entities: who does wants to blow the reader up."""
    head = source[:4096]
    if b"\x00" in head:  # UTF-16
        head = head.replace(b"\x00", b"")
    if _DOCTYPE.search(head):
        raise _entities(where)


def _entities(where: str) -> UnreadableDocument:
    return UnreadableDocument(
        "xml_entities", f"{where} declares XML entities, which such files never do; it is refused"
    )


def _open(data: bytes, name: str) -> zipfile.ZipFile:
    if not data:
        raise UnreadableDocument("empty", f"{name}: the file is empty")
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGE as error:
        if data.startswith(b"PK\x03\x04") and b"PK\x05\x06" not in data[-70_000:]:
            raise UnreadableDocument("truncated", f"{name}: the zip container is truncated (its directory is missing); fetch the file again") from error  # fmt: skip
        raise UnreadableDocument("damaged", f"{name}: the zip container is damaged ({error}); fetch the file again") from error  # fmt: skip


def _judge_sizes(parts: list[Part], packed: int, name: str) -> None:
    """Refuse what would unpack to far more than any disclosure holds, before anything is unpacked."""
    if not parts:
        raise UnreadableDocument("empty", f"{name}: the zip container holds no files")
    unpacked = sum(part.entry.file_size for part in parts)
    too_dense = unpacked > _RATIO_FROM and unpacked > _MAX_RATIO * packed
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or too_dense:
        raise UnreadableDocument("zip_bomb", f"{name}: {packed >> 10} KB unpack to {unpacked >> 20} MB in {len(parts)} files; that is refused as a zip bomb")  # fmt: skip


def _printed_name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry. Chinese Windows writes GBK without saying so, some programs UTF-8 without saying so."""
    if entry.flag_bits & _UTF8_FLAG:
        return entry.filename
    unicode_path = _unicode_path(entry.extra)
    if unicode_path is not None:
        return unicode_path
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _unicode_path(extra: bytes) -> str | None:
    """The UTF-8 name in an Info-ZIP Unicode Path field (version byte, checksum, name), if there is one."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == _UNICODE_PATH and length > 5:
            try:
                return extra[at + 9 : at + 4 + length].decode("utf-8")
            except UnicodeDecodeError:
                return None
        at += 4 + length
    return None
