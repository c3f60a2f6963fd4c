"""Unsure readings that the sums of the forms settle.

A recogniser is not always sure of a number it read; such a cell is unread, with what it may say as guesses. A guess is
accepted where the identities leave no doubt: with it one identity of amounts read for certain is met to the last digit
(two, where only one of the two readings said so), none of its identities fails, and of the other guesses none can say
the same. The figure is marked (`settled_by_sums`). Everything else stays unread.
"""

from __future__ import annotations

from extractors.evidence import Evidence, evidence_of
from extractors.identities import Place, place_of
from extractors.numbers import parse_amount
from extractors.statement import Statement, StatementRow

_Unsure = tuple[Statement, StatementRow, str, Place]


def settle_unsure(statements: list[Statement]) -> None:
    """Accept the guesses that sums confirm, one after the other: each may be what the next one needs."""
    unsure = _unsure_cells(statements)
    if not unsure:
        return
    evidence = evidence_of(statements)
    settled = True
    while settled:
        settled = False
        for one in list(unsure):
            _, row, measure, place = one
            guess = _settled(evidence, place, row.cells[measure].guesses)
            if guess is not None:
                unsure.remove(one)
                _accept(evidence, one, guess)
                settled = True


def _unsure_cells(statements: list[Statement]) -> list[_Unsure]:
    return [
        (statement, row, measure, place_of(statement, row, measure))
        for statement in statements
        for row in statement.rows
        if row.line is not None
        for measure, cell in row.cells.items()
        if cell.guesses and not cell.readable
    ]


def _settled(evidence: Evidence, place: Place, guesses: tuple[str, ...]) -> str | None:
    """The only guess that the identities of a place confirm."""
    if place not in evidence.readings.unread:
        return None  # a line printed again: the first print counts
    confirmed = [guess for guess in dict.fromkeys(guesses) if _confirms(evidence, place, guess, guesses.count(guess))]
    return confirmed[0] if len(confirmed) == 1 else None


def _confirms(evidence: Evidence, place: Place, guess: str, times: int) -> bool:
    """Whether enough identities hold to the last digit with a guess that was read so many times, and none fails."""
    readings = evidence.readings
    readings.unread.discard(place)
    before = readings.amounts.get(place)
    readings.amounts[place] = parse_amount(guess)
    judged = [one for one in evidence.of_place.get(place, ()) if readings.holds(one) is not None]
    failing = any(readings.holds(one) is False for one in judged)
    exact = sum(readings.is_exact(one) and readings.is_nonzero(one) for one in judged)
    readings.unread.add(place)
    readings.amounts[place] = before
    return not failing and exact >= (1 if times > 1 else 2)


def _accept(evidence: Evidence, unsure: _Unsure, guess: str) -> None:
    statement, row, measure, place = unsure
    row.cells[measure] = row.cells[measure]._replace(text=guess, readable=True, guesses=(), settled=True)
    evidence.readings.unread.discard(place)
    evidence.readings.amounts[place] = parse_amount(guess)
    statement.problem(
        "settled_by_sums",
        "info",
        f"row {row.line} ({row.label}), column {measure}: the recogniser was not sure of {guess}; it was accepted because the sums confirm it",
        row,
        guess,
    )
