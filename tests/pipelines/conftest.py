"""Fixtures of the pipeline tests: a warehouse of fake disclosures."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.load import Loaded, Settings, load
from schemas.records import Report
from tests.pipelines import fakes
from tests.pipelines.published import SETTINGS, Load


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    """The file readers open; nothing is published yet."""
    return tmp_path / "out" / "test.duckdb"


@pytest.fixture
def load_fakes(tmp_path: Path, warehouse: Path) -> Load:
    """Loads fake disclosures given as name → content into the warehouse."""

    def run(disclosures: dict[str, Report | bytes], settings: Settings = SETTINGS) -> Loaded:
        folder = tmp_path / "in"
        paths = [fakes.disclose(folder, name, content) for name, content in disclosures.items()]
        return load(paths, warehouse, settings)

    return run
