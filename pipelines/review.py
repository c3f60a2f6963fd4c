"""What people make of findings: dated, reasoned verdicts in `data/corrections/*.csv`, replayed on every build.

In: the folder of CSV files, one row a verdict. Out: `Verdict` records in order, the table `review` of a private build,
and, for whoever reviews, one row more. A row names its finding by the stable id, so it survives every rebuild. What the
verdicts mean:

- `confirmed`: the report is wrong as the finding says; it goes on flagging.
- `corrected`: confirmed, and the amount is what the figure should be; the figure shows it, the original is kept.
- `dismissed`: nobody's error; it no longer flags. With an amount: we misread, and the page shows this amount.

The last row about a finding counts. A row that is not understood stops the build: `ReviewError` says which and why.
"""

from __future__ import annotations

import csv
import fcntl
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pipelines.identifiers import identifier
from pipelines.questions import Record, opened, rows
from pipelines.words import SaidError, Words

if TYPE_CHECKING:
    import duckdb

CORRECTIONS = Path(__file__).parent.parent / "data" / "corrections"
#: The file new verdicts are appended to; others may lie beside it.
VERDICTS_FILE = "verdicts.csv"

COLUMNS = ("finding_id", "verdict", "reason", "amount_yuan", "figure_id", "review_date", "reviewer")
VERDICTS = ("confirmed", "dismissed", "corrected")
_IDENTIFIER = re.compile(r"[0-9a-f]{16}")
_FEN = Decimal("0.01")


class ReviewError(SaidError):
    """A verdict that cannot be taken; the message says where it stands, what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One verdict. `amount_yuan` is what `figure_id` (else the finding's suspect) should be."""

    finding_id: str
    verdict: str
    reason: str
    amount_yuan: Decimal | None
    figure_id: str | None
    review_date: date
    reviewer: str | None


def read_verdicts(folder: Path = CORRECTIONS) -> list[Verdict]:
    """All verdicts of a folder, oldest first; those of one day in order of file and line."""
    found = [one for path in sorted(folder.glob("*.csv")) for one in _read_file(path)]
    return sorted(found, key=lambda verdict: verdict.review_date)


def verdicts_digest(folder: Path = CORRECTIONS) -> str:
    """A digest of the verdicts: another one means that the warehouse has to be built again."""
    return identifier(*(part for verdict in read_verdicts(folder) for part in astuple(verdict)))


