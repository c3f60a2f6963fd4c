"""The sheets of a disclosure before they become a file: what stands in which cell, and how it is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random

import msgspec

from benchmarks.corpus.disclosure import Disclosure
from benchmarks.corpus.formats.options import Workbook
from tests.typesetting.layout import Align, Block, Cover, Grid, GridCell, Heading, Paragraph, StatementBlock

_AMOUNT = re.compile(r"^(?P<open>\()?(?P<sign>-)?(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<fraction>\d+))?\)?$")
_YUAN_AS_TEN_THOUSANDS = "#,##0.00,,\n%"
_ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '
_GROUPED, _PLAIN = "#,##0", "0"
_PER_SHEET = 3
_SHORT_NAME = 31
_HIDDEN_EVERY = 7


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell: its place from 0, how many it covers, the text a person sees; for numbers the value and its format, and
    whether a formula gives it. `align` and `ruled` as on paper."""

    row: int
    column: int
    text: str
    value: Decimal | None = None
    code: str = "General"
    formula: bool = False
    row_span: int = 1
    column_span: int = 1
    ruled: bool = False
    align: Align = "left"


@dataclass(slots=True)
class Sheet:
    """A sheet: its cells, and which of its rows and columns, or the whole of it, are hidden."""

    name: str
    entries: list[Entry] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    hidden: bool = False
    next_row: int = 0

    def column_count(self) -> int:
        """One past the last column with a cell."""
        return max((entry.column + entry.column_span for entry in self.entries), default=0)


