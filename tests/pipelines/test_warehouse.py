"""The star and the views: columns as promised, comments everywhere, and nothing added up twice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from pipelines.load import load
from pipelines.questions import opened
from pipelines.star import read_comments
from schemas.records import Problem, Report
from tests.pipelines import fakes
from tests.pipelines.published import SETTINGS, Load, query

#: The public contract: view → columns that must be there, under these names.
CONTRACT = {
    "reports": """report_id document_name document_sha256 source_url department_name division_code division_name
        fiscal_year kind scope is_top_level declared_unit status figure_count checks_passed checks_rounding checks_failed
        checks_not_evaluated is_current""",
    "figures": """figure_id report_id document_name department_name division_code fiscal_year source statement side line
        line_label function_code economic_code measure measure_label amount_yuan amount_printed declared_unit decimals
        raw_text page x0 y0 x1 y1 reader verification""",
    "checks": """report_id rule_id instance outcome severity expected_yuan actual_yuan difference_yuan tolerance_yuan
        reason""",
    "findings": """finding_id report_id document_name rule_id severity statement basis message_en message_zh expected_yuan
        actual_yuan difference_yuan figure_ids suspect_figure_id suggested_amount_yuan alternatives blame""",
    "claims": "report_id document_name sentence page amount_yuan value unit role subject direction",
    "quantities": "report_id document_name quantity label value unit sentence page",
    "spending_by_function": "report_id fiscal_year function_code measure amount_yuan is_leaf report_status scope",
    "spending_by_economic_code": "report_id fiscal_year economic_code measure amount_yuan is_leaf report_status scope",
    "three_public_expenses": "report_id fiscal_year phase item amount_yuan is_leaf report_status scope",
    "report_quality": "report_id report_status share_evaluated",
    "coverage": "division_code fiscal_year report_count share_evaluated",
    "problems": "report_id document_name code severity message",
}

TABLES = """dim_department dim_division dim_year dim_function dim_economic dim_measure dim_statement dim_document fact_figure
    fact_check fact_finding"""


def _spoiled(amount: str = "101.00", **fields: object) -> Report:
    """A report whose total is not the sum of its classes."""
    good = fakes.report(**fields)
    total = fakes.figure("expenditure", "total", "expenditure_total", amount)
    return fakes.report(**fields, figures=(total, *good.figures[1:]))


@pytest.fixture(scope="module")
def one_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with one report, for tests that only look."""
    folder = tmp_path_factory.mktemp("one")
    load([fakes.disclose(folder, "a.pdf", fakes.report())], folder / "w.duckdb", SETTINGS)
    return folder / "w.duckdb"


def test_the_contract_holds(one_report: Path) -> None:
    with opened(one_report) as connection:
        columns: dict[str, dict[str, str]] = {}
        for relation, name, kind in connection.execute(
            "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal"
        ).fetchall():
            columns.setdefault(relation, {})[name] = kind
    assert set(TABLES.split()) <= set(columns)
    for view, names in CONTRACT.items():
        assert set(names.split()) <= set(columns[view]), view
    amounts = {
        (relation, name, kind) for relation, all_ in columns.items() for name, kind in all_.items() if "yuan" in name
    }
    assert {kind for _, _, kind in amounts} == {"DECIMAL(20,2)"}
    assert columns["findings"]["figure_ids"] == columns["findings"]["alternatives"] == "VARCHAR[]"


def test_every_table_view_and_column_has_a_comment(one_report: Path) -> None:
    missing = query(
        one_report,
        "SELECT table_name AS relation, column_name AS name FROM duckdb_columns() WHERE NOT internal AND comment IS NULL "
        "UNION ALL SELECT table_name, '' FROM duckdb_tables() WHERE NOT internal AND comment IS NULL "
        "UNION ALL SELECT view_name, '' FROM duckdb_views() WHERE NOT internal AND comment IS NULL",
    )
    assert missing == []


