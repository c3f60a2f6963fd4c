"""Helpers of the pipeline tests: the fake settings, and questions to a published file."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from pipelines.descriptions.publication import Format
from pipelines.export import export_views
from pipelines.load import Loaded, Settings
from pipelines.questions import Record, opened, rows
from tests.pipelines import fakes

#: Reads and judges with the stand-ins of `fakes`, without Great Expectations.
SETTINGS = Settings(
    jobs=1, extract=fakes.extract, version=fakes.VERSION, reconcile=fakes.reconcile, deadline=20, expectations=False
)

Load = Callable[..., Loaded]


def query(file: Path, text: str, *parameters: object) -> list[Record]:
    """Rows of a published file."""
    with opened(file) as connection:
        return rows(connection, text, list(parameters))


def exported(file: Path, folder: Path) -> dict[str, str]:
    """The views of a published file as CSV text. The moment of arrival, the one thing that may differ, is taken out."""
    export_views(file, folder, [Format.CSV])
    moment = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?")
    return {path.name: moment.sub("…", path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.csv"))}
