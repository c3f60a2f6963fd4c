"""What a person sees in the terminal. In: results. Out: text on the console; nothing is computed here."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from pipelines.query import Answer, as_cells
from pipelines.questions import Record, Summary, not_reconciled, opened, rejected_among, summary
from pipelines.recorded import about, retold, retold_all
from pipelines.spreadsheet import most_rows
from pipelines.words import aside, labelled, mark, message_of, said, say

if TYPE_CHECKING:
    from pipelines.changes import Summary as ChangeSummary
    from pipelines.descriptions.publication import Publication
    from pipelines.ingest import Progress as Told
    from pipelines.load import Loaded
    from pipelines.review import Verdict

#: Width where the output is no terminal: lines of a log, never wrapped inside a number.
PLAIN_WIDTH = 120

#: Width of a table that goes into a pipe or a file, where nothing has to fold.
UNBOUNDED_WIDTH = 100_000

#: Rows of a list before it is cut and says so.
LIST_LIMIT = 20

STATUS_STYLE = {"reconciled": "green", "flagged": "red", "unverified": "yellow", "rejected": "magenta"}
SEVERITY_STYLE = {"error": "red", "warning": "yellow", "info": "cyan"}
#: Whose a finding is taken to be → how it is said.
BLAME = {
    "publisher": "as published",
    "extraction": "probably misread by us",
    "undetermined": "published or misread, not decided",
}
STATUSES = ("reconciled", "flagged", "unverified", "rejected")
OUTCOMES = ("pass", "rounding", "fail", "cannot_evaluate", "not_applicable")
SEVERITIES = ("error", "warning", "info")


def console(stderr: bool = False) -> Console:
    """The console; colours only on a terminal and never under NO_COLOR."""
    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, width=None if stream.isatty() else PLAIN_WIDTH, highlight=False, soft_wrap=True)


def complain(message: str | Exception) -> None:
    """An error the person can do something about, on standard error."""
    text = said(message) if isinstance(message, Exception) else message
    label = say("Error:")
    console(stderr=True).print(f"[bold red]{label}[/]{labelled(label, escape(text)).removeprefix(label)}")


def require(warehouse: Path) -> None:
    """Ends the command where there is nothing to read yet, and says what to do."""
    if not warehouse.exists():
        import typer

        complain(say("{file} does not exist; load something first: juesuan load PATH...", file=warehouse))
        raise typer.Exit(2)


@contextmanager
def working(doing: str) -> Iterator[None]:
    """A sign of life on a terminal while something goes on that cannot be counted; nothing elsewhere."""
    target = console(stderr=True)
    if not target.is_terminal:
        yield
        return
    with target.status(f"{escape(doing)} …"):
        yield


@contextmanager
def progress(doing: str | None = None, counted: str | None = None, ending: str | None = None) -> Iterator[Told]:
    """A progress bar on a terminal, a line every tenth part elsewhere.

    `doing` stands before the bar, `ending` when everything was counted; `counted` is the line, with `{done}` and
    `{total}`. Without them disclosures are read.
    """
    ending = ending or doing or say("Reconciling and publishing")
    doing = doing or say("Reading disclosures")
    counted = counted or say("read {done} of {total} disclosures")
    target = console(stderr=True)
    if not target.is_terminal:
        yield _plain_progress(target, counted)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=target) as bar:
        task = bar.add_task(doing, total=None)

        def told(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, description=doing if done < total else ending)

        yield told


def _plain_progress(target: Console, counted: str) -> Told:
    last = -1

    def told(done: int, total: int) -> None:
        nonlocal last
        tenth = 10 * done // total if total else 10
        if total and tenth != last:
            target.print(counted.format(done=done, total=total), markup=False)
        last = tenth

    return told


def loaded(result: Loaded, warehouse: Path) -> int:
    """Prints what a load did. Out: how many of the disclosures it was given could not be read."""
    screen = console()
    for path in result.arrivals.missing:
        if path.exists():
            complain(say("{path} is neither a file nor a folder; everything else was loaded.", path=path))
        else:
            complain(say("{path} does not exist; everything else was loaded.", path=path))
    for path, reason in result.arrivals.unopened:
        complain(say("{path} cannot be opened: {reason}.", path=path, reason=retold(reason)))
    if result.file is None:
        screen.print(say("No disclosure was found, so nothing was published."))
        return 0
    with opened(result.file) as connection:
        rejected = rejected_among(connection, (item.sha256 for item in result.arrivals.disclosures))
        screen.print(_summary_table(summary(connection)))
        for row in rejected[:LIST_LIMIT]:
            reason = escape(
                retold_all([about(row["document_name"], reason) for reason in row["reasons"]])
                or say("no reason was given")
            )
            screen.print(f"[magenta]{say('rejected')}[/] {escape(row['document_name'])}{mark(': ')}{reason}")
        _say_more(screen, len(rejected))
        flagged = not_reconciled(connection, "flagged", LIST_LIMIT)
        for row in flagged:
            count = row["finding_count"]
            findings = say("1 finding") if count == 1 else say("{count} findings", count=f"{count:,}")
            screen.print(f"[red]{say('flagged')}[/] {escape(row['document_name'])}{mark(': ')}{findings}")
    _expectations(screen, result)
    _news(screen, result, warehouse)
    _hint(screen, warehouse, flagged)
    return len(rejected)


def _say_more(screen: Console, count: int) -> None:
    if count > LIST_LIMIT:
        screen.print(say("… and {count} more (view problems).", count=count - LIST_LIMIT))


def _summary_table(found: Summary) -> Table:
    table = Table(title=say("Warehouse"), title_justify="left", show_header=False)
    table.add_column()
    table.add_column()
    table.add_column(justify="right")
    table.add_row(say("reports"), say("all"), f"{sum(found.reports.values()):,}")
    for status in STATUSES:
        style = STATUS_STYLE[status]
        table.add_row("", f"[{style}]{say(status)}[/]", f"{found.reports.get(status, 0):,}")
    table.add_section()
    table.add_row(say("figures"), say("all"), f"{found.figures:,}", end_section=True)
    for number, outcome in enumerate(OUTCOMES):
        table.add_row(
            "" if number else say("checks"), say(outcome.replace("_", " ")), f"{found.checks.get(outcome, 0):,}"
        )
    table.add_section()
    for number, severity in enumerate(SEVERITIES):
        style = SEVERITY_STYLE[severity]
        table.add_row(
            "" if number else say("findings"), f"[{style}]{say(severity)}[/]", f"{found.findings.get(severity, 0):,}"
        )
    return table


def _expectations(screen: Console, result: Loaded) -> None:
    if not result.expected:
        return
    failed = [item for item in result.expected if not item.passed]
    line = say("expectations: {held} of {all} hold", held=len(result.expected) - len(failed), all=len(result.expected))
    names = aside(labelled(say("not:"), mark(", ").join(item.name for item in failed))) if failed else ""
    docs = f"Data Docs{mark(': ')}{result.store.data_docs / 'index.html'}"
    screen.print(f"{line}{escape(names)}{mark('. ')}{escape(docs)}")


def _news(screen: Console, result: Loaded, warehouse: Path) -> None:
    seen = len(result.arrivals.disclosures)
    disclosures = say("1 disclosure") if seen == 1 else say("{count} disclosures", count=f"{seen:,}")
    read = say("{count} newly read", count=f"{len(result.read):,}")
    what = say("{file} published", file=warehouse) if result.published else say("{file} unchanged", file=warehouse)
    screen.print(f"{disclosures}{mark(', ')}{read}{mark('; ')}{what}{mark('. ').rstrip()}", markup=False)


def _hint(screen: Console, warehouse: Path, flagged: list[Record]) -> None:
    option = "" if warehouse.as_posix() == "data/warehouse/juesuan.duckdb" else f" --warehouse {warehouse}"
    if flagged:
        screen.print(f"{say('Next:')} juesuan report {flagged[0]['report_id']}{option}", markup=False)
        screen.print(f"      {say('shows what was read in that report and what does not reconcile.')}", style="dim")
    screen.print(f'{"     " if flagged else say("Next:")} duckdb -readonly {warehouse} "FROM reports"', markup=False)


def exported(written: Publication, out: Path) -> None:
    """Prints what an export holds."""
    screen = console()
    for view in written.views:
        screen.print(say("{view}: {count} rows", view=view.name, count=f"{view.rows:,}"), markup=False)
    for view in written.views:
        if view.rows > most_rows() and any(file.view == view.name and file.format == "xlsx" for file in written.files):
            screen.print(say("{view} is too long for a workbook; take the CSV or the Parquet file.", view=view.name))
    screen.print(say("{out} holds version {version}.", out=out, version=written.version), markup=False)


#: Kind of change → how it is told.
_CHANGES = {
    "report_new": "New reports", "report_superseded": "Superseded reports", "report_gone": "Reports no longer there",
    "report_status": "Reports with another status", "finding_new": "New: does not reconcile as published",
    "finding_withdrawn": "Withdrawn findings", "verdict": "Verdicts", "figure_changed": "Changed figures",
    "figure_new": "Figures newly read", "figure_gone": "Figures no longer read",
}  # fmt: skip


def changed(found: ChangeSummary, old: Path, new: Path) -> None:
    """Prints counts of changes and the first of each kind."""
    screen = console()
    screen.print(say("From {old} to {new}:", old=old, new=new.resolve()), markup=False)
    if not any(found.counts.values()):
        screen.print(say("Nothing has changed."))
    for kind, count in found.counts.items():
        if not count:
            continue
        screen.print(f"\n[bold]{say(_CHANGES[kind])}{aside(f'{count:,}')}[/]")
        for change in (one for one in found.first if one["change"] == kind):
            _print_change(screen, change)
        if count > LIST_LIMIT:
            screen.print(say("… and {count} more; --format csv lists all.", count=f"{count - LIST_LIMIT:,}"))


def _print_change(screen: Console, change: dict[str, Any]) -> None:
    who = " ".join(str(change[name]) for name in ("department_name", "fiscal_year") if change[name] is not None)
    values = " → ".join(str(change[name]) for name in ("before", "after") if change[name] is not None)
    message = message_of(change)
    parts = (who or change["document_name"], change["place"], change["rule_id"], values, change["subject_id"])
    screen.print(f"- {' · '.join(str(part) for part in parts if part)}", markup=False)
    if message:
        screen.print(f"  {message}", style="dim", markup=False)


def reviewed(verdict: Verdict, rebuilt: bool) -> None:
    """Prints the verdict that was recorded and where it shows."""
    amount = ""
    if verdict.amount_yuan is not None:
        amount = mark(": ") + say(
            "figure {figure} is {amount} yuan", figure=verdict.figure_id, amount=yuan(verdict.amount_yuan)
        )
    given = aside(f"{verdict.review_date}{mark(', ')}{verdict.reason}")
    text = f"{verdict.finding_id} {say(verdict.verdict)}{amount}{given}"
    console().print(text, markup=False)
    shows = say("The views findings and figures show it.") if rebuilt else say("The next load shows it in the views.")
    console().print(shows)


def yuan(amount: Decimal | None) -> str:
    """An amount in yuan with separators; a dash where there is none."""
    return "–" if amount is None else f"{amount:,.2f}"


def answer(found: Answer) -> None:
    """Prints the answer to a query as a table; numbers to the right. Into a pipe it is as wide as it must be."""
    screen = console()
    if not screen.is_terminal:
        screen.width = UNBOUNDED_WIDTH
    table = Table(show_lines=False)
    for position, column in enumerate(found.columns):
        is_number = any(isinstance(row[position], int | Decimal) for row in found.rows)
        table.add_column(escape(column), justify="right" if is_number else "left", overflow="fold")
    for cells in as_cells(found):
        table.add_row(*map(escape, cells))
    screen.print(table)
    rows = say("1 row") if len(found.rows) == 1 else say("{count} rows", count=f"{len(found.rows):,}")
    screen.print(rows + (say(" and more; --limit N shows them") if found.is_cut else ""))
