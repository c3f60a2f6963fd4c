"""OFD: texts placed in every manner of the standard, rules, templates, turned pages, and what must be refused."""

from __future__ import annotations

import pytest

from extractors.document import Document, Table, UnreadableDocument
from extractors.readers.containers import OFD, zip_kind
from extractors.readers.ofd import read_ofd
from tests.extractors.readers.printed import (
    blocks_of,
    figures_in_print,
    figures_of,
    grid_of,
    lines_of,
    printed_figures,
    tables_of,
)
from tests.extractors.readers.renditions import OfdPage, as_ofd, ofd_file, zipped
from tests.typesetting.composition import compose_report
from tests.typesetting.reports import load_report, report_keys

POINTS = 72 / 25.4


def page_of(*objects: str, width: float = 210.0, height: float = 297.0) -> OfdPage:
    page = OfdPage(width, height)
    page.objects.extend(objects)
    return page


def read(*objects: str, width: float = 210.0, height: float = 297.0) -> Document:
    return read_ofd(ofd_file([page_of(*objects, width=width, height=height)]), "x.ofd")


def text(content: str, x: float, y: float, steps: str = "", size: float = 4.0, more: str = "") -> str:
    """A text object at a place of the page, with steps between its characters."""
    return (
        f'<ofd:TextObject Boundary="{x} {y} 100 10" Font="1" Size="{size}" {more}>'
        f'<ofd:TextCode X="0" Y="{size}" {steps}>{content}</ofd:TextCode></ofd:TextObject>'
    )


def path(data: str, box: str = "0 0 210 297", more: str = "") -> str:
    return f'<ofd:PathObject Boundary="{box}" {more}><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>'


def ruled(across: list[float], down: list[float]) -> list[str]:
    """A full grid of lines."""
    lines = [f"M {across[0]} {y} L {across[-1]} {y}" for y in down]
    lines += [f"M {x} {down[0]} L {x} {down[-1]}" for x in across]
    return [path(" ".join(lines), more='LineWidth="0.25"')]


@pytest.mark.parametrize(
    "steps",
    [
        'DeltaX="g 3 4"',
        'DeltaX="4 4 4"',
        'DeltaX="4 g 2 4"',
        'DeltaX="g 9 4"',
        'DeltaX="g 99999999 4"',
        "",
        'DeltaX="4"',
    ],
)
def test_steps_between_characters(steps: str) -> None:
    document = read(text("收入决算", 20, 20, steps), text("表", 36, 20))
    assert lines_of(document) == ["收入决算表"]


def test_blanks_are_where_there_is_a_gap() -> None:
    assert lines_of(read(text("部门12", 20, 20, 'DeltaX="4 20 2"'))) == ["部门 12"]
    assert lines_of(read(text("a b", 20, 20, 'DeltaX="2 2"'))) == ["a b"]


def test_positions_are_points_from_the_top_left() -> None:
    (line,) = blocks_of(read(text("决", 20, 30)))
    assert line.box is not None
    assert line.box.x0 == pytest.approx(20 * POINTS, abs=0.1)
    assert line.box.x1 == pytest.approx(24 * POINTS, abs=0.1)
    assert line.box.y0 < 31 * POINTS < line.box.y1


def test_page_area_may_begin_anywhere() -> None:
    content = page_of(text("决", 20, 30)).xml().replace("0 0 210 297", "10 10 210 297")
    document = read_ofd(ofd_file([page_of()], {"Doc_0/Pages/Page_0/Content.xml": content}), "x")
    (line,) = blocks_of(document)
    assert line.box is not None
    assert line.box.x0 == pytest.approx(10 * POINTS, abs=0.1)


def test_own_matrix_of_a_text_scales_and_moves_it() -> None:
    (line,) = blocks_of(read(text("决算", 20, 30, 'DeltaX="1"', size=1, more='CTM="4 0 0 4 8 0"')))
    assert line.box is not None
    assert line.box.x0 == pytest.approx(28 * POINTS, abs=0.1)
    assert line.box.x1 == pytest.approx(36 * POINTS, abs=0.1)


CELLS = {(0, 0, 1, 1): "项目", (0, 1, 1, 2): "金额", (1, 0, 2, 1): "合计", (1, 1, 2, 2): "1,234.50"}
TEXTS = (
    text("项目", 22, 21, 'DeltaX="4"'),
    text("金额", 62, 21, 'DeltaX="4"'),
    text("合计", 22, 31, 'DeltaX="4"'),
    text("1,234.50", 62, 31, 'DeltaX="g 7 2"'),
)
BOXES = [(x, y) for y in (20, 30) for x in (20, 60)]


