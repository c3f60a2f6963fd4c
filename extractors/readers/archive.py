"""Archives → the files in them, nested archives opened as well.

In: the bytes of an archive and its name. Out: (name, bytes) of every file, in the order of their names. Names lose what
would lead out of a folder. Office files and OFD are zip containers too, but no archives: they stay whole. Raises
UnreadableDocument: as `containers`, `nested_too_deep`, and `not_supported` for RAR, 7z, gzip, tar and others.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from extractors.document import UnreadableDocument
from extractors.readers.containers import MAX_UNPACKED, ZIP, Container, zip_kind

#: Archives within archives are opened to this depth; the outermost counts as the first.
MAX_DEPTH = 3
MAX_FILES = 5_000

_ZIP_MARK = b"PK\x03\x04"
_OTHER_ARCHIVES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"Rar!\x1a\x07", "a RAR archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (0, b"\x1f\x8b", "a gzip file"),
    (0, b"BZh", "a bzip2 file"),
    (0, b"\xfd7zXZ\x00", "an xz file"),
    (257, b"ustar", "a tar archive"),
)
_JUNK = re.compile(r"(?:^|/)(?:__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._[^/]*$)", re.IGNORECASE)
_DRIVE = re.compile(r"^[A-Za-z]:")


def open_archive(data: bytes, name: str) -> list[tuple[str, bytes]]:
    """Bytes of a zip archive and its name → its files, those of nested archives under the nested archive's name."""
    unpacked = _Unpacked(name)
    _unpack(data, name, "", 1, unpacked)
    if not unpacked.files:
        raise UnreadableDocument("empty", f"{name}: the archive holds no files")
    return sorted(_distinct(unpacked.files))


@dataclass(slots=True)
class _Unpacked:
    """What came out of an archive and all archives in it, and how much it is together."""

    name: str
    files: list[tuple[str, bytes]] = field(default_factory=list)
    size: int = 0

    def add(self, name: str, content: bytes) -> None:
        self.files.append((name, content))
        self.count(content)

    def count(self, content: bytes) -> None:
        self.size += len(content)
        if len(self.files) > MAX_FILES or self.size > MAX_UNPACKED:
            raise UnreadableDocument("zip_bomb", f"{self.name}: the archive holds more than {MAX_FILES} files or {MAX_UNPACKED >> 20} MB; that is refused as a zip bomb")  # fmt: skip


def _unpack(data: bytes, name: str, folder: str, depth: int, unpacked: _Unpacked) -> None:
    other = other_archive(data)
    if other is not None:
        raise UnreadableDocument("not_supported", f"{name} is {other}; only zip archives are opened, unpack it and load the folder")  # fmt: skip
    if depth > MAX_DEPTH:
        raise UnreadableDocument("nested_too_deep", f"{name}: archives within archives are opened {MAX_DEPTH} deep; unpack it and load the folder")  # fmt: skip
    container = Container(data, name)
    for part in container.parts:
        inner = f"{folder}{safe_name(part.name)}"
        if _JUNK.search(inner):
            continue
        content = container.read_part(part)
        if _is_archive(content, f"{name}/{inner}"):
            unpacked.count(content)
            _unpack(content, f"{name}/{inner}", f"{inner}/", depth + 1, unpacked)
        else:
            unpacked.add(inner, content)


def _is_archive(content: bytes, name: str) -> bool:
    """Whether a file in an archive is an archive itself. One that cannot be opened is left to its reader to report."""
    if other_archive(content) is not None or not content.startswith(_ZIP_MARK):
        return False
    try:
        return zip_kind(content, name) == ZIP
    except UnreadableDocument as error:
        if error.code == "zip_bomb":
            raise
        return False


def other_archive(data: bytes) -> str | None:
    """What kind of archive other than zip the bytes are, in words, or None."""
    return next((kind for at, mark, kind in _OTHER_ARCHIVES if data[at : at + len(mark)] == mark), None)


def safe_name(name: str) -> str:
    """A name from an archive without drives, leading slashes, `..` and control characters: it stays in its folder."""
    plain = "".join(char for char in name if unicodedata.category(char)[0] != "C")
    steps = [step.strip() for step in re.split(r"[\\/]", plain)]
    kept = [_DRIVE.sub("", step) for step in steps if step not in ("", ".", "..")]
    return "/".join(step for step in kept if step) or "unnamed"


def _distinct(files: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """Two files of one name get a number, so that neither hides the other."""
    seen: dict[str, int] = {}
    named: list[tuple[str, bytes]] = []
    for name, content in files:
        count = seen[name] = seen.get(name, 0) + 1
        stem, dot, suffix = name.rpartition(".")
        numbered = f"{stem} ({count}){dot}{suffix}" if dot else f"{name} ({count})"
        named.append((numbered if count > 1 else name, content))
    return named
