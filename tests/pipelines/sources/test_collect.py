"""Sources are collected: everything archived, each content once, one bad source never in the way of another."""

from __future__ import annotations

import io
import os
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipelines.fetching.fetcher import Fetcher
from pipelines.sources.collect import Collected, collect_sources
from pipelines.sources.definition import load_sources
from pipelines.sources.trial import try_source
from pipelines.store import Store
from tests.pipelines.fetching.local import fetcher
from tests.pipelines.portal import Failing, Portal, Reply, Stall, bomb, redirect

DOCUMENTS = {f"攸县第{number}局2024年度部门决算.pdf": b"%PDF-1.7 " + bytes([number]) for number in range(1, 8)}


def collected(folder: Path, warehouse: Path, by: Fetcher | None = None) -> Collected:
    """Collects all sources of a folder."""
    return collect_sources(load_sources(folder), Store(warehouse), by or fetcher())


def counts(result: Collected) -> list[tuple[str, int, int, int, int, int]]:
    """(source, seen, new, changed, unchanged, failed) of every source."""
    return [(o.source, o.seen, o.new, o.changed, o.unchanged, len(o.failed)) for o in result.outcomes]


def names(result: Collected) -> Sequence[str]:
    """Names of the disclosures."""
    return [disclosure.name for disclosure in result.disclosures]


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_a_portal_is_walked_page_by_page(tmp_path: Path, warehouse: Path, charset: str) -> None:
    with Portal(DOCUMENTS, per_page=3, charset=charset) as portal:
        portal.write_source(tmp_path, more='division = "430223"\nyear = 2024\n')
        result = collected(tmp_path, warehouse)
        assert counts(result) == [("portal", 7, 7, 0, 0, 0)]
        assert names(result) == list(DOCUMENTS)
        first = result.disclosures[0]
        assert (first.source, first.source_url) == ("portal", portal.document_address(first.name))
        assert (first.hints.division, first.hints.fiscal_year) == ("430223", 2024)
        assert "攸县第1局2024年度部门决算" in first.hints.context
        assert Store(warehouse).archived(first.sha256).read_bytes() == DOCUMENTS[first.name]
        assert portal.asked("/about.html") == []
        again = collected(tmp_path, warehouse)
        assert counts(again) == [("portal", 7, 0, 0, 7, 0)]
        assert again.disclosures == result.disclosures


def test_a_changed_document_is_a_new_version(tmp_path: Path, warehouse: Path) -> None:
    with Portal(DOCUMENTS) as portal:
        portal.write_source(tmp_path)
        before = collected(tmp_path, warehouse)
        name = next(iter(DOCUMENTS))
        portal.put(name, b"%PDF-1.7 corrected")
        after = collected(tmp_path, warehouse)
        assert counts(after) == [("portal", 7, 0, 1, 6, 0)]
        assert {item.sha256 for item in before.disclosures} - {item.sha256 for item in after.disclosures}
        assert all(Store(warehouse).archived(item.sha256).is_file() for item in before.disclosures)


def test_pages_by_number(tmp_path: Path, warehouse: Path) -> None:
    with Portal(DOCUMENTS, per_page=2) as portal:
        portal.write_source(tmp_path, more='page_addresses = "index_{page}.html"\n')
        result = collected(tmp_path, warehouse)
        assert counts(result) == [("portal", 7, 7, 0, 0, 0)]
        assert len(portal.asked("/list/index_4.html")) == 1
        assert portal.asked("/list/index_5.html") == []


def test_a_detail_page_without_a_document_is_the_disclosure(tmp_path: Path, warehouse: Path) -> None:
    page = "<html><meta charset=gbk><h1>攸县第1局2024年度部门决算</h1><p>收入100万元</p></html>".encode("gbk")
    with Portal(DOCUMENTS) as portal:
        portal.misbehave("/detail/0.html", Reply(200, {"Content-Type": "text/html"}, page))
        portal.misbehave("/detail/1.html", Reply(200, {}, b"%PDF-1.7 the file itself"))
        portal.write_source(tmp_path)
        result = collected(tmp_path, warehouse)
        assert names(result)[0] == "攸县第1局2024年度部门决算.html"
        assert Store(warehouse).archived(result.disclosures[0].sha256).read_bytes() == page
        assert Store(warehouse).archived(result.disclosures[1].sha256).read_bytes() == b"%PDF-1.7 the file itself"
        (tmp_path / "portal.toml").unlink()
        portal.write_source(tmp_path, "strict", "text_pages = false\n")
        assert "攸县第1局2024年度部门决算.html" not in names(collected(tmp_path, warehouse))


