"""What analysts ask: every example runs and answers, the dictionary is true, and the views' arithmetic is right."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

import sql
from pipelines.dictionary import DOCUMENT, dictionary, empty_warehouse
from pipelines.load import DEFAULTS, load
from schemas.records import Figure, Quantity, Report
from tests.pipelines import fakes
from tests.pipelines.published import SETTINGS, query

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
EXAMPLES = sql.scripts("examples")
#: Examples about one department over two years; each sample is of another department.
NEED_TWO_YEARS = {"10_carry_over_that_does_not_continue", "23_growth_of_a_department"}


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples that ship with the project, loaded as a user would."""
    folder = tmp_path_factory.mktemp("samples")
    load([SAMPLES], folder / "w.duckdb", replace(DEFAULTS, jobs=1, expectations=False))
    return folder / "w.duckdb"


def _year(year: int, spent: str, carried: tuple[str, str], **fields: object) -> Report:
    """A report of one year: expenditure on one item, and the balances before and after it."""
    summary = "revenue_expenditure_summary"
    budget = {"source": "narrative", "sentence": "年初预算为…"}
    figures: tuple[Figure, ...] = (
        fakes.figure("expenditure", "total", "expenditure_total", spent),
        fakes.figure("expenditure", "201", "expenditure_total", spent),
        fakes.figure("general_budget_expenditure", "total", "expenditure_total", spent),
        fakes.figure("general_budget_expenditure", "201", "expenditure_total", spent),
        fakes.figure("general_budget_expenditure", "20106", "expenditure_total", spent),
        fakes.figure("general_budget_expenditure", "2010601", "expenditure_total", spent),
        fakes.figure("general_budget_expenditure", "2010601", "expenditure_total", "1.00", **budget),
        fakes.figure("general_budget_expenditure", "2010601", "initial_budget", "80.00", **budget),
        fakes.figure(summary, "opening_balance", "amount", carried[0], side="revenue"),
        fakes.figure(summary, "closing_balance", "amount", carried[1], side="expenditure"),
        fakes.figure("three_public", "total", "final_official_reception", "3.00"),
        fakes.figure("three_public", "total", "budget_official_reception", "4.00"),
        fakes.figure("general_budget_basic_expenditure", "301", "final_amount", "30.00"),
        fakes.figure("general_budget_basic_expenditure", "303", "final_amount", "6.00"),
    )
    return fakes.report(fiscal_year=year, figures=figures, **fields)


def _count(quantity: str, label: str, value: int) -> Quantity:
    return Quantity(
        quantity=quantity, label=label, value=Decimal(value), unit="", raw_text=str(value), sentence="", page=1
    )


def _people(*counts: int) -> tuple[Quantity, ...]:
    staff = [_count("staff_actual", "实有人数", count) for count in counts]
    return (*staff, _count("reception_batches", "批次", 12))


