"""Files damaged at random, in the container and inside it: every one is read or refused with a reason, none crashes."""

from __future__ import annotations

import io
import random
import time
import zipfile
from collections.abc import Callable

import pytest

from extractors.document import UnreadableDocument
from extractors.readers.archive import open_archive
from extractors.readers.excel import read_excel
from extractors.readers.html import read_html
from extractors.readers.ofd import read_ofd
from extractors.readers.word import read_word
from tests.extractors.readers.golden import FILES

ROUNDS = 150
READERS: dict[str, Callable[[bytes, str], object]] = {
    "revenue.xlsx": read_excel,
    "revenue.xls": read_excel,
    "revenue.docx": read_word,
    "revenue.html": read_html,
    "revenue.ofd": read_ofd,
    "revenue.xlsx as an archive": open_archive,
}


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Bytes changed, lost, added or copied at a few places."""
    changed = bytearray(content)
    for _ in range(chance.choice((1, 3, 20))):
        at = chance.randrange(len(changed) or 1)
        kind = chance.randrange(4)
        if kind == 0:
            changed[at : at + 1] = chance.randbytes(1)
        elif kind == 1:
            del changed[at : at + chance.randrange(1, 50)]
        elif kind == 2:
            changed[at:at] = chance.randbytes(chance.randrange(1, 20))
        else:
            source = chance.randrange(len(changed) or 1)
            changed[at : at + 40] = changed[source : source + 40]
    return bytes(changed)


def damaged_inside(content: bytes, chance: random.Random) -> bytes:
    """A zip container whose directory is whole, with one of its parts damaged."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w") as target:
        names = [entry.filename for entry in source.infolist() if entry.file_size]
        victim = chance.choice(names)
        for name in names:
            part = source.read(name)
            target.writestr(name, damaged(part, chance) if name == victim else part)
    return buffer.getvalue()


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", sorted(READERS))
def test_damaged_files_are_read_or_refused(name: str) -> None:
    content = (FILES / name.split()[0]).read_bytes()
    chance = random.Random(name)
    reasons: list[tuple[str, str]] = []
    for number in range(ROUNDS):
        inside = content.startswith(b"PK") and number % 2 == 0
        victim = damaged_inside(content, chance) if inside else damaged(content, chance)
        started = time.monotonic()
        try:
            READERS[name](victim, name)
        except UnreadableDocument as error:
            reasons.append((error.code, str(error)))
        assert time.monotonic() - started < 10
    assert all(code.isidentifier() and message for code, message in reasons)
    assert name == "revenue.html" or len(reasons) > ROUNDS // 10
