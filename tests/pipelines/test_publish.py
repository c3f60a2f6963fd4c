"""Publishing: whole or not at all, nothing twice, and readers keep what they hold."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from pipelines import publish
from pipelines.expectations import Expected
from pipelines.load import Blocked, Settings, load, release
from pipelines.store import Store, StoreError
from schemas.records import Report
from tests.pipelines import fakes
from tests.pipelines.published import SETTINGS, Load, exported, query


def test_the_file_is_a_relative_pointer_to_its_version(load_fakes: Load, warehouse: Path) -> None:
    load_fakes({"a.pdf": fakes.report()})
    pointer = os.readlink(warehouse)
    assert pointer.startswith("test.store/versions/test-")
    assert pointer.endswith(".duckdb")
    moved = warehouse.parent.rename(warehouse.parent.with_name("elsewhere"))
    with duckdb.connect(str(moved / warehouse.name), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM reports").fetchone() == (1,)


def test_loading_again_changes_nothing(load_fakes: Load, warehouse: Path) -> None:
    first = load_fakes({"a.pdf": fakes.report(), "bad.pdf": b"no disclosure"})
    before = {path: path.stat().st_mtime_ns for path in sorted(first.store.root.rglob("*")) if path.name != "lock"}
    again = load_fakes({"bad.pdf": b"no disclosure", "a.pdf": fakes.report()})
    after = {path: path.stat().st_mtime_ns for path in sorted(first.store.root.rglob("*")) if path.name != "lock"}
    assert first.published
    assert not again.published
    assert again.read == set()
    assert before == after


def test_the_last_three_versions_stay(load_fakes: Load, warehouse: Path) -> None:
    files = [load_fakes({f"{year}.pdf": fakes.report(fiscal_year=year)}).file for year in range(2019, 2024)]
    assert sorted(Store(warehouse).versions.iterdir()) == sorted(file for file in files[2:] if file)
    assert list(Store(warehouse).build.iterdir()) == []


def test_what_an_interrupted_build_left_is_swept_away(load_fakes: Load, warehouse: Path) -> None:
    left = Store(warehouse).build / "0123456789abcdef-999999999"
    left.mkdir(parents=True)
    load_fakes({"a.pdf": fakes.report()})
    assert not left.exists()


def test_a_reader_keeps_its_snapshot(load_fakes: Load, warehouse: Path) -> None:
    load_fakes({"a.pdf": fakes.report()})
    with duckdb.connect(str(warehouse.resolve()), read_only=True) as reader:
        load_fakes({"b.pdf": fakes.report(fiscal_year=2020)})
        assert reader.execute("SELECT count(*) FROM reports").fetchone() == (1,)
        assert query(warehouse, "SELECT count(*) AS n FROM reports") == [{"n": 2}]


def test_a_build_that_fails_leaves_the_published_file_alone(load_fakes: Load, warehouse: Path) -> None:
    load_fakes({"a.pdf": fakes.report()})
    before = warehouse.resolve()

    def broken(connection: duckdb.DuckDBPyConnection, reread: object = None) -> None:
        raise RuntimeError("a broken rule")

    with pytest.raises(RuntimeError, match="a broken rule"):
        load_fakes({"b.pdf": fakes.report(fiscal_year=2020)}, replace(SETTINGS, reconcile=broken))
    assert warehouse.resolve() == before
    assert query(warehouse, "SELECT count(*) AS n FROM reports") == [{"n": 1}]
    assert load_fakes({}).published, "what was read is not lost"
    assert query(warehouse, "SELECT count(*) AS n FROM reports") == [{"n": 2}]


def test_a_blocking_expectation_keeps_the_old_file(load_fakes: Load, warehouse: Path, tmp_path: Path) -> None:
    load_fakes({"a.pdf": fakes.report()})
    before = warehouse.resolve()
    broken = Expected("keys", "keys_unique", "Every key stands once.", "critical", passed=False)
    with pytest.raises(Blocked, match="keys_unique"):
        release(Store(warehouse), tmp_path / "new.duckdb", "0" * 16, [broken])
    assert warehouse.resolve() == before


def test_a_foreign_file_is_never_replaced(tmp_path: Path) -> None:
    foreign = tmp_path / "mine.duckdb"
    foreign.write_bytes(b"precious")
    path = fakes.disclose(tmp_path, "a.pdf", fakes.report())
    with pytest.raises(StoreError, match="was not published by juesuan"):
        load([path], foreign, SETTINGS)
    assert foreign.read_bytes() == b"precious"


def test_another_code_is_another_version(load_fakes: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_fakes({"a.pdf": fakes.report()})
    monkeypatch.setattr(publish, "code_digest", lambda: "other rules")
    again = load_fakes({"a.pdf": fakes.report()})
    assert again.published
    assert again.read == set()
    assert again.file != first.file


DISCLOSURES: dict[str, Report | bytes] = {
    "a.pdf": fakes.report(),
    "b.pdf": fakes.report(scope="consolidated"),
    "c.pdf": fakes.report(fiscal_year=2022, department_name="攸县教育局"),
    "d.pdf": b"no disclosure",
}


def test_two_builds_of_the_same_input_export_the_same_bytes(tmp_path: Path) -> None:
    for name, content in DISCLOSURES.items():
        fakes.disclose(tmp_path / "in", name, content)
    exports = [_exported(tmp_path, number, settings) for number, settings in enumerate((SETTINGS, _jobs(2)))]
    assert exports[0] == exports[1]
    assert len(exports[0]) >= 12
    assert all(exports[0].values())


def _jobs(jobs: int) -> Settings:
    return replace(SETTINGS, jobs=jobs)


def _exported(folder: Path, number: int, settings: Settings) -> dict[str, str]:
    warehouse = folder / f"warehouse-{number}" / "w.duckdb"
    load([folder / "in"], warehouse, settings)
    return exported(warehouse, folder / f"export-{number}")


def test_two_warehouses_share_nothing(tmp_path: Path) -> None:
    path = fakes.disclose(tmp_path, "a.pdf", fakes.report())
    other = fakes.disclose(tmp_path, "b.pdf", fakes.report(fiscal_year=2020))
    load([path], tmp_path / "one.duckdb", SETTINGS)
    load([other], tmp_path / "two.duckdb", SETTINGS)
    names = [query(tmp_path / f"{name}.duckdb", "SELECT document_name FROM reports") for name in ("one", "two")]
    assert names == [[{"document_name": "a.pdf"}], [{"document_name": "b.pdf"}]]
