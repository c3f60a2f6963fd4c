"""HTML: encodings, spans, tables for layout, hidden parts, pictures, and what must be refused."""

from __future__ import annotations

import time

import pytest

from extractors.document import Document, Table, UnreadableDocument
from extractors.readers.html import is_html, read_html
from tests.extractors.readers.printed import (
    blocks_of,
    figures_in_print,
    figures_of,
    grid_of,
    lines_of,
    printed_figures,
    tables_of,
)
from tests.extractors.readers.renditions import as_html
from tests.typesetting.composition import compose_report
from tests.typesetting.reports import load_report, report_keys

TABLE = "<table><tr><td>项目<td>金额</tr><tr><td>合计<td>1,234.50</tr></table>"


def read(source: str, encoding: str = "utf-8") -> Document:
    return read_html(source.encode(encoding), "page.html")


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", None),
        ("utf-8", "gb2312"),
        ("gb18030", "gb2312"),
        ("gb18030", "GBK"),
        ("gb18030", None),
        ("gb18030", "utf-8"),
        ("gb18030", "iso-8859-1"),
        ("gb18030", "no-such-encoding"),
        ("utf-16", None),
        ("utf-8-sig", "gb2312"),
    ],
)
def test_encoding_is_what_the_bytes_are(encoding: str, declared: str | None) -> None:
    head = f"<meta http-equiv=Content-Type content='text/html; charset={declared}'>" if declared else ""
    document = read(f"<html><head>{head}</head><body><p>镕侃街道办事处㐂</p>{TABLE}</body></html>", encoding)
    assert lines_of(document) == ["镕侃街道办事处㐂"]
    assert tables_of(document)[0].cells[0].text == "项目"


def test_bytes_of_no_encoding_leave_their_cell_unread() -> None:
    source = f"<meta charset=utf-8><p>{'决算' * 50}</p>{TABLE}".encode().replace(b"1,234.50", b"1,2\xff34.50")
    (table,) = tables_of(read_html(source, "x"))
    assert [cell.readable for cell in table.cells] == [True, True, True, False]


def test_spans_make_the_grid_that_browsers_show() -> None:
    (table,) = tables_of(
        read(
            "<table><thead><tr><th rowspan=2>项目<th colspan=2>金额</thead><tbody><tr><td rowspan=9>甲<td>1<td>2"
            "<tr><td>3<td>4</tbody><tr><td rowspan=0>乙<td>5<td>6<tr><td>7<td>8</table>"
        )
    )
    assert grid_of(table) == {
        (0, 0, 1, 1): "项目",
        (0, 1, 1, 3): "金额",
        (1, 0, 3, 1): "甲",
        (1, 1, 2, 2): "1",
        (1, 2, 2, 3): "2",
        (2, 1, 3, 2): "3",
        (2, 2, 3, 3): "4",
        (3, 0, 5, 1): "乙",
        (3, 1, 4, 2): "5",
        (3, 2, 4, 3): "6",
        (4, 1, 5, 2): "7",
        (4, 2, 5, 3): "8",
    }


def test_only_innermost_data_tables_are_tables() -> None:
    document = read(
        "<table><tr><td>首页<br>公开</td><td><table><tr><td><h1>收入决算表</h1><table><tr><td>单位：万元</table>"
        f"{TABLE}<p>注：本表</p></td></tr></table></td></tr></table>"
    )
    assert lines_of(document) == ["首页", "公开", "收入决算表", "单位：万元", "注：本表"]
    assert [type(block) is Table for block in blocks_of(document)] == [False, False, False, False, True, False]


def test_nested_table_of_one_cell_is_text_of_its_cell() -> None:
    (table,) = tables_of(read("<table><tr><td>项目<td><table><tr><td>金额</table><tr><td>合计<td>5</table>"))
    assert [cell.text for cell in table.cells] == ["项目", "金额", "合计", "5"]


