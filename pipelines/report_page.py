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


#: Figures shown of those that only other checks of a finding hold.
OTHERS_LIMIT = 5

#: The sides of the leading check, by their place in it.
SIDES = {"actual": "this side:", "expected": "against:", None: "also involved:"}


def print_report(screen: Console, description: Description) -> None:
    """Prints identity, statements, coverage, findings and problems."""
    _identity(screen, description)
    if description.statements:
        screen.print(_statements(description))
    counts = {row["outcome"]: row["checks"] for row in description.checks}
    _coverage(screen, counts, description.not_evaluated)
    _no_findings(screen, description, counts)
    for number, finding in enumerate(description.findings, start=1):
        _finding(screen, number, finding, description.operands.get(finding["finding_id"], []))
    _problems(screen, description.problems)


def _coverage(screen: Console, counts: dict[str, int], not_evaluated: list[Record]) -> None:
    """How many of the checks that apply could be made, and why the others could not."""
    if not counts:
        return
    parts = (f"{counts[outcome]:,} {outcome.replace('_', ' ')}" for outcome in OUTCOMES if outcome in counts)
    screen.print(f"Checks: {', '.join(parts)}")
    made, open_ = _made(counts), counts.get("cannot_evaluate", 0)
    if made + open_:
        screen.print(
            f"Coverage: {made:,} of {made + open_:,} checks that apply were made ({100 * made // (made + open_)} %)"
        )
    for row in not_evaluated[:LIST_LIMIT]:
        times = f" ({row['checks']:,} checks)" if row["checks"] > 1 else ""
        screen.print(
            f"  not made: {row['rule_id']} {escape(row['title_en'])}{times}: {escape(row['reason'] or 'cannot be told')}"
        )
    if len(not_evaluated) > LIST_LIMIT:
        screen.print(f"  … and {len(not_evaluated) - LIST_LIMIT} more rules (view checks).")


def _made(counts: dict[str, int]) -> int:
    return sum(counts.get(outcome, 0) for outcome in ("pass", "rounding", "fail"))


def _no_findings(screen: Console, description: Description, counts: dict[str, int]) -> None:
    """The heading of the findings; where there is none, how much that says."""
    if description.findings:
        screen.print(f"\n[bold]Does not reconcile ({len(description.findings)})[/]")
    elif _made(counts):
        screen.print(f"\nNone of the {_made(counts):,} checks made fails.")
    else:
        screen.print("\nNothing could be checked, so nothing is said about whether it adds up.")


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
    for place, words in SIDES.items():
        _side(screen, words, [operand for operand in operands if operand["place"] == place])
    _suspicion(screen, finding, operands)
    if finding["verdict"] is not None:
        reason = escape(finding["verdict_reason"])
        screen.print(f"   [bold]reviewed[/] {finding['verdict_date']}: {finding['verdict']}, {reason}")
    screen.print(f"   finding {finding['finding_id']}", style="dim")


def _side(screen: Console, words: str, operands: list[Record]) -> None:
    """The cells of one side of the leading check (or of the other checks), the suspect among the first."""
    if not operands:
        return
    screen.print(f"   {words}")
    limit = LIST_LIMIT if operands[0]["place"] else OTHERS_LIMIT
    for operand in operands[:limit]:
        _operand(screen, operand)
    if len(operands) > limit:
        screen.print(f"     … and {len(operands) - limit} more figures")


def _suspicion(screen: Console, finding: Record, operands: list[Record]) -> None:
    """Which cell is most likely wrong, why, and what it would have to be."""
    if any(operand["is_suspect"] for operand in operands):
        reasons = [
            f"{finding['check_count']} failed checks meet in it"
            if finding["check_count"] > 1
            else "it stands in the check that fails"
        ]
        if finding["slip"]:
            reasons.append(f"a slip of typing would explain it ({finding['slip'].replace('_', ' ')})")
        others = len(finding["alternatives"])
        if others:
            reasons.append(f"{others} other {'cell' if others == 1 else 'cells'} (marked or) would explain it as well")
        screen.print(f"   why this suspect: {'; '.join(reasons)}")
    if finding["suggested_amount_yuan"] is not None:
        screen.print(
            f"   with {yuan(finding['suggested_amount_yuan'])} yuan in its place these hold: "
            f"{escape(', '.join(finding['checks'][:LIST_LIMIT]))}"
        )


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
    place = _place(operand)
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


def _place(record: Record) -> str:
    """Page, or the line of a text without pages."""
    return f"page {record['page']}" if record["line_number"] is None else f"line {record['line_number']}"


def _problems(screen: Console, problems: list[Record]) -> None:
    if problems:
        screen.print(f"\n[bold]Not understood, mended or refused ({len(problems)})[/]")
    for problem in problems[:LIST_LIMIT]:
        style = SEVERITY_STYLE[problem["severity"]]
        place = f" ({_place(problem)})" if problem["page"] is not None else ""
        screen.print(f"- [{style}]{problem['severity']}[/] {problem['code']}: {escape(problem['message'])}{place}")
    if len(problems) > LIST_LIMIT:
        screen.print(f"… and {len(problems) - LIST_LIMIT} more (view problems).")
