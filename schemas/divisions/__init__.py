"""Administrative divisions (GB/T 2260), county level and above, with the years in which each code was in use."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from schemas.vocabulary import read_csv

_PEOPLES = [
    "蒙古",
    "回",
    "藏",
    "维吾尔",
    "苗",
    "彝",
    "壮",
    "布依",
    "朝鲜",
    "满",
    "侗",
    "瑶",
    "白",
    "土家",
    "哈尼",
    "哈萨克",
    "傣",
    "黎",
    "傈僳",
    "佤",
    "畲",
    "高山",
    "拉祜",
    "水",
    "东乡",
    "纳西",
    "景颇",
    "柯尔克孜",
    "土",
    "达斡尔",
    "仫佬",
    "羌",
    "布朗",
    "撒拉",
    "毛南",
    "仡佬",
    "锡伯",
    "阿昌",
    "普米",
    "塔吉克",
    "怒",
    "乌孜别克",
    "俄罗斯",
    "鄂温克",
    "德昂",
    "保安",
    "裕固",
    "京",
    "塔塔尔",
    "独龙",
    "鄂伦春",
    "赫哲",
    "门巴",
    "珞巴",
    "基诺",
]
#: The name of an autonomous division without its peoples: 黔南布依族苗族自治州, 环江毛南族自治县.
_AUTONOMOUS = re.compile(
    rf"^(?P<place>.{{2,6}}?)(?:(?:{'|'.join(sorted(_PEOPLES, key=len, reverse=True))})族?|各族)+自治(?P<level>[州县])$"
)
_PROVINCE_SUFFIX = re.compile(r"(?:省|市|(?:壮族|回族|维吾尔)?自治区)$")

#: The year in which departments began to publish their accounts.
FIRST_DISCLOSURES = 2010


@dataclass(frozen=True, slots=True)
class Division:
    """One division: its code, name, level and full path (`湖北省/武汉市/黄陂区`), and the years it was seen."""

    code: str
    name: str
    level: str
    path: tuple[str, ...]
    first_year: int
    last_year: int

    def is_within(self, other: Division) -> bool:
        """Whether this division lies in another one, by the leading digits of their codes."""
        digits = {"province": 2, "prefecture": 4, "county": 6}[other.level]
        return self.code != other.code and self.code[:digits] == other.code[:digits]

    def exists_in(self, year: int | None) -> bool:
        """Whether the division's code was in use in a year (reports name divisions of the year they were published), or,
        where the year is not known, in any year departments have published in."""
        if year is None:
            return self.last_year >= FIRST_DISCLOSURES
        return self.first_year <= year <= self.last_year + 1


@cache
def divisions() -> dict[str, tuple[Division, ...]]:
    """All divisions by printed name."""
    found: dict[str, list[Division]] = defaultdict(list)
    for row in read_csv("divisions/divisions.csv"):
        if row["kind"] != "division":
            continue
        division = Division(
            row["code"], row["name"], row["level"], tuple(row["full_path"].split("/")),
            int(row["first_year_seen"]), int(row["last_year_seen"]),
        )  # fmt: skip
        found[division.name].append(division)
    for name, entries in list(found.items()):
        short = _AUTONOMOUS.match(name)
        if short is not None:
            for form in (short["place"] + short["level"], f"{short['place']}自治{short['level']}"):
                found.setdefault(form, entries)
    return {name: tuple(sorted(entries, key=lambda entry: entry.code)) for name, entries in found.items()}


@cache
def short_provinces() -> dict[str, tuple[str, Division, bool]]:
    """Provinces by their short name (`湖北`, `新疆`): the name, the division, and whether it is an autonomous region,
    whose short name is in general use by itself."""
    found: dict[str, tuple[str, Division, bool]] = {}
    for name, entries in divisions().items():
        for division in entries:
            if division.level == "province" and name == division.name:
                short = _PROVINCE_SUFFIX.sub("", name)
                found[short] = (short, division, name.endswith("自治区"))
    return found
