"""The export as a Frictionless Data Package: `datapackage.json`.

In: a `Publication`. Out: the descriptor. The CSV files are its tabular resources. Columns of the spending views carry
the `columnType` of the Fiscal Data Package's taxonomy of budgets, which is what makes a tabular package a fiscal one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.descriptions.publication import Format
from pipelines.descriptions.wording import DESCRIPTION_EN, DESCRIPTION_ZH, KEYWORDS, NAME, TITLE_EN, TITLE_ZH

if TYPE_CHECKING:
    from pipelines.descriptions.publication import Publication, Written
    from pipelines.view_columns import Column, View

_KINDS = {
    "VARCHAR": "string", "BOOLEAN": "boolean", "INTEGER": "integer", "BIGINT": "integer", "DOUBLE": "number",
    "DATE": "date", "TIMESTAMP": "datetime",
}  # fmt: skip

#: Views in the sense of the Fiscal Data Package: one amount a row, with its classifications.
_FISCAL_VIEWS = ("spending_by_function", "spending_by_economic_code", "three_public_expenses")
_COLUMN_TYPES = {
    "amount_yuan": "value",
    "fiscal_year": "date:fiscal-year",
    "figure_id": "budget-line-id",
    "department_name": "administrative-classification:generic:label",
    "division_code": "geo:source:code",
    "division_name": "geo:source:title",
    "function_code": "functional-classification:generic:code",
    "function_name": "functional-classification:generic:label",
    "class_code": "functional-classification:generic:level1:code",
    "class_name": "functional-classification:generic:level1:label",
    "group_code": "functional-classification:generic:level2:code",
    "group_name": "functional-classification:generic:level2:label",
    "cofog_division": "functional-classification:cofog:division:code",
    "cofog_name": "functional-classification:cofog:division:label",
    "economic_code": "economic-classification:generic:code",
    "economic_name": "economic-classification:generic:label",
    "phase": "phase:id",
    "item": "expenditure-type:code",
}
#: In the view of economic codes the classes are economic ones.
_ECONOMIC_CLASSES = {
    "class_code": "economic-classification:generic:level1:code",
    "class_name": "economic-classification:generic:level1:label",
}


def datapackage(publication: Publication) -> dict[str, Any]:
    """The descriptor of the export."""
    found: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": NAME,
        "title": f"{TITLE_ZH} {TITLE_EN}",
        "description": f"{DESCRIPTION_ZH}\n\n{DESCRIPTION_EN}",
        "version": publication.version,
        "keywords": list(KEYWORDS),
    }
    if publication.day:
        found["created"] = f"{publication.day}T00:00:00Z"
    if publication.url:
        found["homepage"] = publication.url
    if publication.license:
        found["licenses"] = [{"path": publication.license}]
    files = {(file.view, file.format): file for file in publication.files}
    found["resources"] = [
        _resource(view, file, [other for other in publication.files if other.view == view.name and other is not file])
        for view in publication.views
        if (file := files.get((view.name, Format.CSV))) is not None
    ]
    return found


def _resource(view: View, file: Written, copies: list[Written]) -> dict[str, Any]:
    """A CSV file; `copies` are the same rows in other formats, and `rowCount` is how many there are."""
    return {
        "profile": "tabular-data-resource",
        "name": view.name.replace("_", "-"),
        "title": view.name,
        "description": view.meaning,
        "path": file.name,
        "copies": [copy.name for copy in copies],
        "rowCount": view.rows,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "schema": {"fields": [_field(view, column) for column in view.columns], "missingValues": [""]},
    }


def _field(view: View, column: Column) -> dict[str, Any]:
    kind = "number" if column.kind.startswith("DECIMAL") else _KINDS.get(column.kind, "string")
    field: dict[str, Any] = {"name": column.name, "type": kind, "description": column.meaning}
    if kind == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    if kind == "datetime":
        field["format"] = "%Y-%m-%dT%H:%M:%S"
    if view.name in _FISCAL_VIEWS:
        types = _COLUMN_TYPES | (_ECONOMIC_CLASSES if view.name == "spending_by_economic_code" else {})
        if column.name in types:
            field["columnType"] = types[column.name]
    return field
