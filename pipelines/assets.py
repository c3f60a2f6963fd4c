"""The flow as Dagster assets: `disclosures → reports → warehouse → published → night_report`.

Each asset calls one step of `pipelines.nightly` or `pipelines.load`, the same functions the command line runs. Nothing
but the build's name passes between assets; the data lie in the store of the warehouse, which knows by itself what is
still to be done. `disclosures` and `reports` are parted by the day of arrival in Beijing; one run takes any range of
days, and however many thousand disclosures came on them.
"""

import logging
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import dagster as dg
import duckdb

from pipelines import load, nightly
from pipelines.arrivals import arrived
from pipelines.automation import DAYS, FRESHNESS, POOL, WRITES
from pipelines.lake import current_readings, now
from pipelines.night_report.report import report_on
from pipelines.night_report.webhook import WebhookError, post
from pipelines.publish import is_published, published_file
from pipelines.questions import opened, summary
from pipelines.resources import Juesuan

GROUP = "final_accounts"

#: Metadata by name, as Dagster shows them on a materialisation.
Metadata = dict[str, dg.MetadataValue | int | float | str | list[str] | None]


class Reading(dg.Config):
    """Whether to read again what an older extractor version has read."""

    reextract: bool = False


@dataclass(frozen=True)
class Build:
    """A finished build: its file, its version, and whether readers see it already."""

    star: str
    version: str
    is_published: bool


def _days(context: dg.AssetExecutionContext) -> list[date]:
    return [date.fromisoformat(key) for key in context.partition_keys]


@dg.asset(
    group_name=GROUP,
    kinds={"python"},
    partitions_def=DAYS,
    backfill_policy=dg.BackfillPolicy.single_run(),
    pool=POOL,
    op_tags=WRITES,
)
def disclosures(context: dg.AssetExecutionContext, juesuan: Juesuan) -> dg.MaterializeResult[None]:
    """What came on these days, its bytes archived by sha256. Only today's run looks what there is; the past is as it
    was written down."""
    store, began = juesuan.store(), time.monotonic()
    failed: list[str] = []
    if now().date() in _days(context):
        for visit in nightly.collect(store, juesuan.plan()).visits:
            failed += [f"{visit.source}: {what}: {why}" for what, why in visit.failed]
    for line in failed:
        context.log.warning(line)
    came = arrived(store, _days(context))
    return dg.MaterializeResult(
        metadata={"disclosures": len(came), "failed": len(failed), "failures": failed[:50], **_took(began)}
    )


@dg.asset(
    group_name=GROUP,
    kinds={"parquet", "polars"},
    partitions_def=DAYS,
    backfill_policy=dg.BackfillPolicy.single_run(),
    deps=[disclosures],
    pool=POOL,
    op_tags=WRITES,
)
def reports(context: dg.AssetExecutionContext, juesuan: Juesuan, config: Reading) -> dg.MaterializeResult[None]:
    """What was read from the disclosures of these days, as Parquet: the truth. What was read before is not read again,
    unless that failed with another extractor version, or `reextract` asks for all that an older version read. The run
    of today also reads what earlier, interrupted nights left."""
    store, settings, began = juesuan.store(), juesuan.settings(), time.monotonic()
    days = None if now().date() in _days(context) else _days(context)
    read = nightly.read_pending(store, settings, days, config.reextract)
    readings = current_readings(store)
    there = [readings[sha256] for sha256 in arrived(store, _days(context)) if sha256 in readings]
    rejected = sum(1 for reading in there if reading.failure)
    return dg.MaterializeResult(
        metadata={
            "newly_read": len(read),
            "read": len(there),
            "rejected": rejected,
            "extractor_version": settings.extractor(),
            "lake": str(store.lake),
            **_took(began),
        }
    )


