"""A workbook in the XML form of 2003, as finance programs export it under the ending .xls."""

from __future__ import annotations

from html import escape

from benchmarks.corpus.formats.workbook import Entry, Sheet

_NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
#: What the form calls by name.
_NAMED = {"#,##0.00": "Standard", "0.00": "Fixed"}


def as_workbook_xml(sheets: list[Sheet]) -> bytes:
    """The sheets as a file."""
    styles: dict[tuple[str, bool], str] = {}
    body = "".join(_sheet(sheet, styles) for sheet in sheets)
    defined = "".join(_style(name, code, ruled) for (code, ruled), name in styles.items())
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        f'<Workbook xmlns="{_NAMESPACE}" xmlns:ss="{_NAMESPACE}" xmlns:x="urn:schemas-microsoft-com:office:excel">\n'
        f"<Styles>{defined}</Styles>\n{body}</Workbook>\n"
    )
    return text.encode()


def _style(name: str, code: str, ruled: bool) -> str:
    sides = "".join(f'<Border ss:Position="{side}" ss:LineStyle="Continuous" ss:Weight="1"/>' for side in ("Left", "Right", "Top", "Bottom"))  # fmt: skip
    shown = escape(_NAMED.get(code, code)).replace("\n", "&#10;")
    number_format = f'<NumberFormat ss:Format="{shown}"/>' if code != "General" else "<NumberFormat/>"
    return f'<Style ss:ID="{name}"><Borders>{sides if ruled else ""}</Borders>{number_format}</Style>'


def _sheet(sheet: Sheet, styles: dict[tuple[str, bool], str]) -> str:
    by_row: dict[int, list[Entry]] = {}
    for entry in sorted(sheet.entries, key=lambda one: (one.row, one.column)):
        by_row.setdefault(entry.row, []).append(entry)
    columns = "".join(f'<Column ss:Index="{at + 1}" ss:Hidden="1" ss:AutoFitWidth="0"/>' for at in sorted(sheet.hidden_columns))  # fmt: skip
    rows = "".join(
        f'<Row ss:Index="{row + 1}"{" ss:Hidden=" + chr(34) + "1" + chr(34) if row in sheet.hidden_rows else ""}>'
        f"{''.join(_cell(entry, styles) for entry in entries)}</Row>\n"
        for row, entries in by_row.items()
    )
    options = "<WorksheetOptions xmlns='urn:schemas-microsoft-com:office:excel'><Visible>SheetHidden</Visible></WorksheetOptions>"
    return (
        f'<Worksheet ss:Name="{escape(sheet.name)}"><Table>{columns}{rows}</Table>'
        f"{options if sheet.hidden else ''}</Worksheet>\n"
    )


def _cell(entry: Entry, styles: dict[tuple[str, bool], str]) -> str:
    style = styles.setdefault((entry.code, entry.ruled), f"s{len(styles) + 21}")
    across = f' ss:MergeAcross="{entry.column_span - 1}"' if entry.column_span > 1 else ""
    down = f' ss:MergeDown="{entry.row_span - 1}"' if entry.row_span > 1 else ""
    formula = f' ss:Formula="=ROUND({entry.value:f},4)"' if entry.formula else ""
    head = f'<Cell ss:Index="{entry.column + 1}" ss:StyleID="{style}"{across}{down}{formula}'
    if entry.value is not None:
        return f'{head}><Data ss:Type="Number">{entry.value:f}</Data></Cell>'
    return f'{head}><Data ss:Type="String">{escape(entry.text)}</Data></Cell>' if entry.text else f"{head}/>"
