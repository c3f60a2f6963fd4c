"""`juesuan export`: a published file as a folder that others can take away, publish and cite.

In: the published file and a folder. Out: every view as Parquet (exact), CSV and XLSX (for spreadsheets), their
descriptions (`datapackage.json`, `dcat.jsonld`, `croissant.json`) and a static report (`index.html`, `index.en.html`),
all of one version. Equal files give equal folders, byte for byte.

Everything is made in a private folder beside and then moved, the description last, so that whoever reads the folder
meanwhile never finds half a file; what an earlier export wrote and this one does not is removed.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import sql
from pipelines.descriptions.publication import MEDIA_TYPES, Format, Publication, Written
from pipelines.private import private_folder, remove_abandoned
from pipelines.questions import opened
from pipelines.spreadsheet import BYTE_ORDER_MARK, FORMULA, PLAIN_NUMBER, write_xlsx
from pipelines.view_columns import Column, View, views

if TYPE_CHECKING:
    import duckdb

#: Names every file of an export, so that the next one knows what it may remove; written whatever the formats are.
DESCRIPTION = "dcat.jsonld"
#: Files of an export besides its tables.
_OTHERS = ("datapackage.json", "croissant.json", "index.html", "index.en.html")
_FETCHED = 10_000


Told = Callable[[int, int], None]


def export_views(
    warehouse: Path,
    out: Path,
    formats: Collection[Format] = tuple(Format),
    url: str = "",
    license_url: str = "",
    told: Told = lambda done, total: None,
) -> Publication:
    """Writes the export. `told(done, total)` hears of every file that is finished."""
    wanted = [one for one in Format if one in formats]
    out.mkdir(parents=True, exist_ok=True)
    unfinished = out / ".unfinished"
    remove_abandoned(unfinished)
    with private_folder(unfinished, "export") as folder:
        with opened(warehouse) as connection:
            publication = _write(connection, warehouse, folder, wanted, url, license_url, told)
        _move(folder, out)
    with suppress(OSError):  # another export is using it
        unfinished.rmdir()
    return publication


def _write(
    connection: duckdb.DuckDBPyConnection,
    warehouse: Path,
    folder: Path,
    wanted: Sequence[Format],
    url: str,
    license_url: str,
    told: Told,
) -> Publication:
    version = warehouse.resolve().stem.rpartition("-")[2]
    found = views(connection)
    tasks = [(view, one) for view in found for one in wanted if one in MEDIA_TYPES]
    files: list[Written] = []
    told(0, len(tasks))
    for view, one in tasks:
        files.append(_write_view(connection, view, one, folder, version))
        told(len(files), len(tasks))
    day, years = _when(connection)
    publication = Publication(version, day, years, url, license_url, tuple(found), tuple(files))
    _describe(connection, publication, folder, html=Format.HTML in wanted)
    return publication


def _when(connection: duckdb.DuckDBPyConnection) -> tuple[str, tuple[int, int] | None]:
    row = connection.execute(
        "SELECT CAST(CAST(max(arrived_at) AS DATE) AS VARCHAR), min(fiscal_year), max(fiscal_year) FROM reports"
    ).fetchone()
    day, first, last = row or (None, None, None)
    return day or "", None if first is None else (first, last)


def _write_view(connection: duckdb.DuckDBPyConnection, view: View, one: Format, folder: Path, version: str) -> Written:
    path = folder / f"{view.name}.{one}"
    ordered = f'SELECT * FROM "{view.name}" ORDER BY ALL'
    match one:
        case Format.PARQUET:
            connection.execute(f"COPY ({ordered}) TO {sql.literal(path)} (FORMAT parquet, COMPRESSION zstd)")
        case Format.CSV:
            _write_csv(connection, view, ordered, path)
        case _:
            cursor = connection.execute(ordered)
            rows = (row for batch in iter(lambda: cursor.fetchmany(_FETCHED), []) for row in batch)
            about = (("view", view.name), ("about", view.meaning), ("version", version))
            meanings = {column.name: column.meaning for column in view.columns}
            write_xlsx(path, view.name, [column.name for column in view.columns], rows, view.rows, meanings, about)
    return Written(view.name, one, path.name, path.stat().st_size, _sha256(path))


def _write_csv(connection: duckdb.DuckDBPyConnection, view: View, ordered: str, path: Path) -> None:
    columns = ", ".join(_csv_column(column) for column in view.columns)
    body = path.with_suffix(".body")
    connection.execute(f"COPY (SELECT {columns} FROM ({ordered})) TO {sql.literal(body)} (FORMAT csv, HEADER)")
    with path.open("wb") as target, body.open("rb") as source:
        target.write(BYTE_ORDER_MARK.encode())
        while block := source.read(1 << 20):
            target.write(block)
    body.unlink()


def _csv_column(column: Column) -> str:
    """Lists are joined with commas, moments are ISO 8601, texts that look like formulas get an apostrophe."""
    name = f'"{column.name}"'
    if column.kind == "TIMESTAMP":
        return f"strftime({name}, '%Y-%m-%dT%H:%M:%S') AS {name}"
    text = f"array_to_string({name}, ', ')" if column.kind.endswith("[]") else name
    if text == name and column.kind != "VARCHAR":
        return name
    risky = f"regexp_matches({text}, '{FORMULA}') AND NOT regexp_matches({text}, '{PLAIN_NUMBER}')"
    return f"CASE WHEN {risky} THEN '''' || {text} ELSE {text} END AS {name}"


def _describe(connection: duckdb.DuckDBPyConnection, publication: Publication, folder: Path, html: bool) -> None:
    """The files that say what the others are."""
    from pipelines.descriptions.croissant import croissant
    from pipelines.descriptions.datapackage import datapackage
    from pipelines.descriptions.dcat import dcat

    if any(file.format is Format.CSV for file in publication.files):
        _write_json(folder / "datapackage.json", datapackage(publication))
    _write_json(folder / DESCRIPTION, dcat(publication))
    _write_json(folder / "croissant.json", croissant(publication))
    if html:
        from pipelines.static_report.page import PAGES, page

        for language, name in PAGES.items():
            (folder / name).write_text(page(connection, publication, language), encoding="utf-8")


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _move(folder: Path, out: Path) -> None:
    """Moves the finished files over those of an earlier export; the description last."""
    new = {path.name for path in folder.iterdir()}
    old = _files_of(out / DESCRIPTION)
    for name in sorted(new, key=lambda name: (name == DESCRIPTION, name)):
        os.replace(folder / name, out / name)
    for name in old - new:
        (out / name).unlink(missing_ok=True)


def _files_of(description: Path) -> set[str]:
    """The files an earlier export wrote here, by its own description; none where it cannot be read."""
    try:
        found = json.loads(description.read_text(encoding="utf-8"))["dcat:distribution"]
        names = {str(entry["dcterms:title"]) for entry in found}
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    return {name for name in (*names, *_OTHERS) if Path(name).name == name}


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
