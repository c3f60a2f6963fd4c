"""The whole lineage of one figure: where it was printed, who read it, which identities it stands in, what is said of it.

In: a published file and a figure's id (or its first eight or more digits). Out: a `Lineage` of plain rows, the picture
of its page, or, for formats without pages, the lines around it. Nothing is ever written to the warehouse.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import msgspec

from pipelines.page_picture import Mark, page_picture
from pipelines.questions import Record, opened, rows
from pipelines.store import Store
from pipelines.words import SaidError
from schemas.records import Report

#: Lines shown before and after the line of a figure that has no page.
_AROUND = 2
_SHORTEST_ID = 8
_SHOW_IDS = 'juesuan query "SELECT figure_id, line_label, raw_text FROM figures LIMIT 10"'

_FIGURE = """
SELECT f.*, d.document_sha256, d.media_type, d.source_url, d.document_path, d.arrived_at, d.extractor_version
FROM figures f JOIN reports r USING (report_id) JOIN dim_document d ON d.document_sha256 = r.document_sha256
WHERE f.figure_id = $1 OR (length($1) >= 8 AND starts_with(f.figure_id, $1)) ORDER BY f.figure_id LIMIT 2
"""
# The file a joined report's figure was printed in is not that of the report.
_PRINTED_IN = (
    "SELECT document_sha256, media_type FROM fact_figure JOIN dim_document USING (document_sha256) WHERE figure_id = ?"
)
_CHECKS = """
SELECT DISTINCT c.rule_id, u.identity, u.title_en, u.title_zh, c.instance, c.outcome, c.reason, c.expected_yuan, c.actual_yuan,
       c.difference_yuan, c.tolerance_yuan, o.coefficient, o.place
FROM fact_figure f
JOIN check_operand o ON o.report_id = f.report_id AND o.figure_ordinal = f.ordinal
JOIN fact_check c ON c.report_id = o.report_id AND c.check_number = o.check_number
JOIN dim_rule u ON u.rule_id = c.rule_id
WHERE f.figure_id = ? AND f.report_id = ?
ORDER BY c.outcome, c.rule_id, c.instance, o.place
"""
_FINDINGS = """
SELECT finding_id, rule_id, severity, message_en, message_zh, suspect_figure_id = $1 AS is_suspect, suggested_amount_yuan,
       blame
FROM findings WHERE report_id = $2 AND (list_contains(figure_ids, $1) OR suspect_figure_id = $1)
ORDER BY severity, rule_id, finding_id
"""
_OTHER_PRINTS = """
SELECT figure_id, source, occurrence, raw_text, amount_yuan, page, line_number, sentence
FROM figures
WHERE report_id = $1 AND statement = $2 AND line = $3 AND measure = $4 AND side IS NOT DISTINCT FROM $5 AND figure_id <> $6
ORDER BY source, occurrence, figure_id
"""


class UnknownFigure(SaidError):
    """No figure, or more than one, has that id; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Lineage:
    """A figure with the checks it stands in, the findings that name it and the other prints of the same fact."""

    figure: Record
    checks: list[Record]
    findings: list[Record]
    other_prints: list[Record]


def lineage(warehouse: Path, wanted: str) -> Lineage:
    """Looks a figure up. Raises `UnknownFigure`."""
    with opened(warehouse) as connection:
        found = rows(connection, _FIGURE, [wanted])
        if len(found) != 1:
            raise _unknown(wanted, len(found), warehouse)
        figure = found[0]
        figure |= rows(connection, _PRINTED_IN, [figure["figure_id"]])[0]
        key, report = figure["figure_id"], figure["report_id"]
        place = [report, figure["statement"], figure["line"], figure["measure"], figure["side"], key]
        return Lineage(
            figure=figure,
            checks=rows(connection, _CHECKS, [key, report]),
            findings=rows(connection, _FINDINGS, [key, report]),
            other_prints=rows(connection, _OTHER_PRINTS, place),
        )


def _unknown(wanted: str, count: int, warehouse: Path) -> UnknownFigure:
    if count:
        return UnknownFigure(
            "several figures of {file} begin with {wanted}; give more of its id.", file=warehouse, wanted=wanted
        )
    if len(wanted) < _SHORTEST_ID:
        return UnknownFigure(
            "{file} holds no figure {wanted}; the ids stand in the view figures, column figure_id "
            "(at least {digits} digits of it): {query}",
            file=warehouse, wanted=wanted, digits=_SHORTEST_ID, query=_SHOW_IDS,
        )  # fmt: skip
    return UnknownFigure(
        "{file} holds no figure {wanted}; the ids stand in the view figures, column figure_id: {query}",
        file=warehouse, wanted=wanted, query=_SHOW_IDS,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class WitnessReading:
    """What another reader read under the same key on the same pages."""

    reader: str
    raw_text: str
    amount_yuan: Decimal
    agrees: bool


def witness_readings(store: Store, figure: Record) -> list[WitnessReading]:
    """The second readings of a figure that were kept, each reading once; empty where none was needed."""
    sha256 = figure["document_sha256"]
    key = tuple(figure[name] for name in ("source", "statement", "side", "line", "measure", "occurrence"))
    found: dict[tuple[str, str], WitnessReading] = {}
    for kept in sorted((store.rereadings / sha256[:2]).glob(f"{sha256}-*.json")):
        for other in msgspec.json.decode(kept.read_bytes(), type=Report).figures:
            if (other.source, other.statement, other.side, other.line, other.measure, other.occurrence) == key:
                agrees = other.amount_yuan == figure["amount_yuan"]
                found[other.reader, other.raw_text] = WitnessReading(
                    other.reader, other.raw_text, other.amount_yuan, agrees
                )
    return [found[reading] for reading in sorted(found)]


def figure_picture(store: Store, figure: Record) -> bytes | None:
    """The page of a figure as PNG with its cell marked; None where its format has no pages or the bytes are gone."""
    original = store.archived(figure["document_sha256"])
    if not original.is_file():
        return None
    marks = [] if figure["x0"] is None else [Mark(figure["x0"], figure["y0"], figure["x1"], figure["y1"])]
    return page_picture(original.read_bytes(), figure["media_type"], figure["page"], marks)


def figure_lines(store: Store, figure: Record) -> list[tuple[int, str]]:
    """(line number, text) around a figure of a text file; empty for other formats."""
    original = store.archived(figure["document_sha256"])
    number = figure["line_number"]
    if number is None or not str(figure["media_type"]).startswith("text/") or not original.is_file():
        return []
    from extractors.readers.text import decode

    lines = decode(original.read_bytes()).splitlines()
    first = max(1, number - _AROUND)
    return list(enumerate(lines[first - 1 : number + _AROUND], start=first))
