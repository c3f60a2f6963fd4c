"""A stand-in for the extractor and for reconciliation, so that moving data is tested apart from reading and judging.

A fake disclosure is the JSON of the `Report` it shall be read as; a few words make the reader misbehave.
"""

from __future__ import annotations

import hashlib
import os
import signal
import time
from decimal import Decimal
from pathlib import Path

import duckdb
import msgspec

from schemas.records import Claim, EmptyCell, Figure, Problem, Quantity, Report, StatementReading

VERSION = "fake-1"


def extract(data: bytes, name: str) -> Report:
    """Reads a fake disclosure; never raises for bad input, except where it is told to misbehave."""
    if data.startswith(b"CRASH"):
        os.kill(os.getpid(), signal.SIGKILL)
    if data.startswith(b"HANG"):
        time.sleep(60)
    if data.startswith(b"RAISE"):
        raise ValueError("a bug in a reader")
    identity = {
        "document_name": name,
        "document_sha256": hashlib.sha256(data).hexdigest(),
        "document_bytes": len(data),
        "extractor_version": VERSION,
    }
    try:
        report = msgspec.json.decode(data, type=Report)
    except (msgspec.DecodeError, UnicodeDecodeError):
        problem = Problem(code="not_supported", severity="error", message="This is no disclosure.")
        return Report(**identity, media_type="application/octet-stream", readable=False, problems=(problem,))
    return msgspec.structs.replace(report, **identity)


def extract_anything(data: bytes, name: str) -> Report:
    """An extractor that has learnt to read what failed before."""
    return extract(msgspec.json.encode(report(fiscal_year=2019)) if data.startswith(b"RAISE") else data, name)


def extract_slowly(data: bytes, name: str) -> Report:
    """Reads the same and takes its time."""
    time.sleep(0.3)
    return extract(data, name)


def extract_newer(data: bytes, name: str) -> Report:
    """The next version of the fake extractor: reads the same and says so."""
    return msgspec.structs.replace(extract(data, name), extractor_version="fake-2", declared_unit="元")


def figure(statement: str, line: str, measure: str, amount: str, **fields: object) -> Figure:
    """A figure of a table in 万元; everything else may be given."""
    code = line if line.isdigit() else None
    economic = statement == "general_budget_basic_expenditure"
    defaults: dict[str, object] = {
        "source": "table",
        "side": None,
        "occurrence": 0,
        "line_label": line,
        "function_code": None if economic else code,
        "economic_code": code if economic else None,
        "declared_unit": "万元",
        "decimals": 2,
        "raw_text": amount,
        "reader": "fake",
        "page": 1,
        "amount_printed": Decimal(amount),
        "amount_yuan": Decimal(amount) * 10_000,
    }
    return Figure(**{**defaults, "statement": statement, "line": line, "measure": measure, **fields})


def statement(name: str) -> StatementReading:
    """A statement that was found."""
    return StatementReading(
        statement=name, title=name, declared_unit="万元", unit_source="printed", decimals=2, first_page=1, last_page=1,
        row_count=3, columns=("expenditure_total",), reader="fake",
    )  # fmt: skip


REQUIRED_STATEMENTS = (
    "revenue_expenditure_summary",
    "revenue",
    "expenditure",
    "appropriation_summary",
    "general_budget_expenditure",
    "general_budget_basic_expenditure",
)


