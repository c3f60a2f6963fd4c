"""The seven real reports, from their goldens: not one table is accused, and the narratives that are wrong are found.

The goldens hold what is printed and no blanks; these are added for every row and column that a statement prints
somewhere. A column that is blank throughout is therefore missing here, and its checks are not evaluated (about one in
eight); how much of a whole report is evaluated has to be seen on what the extraction yields, blanks included.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rules.builder import Build, ReportBuilder

GOLDENS = Path(__file__).resolve().parents[1] / "goldens"


def read(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def add_tables(report: ReportBuilder, rows: list[dict[str, str]]) -> None:
    printed = {(row["statement"], row["side"], row["line"], row["measure"]): row["amount_printed"] for row in rows}
    blocks = {(statement, side) for statement, side, _, _ in printed}
    for statement, side in sorted(blocks):
        cells = [key for key in printed if key[:2] == (statement, side)]
        for line in sorted({key[2] for key in cells}):
            for measure in sorted({key[3] for key in cells}):
                amount = printed.get((statement, side, line, measure), "")
                report.cell(statement, line, measure, amount, side=side or None)


def add_narrative(report: ReportBuilder, rows: list[dict[str, str]]) -> None:
    seen: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        key = (row["statement"], row["side"], row["line"], row["measure"])
        report.cell(
            row["statement"], row["line"], row["measure"], row["amount_printed"], side=row["side"] or None,
            source="narrative", unit=row["unit"], occurrence=seen[key],
        )  # fmt: skip
        seen[key] += 1


@pytest.fixture(scope="module")
def reconciled() -> Build:
    build = Build()
    for path in sorted(GOLDENS.glob("*.table.csv")):
        name = path.name.removesuffix(".table.csv")
        identity = {row["field"]: row["value"] for row in read(path.with_name(f"{name}.identity.csv"))}
        report = build.report(
            name, fiscal_year=int(identity["fiscal_year"]), unit=identity.get("declared_unit") or "万元"
        )
        add_tables(report, list(read(path)))
        add_narrative(report, list(read(path.with_name(f"{name}.narrative.csv"))))
    return build.reconcile()


def test_no_table_is_accused(reconciled: Build) -> None:
    accused = [row for row in reconciled.findings() if row["severity"] == "error" and row["basis"] == "tables"]
    assert accused == []


def test_the_differences_of_one_hundredth_are_rounding(reconciled: Build) -> None:
    counts = reconciled.select(
        "SELECT count(*) AS n, max(abs(difference_yuan)) AS largest FROM fact_check "
        "JOIN dim_rule USING (rule_id) WHERE outcome = 'rounding' AND basis = 'tables'"
    )
    assert counts[0]["n"] >= 36
    assert counts[0]["largest"] <= 200


def test_the_narratives_that_contradict_their_tables_are_found(reconciled: Build) -> None:
    failed = reconciled.select(
        "SELECT left(report_id, 3) AS report, rule_id, instance FROM fact_check JOIN dim_rule USING (rule_id) "
        "WHERE outcome = 'fail' AND basis = 'narrative' AND fact_check.severity = 'error' ORDER BY ALL"
    )
    found = [(row["report"], row["rule_id"], row["instance"].split("/")[-2]) for row in failed]
    assert found == [
        ("000", "N06", "2101101"),
        ("001", "N06", "2089999"),
        ("004", "N06", "2101501"),
        ("上海市", "N04", "expenditure_grand_total"),
        ("上海市", "N04", "revenue_grand_total"),
    ]


def test_almost_every_amount_of_the_tables_is_proven(reconciled: Build) -> None:
    (row,) = reconciled.select(
        "SELECT count(*) FILTER (verification = 'proven') AS proven, count(*) AS n FROM figure_verification "
        "JOIN figure USING (figure_id) WHERE source = 'table' AND amount_yuan <> 0"
    )
    assert row["proven"] * 100 >= row["n"] * 98
