"""Hostile zip containers, workbooks, markup and text. Each function gives the bytes of one file."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib

from tests.extractors.readers.old_office import ole_file

HEADING = "攸县医疗保障局2024年度部门决算\n"
STATEMENT = HEADING + "支出决算表\n单位：万元\n科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\n"
CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def archive(parts: dict[str, bytes]) -> bytes:
    """Names and contents → a zip container."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in parts.items():
            container.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def workbook(sheet: bytes) -> bytes:
    """The XML of one sheet → a workbook."""
    relation = f'<Relationship Id="r1" Type="{_OFFICE}/%s" Target="%s"/>'
    book = f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>'
    root = f'<Relationships xmlns="{_PACKAGE}">{relation % ("officeDocument", "xl/workbook.xml")}</Relationships>'
    sheets = f'<Relationships xmlns="{_PACKAGE}">{relation % ("worksheet", "worksheets/sheet1.xml")}</Relationships>'
    return archive(
        {
            "[Content_Types].xml": CONTENT_TYPES.encode(),
            "_rels/.rels": root.encode(),
            "xl/workbook.xml": book.encode(),
            "xl/_rels/workbook.xml.rels": sheets.encode(),
            "xl/worksheets/sheet1.xml": sheet,
        }
    )


def zip_bomb() -> bytes:
    """300 MB of zeros in a few hundred kilobytes."""
    return archive({"a.txt": bytes(300 << 20)})


def workbook_bomb() -> bytes:
    """A workbook whose sheet unpacks to 300 MB."""
    return workbook(f'<worksheet xmlns="{_SHEET}"><sheetData>'.encode() + b" " * (300 << 20))


def nested_archives() -> bytes:
    """An archive in an archive, thirty deep."""
    content = archive({"a.txt": HEADING.encode()})
    for _ in range(30):
        content = archive({"a.zip": content})
    return content


def overlapping_parts() -> bytes:
    """Ten thousand names for the same megabytes."""
    name, packed, size = b"a.txt", _deflated(8 << 20), 8 << 20
    checksum = zlib.crc32(bytes(size))
    sizes = struct.pack("<LLLHH", checksum, len(packed), size, len(name), 0)
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 0) + sizes + name + packed
    entry = (
        b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 0) + sizes + struct.pack("<HHHLL", 0, 0, 0, 0, 0) + name
    )
    end = b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 10_000, 10_000, 10_000 * len(entry), len(local), 0)
    return local + entry * 10_000 + end


def _deflated(size: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(bytes(size)) + packer.flush()


def million_empty_rows() -> bytes:
    """A workbook with a million rows and nothing in them."""
    rows = b"".join(b'<row r="%d"/>' % number for number in range(1, 1_000_001))
    return workbook(f'<worksheet xmlns="{_SHEET}"><sheetData>'.encode() + rows + b"</sheetData></worksheet>")


def far_cell() -> bytes:
    """A workbook with one cell in its last column and row, and a merged range over all of it."""
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    merged = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    return workbook(f'<worksheet xmlns="{_SHEET}"><sheetData>{cells}</sheetData>{merged}</worksheet>'.encode())


def entity_bomb() -> bytes:
    """A workbook with the billion laughs."""
    laughs = "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10))
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>'
    body = f'<worksheet xmlns="{_SHEET}"><sheetData><row r="1"><c r="A1" t="str"><v>&l9;</v></c></row></sheetData></worksheet>'
    return workbook((head + body).encode())


def entity_that_reads_a_file() -> bytes:
    """A workbook with an entity that names a file of the reader's machine."""
    head = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    body = f'<worksheet xmlns="{_SHEET}"><sheetData><row r="1"><c r="A1" t="str"><v>&f;</v></c></row></sheetData></worksheet>'
    return workbook((head + body).encode())


def deep_html() -> bytes:
    """Elements within elements, a hundred thousand deep."""
    return b"<!DOCTYPE html><html><body>" + b"<div>" * 100_000 + HEADING.encode() + b"</div>" * 100_000


def wide_html_table() -> bytes:
    """A table with cells that span ten thousand columns and rows each."""
    cell = b'<td colspan="10000" rowspan="10000">1</td>'
    return b"<html><body><table>" + b"<tr>" + cell * 50 + b"</tr></table></body></html>"


def deep_xml() -> bytes:
    """XML within XML, a hundred thousand deep."""
    return b'<?xml version="1.0"?>' + b"<a>" * 100_000 + b"</a>" * 100_000


def _word(body: bytes) -> bytes:
    """The XML of a body → a Word document."""
    namespace = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    main = b'<w:document xmlns:w="%s"><w:body>%s</w:body></w:document>' % (namespace, body)
    return archive({"[Content_Types].xml": CONTENT_TYPES.encode(), "word/document.xml": main})


def empty_paragraphs() -> bytes:
    """A Word document of three million empty paragraphs."""
    return _word(b"<w:p/>" * 3_000_000)


def many_word_tables() -> bytes:
    """A Word document of 100,000 tables."""
    cell = b"<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>"
    return _word((b"<w:tbl><w:tr>" + cell * 2 + b"</w:tr></w:tbl>") * 100_000)


def deep_word_tables() -> bytes:
    """A Word document with tables in tables, a hundred deep."""
    return _word(b"<w:tbl><w:tr><w:tc>" * 80 + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * 80)


def endless_drawings() -> bytes:
    """An OFD with drawings that each draw all of them."""
    names = range(1, 9)
    draw = "".join(f'<CompositeObject Boundary="0 0 9 9" ResourceID="{name}"/>' for name in names)
    units = "".join(
        f'<CompositeGraphicUnit ID="{name}"><Content>{draw}</Content></CompositeGraphicUnit>' for name in names
    )
    return _ofd(f"<Content><Layer>{draw}</Layer></Content>", units)


def one_ofd_page_often() -> bytes:
    """An OFD that lists one page 100,000 times."""
    return _ofd("<Content/>", "", pages=100_000)


def _ofd(page: str, units: str, pages: int = 1) -> bytes:
    listed = "".join(f'<Page ID="{number}" BaseLoc="Page.xml"/>' for number in range(pages))
    common = "<CommonData><DocumentRes>Res.xml</DocumentRes></CommonData>"
    return archive(
        {
            "OFD.xml": b"<OFD><DocBody><DocRoot>Doc/Document.xml</DocRoot></DocBody></OFD>",
            "Doc/Document.xml": f"<Document>{common}<Pages>{listed}</Pages></Document>".encode(),
            "Doc/Res.xml": f"<Res><CompositeGraphicUnits>{units}</CompositeGraphicUnits></Res>".encode(),
            "Doc/Page.xml": f"<Page>{page}</Page>".encode(),
        }
    )


def one_sheet_often() -> bytes:
    """An old workbook in which 60,000 sheets are the same place in the file."""

    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    count = 60_000
    opening = record(0x809, struct.pack("<HHHHII", 0x600, 0x05, 0, 1997, 0, 6))
    offset = len(opening) + count * 13 + 4
    bound = record(0x85, struct.pack("<IBBBB", offset, 0, 0, 1, 0) + b"a")
    cells = b"".join(record(0x203, struct.pack("<HHHd", row, 0, 0, 1.5)) for row in range(20_000))
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 1997, 0, 6)) + cells + record(0x0A, b"")
    return ole_file({"Workbook": opening + bound * count + record(0x0A, b"") + sheet})