def test_one_bad_document_or_source_keeps_nothing_else_back(tmp_path: Path, warehouse: Path) -> None:
    bad = list(DOCUMENTS)
    with Portal(DOCUMENTS) as portal:
        portal.misbehave(bad[0], Reply(404))
        portal.misbehave(bad[1], Stall(5))
        portal.misbehave(bad[2], redirect("http://169.254.169.254/"))
        portal.misbehave(bad[3], bomb(200))
        portal.misbehave(bad[4], Failing(1))
        portal.write_source(tmp_path, more="max_megabytes = 1\n")
        (tmp_path / "gone.toml").write_text(f'kind = "listing"\nstart = "{portal.address}/none.html"\n')
        (tmp_path / "lost.toml").write_text('kind = "mirror"\nfolder = "none"\n')
        (tmp_path / "off.toml").write_text('kind = "mirror"\nfolder = "none"\nenabled = false\n')
        result = collected(tmp_path, warehouse)
    assert counts(result) == [("gone", 1, 0, 0, 0, 1), ("lost", 1, 0, 0, 0, 1), ("portal", 7, 3, 0, 0, 4)]
    reasons = [failure.reason for failure in result.outcomes[2].failed]
    for reason, expected in zip(reasons, ["404", "does not answer", "not among the hosts", "bomb"], strict=True):
        assert expected in reason
    assert "make it" in result.outcomes[1].failed[0].reason


def test_what_was_left_out_is_told(tmp_path: Path, warehouse: Path) -> None:
    page = '<a href="http://other.gov.cn/1.pdf">决算</a><a href="http://other.gov.cn/2.pdf">决算</a><a href="javascript:x()">决算</a>'
    with Portal(DOCUMENTS) as portal:
        portal.misbehave("/list/index.html", Reply(200, {}, f"<html>{page}</html>".encode()))
        portal.write_source(tmp_path)
        result = collected(tmp_path, warehouse)
        assert result.outcomes[0].notes == [
            "2 links lead to other.gov.cn, which is not among `hosts`; they were left out"
        ]
        assert "none leads to a disclosure" in result.outcomes[0].failed[0].reason
        portal.misbehave("/list/index.html", None)
        portal.write_source(tmp_path, more="max_pages = 3\nmax_documents = 1\n")
        assert collected(tmp_path, warehouse).outcomes[0].notes == ["max_documents (1) was reached; there are more"]


def test_the_same_content_at_two_places_is_one_disclosure(tmp_path: Path, warehouse: Path) -> None:
    documents = {"甲局2024年度决算.pdf": b"%PDF-1.7", "乙局2024年度决算.pdf": b"%PDF-1.7"}
    with Portal(documents) as portal:
        portal.write_source(tmp_path)
        result = collected(tmp_path, warehouse)
    assert (counts(result), names(result)) == ([("portal", 2, 2, 0, 0, 0)], ["甲局2024年度决算.pdf"])


