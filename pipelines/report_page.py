"""One report on the console: what was read, and what does not reconcile with both values and both places."""

from __future__ import annotations

from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipelines.one_report import Description
from pipelines.presentation import BLAME, LIST_LIMIT, OUTCOMES, SEVERITY_STYLE, STATUS_STYLE, yuan
from pipelines.questions import Record
from pipelines.recorded import retold
from pipelines.words import aside, labelled, language, mark, message_of, say

#: What a status means, in a sentence.
MEANING = {
    "reconciled": "everything that could be checked adds up",
    "flagged": "it does not reconcile as published",
    "unverified": "too little could be checked to say that it adds up",
    "rejected": "nothing could be read",
}


#: Figures shown of those that only other checks of a finding hold.
OTHERS_LIMIT = 5

#: The sides of the leading check, by their place in it.
SIDES: dict[str | None, str] = {"actual": "this side:", "expected": "against:", None: "also involved:"}


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
    parts = (
        say("{count} {kind}", count=f"{counts[outcome]:,}", kind=say(outcome.replace("_", " ")))
        for outcome in OUTCOMES
        if outcome in counts
    )
    screen.print(labelled(say("Checks:"), mark(", ").join(parts)))
    made, open_ = _made(counts), counts.get("cannot_evaluate", 0)
    if made + open_:
        share = 100 * made // (made + open_)
        screen.print(
            say("Coverage: {made} of {all} checks that apply were made ({share} %)",
                made=f"{made:,}", all=f"{made + open_:,}", share=share)
        )  # fmt: skip
    for row in not_evaluated[:LIST_LIMIT]:
        times = aside(say("{count} checks", count=row["checks"])) if row["checks"] > 1 else ""
        title = row["title_zh"] if language() == "zh" else row["title_en"]
        reason = retold(row["reason"] or "") or say("cannot be told")
        screen.print(f"  {labelled(say('not made:'), row['rule_id'])} {title}{times}{mark(': ')}{reason}", markup=False)
    if len(not_evaluated) > LIST_LIMIT:
        screen.print("  " + say("… and {count} more rules (view checks).", count=len(not_evaluated) - LIST_LIMIT))


def _made(counts: dict[str, int]) -> int:
    return sum(counts.get(outcome, 0) for outcome in ("pass", "rounding", "fail"))


def _no_findings(screen: Console, description: Description, counts: dict[str, int]) -> None:
    """The heading of the findings; where there is none, how much that says."""
    if description.findings:
        screen.print(f"\n[bold]{say('Does not reconcile as published')}{aside(len(description.findings))}[/]")
    elif _made(counts):
        screen.print("\n" + say("None of the {count} checks made fails.", count=f"{_made(counts):,}"))
    else:
        screen.print("\n" + say("Nothing could be checked, so nothing is said about whether it adds up."))


def _identity(screen: Console, description: Description) -> None:
    report = description.report
    status = report["status"]
    name = report["department_name"] or say("department unknown")
    year = report["fiscal_year"] or say("year unknown")
    meaning = say(MEANING[status])
    screen.print(f"[bold]{escape(str(name))} {year}[/]  [{STATUS_STYLE[status]}]{say(status)}[/]{mark(': ')}{meaning}")
    place = " ".join(str(report[key]) for key in ("division_code", "division_name") if report[key])
    kind, scope = say(report["kind"].replace("_", " ")), say(report["scope"])
    screen.print(mark(", ").join((kind, scope, place or say("division unknown"))), markup=False)
    pages = say("{count} pages", count=report["page_count"])
    described = aside(f"{pages}{mark(', ')}{report['media_type']}")
    screen.print(f"{report['document_name']}{described}", markup=False)
    screen.print(f"report_id {report['report_id']}{mark(', ')}sha256 {report['document_sha256']}")
    others = description.narrative_figures
    screen.print(
        say("{count} figures, {others} of them in the text", count=f"{report['figure_count']:,}", others=f"{others:,}")
    )


def _statements(description: Description) -> Table:
    table = Table(title=say("Statements"), title_justify="left")
    for header in ("no.", "statement", "pages", "unit"):
        table.add_column(say(header))
    table.add_column(say("figures"), justify="right")
    table.add_column(say("proven"), justify="right")
    for row in description.statements:
        pages = (
            f"{row['first_page']}"
            if row["first_page"] == row["last_page"]
            else f"{row['first_page']}–{row['last_page']}"
        )
        note = aside(row["empty_note"]) if row["empty_note"] else ""
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
    title = finding["rule_title_zh" if language() == "zh" else "rule_title_en"] or ""
    blame = say(BLAME[finding["blame"]])
    severity = f"[{style}]{say(finding['severity'])}[/]"
    screen.print(f"\n{number}. {severity} {finding['rule_id']} {escape(title)}{aside(blame)}")
    screen.print(f"   {escape(message_of(finding))}")
    _values(screen, finding)
    for place, words in SIDES.items():
        _side(screen, words, [operand for operand in operands if operand["place"] == place])
    _suspicion(screen, finding, operands)
    if finding["verdict"] is not None:
        reason = escape(finding["verdict_reason"])
        verdict = f"{mark(': ')}{say(finding['verdict'])}{mark(', ')}{reason}"
        screen.print(f"   [bold]{say('reviewed')}[/] {finding['verdict_date']}{verdict}")
    screen.print(f"   {say('finding')} {finding['finding_id']}", style="dim")


