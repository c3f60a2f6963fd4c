"""What a person sees in the terminal. In: results. Out: text on the console; nothing is computed here."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from pipelines.ingest import Progress as Told
from pipelines.load import Loaded
from pipelines.query import Answer, as_cells
from pipelines.questions import Record, Summary, not_reconciled, opened, rejected_among, summary
from pipelines.review import Verdict

#: Width where the output is no terminal: lines of a log, never wrapped inside a number.
PLAIN_WIDTH = 120

#: Rows of a list before it is cut and says so.
LIST_LIMIT = 20

STATUS_STYLE = {"reconciled": "green", "flagged": "red", "unverified": "yellow", "rejected": "magenta"}
SEVERITY_STYLE = {"error": "red", "warning": "yellow", "info": "cyan"}
STATUSES = ("reconciled", "flagged", "unverified", "rejected")
OUTCOMES = ("pass", "rounding", "fail", "cannot_evaluate", "not_applicable")
SEVERITIES = ("error", "warning", "info")


def console(stderr: bool = False) -> Console:
    """The console; colours only on a terminal and never under NO_COLOR."""
    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, width=None if stream.isatty() else PLAIN_WIDTH, highlight=False, soft_wrap=True)


def complain(message: str) -> None:
    """An error the person can do something about, on standard error."""
    console(stderr=True).print(f"[bold red]Error:[/] {escape(message)}")


@contextmanager
def progress() -> Iterator[Told]:
    """A progress bar on a terminal, a line every tenth part elsewhere."""
    target = console(stderr=True)
    if not target.is_terminal:
        yield _plain_progress(target)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=target) as bar:
        task = bar.add_task("Reading disclosures", total=None)

        def told(done: int, total: int) -> None:
            description = "Reading disclosures" if done < total else "Reconciling and publishing"
            bar.update(task, completed=done, total=total, description=description)

        yield told


def _plain_progress(target: Console) -> Told:
    last = -1

    def told(done: int, total: int) -> None:
        nonlocal last
        tenth = 10 * done // total if total else 10
        if total and tenth != last:
            target.print(f"read {done} of {total} disclosures")
        last = tenth

    return told


def loaded(result: Loaded, warehouse: Path) -> int:
    """Prints what a load did. Out: how many of the disclosures it was given could not be read."""
    screen, errors = console(), console(stderr=True)
    for path in result.arrivals.missing:
        what = "is neither a file nor a folder" if path.exists() else "does not exist"
        errors.print(f"[bold red]Error:[/] {escape(str(path))} {what}; everything else was loaded.")
    for path, reason in result.arrivals.unopened:
        errors.print(f"[bold red]Error:[/] {escape(str(path))} cannot be opened: {escape(reason)}.")
    if result.file is None:
        screen.print("No disclosure was found, so nothing was published.")
        return 0
    with opened(result.file) as connection:
        rejected = rejected_among(connection, (item.sha256 for item in result.arrivals.disclosures))
        screen.print(_summary_table(summary(connection)))
        for row in rejected[:LIST_LIMIT]:
            reason = escape(row["reason"] or "no reason was given")
            screen.print(f"[magenta]rejected[/] {escape(row['document_name'])}: {reason}")
        _say_more(screen, len(rejected))
        flagged = not_reconciled(connection, "flagged", LIST_LIMIT)
        for row in flagged:
            screen.print(
                f"[red]flagged[/] {escape(row['document_name'])}: {row['finding_count']:,} {_plural(row['finding_count'], 'finding')}"
            )
    _expectations(screen, result)
    _news(screen, result, warehouse)
    _hint(screen, warehouse, flagged)
    return len(rejected)


def _say_more(screen: Console, count: int) -> None:
    if count > LIST_LIMIT:
        screen.print(f"… and {count - LIST_LIMIT} more (view problems).")


def _summary_table(found: Summary) -> Table:
    table = Table(title="Warehouse", title_justify="left", show_header=False)
    table.add_column()
    table.add_column()
    table.add_column(justify="right")
    table.add_row("reports", "all", f"{sum(found.reports.values()):,}")
    for status in STATUSES:
        style = STATUS_STYLE[status]
        table.add_row("", f"[{style}]{status}[/]", f"{found.reports.get(status, 0):,}")
    table.add_section()
    table.add_row("figures", "all", f"{found.figures:,}", end_section=True)
    for number, outcome in enumerate(OUTCOMES):
        table.add_row("" if number else "checks", outcome.replace("_", " "), f"{found.checks.get(outcome, 0):,}")
    table.add_section()
    for number, severity in enumerate(SEVERITIES):
        style = SEVERITY_STYLE[severity]
        table.add_row("" if number else "findings", f"[{style}]{severity}[/]", f"{found.findings.get(severity, 0):,}")
    return table


def _expectations(screen: Console, result: Loaded) -> None:
    if not result.expected:
        return
    failed = [item for item in result.expected if not item.passed]
    line = f"expectations: {len(result.expected) - len(failed)} of {len(result.expected)} hold"
    names = f"; not: {', '.join(item.name for item in failed)}" if failed else ""
    screen.print(f"{line}{escape(names)}. Data Docs: {escape(str(result.store.data_docs / 'index.html'))}")


def _news(screen: Console, result: Loaded, warehouse: Path) -> None:
    seen, new = len(result.arrivals.disclosures), len(result.read)
    what = "published" if result.published else "unchanged"
    screen.print(f"{seen:,} {_plural(seen, 'disclosure')}, {new:,} newly read; {escape(str(warehouse))} {what}.")


def _hint(screen: Console, warehouse: Path, flagged: list[Record]) -> None:
    option = "" if warehouse.as_posix() == "data/warehouse/juesuan.duckdb" else f" --warehouse {warehouse}"
    if flagged:
        screen.print(f"Next: juesuan report {flagged[0]['report_id']}{escape(option)}")
        screen.print("      shows what was read in that report and what does not reconcile.", style="dim")
    screen.print(f'{"     " if flagged else "Next:"} duckdb -readonly {escape(str(warehouse))} "FROM reports"')


def _plural(count: int, noun: str) -> str:
    return noun if count == 1 else f"{noun}s"


def exported(written: list[tuple[str, int]]) -> None:
    """Prints which views were written."""
    for view, count in written:
        console().print(f"{view}: {count:,} rows")


def reviewed(verdict: Verdict, rebuilt: bool) -> None:
    """Prints the verdict that was recorded and where it shows."""
    amount = "" if verdict.amount_yuan is None else f": figure {verdict.figure_id} is {yuan(verdict.amount_yuan)} yuan"
    console().print(f"{verdict.finding_id} {verdict.verdict}{amount} ({verdict.review_date}, {escape(verdict.reason)})")
    where = "The views findings and figures show it." if rebuilt else "The next load shows it in the views."
    console().print(where)


def yuan(amount: Decimal | None) -> str:
    """An amount in yuan with separators; a dash where there is none."""
    return "–" if amount is None else f"{amount:,.2f}"


def answer(found: Answer) -> None:
    """Prints the answer to a query as a table; numbers to the right."""
    screen = console()
    table = Table(show_lines=False)
    for position, column in enumerate(found.columns):
        is_number = any(isinstance(row[position], int | Decimal) for row in found.rows)
        table.add_column(escape(column), justify="right" if is_number else "left", overflow="fold")
    for cells in as_cells(found):
        table.add_row(*map(escape, cells))
    screen.print(table)
    more = " and more; --limit N shows them" if found.is_cut else ""
    screen.print(f"{len(found.rows):,} {_plural(len(found.rows), 'row')}{more}")
