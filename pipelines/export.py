"""Writes the views of a published file as CSV and Parquet, those that people review as Excel workbooks too, in a fixed
order, byte for byte the same for equal content."""

from __future__ import annotations

import os
from pathlib import Path

from pipelines.questions import opened
from pipelines.workbooks import WORKBOOKS, write_workbook


def export_views(warehouse: Path, out: Path) -> list[tuple[str, int]]:
    """In: the published file and a folder. Out: view names with their row counts; two files a view are written, and a workbook for some."""
    out.mkdir(parents=True, exist_ok=True)
    written: list[tuple[str, int]] = []
    with opened(warehouse) as connection:
        views = connection.execute(
            "SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY view_name"
        ).fetchall()
        for (view,) in views:
            ordered = f'SELECT * FROM "{view}" ORDER BY ALL'
            for suffix, options in (("csv", "FORMAT csv, HEADER"), ("parquet", "FORMAT parquet")):
                target = out / f"{view}.{suffix}"
                temporary = out / f".{view}.{suffix}.{os.getpid()}.partial"
                literal = str(temporary).replace("'", "''")
                connection.execute(f"COPY ({ordered}) TO '{literal}' ({options})")
                os.replace(temporary, target)
            if view in WORKBOOKS:
                temporary = out / f".{view}.xlsx.{os.getpid()}.partial"
                write_workbook(connection, view, temporary)
                os.replace(temporary, out / f"{view}.xlsx")
            count = connection.execute(f'SELECT count(*) FROM "{view}"').fetchone()
            written.append((view, count[0] if count else 0))
    return written
