"""From printed headings to measures: which column of a form holds what, decided by meaning, never by position."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.numbers import is_amount, unit_behind
from extractors.table_view import TableView
from schemas.official_forms import Form

_SUBTOTALS = frozenset({"合计", "小计"})
#: Measures under which another measure may stand as a part, by statement-independent key.
_PARENTS = frozenset({"expenditure_total", "total", "amount", "final_amount", "revenue_total", "business_revenue"})
_INCOME_STATEMENT = "revenue"


@dataclass(slots=True)
class Columns:
    """Column → measure, and the headings that no alias of the form knows."""

    measures: dict[int, str] = field(default_factory=dict)
    unknown: dict[int, str] = field(default_factory=dict)
    stray_amounts: list[tuple[int, int]] = field(default_factory=list)


def map_columns(
    view: TableView, form: Form, header_rows: int, side: str = "both", first: int = 0, last: int | None = None
) -> Columns:
    """Map the columns `first` … `last`-1 of a table to the measures of a form by their headings.

    A number among the headings (an amount slid into the row of column numbers) is reported in `stray_amounts`.
    Two columns with the same measure are both unknown: neither is guessed.
    """
    result = Columns()
    for column in range(first, view.columns if last is None else last):
        names = []
        for name in view.header_names(column, header_rows):
            if is_amount(name):
                row = _row_of(view, column, header_rows, name)
                result.stray_amounts.append((row, column))
            else:
                names.append(name)
        if not names:
            continue
        measure = _measure(form, names, side)
        if measure is None:
            result.unknown[column] = " / ".join(names)
        else:
            result.measures[column] = measure
    _drop_ambiguous(result)
    return result


def units_of_columns(view: TableView, header_rows: int) -> set[str]:
    """The money units printed behind the headings of columns (`决算数（万元）`)."""
    texts = [cell.text for row in range(header_rows) for cell in view.filled(row) if "元" in cell.text]
    return {unit for text in texts if (unit := unit_behind(text)) is not None}


def _row_of(view: TableView, column: int, header_rows: int, text: str) -> int:
    rows = [row for row in range(header_rows) if view.text(row, column).replace(" ", "") == text]
    return rows[-1] if rows else header_rows - 1


def _measure(form: Form, names: list[str], side: str) -> str | None:
    """The measure of a column from its headings, top to bottom. Every heading above must be understood too: `基本支出`
    below `年初结转和结余` is not this year's basic expenditure. A heading broken over lines is put together again."""
    for start in range(len(names)):
        leaf, above = "".join(names[start:]), names[:start]
        if start < len(names) - 1 and form.exact_measure(leaf, side) is None:
            continue
        return _measure_below(form, leaf, above, side)
    return None


def _measure_below(form: Form, leaf: str, above: list[str], side: str) -> str | None:
    parents = [form.measure(name, side) for name in above]
    if any(parent is None for parent in parents):
        return None
    if not above:
        return form.measure(leaf, side)
    parent = parents[-1]
    if leaf in _SUBTOTALS:
        return parent
    measure = form.measure(leaf, side)
    if measure is None or parent not in _PARENTS:
        return None
    if parent == "revenue_total" and form.statement != _INCOME_STATEMENT:
        return None
    return measure


def _drop_ambiguous(columns: Columns) -> None:
    for measure in dict.fromkeys(columns.measures.values()):
        holders = [column for column, found in columns.measures.items() if found == measure]
        if len(holders) > 1:
            for column in holders:
                columns.unknown[column] = f"{measure} (more than one column)"
                del columns.measures[column]
