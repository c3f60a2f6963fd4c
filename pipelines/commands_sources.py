"""The commands `juesuan sources check` and `juesuan sources fetch`.

Exit codes: 0 everything could be had, 1 something could not, 2 bad usage or a source that is not written as it must be.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.command_help import Commands, examples
from pipelines.recorded import retold
from pipelines.store import DEFAULT_WAREHOUSE, StoreError
from pipelines.words import mark, say

if TYPE_CHECKING:
    from rich.console import Console

    from pipelines.sources.collect import Outcome
    from pipelines.sources.definition import AnySource
    from pipelines.sources.trial import Trial

DEFAULT_SOURCES = Path("data/sources")

#: Lines of a list before it is cut and says so.
MOST_LINES = 20

sources_app = typer.Typer(
    no_args_is_help=True,
    help="Where disclosures come from: try the sources, or fetch from them.",
    rich_markup_mode=None,
    cls=Commands,
)

_Folder = Annotated[Path, typer.Option("--sources", metavar="DIR", help="Folder of source files (*.toml, *.csv).")]
_Warehouse = Annotated[Path, typer.Option("--warehouse", "-w", metavar="FILE", help="The DuckDB file readers open.")]
_Name = Annotated[str | None, typer.Argument(metavar="NAME", help="One source; all where none is named.")]


def _usage(message: str | Exception) -> typer.Exit:
    from pipelines.presentation import complain

    complain(message)
    return typer.Exit(2)


def _chosen(folder: Path, name: str | None) -> list[AnySource]:
    """The sources asked for. A source named is tried even if it is not enabled."""
    from pipelines.sources.definition import SourceError, load_sources

    try:
        sources = load_sources(folder)
    except SourceError as error:
        raise _usage(error) from error
    if name is None:
        return [source for source in sources if source.enabled]
    named = [source for source in sources if source.name == name]
    if not named:
        known = mark(", ").join(source.name for source in sources) or say("none")
        raise _usage(
            say("There is no source {name} in {folder}; there are: {known}.", name=name, folder=folder, known=known)
        )
    return named


@sources_app.command(epilog=examples("juesuan sources check", "juesuan sources check inbox --limit 5"))
def check(
    name: _Name = None,
    folder: _Folder = DEFAULT_SOURCES,
    limit: Annotated[
        int, typer.Option(min=1, metavar="N", help="Disclosures to look for at each source.")
    ] = MOST_LINES,
) -> None:
    """Try sources without storing anything, and print what they would give."""
    from pipelines.fetching.fetcher import Fetcher
    from pipelines.presentation import console, working
    from pipelines.sources.trial import try_source
    from pipelines.store import Store

    fetcher = Fetcher()
    screen = console()
    failed = False
    for source in _chosen(folder, name):
        with working(say("Asking {source}", source=source.name)):
            trial = try_source(source, Store(DEFAULT_WAREHOUSE), fetcher, limit)
        _print_trial(screen, trial)
        failed = failed or bool(trial.problems)
    fetcher.close()
    if failed:
        raise typer.Exit(1)


@sources_app.command(epilog=examples("juesuan sources fetch", "juesuan sources fetch inbox --warehouse county.duckdb"))
def fetch(name: _Name = None, folder: _Folder = DEFAULT_SOURCES, warehouse: _Warehouse = DEFAULT_WAREHOUSE) -> None:
    """Fetch what is new at the sources into the archive of the warehouse; reading comes later."""
    import msgspec

    from pipelines.presentation import console, working
    from pipelines.sources.collect import collect_sources
    from pipelines.store import open_store

    sources = [msgspec.structs.replace(source, enabled=True) for source in _chosen(folder, name)]
    try:
        with working(say("Fetching")):
            collected = collect_sources(sources, open_store(warehouse))
    except StoreError as error:
        raise _usage(error) from error
    except OSError as error:
        from pipelines.presentation import complain

        complain(
            say(
                "The archive of {file} cannot be written: {error}. What was fetched before is kept.",
                file=warehouse,
                error=error,
            )
        )
        raise typer.Exit(1) from error
    screen = console()
    for outcome in collected.outcomes:
        _print_outcome(screen, outcome)
    count = len(collected.disclosures)
    screen.print(say("{count} disclosures are in the archive of {file}", count=count, file=warehouse), markup=False)
    if any(outcome.failed for outcome in collected.outcomes):
        raise typer.Exit(1)


def _print_trial(screen: Console, trial: Trial) -> None:
    count = say("{count} or more disclosures" if trial.more else "{count} disclosures", count=len(trial.found))
    screen.print(f"{trial.source}{mark(': ')}{count}", markup=False)
    for address, name in trial.found:
        screen.print(f"  {address}" + (f"  {name}" if name else ""), markup=False)
    _print_lines(screen, say("note"), trial.notes)
    _print_lines(screen, say("problem"), trial.problems)


def _print_outcome(screen: Console, outcome: Outcome) -> None:
    screen.print(
        say(
            "{source}: {seen} seen, {new} new, {changed} changed, {unchanged} unchanged, {failed} failed",
            source=outcome.source, seen=outcome.seen, new=outcome.new, changed=outcome.changed,
            unchanged=outcome.unchanged, failed=len(outcome.failed),
        ),
        markup=False,
    )  # fmt: skip
    _print_lines(screen, say("note"), outcome.notes)
    _print_lines(
        screen, say("failed"), [f"{failure.address}{mark(': ')}{retold(failure.reason)}" for failure in outcome.failed]
    )


def _print_lines(screen: Console, word: str, lines: list[str]) -> None:
    for line in lines[:MOST_LINES]:
        screen.print(f"  {word}{mark(': ')}{retold(line)}", markup=False)
    if len(lines) > MOST_LINES:
        screen.print("  " + say("… and {count} more", count=len(lines) - MOST_LINES), markup=False)
