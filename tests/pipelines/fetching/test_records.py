"""What was fetched is written down durably, after the bytes."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

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
