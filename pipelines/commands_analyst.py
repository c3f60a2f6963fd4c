"""The commands that hand results on: `juesuan export` and `juesuan changes`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipelines.descriptions.publication import Format
from pipelines.store import DEFAULT_WAREHOUSE
from pipelines.words import say

Warehouse = Annotated[Path, typer.Option("--warehouse", "-w", metavar="FILE", help="The DuckDB file readers open.")]


class Layout(StrEnum):
    """How changes are written."""

    TEXT = "text"
    CSV = "csv"
    JSON = "json"


def export(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder to write to.")],
    kinds: Annotated[
        list[Format] | None,
        typer.Option("--format", help="Only this format; may be given several times. All unless given."),
    ] = None,
    url: Annotated[
        str,
        typer.Option("--url", metavar="URL", help="Where the folder will be published; goes into its descriptions."),
    ] = "",
    license_url: Annotated[
        str, typer.Option("--license", metavar="URL", help="Address of the licence you publish it under.")
    ] = "",
    warehouse: Warehouse = DEFAULT_WAREHOUSE,
) -> None:
    """Write every view as Parquet, CSV and XLSX, their descriptions, and a static report any web server can publish.

    Equal files give equal folders, byte for byte. The version of the published file stands in every description.
    """
    from pipelines import presentation
    from pipelines.export import export_views

    presentation.require(warehouse)
    if out.exists() and not out.is_dir():
        presentation.complain(say("{path} is no folder.", path=out))
        raise typer.Exit(2)
    formats = kinds or list(Format)
    try:
        with presentation.progress(say("Writing files"), say("wrote {done} of {total} files")) as told:
            written = export_views(warehouse, out, formats, url, license_url, told)
    except OSError as error:
        presentation.complain(say("The export cannot be written to {path}: {error}", path=out, error=error))
        raise typer.Exit(1) from error
    presentation.exported(written, out)


def changes(
    old: Annotated[
        Path | None, typer.Argument(metavar="[OLD]", help="A published file; the version before NEW unless given.")
    ] = None,
    new: Annotated[
        Path, typer.Argument(metavar="[NEW]", help="A later published file; the newest unless given.")
    ] = DEFAULT_WAREHOUSE,
    layout: Annotated[Layout, typer.Option("--format", help="How to write the changes.")] = Layout.TEXT,
) -> None:
    """Tell what changed between two published files: reports, findings, verdicts and figures.

    A finding that is no longer there is listed as withdrawn.
    """
    import sys

    from pipelines import presentation
    from pipelines.changes import ChangesError, compared, summary, version_before, write_csv, write_json
    from pipelines.changes import changes as every_change

    presentation.require(new)
    before = old or version_before(new)
    if before is None:
        presentation.complain(say("There is no version before {file}; name an older file.", file=new))
        raise typer.Exit(2)
    try:
        with presentation.working(say("Comparing")), compared(before, new) as connection:
            if layout is Layout.TEXT:
                presentation.changed(summary(connection, presentation.LIST_LIMIT), before, new)
            else:
                write = write_csv if layout is Layout.CSV else write_json
                write(every_change(connection), sys.stdout)
    except ChangesError as error:
        presentation.complain(error)
        raise typer.Exit(2) from error
