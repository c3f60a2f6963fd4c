"""Hostile files: each comes back as a report within seconds, with a code that says why, and none ends the batch.

They are read as `juesuan load` reads them, by a guarded child, with tighter limits.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.guard import GuardedReader, Limits, Task
from pipelines.pool import extract_disclosure
from schemas.records import Report
from tests.hostile.make import FILES

SECONDS, MEMORY = 6.0, 1 << 30
#: A reader may refuse a file for what it is, find nothing in it, or be stopped. It may not fail.
STOPPED = {"deadline", "memory"}
NOT_READ = {"not_supported", "not_recognised", "nothing_recognised", "mislabelled"}
REFUSED: dict[str, set[str]] = {
    "empty.pdf": {"empty"},
    "truncated.pdf": {"truncated"},
    "encrypted.pdf": {"encrypted"},
    "noise.pdf": {"damaged", "truncated", "encrypted"},
    "zip-bomb.pdf": {"zip_bomb"},
    "zip-bomb.xlsx": {"zip_bomb"},
    "overlapping.zip": {"zip_bomb"},
    "nested.zip": {"nested_too_deep"},
    "far-cell.xlsx": {"too_large"},
    "entity-bomb.xlsx": {"xml_entities"},
    "entity-reads-file.xlsx": {"xml_entities"},
    "deep.html": {"too_deep"},
    "image-bomb.png": {"too_large", "recogniser_missing", "not_supported"},
    "cut-image.png": {"damaged", "recogniser_missing", "not_supported"},
}
#: Files whose content is a statement after all: what is printed may be read.
STATEMENTS = {"many-columns.txt", "many-headings.txt", "many-rows.txt", "endless-numbers.txt", "one-line.txt"}


@pytest.fixture(scope="module")
def reader() -> Iterator[GuardedReader]:
    """One guarded reader for all files, as in a batch."""
    guarded = GuardedReader(extract_disclosure, Limits(SECONDS, MEMORY))
    yield guarded
    guarded.close()


def read(reader: GuardedReader, folder: Path, name: str, data: bytes) -> tuple[Report, float]:
    path = folder / name
    path.write_bytes(data)
    started = time.monotonic()
    report = reader.read(Task(path, name, hashlib.sha256(data).hexdigest()), "hostile")
    return report, time.monotonic() - started


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_in_seconds(reader: GuardedReader, tmp_path: Path, name: str) -> None:
    report, seconds = read(reader, tmp_path, name, FILES[name]())
    codes = {problem.code for problem in report.problems}
    assert seconds < SECONDS + 4 + 12 * name.startswith("boundless"), "its images are given time as scans are"
    if report.readable:
        assert name in STATEMENTS, f"{name} holds nothing that could be read: {report.figures[:3]}"
        return
    assert report.figures == ()
    assert report.problems, "a rejected file says why"
    assert codes <= REFUSED.get(name, set()) | NOT_READ | STOPPED | {"damaged", "empty", "too_large", "no_pages"}, codes
    if name in REFUSED:
        assert codes & (REFUSED[name] | STOPPED), codes


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
