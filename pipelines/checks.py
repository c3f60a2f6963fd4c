"""The expectations as Dagster asset checks on `warehouse`: one check an expectation, one run of Great Expectations.

Those that block publishing (schema, keys, provenance) are blocking checks: `published` does not run when one fails.
"""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg

from pipelines import load
from pipelines.assets import Build
from pipelines.expected_frames import SUITES
from pipelines.resources import Juesuan

#: Expectation severity → severity of a failed asset check.
_SEVERITY = {
    "critical": dg.AssetCheckSeverity.ERROR,
    "warning": dg.AssetCheckSeverity.WARN,
    "info": dg.AssetCheckSeverity.WARN,
}

_SPECS = [
    dg.AssetCheckSpec(
        name=f"{suite}_{expectation.name}",
        asset="warehouse",
        description=expectation.description,
        blocking=expectation.severity == "critical",
    )
    for suite, expectations in SUITES.items()
    for expectation in expectations
]


@dg.multi_asset_check(specs=_SPECS, ins={"warehouse": dg.AssetKey("warehouse")})
def expectations(
    context: dg.AssetCheckExecutionContext, juesuan: Juesuan, warehouse: Build
) -> Iterator[dg.AssetCheckResult]:
    """Holds the build against every expectation and writes the Data Docs."""
    for item in load.examine(juesuan.store(), Path(warehouse.star)):
        if item.error:
            context.log.error("%s could not be evaluated: %s", item.name, item.error)
        yield dg.AssetCheckResult(
            asset_key="warehouse",
            check_name=f"{item.suite}_{item.name}",
            passed=item.passed,
            severity=_SEVERITY[item.severity],
            description=item.description,
            metadata={"exceptions": list(item.exceptions), "could_not_be_evaluated": item.error or ""},
        )
