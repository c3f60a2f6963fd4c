"""Invented accounts reconcile by construction: the identities of the statements hold to the cent, in every style."""

from __future__ import annotations

from random import Random

import pytest

from benchmarks.corpus.accounts import OTHER_REVENUE, invent_accounts
from benchmarks.corpus.departments import invent_department
from benchmarks.corpus.published import Published, Rows
from benchmarks.corpus.style import Style
from benchmarks.corpus.styles import style_named

STYLES = ("plain-pdf", "codes-split", "long-repeat-none", "brackets", "fy2017-2019", "zeros-dash", "held-pdf-1")


def _published(style: Style, seed: int) -> Published:
    random = Random(seed)
    department = invent_department(random, random.choice(style.years), "unit")
    return Published(invent_accounts(random, department, style.size))


@pytest.fixture(params=[(name, seed) for name in STYLES for seed in range(3)], ids=lambda one: f"{one[0]}-{one[1]}")
def published(request: pytest.FixtureRequest) -> Published:
    name, seed = request.param
    return _published(style_named(name), seed)


def _children(rows: Rows, line: str) -> list[str]:
    length = {"total": 3}.get(line, len(line) + 2)
    return [
        other
        for other in rows
        if other.isdigit() and len(other) == length and (line == "total" or other.startswith(line))
    ]


def test_every_level_is_the_sum_of_the_next_one(published: Published) -> None:
    for rows in (published.revenue, published.expenditure, published.general, published.fund, published.capital):
        for line in rows:
            children = _children(rows, line)
            for measure in rows[line]:
                if children:
                    assert rows[line][measure] == sum(rows[child][measure] for child in children)


def test_rows_add_up_across_their_columns(published: Published) -> None:
    for row in published.revenue.values():
        assert row["revenue_total"] == row["fiscal_appropriation"] + sum(row[source] for source in OTHER_REVENUE)
        assert abs(row["education_fees"]) <= abs(row["business_revenue"])
    for row in published.expenditure.values():
        assert row["expenditure_total"] == sum(
            amount for measure, amount in row.items() if measure != "expenditure_total"
        )
    for row in (*published.general.values(), *published.fund.values(), *published.capital.values()):
        assert row["expenditure_total"] == row["basic_expenditure"] + row["project_expenditure"]
        assert row["opening_balance"] + row["revenue_total"] == row["expenditure_total"] + row["closing_balance"]


def test_both_sides_of_the_summaries_balance(published: Published) -> None:
    summary = published.summary()
    assert summary["revenue"]["revenue_grand_total"] == summary["expenditure"]["expenditure_grand_total"]
    revenue, expenditure = published.appropriation_revenue(), published.appropriation_expenditure()
    assert revenue["revenue_grand_total"] == expenditure["expenditure_grand_total"]["total"]
    for row in expenditure.values():
        assert row["total"] == row["general_budget"] + row["government_fund"] + row["state_capital"]


def test_statements_agree_with_each_other(published: Published) -> None:
    summary, appropriation = published.summary(), published.appropriation_expenditure()
    assert summary["revenue"]["revenue_total"] == published.revenue["total"]["revenue_total"]
    for code in published.classes:
        assert summary["expenditure"][code] == published.expenditure.get(code, {}).get("expenditure_total", 0)
        assert appropriation[code]["general_budget"] == published.general.get(code, {}).get("expenditure_total", 0)
        assert appropriation[code]["government_fund"] == published.fund.get(code, {}).get("expenditure_total", 0)
        assert appropriation[code]["total"] <= summary["expenditure"][code]
    basic = published.basic_by_economic_code()
    assert basic["total"] == published.general["total"]["basic_expenditure"]
    assert basic["total"] == basic["personnel_total"] + basic["public_total"]


def test_three_public_expenses_cover_what_basic_expenditure_holds_of_them(published: Published) -> None:
    public, basic = published.three_public(), published.basic_by_economic_code()
    for item, code in (("overseas_travel", "30212"), ("vehicle_operation", "30231"), ("official_reception", "30217")):
        assert public[f"budget_{item}"] >= public[f"final_{item}"] >= basic.get(code, 0)
    assert public["final_total"] <= published.appropriation_expenditure()["expenditure_total"]["total"]


def test_rows_follow_the_year() -> None:
    style = style_named("fy2017-2019")
    seen: dict[int, Published] = {}
    for seed in range(30):
        published = _published(style, seed)
        seen.setdefault(published.year, published)
    assert set(seen) == {2017, 2018, 2019}
    assert "224" in seen[2019].classes
    assert "224" not in seen[2018].classes
    assert all(
        "234" not in published.classes and not published.capital["total"]["revenue_total"]
        for published in seen.values()
    )
