"""One report on the console: what was read, and what does not reconcile with both values and both places."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipelines.one_report import Description
from pipelines.presentation import LIST_LIMIT, OUTCOMES, SEVERITY_STYLE, STATUS_STYLE, yuan
from pipelines.questions import Record

#: What a status means, in a sentence.
MEANING = {
    "reconciled": "everything that could be checked adds up",
    "flagged": "something does not add up",
    "unverified": "too little could be checked to say that it adds up",
    "rejected": "nothing could be read",
}

BLAME = {
    "publisher": "as published",
    "extraction": "probably misread by us",
    "undetermined": "published or misread, not decided",
}


def print_report(screen: Console, description: Description) -> None:
    """Prints identity, statements, checks, findings and problems."""
    _identity(screen, description)
    if description.statements:
        screen.print(_statements(description))
    counts = {row["outcome"]: row["checks"] for row in description.checks}
    if counts:
        parts = (f"{counts[outcome]:,} {outcome.replace('_', ' ')}" for outcome in OUTCOMES if outcome in counts)
        screen.print(f"Checks: {', '.join(parts)}")
    if description.findings:
        screen.print(f"\n[bold]Does not reconcile ({len(description.findings)})[/]")
    for number, finding in enumerate(description.findings, start=1):
        _finding(screen, number, finding, description.operands.get(finding["finding_id"], []))
    _problems(screen, description.problems)


def _identity(screen: Console, description: Description) -> None:
    report = description.report
    status = report["status"]
    name = report["department_name"] or "department unknown"
    year = report["fiscal_year"] or "year unknown"
    screen.print(f"[bold]{escape(str(name))} {year}[/]  [{STATUS_STYLE[status]}]{status}[/]: {MEANING[status]}")
    place = " ".join(str(report[key]) for key in ("division_code", "division_name") if report[key])
    screen.print(f"{report['kind']}, {report['scope']}, {escape(place or 'division unknown')}")
    screen.print(f"{escape(report['document_name'])} ({report['page_count']} pages, {escape(report['media_type'])})")
    screen.print(f"report {report['report_id']}, sha256 {report['document_sha256']}")
    others = description.narrative_figures
    screen.print(f"{report['figure_count']:,} figures, {others:,} of them in the text")


def _statements(description: Description) -> Table:
    table = Table(title="Statements", title_justify="left")
    for header in ("no.", "statement", "pages", "unit"):
        table.add_column(header)
    table.add_column("figures", justify="right")
    table.add_column("proven", justify="right")
    for row in description.statements:
        pages = (
            f"{row['first_page']}"
            if row["first_page"] == row["last_page"]
            else f"{row['first_page']}–{row['last_page']}"
        )
        note = f" ({row['empty_note']})" if row["empty_note"] else ""
        table.add_row(
            row["standard_no"],
            escape(f"{row['title']}{note}"),
            pages,
            escape(row["declared_unit"] or ""),
            f"{row['figures']:,}",
            f"{row['proven']:,}",
        )
    return table


def _finding(screen: Console, number: int, finding: Record, operands: list[Record]) -> None:
    style = SEVERITY_STYLE[finding["severity"]]
    title = finding["rule_title_en"] or ""
    blame = BLAME.get(finding["blame"], finding["blame"])
    screen.print(f"\n{number}. [{style}]{finding['severity']}[/] {finding['rule_id']} {escape(title)} ({blame})")
    screen.print(f"   {escape(finding['message_zh'] or '')}")
    screen.print(f"   {escape(finding['message_en'] or '')}", style="dim")
    _values(screen, finding)
    for operand in operands[:LIST_LIMIT]:
        _operand(screen, operand)
    if len(operands) > LIST_LIMIT:
        screen.print(f"     … and {len(operands) - LIST_LIMIT} more figures")
    if finding["suggested_amount_yuan"] is not None:
        screen.print(f"   would add up with {yuan(finding['suggested_amount_yuan'])} yuan in the suspect's place")


def _values(screen: Console, finding: Record) -> None:
    """Both values: two rates where a rate is at stake, else two amounts with their difference and the tolerance."""
    if finding["printed_rate"] is not None:
        computed = "none" if finding["computed_rate"] is None else f"{finding['computed_rate'].normalize():f}%"
        screen.print(f"   printed {finding['printed_rate'].normalize():f}%, computed {computed}")
    elif finding["actual_yuan"] is not None or finding["expected_yuan"] is not None:
        tolerance = "" if finding["tolerance_yuan"] is None else f", tolerance {yuan(finding['tolerance_yuan'])}"
        screen.print(
            f"   printed {yuan(finding['actual_yuan'])}, expected {yuan(finding['expected_yuan'])}, "
            f"difference {yuan(finding['difference_yuan'])} yuan{tolerance}"
        )


def _operand(screen: Console, operand: Record) -> None:
    mark = "suspect" if operand["is_suspect"] else "or" if operand["is_alternative"] else ""
    place = f"page {operand['page']}"
    if operand["line_number"] is not None:
        place += f", line {operand['line_number']}"
    label = (
        operand["line_label"]
        if operand["line_label"] == operand["line"]
        else f"{operand['line']} {operand['line_label']}"
    )
    source = "text" if operand["source"] == "narrative" else "table"
    what = f"{operand['statement_title']} · {label} · {operand['measure_label']}"
    printed = str(operand["raw_text"])
    if not printed.endswith(operand["declared_unit"]):
        printed += f" {operand['declared_unit']}"
    screen.print(f"   [bold]{mark:>7}[/] {escape(printed)}  {escape(what)} ({source}, {place})")


def _problems(screen: Console, problems: list[Record]) -> None:
    if problems:
        screen.print(f"\n[bold]Not understood, mended or refused ({len(problems)})[/]")
    for problem in problems[:LIST_LIMIT]:
        style = SEVERITY_STYLE[problem["severity"]]
        place = f" (page {problem['page']})" if problem["page"] is not None else ""
        screen.print(f"- [{style}]{problem['severity']}[/] {problem['code']}: {escape(problem['message'])}{place}")
    if len(problems) > LIST_LIMIT:
        screen.print(f"… and {len(problems) - LIST_LIMIT} more (view problems).")
