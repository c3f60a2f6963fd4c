"""The lineage of a figure as a page in the terminal. In: a `Lineage`. Out: text, and the picture of its page as a file."""

from __future__ import annotations

from pathlib import Path

from rich.cells import set_cell_size
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipelines.lineage import Lineage, figure_lines, figure_picture, witness_readings
from pipelines.presentation import BLAME, SEVERITY_STYLE, yuan
from pipelines.questions import Record
from pipelines.recorded import key_retold, retold
from pipelines.store import Store, write_atomically
from pipelines.words import aside, labelled, language, mark, message_of, say

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
    screen.print(f"{printed} = {yuan(figure['amount_yuan'])} {say('yuan')}")
    for label, value in _facts(figure):
        _fact(screen, label, value)
    for reading in witness_readings(store, figure):
        same = say("the same") if reading.agrees else say("something else")
        _fact(
            screen,
            say("witness"),
            labelled(say("{reader} reads {text}:", reader=reading.reader, text=reading.raw_text), same),
        )
    for other in found.other_prints:
        source = say("text") if other["source"] == "narrative" else say("table")
        _fact(screen, say("printed again"), f"{other['raw_text']}{aside(source + mark(', ') + _printed_at(other))}")
    _print_place(screen, store, figure, picture)
    _print_checks(screen, found.checks)
    _print_findings(screen, found.findings)


def _fact(screen: Console, label: str, value: str) -> None:
    """One line: what it is, and what it says; the values of all lines begin below each other."""
    screen.print(f"  {set_cell_size(label, 14)}{value}", markup=False)


def _printed_at(figure: Record) -> str:
    """Page, or the line of a text without pages."""
    if figure["line_number"] is None:
        return say("page {page}", page=figure["page"])
    return say("line {line}", line=figure["line_number"])


def _cell(figure: Record) -> str | None:
    """Row, column and, where the format has pages, the box of the cell in points from the top left of the page."""
    column = figure["measure_label"] or figure["measure"]
    if figure["source"] == "narrative":
        return None
    where = say("row {row}, column {column}", row=figure["line_label"], column=column)
    if figure["x0"] is None:
        return where
    box = "–".join(f"({figure[x]:.0f}, {figure[y]:.0f})" for x, y in (("x0", "y0"), ("x1", "y1")))
    return where + say("; {box} points from the top left", box=box)


def _facts(figure: Record) -> list[tuple[str, str]]:
    statement = figure["statement_title"] or figure["statement"]
    keys = " · ".join(
        str(figure[name]) for name in ("statement", "side", "line", "measure") if figure[name] is not None
    )
    meaning = say(_MEANING[figure["verification"]])
    facts = [
        (say("published by"), f"{figure['department_name']} {figure['fiscal_year']}{aside(say(figure['report_status']))}"),
        (say("in"), f"{figure['document_name']}{mark(', ')}{_printed_at(figure)}"),
        (say("statement"), f"{statement} · {figure['line_label']} · {figure['measure_label'] or figure['measure']}"),
        (say("cell"), _cell(figure)),
        (say("keys"), keys),
        (
            say("read by"),
            say("{reader}, extractor {version}, arrived {moment}", reader=figure["reader"],
                version=figure["extractor_version"], moment=f"{figure['arrived_at']:%Y-%m-%d %H:%M}"),
        ),
        (say("verification"), f"{say(figure['verification'])}{mark(': ')}{meaning}"),
        ("figure_id", str(figure["figure_id"])),
        ("sha256", str(figure["document_sha256"])),
        (say("mended"), figure["repaired"]),
        (say("sentence"), figure["sentence"]),
        (say("fetched from"), figure["source_url"]),
    ]  # fmt: skip
    return [(label, str(value)) for label, value in facts if value]


def _print_place(screen: Console, store: Store, figure: Record, picture: Path | None) -> None:
    png = figure_picture(store, figure)
    if png is not None:
        target = picture or Path(f"{figure['figure_id']}.png")
        write_atomically(target, png)
        _fact(screen, say("picture"), say("{file} shows the page with the cell marked", file=target))
        return
    lines = figure_lines(store, figure)
    for number, text in lines:
        style = "bold" if number == figure["line_number"] else "dim"
        screen.print(f"  [{style}]{number:>6}  {escape(text[:200])}[/]")
    if not lines:
        _fact(screen, say("picture"), say("none: {media_type} has no pages to show", media_type=figure["media_type"]))


def _print_checks(screen: Console, checks: list[Record]) -> None:
    if not checks:
        screen.print(say("It stands in no identity that could be evaluated."))
        return
    table = Table(title=f"{say('Identities it stands in')}{aside(len(checks))}", title_justify="left")
    for column in ("outcome", "rule", "identity", "instance"):
        table.add_column(say(column), overflow="fold")
    for column in ("printed", "expected", "tolerance"):
        table.add_column(say(column), justify="right")
    for check in checks:
        # Where an operand is missing, the sum of the others is none.
        expected = None if check["outcome"] == "cannot_evaluate" else check["expected_yuan"]
        table.add_row(
            escape(_outcome(check)), check["rule_id"], escape(_identity(check)), escape(key_retold(check["instance"])),
            yuan(check["actual_yuan"]), yuan(expected), yuan(check["tolerance_yuan"]),
        )  # fmt: skip
    screen.print(table)


def _outcome(check: Record) -> str:
    outcome = say(check["outcome"].replace("_", " "))
    return f"{outcome}{aside(retold(check['reason']))}" if check["reason"] else outcome


def _identity(check: Record) -> str:
    """What must hold: the formula; in Chinese, where formulas are named, the rule's title."""
    return str((language() == "zh" and check["title_zh"]) or check["identity"])


def _print_findings(screen: Console, findings: list[Record]) -> None:
    for finding in findings:
        finding_id, severity, blame = finding["finding_id"], say(finding["severity"]), say(BLAME[finding["blame"]])
        said = (
            say(
                "It is the suspect of finding {finding} ({severity}, {blame}):",
                finding=finding_id,
                severity=severity,
                blame=blame,
            )
            if finding["is_suspect"]
            else say(
                "It is involved in finding {finding} ({severity}, {blame}):",
                finding=finding_id,
                severity=severity,
                blame=blame,
            )
        )
        screen.print(said, markup=False, style=SEVERITY_STYLE.get(finding["severity"], ""))
        screen.print(f"  {say('Does not reconcile as published')}")
        screen.print(f"  {escape(message_of(finding))}")
        if finding["is_suspect"] and finding["suggested_amount_yuan"] is not None:
            screen.print(
                "  "
                + say("would add up with {amount} yuan in its place", amount=yuan(finding["suggested_amount_yuan"]))
            )
