"""The architecture: data flows one way through the folders, files stay small, everything is registered."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("schemas", "extractors", "pipelines", "dashboard")
MAY_IMPORT = {
    "schemas": {"schemas"},
    "extractors": {"extractors", "schemas"},
    "pipelines": {"schemas", "extractors", "pipelines", "sql"},
    "dashboard": {"schemas", "pipelines", "dashboard"},
}
LAZY = ("great_expectations", "camelot", "cv2", "onnxruntime", "pdfplumber", "dagster", "pandas")


def sources(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def imported(path: Path, *, top_level_only: bool = False) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if top_level_only else list(ast.walk(tree))
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_point_one_way(package: str) -> None:
    own = set(PACKAGES) | {"tests", "sql"}
    for path in sources(package):
        crossing = (imported(path) & own) - MAY_IMPORT[package]
        assert not crossing, f"{path.relative_to(ROOT)} imports {crossing}"


def test_extractors_are_pure() -> None:
    forbidden = {"duckdb", "dagster", "httpx", "requests", "urllib", "socket", "polars", "great_expectations"}
    for path in [*sources("extractors"), *sources("schemas")]:
        assert not imported(path) & forbidden, path


@pytest.mark.parametrize("package", [*PACKAGES, "tests"])
def test_files_are_small_and_named_for_what_they_hold(package: str) -> None:
    for path in sources(package):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        assert lines <= 400, f"{path.relative_to(ROOT)} has {lines} lines; it is probably two things"
        assert path.stem not in {"utils", "helpers", "misc", "common"}, path


@pytest.mark.parametrize("package", PACKAGES)
def test_public_names_are_documented(package: str) -> None:
    for path in sources(package):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert ast.get_docstring(tree), f"{path.relative_to(ROOT)} has no docstring"
        for node in tree.body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
                assert ast.get_docstring(node), f"{path.relative_to(ROOT)}: {node.name} has no docstring"


@pytest.mark.parametrize("module", ["pipelines.cli", "extractors.extract"])
def test_heavy_packages_are_imported_lazily(module: str) -> None:
    code = f"import sys, {module}; print(*sorted(set({LAZY!r}) & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []


def test_every_reader_module_is_registered() -> None:
    registry = (ROOT / "extractors" / "readers" / "__init__.py").read_text(encoding="utf-8")
    for path in (ROOT / "extractors" / "readers").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        for node in ast.parse(text).body:
            if (
                isinstance(node, ast.FunctionDef)
                and node.name.startswith("read_")
                and "-> Document" in ast.unparse(node)
            ):
                assert f"import {node.name}" in registry, f"{path.name}: {node.name} is not in READERS"


def test_every_form_has_its_key_and_every_measure_its_label() -> None:
    from schemas.official_forms import forms
    from schemas.vocabulary import line_labels, measure_labels, statements

    assert list(forms()) == list(statements())
    for form in forms().values():
        for columns in form.columns.values():
            for measure in columns.values():
                assert (form.statement, measure) in measure_labels(), (form.statement, measure)
        for row in form.rows:
            assert (form.statement, row.side, row.line) in line_labels(), (form.statement, row.line)


def test_no_registry_host_and_no_path_of_a_machine_in_the_tree() -> None:
    hosts = (
        "pypi" + ".org",
        "pythonhosted" + ".org",
        "npmjs" + ".org",
        "/work" + "/",
        "/root" + "/",
        "deb.debian" + ".org",
    )
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    for name in listed:
        path = ROOT / name
        if path.suffix in {".py", ".md", ".toml", ".txt", ".sql", ".csv", ".cfg", ""} and path.is_file():
            text = path.read_text(encoding="utf-8", errors="ignore")
            assert not [host for host in hosts if host in text], name
