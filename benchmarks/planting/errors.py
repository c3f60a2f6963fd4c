"""Errors as offices make them, written into the figures of a report that was read clean.

In: a report, a kind of error, a source of chance. Out: the report with the error and what was planted where, or None
where the report has no place for it. Nothing else of the report changes: the text keeps saying what is true.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from random import Random

import msgspec

from schemas.records import YUAN_PER_UNIT, EmptyCell, Figure, Report, StatementReading

Key = tuple[str, str | None, str, str]
_CODE = re.compile(r"\d{3}(\d{2}){0,2}")
#: Statements a single cell is changed in; the shares of the statements are those of their cells.
CELL_STATEMENTS = (
    "revenue_expenditure_summary", "revenue", "expenditure", "appropriation_summary", "general_budget_expenditure",
    "general_budget_basic_expenditure", "government_fund", "state_capital", "three_public",
)  # fmt: skip
BY_FUNCTION = ("revenue", "expenditure", "general_budget_expenditure", "government_fund")
FARTHEST_SLIDE = 3


@dataclass(frozen=True, slots=True)
class Planted:
    """One error: its kind, the cells it is in, and what each of them would truly print, in yuan."""

    kind: str
    statement: str
    cells: dict[Key, Decimal]
    source: str = "table"
    detectable: bool = True


Plant = Callable[[Report, Random], tuple[Report, Planted] | None]


def key_of(figure: Figure | EmptyCell) -> Key:
    """Statement, side, line and measure."""
    return (figure.statement, figure.side, figure.line, figure.measure)


def printed_again(figure: Figure, printed: Decimal) -> Figure:
    """The figure with another number in its cell."""
    yuan = (printed * YUAN_PER_UNIT[figure.declared_unit]).quantize(Decimal("0.01"))
    return msgspec.structs.replace(figure, amount_printed=printed, amount_yuan=yuan, raw_text=f"{printed:f}")


def with_figures(report: Report, changed: dict[int, Figure | None]) -> Report:
    """The report with figures changed by their position; None takes one out."""
    figures = tuple(
        new for place, figure in enumerate(report.figures) if (new := changed.get(place, figure)) is not None
    )
    return msgspec.structs.replace(report, figures=figures)


def decimals_of(report: Report, statement: str) -> int:
    """Decimals of a statement."""
    return next((reading.decimals for reading in report.statements if reading.statement == statement), 2)


def digit_string(number: Decimal, decimals: int) -> str:
    """The digits of a number as printed to `decimals`, without point and sign."""
    return str(abs(int(number.scaleb(decimals))))


def from_digits(digits: str, decimals: int, like: Decimal) -> Decimal:
    """The number of a string of digits, with the sign of another."""
    return Decimal(int(digits)).scaleb(-decimals).copy_sign(like)


def wrong_digit(number: Decimal, decimals: int, random: Random) -> Decimal:
    """One digit replaced by another."""
    digits = digit_string(number, decimals)
    place = random.randrange(len(digits))
    digit = random.choice([other for other in "0123456789" if other != digits[place]])
    return from_digits(digits[:place] + digit + digits[place + 1 :], decimals, number)


def swapped_digits(number: Decimal, decimals: int, random: Random) -> Decimal:
    """Two neighbouring digits in the wrong order."""
    digits = digit_string(number, decimals)
    places = [place for place in range(len(digits) - 1) if digits[place] != digits[place + 1]]
    if not places:
        return number
    place = random.choice(places)
    return from_digits(digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :], decimals, number)


def decimal_point(number: Decimal, decimals: int, random: Random) -> Decimal:
    """The point one or two places off."""
    moved = number.scaleb(random.choice((1, -1, 2)))
    return moved.quantize(Decimal(1).scaleb(-decimals))


def lost_digit(number: Decimal, decimals: int, random: Random) -> Decimal:
    """One digit left out."""
    digits = digit_string(number, decimals)
    if len(digits) < 3:
        return number
    place = random.randrange(len(digits))
    return from_digits(digits[:place] + digits[place + 1 :], decimals, number)


def sign(number: Decimal, decimals: int, random: Random) -> Decimal:
    """A minus too many."""
    return -number


SLIPS: dict[str, Callable[[Decimal, int, Random], Decimal]] = {
    "digit": wrong_digit,
    "swap": swapped_digits,
    "decimal point": decimal_point,
    "lost digit": lost_digit,
    "sign": sign,
}


def plant_slip(kind: str, statements: Iterable[str] = CELL_STATEMENTS) -> Plant:
    """A slip of typing in one printed amount that is not zero."""

    def plant(report: Report, random: Random) -> tuple[Report, Planted] | None:
        places = [
            place
            for place, figure in enumerate(report.figures)
            if figure.source == "table"
            and figure.occurrence == 0
            and figure.amount_printed
            and figure.statement in statements
        ]
        for _ in range(10):
            if not places:
                return None
            place = random.choice(places)
            figure = report.figures[place]
            decimals = decimals_of(report, figure.statement)
            printed = SLIPS[kind](figure.amount_printed, decimals, random)
            if printed != figure.amount_printed:
                changed = with_figures(report, {place: printed_again(figure, printed)})
                return changed, Planted(kind, figure.statement, {key_of(figure): figure.amount_yuan})
        return None

    return plant


def plant_row_dropped(report: Report, random: Random) -> tuple[Report, Planted] | None:
    """A coded row of a statement by function or of 06 is gone, blanks and all."""
    rows = sorted(
        {
            (figure.statement, figure.side, figure.line)
            for figure in report.figures
            if figure.source == "table" and figure.occurrence == 0 and figure.amount_printed
            and figure.statement in (*BY_FUNCTION, "general_budget_basic_expenditure") and _CODE.fullmatch(figure.line)
        },
        key=str,
    )  # fmt: skip
    if not rows:
        return None
    row = random.choice(rows)
    gone = {
        place: None
        for place, figure in enumerate(report.figures)
        if figure.source == "table" and (figure.statement, figure.side, figure.line) == row
    }
    cells = {key_of(report.figures[place]): report.figures[place].amount_yuan for place in gone}
    kept = tuple(cell for cell in report.empty_cells if (cell.statement, cell.side, cell.line) != row)
    changed = msgspec.structs.replace(with_figures(report, gone), empty_cells=kept)  # type: ignore[arg-type]
    kind = "row dropped" if row[0] in BY_FUNCTION else "row dropped (06)"
    return changed, Planted(kind, row[0], cells)


def plant_slide(report: Report, random: Random) -> tuple[Report, Planted] | None:
    """The amounts of one column stand some rows below their codes; the last ones are lost."""
    columns = sorted(
        {
            (f.statement, f.measure)
            for f in report.figures
            if f.source == "table" and f.statement in BY_FUNCTION and f.amount_printed
        }
    )
    random.shuffle(columns)
    for statement, measure in columns:
        cells: list[Figure | EmptyCell] = [
            f
            for f in report.figures
            if f.source == "table" and f.occurrence == 0 and (f.statement, f.measure) == (statement, measure)
        ]
        cells += [cell for cell in report.empty_cells if (cell.statement, cell.measure) == (statement, measure)]
        cells = sorted((cell for cell in cells if _CODE.fullmatch(cell.line)), key=lambda cell: cell.line)
        rows = random.randint(1, FARTHEST_SLIDE)
        if len(cells) < rows + 5 or sum(isinstance(cell, Figure) for cell in cells) < 5:
            continue
        first = random.choice((0, 0, random.randrange(len(cells) - rows - 3)))
        planted = _slid(report, cells, first, rows, random.random() < 0.5)
        if planted is not None and len(planted[1].cells) >= 3:
            return planted
    return None


def _slid(
    report: Report, cells: list[Figure | EmptyCell], first: int, rows: int, down: bool
) -> tuple[Report, Planted] | None:
    moved = cells[first:]
    sources = [None] * rows + moved[:-rows] if down else moved[rows:] + [None] * rows
    figures: list[Figure] = []
    blanks: list[EmptyCell] = []
    truth: dict[Key, Decimal] = {}
    for cell, source in zip(moved, sources, strict=True):
        before = cell.amount_yuan if isinstance(cell, Figure) else Decimal(0)
        after = source.amount_yuan if isinstance(source, Figure) else Decimal(0)
        if before != after:
            truth[key_of(cell)] = before
        shared = {"line": cell.line, "line_label": cell.line_label}
        if isinstance(source, Figure):
            code = {"function_code": cell.line if source.function_code else None}
            figures.append(
                msgspec.structs.replace(
                    source, **shared, **code, page=cell.page, line_number=cell.line_number, y0=cell.y0, y1=cell.y1
                )
            )
        else:
            blanks.append(
                EmptyCell(
                    statement=cell.statement,
                    side=cell.side,
                    measure=cell.measure,
                    state="blank",
                    raw_text="",
                    page=cell.page,
                    line_number=cell.line_number,
                    x0=cell.x0,
                    x1=cell.x1,
                    y0=cell.y0,
                    y1=cell.y1,
                    **shared,
                )
            )
    old = {id(cell) for cell in moved}
    changed = msgspec.structs.replace(
        report,
        figures=(*(figure for figure in report.figures if id(figure) not in old), *figures),
        empty_cells=(*(cell for cell in report.empty_cells if id(cell) not in old), *blanks),
    )
    return changed, Planted("column slid", moved[0].statement, truth)


def plant_unit(report: Report, random: Random) -> tuple[Report, Planted] | None:
    """A whole statement whose amounts are in the other unit than its heading says."""
    filled = [
        f.statement
        for f in report.figures
        if f.source == "table" and f.amount_printed and f.statement in CELL_STATEMENTS
    ]
    candidates = sorted({statement for statement in filled if filled.count(statement) >= 5})
    statement = random.choice(candidates)
    changed: dict[int, Figure | None] = {}
    other = {"万元": "元", "元": "万元"}
    for place, figure in enumerate(report.figures):
        if figure.source == "table" and figure.statement == statement and figure.declared_unit in other:
            unit = other[figure.declared_unit]
            yuan = (figure.amount_printed * YUAN_PER_UNIT[unit]).quantize(Decimal("0.01"))
            changed[place] = msgspec.structs.replace(figure, declared_unit=unit, amount_yuan=yuan)
    readings = tuple(
        _in_unit(reading, other) if reading.statement == statement else reading for reading in report.statements
    )
    truth = {key_of(report.figures[place]): report.figures[place].amount_yuan for place in changed}
    planted = msgspec.structs.replace(with_figures(report, changed), statements=readings)
    return planted, Planted("unit", statement, truth)


def _in_unit(reading: StatementReading, other: dict[str, str]) -> StatementReading:
    return msgspec.structs.replace(reading, declared_unit=other.get(reading.declared_unit, reading.declared_unit))
