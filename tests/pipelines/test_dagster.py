"""Dagster: the same functions as the command line, as five assets with their checks, in one process."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import dagster as dg
import duckdb
import pytest
import yaml

from pipelines import arrivals, assets, load
from pipelines.automation import LOAD, REEXTRACT, delete_old_runs, inbox_sensor, night_schedule
from pipelines.definitions import definitions
from pipelines.expectations import Expected
from pipelines.expected_frames import SUITES
from pipelines.lake import TIMEZONE, current_readings, now
from pipelines.resources import Juesuan
from pipelines.store import Store
from tests.pipelines import fakes
from tests.pipelines.published import SETTINGS, query


@pytest.fixture(autouse=True)
def _fake_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Juesuan, "settings", lambda self: SETTINGS)


@pytest.fixture
def examined(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every expectation holds, without the seconds Great Expectations takes."""
    holds = [
        Expected(suite, item.name, item.description, item.severity, passed=True)
        for suite, all_ in SUITES.items()
        for item in all_
    ]
    monkeypatch.setattr(load, "examine", lambda store, star: holds)


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as made:
        yield made


@pytest.fixture
def juesuan(tmp_path: Path, warehouse: Path) -> Juesuan:
    """The resource, with an inbox of its own."""
    (tmp_path / "in").mkdir()
    return Juesuan(
        sources="",
        folders=[str(tmp_path / "in")],
        warehouse=str(warehouse),
        jobs=1,
        settle=0,
        expected_units="none.csv",
    )


def today() -> str:
    return now().date().isoformat()


def _run(
    juesuan: Juesuan,
    instance: dg.DagsterInstance,
    job: str = LOAD,
    day: str | None = None,
    tags: Mapping[str, str] | None = None,
    **selection: object,
) -> dg.ExecuteInProcessResult:
    config = {"resources": {"juesuan": {"config": juesuan.model_dump()}}}
    if job == REEXTRACT:
        config["ops"] = {"reports": {"config": {"reextract": True}}}
    return definitions.resolve_job_def(job).execute_in_process(
        run_config=config,
        instance=instance,
        partition_key=day or (None if tags else today()),
        tags=tags,
        raise_on_error=False,
        **selection,
    )


def _metadata(result: dg.ExecuteInProcessResult, asset: str) -> dict[str, object]:
    (event,) = result.asset_materializations_for_node(asset)
    return {name: value.value for name, value in event.metadata.items()}


def test_the_night_loads_checks_publishes_and_tells(
    tmp_path: Path, warehouse: Path, juesuan: Juesuan, instance: dg.DagsterInstance
) -> None:
    total = fakes.figure("expenditure", "total", "expenditure_total", "101.00")
    fakes.disclose(tmp_path / "in", "a.pdf", fakes.report())
    fakes.disclose(tmp_path / "in", "no.pdf", b"no disclosure")
    spoiled = fakes.report(figures=(total, *fakes.report().figures[1:]), fiscal_year=2020)
    fakes.disclose(tmp_path / "in", "bad.pdf", spoiled)
    result = _run(juesuan, instance)
    assert result.success
    assert query(warehouse, "SELECT status FROM reports ORDER BY status") == [
        {"status": "flagged"},
        {"status": "reconciled"},
        {"status": "rejected"},
    ]
    checks = {item.check_name: item for item in result.get_asset_check_evaluations()}
    assert set(checks) == {f"{suite}_{item.name}" for suite, all_ in SUITES.items() for item in all_}
    assert [name for name, item in checks.items() if not item.passed] == ["reconciliation_every_report_reconciles"]
    reconciles = checks["reconciliation_every_report_reconciles"]
    assert reconciles.severity == dg.AssetCheckSeverity.WARN
    (flagged,) = query(warehouse, "SELECT report_id FROM reports WHERE status = 'flagged'")
    assert reconciles.metadata["exceptions"].value == [flagged["report_id"]]
    assert _metadata(result, "disclosures")["disclosures"] == 3
    read = _metadata(result, "reports")
    assert (read["newly_read"], read["read"], read["rejected"]) == (3, 3, 1)
    published = _metadata(result, "published")
    assert (published["reports"], published["rejected"], published["flagged"]) == (3, 1, 1)
    assert published["coverage"] == 1.0
    told = _metadata(result, "night_report")
    assert (told["came"], told["rejected"], told["flagged"]) == (3, 1, 1)
    assert "no.pdf" in str(told["report"])
    assert all("seconds" in _metadata(result, name) for name in ("disclosures", "reports", "warehouse", "published"))
    before = warehouse.resolve()
    again = _run(juesuan, instance)
    assert again.success
    assert _metadata(again, "reports")["newly_read"] == 0
    assert _metadata(again, "published")["changed"] == "False"
    assert warehouse.resolve() == before


