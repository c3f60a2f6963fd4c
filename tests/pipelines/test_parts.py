"""Checks are made once: by neighbourhood, with the same result as all together, and again only where something is new."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb
import msgspec
import pytest

from benchmarks.invented_lake import read_templates
from benchmarks.planting.batches import load as load_together
from pipelines import checking
from pipelines.lake import TIMEZONE, Read, write_batch
from pipelines.load import Settings, rebuild
from pipelines.reconciliation.run import reconcile
from pipelines.rows import Arrival
from pipelines.store import Store, open_store
from schemas.records import Report

JUDGED = ("fact_check", "fact_finding")
ARRIVED = datetime(2026, 1, 1, tzinfo=TIMEZONE)


def changed(report: Report, sha256: str, **fields: Any) -> Report:
    return msgspec.structs.replace(report, document_sha256=sha256, document_name=f"{sha256}.txt", **fields)


def times(report: Report, factor: int) -> Report:
    figures = tuple(
        msgspec.structs.replace(
            figure, amount_yuan=figure.amount_yuan * factor, amount_printed=figure.amount_printed * factor
        )
        for figure in report.figures
    )
    return msgspec.structs.replace(report, figures=figures)


@cache
def reports() -> tuple[Report, ...]:
    """Reports that look at each other in every way there is: years, versions, unit and whole, peers, copies, no place."""
    first, second = read_templates(2)
    here = {"division_code": "430223", "division_name": "攸县", "fiscal_year": 2023}
    there = {"division_code": "510521", "division_name": "泸县", "fiscal_year": 2023}
    nowhere = {"division_code": None, "division_name": None, "fiscal_year": 2023}
    wrong = list(second.figures)
    wrong[40] = msgspec.structs.replace(wrong[40], amount_yuan=wrong[40].amount_yuan + Decimal(990_000))
    return (
        changed(first, "a1", department_name="攸县教育局", **here),
        changed(times(first, 3), "a2", department_name="攸县教育局", **here | {"fiscal_year": 2024}),
        changed(first, "a3", department_name="攸县教育局（本级）", scope="unit", **here),
        changed(times(first, 2), "a4", department_name="攸县教育局（汇总）", scope="consolidated", **here),
        changed(second, "a5", department_name="攸县财政局", figures=tuple(wrong), **here),
        changed(times(second, 7), "b1", department_name="泸县财政局", **there),
        changed(first, "b2", department_name="泸县教育局", **there),
        changed(times(second, 5), "c1", department_name="教育部", **nowhere),
        changed(times(second, 6), "c2", department_name="教育部（本级）", **nowhere | {"fiscal_year": 2024}),
        changed(times(second, 11), "c3", department_name=None, **nowhere),
    )


def store_with(folder: Path, chosen: tuple[Report, ...]) -> Store:
    store = open_store(folder / "w.duckdb")
    for report in chosen:
        write_batch(store, [Read(Arrival(report.document_name, ARRIVED), (report,))])
    return store


def published(store: Store, *tables: str) -> dict[str, list[tuple[Any, ...]]]:
    with duckdb.connect(str(store.warehouse.resolve()), read_only=True) as connection:
        names = tables or tuple(
            row[0] for row in connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
        )
        return {name: connection.execute(f'SELECT * FROM "{name}" ORDER BY ALL').fetchall() for name in names}


class Counting:
    """The project's reconciliation, noting which reports it was asked about."""

    def __init__(self) -> None:
        self.seen: list[set[str]] = []

    def __call__(self, connection: duckdb.DuckDBPyConnection, reread: object) -> None:
        self.seen.append({row[0] for row in connection.execute("SELECT document_sha256 FROM report").fetchall()})
        reconcile(connection, None)


def settings(judge: Counting | None = None) -> Settings:
    return Settings(reconcile=judge or Counting(), expectations=False, version="test")