def test_running_text_in_a_table_of_two_columns_stays_text() -> None:
    document = read(f"<table><tr><td>菜单<td>x<tr><td><p>{'本部门' * 150}<p>第二段<td></table>")
    assert tables_of(document) == []
    assert lines_of(document)[-1] == "第二段"


def test_titles_and_notes_inside_the_table_are_lines() -> None:
    document = read(
        "<table><tr><td colspan=3>2024年度收入决算表<tr><td colspan=3>单位：万元<tr><td>项目<td>金额<td>其他"
        "<tr><td colspan=3>小计<tr><td>合计<td>1<td>2<tr><td colspan=3>注：本表<br>二</table>"
    )
    assert lines_of(document) == ["2024年度收入决算表", "单位：万元", "注：本表", "二"]
    (table,) = tables_of(document)
    assert grid_of(table)[1, 0, 2, 3] == "小计"
    assert [cell.line_number for cell in table.cells if cell.column == 0] == [3, 4, 5]


def test_text_beside_menus_stays_text() -> None:
    article = "".join(f"<p>第{n}段{'本部门' * 30}</p>" for n in range(9))
    document = read(f"<table><tr><td>菜单<td>{article}<td>链接<tr><td>版权<td>备案<td>地址</table>")
    assert tables_of(document) == []
    assert len(lines_of(document)) == 14


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (b"<!DOCTYPE html><p>x", True),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- x --><html>', True),
        (b"\n<TABLE border=1>", True),
        ("<html>".encode("utf-16"), True),
        (b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: text/html", True),
        ("收入\t<b>支出</b>".encode(), False),
        (b"<tablet>", False),
        (b"%PDF-1.4 <html>", False),
    ],
)
def test_page_is_told_by_its_beginning(source: bytes, expected: bool) -> None:
    assert is_html(source) is expected


def test_blanks_and_breaks_are_those_a_person_sees() -> None:
    document = read(
        "<p>单位：\n  <b>万</b><span>元</span>&nbsp;</p><div>一<br/>二<div>三</div>四</div><pre>五\n六</pre>"
        "<table><tr><td>&nbsp;<td>商品和<br>服务支出<td> 1,\n234&nbsp;<tr><td>a<td>b<td>c</table>"
    )
    assert lines_of(document) == ["单位： 万元", "一", "二", "三", "四", "五", "六"]
    assert [cell.text for cell in tables_of(document)[0].cells][:3] == ["", "商品和\n服务支出", "1, 234"]


def test_characters_that_nobody_sees_are_left_out() -> None:
    document = read("<p>合&#8203;计&shy;</p><table><tr><td>a<td>b<tr><td>合&zwnj;计<td>1,&#8203;234.50&#8206;</table>")
    assert lines_of(document) == ["合计"]
    assert [cell.text for cell in tables_of(document)[0].cells][2:] == ["合计", "1,234.50"]


def test_fields_of_a_form_in_cells_are_what_they_show() -> None:
    document = read(
        "<input value=搜索><table><tr><td>项目<td>金额<tr><td>合计<td><input type=text value='1,234.50'>"
        "<tr><td>其他<td><input type=hidden value=9><input type=button value=计算><input type=number value=3></table>"
    )
    assert lines_of(document) == []
    assert [cell.text for cell in tables_of(document)[0].cells][3:] == ["1,234.50", "其他", "3"]


def test_what_browsers_do_not_show_is_left_out() -> None:
    document = read(
        "<title>窗口</title><script>var a='<p>脚本</p>'</script><style>p{}</style><!-- 注释 --><p style='DISPLAY: none'>藏</p>"
        "<p hidden>藏</p><p>正文</p><table><tr style='display:none'><td>旧<td>1<tr><td>项目<td>金额<tr><td>合计<td>2</table>"
    )
    assert lines_of(document) == ["窗口", "正文"]
    assert tables_of(document)[0].cells[0].text == "项目"