def test_archives_are_opened_and_their_parts_know_the_source(tmp_path: Path, warehouse: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("甲局.pdf", b"%PDF-1.7 a")
        archive.writestr("乙局.pdf", b"%PDF-1.7 b")
    with Portal({"全县2024年度部门决算.zip": packed.getvalue()}) as portal:
        portal.write_source(tmp_path, more="year = 2024\n")
        for _ in range(2):
            result = collected(tmp_path, warehouse)
            assert sorted(names(result)) == ["乙局.pdf", "甲局.pdf"]
            assert {item.hints.fiscal_year for item in result.disclosures} == {2024}


def test_a_list_of_addresses(tmp_path: Path, warehouse: Path) -> None:
    with Portal(DOCUMENTS) as portal:
        rows = [f"{portal.document_address(name)},攸县,攸县第{number}局,2023" for number, name in enumerate(DOCUMENTS)]
        (tmp_path / "list.csv").write_text("\n".join(["address,division,department,year", *rows]), encoding="utf-8")
        (tmp_path / "list2.toml").write_text(
            'kind = "manifest"\nfile = "list.csv"\nname = "list"\nseconds_between_requests = 0\nrecheck_days = 3\n'
        )
        result = collected(tmp_path, warehouse)
        assert counts(result) == [("list", 7, 7, 0, 0, 0)]
        hints = result.disclosures[3].hints
        assert (hints.division, hints.department, hints.fiscal_year) == ("430223", "攸县第3局", 2023)
        asked = len(portal.requests)
        assert counts(collected(tmp_path, warehouse)) == [("list", 7, 0, 0, 7, 0)]
        assert len(portal.requests) == asked, "fetched less than recheck_days ago"


def _inbox(folder: Path, seconds: float = 0) -> Path:
    (folder / "sources").mkdir()
    (folder / "sources" / "in.toml").write_text(f'kind = "inbox"\nfolder = "../in"\nsettle_seconds = {seconds}\n')
    (folder / "in" / "湖南省").mkdir(parents=True)
    return folder / "sources"


def test_an_inbox(tmp_path: Path, warehouse: Path) -> None:
    sources = _inbox(tmp_path)
    for name in ("湖南省/a.pdf", "b.pdf", "c.pdf.part", "~$d.docx", ".hidden"):
        (tmp_path / "in" / name).write_bytes(name.encode())
    result = collected(sources, warehouse)
    assert (counts(result), names(result)) == ([("in", 2, 2, 0, 0, 0)], ["b.pdf", "a.pdf"])
    assert result.disclosures[0].source_url is None
    assert counts(collected(sources, warehouse)) == [("in", 2, 0, 0, 2, 0)]


def test_a_file_that_is_still_being_written_waits(tmp_path: Path, warehouse: Path) -> None:
    sources = _inbox(tmp_path, 0.3)
    whole, young = tmp_path / "in" / "a.pdf", tmp_path / "in" / "b.pdf"
    for path in (whole, young):
        path.write_bytes(path.name.encode())
    os.utime(young, (time.time() + 0.8, time.time() + 0.8))
    os.utime(young, (time.time() - 0.01, time.time() - 0.01))
    start = time.monotonic()
    assert sorted(names(collected(sources, warehouse))) == ["a.pdf", "b.pdf"]
    assert 0.1 < time.monotonic() - start < 2


def test_a_file_that_grows_meanwhile_waits_for_the_next_time(
    tmp_path: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = _inbox(tmp_path, 5)
    (tmp_path / "in" / "a.pdf").write_bytes(b"half")
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    result = collected(sources, warehouse)
    assert result.disclosures == []
    assert "still being written" in result.outcomes[0].notes[0]


def test_a_mirror_knows_its_addresses(tmp_path: Path, warehouse: Path) -> None:
    (tmp_path / "site" / "决算").mkdir(parents=True)
    (tmp_path / "site" / "决算" / "a.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "site" / "index.html").write_bytes(b"<html></html>")
    (tmp_path / "copy.toml").write_text(
        'kind = "mirror"\nfolder = "site"\nfiles = "**/*.pdf"\naddress = "https://a.gov.cn/x"\n'
    )
    result = collected(tmp_path, warehouse)
    assert [item.source_url for item in result.disclosures] == ["https://a.gov.cn/x/%E5%86%B3%E7%AE%97/a.pdf"]


def test_a_trial_tells_what_would_come_and_stores_nothing(tmp_path: Path, warehouse: Path) -> None:
    with Portal(DOCUMENTS, per_page=3) as portal:
        portal.write_source(tmp_path)
        (source,) = load_sources(tmp_path)
        trial = try_source(source, Store(warehouse), fetcher(), limit=4)
        assert (len(trial.found), trial.more, trial.problems) == (4, True, [])
        assert trial.notes[-1].startswith("the first one is 攸县第1局2024年度部门决算.pdf, application/pdf, 10 bytes")
        portal.misbehave(next(iter(DOCUMENTS)), Reply(200, {}, b"<html>error</html>"))
        assert "perhaps an error page" in try_source(source, Store(warehouse), fetcher(), 1).problems[0]
    assert not warehouse.parent.exists()


def test_a_disk_that_is_full_is_raised(tmp_path: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = _inbox(tmp_path)
    (tmp_path / "in" / "a.pdf").write_bytes(b"%PDF-1.7")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        collected(sources, warehouse)
    assert not list(Store(warehouse).root.rglob("*.partial"))
