"""Hostile files: each comes back as a report within seconds, with a code that says why, and none ends the batch.

They are read as `juesuan load` reads them, by a guarded child, with tighter limits.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipelines.guard import GuardedReader
from pipelines.pool import extract_disclosure
from pipelines.processes import processor_seconds, resident_bytes
from pipelines.reading_task import Limits, Task
from schemas.records import Report
from tests.hostile.make import FILES

#: Seconds of computing and bytes of memory within which every file is refused or read: half of what a reader may take.
SECONDS, MEMORY = 5.0, 1 << 30
#: The deadline is far off: a busy machine makes the reading late, not dear.
DEADLINE, LOOK = 60.0, 0.02
#: A reader may refuse a file for what it is or find nothing in it. It may not fail.
NOT_READ = {"not_supported", "not_recognised", "nothing_recognised", "mislabelled"}
REFUSED: dict[str, set[str]] = {
    "empty.pdf": {"empty"},
    "truncated.pdf": {"truncated"},
    "encrypted.pdf": {"encrypted"},
    "noise.pdf": {"damaged", "truncated"},
    "zip-bomb.pdf": {"zip_bomb"},
    "zip-bomb.xlsx": {"zip_bomb"},
    "overlapping.zip": {"zip_bomb"},
    "nested.zip": {"nested_too_deep"},
    "far-cell.xlsx": {"too_large"},
    "entity-bomb.xlsx": {"xml_entities"},
    "entity-reads-file.xlsx": {"xml_entities"},
    "deep.html": {"too_deep"},
    "one-page-100000-times.pdf": {"too_large"},
    "declares-100000-pages.pdf": {"too_large"},
    "form-draws-itself.pdf": {"deadline", "memory"},
    "forms-multiply.pdf": {"deadline", "memory"},
    "flate-bomb.pdf": {"too_large"},
    "many-rulings.pdf": {"too_large"},
    "many-characters.pdf": {"too_large"},
    "many-columns.txt": {"too_large"},
    "many-headings.txt": {"too_large"},
    "many-rows.txt": {"too_large"},
    "one-line.txt": {"too_large"},
    "huge.txt": {"too_large"},
    "many-tabs.txt": {"too_large"},
    "huge.html": {"too_large"},
    "many-rows.html": {"too_large"},
    "many-tables.html": {"too_large"},
    "empty-paragraphs.docx": {"too_large"},
    "many-tables.docx": {"too_large"},
    "deep-tables.docx": {"too_deep"},
    "million-empty-rows.xlsx": {"empty"},
    "formatted-rows.xlsx": {"empty"},
    "one-sheet-often.xls": {"too_large"},
    "endless-drawings.ofd": {"too_deep", "too_large"},
    "one-page-often.ofd": {"too_large"},
    "image-bomb.png": {"too_large", "recogniser_missing", "not_supported"},
    "cut-image.png": {"damaged", "recogniser_missing", "not_supported"},
}
#: Files whose content is a statement after all: what is printed may be read.
STATEMENTS = {"endless-numbers.txt"}


@dataclass(slots=True)
class Taken:
    """What a reading took at most: seconds of processor time and bytes of memory."""

    seconds: float = 0.0
    memory: int = 0


@pytest.fixture(scope="module")
def reader() -> Iterator[GuardedReader]:
    """One guarded reader for all files, as in a batch."""
    guarded = GuardedReader(extract_disclosure, Limits(DEADLINE, 2 * MEMORY))
    yield guarded
    guarded.close()


@contextmanager
def measured(reader: GuardedReader) -> Iterator[Taken]:
    """Looks again and again at what the child takes."""
    before = processor_seconds(reader.pid) if reader.pid is not None else 0.0
    old, taken, done = reader.pid, Taken(), threading.Event()

    def look() -> None:
        while not done.wait(LOOK):
            pid = reader.pid
            if pid is not None:
                taken.seconds = max(taken.seconds, processor_seconds(pid) - (before if pid == old else 0.0))
                taken.memory = max(taken.memory, resident_bytes(pid))

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield taken
    finally:
        done.set()
        looking.join()


def read(reader: GuardedReader, folder: Path, name: str, data: bytes) -> tuple[Report, Taken]:
    path = folder / name
    path.write_bytes(data)
    with measured(reader) as taken:
        report = reader.read(Task(path, name, hashlib.sha256(data).hexdigest()), "hostile")
    path.unlink()
    return report, taken


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_in_seconds(reader: GuardedReader, tmp_path: Path, name: str) -> None:
    report, taken = read(reader, tmp_path, name, FILES[name]())
    codes = {problem.code for problem in report.problems}
    assert taken.seconds < SECONDS, f"{name} took {taken.seconds:.1f} s"
    assert taken.memory < MEMORY, f"{name} took {taken.memory >> 20} MB"
    if report.readable:
        assert name in STATEMENTS, f"{name} holds nothing that could be read: {report.figures[:3]}"
        return
    assert report.figures == ()
    assert report.problems, "a rejected file says why"
    assert codes <= REFUSED.get(name, NOT_READ | {"damaged", "empty", "too_large", "no_pages"}), codes


def test_after_all_of_them_a_good_file_is_read(reader: GuardedReader, tmp_path: Path) -> None:
    for name in ("forms-multiply.pdf", "noise.pdf", "deep-arrays.pdf"):
        read(reader, tmp_path, name, FILES[name]())
    text = (
        "攸县教育局2023年度部门决算\n支出决算表\n单位：万元\n科目编码\t科目名称\t合计\t基本支出\n合计\t\t1.00\t1.00\n"
    )
    report, _ = read(reader, tmp_path, "good.txt", text.encode())
    assert report.readable
    assert [str(figure.amount_yuan) for figure in report.figures] == ["10000.00", "10000.00"]


def test_no_file_of_the_reading_machine_is_opened(reader: GuardedReader, tmp_path: Path) -> None:
    secret = Path("/etc/hostname")
    if not secret.is_file() or len(secret.read_text().strip()) < 3:
        pytest.skip("nothing to look for on this machine")
    report, _ = read(reader, tmp_path, "entity-reads-file.xlsx", FILES["entity-reads-file.xlsx"]())
    assert secret.read_text().strip() not in repr(report)
