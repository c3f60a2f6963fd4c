"""What the identities of the forms say about the readings of a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.identities import Identity, Place, Readings, identities
from extractors.statement import Statement


@dataclass(slots=True)
class Evidence:
    """All readings of a report and the identities they stand in. What an identity says is asked for each of its places,
    and worked out once, until something is left unread."""

    readings: Readings
    of_place: dict[Place, list[Identity]]
    _verdicts: dict[int, bool | None] = field(default_factory=dict)

    def failing(self, place: Place) -> list[Identity]:
        """The identities of a place that fail."""
        return [one for one in self.of_place.get(place, ()) if self.holds(one) is False]

    def speaking(self, place: Place) -> list[Identity]:
        """The identities of a place that hold, are not all zero, and tie it to another row or statement."""
        return [
            one
            for one in self.of_place.get(place, ())
            if not one.across and self.holds(one) and self.readings.is_nonzero(one)
        ]

    def holds(self, identity: Identity) -> bool | None:
        """Whether an identity holds among the readings as they are; None where a figure of it was not read."""
        known = id(identity)  # all of its places have the same object, which is told faster than its content
        if known not in self._verdicts:
            self._verdicts[known] = self.readings.holds(identity)
        return self._verdicts[known]

    def leave_unread(self, place: Place) -> None:
        """Take the reading of a place for none."""
        self.readings.unread.add(place)
        self._verdicts.clear()


def evidence_of(statements: Sequence[Statement]) -> Evidence:
    """The readings of all statements (of one printed twice the first) and the identities each place stands in."""
    readings = Readings()
    seen: set[str] = set()
    for statement in statements:
        if statement.form.statement not in seen and not statement.withdrawn:
            seen.add(statement.form.statement)
            readings.add(statement)
    of_place: dict[Place, list[Identity]] = {}
    units = {statement.form.statement: statement.unit for statement in reversed(statements)}
    for identity in identities(readings):
        if len({unit for place in identity.places if (unit := units[place.statement])}) > 1:
            continue  # one statement is in yuan, the other in 万元
        for place in identity.places:
            of_place.setdefault(place, []).append(identity)
    return Evidence(readings, of_place)
