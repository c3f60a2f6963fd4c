"""The export for tools of machine learning: Croissant 1.0 (JSON-LD), `croissant.json`.

In: a `Publication`. Out: the document: every file with its sha256, every view as a record set over its CSV file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.descriptions.publication import MEDIA_TYPES
from pipelines.descriptions.wording import DESCRIPTION_EN, KEYWORDS, NAME, TITLE_EN, address

if TYPE_CHECKING:
    from pipelines.descriptions.publication import Publication
    from pipelines.view_columns import Column, View

_KINDS = {
    "BOOLEAN": "sc:Boolean", "INTEGER": "sc:Integer", "BIGINT": "sc:Integer", "DOUBLE": "sc:Float", "DATE": "sc:Date",
    "TIMESTAMP": "sc:Date",
}  # fmt: skip
#: The context that the specification gives.
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def croissant(publication: Publication) -> dict[str, Any]:
    """The dataset with its files and record sets."""
    described = {file.view: file.name for file in publication.files if file.format == "csv"}
    found: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": NAME,
        "alternateName": TITLE_EN,
        "description": DESCRIPTION_EN,
        "citeAs": f"{TITLE_EN}, juesuan, version {publication.version}",
        "version": publication.version,
        "keywords": list(KEYWORDS),
        "inLanguage": ["zh", "en"],
        "isLiveDataset": False,
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": file.name,
                "name": file.name,
                "contentUrl": address(publication, file.name),
                "contentSize": f"{file.size} B",
                "encodingFormat": MEDIA_TYPES[file.format],
                "sha256": file.sha256,
            }
            for file in publication.files
        ],
        "rai": "http://mlcommons.org/croissant/RAI/",
        "recordSet": [_record_set(view, described[view.name]) for view in publication.views if view.name in described],
    }
    optional = {"datePublished": publication.day, "url": publication.url, "license": publication.license}
    return found | {key: value for key, value in optional.items() if value}


def _record_set(view: View, file: str) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": view.name,
        "name": view.name,
        "description": view.meaning,
        "field": [_field(view, column, file) for column in view.columns],
    }


def _field(view: View, column: Column, file: str) -> dict[str, Any]:
    kind = "sc:Float" if column.kind.startswith("DECIMAL") else _KINDS.get(column.kind, "sc:Text")
    return {
        "@type": "cr:Field",
        "@id": f"{view.name}/{column.name}",
        "name": column.name,
        "description": column.meaning,
        "dataType": kind,
        "source": {"fileObject": {"@id": file}, "extract": {"column": column.name}},
    }
