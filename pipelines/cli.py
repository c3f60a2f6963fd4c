"""The command line: `juesuan load`, `report`, `review`, `explain`, `query`, `dashboard`, `export`, `changes`, `sources`, `nightly`, `retry`.

Exit codes: 0 everything was read (findings included), 1 a disclosure was rejected or could not be read, 2 bad usage.
Nothing heavy is imported before a command runs, so that `juesuan --help` answers at once.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipelines import commands_analyst, commands_nightly
from pipelines.command_help import Commands, examples
from pipelines.commands_sources import sources_app
from pipelines.store import DEFAULT_WAREHOUSE, StoreError, open_store
from pipelines.words import say

app = typer.Typer(
    name="juesuan",
    cls=Commands,
    help="Turns departmental final accounts (部门决算) into one warehouse and says which do not reconcile as published.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    # Plain help: drawing boxes around it would take half of the start.
    rich_markup_mode=None,
)
app.add_typer(sources_app, name="sources")

Warehouse = Annotated[Path, typer.Option("--warehouse", "-w", metavar="FILE", help="The DuckDB file readers open.")]


class Exit(IntEnum):
    """What the exit code of a command means."""

    OK = 0
    NOT_READ = 1
    USAGE = 2


@app.callback()
def _juesuan() -> None:
    """Turns departmental final accounts (部门决算) into one warehouse and says which do not reconcile as published."""


@app.command(
    epilog=examples(
        "juesuan load data/samples",
        "juesuan load 2024/ more/a.pdf --warehouse county.duckdb --jobs 4",
    )
)
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
    from pipelines.pool import DEADLINE_SECONDS, PoolError
    from pipelines.private import keep_temporary_files_private
    from pipelines.review import ReviewError

    keep_temporary_files_private()
    settings = Settings(jobs=jobs, deadline=deadline or DEADLINE_SECONDS)
    try:
        with presentation.progress() as progress:
            loaded = load_everything(paths, warehouse, settings, progress)
    except (StoreError, ReviewError) as error:
        presentation.complain(error)
        raise typer.Exit(Exit.USAGE) from error
    except PoolError as error:
        presentation.complain(error)
        raise typer.Exit(Exit.NOT_READ) from error
    except Blocked as error:
        presentation.complain(
            say(
                "Nothing was published; {file} is as it was. The build is not sound: {error}",
                file=warehouse,
                error=error,
            )
        )
        raise typer.Exit(Exit.NOT_READ) from error
    rejected = presentation.loaded(loaded, warehouse)
    if loaded.arrivals.missing:
        raise typer.Exit(Exit.USAGE)
    if rejected or loaded.arrivals.unopened:
        raise typer.Exit(Exit.NOT_READ)


@app.command(
    epilog=examples(
        "juesuan report data/samples/攸县医疗保障局2024年度部门决算.pdf",
        "juesuan report a38aa01a389d4944 --warehouse county.duckdb",
    )
)
def report(
    wanted: Annotated[str, typer.Argument(metavar="FILE_OR_ID", help="A disclosure, a report_id or a document name.")],
    warehouse: Warehouse = DEFAULT_WAREHOUSE,
) -> None:
    """Show what was read and what does not reconcile in one report. A file that was never loaded is read on the spot."""
    from pipelines import presentation
    from pipelines.one_report import UnknownReport, described
    from pipelines.report_page import print_report

    try:
        with described(wanted, warehouse) as descriptions:
            for description in descriptions:
                print_report(presentation.console(), description)
            statuses = [description.report["status"] for description in descriptions]
    except (UnknownReport, StoreError) as error:
        presentation.complain(error)
        raise typer.Exit(Exit.USAGE) from error
    if "rejected" in statuses:
        raise typer.Exit(Exit.NOT_READ)


@app.command(
    epilog=examples(
        "juesuan review 5e1d0c9a7b3f2468 --verdict confirmed --reason 与原件核对",
        "juesuan review 5e1d0c9a7b3f2468 --verdict corrected --amount 130000.00 --reason 表内为13.00万元 --reviewer LW",
        "juesuan review 5e1d0c9a7b3f2468 --verdict dismissed --reason 识读有误 --no-rebuild",
    )
)
def review(
    finding: Annotated[str, typer.Argument(metavar="FINDING_ID", help="A finding, as `juesuan report` names it.")],
    verdict: Annotated[str, typer.Option(metavar="VERDICT", help="confirmed, dismissed or corrected.")],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; kept with the verdict.")],
    amount: Annotated[str | None, typer.Option(metavar="YUAN", help="What the figure should be, in yuan.")] = None,
    figure: Annotated[
        str | None, typer.Option(metavar="FIGURE_ID", help="The figure the amount is for; else the suspect.")
    ] = None,
    reviewer: Annotated[str | None, typer.Option(metavar="INITIALS", help="Who looked.")] = None,
    rebuild: Annotated[bool, typer.Option(help="Build and publish at once; else the next load does.")] = True,
    warehouse: Warehouse = DEFAULT_WAREHOUSE,
) -> None:
    """Record a verdict on a finding in data/corrections/. Every build replays it."""
    from pipelines import presentation
    from pipelines.load import Blocked, Settings
    from pipelines.load import rebuild as build_again
    from pipelines.review import ReviewError, record_verdict
    from pipelines.store import open_store

    settings = Settings()
    try:
        written = record_verdict(warehouse, finding, verdict, reason, amount, figure, reviewer, settings.corrections)
        if rebuild:
            with presentation.working(say("Reconciling and publishing")):
                build_again(open_store(warehouse), settings)
    except (StoreError, ReviewError) as error:
        presentation.complain(error)
        raise typer.Exit(Exit.USAGE) from error
    except Blocked as error:
        presentation.complain(
            say("The verdict is recorded and nothing was published. The build is not sound: {error}", error=error)
        )
        raise typer.Exit(Exit.NOT_READ) from error
    presentation.reviewed(written, rebuild)


class Layout(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


@app.command(
    epilog=examples(
        "juesuan explain 0f21d00fe59f1917",
        "juesuan explain 0f21d00f --picture cell.png",
    )
)
def explain(
    figure_id: Annotated[str, typer.Argument(metavar="FIGURE_ID", help="A figure_id, or its first 8 or more digits.")],
    warehouse: Warehouse = DEFAULT_WAREHOUSE,
    picture: Annotated[
        Path | None, typer.Option("--picture", metavar="FILE.png", help="Where to write the page with the cell marked.")
    ] = None,
) -> None:
    """Show one figure's whole lineage: where it was printed, who read it, which identities it stands in."""
    from pipelines import presentation
    from pipelines.lineage import UnknownFigure, lineage
    from pipelines.lineage_page import print_lineage
    from pipelines.page_picture import NoPicture

    presentation.require(warehouse)
    try:
        print_lineage(presentation.console(), open_store(warehouse), lineage(warehouse, figure_id), picture)
    except (UnknownFigure, StoreError) as error:
        presentation.complain(error)
        raise typer.Exit(Exit.USAGE) from error
    except NoPicture as error:
        presentation.complain(error)
        raise typer.Exit(Exit.NOT_READ) from error