def load_verdicts(connection: duckdb.DuckDBPyConnection, folder: Path = CORRECTIONS) -> None:
    """Makes the table `review` of a private build, one row a verdict, numbered in order."""
    connection.execute(
        "CREATE TABLE review (ordinal INTEGER, finding_id VARCHAR, verdict VARCHAR, reason VARCHAR, "
        "amount_yuan DECIMAL(20, 2), figure_id VARCHAR, review_date DATE, reviewer VARCHAR)"
    )
    for number, verdict in enumerate(read_verdicts(folder)):
        connection.execute("INSERT INTO review VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [number, *astuple(verdict)])


def record_verdict(
    warehouse: Path,
    finding_id: str,
    verdict: str,
    reason: str,
    amount: str | None = None,
    figure_id: str | None = None,
    reviewer: str | None = None,
    folder: Path = CORRECTIONS,
) -> Verdict:
    """Appends a verdict on a finding of a published warehouse, dated today in Shanghai. Out: the row as written.

    An amount in yuan corrects the suspect, or the figure of the finding that `figure_id` names.
    """
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    row = {
        "finding_id": finding_id,
        "verdict": verdict,
        "reason": reason,
        "amount_yuan": amount or "",
        "figure_id": figure_id or "",
        "review_date": today.isoformat(),
        "reviewer": reviewer or "",
    }
    said = _verdict(row, Words("the verdict"))
    finding = _finding(warehouse, finding_id)
    row["figure_id"] = _corrected_figure(said, finding) or ""
    _append(folder / VERDICTS_FILE, row)
    return _verdict(row, Words("the verdict"))


def _read_file(path: Path) -> Iterator[Verdict]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        missing = set(COLUMNS) - set(reader.fieldnames or ())
        if missing:
            raise ReviewError(
                "{path}: the first line lacks the columns {columns}.", path=path, columns=", ".join(sorted(missing))
            )
        for row in reader:
            place = Words("{path}, line {line}", path=path, line=reader.line_num)
            if None in row or None in row.values():
                raise ReviewError(
                    "{place}: has not as many cells as the first line; quote texts that hold a comma.", place=place
                )
            yield _verdict(row, place)


def _verdict(row: dict[str, str], place: Words) -> Verdict:
    """One row, checked. Raises `ReviewError`."""
    cell = {name: row[name].strip() for name in COLUMNS}
    if not _IDENTIFIER.fullmatch(cell["finding_id"]):
        raise ReviewError(
            "{place}: {value!r} is no finding_id (16 hexadecimal digits, view findings).",
            place=place,
            value=cell["finding_id"],
        )
    if cell["figure_id"] and not _IDENTIFIER.fullmatch(cell["figure_id"]):
        raise ReviewError(
            "{place}: {value!r} is no figure_id (16 hexadecimal digits, view figures).",
            place=place,
            value=cell["figure_id"],
        )
    if cell["verdict"] not in VERDICTS:
        raise ReviewError(
            "{place}: {value!r} is no verdict; write one of {verdicts}.",
            place=place,
            value=cell["verdict"],
            verdicts=", ".join(VERDICTS),
        )
    if not cell["reason"]:
        raise ReviewError("{place}: a verdict needs its reason.", place=place)
    amount = _amount(cell["amount_yuan"], place)
    if cell["verdict"] == "corrected" and amount is None:
        raise ReviewError(
            "{place}: 'corrected' needs the right amount in yuan; without one, write 'confirmed'.", place=place
        )
    if cell["verdict"] == "confirmed" and amount is not None:
        raise ReviewError(
            "{place}: 'confirmed' takes no amount; with the right amount, write 'corrected'.", place=place
        )
    return Verdict(
        cell["finding_id"], cell["verdict"], cell["reason"], amount, cell["figure_id"] or None,
        _date(cell["review_date"], place), cell["reviewer"] or None,
    )  # fmt: skip


def _amount(text: str, place: Words) -> Decimal | None:
    if not text:
        return None
    try:
        amount = Decimal(text.replace(",", ""))
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or abs(amount) >= Decimal(10) ** 18 or amount != amount.quantize(_FEN):
        raise ReviewError("{place}: {text!r} is no amount in yuan, such as 1250000.00.", place=place, text=text)
    return amount.quantize(_FEN)


def _date(text: str, place: Words) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ReviewError("{place}: {text!r} is no date, such as 2026-03-31.", place=place, text=text) from None


def _finding(warehouse: Path, finding_id: str) -> Record:
    if not warehouse.exists():
        raise ReviewError("{file} does not exist; load something first: juesuan load PATH...", file=warehouse)
    with opened(warehouse) as connection:
        found = rows(
            connection,
            "SELECT finding_id, figure_ids, suspect_figure_id FROM findings WHERE finding_id = ?",
            [finding_id],
        )
    if not found:
        raise ReviewError(
            "{file} holds no finding {finding_id}; `juesuan report` and the view findings list them.",
            file=warehouse,
            finding_id=finding_id,
        )
    return found[0]


def _corrected_figure(said: Verdict, finding: Record) -> str | None:
    """The figure whose amount the verdict puts right; None where it puts none right."""
    if said.amount_yuan is None:
        return None
    figure = said.figure_id or finding["suspect_figure_id"]
    if figure is None:
        raise ReviewError(
            "finding {finding} is about no figure, so there is no amount to put right.", finding=said.finding_id
        )
    if figure != finding["suspect_figure_id"] and figure not in finding["figure_ids"]:
        known: Sequence[str] = finding["figure_ids"]
        raise ReviewError(
            "figure {figure} is not in finding {finding}; it is about {known}.",
            figure=figure,
            finding=said.finding_id,
            known=", ".join(known),
        )
    return str(figure)


def _append(path: Path, row: dict[str, str]) -> None:
    """Adds one line, with the heading before the first; several writers wait for each other."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8", newline="") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        handle.seek(0)
        text = handle.read()
        writer = csv.DictWriter(handle, COLUMNS, lineterminator="\n")
        if not text:
            writer.writeheader()
        elif not text.endswith("\n"):
            handle.write("\n")
        writer.writerow(row)
        handle.flush()
        os.fsync(handle.fileno())
