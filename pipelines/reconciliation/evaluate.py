"""Evaluate all rules over all reports of a private build, in SQL.

In: a connection with the tables report, statement_reading, figure, empty_cell, claim, problem. Out: temporary tables
for the steps that follow: `evaluated` (one row a check), `operand` and `used_operand` (what each check looked at). Python
only carries the rule
texts to the database; it never looks at a figure.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import duckdb
import polars as pl

from pipelines.reconciliation.rules import OPTIONAL_STATEMENTS, WORDS, Rule
from pipelines.reconciliation.temporary_table import write_temporary_table
from schemas.records import YUAN_PER_UNIT

VOCABULARY = Path(__file__).resolve().parents[2] / "schemas" / "vocabulary"
DIVISIONS = Path(__file__).resolve().parents[2] / "schemas" / "divisions"
CLASSIFICATIONS = Path(__file__).resolve().parents[2] / "schemas" / "classifications"
STEPS = Path(__file__).resolve().parent / "steps"

_ROW_TABLES = {
    "identity": (
        "term",
        "rule_id rule_key, report_id report_key, instance VARCHAR, place place_key, source source_key DEFAULT 'table', "
        "statement statement_key, side side_key DEFAULT '', line VARCHAR, measure measure_key, occurrence BIGINT DEFAULT 0, "
        "coefficient INTEGER DEFAULT 1, optional BOOLEAN DEFAULT false",
    ),
    "ratio": (
        "ratio_row",
        "rule_id rule_key, report_id report_key, claim_group BIGINT, subject VARCHAR, claim_id VARCHAR, "
        "numerator DECIMAL(20, 4), numerator_half DECIMAL(20, 4), denominator DECIMAL(20, 4), "
        "denominator_half DECIMAL(20, 4), rate DECIMAL(14, 5), rate_half DECIMAL(14, 5), zero_base_forbidden BOOLEAN",
    ),
    "difference": (
        "difference_row",
        "rule_id rule_key, report_id report_key, claim_group BIGINT, subject VARCHAR, claim_id VARCHAR, "
        "actual DECIMAL(28, 6), expected DECIMAL(28, 6), tolerance DECIMAL(28, 6), unit VARCHAR",
    ),
    "verdict": (
        "verdict_row",
        "rule_id rule_key, report_id report_key, instance VARCHAR, statement statement_key, figure_id VARCHAR, "
        "claim_group BIGINT, claim_id VARCHAR, subject VARCHAR, holds BOOLEAN, actual_yuan DECIMAL(20, 2), "
        "expected_yuan DECIMAL(20, 2), reason_en VARCHAR, reason_zh VARCHAR",
    ),
}


def evaluate(connection: duckdb.DuckDBPyConnection, rules: tuple[Rule, ...]) -> None:
    """Make every check of every rule. Raises duckdb.Error, naming the rule, where a rule is not valid SQL."""
    collect(connection, rules)
    judge(connection)
    run_step(connection, "5_used_operands.sql")


def collect(connection: duckdb.DuckDBPyConnection, rules: tuple[Rule, ...]) -> None:
    """What the rules look at: the terms of every identity with their cells, the rows of the other kinds."""
    _register_rules(connection, rules)
    _register_half_widths(connection)
    _register_labels(connection)
    _register_codes(connection)
    for step in ("0_types.sql", "1_cells.sql", "1_reports.sql", "2_claims.sql"):
        run_step(connection, step)
    _run_rules(connection, rules)
    run_step(connection, "3_operands.sql")


def judge(connection: duckdb.DuckDBPyConnection) -> None:
    """The one evaluation of what was collected."""
    run_step(connection, "4_checks.sql")


def run_step(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Run one SQL file of this package."""
    connection.execute((STEPS / name).read_text(encoding="utf-8"))


