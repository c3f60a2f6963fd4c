"""The whole way on the seven real reports: no table of theirs is accused, and every contradiction that people found by
hand (tests/goldens/contradictions.csv) is found, with both values."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import duckdb
import pytest

from pipelines.load import load
from tests.real_reports import GOLDENS, REASON, budgets, real_reports

pytestmark = pytest.mark.skipif(not real_reports(), reason=REASON)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    file = tmp_path_factory.mktemp("real") / "real.duckdb"
    load([*real_reports(), *budgets()], file)
    return duckdb.connect(str(file), read_only=True)


def main_contradictions() -> list[dict[str, str]]:
    with (GOLDENS / "contradictions.csv").open(encoding="utf-8", newline="") as handle:
        return [row for row in csv.DictReader(handle) if row["weight"] == "main"]


def test_no_table_is_accused(warehouse: duckdb.DuckDBPyConnection) -> None:
    accused = warehouse.sql("FROM findings WHERE severity = 'error' AND basis = 'tables'").fetchall()
    assert accused == []


def test_differences_of_a_last_digit_are_rounding(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = warehouse.sql("SELECT outcome, count(*) FROM checks WHERE basis = 'tables' GROUP BY outcome").fetchall()
    outcomes = dict(rows)
    assert outcomes["rounding"] >= 50
    widest = warehouse.sql("SELECT max(abs(difference_yuan) - tolerance_yuan) FROM checks WHERE outcome = 'rounding'")
    assert widest.fetchall()[0][0] <= 0


def test_every_contradiction_found_by_hand_is_found(warehouse: duckdb.DuckDBPyConnection) -> None:
    expected = Counter((row["document"], row["why"].split(":")[0].split("/")[0]) for row in main_contradictions())
    found = Counter(
        {
            (Path(document).stem, rule): count
            for document, rule, count in warehouse.sql(
                "SELECT r.document_name, c.rule_id, count(*) FROM checks c JOIN reports r USING (report_id) "
                "WHERE c.outcome = 'fail' AND c.severity <> 'info' AND c.basis = 'narrative' GROUP BY ALL"
            ).fetchall()
        }
    )
    missing = {key: count for key, count in expected.items() if found[key] < count}
    assert missing == {}


def test_no_report_is_flagged_for_anything_else(warehouse: duckdb.DuckDBPyConnection) -> None:
    errors = warehouse.sql(
        "SELECT document_name, rule_id, count(*) FROM findings WHERE severity = 'error' GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    assert [(Path(document).stem[:12], rule, count) for document, rule, count in errors] == [
        ("000_d1e020b4", "N06", 1),
        ("001_6746d181", "A05", 2),
        ("001_6746d181", "N06", 1),
        ("004_e7a0a51f", "A04", 2),
        ("004_e7a0a51f", "N06", 1),
        ("上海市普陀区财政局202", "A01", 1),
        ("上海市普陀区财政局202", "N04", 1),
    ]


def test_budgets_stand_in_reports_only(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = warehouse.sql("SELECT report_id, status, figure_count FROM reports WHERE kind = 'budget'").fetchall()
    assert [(status, count) for _, status, count in rows] == [("unverified", 0)] * len(budgets())
    for view in ("figures", "checks", "findings", "claims", "quantities"):
        other = warehouse.sql(f"FROM {view} WHERE report_id IN (SELECT report_id FROM reports WHERE kind = 'budget')")
        assert other.fetchall() == [], view


def test_a_finding_names_both_places_and_a_suspect(warehouse: duckdb.DuckDBPyConnection) -> None:
    for row in warehouse.sql("SELECT message_en, message_zh, figure_ids, suspect_figure_id FROM findings").fetchall():
        message_en, message_zh, figure_ids, suspect = row
        assert message_en
        assert message_zh
        if figure_ids:
            assert suspect in figure_ids