@app.command(
    epilog=examples(
        'juesuan query "FROM three_public_expenses"',
        "juesuan query sql/examples/25_reception_above_budget.sql",
        'juesuan query "FROM findings" --format csv > findings.csv',
    )
)
def query(
    text: Annotated[
        str,
        typer.Argument(
            metavar="SQL", help="A query, or a .sql file that holds one; other files and networks are out of its reach."
        ),
    ],
    warehouse: Warehouse = DEFAULT_WAREHOUSE,
    layout: Annotated[Layout, typer.Option("--format", help="How to write the answer.")] = Layout.TABLE,
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Rows at most; 100 in a table unless given.")
    ] = None,
) -> None:
    """Ask the warehouse a question in SQL, read-only."""
    from pipelines import presentation
    from pipelines.query import QueryError, as_csv, as_json, ask, query_text

    presentation.require(warehouse)
    try:
        answer = ask(warehouse, query_text(text), limit or (100 if layout is Layout.TABLE else None))
    except QueryError as error:
        presentation.complain(error)
        raise typer.Exit(Exit.USAGE) from error
    if layout is Layout.TABLE:
        presentation.answer(answer)
    else:
        typer.echo(as_csv(answer) if layout is Layout.CSV else as_json(answer), nl=layout is Layout.JSON)


@app.command(epilog=examples("juesuan dashboard", "juesuan dashboard --warehouse county.duckdb --port 8600"))
def dashboard(
    warehouse: Warehouse = DEFAULT_WAREHOUSE,
    address: Annotated[
        str, typer.Option("--address", help="Where to listen; this machine alone unless given.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8501,
) -> None:
    """Show the warehouse in a browser, read-only."""
    from pipelines import presentation
    from pipelines.dashboard import NoDashboard, serve

    presentation.require(warehouse)
    try:
        raise typer.Exit(serve(warehouse, address, port))
    except NoDashboard as error:
        presentation.complain(error)
        raise typer.Exit(Exit.USAGE) from error


app.command(
    epilog=examples(
        "juesuan export --out public",
        "juesuan export --out public --url https://data.example.org/accounts --license https://creativecommons.org/licenses/by/4.0/",
        "juesuan export --out tables --format parquet --format csv",
    )
)(commands_analyst.export)
app.command(
    epilog=examples(
        "juesuan changes",
        "juesuan changes old.duckdb data/warehouse/juesuan.duckdb --format csv > changes.csv",
    )
)(commands_analyst.changes)
app.command(epilog=examples("juesuan nightly", "juesuan nightly data/inbox --warehouse county.duckdb"))(
    commands_nightly.nightly
)
app.command(
    epilog=examples("juesuan retry --list", "juesuan retry", "juesuan retry 泸县医疗保障局2023年度部门决算.doc")
)(commands_nightly.retry)


def main() -> None:
    """The entry point of the command `juesuan`."""
    app()


if __name__ == "__main__":
    main()
