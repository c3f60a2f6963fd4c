"""Statements whose grid was not printed are only believed where their own sums confirm the reading.

Without rulings a figure can slip into the neighbouring column unseen; the sums of the form (total = classes, class =
groups, row = parts) show it. A statement that fails is left out whole, with a problem: an unread number is better than
a wrong one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from extractors.numbers import Amount, NotAnAmount, parse_amount
from extractors.statement import Statement, StatementRow

Sum = tuple[Amount | None, list[Amount]]
_ROW_SUMS = {
    "revenue_total": (
        "fiscal_appropriation",
        "superior_subsidy",
        "business_revenue",
        "operating_revenue",
        "subordinate_remittance",
        "other_revenue",
    ),
    "expenditure_total": (
        "basic_expenditure",
        "project_expenditure",
        "remittance_to_superior",
        "operating_expenditure",
        "subsidy_to_subordinates",
    ),
    "total": ("general_budget", "government_fund", "state_capital"),
}
_REVENUE_PARTS = (
    "general_budget_appropriation",
    "government_fund_appropriation",
    "state_capital_appropriation",
    "fiscal_appropriation",
    "superior_subsidy",
    "business_revenue",
    "operating_revenue",
    "subordinate_remittance",
    "other_revenue",
)
_ITEM_SUMS = {
    "total": ("overseas_travel", "vehicles_subtotal", "official_reception"),
    "vehicles_subtotal": ("vehicle_purchase", "vehicle_operation"),
}


class _Unreadable(Exception):
    pass


def drop_unconfirmed(statements: list[Statement]) -> None:
    """Empty the statements read without printed rulings whose sums do not hold (call after codes are resolved)."""
    for statement in statements:
        if statement.ruled or not statement.rows or _is_confirmed(statement):
            continue
        statement.problem(
            "unruled_not_confirmed",
            "error",
            f"the table on page {statement.first_page} has no vertical rulings and its columns could not be told for certain (its sums do not hold); its amounts were left out",
            statement.rows[0],
        )
        statement.rows.clear()
        statement.withdrawn = True


def _is_confirmed(statement: Statement) -> bool:
    try:
        sums = [found for found in _sums(statement) if found[0] is not None or found[1]]
        return bool(sums) and all(_holds(total, parts) for total, parts in sums)
    except _Unreadable:
        return False


def _holds(total: Amount | None, parts: list[Amount]) -> bool:
    printed = [*parts, *([total] if total is not None else [])]
    unit = Decimal(1).scaleb(-max(amount.decimals for amount in printed))
    value = total.value if total is not None else Decimal(0)
    return abs(value - sum((part.value for part in parts), Decimal(0))) * 2 <= (len(parts) + 1) * unit


def _sums(statement: Statement) -> Iterator[Sum]:
    match statement.form.shape:
        case "three_public":
            yield from _item_sums(statement)
        case "two_sided":
            yield from _side_sums(statement)
        case _:
            yield from _code_sums(statement)
    for row in statement.rows:
        if statement.form.shape in ("function_rows", "two_sided"):
            yield from _row_sums(row)


def _amount(row: StatementRow, measure: str) -> Amount | None:
    cell = row.cells.get(measure)
    if cell is None:
        return None
    try:
        return parse_amount(cell.text)
    except NotAnAmount as error:
        raise _Unreadable from error


def _amounts(rows: list[StatementRow], measure: str) -> list[Amount]:
    return [amount for row in rows if (amount := _amount(row, measure)) is not None]


def _row_sums(row: StatementRow) -> Iterator[Sum]:
    for total, parts in _ROW_SUMS.items():
        if total in row.cells and any(part in row.cells for part in parts):
            yield _amount(row, total), [amount for part in parts if (amount := _amount(row, part)) is not None]


def _code_sums(statement: Statement) -> Iterator[Sum]:
    """Total = classes, class = groups, group = items, in every column; only parents that are printed with children."""
    coded = [row for row in statement.rows if row.line and row.line.isdigit()]
    for parent in statement.rows:
        if parent.line == "total":
            children = [row for row in coded if len(row.line or "") == 3]
        elif parent in coded:
            children = [
                row
                for row in coded
                if len(row.line or "") == len(parent.line or "") + 2 and (row.line or "").startswith(parent.line or "")
            ]
        else:
            continue
        for measure in parent.cells:
            if children:
                yield _amount(parent, measure), _amounts(children, measure)


def _side_sums(statement: Statement) -> Iterator[Sum]:
    sides: tuple[tuple[str, Callable[[StatementRow], bool]], ...] = (
        ("revenue_total", lambda row: row.side == "revenue" and row.line in _REVENUE_PARTS),
        ("expenditure_total", lambda row: row.side == "expenditure" and (row.line or "").isdigit()),
    )
    for total, is_part in sides:
        row = next((row for row in statement.rows if row.line == total), None)
        if row is None:
            raise _Unreadable
        for measure in row.cells:
            yield _amount(row, measure), _amounts([part for part in statement.rows if is_part(part)], measure)


def _item_sums(statement: Statement) -> Iterator[Sum]:
    for row in statement.rows:
        for phase in ("budget", "final"):
            for total, parts in _ITEM_SUMS.items():
                yield (
                    _amount(row, f"{phase}_{total}"),
                    [amount for part in parts if (amount := _amount(row, f"{phase}_{part}")) is not None],
                )
