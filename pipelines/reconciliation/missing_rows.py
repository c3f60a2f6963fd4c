"""A row that a statement leaves out although its parent's amounts count it, as one finding.

In: a statement in which sums fail or rows are missing. Out: one structure for every row left out. A leaf is missed by
its parent, whose sums are too large for the printed parts in several columns at once, by amounts that add up across the
row, or by the amount a sibling statement prints for a code that is not printed here. A class or group is missed by the
rows below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipelines.reconciliation.structures import ColumnCheck, Columns, Place, Structure

SUMS = ("H01", "H02", "H03", "T02", "T12")
#: The column a row adds up to.
TOTALS = ("revenue_total", "expenditure_total", "total", "amount")
_CODE = re.compile(r"\d{3}(\d{2}){0,2}")


def missing_rows(columns: Columns) -> Iterator[Structure]:
    """The parents of a statement below which a row is missing."""
    sums: dict[tuple[str, str], dict[str, ColumnCheck]] = {}
    for check in sorted(columns.checks.values(), key=lambda check: check.check_id):
        if check.failed and check.rule_id in SUMS and (place := _parent(check)) is not None:
            sums.setdefault((place.side, place.line), {})[place.measure] = check
    for code in sorted({_above(line) for line in columns.orphans}):
        yield _missing_parent(columns, code, sums.pop(("", _above(code)), {}))
    for (side, line), wanted in sorted(sums.items()):
        structure = _missing_below(columns, side, line, wanted)
        if structure is not None:
            yield structure
    for line, check_id in sorted(columns.childless.items()):
        yield _missing_child(columns, line, check_id)


def _above(line: str) -> str:
    """The code above a code; the total above a class."""
    return line[:-2] if len(line) > 3 else "total"


def _missing_parent(columns: Columns, code: str, wanted: dict[str, ColumnCheck]) -> Structure:
    """The rows below a code are there and the code is not; what its own parent lacks is the sum of these rows."""
    below = [line for line in columns.orphans if _above(line) == code]
    checks = [columns.orphans[line] for line in below]
    if _above(code) in columns.childless:
        checks.append(columns.childless.pop(_above(code)))
    for measure, check in wanted.items():
        parts = sum(
            cell.amount for place, cell in columns.cells.items() if place.line in below and place.measure == measure
        )
        if check.difference > 0 and abs(check.difference - parts) <= check.above + check.below:
            checks.append(check.check_id)
            checks += [
                other.check_id
                for other in columns.checks.values()
                if other.failed and other.rule_id == "H06" and other.instance == check.instance
            ]
    figure = min((cell.row, cell.figure_id or "") for place, cell in columns.cells.items() if place.line in below)[1]
    return Structure(
        f"row:{columns.report_id}|{columns.statement}||{code}", columns.report_id, columns.statement, frozenset(),
        figure or None, tuple(sorted(set(checks))),
        f"row {code} is most likely missing: the rows below it are printed", f"很可能缺少科目 {code} 一行，其下级科目均已列出",
    )  # fmt: skip


def _missing_child(columns: Columns, line: str, check_id: str) -> Structure:
    """A class or group without any row below it."""
    codes = _left_out(columns, "", line)
    row_en = f"row {codes[0]}" if len(codes) == 1 else "a row"
    row_zh = f"科目 {codes[0]} 一行" if len(codes) == 1 else "一行"
    figure = min((place, cell.figure_id or "") for place, cell in columns.cells.items() if place.line == line)[1]
    return Structure(
        f"row:{columns.report_id}|{columns.statement}||{line}", columns.report_id, columns.statement, frozenset(),
        figure or None, (check_id,),
        f"{row_en} below {line} is most likely missing", f"{line} 之下很可能缺少{row_zh}",
    )  # fmt: skip


def _parent(check: ColumnCheck) -> Place | None:
    return next((place for place, sign in check.signs.items() if sign > 0), None)


def _missing_below(columns: Columns, side: str, line: str, wanted: dict[str, ColumnCheck]) -> Structure | None:
    own = {place for place in columns.cells if place.side == side and place.line == line}
    within = {check.check_id for check in wanted.values()}
    # A group left with a single row is no copy of it where another row is missing.
    instances = {check.instance for check in wanted.values()}
    within |= {
        check.check_id
        for check in columns.checks.values()
        if check.failed and check.rule_id == "H06" and check.instance in instances
    }
    others = [check for check in columns.checks.values() if check.failed and check.check_id not in within]
    if any(not own.isdisjoint(check.signs) for check in others) or any(
        check.difference <= 0 for check in wanted.values()
    ):
        return None
    touched = {place for check in wanted.values() for place in check.signs}
    if any(check.row_only and not touched.isdisjoint(check.signs) for check in others):
        return None
    codes = _left_out(columns, side, line)
    matching = [code for code in codes if _matches(columns, code, wanted)]
    if not matching and not _adds_up(wanted):
        return None
    named = matching[:1] or (codes if len(codes) == 1 else [])
    row_en = f"row {named[0]}" if named else "a row"
    row_zh = f"科目 {named[0]} 一行" if named else "一行"
    total = next((measure for measure in TOTALS if measure in wanted), min(wanted))
    amount = Decimal(wanted[total].difference) / 1_000_000
    return Structure(
        f"row:{columns.report_id}|{columns.statement}|{side}|{line}",
        columns.report_id,
        columns.statement,
        frozenset(),
        columns.cells[Place(side, line, total)].figure_id,
        tuple(sorted(within)),
        f"{row_en} below {line} is most likely missing; it would hold {amount:.2f} yuan in {total}",
        f"{line} 之下很可能缺少{row_zh}，其 {total} 应为 {amount:.2f} 元",
    )


def _left_out(columns: Columns, side: str, line: str) -> list[str]:
    """Codes right below the parent that a sibling statement prints and this one does not."""
    printed = {place.line for place in columns.cells if place.side == side}
    length = 3 if line in ("total", "expenditure_total") else len(line) + 2
    prefix = line if _CODE.fullmatch(line) else ""
    found = {code for cells in columns.siblings.values() for code, _ in cells}
    return sorted(
        code for code in found - printed if len(code) == length and code.startswith(prefix) and code.isdigit()
    )


def _matches(columns: Columns, code: str, wanted: dict[str, ColumnCheck]) -> bool:
    """Whether a sibling statement prints for the code just what the sum lacks, in a column that tells."""
    amounts = [amount for cells in columns.siblings.values() for (line, _), amount in cells.items() if line == code]
    return any(check.holds(-amount) for check in wanted.values() for amount in amounts)


def _adds_up(wanted: dict[str, ColumnCheck]) -> bool:
    """Whether the amounts missing in the columns add up across the row: no single cell leaves such a trace."""
    total = next((measure for measure in TOTALS if measure in wanted), None)
    if total is None or len(wanted) < 2:
        return False
    parts = [check for measure, check in wanted.items() if measure != total]
    band = sum(check.above for check in wanted.values())
    return abs(wanted[total].difference - sum(check.difference for check in parts)) <= band