@pytest.fixture(scope="module")
def two_years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One department over 2022, 2023 and 2024, and one of the same kind that stopped publishing after 2023."""
    folder = tmp_path_factory.mktemp("two")
    reports = {
        "a22.pdf": _year(2022, "100.00", ("0.00", "7.00"), quantities=_people(10, 10)),
        "a23.pdf": _year(2023, "150.00", ("7.00", "5.00"), quantities=_people(10, 2)),
        "a24.pdf": _year(2024, "120.00", ("4.00", "6.00"), quantities=_people(12)),
        "b23.pdf": _year(2023, "50.00", ("0.00", "0.00"), department_name="醴陵市财政局", division_code="430281",
                         division_name="醴陵市"),
    }  # fmt: skip
    files = [fakes.disclose(folder, name, report) for name, report in reports.items()]
    load(files, folder / "w.duckdb", SETTINGS)
    return folder / "w.duckdb"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_every_example_opens_with_its_question_and_answers_it(samples: Path, example: sql.Script) -> None:
    assert example.text.startswith("-- ")
    assert "?" in example.text.split("\nSELECT")[0]
    answer = query(samples, example.text)
    assert example.name in NEED_TWO_YEARS or answer


def test_there_are_twenty_examples_and_each_has_a_total_order(samples: Path) -> None:
    assert len(EXAMPLES) >= 20
    for example in EXAMPLES:
        assert "ORDER BY" in example.text, example.name
        assert query(samples, example.text) == query(samples, example.text)


def test_the_dictionary_is_what_the_catalogue_says(tmp_path: Path) -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == dictionary(empty_warehouse(tmp_path))


def test_a_budget_from_the_text_stands_beside_the_final_amount_from_the_table(two_years: Path) -> None:
    found = query(two_years, "FROM budget_execution WHERE fiscal_year = 2024")
    assert [
        (row["line"], row["initial_budget_yuan"], row["final_yuan"], row["deviation_percent"]) for row in found
    ] == [("2010601", Decimal("800000.00"), Decimal("1200000.00"), Decimal("50.00"))]


def test_carry_over_counts_the_years_in_a_row_and_shows_the_year_before(two_years: Path) -> None:
    found = query(two_years, "FROM carry_over WHERE money = 'all' AND division_code = '430223' ORDER BY fiscal_year")
    assert [row["years_carried_in_a_row"] for row in found] == [1, 2, 3]
    assert [row["prior_closing_balance_yuan"] for row in found] == [None, Decimal(70_000), Decimal(50_000)]
    broken = query(two_years, next(e.text for e in EXAMPLES if e.name.startswith("10_")))
    assert [(row["fiscal_year"], row["difference_yuan"]) for row in broken] == [(2024, Decimal(-10_000))]


def test_growth_is_told_only_where_both_years_are_there(two_years: Path) -> None:
    found = query(
        two_years,
        "FROM year_over_year WHERE statement = 'expenditure' AND function_code = '201' ORDER BY division_code, fiscal_year",
    )
    assert [(row["fiscal_year"], row["change_percent"]) for row in found] == [
        (2022, None), (2023, Decimal("50.00")), (2024, Decimal("-20.00")), (2023, None),
    ]  # fmt: skip


def test_costs_per_head_and_visit_need_one_published_count(two_years: Path) -> None:
    wages = query(two_years, "FROM personnel_cost WHERE division_code = '430223' ORDER BY fiscal_year")
    # 2023 gives 10 and 2 people, one unit after the other: no number of the whole department.
    assert [row["wages_per_head_yuan"] for row in wages] == [Decimal("30000.00"), None, Decimal("25000.00")]
    assert {row["personnel_total_yuan"] for row in wages} == {Decimal("360000.00")}
    visits = query(two_years, "FROM three_public_per_unit WHERE fiscal_year = 2024 AND quantity = 'reception_batches'")
    assert [(row["budget_yuan"], row["final_yuan"], row["yuan_per_unit"]) for row in visits] == [
        (Decimal("40000.00"), Decimal("30000.00"), Decimal("2500.00"))
    ]


def test_peers_are_departments_of_one_kind_level_and_year(two_years: Path) -> None:
    found = query(two_years, "FROM peers WHERE fiscal_year = 2023 ORDER BY expenditure_rank")
    assert [(row["department_kind"], row["department_name"], row["peer_count"], row["peer_median_expenditure_yuan"])
            for row in found] == [
        ("finance", "攸县财政局", 2, Decimal("1000000.00")), ("finance", "醴陵市财政局", 2, Decimal("1000000.00")),
    ]  # fmt: skip


def test_who_stopped_publishing_is_listed(two_years: Path) -> None:
    found = query(two_years, "FROM not_published")
    assert [(row["department_name"], row["missing_year"]) for row in found] == [("醴陵市财政局", 2024)]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("攸县医疗保障局", "medical_security"), ("佛山市中级人民法院", "court"), ("梅江区人民检察院", "procuratorate"),
        ("长寿街道办事处", "subdistrict_office"), ("江口镇人民政府", "town_government"), ("攸县第一中学", "school"),
        ("攸县人民医院", "hospital"), ("攸县教育局", "education"), ("中共攸县委员会组织部", "organization_department"),
        ("攸县卫生健康局", "health"), ("攸县人民代表大会常务委员会", "peoples_congress"), ("攸县总工会", "trade_union"),
        ("攸县文化旅游广电体育局", "culture_tourism"), ("攸县市场监督管理局", "market_regulation"), ("攸县商会馆", None),
    ],
)  # fmt: skip
def test_the_kind_of_a_department_is_told_from_its_name(two_years: Path, name: str, kind: str | None) -> None:
    found = query(
        two_years,
        "SELECT min_by(department_kind, priority) AS kind FROM dim_department_kind WHERE regexp_matches(?, pattern)",
        name,
    )
    assert found[0]["kind"] == kind


def _example(number: str) -> str:
    return next(example.text for example in EXAMPLES if example.name.startswith(number))


def test_reception_above_its_budget_stands_first_with_its_place(tmp_path: Path) -> None:
    def spent(budget: str, final: str, name: str) -> Report:
        amounts = {"budget_official_reception": budget, "final_official_reception": final}
        figures = tuple(
            fakes.figure("three_public", "total", measure, amount, page=16)
            for measure, amount in amounts.items()
            if amount
        )
        return fakes.report(figures=figures, department_name=name)

    reports = [spent("1.00", "0.51", "甲局"), spent("1.00", "1.20", "乙局"), spent("", "9.00", "丙局")]
    files = [fakes.disclose(tmp_path, f"{number}.pdf", report) for number, report in enumerate(reports)]
    load(files, tmp_path / "w.duckdb", SETTINGS)
    found = query(tmp_path / "w.duckdb", _example("25"))
    assert [(row["department_name"], row["compared"], row["printed_on"]) for row in found] == [
        ("乙局", "ABOVE BUDGET", "page 16"), ("甲局", "below budget", "page 16"), ("丙局", "no budget printed", "page 16"),
    ]  # fmt: skip
    (figure,) = query(tmp_path / "w.duckdb", "FROM figures WHERE figure_id = ?", found[0]["final_figure_id"])
    assert figure["amount_yuan"] == Decimal("12000.00")


def test_as_of_a_day_nothing_is_known_that_came_later(two_years: Path) -> None:
    text = _example("26")
    (arrived,) = query(two_years, "SELECT min(arrival_date) AS day FROM reports")
    assert len(query(two_years, text)) == 4
    assert query(two_years, text.replace("2100-01-01", "2000-01-01")) == []
    assert len(query(two_years, text.replace("2100-01-01", str(arrived["day"])))) == 4


def test_a_code_that_stood_for_two_places_has_both_names(two_years: Path) -> None:
    names = "SELECT division_name, first_year_seen FROM dim_division_name WHERE division_code = '120110'"
    assert query(two_years, f"{names} ORDER BY first_year_seen") == [
        {"division_name": "东郊区", "first_year_seen": 1980}, {"division_name": "东丽区", "first_year_seen": 1992},
    ]  # fmt: skip
