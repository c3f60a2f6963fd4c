"""One figure's lineage: found by its id, with checks, findings, witnesses, and the picture of its page with the cell marked."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from PIL import Image
from typer.testing import CliRunner

from pipelines.cli import Exit, app
from pipelines.lineage import UnknownFigure, figure_lines, figure_picture, lineage, witness_readings
from pipelines.load import DEFAULTS, load
from pipelines.page_picture import SCALE, Mark, NoPicture, page_picture
from pipelines.questions import Record
from pipelines.store import open_store, write_atomically
from schemas.records import Report
from tests.pipelines import fakes
from tests.pipelines.published import query

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
PDF = SAMPLES / "攸县医疗保障局2024年度部门决算.pdf"
TEXT = SAMPLES / "泸县医疗保障局2023年度部门决算.txt"


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF and a text, loaded."""
    file = tmp_path_factory.mktemp("lineage") / "w.duckdb"
    load([PDF, TEXT], file, replace(DEFAULTS, jobs=1, expectations=False))
    return file


def _figure(warehouse: Path, name: str, condition: str) -> Record:
    return query(warehouse, f"SELECT * FROM figures WHERE document_name = ? AND {condition} ORDER BY figure_id", name)[
        0
    ]


def test_the_picture_marks_the_cell_and_nothing_else(warehouse: Path) -> None:
    total = _figure(warehouse, PDF.name, "statement = 'expenditure' AND line = 'total' AND source = 'table'")
    found = lineage(warehouse, total["figure_id"][:8]).figure
    marked = Image.open(io.BytesIO(figure_picture(open_store(warehouse), found) or b"")).convert("RGB")
    plain = Image.open(io.BytesIO(page_picture(PDF.read_bytes(), "application/pdf", found["page"]) or b"")).convert(
        "RGB"
    )
    assert marked.size == plain.size
    differing = [
        (x / SCALE, y / SCALE) for x in range(marked.width) for y in range(marked.height)
        if marked.getpixel((x, y)) != plain.getpixel((x, y))
    ]  # fmt: skip
    xs, ys = [x for x, _ in differing], [y for _, y in differing]
    assert (min(xs), min(ys)) == pytest.approx((found["x0"] - 1.5, found["y0"] - 1.5), abs=1.5)
    assert (max(xs), max(ys)) == pytest.approx((found["x1"] + 1.5, found["y1"] + 1.5), abs=1.5)


def test_a_figure_of_a_text_is_shown_by_its_line(warehouse: Path) -> None:
    figure = lineage(warehouse, _figure(warehouse, TEXT.name, "true")["figure_id"]).figure
    assert figure_picture(open_store(warehouse), figure) is None
    shown = dict(figure_lines(open_store(warehouse), figure))
    assert shown[figure["line_number"]] == TEXT.read_text(encoding="utf-8").splitlines()[figure["line_number"] - 1]
    assert figure["raw_text"].rstrip("万元") in shown[figure["line_number"]].replace(" ", "")


def test_the_identities_a_figure_stands_in_are_listed(warehouse: Path) -> None:
    total = _figure(warehouse, PDF.name, "statement = 'expenditure' AND line = 'total' AND source = 'table' "
                    "AND measure = 'expenditure_total'")  # fmt: skip
    checks = {check["rule_id"]: check["outcome"] for check in lineage(warehouse, total["figure_id"]).checks}
    # Its row (T07), its classes (H01), statement 01 (B04) and the text (N03) all hold it.
    assert {"T07", "H01", "B04", "N03"} <= set(checks)
    assert set(checks.values()) <= {"pass", "rounding", "not_applicable"}


def test_witnesses_are_shown_where_they_read_the_figure(tmp_path: Path) -> None:
    store = open_store(tmp_path / "w.duckdb")
    sha256 = "ab" * 32
    ours = fakes.figure("expenditure", "total", "expenditure_total", "100.00")
    other = fakes.figure("expenditure", "total", "expenditure_total", "700.00", reader="pdfplumber")
    kept = store.rereadings / "ab" / f"{sha256}-1.json"
    report: Report = fakes.report(figures=(other,))
    write_atomically(kept, msgspec.json.encode(report))
    row: Record = {**msgspec.structs.asdict(ours), "document_sha256": sha256}
    assert [(found.reader, found.raw_text, found.agrees) for found in witness_readings(store, row)] == [
        ("pdfplumber", "700.00", False)
    ]


def test_an_id_that_names_no_figure_is_told_so(warehouse: Path) -> None:
    with pytest.raises(UnknownFigure, match="holds no figure 0000000000000000"):
        lineage(warehouse, "0000000000000000")
    with pytest.raises(UnknownFigure, match="at least 8 digits"):
        lineage(warehouse, "12")


def test_a_page_that_is_not_there_is_told_so() -> None:
    with pytest.raises(NoPicture, match="page 999"):
        page_picture(PDF.read_bytes(), "application/pdf", 999)


def test_an_image_is_marked_in_its_own_resolution() -> None:
    buffer = io.BytesIO()
    Image.new("L", (1240, 1754), 255).save(buffer, format="PNG", dpi=(150, 150))
    png = page_picture(buffer.getvalue(), "image/png", 1, [Mark(72, 72, 144, 144, "other")])
    picture = Image.open(io.BytesIO(png or b""))
    assert picture.size == (1240, 1754)
    assert picture.getpixel((225, 225)) != (255, 255, 255)
    assert picture.getpixel((400, 400)) == (255, 255, 255)


def test_explain_on_the_command_line(warehouse: Path, tmp_path: Path) -> None:
    figure = _figure(warehouse, PDF.name, "statement = 'expenditure' AND line = 'total' AND source = 'table'")
    target = tmp_path / "cell.png"
    result = CliRunner().invoke(app, ["explain", figure["figure_id"], "-w", str(warehouse), "--picture", str(target)])
    assert result.exit_code == Exit.OK, result.output
    assert figure["raw_text"] in result.output
    assert "verification" in result.output
    assert target.read_bytes().startswith(b"\x89PNG")
    unknown = CliRunner().invoke(app, ["explain", "00000000", "-w", str(warehouse)])
    assert unknown.exit_code == Exit.USAGE
