"""The whole way on the samples that ship with the project: the real extractor, the real rules, the real expectations."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.load import Loaded, Settings, load
from tests.pipelines.published import exported, query

SAMPLES = Path(__file__).parents[2] / "data" / "samples"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """The samples, loaded once."""
    return load([SAMPLES], tmp_path_factory.mktemp("samples") / "w.duckdb", Settings(jobs=2))


def test_every_sample_is_read_and_judged(loaded: Loaded) -> None:
    assert loaded.file
    found = query(loaded.file, "SELECT status, count(*) AS n FROM reports WHERE is_current GROUP BY status")
    assert sum(row["n"] for row in found) == len(list(SAMPLES.iterdir()))
    assert "rejected" not in {row["status"] for row in found}
    (judged,) = query(
        loaded.file,
        "SELECT min(share_evaluated) AS least FROM report_quality WHERE required_statement_count = 6",
    )
    assert judged["least"] >= 0.8


def test_only_flagged_reports_fail_an_expectation(loaded: Loaded) -> None:
    assert loaded.file
    assert [item.error for item in loaded.expected if item.error] == []
    failed = {item.name: set(item.exceptions) for item in loaded.expected if not item.passed}
    flagged = {row["report_id"] for row in query(loaded.file, "SELECT report_id FROM reports WHERE status = 'flagged'")}
    assert failed == ({"every_report_reconciles": flagged} if flagged else {})


def test_a_fresh_warehouse_has_the_same_content(loaded: Loaded, tmp_path: Path) -> None:
    again = load([SAMPLES], tmp_path / "w.duckdb", Settings(jobs=1, expectations=False))
    assert loaded.file
    assert again.file
    assert exported(again.file, tmp_path / "again") == exported(loaded.file, tmp_path / "first")


def test_the_parts_of_a_class_are_counted_once(loaded: Loaded) -> None:
    """What the leaves of statement 03 add up to is the printed total, but for rounding: 0.01 万元 a row at most."""
    assert loaded.file
    found = query(
        loaded.file,
        """
        SELECT s.report_id, sum(s.amount_yuan) FILTER (s.is_leaf) AS leaves, count(*) FILTER (s.is_leaf) AS rows,
               any_value(f.amount_yuan) AS total
        FROM spending_by_function s
        JOIN figures f ON f.report_id = s.report_id AND f.statement = s.statement AND f.measure = s.measure
                      AND f.line = 'total' AND f.source = 'table' AND f.occurrence = 0
        WHERE s.statement = 'expenditure' AND s.measure = 'expenditure_total' AND s.source = 'table'
        GROUP BY s.report_id
        """,
    )
    assert found
    assert all(abs(row["leaves"] - row["total"]) <= 100 * row["rows"] for row in found)
