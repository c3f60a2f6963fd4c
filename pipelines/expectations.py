"""What the project expects of every build, held against it by Great Expectations.

In: a finished star that nobody reads yet. Out: one `Expected` an expectation, and Data Docs for a browser. SQL computes
over millions of rows; Great Expectations judges compact frames (one row a report, a key, a reference, a word, a rule).

Severity decides what a failure means: `critical` (schema, keys, provenance: the build is broken) blocks publishing;
`warning` (ranges, vocabulary, reports that do not reconcile) is published and shown, never hidden.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.expected_frames import FRAMES, SUITES, Expectation
from pipelines.private import make_folder, private_folder
from pipelines.questions import opened
from pipelines.store import build_folder
from pipelines.telemetry import switch_off

if TYPE_CHECKING:
    import pandas as pd

#: Unexpected rows named in a result before the list is cut.
EXCEPTION_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Expected:
    """How one expectation turned out. `exceptions` names the rows that do not meet it; `error` is set where the
    expectation itself could not be evaluated, which is no verdict."""

    suite: str
    name: str
    description: str
    severity: str
    passed: bool
    exceptions: tuple[str, ...] = ()
    error: str | None = None

    @property
    def blocks(self) -> bool:
        """Whether a failure keeps the build from being published."""
        return self.severity == "critical"


def _frames(star: Path) -> dict[str, pd.DataFrame]:
    with opened(star) as connection:
        return {suite: connection.sql(query).df() for suite, query in FRAMES.items()}


def validate(star: Path, data_docs: Path | None = None) -> list[Expected]:
    """Holds a finished star against every suite. Writes Data Docs into `data_docs`, replacing what was there."""
    frames = _frames(star)
    switch_off()
    # Seconds to import, so only here.
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    source = context.data_sources.add_pandas("warehouse")
    expected: list[Expected] = []
    for suite, expectations in SUITES.items():
        result = _run(gx, context, source, suite, expectations, frames[suite])
        expected += _outcomes(suite, expectations, result)
    if data_docs is not None:
        _write_data_docs(context, data_docs)
    return expected


def _run(
    gx: Any, context: Any, source: Any, suite: str, expectations: Sequence[Expectation], frame: pd.DataFrame
) -> Any:
    """Runs one suite over its frame. Out: the validation result of Great Expectations."""
    batch = source.add_dataframe_asset(suite).add_batch_definition_whole_dataframe("all")
    defined = context.suites.add(gx.ExpectationSuite(name=suite))
    for expectation in expectations:
        kind = getattr(gx.expectations, expectation.kind)
        defined.add_expectation(
            kind(
                **expectation.arguments,
                severity=expectation.severity,
                description=expectation.description,
                meta={"name": expectation.name},
                catch_exceptions=True,
            )
        )
    definition = context.validation_definitions.add(gx.ValidationDefinition(name=suite, data=batch, suite=defined))
    return definition.run(batch_parameters={"dataframe": frame}, result_format=_result_format(suite))


def _result_format(suite: str) -> dict[str, object]:
    result_format: dict[str, object] = {"result_format": "COMPLETE", "partial_unexpected_count": 20}
    if suite == "reconciliation":
        result_format["unexpected_index_column_names"] = ["report_id"]
    return result_format


def _outcomes(suite: str, expectations: Sequence[Expectation], result: Any) -> Iterator[Expected]:
    by_name = {item.expectation_config.meta["name"]: item for item in result.results}
    for expectation in expectations:
        item = by_name[expectation.name]
        yield Expected(
            suite=suite,
            name=expectation.name,
            description=expectation.description,
            severity=expectation.severity,
            passed=bool(item.success),
            exceptions=_exceptions(item),
            error=_error(item),
        )


def _exceptions(item: Any) -> tuple[str, ...]:
    """The rows that break an expectation: by their index columns where they have some, else by value."""
    result = item.result or {}
    indexed = result.get("unexpected_index_list")
    if indexed and isinstance(indexed[0], dict) and "report_id" in indexed[0]:
        named = sorted(str(row["report_id"]) for row in indexed)
    else:
        named = sorted({str(value) for value in result.get("unexpected_list") or ()})
    return tuple(named[:EXCEPTION_LIMIT])


def _error(item: Any) -> str | None:
    """The text of an exception inside Great Expectations; it would otherwise look like a failed expectation."""
    information = item.exception_info or {}
    entries = [information] if "raised_exception" in information else list(information.values())
    messages = [str(entry.get("exception_message")) for entry in entries if entry.get("raised_exception")]
    return "; ".join(sorted(messages)) or None


def _write_data_docs(context: Any, target: Path) -> None:
    for site in list(context.get_site_names()):
        context.delete_data_docs_site(site)
    make_folder(target.parent)
    with private_folder(build_folder(target), "docs") as folder:
        fresh = folder / "new"
        context.add_data_docs_site(
            site_name="juesuan",
            site_config={
                "class_name": "SiteBuilder",
                "show_how_to_buttons": False,
                "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(fresh.resolve())},
                "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
            },
        )
        context.build_data_docs()
        if target.exists():
            os.replace(target, folder / "old")
        os.replace(fresh, target)
