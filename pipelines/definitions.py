"""What Dagster loads: the four assets, their checks, and the job that runs them all in one process.

`dagster dev` finds it through `[tool.dagster] module_name = "pipelines.definitions"`.
"""

import dagster as dg

from pipelines.assets import Juesuan, disclosures, published, reports, warehouse
from pipelines.checks import expectations
from pipelines.telemetry import switch_off

switch_off()

load_final_accounts = dg.define_asset_job(
    "load_final_accounts",
    selection=dg.AssetSelection.assets("disclosures", "reports", "warehouse", "published")
    | dg.AssetSelection.checks_for_assets("warehouse"),
    description="Reads what is new, reconciles everything and publishes the warehouse.",
    # Starting a process a step costs more than the steps; reading has its own pool.
    executor_def=dg.in_process_executor,
)

definitions = dg.Definitions(
    assets=[disclosures, reports, warehouse, published],
    asset_checks=[expectations],
    jobs=[load_final_accounts],
    resources={"juesuan": Juesuan()},
    executor=dg.in_process_executor,
)