def huge_html() -> bytes:
    """70 MB of HTML."""
    line = f"<p>{HEADING}</p>".encode()
    return b"<html><body>" + line * ((70 << 20) // len(line))


def many_html_rows() -> bytes:
    """An HTML table of 300,000 rows."""
    return b"<html><body><table>" + b"<tr><td>2101501</td><td>1.00</td></tr>" * 300_000


def many_html_tables() -> bytes:
    """100,000 HTML tables."""
    row = b"<tr><td>1</td><td>2</td></tr>"
    return b"<html><body>" + (b"<table>" + row * 2 + b"</table>") * 100_000


def huge_text() -> bytes:
    """70 MB of lines of text."""
    return HEADING.encode() * ((70 << 20) // len(HEADING.encode()))


def many_tabs() -> bytes:
    """A line of thirty million cells."""
    return STATEMENT.encode() + b"\t" * 30_000_000


def formatted_rows() -> bytes:
    """A workbook with a million rows of two empty cells with a style."""
    row = b'<row r="%d"><c r="A%d" s="1"/><c r="B%d" s="1"/></row>'
    rows = b"".join(row % (number, number, number) for number in range(1, 1_000_001))
    return workbook(f'<worksheet xmlns="{_SHEET}"><sheetData>'.encode() + rows + b"</sheetData></worksheet>")


def one_long_line() -> bytes:
    """50 MB of text in one line."""
    sentence = HEADING.strip() + "，收入总计722.31万元，支出总计722.31万元。"
    return (sentence * (50_000_000 // len(sentence.encode()))).encode()


def many_columns() -> bytes:
    """A row of a statement with 200,000 columns."""
    return (STATEMENT + "合计" + "\t1.00" * 200_000 + "\n").encode()


def many_headings() -> bytes:
    """50,000 times the heading of a statement with one row."""
    return (HEADING + "支出决算表\n单位：万元\n科目编码\t科目名称\t本年支出合计\n合计\t\t1.00\n" * 50_000).encode()


def many_rows() -> bytes:
    """A statement of 200,000 rows."""
    return (STATEMENT + "2101501\t行政运行\t1.00\t1.00\t\n" * 200_000).encode()


def endless_numbers() -> bytes:
    """Amounts of fifty thousand digits, in a table and in a sentence."""
    digits = "9" * 50_000
    return f"{STATEMENT}合计\t\t{digits}.99\t{digits}\t\n2024年度收入总计{digits}.55万元。\n".encode()


def brackets() -> bytes:
    """Openings without end of all kinds that a sentence may have."""
    return (HEADING + "（" * 50_000 + "(" * 50_000 + "《" * 50_000 + "“" * 50_000 + "一、" * 50_000).encode()


def blanks_and_digits() -> bytes:
    """Long runs of what patterns repeat over: blanks, digits, points, commas, dashes."""
    runs = [
        " " * 100_000,
        "1" * 100_000,
        "1," * 50_000,
        "1." * 50_000,
        "-" * 100_000,
        "万" * 100_000,
        "、" * 100_000,
        "２" * 50_000,
    ]
    return (HEADING + "收入总计" + "\n收入总计".join(runs)).encode()


def zero_bytes() -> bytes:
    """A text with zeros between its characters."""
    return b"\0".join(bytes([byte]) for byte in (STATEMENT * 20).encode())


def noise() -> bytes:
    """Random bytes."""
    return random.Random(21).randbytes(100_000)


def image_bomb() -> bytes:
    """A PNG that declares 60,000 × 60,000 pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">L", len(content)) + kind + content + struct.pack(">L", zlib.crc32(kind + content))

    header = struct.pack(">LLBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(1 << 20)))
        + chunk(b"IEND", b"")
    )


def cut_image() -> bytes:
    """A PNG that ends in the middle of its header."""
    return image_bomb()[:30]
