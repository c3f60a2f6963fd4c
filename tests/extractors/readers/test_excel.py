"""Excel: numbers as they are shown, old workbooks, and what must be refused."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from extractors.document import UnreadableDocument
from extractors.numbers import parse_amount
from extractors.readers.containers import XLSX, zip_kind
from extractors.readers.excel import read_excel
from extractors.readers.excel_binary_texts import code_page_name, long_text, shared_texts, short_text
from extractors.readers.excel_xml import is_xml_workbook
from extractors.readers.number_format import general, printed_number
from extractors.readers.ole import DOC, XLS, ole_kind
from tests.extractors.readers.old_office import ole_file, xls_file
from tests.extractors.readers.printed import (
    figures_in_print,
    figures_of,
    grid_of,
    lines_of,
    printed_figures,
    tables_of,
)
from tests.extractors.readers.renditions import as_excel
from tests.extractors.readers.workbooks import saved, workbook_of
from tests.typesetting.composition import compose_report
from tests.typesetting.reports import load_report, report_keys

ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


def with_part(data: bytes, part: str, change: tuple[bytes, bytes]) -> bytes:
    """A workbook with a passage of one of its parts replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                assert change[0] in content
                content = content.replace(*change, 1)
            target.writestr(name, content)
    return buffer.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("1234.5", "#,##0.00", "1,234.50"),
        ("0", "#,##0.00", "0.00"),
        ("-1234567.895", "#,##0.00_);(#,##0.00)", "(1,234,567.90)"),
        ("0", ACCOUNTING, "-"),
        ("-3.1", ACCOUNTING, "-3.10"),
        ("0", "#,##0.00;-#,##0.00;;@", ""),
        ("0", "#,##0.00;-#,##0.00;", ""),
        ("-1234.56", r"#,##0.00;[Red]\-#,##0.00", "-1,234.56"),
        ("-1234.56", "#,##0.00;[Red]#,##0.00", "-1,234.56"),
        ("-1234.56", "0.00;[红色](0.00)", "(1234.56)"),
        ("-1234.56", "#,##0.00;[Color 3]△#,##0.00", "△1,234.56"),
        ("-1234.56", "0.00;0.00", "1234.56"),
        ("12345678.9", "#,##0.00,,\n%", "1,234.57"),
        ("12345678.9", "#,##0.00,,%", "1,234.57%"),
        ("1234.5650000000001", "0.00", "1234.57"),
        ("0.30000000000000004", "General", "0.3"),
        ("123456789012", "General", "123456789012"),
        ("2101506", "General", "2101506"),
        ("1234.56789012", "General", "1234.56789"),
        ("30217", "@", "30217"),
        ("7", "000", "007"),
        ("0.0356", "0.00%", "3.56%"),
        ("12345", "0!.0,", "1.2"),
        ("123456", "#,##0.00,", "123.46"),
        ("1234", "0.0#", "1234.0"),
        ("1.5", '0.00"万元"', "1.50万元"),
        ("8", "[$¥-804]#,##0.00", "¥8.00"),
        ("0", '[=0]"";0.00', ""),
        ("-0.001", "0.00", "0.00"),
        ("45292", "yyyy年m月d日", "2024年1月1日"),
        ("45292.75", "yyyy-mm-dd hh:mm", "2024-01-01 18:00"),
        ("12.5", "", "12.5"),
    ],
)
def test_number_is_printed_by_its_format(value: str, code: str, shown: str) -> None:
    assert printed_number(Decimal(value), code) == shown


@given(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**29), max_value=10**29),
    st.text(alphabet='0#?.,;"\\\\!_*[]@%/ymdhsaE+-=<>$¥万元 GeneralRd', max_size=30),
)
def test_any_number_in_any_format_is_printed(value: Decimal, code: str) -> None:
    assert isinstance(printed_number(value, code), str)


@given(
    st.integers(-(10**13), 10**13),
    st.sampled_from(["#,##0.00", "0.00", ACCOUNTING, "#,##0.00_);(#,##0.00)", "General"]),
)
def test_printed_amounts_are_read_back_exactly(cents: int, code: str) -> None:
    value = Decimal(cents) / 100
    amount = parse_amount(printed_number(value, code))
    assert (amount.value if amount else Decimal(0)) == (value if code != "General" else Decimal(general(value)))


def test_cells_hold_the_text_a_person_sees() -> None:
    workbook, sheet = workbook_of(["项目", "金额"], ["合计", 1234.5], ["类", 0], number_format=ACCOUNTING)
    sheet["A4"], sheet["B4"] = "201", "1,108"
    sheet["A5"], sheet["B5"] = CellRichText("一般", TextBlock(InlineFont(b=True), "公共服务")), True
    sheet["A6"], sheet["B6"] = "错误", "#DIV/0!"
    (table,) = tables_of(read_excel(saved(workbook), "x.xlsx"))
    assert [cell.text for cell in table.cells] == [
        *("项目", "金额", "合计", "1,234.50", "类", "-", "201", "1,108", "一般公共服务", "TRUE", "错误", "#DIV/0!"),
    ]
    assert [cell.line_number for cell in table.cells if cell.column == 0] == [1, 2, 3, 4, 5, 6]
    assert not table.cells[-1].readable


