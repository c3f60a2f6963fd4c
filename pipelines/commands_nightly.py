"""The commands of the operator: `juesuan nightly` and `juesuan retry`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.recorded import about, retold
from pipelines.store import DEFAULT_WAREHOUSE, StoreError
from pipelines.words import aside, mark, say

Warehouse = Annotated[Path, typer.Option("--warehouse", "-w", metavar="FILE", help="The DuckDB file readers open.")]
Jobs = Annotated[int | None, typer.Option(min=1, metavar="N", help="Readers side by side; one a processor.")]


def nightly(
    folders: Annotated[
        list[Path] | None, typer.Argument(metavar="[FOLDER]...", help="Folders of disclosures besides the sources.")
    ] = None,
    sources: Annotated[
        Path, typer.Option(metavar="DIR", help="Where disclosures come from, one file a source.")
    ] = Path("data/sources"),
    warehouse: Warehouse = DEFAULT_WAREHOUSE,
    jobs: Jobs = None,
    scan_minutes: Annotated[
        float | None,
        typer.Option(min=0, metavar="N", help="Time for scans, which are read last; the rest waits for another night."),
    ] = None,
    reextract: Annotated[
        bool, typer.Option("--reextract", help="Read everything again that an older extractor version read.")
    ] = False,
    register: Annotated[
        Path, typer.Option(metavar="CSV", help="Units expected to publish; see docs/operations.md.")
    ] = Path("data/register.csv"),
    webhook: Annotated[
        str | None, typer.Option(envvar="JUESUAN_WEBHOOK", metavar="URL", help="Where to POST the report.")
    ] = None,
) -> None:
    """Collect, read, reconcile, publish and report, unattended. Run it again after whatever stopped it.

    Exit codes: 0 all is well, 1 published but something could not be had or read, 2 bad usage, 3 another night is
    running, 4 failed: nothing was published, the published file is as it was.
    """
    from pipelines import nightly as night
    from pipelines import presentation
    from pipelines.load import Settings
    from pipelines.night_report.overdue import RegisterError
    from pipelines.private import keep_temporary_files_private
    from pipelines.sources.definition import SourceError
    from pipelines.store import open_store

    keep_temporary_files_private()
    plan = night.Plan(sources, tuple(folders or ()), reextract=reextract, register=register, webhook=webhook)
    try:
        with presentation.progress() as progress:
            settings = Settings(jobs=jobs, scan_seconds=None if scan_minutes is None else scan_minutes * 60)
            ended = night.run_night(open_store(warehouse), plan, settings, progress)
    except (StoreError, SourceError, RegisterError) as error:
        presentation.complain(error)
        raise typer.Exit(night.Outcome.USAGE) from error
    except night.Busy as error:
        presentation.complain(error)
        raise typer.Exit(night.Outcome.BUSY) from error
    if ended.error:
        presentation.complain(
            say("{error} Nothing is lost; run it again. {file} is as it was.", error=ended.error, file=warehouse)
        )
    if ended.webhook_error:
        presentation.complain(ended.webhook_error)
    if ended.report is not None:
        presentation.console().print(ended.report.markdown, markup=False)
        presentation.console().print(say("Report: {file}", file=ended.report.folder / "report.html"), markup=False)
    raise typer.Exit(ended.outcome)


def retry(
    wanted: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME_OR_SHA256]...", help="What to read again; everything.")
    ] = None,
    warehouse: Warehouse = DEFAULT_WAREHOUSE,
    jobs: Jobs = None,
    only_list: Annotated[bool, typer.Option("--list", help="Only show what is in quarantine.")] = False,
) -> None:
    """Read again what could not be read, and publish. Exit code 1: something still cannot be read."""
    from pipelines import load, presentation
    from pipelines.ingest import Again
    from pipelines.nightly import Outcome
    from pipelines.pool import PoolError
    from pipelines.private import keep_temporary_files_private
    from pipelines.quarantine import chosen, quarantined
    from pipelines.store import open_store

    keep_temporary_files_private()
    screen = presentation.console()
    try:
        store = open_store(warehouse)
        items, unknown = chosen(quarantined(store), wanted or [])
        for text in unknown:
            presentation.complain(say("Nothing in quarantine is called {name}; see juesuan retry --list.", name=text))
        if not only_list and items:
            settings = load.Settings(jobs=jobs)
            with presentation.progress() as progress:
                tried = [item.disclosure() for item in items]
                load.read(tried, store, settings, progress, Again.QUARANTINED)
                load.rebuild(store, settings)
    except StoreError as error:
        presentation.complain(error)
        raise typer.Exit(Outcome.USAGE) from error
    except (PoolError, load.Blocked) as error:
        presentation.complain(error)
        raise typer.Exit(Outcome.FAILED) from error
    asked = {item.sha256 for item in items}
    still = [item for item in quarantined(store) if item.sha256 in asked]
    for item in still:
        screen.print(
            f"{item.sha256[:12]}  {item.name}{mark(': ')}{retold(about(item.name, item.failure.reason))}"
            + aside(
                say(
                    "{code}, tries: {tries}, last {moment}, extractor {version}",
                    code=item.failure.code,
                    tries=item.failure.tries,
                    moment=f"{item.last_tried_at:%Y-%m-%d %H:%M}",
                    version=item.extractor_version,
                )
            ),
            markup=False,
        )
    if only_list:
        screen.print(say("{count} in quarantine.", count=len(still)))
    else:
        screen.print(
            say(
                "{tried} tried again, {read} can be read now, {still} still cannot.",
                tried=len(items), read=len(items) - len(still), still=len(still),
            )
        )  # fmt: skip
    if unknown:
        raise typer.Exit(Outcome.USAGE)
    if still and not only_list:
        raise typer.Exit(Outcome.INCOMPLETE)
