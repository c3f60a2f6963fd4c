"""The lake: columns follow the records, batches are whole, and nothing counts twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import polars as pl
import pytest

from pipelines.columns import TABLES, table_columns
from pipelines.lake import TIMEZONE, Read, current_readings, lake_files, manifests, now, write_batch
from pipelines.rows import Arrival, report_rows
from pipelines.store import Store
from schemas.records import Report
from tests.pipelines import fakes
from tests.pipelines.published import SETTINGS, Load, query


def _read(name: str = "a.pdf", **fields: object) -> Read:
    content = msgspec.json.encode(fakes.report(**fields))
    return Read(Arrival(f"in/{name}", now()), (fakes.extract(content, name),))


@pytest.mark.parametrize("table", TABLES)
def test_every_field_of_a_record_is_a_column(table: str) -> None:
    names = {column.name for column in table_columns(table)}
    nested = {"statements", "figures", "empty_cells", "claims", "quantities", "problems"}
    fields = {field.name for field in msgspec.structs.fields(TABLES[table])} - nested
    assert fields <= names


def test_amounts_are_decimals_and_never_float() -> None:
    figure = {column.name: column for column in table_columns("figure")}
    assert figure["amount_yuan"].duckdb == "DECIMAL(20,2)"
    assert figure["amount_printed"].duckdb == "DECIMAL(20,6)"
    assert {column.name for column in figure.values() if column.duckdb == "DOUBLE"} == {"x0", "y0", "x1", "y1"}


def test_a_batch_without_its_manifest_is_not_there(tmp_path: Path) -> None:
    store = Store(tmp_path / "w.duckdb")
    (manifest,) = write_batch(store, [_read()])
    assert len(lake_files(store, "figure")) == 1
    (store.lake / "manifest" / f"batch-{manifest.batch}.json").unlink()
    assert lake_files(store, "figure") == []
    assert current_readings(store) == {}


def test_files_lie_under_the_arrival_day_in_beijing(tmp_path: Path) -> None:
    store = Store(tmp_path / "w.duckdb")
    late = now().replace(hour=23, minute=30)
    read = Read(Arrival("in/a.pdf", late), _read().reports)
    (manifest,) = write_batch(store, [read])
    assert late.tzinfo is TIMEZONE
    assert manifest.files["report"].startswith(f"report/arrival={late.date().isoformat()}/batch-")
    stored = pl.read_parquet(store.lake / manifest.files["report"])
    assert stored["arrival_date"].to_list() == [late.date()]


def test_the_newest_reading_counts_and_the_old_one_stays(tmp_path: Path) -> None:
    store = Store(tmp_path / "w.duckdb")
    first = _read()
    write_batch(store, [first])
    newer = msgspec.structs.replace(first.reports[0], extractor_version="fake-2")
    write_batch(store, [Read(first.arrival, (newer,))])
    assert [reading.extractor_version for reading in current_readings(store).values()] == ["fake-2"]
    assert len(manifests(store)) == 2
    assert len(lake_files(store, "figure")) == 2


def test_another_extractor_version_replaces_the_reading(load_fakes: Load, warehouse: Path) -> None:
    load_fakes({"a.pdf": fakes.report()})
    before = query(warehouse, "SELECT figure_id, amount_yuan FROM figures ORDER BY ALL")
    settings = replace(SETTINGS, extract=fakes.extract_newer, version="fake-2")
    again = load_fakes({"a.pdf": fakes.report()}, settings)
    assert len(again.read) == 1
    assert again.published
    assert query(warehouse, "SELECT extractor_version, declared_unit FROM reports") == [
        {"extractor_version": "fake-2", "declared_unit": "元"}
    ]
    assert query(warehouse, "SELECT figure_id, amount_yuan FROM figures ORDER BY ALL") == before


def test_the_same_bytes_under_another_name_are_recorded_once(load_fakes: Load, warehouse: Path) -> None:
    load_fakes({"first.pdf": fakes.report()})
    again = load_fakes({"mirror.pdf": fakes.report(), "first.pdf": fakes.report()})
    assert again.read == set()
    assert not again.published
    assert query(warehouse, "SELECT document_name FROM reports") == [{"document_name": "first.pdf"}]


def test_what_no_column_holds_becomes_a_problem() -> None:
    huge = fakes.figure("expenditure", "205", "expenditure_total", "1", amount_yuan=Decimal(10) ** 18)
    infinite = fakes.figure("expenditure", "206", "expenditure_total", "1", amount_printed=Decimal("NaN"))
    report = fakes.report(figures=(huge, infinite))
    rows = report_rows(report, Arrival("x", now()))
    assert rows["figure"] == []
    assert [row["code"] for row in rows["problem"]] == ["label_repaired", "not_storable", "not_storable"]


def test_two_figures_of_one_key_are_kept_apart_and_told() -> None:
    one = fakes.figure("expenditure", "205", "expenditure_total", "1.00")
    rows = report_rows(fakes.report(figures=(one, one)), Arrival("x", now()))
    assert [row["occurrence"] for row in rows["figure"]] == [0, 1]
    assert len({row["figure_id"] for row in rows["figure"]}) == 2
    assert rows["problem"][-1]["code"] == "figure_repeated"


def test_broken_text_is_stored_without_its_broken_characters(tmp_path: Path) -> None:
    store = Store(tmp_path / "w.duckdb")
    read = _read()
    broken: Report = msgspec.structs.replace(read.reports[0], department_name="县\ud800局\x00")
    (manifest,) = write_batch(store, [Read(read.arrival, (broken,))])
    assert pl.read_parquet(store.lake / manifest.files["report"])["department_name"].to_list() == ["县?局"]


def test_a_report_arrives_once_and_keeps_its_day(tmp_path: Path) -> None:
    store = Store(tmp_path / "w.duckdb")
    first = _read()
    write_batch(store, [first])
    arrived = current_readings(store)[first.reports[0].document_sha256].arrived_at
    assert abs(arrived - first.arrival.arrived_at) < timedelta(seconds=1)
