"""The frames the expectations look at and the expectations themselves, as data.

Each suite has one SQL query over the finished star that gives a compact frame, and its expectations. Nothing of Great
Expectations is imported here, so that Dagster can list the checks without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from schemas.vocabulary import statements


@dataclass(frozen=True, slots=True)
class Expectation:
    """One expectation: its stable name, what it says, the Great Expectations class, and that class's arguments."""

    name: str
    description: str
    kind: str
    severity: Literal["critical", "warning", "info"]
    arguments: Mapping[str, object] = field(default_factory=dict)


#: Relation → its key column. Keys are unique and never missing.
KEYS: dict[str, str] = {
    "dim_department": "department_id",
    "dim_division": "division_code",
    "dim_document": "document_sha256",
    "dim_economic": "economic_code",
    "dim_function": "function_code",
    "dim_report": "report_id",
    "dim_rule": "rule_id",
    "dim_statement": "statement",
    "dim_year": "fiscal_year",
    "fact_figure": "figure_id",
    "fact_finding": "finding_id",
    "claim": "claim_id",
}

#: (relation, column, target, target column): every value of the column is one of the target's.
REFERENCES: tuple[tuple[str, str, str, str], ...] = (
    ("dim_report", "document_sha256", "dim_document", "document_sha256"),
    ("dim_report", "department_id", "dim_department", "department_id"),
    ("dim_report", "division_code", "dim_division", "division_code"),
    ("dim_report", "fiscal_year", "dim_year", "fiscal_year"),
    ("fact_figure", "report_id", "dim_report", "report_id"),
    ("fact_figure", "document_sha256", "dim_document", "document_sha256"),
    ("fact_figure", "function_code", "dim_function", "function_code"),
    ("fact_figure", "economic_code", "dim_economic", "economic_code"),
    ("fact_check", "report_id", "dim_report", "report_id"),
    ("fact_check", "rule_id", "dim_rule", "rule_id"),
    ("fact_finding", "report_id", "dim_report", "report_id"),
    ("fact_finding", "rule_id", "dim_rule", "rule_id"),
    ("fact_finding", "suspect_figure_id", "fact_figure", "figure_id"),
    ("claim", "report_id", "dim_report", "report_id"),
    ("quantity", "report_id", "dim_report", "report_id"),
    ("problem", "report_id", "dim_report", "report_id"),
    ("statement_reading", "report_id", "dim_report", "report_id"),
)

STATUSES = ["reconciled", "flagged", "unverified", "rejected"]
OUTCOMES = ["pass", "rounding", "fail", "not_applicable", "cannot_evaluate"]
VERIFICATIONS = ["proven", "witnessed", "single", "conflict", "corrected"]

#: No department spends more in a year than the whole country's budget: 100 trillion yuan.
LARGEST_AMOUNT_YUAN = 10**14


def _keys() -> str:
    return "\nUNION ALL ".join(
        f"SELECT '{relation}.{key}' AS key, count(*) AS row_count, count(DISTINCT {key}) AS distinct_count, "
        f"count(*) - count({key}) AS missing FROM {relation}"
        for relation, key in KEYS.items()
    )


def _references() -> str:
    return "\nUNION ALL ".join(
        f"SELECT '{relation}.{column} → {target}' AS reference, count(*) AS orphans FROM {relation} "
        f"WHERE {column} IS NOT NULL AND {column} NOT IN (SELECT {other} FROM {target})"
        for relation, column, target, other in REFERENCES
    )


def _counts() -> str:
    relations = ("dim_report", "fact_figure", "statement_reading", "claim", "quantity", "problem", "fact_check",
                 "fact_finding")  # fmt: skip
    stored = " UNION ALL ".join(f"SELECT '{name}' AS relation, count(*) AS stored FROM {name}" for name in relations)
    return f"SELECT relation, row_count AS expected, stored FROM lake_count JOIN ({stored}) USING (relation) ORDER BY relation"


#: Suite → the query that gives its frame.
FRAMES: dict[str, str] = {
    "keys": f"{_keys()} ORDER BY key",
    "references": f"{_references()} ORDER BY reference",
    "counts": _counts(),
    "reports": "SELECT * EXCLUDE (arrived_at, arrival_date, publication_date) FROM reports",
    "figures": """
        SELECT report_id, CAST(max(abs(amount_yuan)) AS DOUBLE) AS largest_amount_yuan, min(decimals) AS least_decimals,
               max(decimals) AS most_decimals, min(page) AS first_page, count(*) AS figures,
               count(amount_yuan) AS amounts, count(raw_text) AS raw_texts
        FROM fact_figure GROUP BY report_id ORDER BY report_id""",
    "vocabulary": """
        SELECT f.statement, f.measure, f.source, f.verification, count(*) AS figures,
               count(m.measure) = count(*) AS measure_is_known, count(s.statement) = count(*) AS statement_is_known
        FROM fact_figure f
        LEFT JOIN dim_measure m ON m.statement = f.statement AND m.measure = f.measure
        LEFT JOIN dim_statement s ON s.statement = f.statement
        GROUP BY ALL ORDER BY ALL""",
    "lines": """
        SELECT DISTINCT f.statement, f.side, f.line,
               f.line = 'total' OR f.function_code IS NOT NULL OR f.economic_code IS NOT NULL
               OR EXISTS (SELECT 1 FROM dim_line l WHERE l.statement = f.statement AND l.line = f.line
                          AND l.side IS NOT DISTINCT FROM f.side) AS line_is_known
        FROM fact_figure f ORDER BY ALL""",
    "checks": "SELECT rule_id, outcome, count(*) AS checks FROM fact_check GROUP BY ALL ORDER BY ALL",
    "reconciliation": "SELECT report_id, document_name, status, finding_count FROM reports ORDER BY report_id",
}