def lay_out_workbook(disclosure: Disclosure, blocks: tuple[Block, ...] | None = None) -> list[Sheet]:
    """The sheets of a disclosure (or of some of its blocks): its text first, then its statements."""
    chosen = disclosure.document.blocks if blocks is None else blocks
    options = disclosure.style.workbook
    random = Random(f"workbook/{disclosure.name}")
    statements = [block for block in chosen if isinstance(block, StatementBlock)]
    first = Sheet("封面")
    first.entries = [Entry(row, 0, line) for row, line in enumerate(line for b in chosen for line in _lines(b))]
    sheets = [first]
    if options.hidden and statements:
        sheets.append(_hidden_sheet(statements[0], options, random))
    size = {"each": 1, "three": _PER_SHEET, "one": len(statements) or 1}[options.sheets]
    for start in range(0, len(statements), size):
        sheet = Sheet(_sheet_name(options, start // size + 1, statements[start]))
        for block in statements[start : start + size]:
            _place_statement(sheet, block, options, random)
        sheets.append(_with_hidden_column(sheet, random) if options.hidden else sheet)
    return sheets


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Cover(lines):
            yield from lines
        case Heading(_, text) | Paragraph(text):
            yield text


def _sheet_name(options: Workbook, number: int, block: StatementBlock) -> str:
    title = re.sub(r"[\s\[\]:*?/\\]", "", block.title)
    match options.names:
        case "codes":
            return f"Z{number:02d}"
        case "public":
            return f"公开{number:02d}表"
        case "titles":
            return f"{title}(公开{number:02d}表)"[:_SHORT_NAME] if title else f"公开{number:02d}表"
        case "unnamed":
            return f"Sheet{number + 1}"
        case "numbers":
            return f"表{number}"


def _place_statement(sheet: Sheet, block: StatementBlock, options: Workbook, random: Random) -> None:
    """Caption, table and notes below what stands in the sheet, two blank rows apart from it."""
    left, width = int(options.lead), len(block.grid.widths)
    row = sheet.next_row + (2 if sheet.next_row else 0)
    for entry in _caption(block, options, width):
        sheet.entries.append(replace(entry, row=entry.row + row, column=entry.column + left))
    row += 1 + len(block.captions) if block.title else len(block.captions)
    row = _place_grid(sheet, block.grid, row + int(options.lead), left, options, random)
    for note in block.notes:
        sheet.entries.append(Entry(row, left, note, column_span=width if options.caption == "merged" else 1))
        row += 1
    sheet.next_row = row


def _caption(block: StatementBlock, options: Workbook, width: int) -> Iterator[Entry]:
    span = width if options.caption != "unmerged" else 1
    if block.title:
        yield Entry(0, 0, block.title, column_span=span, align="center")
    for row, parts in enumerate(block.captions, start=1 if block.title else 0):
        if options.caption == "merged":
            yield Entry(row, 0, "    ".join(part for part in parts if part), column_span=width)
            continue
        for text, column in zip(parts, (0, width // 2, width - 1), strict=True):
            if text:
                yield Entry(row, column, text)


def _place_grid(sheet: Sheet, grid: Grid, top: int, left: int, options: Workbook, random: Random) -> int:
    """Add a table; the header comes again and hidden rows come in between where the options want them. Out: the first
    row below it."""
    tied = {row for c in grid.cells for row in range(c.row + 1, c.row + c.row_span)}
    places: dict[int, int] = {}
    repeats: list[int] = []
    at = top
    for row in range(grid.row_count):
        body = row - grid.header_rows
        if body > 0 and row not in tied:
            if options.repeat_rows and body % options.repeat_rows == 0:
                repeats.append(at)
                at += grid.header_rows
            elif options.hidden and body % _HIDDEN_EVERY == 0:
                sheet.hidden_rows.add(at)
                sheet.entries += [
                    Entry(at, left + column, f"{random.randint(1, 999)}.50", ruled=options.ruled)
                    for column in range(len(grid.widths))
                ]
                at += 1
        places[row] = at
        at += 1
    for cell in grid.cells:
        entry = _entry(cell, cell.row < grid.header_rows, options, random)
        sheet.entries.append(replace(entry, row=places[cell.row], column=left + cell.column))
        if cell.row < grid.header_rows:
            sheet.entries += [replace(entry, row=again + cell.row, column=left + cell.column) for again in repeats]
    return at


def _entry(cell: GridCell, header: bool, options: Workbook, random: Random) -> Entry:
    """A cell of a table as it is entered in a workbook; its place is set by the caller."""
    plain = Entry(
        0, 0, cell.text, row_span=cell.row_span, column_span=cell.column_span, ruled=options.ruled, align=cell.align
    )
    found = None if header else _AMOUNT.match(cell.text)
    if not header and options.amounts == "accounting" and cell.text == "-":
        return replace(plain, value=Decimal(0), code=_ACCOUNTING)
    if found is None:
        return plain
    is_code = cell.align != "right" and found["fraction"] is None
    if is_code:
        # As a number a part of a code loses its leading zero: `201 | 2 | 1`.
        number = Decimal(cell.text.replace(",", ""))
        return plain if options.codes == "texts" else replace(plain, text=f"{number:f}", value=number)
    if options.amounts in ("texts", "padded"):
        pads = ("", " ", "  ", "\u00a0", "\u3000") if options.amounts == "padded" else ("",)
        return replace(plain, text=f"{random.choice(pads)}{cell.text}{random.choice(pads)}")
    return _number(plain, found, options, random)


def _number(plain: Entry, found: re.Match[str], options: Workbook, random: Random) -> Entry:
    """An amount as a number whose format shows it as printed."""
    fraction = found["fraction"] or ""
    negative = bool(found["open"] or found["sign"])
    value = Decimal(f"{found['digits'].replace(',', '')}.{fraction or 0}") * (-1 if negative else 1)
    code = (_GROUPED if "," in found["digits"] else _PLAIN) + (f".{'0' * len(fraction)}" if fraction else "")
    if found["open"]:
        code = f"{code}_);({code})"
    match options.amounts:
        case "red":
            code = f"{_GROUPED}.00;[Red]{_GROUPED}.00" if len(fraction) == 2 else code
        case "accounting" if len(fraction) == 2 and value:
            code = _ACCOUNTING
        case "precise":
            value += Decimal(random.randint(-49, 49)).scaleb(-2 - len(fraction))
        case "from_yuan" if len(fraction) == 2 and ("," in found["digits"] or len(found["digits"]) < 4):
            cents = random.randint(-4_999, 4_999)
            return replace(plain, value=value * 10_000 + Decimal(cents) / 100, code=_YUAN_AS_TEN_THOUSANDS)
        case "formulas":
            return replace(plain, value=value, code=code, formula=True)
    return replace(plain, value=value, code=code)


def _hidden_sheet(block: StatementBlock, options: Workbook, random: Random) -> Sheet:
    """A sheet nobody sees, with a statement of other amounts."""
    sheet = Sheet("基础数据", hidden=True)
    cells = tuple(
        replace(cell, text=f"{random.randint(1, 999)}.00")
        if _AMOUNT.match(cell.text) and cell.align == "right"
        else cell
        for cell in block.grid.cells
    )
    grid = replace(block.grid, cells=cells)
    _place_statement(sheet, replace(block, grid=grid), msgspec.structs.replace(options, hidden=False), random)
    return sheet


def _with_hidden_column(sheet: Sheet, random: Random) -> Sheet:
    """The sheet with a hidden column of other amounts among its columns."""
    at = random.randint(2, max(2, sheet.column_count() - 1))
    moved = []
    for entry in sheet.entries:
        last = entry.column + entry.column_span - 1
        column, last = entry.column + (entry.column >= at), last + (last >= at)
        moved.append(replace(entry, column=column, column_span=last - column + 1))
    covered = {(row, column) for e in moved for row in range(e.row, e.row + e.row_span) for column in range(e.column, e.column + e.column_span)}  # fmt: skip
    rows = sorted({entry.row for entry in moved if entry.ruled})
    helpers = [Entry(row, at, f"{random.randint(1, 999)}.00") for row in rows if (row, at) not in covered]
    return replace(sheet, entries=[*moved, *helpers], hidden_columns={at})
