"""The page itself. In: a connection to a published file, what is said of the export, a language. Out: HTML text.

Whatever came from a document is escaped by the template. The page asks for nothing: its style stands in it.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.static_report import facts
from pipelines.static_report.charts import Bar, Part, bars
from pipelines.words import Language, say_in

if TYPE_CHECKING:
    import duckdb
    from jinja2 import Template

    from pipelines.descriptions.publication import Publication
    from pipelines.questions import Record

#: Language → the file of its page.
PAGES: dict[Language, str] = {"zh": "index.html", "en": "index.en.html"}
_NAMES: dict[Language, str] = {"zh": "中文", "en": "English"}
_STATUSES = ("reconciled", "flagged", "unverified")
_TEN_THOUSAND = Decimal(10_000)


def page(connection: duckdb.DuckDBPyConnection, publication: Publication, language: Language) -> str:
    """One language of the report."""
    tr = partial(say_in, language)
    findings = facts.answer(connection, facts.FINDINGS)
    shown = facts.first(findings)
    wanted = [finding["finding_id"] for finding in shown]
    other: Language = "en" if language == "zh" else "zh"
    by_year = facts.answer(connection, facts.BY_YEAR)
    three_public = facts.answer(connection, facts.THREE_PUBLIC)
    classes = facts.answer(connection, facts.BY_CLASS)
    coverage = facts.answer(connection, facts.COVERAGE)
    reception = facts.answer(connection, facts.RECEPTION)
    values: dict[str, Any] = {
        "tr": tr, "language": language, "other_page": PAGES[other], "other_name": _NAMES[other],
        "publication": publication, "totals": facts.answer(connection, facts.TOTALS)[0],
        "by_year": by_year, "year_chart": bars([_year(row, tr) for row in by_year], tr("Reports by year")),
        "three_public": three_public, "three_public_chart": bars(_phases(three_public, tr), tr("Three public expenses")),
        "classes": classes, "class_chart": bars([_class(row) for row in classes[: facts.MOST_BARS]], tr("What was spent on which function")),
        "reception": facts.first(reception), "findings": shown, "finding_count": len(findings),
        "cells": _grouped(facts.answer(connection, facts.CELLS, wanted)),
        "sentences": _grouped(facts.answer(connection, facts.SENTENCES, wanted)),
        "coverage": facts.first(coverage), "coverage_count": len(coverage), "statuses": _STATUSES,
    }  # fmt: skip
    return _template().render(values)


def _year(row: Record, tr: Any) -> Bar:
    parts = tuple(Part(f"{tr(status)}: {row[status]:,}", row[status], status) for status in _STATUSES)
    return Bar(str(row["fiscal_year"]), parts, f"{row['reports']:,}")


def _phases(found: list[Record], tr: Any) -> list[Bar]:
    return [
        Bar(f"{row['fiscal_year']} {tr(name)}", (Part(_wan(row[column]), row[column], colour),), _wan(row[column]))
        for row in found
        for name, column, colour in (("budget", "budget_yuan", "muted"), ("final", "final_yuan", "accent"))
    ]


def _class(row: Record) -> Bar:
    amount = _wan(row["amount_yuan"])
    return Bar(
        f"{row['class_code']} {row['class_name'] or ''}".strip(), (Part(amount, row["amount_yuan"], "accent"),), amount
    )


def _wan(amount: Decimal) -> str:
    """An amount in 万元 as charts show it."""
    return f"{amount / _TEN_THOUSAND:,.2f}"


def _grouped(found: list[Record]) -> dict[str, list[Record]]:
    groups: dict[str, list[Record]] = {}
    for row in found:
        groups.setdefault(row["finding_id"], []).append(row)
    return groups


def _size(count: int) -> str:
    """A size in the largest unit that keeps it above one."""
    for unit, bytes_ in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= bytes_:
            return f"{count / bytes_:,.1f} {unit}"
    return f"{count} B"


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters.update(
        number=lambda value: f"{value:,}",
        yuan=lambda value: "–" if value is None else f"{value:,.2f}",
        wan=_wan,
        size=_size,
        percent=lambda share: "–" if share is None else f"{100 * share:.0f} %",
    )
    return environment.get_template("page.html.jinja")