def test_uncalculated_formula_is_not_readable_instead_of_blank() -> None:
    workbook, _ = workbook_of(["项目", "金额"], ["合计", "=1+2"])
    (table,) = tables_of(read_excel(saved(workbook), "x.xlsx"))
    assert [(cell.text, cell.readable) for cell in table.cells][-1] == ("=1+2", False)


def test_old_workbook_reads_like_the_new_one() -> None:
    rows: list[list[str | float | int | None]] = [
        ["收入决算表", None, None],
        ["项目", "本年收入合计", "财政拨款收入"],
        ["合计", 1234.5, 0],
        ["201", -12, 1234567.891],
    ]
    document = read_excel(xls_file(rows, merges=[(0, 0, 0, 2)], sheet="公开02表"), "x.xls")
    (table,) = tables_of(document)
    assert document.media_type == XLS
    assert lines_of(document) == ["收入决算表"]
    assert [cell.text for cell in table.cells if cell.row > 0] == ["合计", "1,234.50", "0.00", "201", "-12.00", "1,234,567.89"]  # fmt: skip


def test_shared_texts_of_old_workbooks_go_on_over_records() -> None:
    first = struct.pack("<II", 4, 4) + struct.pack("<HB", 2, 1) + "合计".encode("utf-16-le")
    first += struct.pack("<HBH", 4, 9, 1) + "财政".encode("utf-16-le")  # in runs, torn after its second character
    second = b"\x01" + "拨款".encode("utf-16-le") + bytes(4)
    second += struct.pack("<HBI", 3, 4, 6) + b"abc" + bytes(6)  # with readings above the characters
    second += struct.pack("<HB", 4, 1) + "项".encode("utf-16-le")
    third = b"\x00" + b"2-a"
    assert shared_texts([first, second, third]) == ["合计", "财政拨款", "abc", "项2-a"]
    with pytest.raises(ValueError, match="cut off"):
        shared_texts([first])


def test_texts_before_unicode_are_in_the_code_page_of_the_workbook() -> None:
    body = struct.pack("<H", 4) + "合计".encode("gbk")
    assert long_text(body, 0, code_page_name(936)) == "合计"
    assert short_text(b"\x04" + "合计".encode("gbk"), 0, code_page_name(0)) == "合计"


def test_old_workbook_leaves_out_hidden_rows_and_zeros_not_shown() -> None:
    data = xls_file([["项目", "金额"], ["合计", 0], ["旧", 5.0]], hidden_rows=[2], shows_zeros=False)
    (table,) = tables_of(read_excel(data, "x.xls"))
    assert [cell.text for cell in table.cells] == ["项目", "金额", "合计", ""]


XML_WORKBOOK = """<?xml version="1.0" encoding="%s"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel"><Styles><Style ss:ID="Default"/>
 <Style ss:ID="n"><NumberFormat ss:Format="Standard"/></Style><Style ss:ID="p" ss:Parent="n"><Borders/></Style></Styles>
 <Worksheet ss:Name="公开02表"><Table><Column ss:Index="4" ss:Hidden="1"/>
 <Row><Cell ss:MergeAcross="2"><Data ss:Type="String">收入决算表</Data></Cell></Row>
 <Row><Cell ss:MergeDown="1"><Data ss:Type="String">项目</Data></Cell><Cell ss:Index="3"><Data ss:Type="String">金额</Data></Cell>
 <Cell><Data ss:Type="String">键</Data></Cell></Row>
 <Row ss:Index="4" ss:StyleID="n"><Cell><Data ss:Type="String">合<B>计</B></Data></Cell><Cell><Data ss:Type="Number">1234.5</Data></Cell>
 <Cell ss:StyleID="p"><Data ss:Type="Number">0</Data></Cell></Row></Table></Worksheet>
 <Worksheet ss:Name="旧"><Table/><x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet></Workbook>"""


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312"])
def test_workbook_in_xml_reads_like_the_others(encoding: str) -> None:
    document = read_excel((XML_WORKBOOK % encoding).encode(encoding), "x.xls")
    (table,) = tables_of(document)
    assert document.media_type == XLS
    assert lines_of(document) == ["收入决算表"]
    assert grid_of(table) == {
        (0, 0, 2, 1): "项目",
        (0, 1, 1, 2): "",
        (0, 2, 1, 3): "金额",
        (1, 1, 2, 2): "",
        (1, 2, 2, 3): "",
        (2, 0, 3, 1): "合计",
        (2, 1, 3, 2): "1,234.50",
        (2, 2, 3, 3): "0.00",
    }
    assert [note.split(":")[0] for note in document.notes] == ["hidden_cells", "hidden_sheet"]


