"""A private build in memory, filled figure by figure: what the reconciliation tests load their reports with.

Column names and their order follow schemas/records.py, so a field added there appears here by itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import duckdb

from pipelines.reconciliation.run import Reread, reconcile
from schemas import records

_TABLES: dict[str, tuple[type[records.Record], tuple[str, ...]]] = {
    "report": (records.Report, ("report_id",)),
    "statement_reading": (records.StatementReading, ("report_id", "ordinal")),
    "figure": (records.Figure, ("figure_id", "report_id", "ordinal")),
    "empty_cell": (records.EmptyCell, ("report_id", "ordinal")),
    "claim": (records.Claim, ("claim_id", "report_id", "ordinal")),
    "quantity": (records.Quantity, ("report_id", "ordinal")),
    "problem": (records.Problem, ("report_id", "ordinal")),
}
_TYPES = {
    "amount_yuan": "DECIMAL(20, 2)",
    "amount_printed": "DECIMAL(20, 6)",
    "value": "DECIMAL(20, 6)",
    "columns": "VARCHAR[]",
    "readable": "BOOLEAN",
    "in_main_narrative": "BOOLEAN",
    "publication_date": "DATE",
}
_INTEGERS = {
    "occurrence", "decimals", "page", "line_number", "ordinal", "first_page", "last_page", "row_count", "group",
    "fiscal_year", "document_bytes", "page_count",
}  # fmt: skip
_CHILDREN = {"statements", "figures", "empty_cells", "claims", "quantities", "problems"}


def _columns(table: str) -> list[str]:
    record, keys = _TABLES[table]
    named = [name for name in record.__struct_fields__ if name not in _CHILDREN and name not in keys]
    return [*keys, *named]


def _type(name: str) -> str:
    return (
        "BIGINT" if name in _INTEGERS else _TYPES.get(name, "DOUBLE" if name in {"x0", "y0", "x1", "y1"} else "VARCHAR")
    )


def identifier(*parts: object) -> str:
    """A deterministic id of sixteen hexadecimal digits."""
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:16]


@dataclass
class ReportBuilder:
    """One report under construction. Amounts are given as printed (strings); '' is a blank cell, None no cell."""

    connection: duckdb.DuckDBPyConnection
    report_id: str
    unit: str = "万元"
    printed: dict[str, list[int]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    ordinal: int = 0

    def insert(self, table: str, **values: Any) -> None:
        names = _columns(table)
        self.ordinal += 1
        row = {"report_id": self.report_id, "ordinal": self.ordinal, "page": 1, **values}
        marks = ", ".join("?" for _ in names)
        self.connection.execute(f"INSERT INTO {table} VALUES ({marks})", [row.get(name) for name in names])

    def cell(
        self, statement: str, line: str, measure: str, printed: str | None, *, side: str | None = None,
        source: str = "table", occurrence: int = 0, unit: str | None = None, unread: bool = False,
        sentence: str | None = None, label: str | None = None, repaired: str | None = None,
    ) -> str:  # fmt: skip
        """Add one cell; returns its figure_id ('' for a blank)."""
        if source == "table":
            self.printed.setdefault(statement, [])
        if printed is None:
            return ""
        key: dict[str, Any] = {"statement": statement, "side": side, "line": line, "measure": measure}
        if unread or printed == "":
            self.insert("empty_cell", **key, line_label=line, state="unread" if unread else "blank", raw_text=printed)
            return ""
        unit = unit or self.unit
        amount = Decimal(printed.replace(",", ""))
        decimals = len(printed.partition(".")[2])
        figure_id = identifier(self.report_id, source, *key.values(), occurrence)
        if source == "table":
            self.printed[statement].append(decimals)
        self.insert(
            "figure", figure_id=figure_id, source=source, **key, occurrence=occurrence, line_label=label or line,
            **self._codes(statement, line), repaired=repaired,
            amount_printed=amount, amount_yuan=amount * records.YUAN_PER_UNIT[unit], declared_unit=unit,
            decimals=decimals, raw_text=printed, reader="text", sentence=sentence,
        )  # fmt: skip
        return figure_id

    @staticmethod
    def _codes(statement: str, line: str) -> dict[str, str | None]:
        """The code of a row, as a function or an economic code."""
        economic = statement in ("general_budget_basic_expenditure", "agency_operation")
        code = line if line.isdigit() else None
        return {"function_code": None if economic else code, "economic_code": code if economic else None}

    def rows(self, statement: str, measures: Sequence[str], table: dict[str, Sequence[str | None]], **key: Any) -> None:
        """Add rows of a one-sided statement: line → its cells in the order of `measures`."""
        for line, cells in table.items():
            for measure, printed in zip(measures, cells, strict=True):
                self.cell(statement, line, measure, printed, **key)

    def claim(self, group: int, role: str, value: str | None = None, unit: str = "万元", **more: Any) -> str:
        """Add one claim of the main narrative; `direction` for a word."""
        claim_id = identifier(self.report_id, "claim", group, role, self.ordinal)
        number = None if value is None else Decimal(value)
        yuan = None if number is None or unit == "%" else number * records.YUAN_PER_UNIT[unit]
        defaults = {"subject": f"subject {group}", "section": "s", "in_main_narrative": True, "raw_text": value or ""}
        self.insert(
            "claim",
            **{
                **defaults,
                "sentence": "",
                "claim_id": claim_id,
                "group": group,
                "role": role,
                "value": number,
                "unit": None if value is None else unit,
                "amount_yuan": yuan,
                "decimals": None if value is None else len(value.partition(".")[2]),
                **more,
            },
        )
        return claim_id

    def finish(self) -> None:
        """Write the statement readings that the cells imply."""
        for statement, decimals in sorted(self.printed.items()):
            self.insert(
                "statement_reading", statement=statement, title=self.titles.get(statement, statement), declared_unit=self.unit,
                unit_source="printed", decimals=max(decimals, default=0), first_page=1, last_page=1, row_count=1,
                columns=[], reader="text", empty_note=self.notes.get(statement),
            )  # fmt: skip
        self.printed.clear()


class Build:
    """An in-memory build with the input tables of reconciliation."""

    def __init__(self) -> None:
        self.connection = duckdb.connect()
        self.reports: list[ReportBuilder] = []
        for table in _TABLES:
            columns = ", ".join(f'"{name}" {_type(name)}' for name in _columns(table))
            self.connection.execute(f"CREATE TABLE {table} ({columns})")

    def report(
        self, name: str = "r", *, fiscal_year: int | None = 2024, media_type: str = "text/plain", unit: str = "万元",
        kind: str = "final_account", readable: bool = True, scope: str = "unit", department: str | None = None,
        division: str | None = None,
    ) -> ReportBuilder:  # fmt: skip
        builder = ReportBuilder(self.connection, name, unit)
        builder.insert(
            "report", document_name=name, document_sha256=identifier("document", name), document_bytes=1,
            media_type=media_type, extractor_version="1", readable=readable, kind=kind, scope=scope,
            fiscal_year=fiscal_year, page_count=1, department_name=department, division_code=division,
        )  # fmt: skip
        self.reports.append(builder)
        return builder

    def reconcile(self, reread: Reread | None = None, reader: str | None = None) -> Build:
        """Reconcile what was built; `reader` says who read all figures, where that was not the text reader."""
        for report in self.reports:
            report.finish()
        if reader is not None:
            self.connection.execute("UPDATE figure SET reader = ?", [reader])
        reconcile(self.connection, reread)
        return self

    def check(self, rule_id: str, instance: str | None = None, report: str = "r") -> dict[str, Any]:
        """The only check of a rule (and instance), as a dictionary. Fails where there are several."""
        found = self.select(
            "SELECT * FROM fact_check WHERE report_id = ? AND rule_id = ? AND instance = coalesce(?, instance)",
            report, rule_id, instance,
        )  # fmt: skip
        assert len(found) == 1, found
        return found[0]

    def outcomes(self, rule_id: str, report: str = "r") -> dict[str, str]:
        """Instance → outcome of one rule."""
        found = self.select("SELECT * FROM fact_check WHERE report_id = ? AND rule_id = ?", report, rule_id)
        return {row["instance"]: row["outcome"] for row in found}

    def findings(self, *, metadata: bool = False) -> list[dict[str, Any]]:
        """All findings; those of metadata only where asked for: most reports here are a few cells of one statement."""
        wanted = "" if metadata else "WHERE basis <> 'metadata'"
        return self.select(f"SELECT * FROM fact_finding {wanted} ORDER BY finding_id")

    def select(self, query: str, *values: Any) -> list[dict[str, Any]]:
        result = self.connection.execute(query, list(values))
        names = [column[0] for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