def test_a_broken_build_is_not_published(
    tmp_path: Path, warehouse: Path, juesuan: Juesuan, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    def doubled(connection: duckdb.DuckDBPyConnection, reread: object = None) -> None:
        fakes.reconcile(connection, reread)
        connection.execute("INSERT INTO figure_verification SELECT * FROM figure_verification")

    monkeypatch.setattr(Juesuan, "settings", lambda self: replace(SETTINGS, reconcile=doubled))
    fakes.disclose(tmp_path / "in", "a.pdf", fakes.report())
    result = _run(juesuan, instance)
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


@pytest.mark.usefixtures("examined")
def test_the_schedule_asks_for_the_night_and_the_run_does_it(
    tmp_path: Path, warehouse: Path, juesuan: Juesuan, instance: dg.DagsterInstance
) -> None:
    fakes.disclose(tmp_path / "in", "a.pdf", fakes.report())
    two_in_the_morning = now().replace(hour=2, minute=0, second=0, microsecond=0)
    context = dg.build_schedule_context(instance=instance, scheduled_execution_time=two_in_the_morning,
                                        repository_def=definitions.get_repository_def())  # fmt: skip
    (request,) = night_schedule.evaluate_tick(context).run_requests or []
    assert request.partition_key == today()
    assert night_schedule.cron_schedule == "0 2 * * *"
    assert night_schedule.execution_timezone == "Asia/Shanghai"
    assert _run(juesuan, instance, day=request.partition_key, tags=request.tags).success
    assert query(warehouse, "SELECT document_name FROM reports") == [{"document_name": "a.pdf"}]


@pytest.mark.usefixtures("examined")
def test_the_sensor_waits_for_whoever_is_copying_and_asks_once(
    tmp_path: Path, juesuan: Juesuan, instance: dg.DagsterInstance
) -> None:
    def tick(cursor: str | None) -> dg.SensorResult | dg.SkipReason:
        context = dg.build_sensor_context(instance=instance, cursor=cursor, resources={"juesuan": juesuan},
                                          repository_def=definitions.get_repository_def())  # fmt: skip
        return inbox_sensor.evaluate_tick(context)

    assert "empty" in (tick(None).skip_message or "")
    path = fakes.disclose(tmp_path / "in", "a.pdf", fakes.report())
    assert "still being copied" in (tick(None).skip_message or "")
    os.utime(path, (path.stat().st_mtime - 300,) * 2)
    asked = tick(None)
    (request,) = asked.run_requests or []
    assert request.partition_key == today()
    assert not tick(asked.cursor).run_requests
    fakes.disclose(tmp_path / "in", "b.pdf", fakes.report(fiscal_year=2020))
    os.utime(tmp_path / "in" / "b.pdf", (path.stat().st_mtime,) * 2)
    (other,) = tick(asked.cursor).run_requests or []
    assert other.run_key != request.run_key
    assert _run(juesuan, instance, day=request.partition_key, tags=request.tags).success


def _arrive(store: Store, folder: Path, name: str, days_ago: int) -> str:
    """A disclosure that was collected some days ago and never read. Out: its day."""
    from pipelines.ingest import archive

    moment = datetime.now(TIMEZONE) - timedelta(days=days_ago)
    path = fakes.disclose(folder, name, fakes.report(fiscal_year=2010 + days_ago))
    found = archive([path], store).disclosures
    arrivals.record_collection(store, moment, load.as_arrived(found, moment))
    return moment.date().isoformat()


@pytest.mark.usefixtures("examined")
def test_one_run_fills_a_range_of_days(
    tmp_path: Path, warehouse: Path, juesuan: Juesuan, instance: dg.DagsterInstance
) -> None:
    store = juesuan.store()
    days = [_arrive(store, tmp_path / "came", f"{ago}.pdf", ago) for ago in (5, 4, 3, 1)]
    policies = [asset.backfill_policy for asset in (assets.disclosures, assets.reports)]
    assert policies == [dg.BackfillPolicy.single_run()] * 2
    tags = {"dagster/asset_partition_range_start": days[0], "dagster/asset_partition_range_end": days[2]}
    result = _run(juesuan, instance, tags=tags)
    assert result.success
    assert len(current_readings(store)) == 3, "yesterday was not asked for"
    found = query(warehouse, "SELECT arrival_date FROM reports ORDER BY ALL")
    assert [row["arrival_date"].isoformat() for row in found] == days[:3]
    filled = instance.get_materialized_partitions(dg.AssetKey("reports"))
    assert set(days[:3]) <= filled
    assert days[3] not in filled


@pytest.mark.usefixtures("examined")
def test_the_run_of_today_reads_what_interrupted_nights_left(
    tmp_path: Path, juesuan: Juesuan, instance: dg.DagsterInstance
) -> None:
    _arrive(juesuan.store(), tmp_path / "came", "left.pdf", 2)
    assert _metadata(_run(juesuan, instance), "reports")["newly_read"] == 1


@pytest.mark.usefixtures("examined")
def test_a_newer_extractor_reads_again_only_when_asked_or_where_the_old_one_failed(
    tmp_path: Path, warehouse: Path, juesuan: Juesuan, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    fakes.disclose(tmp_path / "in", "a.pdf", fakes.report())
    fakes.disclose(tmp_path / "in", "no.pdf", b"no disclosure")
    assert _run(juesuan, instance).success
    newer = replace(SETTINGS, extract=fakes.extract_newer, version="fake-2")
    monkeypatch.setattr(Juesuan, "settings", lambda self: newer)
    assert _metadata(_run(juesuan, instance), "reports")["newly_read"] == 1
    versions = "SELECT document_name, extractor_version FROM reports ORDER BY document_name"
    assert [row["extractor_version"] for row in query(warehouse, versions)] == ["fake-1", "fake-2"]
    assert _metadata(_run(juesuan, instance, REEXTRACT), "reports")["newly_read"] == 1
    assert [row["extractor_version"] for row in query(warehouse, versions)] == ["fake-2", "fake-2"]


def test_a_build_that_was_overtaken_is_not_published(tmp_path: Path, warehouse: Path, juesuan: Juesuan) -> None:
    store = juesuan.store()
    load.load([fakes.disclose(tmp_path / "in", "a.pdf", fakes.report())], warehouse, SETTINGS)
    old = load.current_version(store, SETTINGS)
    assert old
    (store.lake / "manifest").rename(tmp_path / "aside")
    late = load.build(store, old, SETTINGS)
    (tmp_path / "aside").rename(store.lake / "manifest")
    load.load([fakes.disclose(tmp_path / "in", "b.pdf", fakes.report(fiscal_year=2020))], warehouse, SETTINGS)
    newest = warehouse.resolve()
    build = assets.Build(str(late), old, is_published=False)
    result = assets.published(dg.build_asset_context(), juesuan=juesuan, warehouse=build)
    assert result.metadata["changed"] == "False"
    assert warehouse.resolve() == newest
    assert list(store.build.iterdir()) == []


def test_assets_stand_in_the_order_of_the_flow() -> None:
    graph = definitions.resolve_asset_graph()
    parents = {key.to_user_string(): sorted(p.to_user_string() for p in graph.get(key).parent_keys)
               for key in graph.get_all_asset_keys()}  # fmt: skip
    assert parents == {
        "disclosures": [],
        "reports": ["disclosures"],
        "warehouse": ["reports"],
        "published": ["warehouse"],
        "night_report": ["published"],
    }
    assert all(graph.get(key).description for key in graph.get_all_asset_keys())
    assert assets.GROUP in {graph.get(key).group_name for key in graph.get_all_asset_keys()}


def test_two_runs_never_write_together() -> None:
    """Every asset is of one pool and every run of one tag, of which the instance allows one at a time."""
    settings = yaml.safe_load((Path(assets.__file__).parent / "dagster.yaml").read_text(encoding="utf-8"))
    assert settings["concurrency"]["pools"] == {"default_limit": 1, "granularity": "run"}
    assert settings["concurrency"]["runs"]["tag_concurrency_limits"] == [{"key": "juesuan/writes", "limit": 1}]
    for job in (LOAD, REEXTRACT):
        resolved = definitions.resolve_job_def(job)
        assert resolved.tags["juesuan/writes"] == "warehouse"
        writers = [node for node in resolved.nodes_in_topological_order if "expectations" not in node.name]
        assert {node.definition.pool for node in writers} == {"warehouse"}


def test_dagster_accepts_the_settings(tmp_path: Path) -> None:
    text = (Path(assets.__file__).parent / "dagster.yaml").read_text(encoding="utf-8")
    (tmp_path / "dagster.yaml").write_text(text, encoding="utf-8")
    with dg.DagsterInstance.from_config(str(tmp_path)) as instance:
        assert instance.get_concurrency_config().pool_config.default_pool_limit == 1
        assert not instance.telemetry_enabled


def test_the_published_file_must_be_fresh_in_the_morning() -> None:
    policy = definitions.resolve_asset_graph().get(dg.AssetKey("published")).freshness_policy
    assert policy is not None
    assert (policy.deadline_cron, policy.timezone) == ("0 6 * * *", "Asia/Shanghai")


def test_old_runs_are_forgotten_and_young_ones_kept(instance: dg.DagsterInstance) -> None:
    run_ids = [instance.create_run_for_job(definitions.resolve_job_def("trim_run_storage"),
                                           status=dg.DagsterRunStatus.SUCCESS).run_id for _ in range(2)]  # fmt: skip
    delete_old_runs(dg.build_op_context(instance=instance))
    assert len(instance.get_run_ids()) == len(run_ids)


def test_telemetry_is_off() -> None:
    assert os.environ["DAGSTER_DISABLE_TELEMETRY"] == "yes"
    assert os.environ["GX_ANALYTICS_ENABLED"] == "false"
