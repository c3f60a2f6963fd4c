"""What Dagster loads: the assets, their checks, the jobs, and when they run by themselves.

`dagster dev` finds it through `[tool.dagster] module_name = "pipelines.definitions"`.
"""

import os

import dagster as dg

from pipelines.assets import disclosures, night_report, published, reports, warehouse
from pipelines.automation import (
    LOAD,
    REEXTRACT,
    WRITES,
    failure_sensor,
    inbox_sensor,
    night_schedule,
    trim_run_storage,
    trim_weekly,
)
from pipelines.checks import expectations
from pipelines.nightly import SOURCES
from pipelines.resources import Juesuan
from pipelines.store import DEFAULT_WAREHOUSE
from pipelines.telemetry import switch_off

switch_off()

_ALL = (disclosures, reports, warehouse, published, night_report)
_CHECKED = dg.AssetSelection.checks_for_assets("warehouse")

load_final_accounts = dg.define_asset_job(
    LOAD,
    selection=dg.AssetSelection.assets(*_ALL) | _CHECKED,
    description="Collects and reads what is new, reconciles everything, publishes the warehouse, and tells.",
    tags=WRITES,
    # Starting a process a step costs more than the steps; reading has its own pool.
    executor_def=dg.in_process_executor,
)

reextract = dg.define_asset_job(
    REEXTRACT,
    selection=dg.AssetSelection.assets(reports, warehouse, published) | _CHECKED,
    description="Reads everything again that an older extractor version read, of the days chosen, and publishes.",
    config={"ops": {"reports": {"config": {"reextract": True}}}},
    tags=WRITES,
    executor_def=dg.in_process_executor,
)

definitions = dg.Definitions(
    assets=_ALL,
    asset_checks=[expectations],
    jobs=[load_final_accounts, reextract, trim_run_storage],
    schedules=[night_schedule, trim_weekly],
    sensors=[inbox_sensor, failure_sensor],
    # Folders and files come from the environment, so that one image serves every operator.
    resources={
        "juesuan": Juesuan(
            sources=os.environ.get("JUESUAN_SOURCES", SOURCES.as_posix()),
            warehouse=os.environ.get("JUESUAN_WAREHOUSE", DEFAULT_WAREHOUSE.as_posix()),
            webhook=os.environ.get("JUESUAN_WEBHOOK", ""),
        )
    },
    executor=dg.in_process_executor,
)
