"""A column whose amounts stand some rows too high or too low against its codes, as one finding.

In: a statement in which sums fail. Out: the slide that makes them hold, or nothing. The column is pushed back by k rows
from some row on; the total row stays where it is. It has slid where at least three of its sums and copies fail as
printed, two or more are mended and none fails when it is pushed back, and the rows it left behind are blank. The sums
and the sibling statements are the judge; the sum across a row may speak for a slide and never against it, because whole
rows slide.
"""

from __future__ import annotations

from bisect import bisect_left

from pipelines.reconciliation.structures import ColumnCheck, Columns, Place, Structure

FARTHEST = 6
#: Failed sums and copies that make a slide worth looking for, and those it must mend: amounts that fell off the table
#: leave the others open.
FEWEST, FEWEST_MENDED = 3, 2


def slid_columns(columns: Columns) -> Structure | None:
    """The columns of a statement that slid by the same number of rows from the same row on."""
    found = {
        (side, measure): slide
        for side, measure in sorted({(place.side, place.measure) for place in columns.cells})
        if (slide := _slide(columns, side, measure)) is not None
    }
    if not found:
        return None
    step, first = max(found.values(), key=lambda one: (list(found.values()).count(one), one))
    measures = [key for key, slide in found.items() if slide == (step, first)]
    moved = {
        place: value
        for side, measure in measures
        for place, value in _pushed_back(_column(columns, side, measure), step, first).items()
    }
    explained = [
        check.check_id
        for check in columns.checks.values()
        if check.failed and not check.signs.keys().isdisjoint(moved) and _after(columns, check, moved) is not False
    ]
    figures = [columns.cells[place].figure_id for place in sorted(moved, key=lambda place: columns.cells[place].row)]
    names = ", ".join(measure for _, measure in measures)
    way_en, way_zh = ("down", "下移") if step > 0 else ("up", "上移")
    line = next(place.line for place, cell in sorted(columns.cells.items()) if cell.row == first)
    return Structure(
        f"slide:{columns.report_id}|{columns.statement}|{names.replace(', ', '|')}",
        columns.report_id,
        columns.statement,
        frozenset(measure for _, measure in measures),
        next((figure for figure in figures if figure), None),
        tuple(sorted(explained)),
        f"the amounts of {names} have slid {way_en} by {abs(step)} row(s) against the codes from row {line} on; "
        "pushed back, its sums and the sibling statements agree",
        f"{names} 列的金额自 {line} 行起相对科目整体{way_zh} {abs(step)} 行；移回后各项合计及相关报表一致",
    )


def _slide(columns: Columns, side: str, measure: str) -> tuple[int, int] | None:
    """(rows slid, row it starts at) of one column; positive where the amounts stand too low."""
    checks = [
        check
        for check in columns.checks.values()
        if any(place.side == side and place.measure == measure for place in check.signs)
    ]
    if sum(check.failed for check in checks) < FEWEST:
        return None
    rows = sorted({cell.row for place, cell in columns.cells.items() if place.side == side})
    # Those that can refute a slide first, of these those that fail as printed: most slides are refuted at once.
    checks.sort(key=lambda check: (check.row_only, not check.failed))
    column = _column(columns, side, measure)
    best: tuple[int, int, int] | None = None
    slide = None
    for step in (step for size in range(1, FARTHEST + 1) for step in (size, -size)):
        for first in rows[:-1]:
            moved = _pushed_back(column, step, first)
            mended = _mended(columns, checks, moved) if moved else None
            if mended is not None and (best is None or (mended, -abs(step), -first) > best):
                best, slide = (mended, -abs(step), -first), (step, first)
    return slide


def _column(columns: Columns, side: str, measure: str) -> list[tuple[int, Place, int]]:
    """Row, place and amount of the cells of a column in printed order, without its total."""
    return sorted(
        (cell.row, place, cell.amount)
        for place, cell in columns.cells.items()
        if (place.side, place.measure) == (side, measure) and place.line != "total"
    )


def _pushed_back(column: list[tuple[int, Place, int]], step: int, first: int) -> dict[Place, int | None]:
    """What the cells from row `first` on hold when pushed back; None where the amount fell off the table. Empty where
    the rows left behind are not blank, for then nothing slid."""
    begin = bisect_left(column, first, key=lambda cell: cell[0])
    size = abs(step)
    if len(column) - begin <= size:
        return {}
    if any(amount for _, _, amount in (column[begin : begin + size] if step > 0 else column[-size:])):
        return {}
    places = [place for _, place, _ in column[begin:]]
    amounts = [amount for _, _, amount in column[begin:]]
    lost = [None] * size
    values = [*amounts[size:], *lost] if step > 0 else [*lost, *amounts[:-size]]
    return dict(zip(places, values, strict=True))


def _mended(columns: Columns, checks: list[ColumnCheck], moved: dict[Place, int | None]) -> int | None:
    """How many failed equalities hold afterwards; None where one fails, or too few are mended."""
    if sum(1 for place, value in moved.items() if value and value != columns.cells[place].amount) < 2:
        return None
    mended = 0
    for check in checks:
        after = _after(columns, check, moved)
        if after is False and not check.row_only:
            return None
        mended += bool(after and check.failed)
    return mended if mended >= FEWEST_MENDED else None


def _after(columns: Columns, check: ColumnCheck, moved: dict[Place, int | None]) -> bool | None:
    """Whether the equality holds with the amounts pushed back; None where one of them is not known."""
    change = 0
    for place, sign in check.signs.items():
        if place in moved:
            value = moved[place]
            if value is None:
                return None
            change += sign * (value - columns.cells[place].amount)
    # Blanks have no width of their own; the amounts pushed back into them do.
    return check.holds(change, columns.half_width * sum(place in moved for place in check.signs))
