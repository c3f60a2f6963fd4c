"""What was fetched is written down durably, after the bytes."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from pipelines.fetching import records
from pipelines.fetching import shelf as shelves
from pipelines.fetching.errors import FetchError
from pipelines.fetching.records import FetchLog, FetchRecord, fetch_folder, read_records
from pipelines.fetching.shelf import Errand, Shelf
from pipelines.lake import now
from pipelines.store import Store
from tests.pipelines.fetching.local import fetcher
from tests.pipelines.portal import Portal, Reply

DATA = b"%PDF-1.7 some bytes"


def record(address: str, sha256: str | None = "a" * 64) -> FetchRecord:
    """A record of a fetch."""
    return FetchRecord(fetched_at=now(), source="s", purpose="document", address=address, status=200, sha256=sha256)


def test_the_last_record_with_bytes_is_remembered(warehouse: Path) -> None:
    log = FetchLog(Store(warehouse))
    for sha256 in ("a" * 64, "b" * 64, None):
        log.append(record("http://a/1", sha256))
    for known in (log, FetchLog(Store(warehouse))):
        latest = known.latest("http://a/1")
        assert latest is not None
        assert latest.sha256 == "b" * 64
        assert known.latest("http://a/2") is None


@pytest.mark.parametrize("kept", [0, 1, 20, 60])
def test_a_torn_line_costs_only_itself(warehouse: Path, kept: int) -> None:
    store = Store(warehouse)
    FetchLog(store).append(record("http://a/1"))
    path = next(fetch_folder(store).iterdir())
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:kept])
    FetchLog(store).append(record("http://a/2"))
    assert [found.address for found in read_records(fetch_folder(store))] == ["http://a/1", "http://a/2"]


def errand(portal: Portal) -> Errand:
    """An errand to the portal."""
    return Errand("portal", (f"127.0.0.1:{portal.port}",), pause=0)


def test_versions_of_one_address_are_all_kept_and_the_same_bytes_once(warehouse: Path) -> None:
    store = Store(warehouse)
    with Portal({"a.pdf": DATA, "copy.pdf": DATA}) as portal:
        address = portal.document_address("a.pdf")
        states = [Shelf(fetcher(), store).document(errand(portal), address).state for _ in range(2)]
        states.append(Shelf(fetcher(), store).document(errand(portal), portal.document_address("copy.pdf")).state)
        portal.put("a.pdf", DATA + b" corrected")
        states.append(Shelf(fetcher(), store).document(errand(portal), address).state)
        assert states == ["new", "unchanged", "new", "changed"]
    for data in (DATA, DATA + b" corrected"):
        assert store.archived(hashlib.sha256(data).hexdigest()).read_bytes() == data
    found = [entry for entry in read_records(fetch_folder(store)) if entry.purpose == "document"]
    assert [entry.status for entry in found] == [200, 304, 200, 200]
    assert found[0].fetched_at.utcoffset() == now().utcoffset()
    assert {entry.source for entry in found} == {"portal"}


def test_what_the_archive_lost_is_fetched_again(warehouse: Path) -> None:
    store = Store(warehouse)
    with Portal({"a.pdf": DATA}) as portal:
        kept = Shelf(fetcher(), store).document(errand(portal), portal.document_address("a.pdf"))
        store.archived(kept.sha256).unlink()
        Shelf(fetcher(), store).document(errand(portal), portal.document_address("a.pdf"))
    assert store.archived(kept.sha256).read_bytes() == DATA


def test_a_failure_is_recorded_with_its_reason(warehouse: Path) -> None:
    store = Store(warehouse)
    with Portal({}) as portal, pytest.raises(FetchError):
        Shelf(fetcher(), store).document(errand(portal), portal.document_address("a.pdf"))
    assert [entry.reason for entry in read_records(fetch_folder(store)) if entry.purpose == "document"] == [
        "the host answered 404: it is not there"
    ]


def test_an_error_page_in_place_of_a_document_is_noted(warehouse: Path) -> None:
    with Portal({"a.pdf": DATA}) as portal:
        portal.misbehave("a.pdf", Reply(200, {}, "<html><body>系统维护中</body></html>".encode()))
        kept = Shelf(fetcher(), Store(warehouse)).document(errand(portal), portal.document_address("a.pdf"))
    assert kept.record.media_type == "text/html"
    assert kept.record.notes == ("a.pdf should be application/pdf but is text/html; perhaps an error page",)


def test_a_full_disk_is_raised_and_leaves_no_record_and_no_scrap(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(warehouse)

    def full(store: Store, data: bytes) -> str:
        raise OSError(28, "No space left on device")

    with Portal({"a.pdf": DATA}) as portal:
        portal.robots = None
        monkeypatch.setattr(shelves, "keep_original", full)
        with pytest.raises(OSError, match="No space"):
            Shelf(fetcher(), store).document(errand(portal), portal.document_address("a.pdf"))
        monkeypatch.undo()
        assert list(read_records(fetch_folder(store))) == []
        assert Shelf(fetcher(), store).document(errand(portal), portal.document_address("a.pdf")).state == "new"
    assert not list(store.root.rglob("*.partial"))


def test_a_trial_stores_nothing(warehouse: Path) -> None:
    with Portal({"a.pdf": DATA}) as portal:
        kept = Shelf(fetcher(), None).document(errand(portal), portal.document_address("a.pdf"))
    assert kept.body == DATA
    assert not warehouse.parent.exists()


def _many(log: FetchLog, count: int, turn: int) -> None:
    for number in range(count):
        log.append(record(f"http://example.org/{number}", sha256=f"{number}-{turn}"))


def test_what_is_kept_says_the_same_as_all_records(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(warehouse)
    monkeypatch.setattr(records, "KEEP_AFTER", 100)
    kept = fetch_folder(store) / records.KEPT
    for turn in range(3):
        _many(FetchLog(store), 5 - turn, turn)
        asked = FetchLog(store)
        assert asked.latest("http://example.org/1") is not None
        assert kept.is_file()
        everything = {record.address: record for record in read_records(fetch_folder(store)) if record.sha256}
        assert {address: asked.latest(address) for address in everything} == everything


def test_only_what_was_appended_is_read_again(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(warehouse)
    monkeypatch.setattr(records, "KEEP_AFTER", 0)
    _many(FetchLog(store), 3, 0)
    FetchLog(store).latest("")
    read: list[int] = []
    original = records._records_from
    monkeypatch.setattr(
        records, "_records_from", lambda path, start, decoder: (read.append(start), original(path, start, decoder))[1]
    )
    log = FetchLog(store)
    log.append(record("http://example.org/new", sha256="new"))
    assert log.latest("http://example.org/new") is not None
    (file,) = fetch_folder(store).glob("*.jsonl")
    assert read
    assert 0 < read[0] < file.stat().st_size


@pytest.mark.parametrize("damage", [b"", b"{", b'{"read": {"2020-01-01.jsonl": 5}, "records": []}', b"\xff"])
def test_what_is_kept_may_be_lost_or_damaged(warehouse: Path, monkeypatch: pytest.MonkeyPatch, damage: bytes) -> None:
    store = Store(warehouse)
    monkeypatch.setattr(records, "KEEP_AFTER", 0)
    _many(FetchLog(store), 3, 0)
    FetchLog(store).latest("")
    (fetch_folder(store) / records.KEPT).write_bytes(damage)
    assert FetchLog(store).latest("http://example.org/2") is not None


def test_a_line_that_is_being_written_is_read_when_it_is_whole(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(warehouse)
    monkeypatch.setattr(records, "KEEP_AFTER", 0)
    _many(FetchLog(store), 1, 0)
    (file,) = fetch_folder(store).glob("*.jsonl")
    whole = file.read_bytes()
    line = whole.replace(b"example.org/0", b"example.org/9")
    file.write_bytes(whole + line[:40])
    assert FetchLog(store).latest("http://example.org/9") is None
    file.write_bytes(whole + line)
    assert FetchLog(store).latest("http://example.org/9") is not None
