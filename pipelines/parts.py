"""The checked parts of a warehouse: what was read and what reconciliation made of it, computed once and kept.

    checked/part-<hash>/<table>.parquet    the rows of some neighbourhoods, each naming its own
    checked/part-<hash>/part.json          which neighbourhoods; the folder appears whole, by one rename

Nothing outside a neighbourhood takes part in its checks (`neighbourhoods`), so a night makes the checks of those in
which something is new (`checking`) and takes the others from here. A part holds a few hundred reports, which bounds the
memory that checking takes. Parts are derived: they may be deleted at any time.

In: a session in which reports were checked, to keep; a store, to choose from. Out: `Selection`: which rows of which parts
make the warehouse.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

import sql
from pipelines.identifiers import identifier
from pipelines.neighbourhoods import Neighbourhood
from pipelines.private import flush_folder, make_folder, private_folder
from pipelines.store import Store, build_folder

if TYPE_CHECKING:
    import duckdb

#: What a part keeps. `checked_*` tables are made by sql/parts from what reconciliation left.
KEPT: dict[str, str] = {
    "report": "report",
    "joined_report": "joined_report",
    "joined_figure": "joined_figure",
    "statement_reading": "statement_reading",
    "figure": "checked_figure",
    "claim": "claim",
    "quantity": "quantity",
    "problem": "problem",
    "dim_rule": "dim_rule",
    "fact_check": "checked_check",
    "check_operand": "checked_operand",
    "check_blank": "checked_blank",
    "fact_finding": "fact_finding",
    "lake_count": "checked_count",
}

#: Order of the rows in a part: what belongs to one report lies together.
_ORDER: dict[str, str] = {
    "report": "document_sha256, ordinal",
    "joined_report": "document_sha256, ordinal",
    "joined_figure": "figure_id",
    "dim_rule": "rule_id",
    "fact_check": "report_id, check_number",
    "check_operand": "report_id, check_number, place, figure_ordinal, claim_ordinal, coefficient, state",
    "check_blank": "ALL",
    "fact_finding": "report_id, finding_id",
    "lake_count": "neighbourhood, relation",
}


class Contents(msgspec.Struct, frozen=True):
    """The digests of the neighbourhoods a part holds."""

    neighbourhoods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A part, the neighbourhoods of it that are wanted, and whether these are all it holds."""

    folder: Path
    neighbourhoods: tuple[str, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Selection:
    """The parts that make a warehouse; every neighbourhood is in one of them."""

    parts: tuple[Chosen, ...]

    def source(self, table: str) -> str:
        """The rows of one table, as a SELECT; the rules are the same in every part."""
        parts = self.parts[:1] if table == "dim_rule" else self.parts
        whole = [part.folder / f"{table}.parquet" for part in parts if part.is_whole or table == "dim_rule"]
        selects = [f"SELECT * FROM read_parquet([{', '.join(map(sql.literal, whole))}])"] if whole else []
        selects += [
            f"SELECT * FROM read_parquet({sql.literal(part.folder / f'{table}.parquet')}) "
            f"WHERE neighbourhood IN ({', '.join(map(sql.literal, part.neighbourhoods))})"
            for part in parts
            if not part.is_whole and table != "dim_rule"
        ]
        return f"SELECT * EXCLUDE (neighbourhood) FROM ({' UNION ALL '.join(selects)})"


def keep_part(session: duckdb.DuckDBPyConnection, store: Store) -> None:
    """Writes a part. In: a session whose tables are those of `sql/parts`, after reconciliation."""
    digests = tuple(
        digest
        for (digest,) in session.execute("SELECT DISTINCT neighbourhood FROM member ORDER BY neighbourhood").fetchall()
    )
    target = _folder(store) / f"part-{identifier(*digests)}"
    make_folder(target.parent)
    with private_folder(build_folder(target), "part") as private:
        fresh = private / "part"
        fresh.mkdir()
        for table, made in KEPT.items():
            session.execute(
                f"COPY ({_with_neighbourhood(table, made)} ORDER BY {_ORDER.get(table, 'report_id, ordinal')}) "
                f"TO {sql.literal(fresh / f'{table}.parquet')} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)"
            )
        (fresh / "part.json").write_bytes(msgspec.json.encode(Contents(digests)))
        shutil.rmtree(target, ignore_errors=True)
        fresh.rename(target)
    flush_folder(target.parent)


def _with_neighbourhood(table: str, made: str) -> str:
    """The rows of a table, each with its neighbourhood."""
    if table == "dim_rule":
        return f"SELECT *, '' AS neighbourhood FROM {made}"
    if table == "lake_count":
        return f"SELECT * FROM {made}"
    if table in ("report", "joined_report", "joined_figure"):
        return f"SELECT t.*, m.neighbourhood FROM {made} AS t INNER JOIN member AS m USING (document_sha256)"
    return f'SELECT t.*, m.neighbourhood FROM "{made}" AS t INNER JOIN report_member AS m USING (report_id)'


def _folder(store: Store) -> Path:
    return store.root / "checked"


def _kept(store: Store) -> dict[Path, Contents]:
    """The parts there are, by folder."""
    decoder = msgspec.json.Decoder(Contents)
    return {path.parent: decoder.decode(path.read_bytes()) for path in sorted(_folder(store).glob("part-*/part.json"))}


def kept_digests(store: Store) -> set[str]:
    """The neighbourhoods that some part holds."""
    return {digest for contents in _kept(store).values() for digest in contents.neighbourhoods}


def select_parts(store: Store, wanted: Iterable[Neighbourhood]) -> Selection:
    """The parts that hold what is wanted; parts that hold nothing of it are removed."""
    open_digests = {neighbourhood.digest for neighbourhood in wanted}
    chosen: list[Chosen] = []
    for folder, contents in _kept(store).items():
        used = tuple(digest for digest in contents.neighbourhoods if digest in open_digests)
        open_digests -= set(used)
        if used:
            chosen.append(Chosen(folder, used, len(used) == len(contents.neighbourhoods)))
        else:
            shutil.rmtree(folder, ignore_errors=True)
    return Selection(tuple(chosen))


def select_views(connection: duckdb.DuckDBPyConnection, selection: Selection) -> None:
    """Views over the parts, under the names by which the star asks for them."""
    for table in KEPT:
        connection.execute(f'CREATE VIEW "{table}" AS {selection.source(table)}')