def test_every_comment_is_used(one_report: Path) -> None:
    found = query(
        one_report, "SELECT table_name AS relation, column_name AS name FROM duckdb_columns() WHERE NOT internal"
    )
    known = {(row["relation"], row["name"]) for row in found}
    known |= {(relation, "") for relation, _ in known} | {("*", name) for _, name in known}
    assert set(read_comments()) - known == set()


def test_older_clients_can_open_the_file(one_report: Path) -> None:
    tags = query(one_report, "SELECT tags['storage_version'] AS version FROM duckdb_databases() WHERE NOT internal")
    assert [row["version"].startswith("v1.4") for row in tags] == [True]


STATUSES: list[tuple[str, Report | bytes, str]] = [
    ("all adds up", fakes.report(), "reconciled"),
    ("a finding", _spoiled(), "flagged"),
    ("a statement is missing", fakes.report(statements=fakes.report().statements[1:]), "unverified"),
    ("text only", fakes.report(statements=(), figures=fakes.report().figures[-2:]), "unverified"),
    ("a budget", fakes.report(kind="budget"), "unverified"),
    (
        "something was not understood",
        fakes.report(problems=(Problem(code="x", severity="error", message="?"),)),
        "unverified",
    ),
    ("nothing in it", fakes.report(statements=(), figures=(), claims=(), quantities=()), "rejected"),
    ("no disclosure", b"hello", "rejected"),
]


def test_status(load_fakes: Load, warehouse: Path) -> None:
    def own(content: Report | bytes, year: int) -> Report | bytes:
        return content if isinstance(content, bytes) else msgspec.structs.replace(content, fiscal_year=year)

    load_fakes({case: own(content, 2000 + number) for number, (case, content, _) in enumerate(STATUSES)})
    found = query(warehouse, "SELECT document_name, status FROM reports")
    assert {row["document_name"]: row["status"] for row in found} == {case: status for case, _, status in STATUSES}


def test_the_later_publication_is_current(load_fakes: Load, warehouse: Path) -> None:
    load_fakes(
        {
            "corrected.pdf": fakes.report(publication_date=date(2025, 9, 1)),
            "first.pdf": fakes.report(publication_date=date(2025, 8, 1), page_count=7),
            "undated.pdf": fakes.report(page_count=9),
            "last-year.pdf": fakes.report(fiscal_year=2023),
        }
    )
    found = query(warehouse, "SELECT document_name FROM reports WHERE is_current ORDER BY ALL")
    assert [row["document_name"] for row in found] == ["corrected.pdf", "last-year.pdf"]


def test_a_rejected_version_displaces_nothing(load_fakes: Load, warehouse: Path) -> None:
    load_fakes({"a.pdf": fakes.report()})
    load_fakes({"b.pdf": fakes.report(readable=False, page_count=3)})
    found = query(warehouse, "SELECT document_name, is_current, is_top_level FROM reports ORDER BY document_name")
    assert [tuple(row.values()) for row in found] == [("a.pdf", True, True), ("b.pdf", False, False)]


def test_consolidated_and_unit_reports_are_never_added_together(load_fakes: Load, warehouse: Path) -> None:
    load_fakes(
        {
            "unit.pdf": fakes.report(scope="unit", department_name="攸县财政局本级"),
            "with units.pdf": fakes.report(scope="consolidated", department_name="攸县财政局（汇总）"),
            "other.pdf": fakes.report(scope="unit", department_name="攸县教育局"),
        }
    )
    top = query(warehouse, "SELECT document_name FROM reports WHERE is_top_level ORDER BY ALL")
    assert [row["document_name"] for row in top] == ["other.pdf", "with units.pdf"]
    (spent,) = query(
        warehouse,
        "SELECT sum(amount_yuan) AS yuan FROM spending_by_function "
        "WHERE is_leaf AND statement = 'expenditure' AND measure = 'expenditure_total'",
    )
    assert spent["yuan"] == Decimal(2_000_000)
    assert query(warehouse, "SELECT count(*) AS n FROM dim_department") == [{"n": 2}]


