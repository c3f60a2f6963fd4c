"""The command line: `juesuan load`, `juesuan report`, `juesuan export`.

Exit codes: 0 everything was read (findings included), 1 a disclosure was rejected or could not be read, 2 bad usage.
Nothing heavy is imported before a command runs, so that `juesuan --help` answers at once.
"""

from __future__ import annotations

from enum import IntEnum
from pathlib import Path
from typing import Annotated

import typer

from pipelines.store import DEFAULT_WAREHOUSE, StoreError

app = typer.Typer(
    name="juesuan",
    help="Turns departmental final accounts (部门决算) into one warehouse and says which do not add up.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Warehouse = Annotated[Path, typer.Option("--warehouse", "-w", metavar="FILE", help="The DuckDB file readers open.")]


class Exit(IntEnum):
    """What the exit code of a command means."""

    OK = 0
    NOT_READ = 1
    USAGE = 2


@app.callback()
def _juesuan() -> None:
    """Turns departmental final accounts (部门决算) into one warehouse and says which do not add up."""


@app.command()
def load(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Disclosures, or folders of them.")],
    warehouse: Warehouse = DEFAULT_WAREHOUSE,
    jobs: Annotated[int | None, typer.Option(min=1, metavar="N", help="Readers side by side; one a processor.")] = None,
    deadline: Annotated[
        float | None, typer.Option(min=1, metavar="SECONDS", help="Time one disclosure may take.")
    ] = None,
) -> None:
    """Read disclosures, reconcile them and publish the warehouse. Loading the same files again changes nothing."""
    from pipelines import presentation
    from pipelines.load import Blocked, Settings
    from pipelines.load import load as load_everything
    from pipelines.pool import DEADLINE_SECONDS

    settings = Settings(jobs=jobs, deadline=deadline or DEADLINE_SECONDS)
    try:
        with presentation.progress() as progress:
            loaded = load_everything(paths, warehouse, settings, progress)
    except StoreError as error:
        presentation.complain(str(error))
        raise typer.Exit(Exit.USAGE) from error
    except Blocked as error:
        presentation.complain(f"Nothing was published; {warehouse} is as it was. The build is not sound: {error}")
        raise typer.Exit(Exit.NOT_READ) from error
    rejected = presentation.loaded(loaded, warehouse)
    if loaded.arrivals.missing:
        raise typer.Exit(Exit.USAGE)
    if rejected or loaded.arrivals.unopened:
        raise typer.Exit(Exit.NOT_READ)


@app.command()
def report(
    wanted: Annotated[str, typer.Argument(metavar="FILE_OR_ID", help="A disclosure, a report_id or a document name.")],
    warehouse: Warehouse = DEFAULT_WAREHOUSE,
) -> None:
    """Show what was read and what does not reconcile in one report. A file that was never loaded is read on the spot."""
    from pipelines import presentation
    from pipelines.load import Settings
    from pipelines.one_report import UnknownReport, described

    try:
        with described(wanted, warehouse, Settings()) as descriptions:
            statuses = [presentation.report(description) for description in descriptions]
    except (UnknownReport, StoreError) as error:
        presentation.complain(str(error))
        raise typer.Exit(Exit.USAGE) from error
    if "rejected" in statuses:
        raise typer.Exit(Exit.NOT_READ)


@app.command()
def export(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder to write to.")],
    warehouse: Warehouse = DEFAULT_WAREHOUSE,
) -> None:
    """Write every view as CSV and as Parquet."""
    from pipelines import presentation
    from pipelines.export import export_views

    if not warehouse.exists():
        presentation.complain(f"{warehouse} does not exist; load something first: juesuan load PATH...")
        raise typer.Exit(Exit.USAGE)
    if out.exists() and not out.is_dir():
        presentation.complain(f"{out} is no folder.")
        raise typer.Exit(Exit.USAGE)
    presentation.exported(export_views(warehouse, out))


def main() -> None:
    """The entry point of the command `juesuan`."""
    app()


if __name__ == "__main__":
    main()
