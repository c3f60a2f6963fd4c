"""The pages in a real browser: each opens, filters filter, downloads come, a verdict is written, cells are marked."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from pipelines.review import read_verdicts
from tests.dashboard.conftest import Dashboard, Visit
from tests.pipelines.published import query

TITLES = {
    "": "公开与核对", "compare": "比较", "department": "部门", "three_public": "三公经费", "queue": "勾稽核对",
    "search": "查找",
}  # fmt: skip


@pytest.mark.parametrize("visit", [(1280, 1600), (390, 1200)], ids=["wide", "narrow"], indirect=True)
@pytest.mark.parametrize(("path", "title"), TITLES.items(), ids=list(TITLES.values()))
def test_every_page_opens(visit: Visit, dashboard: Dashboard, path: str, title: str) -> None:
    visit.open(f"{dashboard.address}/{path}")
    assert visit.page.locator("h1").first.inner_text() == title
    assert visit.page.locator("[data-testid=stException]").count() == 0
    # Nothing sticks out to the side, on a telephone neither.
    assert visit.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_counts_are_those_of_the_file(visit: Visit, dashboard: Dashboard) -> None:
    visit.open(dashboard.address)
    visit.page.locator("[data-testid=stMetricValue]").nth(3).wait_for(timeout=60_000)
    shown = visit.page.locator("[data-testid=stMetricValue]").all_inner_texts()
    statuses = "count(*) FILTER (status = 'reconciled') AS b, count(*) FILTER (status = 'flagged') AS c, count(*) FILTER (status = 'unverified') AS d"  # fmt: skip
    (counts,) = query(dashboard.warehouse, f"SELECT count(*) AS a, {statuses} FROM reports WHERE is_current")
    assert shown == [str(counts[name]) for name in "abcd"]


def test_a_filter_narrows_the_page(visit: Visit, dashboard: Dashboard) -> None:
    visit.open(dashboard.address)
    visit.page.get_by_role("combobox").nth(1).click()
    visit.page.get_by_role("option", name="2023", exact=True).click()
    one = "document.querySelector('[data-testid=stMetricValue]').innerText.trim() === '1'"
    visit.page.wait_for_function(one, timeout=60_000)


def test_a_table_downloads_as_csv_and_as_a_workbook(visit: Visit, dashboard: Dashboard) -> None:
    visit.open(f"{dashboard.address}/three_public")
    with visit.page.expect_download(timeout=60_000) as waiting:
        visit.page.get_by_text("下载 CSV").first.click()
    data = Path(waiting.value.path()).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    expected = query(
        dashboard.warehouse,
        "SELECT department_name, amount_yuan FROM three_public_expenses WHERE item = 'total' AND phase = 'final' "
        "AND fiscal_year = (SELECT max(fiscal_year) FROM three_public_expenses)",
    )
    found = {row["department_name"]: row["final_yuan"] for row in rows if row["final_yuan"]}
    assert found == {row["department_name"]: str(row["amount_yuan"]) for row in expected}
    with visit.page.expect_download(timeout=60_000) as waiting:
        visit.page.get_by_text("下载 XLSX").first.click()
    with zipfile.ZipFile(waiting.value.path()) as workbook:
        assert "xl/worksheets/sheet1.xml" in workbook.namelist()


def test_a_figure_is_shown_where_it_was_printed(visit: Visit, dashboard: Dashboard) -> None:
    (figure,) = query(
        dashboard.warehouse,
        "SELECT figure_id, raw_text FROM figures WHERE media_type_is_pdf AND source = 'table' ORDER BY figure_id LIMIT 1"
        .replace("media_type_is_pdf", "x0 IS NOT NULL AND document_name LIKE '%.pdf'"),
    )  # fmt: skip
    visit.open(f"{dashboard.address}/figure?id={figure['figure_id']}")
    assert figure["raw_text"] in visit.page.locator("h2").first.inner_text()
    assert _has_red(visit.page.locator("[data-testid=stImage] img").first.screenshot())


def test_an_unknown_figure_is_said_in_words(visit: Visit, dashboard: Dashboard) -> None:
    visit.open(f"{dashboard.address}/figure?id=0000000000000000")
    assert "没有编号为 0000000000000000 的数据" in visit.page.content()


def test_search_finds_departments_items_and_amounts(visit: Visit, dashboard: Dashboard) -> None:
    visit.open(f"{dashboard.address}/search")
    box = visit.page.get_by_role("textbox")
    box.fill("行政运行")
    box.press("Enter")
    visit.page.get_by_role("heading", name="数字").wait_for(timeout=60_000)
    box.fill("没有这样的词")
    box.press("Enter")
    visit.page.get_by_text("没有符合条件的数据").wait_for(timeout=60_000)


def test_the_pages_speak_english_too(visit: Visit, dashboard: Dashboard) -> None:
    visit.open(f"{dashboard.address}/queue")
    visit.page.get_by_text("English").click()
    visit.page.get_by_role("heading", name="Reconciliation").wait_for(timeout=60_000)


def test_the_words_in_tables_are_those_of_the_reader(visit: Visit, dashboard: Dashboard) -> None:
    visit.open(f"{dashboard.address}/queue")
    visit.page.get_by_text("English").click()
    visit.page.get_by_role("heading", name="Reconciliation").wait_for(timeout=60_000)
    visit.settle()
    # The table is painted; what it says to those who do not see it is text.
    cells = visit.page.locator("[data-testid=stDataFrame] td").all_text_contents()
    assert "error" in cells
    assert "不符" not in cells


def test_a_finding_of_the_text_shows_its_page_with_the_line_marked(visit: Visit, dashboard: Dashboard) -> None:
    (first,) = query(
        dashboard.warehouse,
        "SELECT f.source, f.x0 FROM findings n JOIN figures f ON f.figure_id = n.suspect_figure_id "
        "WHERE n.severity = 'error' AND n.is_current ORDER BY abs(n.difference_yuan) DESC NULLS LAST, n.finding_id LIMIT 1",
    )
    assert first["source"] == "narrative"
    assert first["x0"] is not None
    visit.open(f"{dashboard.address}/queue")
    assert visit.page.get_by_text("所公布的数据勾稽不符", exact=True).count() == 1
    assert _has_red(visit.page.locator("[data-testid=stImage] img").first.screenshot())
    assert visit.page.locator("blockquote").count() == 0


def test_a_finding_without_a_figure_quotes_its_sentence_and_shows_its_page(visit: Visit, dashboard: Dashboard) -> None:
    findings = query(
        dashboard.warehouse,
        "SELECT suspect_sentence, suspect_figure_id FROM findings WHERE is_current ORDER BY "
        "CASE severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, abs(difference_yuan) DESC NULLS LAST, finding_id",
    )
    place = next(number for number, row in enumerate(findings) if row["suspect_figure_id"] is None)
    visit.open(f"{dashboard.address}/queue")
    table = visit.page.locator("[data-testid=stDataFrame] canvas").first.bounding_box()
    assert table is not None
    visit.page.mouse.click(table["x"] + 18, table["y"] + 38 + 35 * place + 17)
    quote = visit.page.locator("blockquote").first
    quote.wait_for(timeout=60_000)
    visit.settle()
    assert quote.inner_text().strip() == findings[place]["suspect_sentence"].strip()
    assert visit.page.locator("[data-testid=stImage] img").count() == 1


def test_a_verdict_needs_a_reason(visit: Visit, dashboard: Dashboard) -> None:
    visit.open(f"{dashboard.address}/queue")
    visit.page.get_by_text("保存结论").click()
    visit.page.get_by_role("alert").wait_for(timeout=60_000)
    assert "复核意见须写明理由" in visit.page.get_by_role("alert").first.inner_text()


def test_a_verdict_is_written_as_a_dated_row(visit: Visit, dashboard: Dashboard) -> None:
    visit.open(f"{dashboard.address}/queue")
    visit.page.get_by_role("textbox", name="理由（必填）").fill("与原件核对")
    visit.page.get_by_role("textbox", name="复核人（可填简称）").fill("LW")
    visit.page.get_by_text("保存结论").click()
    visit.page.get_by_text("已保存").wait_for(timeout=60_000)
    (row,) = read_verdicts(dashboard.corrections)
    assert (row.verdict, row.reason, row.reviewer) == ("confirmed", "与原件核对", "LW")
    assert query(dashboard.warehouse, "FROM findings WHERE finding_id = ?", row.finding_id)


def _has_red(png: bytes) -> bool:
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    return any(red > 150 and green < 110 and blue < 110 for red, green, blue in picture.getdata())
