"""A source that stalls, lies, leads elsewhere, sends a bomb or changes between two reads never spoils the night."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from benchmarks.reliability.promises import losses
from benchmarks.reliability.scene import disclosure
from pipelines import nightly
from pipelines.nightly import Outcome, Plan, run_night
from pipelines.sources import collect
from pipelines.store import Store
from tests.pipelines.fetching import local
from tests.pipelines.portal import Behaviour, Portal, Reply, Stall, bomb, redirect
from tests.pipelines.published import SETTINGS, query

GOOD = {f"攸县第{number}局2024年度部门决算.pdf": disclosure(number) for number in range(1, 4)}
BAD = "攸县第9局2024年度部门决算.pdf"


@pytest.fixture(autouse=True)
def _quick_fetching(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collect, "Fetcher", local.fetcher)


def _night(folder: Path, warehouse: Path, portal: Portal) -> nightly.Night:
    portal.write_source(folder / "sources", more="max_megabytes = 2\n")
    return run_night(Store(warehouse), Plan(folder / "sources", register=folder / "none.csv"), SETTINGS)


BEHAVIOURS: dict[str, Behaviour] = {
    "stalls": Stall(5),
    "says it is longer than it is": Reply(200, {}, b"short", length=5000),
    "leads to a private address": redirect("http://10.0.0.1/secret.pdf"),
    "leads to a file": redirect("file:///etc/passwd"),
    "sends a bomb": bomb(64),
}


@pytest.mark.parametrize("behaviour", BEHAVIOURS.values(), ids=BEHAVIOURS)
def test_one_bad_address_is_told_and_the_rest_is_published(
    tmp_path: Path, warehouse: Path, behaviour: Behaviour
) -> None:
    with Portal({**GOOD, BAD: disclosure(9)}) as portal:
        portal.misbehave(BAD, behaviour)
        night = _night(tmp_path, warehouse, portal)
        assert night.outcome is Outcome.INCOMPLETE
        assert night.error is None
        assert [
            row["document_name"] for row in query(warehouse, "SELECT document_name FROM reports ORDER BY 1")
        ] == sorted(GOOD)
        assert night.collected
        ((address, _),) = night.collected.visits[0].failed
        assert address == portal.document_address(BAD)
        assert night.report
        assert "Could not be had" in night.report.markdown
        assert losses(Store(warehouse)) == []
        portal.misbehave(BAD, None)
        again = _night(tmp_path, warehouse, portal)
        assert again.outcome is Outcome.OK
        assert query(warehouse, "SELECT count(*) AS n FROM reports") == [{"n": 4}]
        assert list(Store(warehouse).build.iterdir()) == []


def test_a_document_that_changes_between_two_reads_is_two_versions(tmp_path: Path, warehouse: Path) -> None:
    with Portal(GOOD) as portal:
        _night(tmp_path, warehouse, portal)
        name = next(iter(GOOD))
        first, second = portal.documents[name], disclosure(9)
        portal.put(name, second)
        again = _night(tmp_path, warehouse, portal)
        assert again.collected
        assert (again.collected.visits[0].changed, again.collected.visits[0].unchanged) == (1, 2)
        for data in (first, second):
            assert Store(warehouse).archived(hashlib.sha256(data).hexdigest()).read_bytes() == data
        assert query(warehouse, "SELECT count(*) AS n FROM reports") == [{"n": 4}]


def test_a_night_with_nothing_new_changes_nothing(tmp_path: Path, warehouse: Path) -> None:
    with Portal(GOOD) as portal:
        assert _night(tmp_path, warehouse, portal).outcome is Outcome.OK
        before = warehouse.resolve()
        again = _night(tmp_path, warehouse, portal)
        assert (again.outcome, again.read, again.published) == (Outcome.OK, set(), False)
        assert warehouse.resolve() == before
        assert again.report
        assert again.report.summary.came == 0
