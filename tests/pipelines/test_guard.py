"""The guard: whatever a disclosure does to its reader, it becomes a rejected report and the batch goes on."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from extractors.progress import begin
from pipelines.guard import GuardedReader
from pipelines.pool import read_all
from pipelines.processes import resident_bytes
from pipelines.reader_child import NOTE_BYTES, StepNote
from pipelines.reading_task import DEADLINE_SECONDS, MOST_SCANS, SECONDS_PER_SCAN, Limits, Task, seconds_allowed
from schemas.records import Problem, Report

pytestmark = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is watched through /proc")

VERSION = "guard-1"
MEGABYTE = 1 << 20


def behave(data: bytes, name: str) -> Report:
    """Does what its disclosure says, in the child."""
    word, _, argument = data.decode().partition(" ")
    note = str(os.getpid())
    if word == "SLEEP":
        time.sleep(float(argument))
    elif word == "SPIN":
        while True:
            pass
    elif word == "EAT":
        hoard = [bytearray(os.urandom(1) * (16 * MEGABYTE)) for _ in range(int(argument) // 16)]
        time.sleep(60 if len(hoard) > 32 else 0)
    elif word == "PAGE":
        begin("page 7", 60.0, int(argument) * MEGABYTE)
        hoard = [bytearray(os.urandom(1) * (16 * MEGABYTE)) for _ in range(8)]
        time.sleep(60 if int(argument) < 16 * len(hoard) else 0)
    elif word == "DIE":
        os.kill(os.getpid(), int(argument))
    elif word == "RAISE":
        raise ValueError(argument)
    elif word == "START":
        note = str(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]).pid)
        Path(argument).write_text(note)
        time.sleep(60)
    elif word == "LITTER":
        handle, note = tempfile.mkstemp()
        os.write(handle, b"left behind")
        os.close(handle)
    problem = Problem(code="note", severity="info", message=note)
    return Report(
        document_name=name,
        document_sha256="",
        document_bytes=len(data),
        media_type="text/plain",
        extractor_version=VERSION,
        readable=True,
        problems=(problem,),
    )


def task(folder: Path, words: str) -> Task:
    path = folder / f"{words.partition(' ')[0]}-{len(list(folder.iterdir()))}.txt"
    path.write_text(words)
    return Task(path, path.name, "0" * 64)


def code(report: Report) -> str:
    return report.problems[0].code


def is_gone(pid: int) -> bool:
    """Whether a process has ended: nothing left of it but, at most, the entry its parent has yet to read."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def wait_until_gone(pid: int) -> bool:
    deadline = time.monotonic() + 5
    while not is_gone(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    return is_gone(pid)


@pytest.mark.parametrize("jobs", [1, 2])
def test_each_kind_of_trouble_has_its_code_and_the_batch_goes_on(tmp_path: Path, jobs: int) -> None:
    words = ["FINE", "SPIN", "FINE", "EAT 900", "DIE 11", "RAISE a bug", "SLEEP 0.1", "FINE"]
    tasks = [task(tmp_path, word) for word in words]
    started = time.monotonic()
    reports = {
        asked.name.partition("-")[0]: report
        for asked, (report,) in read_all(tasks, VERSION, jobs, behave, deadline=2.0, memory=300 * MEGABYTE)
    }
    assert time.monotonic() - started < 30
    assert {name: code(report) for name, report in reports.items()} == {
        "FINE": "note",
        "SLEEP": "note",
        "SPIN": "deadline",
        "EAT": "memory",
        "DIE": "crashed",
        "RAISE": "failed",
    }
    assert "2 seconds" in reports["SPIN"].problems[0].message
    assert "300 MB" in reports["EAT"].problems[0].message
    assert "-11" in reports["DIE"].problems[0].message
    assert not any(report.readable for name, report in reports.items() if name not in ("FINE", "SLEEP"))


def test_a_step_may_not_take_more_memory_than_it_says(tmp_path: Path) -> None:
    reader = GuardedReader(behave, Limits(20.0))
    asked = [task(tmp_path, words) for words in ("PAGE 64", "PAGE 512")]
    greedy, modest = (reader.read(one, VERSION) for one in asked)
    reader.close()
    assert (code(greedy), code(modest)) == ("memory", "note")
    assert greedy.problems[0].message.startswith("Page 7 took more than 64 MB")


def test_one_child_reads_all_and_is_replaced_only_when_ended(tmp_path: Path) -> None:
    reader = GuardedReader(behave, Limits(2.0))
    try:
        before = {reader.read(task(tmp_path, "FINE"), VERSION).problems[0].message for _ in range(3)}
        assert len(before) == 1, "starting up is paid once"
        assert code(reader.read(task(tmp_path, "DIE 9"), VERSION)) == "crashed"
        assert reader.read(task(tmp_path, "FINE"), VERSION).problems[0].message not in before
    finally:
        reader.close()


def test_a_child_that_ended_between_disclosures_blames_none(tmp_path: Path) -> None:
    reader = GuardedReader(behave, Limits(5.0))
    try:
        reader.read(task(tmp_path, "FINE"), VERSION)
        assert reader.pid is not None
        os.kill(reader.pid, 9)
        assert wait_until_gone(reader.pid)
        assert code(reader.read(task(tmp_path, "FINE"), VERSION)) == "note"
    finally:
        reader.close()


def test_a_child_that_keeps_much_memory_is_replaced(tmp_path: Path) -> None:
    reader = GuardedReader(behave, Limits(10.0, memory=4 * resident_bytes(os.getpid())))
    tight = GuardedReader(behave, Limits(10.0, memory=16 * MEGABYTE))
    try:
        assert code(reader.read(task(tmp_path, "FINE"), VERSION)) == "note"
        assert reader.pid is not None
        tight.read(task(tmp_path, "FINE"), VERSION)
        assert tight.pid is None, "the interpreter alone holds more than half of this limit"
    finally:
        reader.close()
        tight.close()


def test_what_the_reader_started_ends_with_it(tmp_path: Path) -> None:
    told = tmp_path / "told"
    told.mkdir()
    reader = GuardedReader(behave, Limits(1.5))
    report = reader.read(task(tmp_path, f"START {told / 'pid'}"), VERSION)
    assert code(report) == "deadline"
    assert wait_until_gone(int((told / "pid").read_text()))
    assert reader.pid is None


def test_no_child_and_no_temporary_file_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    reader = GuardedReader(behave, Limits(2.0))
    littered = Path(reader.read(task(tmp_path, "LITTER"), VERSION).problems[0].message)
    assert scratch in littered.parents, "a reader has a folder of its own"
    pid = reader.pid
    assert pid is not None
    reader.read(task(tmp_path, "FINE"), VERSION)
    assert not littered.exists()
    reader.read(task(tmp_path, "LITTER"), VERSION)
    assert code(reader.read(task(tmp_path, "SPIN"), VERSION)) == "deadline"
    reader.close()
    assert wait_until_gone(pid)
    assert list(scratch.iterdir()) == []


def test_scans_are_given_more_time(tmp_path: Path) -> None:
    def allowed(data: bytes) -> float:
        path = tmp_path / "disclosure"
        path.write_bytes(data)
        return seconds_allowed(path, DEADLINE_SECONDS) - DEADLINE_SECONDS

    image = b"1 0 obj <</Type /XObject /Subtype /Image /Width 10>> stream endstream endobj "
    assert allowed(b"") == 0
    assert allowed(b"%PDF-1.7 no images") == 0
    assert allowed(image * 3) == 0, "not a PDF"
    assert allowed(b"%PDF-1.7 " + image * 3 + image.replace(b"e /I", b"e/I")) == 4 * SECONDS_PER_SCAN
    assert allowed(b"%PDF-1.7 " + image * 5000) == MOST_SCANS * SECONDS_PER_SCAN
    assert allowed(b"II*\0") == MOST_SCANS * SECONDS_PER_SCAN
    assert seconds_allowed(tmp_path / "missing", 7.0) == 7.0


def test_a_step_is_seen_while_it_lasts_and_never_half_written() -> None:
    shared = multiprocessing.get_context("forkserver").RawArray(ctypes.c_char, NOTE_BYTES)
    child, parent = StepNote(shared), StepNote(shared)
    assert parent.seen() is None, "nothing has begun"
    child.begin("第 3 页" * 40, 2.5, 64 * MEGABYTE)
    step = parent.seen()
    assert step is not None
    assert step.what.startswith("第 3 页第 3 页")
    assert (step.seconds, step.memory) == (2.5, 64 * MEGABYTE)
    assert 0 < step.held < 2 * resident_bytes(os.getpid())
    assert 0 < step.begun <= time.process_time()
    shared[0] = b"\x01"  # an odd count: it is being written
    assert parent.seen() is None
    child.begin("page 4", 1.0, MEGABYTE)
    child.clear()
    assert parent.seen() is None
