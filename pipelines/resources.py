"""What every asset and sensor is configured with."""

from pathlib import Path

import dagster as dg
from pydantic import Field

from pipelines import load, nightly
from pipelines.store import DEFAULT_WAREHOUSE, Store, open_store


class Juesuan(dg.ConfigurableResource[None]):
    """Where disclosures come from, which warehouse to fill, with how many readers side by side (0: one a processor),
    and how long scans may take a night (none: no limit)."""

    sources: str = nightly.SOURCES.as_posix()
    folders: list[str] = Field(default=[])
    warehouse: str = DEFAULT_WAREHOUSE.as_posix()
    expected_units: str = "data/register.csv"
    webhook: str = ""
    jobs: int = 0
    scan_minutes: float | None = None
    settle: float = nightly.SETTLE_SECONDS

    def store(self) -> Store:
        """The store of the warehouse."""
        return open_store(Path(self.warehouse))

    def settings(self) -> load.Settings:
        """How to read and judge."""
        seconds = None if self.scan_minutes is None else self.scan_minutes * 60
        return load.Settings(jobs=self.jobs or None, scan_seconds=seconds)

    def plan(self) -> nightly.Plan:
        """What a night works on."""
        return nightly.Plan(
            sources=Path(self.sources) if self.sources else None,
            inbox=tuple(Path(folder) for folder in self.folders),
            settle=self.settle,
            register=Path(self.expected_units),
            webhook=self.webhook or None,
        )
