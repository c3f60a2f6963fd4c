"""Whether what was read from tables without printed rulings is right, told by the sums of the forms.

Without rulings a figure can slip into a neighbouring column or row unseen. Two things speak for a figure: the print
itself, where it stands below its heading and beside its label, and an identity that ties it to other rows or
statements. So

- a column whose heading the print does not tell for certain is believed only where a copy in another statement says
  the same; otherwise all of it is left unread;
- a figure in an identity that fails is left unread where moving it into a blank cell beside, above or below it would
  mend the identity: it may have slipped. Where nothing of the kind explains the failure, it is the publisher's and
  stays, for reconciliation to report;
- a column of one page is left unread where it is blank beside it all down the page and moving it there would mend
  identities: the page may have been put into the wrong columns;
- a statement is left out whole where no identity holds, where the failures of a column have more than one cause for
  every few that hold, or where amounts are left over in it while its sums fail: then the reading itself is at fault.

What is left out is a problem of the report: an unread number is better than a wrong one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from extractors.evidence import Evidence, evidence_of
from extractors.identities import Identity, Place, place_of
from extractors.numbers import is_amount
from extractors.statement import Statement, StatementRow

#: So many identities of a column must hold for every cause of failures in it.
_HOLDING_PER_CAUSE = 4
#: Problems that say that a part of the table was not understood.
_LEFT_OVER = frozenset({"unlabelled_row", "unlabelled_amount", "amount_in_header"})

Column = tuple[str | None, str]


def drop_unconfirmed(statements: list[Statement]) -> None:
    """Leave unread, or out, what nothing speaks for in statements read without printed rulings (call after codes are
    resolved)."""
    unruled = [statement for statement in statements if not statement.ruled and statement.rows]
    if not unruled:
        return
    evidence = evidence_of(statements)
    left_out = [_leave_out_doubtful_columns(statement, evidence) for statement in unruled]
    if any(left_out):
        evidence = evidence_of(statements)
    withdrawn = [statement for statement in unruled if _is_withdrawn(statement, evidence)]
    for statement in withdrawn:
        statement.problem(
            "unruled_not_confirmed",
            "error",
            f"the table on page {statement.first_page} has no vertical rulings and its columns could not be told for certain (its sums do not hold); its amounts were left out",
            statement.rows[0],
        )
        statement.rows.clear()
        statement.withdrawn = True
    if withdrawn:
        evidence = evidence_of(statements)
    for statement in unruled:
        _leave_out_slid_pieces(statement, evidence)
        _leave_out_slipped(statement, evidence)


def _amount_cells(statement: Statement) -> Iterator[tuple[StatementRow, str, Place]]:
    """The readable cells with amounts of rows with a line."""
    for row in statement.rows:
        for measure, cell in row.cells.items():
            if row.line is not None and cell.readable and cell.text.strip():
                yield row, measure, place_of(statement, row, measure)


def _leave_out_doubtful_columns(statement: Statement, evidence: Evidence) -> bool:
    """Leave out the columns whose heading is doubtful and that nothing confirms. Out: whether there are any."""
    doubtful: dict[Column, int] = {}
    confirmed: set[Column] = set()
    for row, measure, _ in _amount_cells(statement):
        if row.cells[measure].doubtful:
            doubtful[row.side, measure] = doubtful.get((row.side, measure), 0) + 1
    for row, measure, place in _amount_cells(statement):
        column = (row.side, measure)
        if column not in doubtful or column in confirmed:
            continue
        amount = evidence.readings.amounts.get(place)
        if amount is not None and amount.value and any(one.between for one in evidence.speaking(place)):
            confirmed.add(column)
    unconfirmed = {column: count for column, count in doubtful.items() if column not in confirmed}
    if not unconfirmed:
        return False
    blank = {(row.side, measure) for row in statement.rows for measure in row.cells} - {
        (row.side, measure) for row, measure, _ in _amount_cells(statement)
    }
    for (side, measure), count in sorted(unconfirmed.items(), key=str):
        statement.problem(
            "unruled_not_confirmed",
            "error",
            f"column {measure}: without rulings the print does not tell which heading its {count} amounts belong to, and no other statement confirms it; they were left out",
            next(row for row in statement.rows if row.side == side and measure in row.cells),
        )
    gone = set(unconfirmed) | blank
    for row in statement.rows:
        row.cells = {measure: cell for measure, cell in row.cells.items() if (row.side, measure) not in gone}
    kept = {measure for row in statement.rows for measure in row.cells}
    statement.columns = tuple(measure for measure in statement.columns if measure in kept)
    return True


def _is_withdrawn(statement: Statement, evidence: Evidence) -> bool:
    own = {place_of(statement, row, measure) for row in statement.rows if row.line for measure in row.cells}
    tied = {one for place in own for one in evidence.of_place.get(place, ())}
    failing = [one for one in tied if evidence.holds(one) is False]
    holding = [one for one in tied if not one.across and evidence.holds(one)]
    if not any(evidence.readings.is_nonzero(one) for one in holding):
        return bool(failing) or any(
            (amount := evidence.readings.amounts.get(place)) is not None and amount.value for place in own
        )
    if not failing:
        return False
    if any(not one.between for one in failing) and _has_amounts_left_over(statement):
        return True
    for column in {(place.side, place.measure) for place in own}:
        in_column = {place for place in own if (place.side, place.measure) == column}
        wrong = [one for one in failing if not in_column.isdisjoint(one.places)]
        right = [one for one in holding if not in_column.isdisjoint(one.places)]
        if _causes(wrong) > max(1, len(right) // _HOLDING_PER_CAUSE):
            return True
    return False


def _has_amounts_left_over(statement: Statement) -> bool:
    """Whether amounts of the table stand in no row or below no heading (a heading nobody knows is another matter)."""
    return any(
        problem.code in _LEFT_OVER or (problem.code == "unmapped_column" and is_amount(problem.raw_text or ""))
        for problem in statement.problems
    )


def _causes(failing: Sequence[Identity]) -> int:
    """How few cells stand in all of these identities together (taken one after the other, the most frequent first)."""
    rest = list(failing)
    causes = 0
    while rest:
        counts = Counter(place for one in rest for place in one.places)
        most = min(counts, key=lambda place: (-counts[place], str(place)))
        rest = [one for one in rest if most not in one.places]
        causes += 1
    return causes


def _leave_out_slipped(statement: Statement, evidence: Evidence) -> None:
    slipped: list[tuple[StatementRow, str]] = []
    failures = any(
        evidence.failing(place_of(statement, row, measure)) for row, measure, _ in _amount_cells(statement)
    )  # fmt: skip
    for row, measure, place in _amount_cells(statement):
        amount = evidence.readings.amounts.get(place)
        if amount is None or not amount.value:
            continue
        failing = evidence.failing(place)
        if (
            failing
            and any(_mends(evidence, place, blank) for blank in _blank_neighbours(statement, row, measure, evidence))
        ) or (not failing and not evidence.speaking(place) and (failures or row.cells[measure].doubtful)):
            slipped.append((row, measure))
    for row, measure in slipped:
        statement.problem(
            "unruled_not_confirmed",
            "error",
            f"row {row.line} ({row.label}), column {measure}: no sum speaks for this amount, and without rulings it may belong to a cell beside it; it was left out",
            row,
            row.cells[measure].text,
        )
        row.cells[measure] = row.cells[measure]._replace(readable=False)


def _blank_neighbours(statement: Statement, row: StatementRow, measure: str, evidence: Evidence) -> Iterator[Place]:
    """The blank places of the same row, and those of the same column in the rows before and after."""
    own = [other for other in statement.rows if other.side == row.side and other.line is not None]
    at = next(index for index, other in enumerate(own) if other is row)
    beside = [place_of(statement, row, other) for other in row.cells if other != measure]
    near = [place_of(statement, other, measure) for other in own[max(0, at - 1) : at + 2] if measure in other.cells]
    for place in dict.fromkeys([*beside, *near]):
        amount = evidence.readings.amounts.get(place)
        if place not in evidence.readings.unread and (amount is None or not amount.value):
            yield place


def _mends(evidence: Evidence, place: Place, blank: Place) -> bool:
    """Whether fewer identities fail, and none that held, once the amount of a place stands at a blank one."""
    touched = list(dict.fromkeys([*evidence.of_place.get(place, ()), *evidence.of_place.get(blank, ())]))
    before = [evidence.holds(one) for one in touched]
    amounts = evidence.readings.amounts
    kept = amounts.get(place), amounts.get(blank)
    amounts[place], amounts[blank] = None, kept[0]
    after = [evidence.readings.holds(one) for one in touched]
    amounts[place], amounts[blank] = kept
    broken = any(was and not now for was, now in zip(before, after, strict=True))
    return not broken and after.count(False) < before.count(False)


def _leave_out_slid_pieces(statement: Statement, evidence: Evidence) -> None:
    """Leave unread the columns of a page that may belong to another column of the statement."""
    rows: dict[tuple[int, str | None], list[StatementRow]] = {}
    for row in statement.rows:
        if row.line is not None:
            rows.setdefault((row.piece, row.side), []).append(row)
    for (piece, _), own in rows.items():
        if not piece:
            continue  # the first page has the headings
        columns = {measure: [place_of(statement, row, measure) for row in own] for measure in own[0].cells}
        for measure in _slid_columns(columns, evidence):
            _leave_out_piece(statement, own, measure, evidence)


def _slid_columns(columns: dict[str, list[Place]], evidence: Evidence) -> list[str]:
    """The columns of a page that sums would rather have in a blank one, one after the other: where all columns slid,
    each leaves room for the next."""
    if not any(evidence.failing(place) for places in columns.values() for place in places):
        return []
    amounts = evidence.readings.amounts
    before = {place: amounts.get(place) for places in columns.values() for place in places}
    blank = [measure for measure, places in columns.items() if not any(_amount(evidence, place) for place in places)]
    waiting = [measure for measure in columns if measure not in blank]
    slid: list[str] = []
    while found := next(
        (
            (measure, other)
            for measure in waiting
            for other in blank
            if _mends_all(evidence, columns[measure], columns[other])
        ),
        None,
    ):
        measure, other = found
        slid.append(measure)
        waiting.remove(measure)
        blank[blank.index(other)] = measure
        for place, free in zip(columns[measure], columns[other], strict=True):
            amounts[place], amounts[free] = None, amounts.get(place)
    amounts.update(before)
    return slid


def _amount(evidence: Evidence, place: Place) -> bool:
    """Whether an amount other than zero, or something unread, stands at a place."""
    amount = evidence.readings.amounts.get(place)
    return place in evidence.readings.unread or (amount is not None and bool(amount.value))


def _mends_all(evidence: Evidence, places: Sequence[Place], blanks: Sequence[Place]) -> bool:
    """Whether fewer identities fail, and none that held, once the amounts of a column stand in a blank one."""
    touched = list(dict.fromkeys(one for place in [*places, *blanks] for one in evidence.of_place.get(place, ())))
    before = [evidence.readings.holds(one) for one in touched]
    if False not in before:
        return False
    amounts = evidence.readings.amounts
    kept = {place: amounts.get(place) for place in [*places, *blanks]}
    for place, blank in zip(places, blanks, strict=True):
        amounts[place], amounts[blank] = None, kept[place]
    after = [evidence.readings.holds(one) for one in touched]
    amounts.update(kept)
    broken = any(was and not now for was, now in zip(before, after, strict=True))
    return not broken and after.count(False) < before.count(False)


def _leave_out_piece(statement: Statement, rows: Sequence[StatementRow], measure: str, evidence: Evidence) -> None:
    cells = [row for row in rows if measure in row.cells and row.cells[measure].text.strip()]
    statement.problem(
        "unruled_not_confirmed",
        "error",
        f"page {rows[0].page}, column {measure}: without rulings its {len(cells)} amounts may belong to another column, in which the sums would hold; they were left out",
        rows[0],
    )
    for row in cells:
        row.cells[measure] = row.cells[measure]._replace(readable=False)
        evidence.leave_unread(place_of(statement, row, measure))
