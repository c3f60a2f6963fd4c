"""Dagster: the same functions as the command line, as four assets with their checks, in one process."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from pipelines import assets
from pipelines.assets import Juesuan
from pipelines.definitions import definitions
from pipelines.expected_frames import SUITES
from tests.pipelines import fakes
from tests.pipelines.published import SETTINGS, query


@pytest.fixture(autouse=True)
def _fake_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Juesuan, "settings", lambda self: SETTINGS)


def _run(folder: Path, warehouse: Path) -> dg.ExecuteInProcessResult:
    config = {"config": {"paths": [str(folder)], "warehouse": str(warehouse), "jobs": 1}}
    with dg.DagsterInstance.ephemeral() as instance:
        job = definitions.resolve_job_def("load_final_accounts")
        return job.execute_in_process(
            run_config={"resources": {"juesuan": config}}, instance=instance, raise_on_error=False
        )


def test_the_job_loads_checks_and_publishes(tmp_path: Path, warehouse: Path) -> None:
    total = fakes.figure("expenditure", "total", "expenditure_total", "101.00")
    fakes.disclose(tmp_path / "in", "a.pdf", fakes.report())
    fakes.disclose(
        tmp_path / "in", "bad.pdf", fakes.report(figures=(total, *fakes.report().figures[1:]), fiscal_year=2020)
    )
    result = _run(tmp_path / "in", warehouse)
    assert result.success
    assert query(warehouse, "SELECT status FROM reports ORDER BY status") == [
        {"status": "flagged"},
        {"status": "reconciled"},
    ]
    checks = {item.check_name: item for item in result.get_asset_check_evaluations()}
    assert set(checks) == {f"{suite}_{item.name}" for suite, all_ in SUITES.items() for item in all_}
    assert [name for name, item in checks.items() if not item.passed] == ["reconciliation_every_report_reconciles"]
    reconciles = checks["reconciliation_every_report_reconciles"]
    assert reconciles.severity == dg.AssetCheckSeverity.WARN
    (flagged,) = query(warehouse, "SELECT report_id FROM reports WHERE status = 'flagged'")
    assert reconciles.metadata["exceptions"].value == [flagged["report_id"]]
    before = warehouse.resolve()
    again = _run(tmp_path / "in", warehouse)
    assert again.success
    assert again.output_for_node("reports") == 0
    assert warehouse.resolve() == before


def test_a_broken_build_is_not_published(tmp_path: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def doubled(connection: duckdb.DuckDBPyConnection, reread: object = None) -> None:
        fakes.reconcile(connection, reread)
        connection.execute("INSERT INTO figure_verification SELECT * FROM figure_verification")

    monkeypatch.setattr(Juesuan, "settings", lambda self: replace(SETTINGS, reconcile=doubled))
    fakes.disclose(tmp_path / "in", "a.pdf", fakes.report())
    result = _run(tmp_path / "in", warehouse)
    assert not result.success
    assert not warehouse.exists()
    failed = {item.check_name for item in result.get_asset_check_evaluations() if not item.passed}
    assert {"keys_keys_unique", "counts_nothing_lost"} <= failed


def test_only_schema_coverage_and_provenance_block() -> None:
    blocking = {key.name for key in definitions.resolve_asset_graph().asset_check_keys
                if definitions.resolve_asset_graph().get_check_spec(key).blocking}  # fmt: skip
    expected = {
        f"{suite}_{item.name}" for suite, all_ in SUITES.items() for item in all_ if item.severity == "critical"
    }
    assert blocking == expected
    assert "reconciliation_every_report_reconciles" not in blocking
    assert {
        "keys_keys_unique",
        "counts_nothing_lost",
        "reports_provenance_present",
        "references_references_hold",
    } <= blocking


def test_assets_stand_in_the_order_of_the_flow() -> None:
    graph = definitions.resolve_asset_graph()
    parents = {key.to_user_string(): sorted(p.to_user_string() for p in graph.get(key).parent_keys)
               for key in graph.get_all_asset_keys()}  # fmt: skip
    assert parents == {
        "disclosures": [],
        "reports": ["disclosures"],
        "warehouse": ["reports"],
        "published": ["warehouse"],
    }
    assert all(graph.get(key).description for key in graph.get_all_asset_keys())
    assert assets.GROUP in {graph.get(key).group_name for key in graph.get_all_asset_keys()}


def test_telemetry_is_off() -> None:
    assert os.environ["DAGSTER_DISABLE_TELEMETRY"] == "yes"
    assert os.environ["GX_ANALYTICS_ENABLED"] == "false"