def _in(column: str, values: list[str]) -> dict[str, object]:
    return {"column": column, "value_set": values}


def _between(column: str, least: float | None, most: float | None) -> dict[str, object]:
    return {"column": column, "min_value": least, "max_value": most}


_MEMBER, _BETWEEN = "ExpectColumnValuesToBeInSet", "ExpectColumnValuesToBeBetween"
_PRESENT, _EQUAL = "ExpectColumnValuesToNotBeNull", "ExpectColumnPairValuesToBeEqual"


def _equal(one: str, other: str) -> dict[str, object]:
    return {"column_A": one, "column_B": other}


#: Suite → its expectations.
SUITES: dict[str, tuple[Expectation, ...]] = {
    "keys": (
        Expectation("keys_unique", "Every key stands once.", _EQUAL, "critical", _equal("row_count", "distinct_count")),
        Expectation("keys_present", "No key is missing.", _BETWEEN, "critical", _between("missing", 0, 0)),
    ),
    "references": (
        Expectation(
            "references_hold", "Every reference finds its target.", _BETWEEN, "critical", _between("orphans", 0, 0)
        ),
    ),
    "counts": (
        Expectation("nothing_lost", "The star holds every row the lake holds.", _EQUAL, "critical",
                    _equal("expected", "stored")),
    ),
    "reports": (
        Expectation("provenance_present", "Every report names the file it comes from.", _PRESENT, "critical",
                    {"column": "document_name"}),
        Expectation("sha256_whole", "Files are known by a whole sha256.", "ExpectColumnValuesToMatchRegex", "critical",
                    {"column": "document_sha256", "regex": "^[0-9a-f]{64}$"}),
        Expectation("status_known", "A status is one of four.", _MEMBER, "critical", _in("status", STATUSES)),
        Expectation("kind_known", "A kind is one of three.", _MEMBER, "critical",
                    _in("kind", ["final_account", "budget", "unknown"])),
        Expectation("scope_known", "A scope is one of three.", _MEMBER, "critical",
                    _in("scope", ["consolidated", "unit", "unknown"])),
        Expectation("year_plausible", "Fiscal years lie where departments published.", _BETWEEN, "warning",
                    _between("fiscal_year", 2007, 2049)),
        Expectation("division_found", "A division has a code of GB/T 2260.", "ExpectColumnValuesToMatchRegex", "warning",
                    {"column": "division_code", "regex": "^[0-9]{6}$"}),
    ),
    "figures": (
        Expectation("amounts_present", "Every figure has an amount.", _EQUAL, "critical", _equal("figures", "amounts")),
        Expectation("print_kept", "Every figure keeps the characters it was read from.", _EQUAL, "critical",
                    _equal("figures", "raw_texts")),
        Expectation("amount_plausible", "No amount exceeds any budget.", _BETWEEN, "warning",
                    _between("largest_amount_yuan", 0, LARGEST_AMOUNT_YUAN)),
        Expectation("decimals_plausible", "Figures have no more than six decimals.", _BETWEEN, "warning",
                    _between("most_decimals", 0, 6)),
        Expectation("page_named", "Pages count from 1.", _BETWEEN, "warning", _between("first_page", 1, None)),
    ),
    "vocabulary": (
        Expectation("statement_in_vocabulary", "A statement is one of the vocabulary.", _MEMBER, "warning",
                    _in("statement", sorted(statements()))),
        Expectation("measure_in_vocabulary", "A measure is one of its statement's.", _MEMBER, "warning",
                    {"column": "measure_is_known", "value_set": [True]}),
        Expectation("source_known", "A figure stands in a table or in the text.", _MEMBER, "critical",
                    _in("source", ["table", "narrative"])),
        Expectation("verification_known", "A verification is one of five.", _MEMBER, "critical",
                    _in("verification", VERIFICATIONS)),
    ),
    "lines": (
        Expectation("line_in_vocabulary", "A line is a code, a total or a named line of its statement.", _MEMBER,
                    "warning", {"column": "line_is_known", "value_set": [True]}),
    ),
    "checks": (
        Expectation("outcome_known", "An outcome is one of five.", _MEMBER, "critical", _in("outcome", OUTCOMES)),
    ),
    "reconciliation": (
        Expectation("every_report_reconciles", "Every report reconciles; the exceptions are the flagged reports.",
                    "ExpectColumnValuesToNotBeInSet", "warning", _in("status", ["flagged"])),
    ),
}  # fmt: skip