@pytest.mark.parametrize(
    "rules",
    [
        ruled([20, 60, 100], [20, 30, 40]),
        [path("M 0 0 L 40 0 L 40 10 L 0 10 C", f"{x} {y} 40 10") for x, y in BOXES],
        [path(f"S {x} {y} L {x + 40} {y} L {x + 40} {y + 10} L {x} {y + 10} C") for x, y in BOXES],
        [path("M 0 0 L 1 0 L 1 1 L 0 1 C", f"{x} {y} 40 10", 'CTM="40 0 0 10 0 0" LineWidth="0.01"') for x, y in BOXES],
        [
            path(f"M 20 {y} L 100 {y} L 100 {y + 0.3} L 20 {y + 0.3} C", more='Stroke="false" Fill="true"')
            for y in (20, 30, 40)
        ]
        + [
            path(f"M {x} 20 L {x + 0.3} 20 L {x + 0.3} 40 L {x} 40 C", more='Stroke="false" Fill="true"')
            for x in (20, 60, 100)
        ],
    ],
    ids=["lines", "boxes", "started", "scaled", "bars"],
)
def test_ruled_table_in_every_manner_of_drawing(rules: list[str]) -> None:
    document = read(*rules, *TEXTS)
    (table,) = tables_of(document)
    assert grid_of(table) == CELLS
    assert table.box is not None
    assert table.box.x1 == pytest.approx(100 * POINTS, abs=1)


def test_invisible_and_undrawn_objects_are_no_ink() -> None:
    hidden = [path("M 40 20 L 40 40", more='Visible="false"'), path("M 45 20 L 45 40", more='Stroke="false"')]
    document = read(*ruled([20, 60, 100], [20, 30, 40]), *hidden, *TEXTS, text("藏", 62, 34, more='Alpha="0"'))
    assert grid_of(tables_of(document)[0]) == CELLS


def test_template_and_block_and_composite_are_part_of_the_page() -> None:
    template = page_of(*ruled([20, 60, 100], [20, 30, 40]), text("单位：万元", 20, 10)).xml()
    common = '<ofd:DocumentRes>Res.xml</ofd:DocumentRes><ofd:TemplatePage ID="7" BaseLoc="Tpls/T_0.xml"/>'
    drawing = f'<ofd:CompositeGraphicUnit ID="9" Width="50" Height="50"><ofd:Content>{text("合计", 2, 11)}</ofd:Content></ofd:CompositeGraphicUnit>'  # fmt: skip
    resources = f'<ofd:Res xmlns:ofd="http://www.ofdspec.org/2016"><ofd:CompositeGraphicUnits>{drawing}</ofd:CompositeGraphicUnits></ofd:Res>'  # fmt: skip
    composite = '<ofd:CompositeObject Boundary="20 20 50 50" ResourceID="9"/>'
    block = f"<ofd:PageBlock>{TEXTS[0]}<ofd:PageBlock>{TEXTS[1]}</ofd:PageBlock></ofd:PageBlock>"
    content = (
        page_of(block, composite, TEXTS[3])
        .xml()
        .replace("<ofd:Content>", '<ofd:Template TemplateID="7"/><ofd:Content>')
    )
    parts = {"Doc_0/Tpls/T_0.xml": template, "Doc_0/Res.xml": resources, "Doc_0/Pages/Page_0/Content.xml": content}
    document = read_ofd(ofd_file([page_of()], parts, common), "x")
    assert lines_of(document) == ["单位：万元"]
    assert grid_of(tables_of(document)[0]) == CELLS


def test_names_without_namespace_and_absolute_places_are_understood() -> None:
    page = page_of(*ruled([20, 60, 100], [20, 30, 40]), *TEXTS).xml().replace("ofd:", "").replace(":ofd", "")
    data = zipped(
        {
            "OFD.xml": "<OFD><DocBody><DocRoot>/Doc_0/Document.xml</DocRoot></DocBody></OFD>",
            "Doc_0/Document.xml": '<Document><Pages><Page ID="1" BaseLoc="/Doc_0/P/Content.xml"/></Pages></Document>',
            "Doc_0/P/Content.xml": page,
        }
    )
    assert zip_kind(data, "x") == OFD
    assert grid_of(tables_of(read_ofd(data, "x"))[0]) == CELLS


