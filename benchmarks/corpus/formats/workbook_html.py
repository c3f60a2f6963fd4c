"""A workbook as the HTML page that Excel and reporting programs save under the ending .xls."""

from __future__ import annotations

from html import escape

from benchmarks.corpus.formats.workbook import Entry, Sheet

_HEAD = (
    '<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns="http://www.w3.org/TR/REC-html40">\n<head>\n'
)
_PROGRAM = "<meta name=ProgId content=Excel.Sheet>\n<!--[if gte mso 9]><xml><x:ExcelWorkbook></x:ExcelWorkbook></xml><![endif]-->\n"
_STYLE = (
    '<style>\n<!--table {mso-displayed-decimal-separator:"\\.";}\n.ruled {border:.5pt solid windowtext;}\n'
    '.amount {mso-number-format:"\\#\\,\\#\\#0\\.00";}\n.hidden {display:none;}\n-->\n</style>\n'
)


def as_workbook_html(sheets: list[Sheet], encoding: str, declared: str) -> bytes:
    """The visible sheets as one page, a table each. `declared` is the encoding it names ('' names none)."""
    meta = f'<meta http-equiv=Content-Type content="text/html; charset={declared}">\n' if declared else ""
    tables = "\n".join(_table(sheet) for sheet in sheets if not sheet.hidden)
    return f"{_HEAD}{meta}{_PROGRAM}{_STYLE}</head>\n<body>\n{tables}\n</body>\n</html>\n".encode(encoding)


def _table(sheet: Sheet) -> str:
    entries = [entry for entry in sheet.entries if entry.column not in sheet.hidden_columns]
    covered = {
        (row, column)
        for entry in entries
        for row in range(entry.row, entry.row + entry.row_span)
        for column in range(entry.column, entry.column + entry.column_span)
    }
    by_place = {(entry.row, entry.column): entry for entry in entries}
    width = sheet.column_count()
    rows = []
    for row in range(max((row for row, _ in covered), default=-1) + 1):
        cells = []
        for column in range(width):
            if (row, column) in by_place:
                cells.append(_cell(by_place[row, column], sheet.hidden_columns))
            elif (row, column) not in covered and column not in sheet.hidden_columns:
                cells.append("<td></td>")
        hidden = " style='display:none;mso-height-source:userset'" if row in sheet.hidden_rows else ""
        rows.append(f" <tr height=19{hidden}>{''.join(cells)}</tr>")
    lines = "\n".join(rows)
    return f"<table x:str border=0 cellpadding=0 cellspacing=0 style='border-collapse:collapse'>\n{lines}\n</table>"


def _cell(entry: Entry, hidden: set[int]) -> str:
    shown = sum(at not in hidden for at in range(entry.column, entry.column + entry.column_span))
    spans = (f" rowspan={entry.row_span}" if entry.row_span > 1 else "") + (f" colspan={shown}" if shown > 1 else "")
    classes = f" class={'ruled' if entry.ruled else 'plain'}"
    if entry.value is not None:
        return f"<td{spans}{classes} align=right x:num=\"{entry.value:f}\"><span style='mso-spacerun:yes'>&nbsp;</span>{escape(entry.text)} </td>"
    return f"<td{spans}{classes}>{escape(entry.text).replace(chr(10), '<br>') or '&nbsp;'}</td>"
