"""Questions in SQL: answered read-only, in three layouts, and with no way out of the file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.cli import Exit, app
from pipelines.load import load
from pipelines.query import QueryError, as_csv, as_json, ask
from tests.pipelines import fakes
from tests.pipelines.published import SETTINGS


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with one small report."""
    folder = tmp_path_factory.mktemp("query")
    load([fakes.disclose(folder, "a.pdf", fakes.report())], folder / "w.duckdb", SETTINGS)
    return folder / "w.duckdb"


AMOUNT = "SELECT department_name, amount_yuan, repaired FROM figures WHERE line = '2010601'"


def test_amounts_leave_as_exact_text(warehouse: Path) -> None:
    answer = ask(warehouse, AMOUNT)
    assert as_csv(answer) == "department_name,amount_yuan,repaired\n攸县财政局,600000.00,\n"
    assert json.loads(as_json(answer)) == [
        {"department_name": "攸县财政局", "amount_yuan": "600000.00", "repaired": None}
    ]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM read_csv('/etc/hostname')",
        "COPY (SELECT 1) TO 'out.csv'",
        "ATTACH 'other.duckdb'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "DELETE FROM fact_figure",
        "CREATE TABLE x AS SELECT 1",
        "SELECT nonsense FROM figures",
    ],
)
def test_nothing_but_reading_the_file_is_possible(warehouse: Path, text: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    with pytest.raises(QueryError):
        ask(warehouse, text)
    assert list(tmp_path.iterdir()) == []


def test_a_table_is_cut_and_says_so(warehouse: Path) -> None:
    answer = ask(warehouse, "FROM figures", limit=3)
    assert (len(answer.rows), answer.is_cut) == (3, True)
    assert ask(warehouse, "FROM figures LIMIT 3", limit=3).is_cut is False


def test_on_the_command_line(warehouse: Path) -> None:
    run = CliRunner().invoke
    result = run(app, ["query", AMOUNT, "-w", str(warehouse), "--format", "csv"])
    assert (result.exit_code, result.output) == (
        Exit.OK,
        "department_name,amount_yuan,repaired\n攸县财政局,600000.00,\n",
    )
    assert "攸县财政局" in run(app, ["query", AMOUNT, "-w", str(warehouse)]).output
    assert run(app, ["query", "SELEC", "-w", str(warehouse)]).exit_code == Exit.USAGE
    missing = run(app, ["query", AMOUNT, "-w", str(warehouse.with_name("none.duckdb"))])
    assert missing.exit_code == Exit.USAGE
    assert "load something first" in missing.output