def test_page_printed_sideways_is_read_upright() -> None:
    objects = []
    for content, x, y in (("项目", 22, 25), ("金额", 62, 25), ("合计", 22, 35), ("1,234.50", 62, 35)):
        steps = "g 7 2" if "," in content else "4"
        # Read with the head to the left, the line x, y of the upright page stands at 100 - y, x of the displayed one.
        objects.append(
            f'<ofd:TextObject Boundary="{100 - y} {x} 1 1" Size="4" CTM="0 1 -1 0 0 0">'
            f'<ofd:TextCode X="0" Y="0" DeltaX="{steps}">{content}</ofd:TextCode></ofd:TextObject>'
        )
    document = read(*ruled([60, 70, 80], [20, 60, 100]), *objects, width=100, height=150)
    (table,) = tables_of(document)
    assert grid_of(table) == CELLS
    assert table.box is not None
    assert (table.box.x0, table.box.y0) == (pytest.approx(60 * POINTS, abs=1), pytest.approx(20 * POINTS, abs=1))
    assert document.notes == ("turned_page: page 1 is printed sideways and was read turned upright",)


def test_watermarks_are_left_out_and_images_alone_are_a_scan() -> None:
    watermark = text("内部", 50, 50, 'DeltaX="4"', more='CTM="0.7 -0.7 0.7 0.7 0 0"')
    document = read(watermark, text("决算", 20, 20, 'DeltaX="4"'))
    assert lines_of(document) == ["决算"]
    assert document.notes[0].startswith("slanted_text: page 1: 2 ")
    assert read('<ofd:ImageObject Boundary="0 0 210 297" ResourceID="3"/>').pages[0].image_only


def test_characters_of_the_private_area_leave_the_cell_unread() -> None:
    document = read(*ruled([20, 60, 100], [20, 30, 40]), *TEXTS[:3], text("\ue001\ue002", 62, 31, 'DeltaX="2"'))
    assert [cell.readable for cell in tables_of(document)[0].cells] == [True, True, True, False]


def test_damaged_page_is_noted_and_the_others_are_read() -> None:
    pages = [page_of(text("一", 20, 20)), page_of(text("二", 20, 20))]
    document = read_ofd(ofd_file(pages, {"Doc_0/Pages/Page_0/Content.xml": "<ofd:Page"}), "x")
    assert [len(page.blocks) for page in document.pages] == [0, 1]
    assert document.notes[0].startswith("page_damaged: page 1 ")


@pytest.mark.parametrize("key", report_keys())
def test_whole_report_gives_the_printed_figures(key: str) -> None:
    report = load_report(key)
    document = read_ofd(as_ofd(compose_report(report)), "report.ofd")
    assert printed_figures(document) == figures_in_print(report)
    assert all(figure.x0 is not None for figure in figures_of(document))
    assert all(isinstance(block, Table) or block.size for page in document.pages for block in page.blocks)


def refused(data: bytes) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        read_ofd(data, "bad.ofd")
    return caught.value.code


def test_bad_files_are_refused() -> None:
    good = ofd_file([page_of(text("决算", 20, 20))])
    assert refused(good[: len(good) // 2]) == "truncated"
    assert refused(ofd_file([])) == "no_pages"
    assert refused(ofd_file([page_of()], {"Doc_0/Pages/Page_0/Content.xml": "<x"})) == "damaged"
    assert refused(ofd_file([page_of()], {"Doc_0/Document.xml": "<x"})) == "damaged"
    assert refused(ofd_file([page_of()], {"Encryptions.xml": "<x/>"})) == "encrypted"
    assert (
        refused(zipped({"OFD.xml": "<OFD><DocBody><DocRoot>Doc_9/D.xml</DocRoot></DocBody></OFD>"})) == "part_missing"
    )
    assert refused(ofd_file([page_of()], {"OFD.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'})) == "xml_entities"
    nested = "<ofd:PageBlock>" * 40 + TEXTS[0] + "</ofd:PageBlock>" * 40
    assert refused(ofd_file([page_of(nested)])) == "too_deep"


def test_drawing_that_contains_itself_ends() -> None:
    loop = '<ofd:CompositeObject Boundary="0 0 9 9" ResourceID="9"/>'
    resources = f'<ofd:Res xmlns:ofd="http://www.ofdspec.org/2016"><ofd:CompositeGraphicUnit ID="9"><ofd:Content>{loop}</ofd:Content></ofd:CompositeGraphicUnit></ofd:Res>'  # fmt: skip
    common = "<ofd:PublicRes>Res.xml</ofd:PublicRes>"
    assert refused(ofd_file([page_of(loop)], {"Doc_0/Res.xml": resources}, common)) == "too_deep"