def _register_rules(connection: duckdb.DuckDBPyConnection, rules: tuple[Rule, ...]) -> None:
    columns: dict[str, pl.DataType] = {**{name: pl.String() for name in WORDS}, "row_only": pl.Boolean()}
    write_temporary_table(
        connection, "rule", columns, [tuple(getattr(rule, name) for name in columns) for rule in rules]
    )
    write_temporary_table(
        connection,
        "rule_statement",
        {"rule_id": pl.String(), "statement": pl.String(), "required": pl.Boolean(), "each_statement": pl.Boolean()},
        [
            (rule.rule_id, statement, statement in rule.required, rule.each)
            for rule in rules
            for statement in rule.statements
        ],
    )
    write_temporary_table(
        connection,
        "optional_statement",
        {"statement": pl.String()},
        [(statement,) for statement in OPTIONAL_STATEMENTS],
    )


def _register_half_widths(connection: duckdb.DuckDBPyConnection) -> None:
    """Half of the last printed digit in yuan, for every unit and number of decimals."""
    write_temporary_table(
        connection,
        "half_width",
        {"declared_unit": pl.String(), "decimals": pl.Int64(), "yuan": pl.Decimal(20, 6)},
        [
            (unit, decimals, (yuan * Decimal("0.5").scaleb(-decimals)).quantize(Decimal("0.000001"), ROUND_HALF_UP))
            for unit, yuan in YUAN_PER_UNIT.items()
            for decimals in range(7)
        ],
    )
    write_temporary_table(
        connection, "money_unit", {"declared_unit": pl.String(), "yuan": pl.Decimal(20, 2)}, list(YUAN_PER_UNIT.items())
    )


def _register_labels(connection: duckdb.DuckDBPyConnection) -> None:
    """The Chinese labels of statements, lines and measures, for messages."""
    for table, file, columns in (
        ("statement_label", "statements.csv", "statement, standard_no, title"),
        ("measure_label", "measures.csv", "statement, measure, any_value(label) AS label"),
        ("line_label", "lines.csv", "statement, coalesce(side, '') AS side, line, any_value(label) AS label"),
    ):
        grouped = " GROUP BY ALL" if "any_value" in columns else ""
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {columns} FROM read_csv(?, all_varchar = true){grouped}",
            [str(VOCABULARY / file)],
        )


def _register_codes(connection: duckdb.DuckDBPyConnection) -> None:
    """Every code of the two classifications with every name it has had, and the reviewed aliases of departments."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE department_alias AS "
        "SELECT division_code, alias, name FROM read_csv(?, header = true, all_varchar = true, nullstr = '\x1f')",
        [str(DIVISIONS / "department_aliases.csv")],
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE known_code AS "
        "SELECT 'function' AS classification, code, name FROM read_csv($functions, all_varchar = true) "
        "UNION SELECT 'function', code, old_name FROM read_csv($changes, all_varchar = true) "
        "UNION SELECT 'function', code, new_name FROM read_csv($changes, all_varchar = true) "
        "UNION SELECT 'economic', code, name FROM read_csv($economic, all_varchar = true)",
        {
            "functions": str(CLASSIFICATIONS / "function_codes.csv"),
            "changes": str(CLASSIFICATIONS / "function_code_name_changes.csv"),
            "economic": str(CLASSIFICATIONS / "economic_codes.csv"),
        },
    )


def _run_rules(connection: duckdb.DuckDBPyConnection, rules: tuple[Rule, ...]) -> None:
    """Run the SELECT of every rule into the table of its kind; columns it leaves out take their defaults. In one
    transaction: a hundred would each settle what the one before has just written."""
    for table, columns in _ROW_TABLES.values():
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} ({columns})")
    connection.begin()
    try:
        for rule in rules:
            _collect_rows(connection, rule)
    except duckdb.Error:
        connection.rollback()
        raise
    connection.commit()


def _collect_rows(connection: duckdb.DuckDBPyConnection, rule: Rule) -> None:
    table, _ = _ROW_TABLES[rule.kind]
    try:
        connection.execute(f"INSERT INTO {table} BY NAME SELECT '{rule.rule_id}' AS rule_id, * FROM ({rule.select}\n)")
    except duckdb.Error as error:
        raise type(error)(f"rule {rule.rule_id}: {error}") from error
