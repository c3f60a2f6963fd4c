"""A file with several departments in the warehouse: a report each, with identifiers that stay."""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb

from pipelines.identifiers import identifier
from pipelines.load import Settings, load
from tests.extractors.test_parts import statements

SETTINGS = Settings(jobs=1, expectations=False)


def loaded_reports(folder: Path, text: str) -> list[tuple[str, str]]:
    """(report_id, department) as loaded from one text file."""
    folder.mkdir()
    file = folder / "volume.txt"
    file.write_text(text, encoding="utf-8")
    loaded = load([file], folder / "w.duckdb", SETTINGS)
    assert loaded.file is not None
    with duckdb.connect(str(loaded.file), read_only=True) as connection:
        return connection.execute("SELECT report_id, department_name FROM reports ORDER BY department_name").fetchall()


def test_each_department_is_a_report_with_an_identifier_of_its_own(tmp_path: Path) -> None:
    text = statements("青石县教育局") + statements("青石县民政局")
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    expected = [(identifier(sha256, 0), "青石县教育局"), (identifier(sha256, 1), "青石县民政局")]
    assert loaded_reports(tmp_path / "a", text) == expected
    assert loaded_reports(tmp_path / "b", text) == expected


def test_no_department_is_accused_of_what_another_prints(tmp_path: Path) -> None:
    first = statements("青石县教育局")
    second = statements("青石县民政局").replace("9.00", "8.00")
    file = tmp_path / "volume.txt"
    file.write_text(first + second, encoding="utf-8")
    loaded = load([file], tmp_path / "w.duckdb", SETTINGS)
    assert loaded.file is not None
    with duckdb.connect(str(loaded.file), read_only=True) as connection:
        repeated = connection.execute(
            "SELECT count(*) FROM checks WHERE rule_id = 'D07' AND outcome = 'fail'"
        ).fetchall()
        totals = connection.execute(
            "SELECT DISTINCT r.department_name, f.amount_yuan FROM figures f JOIN reports r USING (report_id) "
            "WHERE f.statement = 'expenditure' AND f.line = 'total' AND f.measure = 'expenditure_total' ORDER BY ALL"
        ).fetchall()
    assert repeated == [(0,)]
    assert [(name, int(amount)) for name, amount in totals] == [("青石县教育局", 90_000), ("青石县民政局", 80_000)]