def test_parts_are_judged_as_all_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "PART_SIZE", 1)
    store = store_with(tmp_path, reports())
    judge = Counting()
    rebuild(store, settings(judge))
    assert {"c1", "c2"} in judge.seen, "a department without a place is one neighbourhood"
    assert {"c3"} in judge.seen, "a report nobody knows anything of is checked alone"
    assert {"a1", "a2", "a3", "a4", "a5", "b1", "b2"} in judge.seen, "b2 is a copy of a1, which joins their divisions"
    connection = load_together(reports())
    reconcile(connection, None)
    for table in JUDGED:
        columns = "report_id, rule_id, instance, expected_yuan, actual_yuan, difference_yuan, severity"
        expected = connection.execute(f"SELECT {columns} FROM {table} ORDER BY ALL").fetchall()
        with duckdb.connect(str(store.warehouse.resolve()), read_only=True) as file:
            assert file.execute(f"SELECT {columns} FROM {table} ORDER BY ALL").fetchall() == expected
        assert expected


def test_a_night_checks_the_neighbourhoods_in_which_something_is_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "PART_SIZE", 1)
    *old, new = (report for report in reports() if report.document_sha256 != "b2")
    store, judge = store_with(tmp_path / "grown", tuple(old)), Counting()
    rebuild(store, settings(judge))
    seen = len(judge.seen)
    write_batch(store, [Read(Arrival(new.document_name, ARRIVED), (new,))])
    rebuild(store, settings(judge))
    assert judge.seen[seen:] == [{"c3"}]
    whole = store_with(tmp_path / "whole", (*old, new))
    rebuild(whole, settings())
    assert published(store, *JUDGED, "figures") == published(whole, *JUDGED, "figures")


def test_a_part_of_which_some_is_out_of_date_still_serves_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "PART_SIZE", 100)
    *old, new = (report for report in reports() if report.document_sha256 not in ("b2", "c3"))
    store, judge = store_with(tmp_path, tuple(old)), Counting()
    rebuild(store, settings(judge))
    write_batch(store, [Read(Arrival(new.document_name, ARRIVED), (new,))])
    rebuild(store, settings(judge))
    assert judge.seen[1:] == [{"c1", "c2"}], "only the department of the new report"
    with duckdb.connect(str(store.warehouse.resolve()), read_only=True) as connection:
        assert connection.execute("SELECT count(*), count(DISTINCT report_id) FROM dim_report").fetchall() == [(8, 8)]
        lost = "SELECT count(*) FROM fact_figure ANTI JOIN dim_report USING (report_id)"
        assert connection.execute(lost).fetchall() == [(0,)]


def test_parts_may_be_deleted(tmp_path: Path) -> None:
    import shutil

    store = store_with(tmp_path, reports()[4:6])
    rebuild(store, settings())
    before = published(store)
    shutil.rmtree(store.root / "checked")
    store.warehouse.unlink()
    rebuild(store, settings())
    assert published(store) == before


def test_parts_side_by_side_are_those_made_one_after_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "PART_SIZE", 1)

    def kept(folder: Path, jobs: int) -> dict[str, bytes]:
        store = store_with(folder, reports())
        rebuild(store, replace(settings(), jobs=jobs))
        checked = store.root / "checked"
        return {str(file.relative_to(checked)): file.read_bytes() for file in checked.rglob("*.*")}

    alone, beside = kept(tmp_path / "alone", 1), kept(tmp_path / "beside", 3)
    assert len({name.partition("/")[0] for name in alone}) == 3
    assert alone == beside


def test_an_interrupt_ends_the_parts_that_are_being_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "PART_SIZE", 1)
    store, first = store_with(tmp_path, reports()), Lock()

    def judge(connection: duckdb.DuckDBPyConnection, _: object) -> None:
        if first.acquire(blocking=False):
            time.sleep(0.5)
            raise KeyboardInterrupt
        connection.execute(
            "SELECT count(*) FROM range(1_000_000_000) AS a (n), range(1_000) AS b (n) WHERE a.n % 7 = b.n"
        )

    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        rebuild(store, Settings(reconcile=judge, expectations=False, version="test", jobs=2))
    assert time.monotonic() - started < 20
    assert not list((store.root / "checked").glob("part-*"))
    rebuild(store, settings())
    assert published(store, "reports")["reports"]
