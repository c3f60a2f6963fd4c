"""Second readings: made side by side beforehand, kept, and not made again."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from pipelines.pool import extractor_version
from pipelines.reread import Stopped, Witnesses
from pipelines.store import Store, keep_original
from tests.pipelines import fakes

SAMPLES = sorted((Path(__file__).resolve().parents[2] / "data" / "samples").glob("*.pdf"))[:2]


def test_what_was_read_ahead_is_kept_and_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path / "w.duckdb")
    archived = [keep_original(store, path.read_bytes()) for path in SAMPLES]
    witnesses = Witnesses(store, extractor_version(), jobs=2)
    wanted = [(sha256, (8,)) for sha256 in archived]
    without_statement = (archived[0], (9,))
    witnesses.read_ahead([*wanted, *wanted, without_statement, ("0" * 64, (1,))])
    assert len(list(store.rereadings.rglob("*.json"))) == 2

    def read(*_: object) -> None:
        raise AssertionError("it was read before")

    witnesses.close()
    monkeypatch.setattr("pipelines.guard.GuardedReader.read_all", read)
    for sha256, pages in wanted:
        report = witnesses(sha256, pages)
        assert report is not None
        assert {figure.page for figure in report.figures} == {8}
        assert {figure.reader for figure in report.figures} == {"pdfplumber"}
    assert witnesses(*without_statement) is None
    witnesses.read_ahead(wanted)


def test_whoever_waits_for_a_witness_is_told_when_it_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path / "w.duckdb")
    hangs = keep_original(store, b"HANG")
    monkeypatch.setattr("pipelines.reread.read_pages", fakes.extract)
    told = threading.Event()

    def ask(witnesses: Witnesses) -> None:
        try:
            witnesses(hangs, (1,))
        except Stopped:
            told.set()

    witnesses = Witnesses(store, extractor_version(), jobs=1)
    asking = threading.Thread(target=ask, args=(witnesses,))
    asking.start()
    time.sleep(1)
    witnesses.stop()
    assert told.wait(20)
    asking.join()
    with pytest.raises(Stopped):
        witnesses(hangs, (1,))