def test_a_corrected_unit_report_never_replaces_the_consolidated_one(load_fakes: Load, warehouse: Path) -> None:
    load_fakes({"all.pdf": fakes.report(scope="consolidated")})
    load_fakes({"unit.pdf": fakes.report(scope="unit")})
    load_fakes({"unit again.pdf": fakes.report(scope="unit", page_count=5)})
    found = query(
        warehouse, "SELECT document_name, is_current FROM reports WHERE is_top_level OR is_current ORDER BY 1"
    )
    assert [row["document_name"] for row in found] == ["all.pdf", "unit again.pdf"]


def test_flagged_reports_are_visible_and_marked(load_fakes: Load, warehouse: Path) -> None:
    load_fakes({"bad.pdf": _spoiled()})
    for view in ("spending_by_function", "spending_by_economic_code", "three_public_expenses"):
        found = query(warehouse, f"SELECT DISTINCT report_status FROM {view}")
        assert found == [{"report_status": "flagged"}], view
    (finding,) = query(warehouse, "SELECT expected_yuan, actual_yuan, suspect_raw_text FROM findings")
    assert finding == {
        "expected_yuan": Decimal(1_000_000),
        "actual_yuan": Decimal(1_010_000),
        "suspect_raw_text": "101.00",
    }


def test_leaf_rows_add_up_to_the_total(load_fakes: Load, warehouse: Path) -> None:
    load_fakes({"a.pdf": fakes.report()})
    leaves = query(warehouse, "SELECT line FROM figures WHERE is_leaf AND statement = 'expenditure' ORDER BY line")
    assert [row["line"] for row in leaves] == ["2010601", "2010650"]
    found = query(warehouse, "SELECT item FROM three_public_expenses WHERE is_leaf ORDER BY item")
    assert [row["item"] for row in found] == ["official_reception", "vehicle_operation"]
    (spent,) = query(warehouse, "SELECT sum(amount_yuan) AS yuan FROM three_public_expenses WHERE is_leaf")
    assert spent["yuan"] == Decimal(30_000)


def test_the_text_speaks_where_no_table_does(load_fakes: Load, warehouse: Path) -> None:
    narrative = fakes.figure("three_public", "total", "final_official_reception", "9.00", source="narrative")
    load_fakes({"table.pdf": fakes.report(figures=(*fakes.report().figures, narrative))})
    found = query(warehouse, "SELECT source, amount_yuan FROM three_public_expenses WHERE item = 'official_reception'")
    assert found == [{"source": "table", "amount_yuan": Decimal(10_000)}]
    load_fakes({"text.pdf": fakes.report(figures=(narrative,), statements=(), fiscal_year=2020)})
    found = query(warehouse, "SELECT source, amount_yuan FROM three_public_expenses WHERE fiscal_year = 2020")
    assert found == [{"source": "narrative", "amount_yuan": Decimal(90_000)}]


def test_budgets_are_in_reports_only(load_fakes: Load, warehouse: Path) -> None:
    load_fakes({"budget.pdf": fakes.report(kind="budget")})
    assert query(warehouse, "SELECT kind FROM reports") == [{"kind": "budget"}]
    views = (
        "figures",
        "claims",
        "quantities",
        "spending_by_function",
        "three_public_expenses",
        "report_quality",
        "coverage",
    )
    for view in views:
        assert query(warehouse, f"SELECT count(*) AS n FROM {view}") == [{"n": 0}], view


def test_a_code_in_no_list_keeps_its_figure(load_fakes: Load, warehouse: Path) -> None:
    unknown = fakes.figure("expenditure", "2999999", "expenditure_total", "1.00", line_label="新科目")
    load_fakes({"a.pdf": fakes.report(figures=(unknown,), division_code="999999", division_name="某县")})
    found = query(warehouse, "SELECT function_name, is_listed FROM dim_function WHERE function_code = '2999999'")
    assert found == [{"function_name": "新科目", "is_listed": False}]
    assert query(warehouse, "SELECT division_name FROM reports") == [{"division_name": "某县"}]
    assert query(warehouse, "SELECT kind FROM dim_division WHERE division_code = '999999'") == [{"kind": "unlisted"}]
