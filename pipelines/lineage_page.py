"""The lineage of a figure as a page in the terminal. In: a `Lineage`. Out: text, and the picture of its page as a file."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipelines.lineage import Lineage, figure_lines, figure_picture, witness_readings
from pipelines.presentation import SEVERITY_STYLE, yuan
from pipelines.questions import Record
from pipelines.store import Store, write_atomically

_MEANING = {
    "proven": "it stands in identities that hold with other rows or statements, and in none that fails",
    "witnessed": "an independent reader read the same",
    "single": "read once; no identity ties it to another figure",
    "conflict": "independent readers read different amounts",
    "corrected": "a person corrected it; what was printed is kept",
}


def print_lineage(screen: Console, store: Store, found: Lineage, picture: Path | None) -> None:
    """Prints everything known of the figure and writes the picture of its page, to `picture` where that is given."""
    figure = found.figure
    # In a sentence the unit stands behind the number; in a table it stands above all of them.
    unit = "" if figure["source"] == "narrative" else f" {figure['declared_unit']}"
    printed = f"[bold]{escape(str(figure['raw_text']))}[/]{escape(unit)}"
    screen.print(f"{printed} = {yuan(figure['amount_yuan'])} yuan")
    for label, value in _facts(figure):
        screen.print(f"  {label:<14}{escape(value)}")
    for reading in witness_readings(store, figure):
        verdict = "the same" if reading.agrees else "[red]something else[/]"
        screen.print(f"  {'witness':<14}{escape(reading.reader)} reads {escape(reading.raw_text)}: {verdict}")
    for other in found.other_prints:
        place = f"page {other['page']}" if other["line_number"] is None else f"line {other['line_number']}"
        screen.print(f"  {'printed again':<14}{escape(str(other['raw_text']))} in the {other['source']}, {place}")
    _print_place(screen, store, figure, picture)
    _print_checks(screen, found.checks)
    _print_findings(screen, found.findings)


def _facts(figure: Record) -> list[tuple[str, str]]:
    statement = figure["statement_title"] or figure["statement"]
    keys = " · ".join(
        str(figure[name]) for name in ("statement", "side", "line", "measure") if figure[name] is not None
    )
    place = f"page {figure['page']}" + (f", line {figure['line_number']}" if figure["line_number"] is not None else "")
    facts = [
        ("published by", f"{figure['department_name']} {figure['fiscal_year']} ({figure['report_status']})"),
        ("in", f"{figure['document_name']}, {place}"),
        ("statement", f"{statement} · {figure['line_label']} · {figure['measure_label'] or figure['measure']}"),
        ("keys", keys),
        ("read by", f"{figure['reader']}, extractor {figure['extractor_version']}, arrived {figure['arrived_at']}"),
        ("verification", f"{figure['verification']}: {_MEANING.get(figure['verification'], '')}"),
        ("figure_id", str(figure["figure_id"])),
        ("file sha256", str(figure["document_sha256"])),
    ]
    optional = (("mended", "repaired"), ("sentence", "sentence"), ("fetched from", "source_url"))
    return facts + [(label, str(figure[name])) for label, name in optional if figure[name]]


def _print_place(screen: Console, store: Store, figure: Record, picture: Path | None) -> None:
    png = figure_picture(store, figure)
    if png is not None:
        target = picture or Path(f"{figure['figure_id']}.png")
        write_atomically(target, png)
        screen.print(f"  {'page':<14}{escape(str(target))} shows it with the cell marked")
        return
    lines = figure_lines(store, figure)
    for number, text in lines:
        style = "bold" if number == figure["line_number"] else "dim"
        screen.print(f"  [{style}]{number:>6}  {escape(text[:200])}[/]")
    if not lines:
        screen.print(f"  {'page':<14}no picture: {escape(str(figure['media_type']))} has no pages to show")


def _print_checks(screen: Console, checks: list[Record]) -> None:
    if not checks:
        screen.print("It stands in no identity that could be evaluated.")
        return
    table = Table(title=f"Identities it stands in ({len(checks)})", title_justify="left")
    for column in ("outcome", "rule", "identity", "instance"):
        table.add_column(column, overflow="fold")
    for column in ("printed", "expected", "tolerance"):
        table.add_column(column, justify="right")
    for check in checks:
        table.add_row(
            check["outcome"], check["rule_id"], escape(str(check["identity"])), escape(str(check["instance"])),
            yuan(check["actual_yuan"]), yuan(check["expected_yuan"]), yuan(check["tolerance_yuan"]),
        )  # fmt: skip
    screen.print(table)


def _print_findings(screen: Console, findings: list[Record]) -> None:
    for finding in findings:
        role = "the suspect of" if finding["is_suspect"] else "involved in"
        style = SEVERITY_STYLE.get(finding["severity"], "")
        screen.print(
            f"It is {role} finding {finding['finding_id']} ([{style}]{finding['severity']}[/], {finding['blame']}):"
        )
        screen.print(f"  {escape(str(finding['message_zh']))}")
        screen.print(f"  {escape(str(finding['message_en']))}")
        if finding["is_suspect"] and finding["suggested_amount_yuan"] is not None:
            screen.print(f"  would add up with {yuan(finding['suggested_amount_yuan'])} yuan in its place")