def report(**fields: object) -> Report:
    """A small report with something in every table; everything may be given."""
    figures = (
        figure("expenditure", "total", "expenditure_total", "100.00"),
        figure("expenditure", "201", "expenditure_total", "100.00"),
        figure("expenditure", "20106", "expenditure_total", "100.00"),
        figure("expenditure", "2010601", "expenditure_total", "60.00"),
        figure("expenditure", "2010650", "expenditure_total", "40.00"),
        figure("general_budget_basic_expenditure", "301", "final_amount", "30.00"),
        figure("general_budget_basic_expenditure", "30101", "final_amount", "30.00"),
        figure("three_public", "total", "final_total", "3.00"),
        figure("three_public", "total", "final_vehicles_subtotal", "2.00"),
        figure("three_public", "total", "final_vehicle_operation", "2.00"),
        figure("three_public", "total", "final_official_reception", "1.00"),
        figure(
            "expenditure", "total", "expenditure_total", "100.00", source="narrative", sentence="本年支出合计100万元。"
        ),
        figure("agency_operation", "total", "final_amount", "5.00", source="narrative", sentence="机关运行经费5万元。"),
    )
    defaults: dict[str, object] = {
        "document_name": "",
        "document_sha256": "",
        "document_bytes": 0,
        "media_type": "application/pdf",
        "extractor_version": VERSION,
        "readable": True,
        "kind": "final_account",
        "scope": "unit",
        "department_name": "攸县财政局",
        "division_code": "430223",
        "division_name": "攸县",
        "fiscal_year": 2024,
        "declared_unit": "万元",
        "page_count": 2,
        "statements": tuple(statement(name) for name in (*REQUIRED_STATEMENTS, "three_public")),
        "figures": figures,
        "empty_cells": (
            EmptyCell(statement="expenditure", side=None, line="201", measure="operating_expenditure", line_label="201",
                      state="blank", raw_text="", page=1),
        ),
        "claims": (
            Claim(group=0, role="current", subject="本年支出", section="三", in_main_narrative=True, statement="expenditure",
                  side=None, line="total", measure="expenditure_total", base=None, value=Decimal(100), unit="万元",
                  amount_yuan=Decimal(1_000_000), decimals=0, direction=None, raw_text="100万元",
                  sentence="本年支出合计100万元。", page=2),
        ),
        "quantities": (
            Quantity(quantity="reception_batches", label="批次", value=Decimal(12), unit="批", raw_text="12",
                     sentence="接待12批次。", page=2),
        ),
        "problems": (Problem(code="label_repaired", severity="info", message="The total row was torn."),),
    }  # fmt: skip
    return Report(**{**defaults, **fields})


def disclose(folder: Path, name: str, content: Report | bytes) -> Path:
    """Writes a fake disclosure to a file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else msgspec.json.encode(content))
    return path


def reconcile(connection: duckdb.DuckDBPyConnection, reread: object = None) -> None:
    """Judges by one identity: the classes of statement 03 add up to its total. Everything in it is `proven`."""
    connection.execute(
        """
        CREATE TABLE dim_rule AS SELECT 'H01' AS rule_id, 'error' AS severity, 'tables' AS basis,
            'Total = sum of classes' AS title_en, '合计 = Σ类' AS title_zh, 'total = Σ class' AS identity, 'RULES' AS source, '2 = 1 + 1' AS example,
            '=' AS operator, false AS row_only;
        CREATE TABLE summed AS
        SELECT report_id, max(figure_id) FILTER (line = 'total') AS figure_id,
               max(amount_yuan) FILTER (line = 'total') AS actual, sum(amount_yuan) FILTER (length(line) = 3) AS expected
        FROM figure WHERE statement = 'expenditure' AND source = 'table' AND measure = 'expenditure_total' AND occurrence = 0
        GROUP BY report_id;
        CREATE TABLE fact_check AS
        SELECT hash(report_id) AS check_key, 'check ' || report_id AS check_id, report_id, 'H01' AS rule_id, 'expenditure_total' AS instance,
               'expenditure' AS statement, NULL::DECIMAL(18,4) AS printed_rate, NULL::DECIMAL(18,4) AS computed_rate,
               CASE WHEN actual = expected THEN 'pass' ELSE 'fail' END AS outcome, 'error' AS severity,
               expected AS expected_yuan, actual AS actual_yuan, actual - expected AS difference_yuan,
               CAST(100 AS DECIMAL(20,2)) AS tolerance_yuan, NULL AS reason FROM summed;
        CREATE TABLE check_operand AS
        SELECT hash(report_id) AS check_key, report_id, 'H01' AS rule_id, 'expenditure_total' AS instance, figure_id, 'actual' AS place,
               1 AS coefficient, 'table' AS source, 'expenditure' AS statement, NULL::VARCHAR AS side, 'total' AS line,
               'expenditure_total' AS measure, 0 AS occurrence, NULL::VARCHAR AS claim_id, 'printed' AS state,
               actual AS amount_yuan
        FROM summed;
        CREATE TABLE fact_finding AS
        SELECT left(sha256(report_id), 16) AS finding_id, c.report_id, rule_id, instance, NULL::VARCHAR AS slip, severity, c.statement,
               'tables' AS basis, 'The total is not the sum.' AS message_en, '合计不等于各类之和。' AS message_zh,
               expected_yuan, actual_yuan, difference_yuan, tolerance_yuan,
               printed_rate, computed_rate, NULL::VARCHAR AS suspect_claim_id, 1 AS check_count, ['H01'] AS checks,
               [figure_id] AS figure_ids, figure_id AS suspect_figure_id,
               expected_yuan AS suggested_amount_yuan, CAST([] AS VARCHAR[]) AS alternatives, 'publisher' AS blame
        FROM fact_check c JOIN summed USING (report_id) WHERE outcome = 'fail';
        CREATE TABLE figure_verification AS SELECT figure_id, 'proven' AS verification FROM summed;
        """
    )
