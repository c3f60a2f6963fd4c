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

import duckdb
import pytest

from extractors.extract import extract
from pipelines.guard import GuardedReader
from pipelines.load import Settings, load
from pipelines.pool import extract_disclosure
from pipelines.reading_task import Limits, Task
from schemas.records import Figure, Report
from tests.extractors.readers.golden import FILES
from tests.hostile.packages import archive
from tests.real_reports import ROOT

SECONDS = 6.0
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


def turn_digits(dice: random.Random, data: bytes) -> bytes:
    """Some digits are others: what no check sum and no grammar sees."""
    damaged = bytearray(data)
    digits = [at for at, byte in enumerate(data) if 48 <= byte <= 57]
    for at in dice.sample(digits, min(3, len(digits))):
        damaged[at] = 48 + (damaged[at] - 48 + dice.randrange(1, 10)) % 10
    return bytes(damaged)


DAMAGES: tuple[Damage, ...] = (cut_out, overwrite, flip_bits, swap_parts, cut_off, unpacked_damage, turn_digits)


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
        if time.monotonic() > deadline and seen.total() >= len(DAMAGES):
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


GOOD: dict[str, Callable[[], bytes]] = {
    "revenue.xlsx": lambda: (FILES / "revenue.xlsx").read_bytes(),
    "revenue.xls": lambda: (FILES / "revenue.xls").read_bytes(),
    "revenue.docx": lambda: (FILES / "revenue.docx").read_bytes(),
    "revenue.html": lambda: (FILES / "revenue.html").read_bytes(),
    "revenue.ofd": lambda: (FILES / "revenue.ofd").read_bytes(),
    "revenue.txt": TEXT.encode,
    "revenue.pdf": lambda: next(SAMPLES.glob("攸县*.pdf")).read_bytes(),
    "revenue.zip": lambda: archive({"revenue.xlsx": (FILES / "revenue.xlsx").read_bytes()}),
}
#: Whose parts carry check sums: whatever is damaged in them is seen by the reader.
SUMMED = ("xlsx", "docx", "ofd")
EACH = len(DAMAGES)


@pytest.mark.parametrize("name", [name for name in GOOD if name.rpartition(".")[2] not in ("pdf", "zip")])
def test_a_damaged_file_never_fails_and_never_hangs(reader: GuardedReader, tmp_path: Path, name: str) -> None:
    """Every other format, for a bounded time each. What has check sums gives no unmarked number either."""
    data = GOOD[name]()
    whole = extract(data, name)
    assert whole.figures
    known, good = set(whole.problems), {(key, figure.amount_yuan) for key, figure in keyed(whole).items()}
    path = tmp_path / name
    deadline = time.monotonic() + SECONDS / 3
    seen: Counter[str] = Counter()
    for what, damaged in damaged_versions(data, 2):
        if time.monotonic() > deadline and seen.total() >= len(DAMAGES):
            break
        path.write_bytes(damaged)
        report = reader.read(Task(path, name, hashlib.sha256(damaged).hexdigest()), "fuzz")
        codes = {problem.code for problem in report.problems}
        assert not codes & {"internal_error", "failed", "crashed", "deadline", "memory"}, (
            f"{what}: {report.problems[0]}"
        )
        assert report.readable or report.problems, f"{what}: rejected without a reason"
        other = {(key, figure.amount_yuan) for key, figure in keyed(report).items()} - good
        if name.rpartition(".")[2] in SUMMED:
            assert not other or set(report.problems) - known, f"{what}: {sorted(map(str, other))} without any mark"
        seen["readable" if report.readable else "rejected"] += 1


def keyed(report: Report) -> dict[tuple[str, str | None, str, str, int], Figure]:
    """The figures of the tables by what they are."""
    return {(f.statement, f.side, f.line, f.measure, f.occurrence): f for f in report.figures if f.source == "table"}


def test_no_damage_leaves_a_wrong_number_that_counts_as_proven(tmp_path: Path) -> None:
    """All formats loaded as an operator loads them, archives included. Text, HTML and old workbooks have no check sums:
    a digit that became another one is a figure. Then the identities do not hold over it, and it is not trusted."""
    folder = tmp_path / "damaged"
    folder.mkdir()
    for name, make in GOOD.items():
        stem, _, kind = name.rpartition(".")
        data = make()
        (folder / f"good-{kind}.{kind}").write_bytes(data)
        for number, (_, damaged) in zip(range(EACH), damaged_versions(data, 3), strict=False):
            (folder / f"{stem}-{kind}-{number}.{kind}").write_bytes(damaged)
    warehouse = tmp_path / "damaged.duckdb"
    started = time.monotonic()
    loaded = load([folder], warehouse, Settings(jobs=2, expectations=False))
    assert time.monotonic() - started < 300
    assert not loaded.arrivals.unopened
    with duckdb.connect(str(warehouse.resolve()), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM problems WHERE code IN ('internal_error', 'failed', 'crashed', 'deadline', 'memory')").fetchall() == [(0,)]  # fmt: skip
        assert connection.execute("SELECT count(*) FROM reports r WHERE status = 'rejected' AND NOT EXISTS (FROM problems p WHERE p.report_id = r.report_id)").fetchall() == [(0,)]  # fmt: skip
        trusted = connection.execute(_TRUSTED).fetchall()
        changed = connection.execute(_CHANGED).fetchall()
    assert not trusted
    assert {kind for kind, _ in changed} >= {"txt", "html"}, "some damage did change figures"


_OTHERS = """
WITH told AS (
    SELECT f.*, string_split(f.document_name, '.')[-1] AS kind FROM figures AS f WHERE f.source = 'table'
), good AS (
    SELECT * FROM told WHERE document_name LIKE 'good-%'
), other AS (
    SELECT t.* FROM told AS t
    WHERE t.document_name NOT LIKE 'good-%' AND EXISTS (FROM good AS g WHERE g.kind = t.kind)
      AND NOT EXISTS (
          FROM good AS g
          WHERE g.kind = t.kind AND g.statement = t.statement AND g.side IS NOT DISTINCT FROM t.side
            AND g.line = t.line AND g.measure = t.measure AND g.amount_yuan = t.amount_yuan
      )
)
"""
#: Figures that the good file does not print, trusted, in a report without any problem that the good one has not.
_TRUSTED = (
    _OTHERS
    + """
SELECT o.document_name, o.statement, o.line, o.measure, o.raw_text, o.verification FROM other AS o
WHERE o.verification IN ('proven', 'witnessed')
  AND NOT EXISTS (
      FROM problems AS p WHERE p.report_id = o.report_id
        AND p.message NOT IN (SELECT message FROM problems WHERE document_name = 'good-' || o.kind || '.' || o.kind)
  )
"""
)
_CHANGED = _OTHERS + "SELECT kind, count(*) FROM other GROUP BY kind ORDER BY kind"