def test_panels_shown_on_a_click_are_read_and_noted() -> None:
    other = TABLE.replace("1,234.50", "8.00")
    document = read(
        f"<p>题</p><div class='tab on'><p>表一</p>{TABLE}</div><div class=tab style='display:none'><p>表二</p>{other}</div>"
        f"<section role=tabpanel hidden>{other}</section>"
    )
    assert lines_of(document) == ["题", "表一", "表二"]
    assert [table.cells[-1].text for table in tables_of(document)] == ["1,234.50", "8.00", "8.00"]
    assert document.notes == ("hidden_panels: page 1 shows 2 parts with tables only after a click; they were read",)


@pytest.mark.parametrize(
    "hidden",
    [
        f"<div class=old style='display:none'>{TABLE}</div>",
        f"<div class=tab style='visibility:hidden'>{TABLE}</div>",
        f"<div class=tab style='mso-hide:all'>{TABLE}</div>",
        "<div class=tab style='display:none'><p>藏</p></div>",
        f"<span style='display:none'>{TABLE}</span>",
    ],
)
def test_hidden_parts_that_are_no_panels_stay_hidden(hidden: str) -> None:
    document = read(f"<div class=tab>{TABLE}</div>{hidden}")
    assert (len(tables_of(document)), lines_of(document), document.notes) == (1, [], ())


def test_lines_and_rows_are_numbered_in_order() -> None:
    document = read(f"<p>一</p>{TABLE}<p>二</p>")
    (table,) = tables_of(document)
    numbers = [block.line_number for block in blocks_of(document) if not isinstance(block, Table)]
    assert numbers == [1, 4]
    assert [cell.line_number for cell in table.cells] == [2, 2, 3, 3]


def test_pictures_that_may_hold_statements_are_reported() -> None:
    document = read(
        "<img src='/images/logo.png'><img src=a.gif width=16><img src='W0201.jpg'><img src='data:image/png;base64,AA=='>"
        "<img src=b.png style='width: 600px; height:800px'><p>部门决算</p>"
    )
    (note,) = document.notes
    assert note.startswith("image_page: page 1 shows 3 pictures (W0201.jpg, embedded, b.png)")


def test_page_of_pictures_alone_is_an_image_page() -> None:
    document = read("<body><img src=1.jpg><img src=2.jpg></body>")
    assert document.pages[0].image_only


def test_page_saved_as_one_file_is_unpacked() -> None:
    body = "=E6=94=B6=E5=85=A5"  # 收入 in UTF-8
    source = (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        'Content-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
        f"<html><body><table><tr><td>{body}<td>1<tr><td>a<td>2</table></body></html>\r\n--b--\r\n"
    )
    (table,) = tables_of(read(source))
    assert table.cells[0].text == "收入"


@pytest.mark.parametrize(("encoding", "declared"), [("utf-8", "utf-8"), ("gb18030", None)])
@pytest.mark.parametrize("key", report_keys())
def test_whole_report_gives_the_printed_figures(key: str, encoding: str, declared: str | None) -> None:
    report = load_report(key)
    document = read_html(as_html(compose_report(report), encoding, declared), "report.html")
    assert printed_figures(document) == figures_in_print(report)
    assert all(figure.line_number is not None for figure in figures_of(document))


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"", "empty"),
        (b" \r\n\x00", "empty"),
        (b"<html><body><script>x()</script></body></html>", "empty"),
        (b"<html><frameset><frame src='a.html'></frameset></html>", "empty"),
        (b"<div>" * 400 + b"x", "too_deep"),
        (b"<div>" * 300_000 + b"x", "too_deep"),
        (b"<table><tr><td>" * 20_000 + b"x", "too_deep"),
        (b"<table>" + b"<tr>" + b"<td rowspan=65000 colspan=1000>x" * 500 + b"<tr><td>y" * 5000, "too_large"),
    ],
)
def test_bad_pages_are_refused_in_seconds(source: bytes, code: str) -> None:
    started = time.monotonic()
    with pytest.raises(UnreadableDocument) as caught:
        read_html(source, "bad.html")
    assert caught.value.code == code
    assert time.monotonic() - started < 5
