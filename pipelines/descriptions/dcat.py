"""The export for data catalogues: DCAT 3 as JSON-LD, `dcat.jsonld`. In: a `Publication`. Out: the document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.descriptions.publication import MEDIA_TYPES
from pipelines.descriptions.wording import (
    DESCRIPTION_EN,
    DESCRIPTION_ZH,
    KEYWORDS,
    NAME,
    TITLE_EN,
    TITLE_ZH,
    address,
)  # fmt: skip

if TYPE_CHECKING:
    from pipelines.descriptions.publication import Publication, Written

_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dcat:downloadURL": {"@type": "@id"},
    "dcat:mediaType": {"@type": "@id"},
    "dcat:landingPage": {"@type": "@id"},
    "dcterms:license": {"@type": "@id"},
    "dcterms:conformsTo": {"@type": "@id"},
    "dcat:byteSize": {"@type": "xsd:nonNegativeInteger"},
    "dcterms:issued": {"@type": "xsd:date"},
    "spdx:checksumValue": {"@type": "xsd:hexBinary"},
}


def dcat(publication: Publication) -> dict[str, Any]:
    """A `dcat:Dataset` with one distribution a file."""
    meanings = {view.name: view.meaning for view in publication.views}
    found: dict[str, Any] = {
        "@context": _CONTEXT,
        "@id": publication.url or f"#{NAME}",
        "@type": "dcat:Dataset",
        "dcterms:identifier": f"{NAME}-{publication.version}",
        "dcterms:title": _texts(TITLE_ZH, TITLE_EN),
        "dcterms:description": _texts(DESCRIPTION_ZH, DESCRIPTION_EN),
        "dcat:version": publication.version,
        "dcat:keyword": list(KEYWORDS),
        "dcat:distribution": [_distribution(publication, file, meanings[file.view]) for file in publication.files],
    }
    if publication.day:
        found["dcterms:issued"] = publication.day
    if publication.years is not None:
        first, last = publication.years
        found["dcterms:temporal"] = {
            "@type": "dcterms:PeriodOfTime",
            "dcat:startDate": {"@type": "xsd:date", "@value": f"{first}-01-01"},
            "dcat:endDate": {"@type": "xsd:date", "@value": f"{last}-12-31"},
        }
    if publication.url:
        found["dcat:landingPage"] = publication.url
    if publication.license:
        found["dcterms:license"] = publication.license
    return found


def _texts(zh: str, en: str) -> list[dict[str, str]]:
    return [{"@language": "zh", "@value": zh}, {"@language": "en", "@value": en}]


def _distribution(publication: Publication, file: Written, meaning: str) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution",
        "@id": address(publication, file.name),
        "dcterms:title": file.name,
        "dcterms:description": meaning,
        "dcat:downloadURL": address(publication, file.name),
        "dcat:mediaType": _MEDIA_TYPES + MEDIA_TYPES[file.format],
        "dcat:byteSize": str(file.size),
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": file.sha256,
        },
    }
