"""Exports: what tools make of the files, that equal files give equal folders, and that readers never find half of one."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
import zipfile
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import openpyxl
import polars as pl
import pytest

from pipelines.descriptions.croissant import croissant
from pipelines.descriptions.publication import Format, Publication
from pipelines.export import export_views
from pipelines.load import load
from tests.pipelines import fakes
from tests.pipelines.published import SETTINGS, query


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report that adds up, and one whose total does not."""
    total = fakes.figure("expenditure", "total", "expenditure_total", "101.00")
    spoiled = fakes.report(figures=(total, *fakes.report().figures[1:]), department_name="=cmd|' /C calc'!A0 <b>局</b>")
    tmp_path = tmp_path_factory.mktemp("published")
    paths = [fakes.disclose(tmp_path, name, made) for name, made in (("a.pdf", fakes.report()), ("bad.pdf", spoiled))]
    load(paths, tmp_path / "w.duckdb", SETTINGS)
    return tmp_path / "w.duckdb"


@pytest.fixture(scope="module")
def exported(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole export of it."""
    out = tmp_path_factory.mktemp("exported") / "export"
    export_views(published, out, url="https://data.example.invalid/juesuan/")
    return out


@pytest.fixture
def folder(exported: Path, tmp_path: Path) -> Path:
    """A copy of the export that a test may change."""
    return Path(shutil.copytree(exported, tmp_path / "export"))


def test_every_view_is_there_in_every_format(published: Path, folder: Path) -> None:
    views = {row["view_name"] for row in query(published, "SELECT view_name FROM duckdb_views() WHERE NOT internal")}
    wanted = {f"{view}.{suffix}" for view in views for suffix in ("csv", "parquet", "xlsx")}
    described = {"datapackage.json", "dcat.jsonld", "croissant.json", "index.html", "index.en.html"}
    assert {path.name for path in folder.iterdir()} == wanted | described


@pytest.mark.parametrize("view", ["figures", "findings", "reports"])
def test_the_formats_hold_the_same_rows(published: Path, folder: Path, view: str) -> None:
    (count,) = query(published, f"SELECT count(*) AS n FROM {view}")
    parquet = pl.read_parquet(folder / f"{view}.parquet")
    rows = list(csv.DictReader(io.StringIO((folder / f"{view}.csv").read_text(encoding="utf-8-sig"))))
    sheet = openpyxl.load_workbook(folder / f"{view}.xlsx")[view]
    assert count["n"] > 0
    assert (parquet.height, len(rows), sheet.max_row - 1) == (count["n"],) * 3
    assert [cell.value for cell in sheet[1]] == parquet.columns == list(rows[0])


def test_amounts_are_exact_in_parquet_and_csv(published: Path, folder: Path) -> None:
    expected = {row["figure_id"]: row["amount_yuan"] for row in query(published, "FROM figures")}
    parquet = pl.read_parquet(folder / "figures.parquet")
    assert parquet.schema["amount_yuan"] == pl.Decimal(20, 2)
    assert dict(parquet.select("figure_id", "amount_yuan").iter_rows()) == expected
    rows = csv.DictReader(io.StringIO((folder / "figures.csv").read_text(encoding="utf-8-sig")))
    assert {row["figure_id"]: Decimal(row["amount_yuan"]) for row in rows} == expected


def test_nothing_in_a_spreadsheet_is_calculated(folder: Path) -> None:
    rows = csv.DictReader(io.StringIO((folder / "reports.csv").read_text(encoding="utf-8-sig")))
    assert "'=cmd|' /C calc'!A0 <b>局</b>" in {row["department_name"] for row in rows}
    for path in folder.glob("*.xlsx"):
        kinds = {cell.data_type for sheet in openpyxl.load_workbook(path) for row in sheet for cell in row}
        assert "f" not in kinds, path.name


def test_a_workbook_says_what_its_columns_mean_and_which_version_it_is(published: Path, folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "findings.xlsx")
    said = {row[0].value: row[1].value for row in book["dictionary"].iter_rows(max_col=2)}
    assert said["version"] == published.resolve().stem.rpartition("-")[2]
    columns = [cell.value for cell in book["findings"][1]]
    assert all(said[column] for column in columns)


def test_the_data_package_validates_with_its_rows(folder: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.flatten(["rowNumber", "fieldName", "message"]) == []
    assert report.valid
    assert report.stats["tasks"] == len(list(folder.glob("*.csv")))


def test_the_data_package_notices_a_changed_file(folder: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    with (folder / "findings.csv").open("a", encoding="utf-8") as handle:
        handle.write("x\n")
    assert not frictionless.validate(str(folder / "datapackage.json")).valid


def test_the_spending_views_are_fiscal(folder: Path) -> None:
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    fields = {
        resource["name"]: {field["columnType"]: field["name"] for field in resource["schema"]["fields"] if "columnType" in field}
        for resource in package["resources"]
    }  # fmt: skip
    assert fields["spending-by-function"]["functional-classification:generic:code"] == "function_code"
    assert fields["spending-by-economic-code"]["economic-classification:generic:level1:code"] == "class_code"
    assert {fields[name]["value"] for name in fields if fields[name]} == {"amount_yuan"}


@pytest.mark.parametrize("name", ["dcat.jsonld", "croissant.json"])
def test_catalogues_find_every_file_by_its_sha256(folder: Path, name: str) -> None:
    described = json.loads((folder / name).read_text(encoding="utf-8"))
    if name == "croissant.json":
        found = {entry["contentUrl"]: entry["sha256"] for entry in described["distribution"]}
    else:
        found = {entry["dcat:downloadURL"]: entry["spdx:checksum"]["spdx:checksumValue"] for entry in described["dcat:distribution"]}  # fmt: skip
    files = [path for path in folder.iterdir() if path.suffix in {".csv", ".parquet", ".xlsx"}]
    address = "https://data.example.invalid/juesuan/"
    assert found == {address + path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_every_field_of_croissant_has_its_column(folder: Path) -> None:
    described = json.loads((folder / "croissant.json").read_text(encoding="utf-8"))
    files = {entry["@id"] for entry in described["distribution"]}
    for record_set in described["recordSet"]:
        with (folder / f"{record_set['name']}.csv").open(encoding="utf-8-sig") as handle:
            heading = next(csv.reader(handle))
        assert [field["source"]["extract"]["column"] for field in record_set["field"]] == heading
        assert {field["source"]["fileObject"]["@id"] for field in record_set["field"]} <= files


def test_a_licence_is_named_only_where_one_was_given() -> None:
    bare = Publication("0", "", None, "", "", (), ())
    assert "license" not in croissant(bare)
    assert croissant(Publication("0", "", None, "", "https://l.invalid", (), ()))["license"] == "https://l.invalid"


def test_equal_files_give_equal_bytes(published: Path, exported: Path, tmp_path: Path) -> None:
    export_views(published, tmp_path / "again", url="https://data.example.invalid/juesuan/")
    for path in exported.iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes(), path.name


def test_no_moment_of_writing_is_in_a_workbook(folder: Path) -> None:
    for path in folder.glob("*.xlsx"):
        with zipfile.ZipFile(path) as archive:
            assert {entry.date_time[:2] for entry in archive.infolist()} == {(1980, 1)}


def test_a_narrower_export_removes_what_it_does_not_write(published: Path, folder: Path) -> None:
    (folder / "notes.txt").write_text("mine")
    export_views(published, folder, [Format.CSV])
    assert {path.suffix for path in folder.iterdir()} - {".json", ".jsonld", ".txt"} == {".csv"}
    assert (folder / "notes.txt").read_text() == "mine"


def test_a_failed_export_leaves_the_earlier_one(published: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def full(*_: object, **__: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("pipelines.export.write_xlsx", full)
    with pytest.raises(OSError, match="No space"):
        export_views(published, folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


class _Page(HTMLParser):
    """Links and sources of a page, and whether its elements are closed."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        self.asked += [value for name, value in attrs if name in {"href", "src"} and value]


@pytest.mark.parametrize(("name", "wording"), [("index.html", "所公布的数据勾稽不符"), ("index.en.html", "does not reconcile as published")])  # fmt: skip
def test_the_static_report_stands_alone(folder: Path, name: str, wording: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    page = _Page()
    page.feed(text)
    assert page.scripts == 0
    assert {link for link in page.asked if link != "data:,"} <= {path.name for path in folder.iterdir()}
    assert wording in text
    assert "<svg" in text
    assert "=cmd|&#39; /C calc&#39;!A0 &lt;b&gt;局&lt;/b&gt;" in text
    assert re.search(r"1,010,000\.00.*1,000,000\.00", text)


def test_a_file_without_reports_exports_too(tmp_path: Path) -> None:
    from pipelines.dictionary import empty_warehouse

    written = export_views(empty_warehouse(tmp_path), tmp_path / "out", [Format.CSV, Format.HTML])
    assert written.years is None
    assert "尚未读取任何报告" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_a_view_of_many_row_groups_is_written_the_same_twice(tmp_path: Path) -> None:
    file = tmp_path / "w-1.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute("CREATE TABLE reports_ AS SELECT range AS n, TIMESTAMP '2024-01-01' AS arrived_at, 2024 AS fiscal_year FROM range(400000)")  # fmt: skip
        connection.execute("CREATE VIEW reports AS FROM reports_")
    for name in ("one", "two"):
        export_views(file, tmp_path / name, [Format.PARQUET, Format.CSV])
    for name in ("reports.parquet", "reports.csv"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
