"""Invented departments: a real place, a real kind of department, a year, and what the report says of its scope."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Literal

from schemas.divisions import Division, divisions

Scope = Literal["consolidated", "unit", "unknown"]

#: Kinds of departments with the functional class that their own work belongs to, and whether they are agencies.
KINDS: tuple[tuple[str, str, bool], ...] = (
    ("教育局", "205", True),
    ("财政局", "201", True),
    ("卫生健康局", "210", True),
    ("卫生健康委员会", "210", True),
    ("人力资源和社会保障局", "208", True),
    ("医疗保障局", "210", True),
    ("自然资源局", "220", True),
    ("农业农村局", "213", True),
    ("交通运输局", "214", True),
    ("住房和城乡建设局", "212", True),
    ("水利局", "213", True),
    ("公安局", "204", True),
    ("司法局", "204", True),
    ("民政局", "208", True),
    ("应急管理局", "224", True),
    ("市场监督管理局", "201", True),
    ("审计局", "201", True),
    ("统计局", "201", True),
    ("科学技术局", "206", True),
    ("文化和旅游局", "207", True),
    ("生态环境局", "211", True),
    ("退役军人事务局", "208", True),
    ("人民代表大会常务委员会办公室", "201", True),
    ("发展和改革委员会", "201", True),
    ("商务局", "216", True),
    ("第一中学", "205", False),
    ("实验小学", "205", False),
    ("职业技术学校", "205", False),
    ("人民医院", "210", False),
    ("中医医院", "210", False),
    ("妇幼保健院", "210", False),
    ("疾病预防控制中心", "210", False),
    ("公路管理站", "214", False),
    ("图书馆", "207", False),
    ("不动产登记中心", "220", False),
)


@dataclass(frozen=True, slots=True)
class Department:
    """Who publishes. `context` is the province or city that tells places of one name apart, '' where the name does."""

    name: str
    division: Division
    year: int
    main_class: str
    is_agency: bool
    scope: Scope
    context: str


@cache
def _places() -> tuple[Division, ...]:
    found = [
        division
        for entries in divisions().values()
        for division in entries
        if division.level in ("county", "prefecture") and division.name[-1] in "县区市" and len(division.name) >= 2
    ]
    return tuple(sorted(found, key=lambda one: (one.code, one.name)))


def invent_department(random: Random, year: int, scope: Scope, mark: str = "") -> Department:
    """A department in a place that bore its code in the year and the one after (when the report is published). A mark
    tells it apart from others of its kind there, as a number does."""
    place = random.choice([one for one in _places() if one.first_year <= year and one.last_year >= year + 1])
    kind, main_class, is_agency = random.choice([one for one in KINDS if year >= 2019 or one[1] != "224"])
    with_city = len(place.path) == 3 and (place.name.endswith("区") or random.random() < 0.3)
    prefix = place.path[-2] + place.name if with_city else place.name
    alike = [one for one in divisions()[place.name] if one.first_year <= year <= one.last_year + 1]
    ambiguous = len(alike) > 1 and not with_city
    return Department(
        name=prefix + mark + kind,
        division=place,
        year=year,
        main_class=main_class,
        is_agency=is_agency,
        scope=scope,
        context="".join(place.path[:-1]) if ambiguous else "",
    )