def _side(screen: Console, words: str, operands: list[Record]) -> None:
    """The cells of one side of the leading check (or of the other checks), the suspect among the first."""
    if not operands:
        return
    screen.print(f"   {say(words)}")
    limit = LIST_LIMIT if operands[0]["place"] else OTHERS_LIMIT
    for operand in operands[:limit]:
        _operand(screen, operand)
    if len(operands) > limit:
        screen.print("     " + say("… and {count} more figures", count=len(operands) - limit))


def _suspicion(screen: Console, finding: Record, operands: list[Record]) -> None:
    """Which cell is most likely wrong, why, and what it would have to be."""
    if any(operand["is_suspect"] for operand in operands):
        reasons = [
            say("{count} failed checks meet in it", count=finding["check_count"])
            if finding["check_count"] > 1
            else say("it stands in the check that fails")
        ]
        if finding["slip"]:
            reasons.append(
                say("a slip of typing would explain it ({slip})", slip=say(finding["slip"].replace("_", " ")))
            )
        others = len(finding["alternatives"])
        if others:
            reasons.append(
                say("1 other cell (marked or) would explain it as well")
                if others == 1
                else say("{count} other cells (marked or) would explain it as well", count=others)
            )
        screen.print(f"   {labelled(say('why this suspect:'), mark('; ').join(reasons))}", markup=False)
    if finding["suggested_amount_yuan"] is not None:
        held = say("with {amount} yuan in its place these hold:", amount=yuan(finding["suggested_amount_yuan"]))
        screen.print(f"   {labelled(held, mark(', ').join(finding['checks'][:LIST_LIMIT]))}", markup=False)


def _values(screen: Console, finding: Record) -> None:
    """Both values: two rates where a rate is at stake, else two amounts with their difference and the tolerance."""
    if finding["printed_rate"] is not None:
        computed = say("none") if finding["computed_rate"] is None else f"{finding['computed_rate'].normalize():f}%"
        rate = f"{finding['printed_rate'].normalize():f}%"
        screen.print("   " + say("printed {printed}, computed {computed}", printed=rate, computed=computed))
    elif finding["actual_yuan"] is not None or finding["expected_yuan"] is not None:
        values = say(
            "printed {printed}, expected {expected}, difference {difference} yuan",
            printed=yuan(finding["actual_yuan"]), expected=yuan(finding["expected_yuan"]),
            difference=yuan(finding["difference_yuan"]),
        )  # fmt: skip
        if finding["tolerance_yuan"] is not None:
            values += say(", tolerance {amount}", amount=yuan(finding["tolerance_yuan"]))
        screen.print(f"   {values}")


def _operand(screen: Console, operand: Record) -> None:
    flag = say("suspect") if operand["is_suspect"] else say("or") if operand["is_alternative"] else ""
    place = _place(operand)
    label = (
        operand["line_label"]
        if operand["line_label"] == operand["line"]
        else f"{operand['line']} {operand['line_label']}"
    )
    source = say("text") if operand["source"] == "narrative" else say("table")
    what = f"{operand['statement_title']} · {label} · {operand['measure_label']}"
    printed = str(operand["raw_text"])
    if not printed.endswith(operand["declared_unit"]):
        printed += f" {operand['declared_unit']}"
    padded = " " * (7 - cell_len(flag)) + flag
    screen.print(f"   [bold]{padded}[/] {escape(printed)}  {escape(what)}{aside(source + mark(', ') + place)}")


def _place(record: Record) -> str:
    """Page, or the line of a text without pages."""
    if record["line_number"] is None:
        return say("page {page}", page=record["page"])
    return say("line {line}", line=record["line_number"])


def _problems(screen: Console, problems: list[Record]) -> None:
    if problems:
        screen.print(f"\n[bold]{say('Not understood, mended or refused')}{aside(len(problems))}[/]")
    for problem in problems[:LIST_LIMIT]:
        style = SEVERITY_STYLE[problem["severity"]]
        place = aside(_place(problem)) if problem["page"] is not None else ""
        what = f"{problem['code']}{mark(': ')}{escape(retold(problem['message']))}"
        screen.print(f"- [{style}]{say(problem['severity'])}[/] {what}{place}")
    if len(problems) > LIST_LIMIT:
        screen.print(say("… and {count} more (view problems).", count=len(problems) - LIST_LIMIT))
