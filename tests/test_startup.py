"""What a command imports before it works: heavy packages come when they are needed, so that commands answer at once.

Guarded by what is imported and not by a clock: `python -m benchmarks.startup` measures the time.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

#: Packages that take a tenth of a second or more, or that pull in such packages.
HEAVY = {
    "camelot",
    "cv2",
    "dagster",
    "duckdb",
    "great_expectations",
    "httpx",
    "jinja2",
    "lxml",
    "msgspec",
    "numpy",
    "onnxruntime",
    "pandas",
    "pdfplumber",
    "polars",
    "pyarrow",
    "pydantic",
    "pypdfium2",
    "rich",
    "scipy",
    "streamlit",
}


def modules_after(code: str) -> set[str]:
    """The top-level modules that a fresh interpreter has loaded after running `code`."""
    program = f"import sys\n{code}\nprint(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(ran.stdout.splitlines()[-1].split())


def test_help_imports_nothing_heavy() -> None:
    code = (
        "from pipelines.cli import app\n"
        "from contextlib import redirect_stdout; from io import StringIO\n"
        "with redirect_stdout(StringIO()) as out:\n"
        "    app(['--help'], standalone_mode=False)\n"
        "assert 'report' in out.getvalue()"
    )
    assert modules_after(code) & HEAVY == set()


@pytest.mark.parametrize(
    ("modules", "needed"),
    [
        ("pipelines.presentation, pipelines.one_report, pipelines.report_page", {"duckdb", "rich"}),
        ("pipelines.query", {"duckdb"}),
        ("pipelines.commands_nightly, pipelines.commands_sources", set()),
    ],
)
def test_what_reads_the_published_file_imports_duckdb_and_no_more(modules: str, needed: set[str]) -> None:
    assert modules_after(f"import {modules}") & HEAVY <= needed


def test_the_lake_is_described_without_the_library_that_writes_it() -> None:
    loaded = modules_after(
        "from pipelines.columns import TABLES, create_table\nfor table in TABLES: create_table(table)"
    )
    assert loaded & HEAVY <= {"msgspec"}
