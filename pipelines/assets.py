"""The flow as Dagster assets: `disclosures → reports → warehouse → published`.

Each asset calls one step of `pipelines.load`, the same functions the command line runs. What passes between assets is
small (names and paths); the data stay in the store of the warehouse.
"""

from dataclasses import dataclass
from pathlib import Path

import dagster as dg
from pydantic import Field

from pipelines import load
from pipelines.ingest import Disclosure
from pipelines.publish import is_published, published_file
from pipelines.questions import opened, summary
from pipelines.store import DEFAULT_WAREHOUSE, Store, open_store

GROUP = "final_accounts"


class Juesuan(dg.ConfigurableResource[None]):
    """What to load, into which warehouse, with how many readers side by side (0: one a processor)."""

    paths: list[str] = Field(default=["data/samples"])
    warehouse: str = DEFAULT_WAREHOUSE.as_posix()
    jobs: int = 0

    def store(self) -> Store:
        """The store of the warehouse."""
        return open_store(Path(self.warehouse))

    def settings(self) -> load.Settings:
        """How to read and judge."""
        return load.Settings(jobs=self.jobs or None)


@dataclass(frozen=True)
class Build:
    """A finished build: its file, its version, and whether readers see it already."""

    star: str
    version: str
    is_published: bool


@dg.asset(group_name=GROUP, kinds={"python"})
def disclosures(context: dg.AssetExecutionContext, juesuan: Juesuan) -> list[Disclosure]:
    """Every file under the configured paths, its bytes archived by sha256."""
    arrivals = load.collect([Path(path) for path in juesuan.paths], juesuan.store())
    for path in arrivals.missing:
        context.log.warning("%s does not exist", path)
    for path, reason in arrivals.unopened:
        context.log.warning("%s cannot be opened: %s", path, reason)
    context.add_output_metadata(
        {
            "disclosures": len(arrivals.disclosures),
            "missing": [str(path) for path in arrivals.missing],
            "unopened": [str(path) for path, _ in arrivals.unopened],
        }
    )
    return arrivals.disclosures


@dg.asset(group_name=GROUP, kinds={"parquet", "polars"})
def reports(context: dg.AssetExecutionContext, juesuan: Juesuan, disclosures: list[Disclosure]) -> int:
    """What was read from the disclosures, as Parquet by arrival day: the truth. Out: how many were newly read."""
    newly_read = load.read(disclosures, juesuan.store(), juesuan.settings())
    context.add_output_metadata({"newly_read": len(newly_read), "lake": str(juesuan.store().lake)})
    return len(newly_read)


@dg.asset(group_name=GROUP, kinds={"duckdb"}, deps=[reports])
def warehouse(context: dg.AssetExecutionContext, juesuan: Juesuan) -> Build:
    """The star, built and reconciled in private. An unchanged lake gives the file that is published already."""
    store, settings = juesuan.store(), juesuan.settings()
    with store.locked():
        version = load.current_version(store, settings)
        if version is None:
            raise dg.Failure("No disclosure was found, so there is nothing to build.")
        known = published_file(store) if is_published(store, version) else None
        star = known or load.build(store, version, settings)
    with opened(star) as connection:
        found = summary(connection)
    context.add_output_metadata(
        {
            "version": version,
            "reports": sum(found.reports.values()),
            "figures": found.figures,
            **{f"reports {status}": count for status, count in found.reports.items()},
            **{f"checks {outcome}": count for outcome, count in found.checks.items()},
            **{f"findings {severity}": count for severity, count in found.findings.items()},
        }
    )
    return Build(str(star), version, known is not None)


@dg.asset(group_name=GROUP, kinds={"duckdb"})
def published(context: dg.AssetExecutionContext, juesuan: Juesuan, warehouse: Build) -> str:
    """The file readers open, replaced by one rename. Out: the version behind it."""
    store = juesuan.store()
    with store.locked():
        file = published_file(store) if warehouse.is_published else None
        if file is None:
            file = load.release(store, Path(warehouse.star), warehouse.version)
    context.add_output_metadata(
        {"file": str(store.warehouse), "behind_it": str(file), "changed": not warehouse.is_published}
    )
    return warehouse.version
