"""The data dictionary: every table and view of a published file with the meaning of its columns, as Markdown.

`python -m pipelines.dictionary` writes docs/dictionary.md from the comments in the catalogue of an empty warehouse, so
that what analysts read and what `duckdb_columns()` says are one text.
"""

from __future__ import annotations

import tempfile
from itertools import groupby
from pathlib import Path

from pipelines.questions import Record, opened, rows

DOCUMENT = Path(__file__).parents[1] / "docs" / "dictionary.md"

_RELATIONS = """
SELECT view_name AS relation, 'view' AS kind, comment FROM duckdb_views() WHERE NOT internal AND schema_name = 'main'
UNION ALL
SELECT table_name, 'table', comment FROM duckdb_tables() WHERE NOT internal AND schema_name = 'main'
ORDER BY kind DESC, relation
"""
_COLUMNS = """
SELECT table_name AS relation, column_name, data_type, comment FROM duckdb_columns() WHERE NOT internal AND schema_name = 'main'
ORDER BY relation, column_index
"""
_HEAD = """# Data dictionary

Written by `python -m pipelines.dictionary` from the comments in the catalogue; edit sql/comments.csv, not this. The same
texts stand in every published file: `SELECT table_name, column_name, comment FROM duckdb_columns()`.

Amounts are `DECIMAL(20,2)` in yuan, codes are text. Views whose rows may be added up mark leaf rows with `is_leaf`;
consolidated and unit reports of one department are never in them together. Every amount stands beside the status of its
report (`report_status`) or how far it is confirmed itself (`verification`).

| | |
|---|---|
"""


def dictionary(warehouse: Path) -> str:
    """In: a published file. Out: its dictionary as Markdown; views first, by name."""
    with opened(warehouse) as connection:
        relations = rows(connection, _RELATIONS)
        found = rows(connection, _COLUMNS)
    columns = {relation: list(group) for relation, group in groupby(found, key=lambda row: str(row["relation"]))}
    contents = "".join(
        f"| {row['kind']} [{row['relation']}](#{row['relation']}) | {row['comment']} |\n" for row in relations
    )
    return _HEAD + contents + "".join(_section(row, columns[row["relation"]]) for row in relations)


def _section(relation: Record, columns: list[Record]) -> str:
    lines = "".join(f"| `{row['column_name']}` | {row['data_type']} | {row['comment']} |\n" for row in columns)
    return (
        f"\n## {relation['relation']}\n\n{relation['comment']}\n\n| column | type | meaning |\n|---|---|---|\n{lines}"
    )


def empty_warehouse(folder: Path) -> Path:
    """A warehouse file without a single report, in `folder`: only its catalogue is of interest."""
    from pipelines.store import open_store
    from pipelines.warehouse import built_warehouse

    target = folder / "empty.duckdb"
    with built_warehouse(open_store(folder / "warehouse.duckdb"), folder / "build", target):
        pass
    return target


def main() -> None:
    """Writes docs/dictionary.md."""
    with tempfile.TemporaryDirectory() as folder:
        DOCUMENT.write_text(dictionary(empty_warehouse(Path(folder))), encoding="utf-8")


if __name__ == "__main__":
    main()
