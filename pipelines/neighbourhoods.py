"""Which reports can change each other's checks, so that the checks of all others need not be made again.

A rule looks at one report, at the other reports of its department (years, versions, own unit and whole), at the
departments of its division (peers), or at reports that print the same items (copies). A *neighbourhood* is what all of
this leads to: the reports of one division, or, where no division is known, of one department; neighbourhoods that share
a document or a copied statement are one. Nothing outside a neighbourhood takes part in the checks of its reports.

In: the current readings and their reports in the private build. Out: neighbourhoods, each with a digest that changes
whenever anything in it does.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.identifiers import identifier

if TYPE_CHECKING:
    import duckdb

#: What tells a department's own report from the one with its units, and what is printed with or without.
_QUALIFIERS = re.compile(r"[\s（）()]+|汇总|本级|本部|机关|含下属单位")

_REPORTS = """
SELECT document_sha256, coalesce(division_code, '') AS division_code, coalesce(department_name, '') AS department_name
FROM report ORDER BY document_sha256, ordinal
"""

#: The items of statement 03 as they are printed; the same in two documents is what rule D08 asks for.
_COPIES = """
WITH items AS (
    SELECT r.document_sha256, hash(string_agg(f.line || '=' || f.amount_yuan, ';' ORDER BY f.line, f.ordinal)) AS items
    FROM item_amount AS f INNER JOIN report AS r USING (report_id)
    GROUP BY r.document_sha256, f.report_id
)
SELECT list(DISTINCT document_sha256 ORDER BY document_sha256) AS documents
FROM items GROUP BY items HAVING count(DISTINCT document_sha256) > 1 ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Documents whose reports are checked together (sha256, in order), and what their checks depend on, as a digest."""

    digest: str
    documents: tuple[str, ...]


def neighbourhoods(
    connection: duckdb.DuckDBPyConnection, readings: dict[str, str], basis: str, aliases: dict[str, str]
) -> list[Neighbourhood]:
    """In: a connection with `report` and `item_amount` of all current readings, the reading of each document, a digest
    of what else shapes checks, and reviewed names of departments without a division. Out: every document in one
    neighbourhood, in a fixed order."""
    joined = _Joined()
    for document in readings:
        joined.add(f"document {document}")
    for document, division, name in connection.execute(_REPORTS).fetchall():
        place = f"division {division}" if division else f"department {_bare(name, aliases)}" if name else ""
        if place:
            joined.join(f"document {document}", place)
    for (documents,) in connection.execute(_COPIES).fetchall():
        for other in documents[1:]:
            joined.join(f"document {documents[0]}", f"document {other}")
    return [
        Neighbourhood(identifier(basis, *(readings[document] for document in documents)), documents)
        for documents in joined.groups("document ")
    ]


def _bare(name: str, aliases: dict[str, str]) -> str:
    return _QUALIFIERS.sub("", aliases.get(_QUALIFIERS.sub("", name), name))


def bare_aliases(rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    """In: (alias, name) of departments without a division. Out: the name by the alias without its qualifiers."""
    return {_QUALIFIERS.sub("", alias): name for alias, name in rows}


class _Joined:
    """Things that are joined pair by pair, and the groups that come of it."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def add(self, thing: str) -> None:
        self._above.setdefault(thing, thing)

    def join(self, one: str, other: str) -> None:
        self.add(one)
        self.add(other)
        first, second = sorted((self._top(one), self._top(other)))
        self._above[second] = first

    def _top(self, thing: str) -> str:
        while self._above[thing] != thing:
            self._above[thing] = self._above[self._above[thing]]
            thing = self._above[thing]
        return thing

    def groups(self, prefix: str) -> list[tuple[str, ...]]:
        """What begins with `prefix`, without it, by group."""
        found: dict[str, list[str]] = defaultdict(list)
        for thing in sorted(self._above):
            if thing.startswith(prefix):
                found[self._top(thing)].append(thing.removeprefix(prefix))
        return sorted(tuple(group) for group in found.values())