@dg.asset(group_name=GROUP, kinds={"duckdb"}, deps=[reports], pool=POOL, op_tags=WRITES)
def warehouse(context: dg.AssetExecutionContext, juesuan: Juesuan) -> dg.Output[Build]:
    """The star, built and reconciled in private. An unchanged lake gives the file that is published already."""
    store, settings, began = juesuan.store(), juesuan.settings(), time.monotonic()
    with store.locked():
        version = load.current_version(store, settings)
        if version is None:
            raise dg.Failure("No disclosure was ever found, so there is nothing to build.", allow_retries=False)
        known = published_file(store) if is_published(store, version) else None
        star = known or load.build(store, version, settings)
    with opened(star) as connection:
        metadata = _content(connection)
    return dg.Output(
        Build(str(star), version, known is not None), metadata={"version": version, **metadata, **_took(began)}
    )


def _content(connection: duckdb.DuckDBPyConnection) -> Metadata:
    """What a build holds, in numbers; coverage is the share of applicable checks that were evaluated."""
    found = summary(connection)
    made = sum(found.checks.get(outcome, 0) for outcome in ("pass", "rounding", "fail"))
    applicable = made + found.checks.get("cannot_evaluate", 0)
    return {
        "reports": sum(found.reports.values()),
        "rejected": found.reports.get("rejected", 0),
        "flagged": found.reports.get("flagged", 0),
        "figures": found.figures,
        "coverage": round(made / applicable, 4) if applicable else None,
        **{f"reports {status}": count for status, count in found.reports.items()},
        **{f"checks {outcome}": count for outcome, count in found.checks.items()},
        **{f"findings {severity}": count for severity, count in found.findings.items()},
    }


@dg.asset(group_name=GROUP, kinds={"duckdb"}, pool=POOL, op_tags=WRITES, freshness_policy=FRESHNESS)
def published(context: dg.AssetExecutionContext, juesuan: Juesuan, warehouse: Build) -> dg.MaterializeResult[None]:
    """The file readers open, replaced by one rename. A build that another run has overtaken is not published."""
    store, settings, began = juesuan.store(), juesuan.settings(), time.monotonic()
    with store.locked():
        newest = load.current_version(store, settings)
        overtaken = newest is not None and newest != warehouse.version and is_published(store, newest)
        if overtaken:
            load.discard(Path(warehouse.star))
        elif not warehouse.is_published:
            load.release(store, Path(warehouse.star), warehouse.version)
        file = published_file(store)
    if file is None:
        raise dg.Failure(f"{store.warehouse} is not there.", allow_retries=False)
    with opened(file) as connection:
        metadata = _content(connection)
    return dg.MaterializeResult(
        metadata={
            "file": str(store.warehouse),
            "behind_it": str(file),
            "changed": str(not warehouse.is_published and not overtaken),
            "bytes": file.stat().st_size,
            **metadata,
            **_took(began),
        }
    )


@dg.asset(group_name=GROUP, kinds={"html"}, deps=[published], pool=POOL, op_tags=WRITES)
def night_report(context: dg.AssetExecutionContext, juesuan: Juesuan) -> dg.MaterializeResult[None]:
    """What everybody should know in the morning, as HTML and Markdown; sent to the webhook where there is one."""
    began = time.monotonic()
    return dg.MaterializeResult(metadata={**_told(context.log, juesuan, None, context.run.run_id), **_took(began)})


def tell_failure(log: logging.Logger, juesuan: Juesuan, run_id: str, message: str) -> None:
    """Writes the report of a night whose run failed."""
    _told(log, juesuan, f"Run {run_id} failed: {message}", run_id)


def _told(log: logging.Logger, juesuan: Juesuan, error: str | None, run_id: str) -> Metadata:
    plan = juesuan.plan()
    told = report_on(juesuan.store(), plan.register, error)
    if plan.webhook:
        try:
            post(plan.webhook, told, "failed" if error else "ok" if told.is_complete else "incomplete")
        except WebhookError as problem:
            log.warning(str(problem))
    counts = told.summary
    return {
        "report": dg.MetadataValue.md(told.markdown[:50_000]),
        "page": dg.MetadataValue.path(str(told.folder / "report.html")),
        "came": counts.came,
        "rejected": counts.not_read,
        "not_fetched": counts.not_fetched,
        "flagged": counts.flagged,
        "overdue": counts.overdue,
        "drifted": counts.drifted,
    }


def _took(began: float) -> Metadata:
    return {"seconds": round(time.monotonic() - began, 3)}
