"""Reconcile the reports of a private build: which identities hold, which cell is most likely wrong, whose fault it is.

In: a DuckDB connection with the tables `report`, `statement_reading`, `figure`, `empty_cell`, `claim`, `problem`, and a
function that reads pages of a disclosure again with an independent reader. Out, in the same connection: `dim_rule`,
`fact_check`, `check_operand`, `fact_finding`, `figure_verification`. Budgets and unreadable disclosures are not checked.
"""

from __future__ import annotations

import duckdb

from pipelines.reconciliation.blame import Reread, assign_blame
from pipelines.reconciliation.evaluate import evaluate, run_step
from pipelines.reconciliation.localise import localise
from pipelines.reconciliation.rules import load_rules
from pipelines.reconciliation.settled_readings import settle_readings

__all__ = ["Reread", "reconcile"]


def reconcile(connection: duckdb.DuckDBPyConnection, reread: Reread | None = None) -> None:
    """Evaluate all rules, settle the blame and what the witnesses read better than we did, localise what fails and write
    the findings."""
    rules = load_rules()
    evaluate(connection, rules)
    assign_blame(connection, reread)
    if settle_readings(connection):
        evaluate(connection, rules)
    localise(connection)
    for step in ("7_findings.sql", "8_verification.sql", "9_checks.sql"):
        run_step(connection, step)
