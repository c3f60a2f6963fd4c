"""Good files with damaged bytes: never a crash of the parent, never a hang, never a new number without a mark.

Seeds are fixed and the time is bounded, so the same damage is done on every run (on a slow machine less of it).
"""

from __future__ import annotations

import hashlib
import random
import re
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from extractors.extract import extract
from pipelines.guard import GuardedReader, Limits, Task
from pipelines.pool import extract_disclosure
from schemas.records import Report
from tests.real_reports import ROOT

SECONDS = 9.0
SAMPLES = ROOT / "data" / "samples"
TEXT = (
    "攸县医疗保障局2024年度部门决算\n支出决算表\n单位：万元\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n"
    + "".join(
        f"{code}\t{name}\t{a:.2f}\t{b:.2f}\t{c:.2f}\n"
        for code, name, a, b, c in (
            ("合计", "", 722.31, 694.01, 28.30),
            ("210", "卫生健康支出", 697.31, 669.01, 28.30),
            ("21015", "医疗保障管理事务", 697.31, 669.01, 28.30),
            ("2101501", "行政运行", 669.01, 669.01, 0.00),
            ("2101599", "其他医疗保障管理事务支出", 28.30, 0.00, 28.30),
            ("221", "住房保障支出", 25.00, 25.00, 0.00),
            ("22102", "住房改革支出", 25.00, 25.00, 0.00),
            ("2210201", "住房公积金", 25.00, 25.00, 0.00),
        )
    )
)
Damage = Callable[[random.Random, bytes], bytes]


def cut_out(dice: random.Random, data: bytes) -> bytes:
    """Some bytes are missing."""
    at = dice.randrange(len(data))
    return data[:at] + data[at + dice.randrange(1, 2000) :]


def overwrite(dice: random.Random, data: bytes) -> bytes:
    """Some bytes are others."""
    at, size = dice.randrange(len(data)), dice.randrange(1, 40)
    return data[:at] + dice.randbytes(size) + data[at + size :]


def flip_bits(dice: random.Random, data: bytes) -> bytes:
    """Single bits are turned."""
    damaged = bytearray(data)
    for _ in range(dice.randrange(1, 30)):
        damaged[dice.randrange(len(damaged))] ^= 1 << dice.randrange(8)
    return bytes(damaged)


def swap_parts(dice: random.Random, data: bytes) -> bytes:
    """Two parts have changed places."""
    a, b, c = sorted(dice.randrange(len(data)) for _ in range(3))
    return data[:a] + data[b:c] + data[a:b] + data[c:]


def cut_off(dice: random.Random, data: bytes) -> bytes:
    """The end is missing."""
    return data[: dice.randrange(len(data))]


def unpacked_damage(dice: random.Random, data: bytes) -> bytes:
    """One stream of a PDF is damaged under its compression, which no checksum shows."""
    streams = list(re.finditer(rb"stream\r?\n(.*?)endstream", data, re.DOTALL))
    found = dice.choice(streams) if streams else None
    if found is None:
        return overwrite(dice, data)
    try:
        content = bytearray(zlib.decompress(found[1]))
    except zlib.error:
        return overwrite(dice, data)
    for _ in range(dice.randrange(1, 12)):
        if content:
            content[dice.randrange(len(content))] = dice.randrange(256)
    packed = zlib.compress(bytes(content))
    return data[: found.start(1)] + packed + b"\n" + data[found.end(1) :]


DAMAGES: tuple[Damage, ...] = (cut_out, overwrite, flip_bits, swap_parts, cut_off, unpacked_damage)


def damaged_versions(data: bytes, seed: int) -> Iterator[tuple[str, bytes]]:
    """Endless damaged versions of a file, always the same."""
    number = 0
    while True:
        dice = random.Random(f"{seed} {number}")
        damage = DAMAGES[number % len(DAMAGES)]
        yield f"{damage.__name__} {number}", damage(dice, data)
        number += 1


def printed(report: Report) -> Counter[str]:
    """What is printed in the figures of a report."""
    return Counter(figure.raw_text for figure in report.figures)


@pytest.fixture
def reader() -> Iterator[GuardedReader]:
    guarded = GuardedReader(extract_disclosure, Limits(10.0, 1 << 30))
    yield guarded
    guarded.close()


def test_a_damaged_pdf_gives_no_unmarked_number(reader: GuardedReader, tmp_path: Path) -> None:
    """Damage to the tables of a PDF (drawing operators, fonts, the file around them)."""
    data = next(SAMPLES.glob("攸县*.pdf")).read_bytes()
    whole = extract(data, "damaged.pdf")
    good, known = printed(whole), set(whole.problems)
    path = tmp_path / "damaged.pdf"
    deadline = time.monotonic() + SECONDS
    seen: Counter[str] = Counter()
    for what, damaged in damaged_versions(data, 1):
        if time.monotonic() > deadline:
            break
        path.write_bytes(damaged)
        report = reader.read(Task(path, path.name, hashlib.sha256(damaged).hexdigest()), "fuzz")
        codes = {problem.code for problem in report.problems}
        assert not codes & {"internal_error", "failed", "crashed"}, f"{what}: {report.problems[0].message}"
        new = printed(report).keys() - good.keys()
        assert not new or set(report.problems) - known, f"{what}: {sorted(new)} without any mark"
        seen["readable" if report.readable else "rejected"] += 1
    assert seen["readable"], seen
    assert seen["rejected"], seen


def test_a_damaged_text_never_fails_and_never_hangs() -> None:
    """Text has no checksum: a digit that became another digit is a figure. What must not happen is worse."""
    data = TEXT.encode()
    assert len(extract(data, "good.txt").figures) == 24
    deadline = time.monotonic() + SECONDS / 2
    seen: Counter[str] = Counter()
    for what, damaged in damaged_versions(data, 2):
        started = time.monotonic()
        if started > deadline or seen.total() > 1500:
            break
        report = extract(damaged, "damaged.txt")
        assert time.monotonic() - started < 5, what
        codes = {problem.code for problem in report.problems}
        assert "internal_error" not in codes, f"{what}: {report.problems[0].message}"
        texts = damaged.decode("utf-8", errors="replace")
        unheard = [figure.raw_text for figure in report.figures if figure.raw_text not in texts]
        assert not unheard or "�" not in texts, f"{what}: {unheard} is not in the file"
        seen["readable" if report.readable else "rejected"] += 1
    assert seen["readable"] > 20, seen
    assert seen["rejected"] > 2, seen