def test_workbook_in_xml_is_told_from_other_xml() -> None:
    assert is_xml_workbook(XML_WORKBOOK.encode())
    assert not is_xml_workbook(b"<?xml version='1.0'?><html xmlns:x='urn:schemas-microsoft-com:office:spreadsheet'>")
    with pytest.raises(UnreadableDocument) as caught:
        read_excel(XML_WORKBOOK.encode()[:-40], "x.xls")
    assert caught.value.code == "damaged"


@pytest.mark.parametrize("numbers", [True, False], ids=["numbers", "texts"])
@pytest.mark.parametrize("key", report_keys())
def test_whole_report_gives_the_printed_figures(key: str, numbers: bool) -> None:
    report = load_report(key)
    data = as_excel(compose_report(report), numbers=numbers)
    assert zip_kind(data, "x") == XLSX
    document = read_excel(data, "report.xlsx")
    assert printed_figures(document) == figures_in_print(report)
    assert all(figure.line_number is not None for figure in figures_of(document))


def refused(data: bytes) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        read_excel(data, "bad.xlsx")
    assert "bad.xlsx" in str(caught.value) or caught.value.code == "too_large"
    return caught.value.code


def test_statement_above_very_many_formatted_rows_is_still_read() -> None:
    workbook, _ = workbook_of(["项目", "金额"], ["合计", 1])
    rows = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (row, row) for row in range(3, 150_000))
    data = with_part(saved(workbook), SHEET, (b"</sheetData>", rows + b"</sheetData>"))
    (table,) = tables_of(read_excel(data, "x.xlsx"))
    assert table.row_count == 2


def test_workbook_of_empty_rows_is_refused_in_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    workbook, _ = workbook_of()
    started = time.process_time()
    empty = with_part(saved(workbook), SHEET, (b"</sheetData>", b"<row/>" * 1_000_000 + b"</sheetData>"))
    assert refused(empty) == "empty"
    assert time.process_time() - started < 20
    filled_below = b"<row/>" * 1_000 + b"<row><c><v>1</v></c></row></sheetData>"
    monkeypatch.setattr("extractors.readers.excel._MAX_ROWS", 1_000)
    assert refused(with_part(saved(workbook), SHEET, (b"</sheetData>", filled_below))) == "too_large"


def test_cell_far_away_does_not_fill_the_memory() -> None:
    workbook, sheet = workbook_of(*([["项目", "金额"]] * 50))
    sheet["XFD40"] = "x"
    assert refused(saved(workbook)) == "too_large"
    workbook, sheet = workbook_of(["项目", "金额"], ["合计", 1])
    sheet.merge_cells("A1:XFD1")
    (table,) = tables_of(read_excel(saved(workbook), "x.xlsx"))
    assert table.row_count == 1


def test_entities_are_refused() -> None:
    workbook, _ = workbook_of(["项目", "金额"])
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><worksheet'
    assert refused(with_part(saved(workbook), SHEET, (b"<worksheet", bomb))) == "xml_entities"


def test_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    workbook, _ = workbook_of(["项目", "金额"])
    data = with_part(saved(workbook), SHEET, (b"</sheetData>", b"</sheetData>" + b" " * (200 * 2**20)))
    started = time.monotonic()
    assert refused(data) == "zip_bomb"
    assert time.monotonic() - started < 2


def test_damage_and_passwords_are_told_apart() -> None:
    data = saved(workbook_of(["项目", "金额"], ["合计", 1])[0])
    assert refused(data[: len(data) // 2]) == "truncated"
    assert refused(with_part(data, SHEET, (b"</sheetData>", b"</sheet"))) == "damaged"
    assert refused(b"") == "empty"
    old = xls_file([["合计", 1]], encrypted=True)
    assert refused(old) == "encrypted"
    assert refused(xls_file([["合计", 1]])[:1000]) in ("truncated", "damaged")
    assert refused(ole_file({"Other": b"x"})) == "damaged"


def test_kinds_of_old_office_files_are_told_by_their_streams() -> None:
    assert ole_kind(xls_file([["合计", 1]]), "a.doc") == XLS
    assert ole_kind(ole_file({"WordDocument": bytes(5000)}), "a.xls") == DOC
    for streams, code in (
        ({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}, "encrypted"),
        ({"Flash": b"x"}, "not_supported"),
    ):
        with pytest.raises(UnreadableDocument) as caught:
            ole_kind(ole_file(streams), "a.xlsx")
        assert caught.value.code == code
