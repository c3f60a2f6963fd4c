"""What an export is, for those who describe it: its version, its views, its files."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipelines.view_columns import View


class Format(StrEnum):
    """What an export can hold."""

    PARQUET = "parquet"
    CSV = "csv"
    XLSX = "xlsx"
    HTML = "html"


#: Formats that hold a view, one file each.
MEDIA_TYPES = {
    Format.PARQUET: "application/vnd.apache.parquet",
    Format.CSV: "text/csv",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Written:
    """A file of the export: the view it holds, how, its name, size and sha256."""

    view: str
    format: Format
    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Publication:
    """What the descriptions say of an export as a whole."""

    version: str
    """That of the published file."""
    day: str
    """The day the last disclosure arrived, YYYY-MM-DD; empty in a file without any."""
    years: tuple[int, int] | None
    """The first and the last fiscal year."""
    url: str
    """Where the folder will be published; empty where that is not known."""
    license: str
    """Address of the licence whoever publishes gives; empty where none was named."""
    views: tuple[View, ...]
    files: tuple[Written, ...]
