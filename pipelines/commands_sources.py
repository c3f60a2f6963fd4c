"""The commands `juesuan sources check` and `juesuan sources fetch`.

Exit codes: 0 everything could be had, 1 something could not, 2 bad usage or a source that is not written as it must be.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.store import DEFAULT_WAREHOUSE, StoreError

if TYPE_CHECKING:
    from rich.console import Console

    from pipelines.sources.collect import Outcome
    from pipelines.sources.definition import AnySource
    from pipelines.sources.trial import Trial

DEFAULT_SOURCES = Path("data/sources")

#: Lines of a list before it is cut and says so.
MOST_LINES = 20

sources_app = typer.Typer(
    no_args_is_help=True, help="Where disclosures come from: try the sources, or fetch from them."
)

_Folder = Annotated[Path, typer.Option("--sources", metavar="DIR", help="Folder of source files (*.toml, *.csv).")]
_Warehouse = Annotated[Path, typer.Option("--warehouse", "-w", metavar="FILE", help="The DuckDB file readers open.")]
_Name = Annotated[str | None, typer.Argument(metavar="NAME", help="One source; all where none is named.")]


def _usage(message: str) -> typer.Exit:
    from pipelines.presentation import complain

    complain(message)
    return typer.Exit(2)


def _chosen(folder: Path, name: str | None) -> list[AnySource]:
    """The sources asked for. A source named is tried even if it is not enabled."""
    from pipelines.sources.definition import SourceError, load_sources

    try:
        sources = load_sources(folder)
    except SourceError as error:
        raise _usage(str(error)) from error
    if name is None:
        return [source for source in sources if source.enabled]
    named = [source for source in sources if source.name == name]
    if not named:
        known = ", ".join(source.name for source in sources) or "none"
        raise _usage(f"There is no source {name} in {folder}; there are: {known}.")
    return named


@sources_app.command()
def check(
    name: _Name = None,
    folder: _Folder = DEFAULT_SOURCES,
    limit: Annotated[
        int, typer.Option(min=1, metavar="N", help="Disclosures to look for at each source.")
    ] = MOST_LINES,
) -> None:
    """Try sources without storing anything, and print what they would give."""
    from pipelines.fetching.fetcher import Fetcher
    from pipelines.presentation import console
    from pipelines.sources.trial import try_source
    from pipelines.store import Store

    fetcher = Fetcher()
    screen = console()
    failed = False
    for source in _chosen(folder, name):
        trial = try_source(source, Store(DEFAULT_WAREHOUSE), fetcher, limit)
        _print_trial(screen, trial)
        failed = failed or bool(trial.problems)
    fetcher.close()
    if failed:
        raise typer.Exit(1)


@sources_app.command()
def fetch(name: _Name = None, folder: _Folder = DEFAULT_SOURCES, warehouse: _Warehouse = DEFAULT_WAREHOUSE) -> None:
    """Fetch what is new at the sources into the archive of the warehouse; reading comes later."""
    import msgspec

    from pipelines.presentation import console
    from pipelines.sources.collect import collect_sources
    from pipelines.store import open_store

    sources = [msgspec.structs.replace(source, enabled=True) for source in _chosen(folder, name)]
    try:
        collected = collect_sources(sources, open_store(warehouse))
    except StoreError as error:
        raise _usage(str(error)) from error
    except OSError as error:
        from pipelines.presentation import complain

        complain(f"The archive of {warehouse} cannot be written: {error}. What was fetched before is kept.")
        raise typer.Exit(1) from error
    screen = console()
    for outcome in collected.outcomes:
        _print_outcome(screen, outcome)
    screen.print(f"{len(collected.disclosures)} disclosures are in the archive of {warehouse}", markup=False)
    if any(outcome.failed for outcome in collected.outcomes):
        raise typer.Exit(1)


def _print_trial(screen: Console, trial: Trial) -> None:
    more = " or more" if trial.more else ""
    screen.print(f"{trial.source}: {len(trial.found)}{more} disclosures", markup=False)
    for address, name in trial.found:
        screen.print(f"  {address}" + (f"  {name}" if name else ""), markup=False)
    _print_lines(screen, "note", trial.notes)
    _print_lines(screen, "problem", trial.problems)


def _print_outcome(screen: Console, outcome: Outcome) -> None:
    counts = (
        f"{outcome.new} new, {outcome.changed} changed, {outcome.unchanged} unchanged, {len(outcome.failed)} failed"
    )
    screen.print(f"{outcome.source}: {outcome.seen} seen, {counts}", markup=False)
    _print_lines(screen, "note", outcome.notes)
    _print_lines(screen, "failed", [f"{failure.address}: {failure.reason}" for failure in outcome.failed])


def _print_lines(screen: Console, word: str, lines: list[str]) -> None:
    for line in lines[:MOST_LINES]:
        screen.print(f"  {word}: {line}", markup=False)
    if len(lines) > MOST_LINES:
        screen.print(f"  … and {len(lines) - MOST_LINES} more", markup=False)
