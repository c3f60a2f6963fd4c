"""Tables that text carries in other ways than tabs: in columns of spaces, or with each cell of a row on a line of its own
that ends with a pipe."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterator

from extractors.document import Block, Cell, Table
from extractors.numbers import is_amount, is_blank

#: Builds the blocks of a run of lines: (lines, page, number of the first line).
Build = Callable[[list[str], int, int], Iterator[Block]]

STRESS = re.compile(r"\*\*|__|`")
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>")
_PIECE = re.compile(r"\S(?:[ \u3000]?\S)*")
_FEWEST_ROWS = 2
#: A longer line is no row of a table.
_LONGEST_ROW = 1_000
_SPLIT_CELL = re.compile(r"^(?P<text>[^|]*?)\s*\|(?P<end>[\s|]*)$")
_PROSE = re.compile(r"[。；]|，.*，")


def cleaned(text: str) -> str:
    """A line or cell without markup remnants and with characters for entities."""
    return html.unescape(_TAG.sub("", text.replace("<br>", "\n").replace("<br/>", "\n")))


def table_of(rows: list[tuple[int, list[str]]], page: int, *, ruled: bool = True) -> Table:
    """Rows of printed cells with their line numbers as a table."""
    cells = tuple(
        Cell(text, row, column, line_number=line_number, readable="\ufffd" not in text)
        for row, (line_number, texts) in enumerate(rows)
        for column, text in enumerate(STRESS.sub("", cleaned(raw)).strip() for raw in texts)
    )
    width = max((len(texts) for _, texts in rows), default=0)
    return Table(page, len(rows), width, cells, explicit_spans=False, ruled=ruled)


def _split_cell(line: str) -> re.Match[str] | None:
    if len(line) > _LONGEST_ROW or not line.rstrip().endswith("|"):
        return None
    match = _SPLIT_CELL.match(line)
    return match if match is not None and not _PROSE.search(match["text"]) else None


def _split_run(lines: list[str], start: int) -> tuple[int, bool]:
    """The end of a run of lines that hold one cell each and end with a pipe, and whether they are rows so set."""
    end, inner = start, 0
    while end < len(lines) and (match := _split_cell(lines[end])):
        inner += not match["end"].strip()
        end += 1
    return end, inner > _FEWEST_ROWS


def _split_blocks(lines: list[str], page: int, first_line: int) -> Iterator[Block]:
    yield table_of(_split_rows(lines, first_line), page, ruled=False)


def _split_rows(lines: list[str], first_line: int) -> list[tuple[int, list[str]]]:
    """Rows of such a run, with their line numbers. The last cell of a row ends with the pipes of the columns that its
    merged cells cover; shorter rows of names stand to the right, where their columns are."""
    rows: list[tuple[int, list[str]]] = []
    current: list[str] = []
    begin = first_line
    for offset, line in enumerate(lines):
        match = _split_cell(line)
        if match is None:
            continue
        if not current:
            begin = first_line + offset
        current.append(match["text"].strip())
        if match["end"].strip():
            rows.append((begin, current))
            current = []
    if current:
        rows.append((begin, current))
    width = max(len(texts) for _, texts in rows)
    return [(number, _spread(texts, width)) for number, texts in rows]


def _spread(texts: list[str], width: int) -> list[str]:
    """A row whose merged cells were counted once: the first stays at the left, the others end with the last column."""
    if len(texts) < 3 or len(texts) == width:
        return texts
    return [texts[0], *[""] * (width - len(texts)), *texts[1:]]


def _aligned_run(lines: list[str], start: int) -> tuple[int, bool]:
    """The end of a run of lines whose pieces are parted by two spaces or more, and whether several hold figures."""
    end, figures = start, 0
    while end < len(lines) and _is_aligned(lines[end]):
        figures += _holds_figures(lines[end])
        end += 1
    return end, figures >= _FEWEST_ROWS


def _is_aligned(line: str) -> bool:
    text = line.rstrip()
    return (
        bool(text.strip())
        and len(text) <= _LONGEST_ROW
        and "\t" not in text
        and "|" not in text
        and len(_pieces(text)) > 1
        and not _PROSE.search(text)
    )


def _holds_figures(line: str) -> bool:
    pieces = [text for text, _, _ in _pieces(line)]
    return is_amount(pieces[-1]) or (is_blank(pieces[-1]) and any(map(is_amount, pieces)))


def _pieces(line: str) -> list[tuple[str, int, int]]:
    """The pieces of a line parted by wide gaps, with their first and last column on a screen (wide signs take two)."""
    found: list[tuple[str, int, int]] = []
    for match in _PIECE.finditer(line):
        begin = _width(line[: match.start()])
        found.append((match[0], begin, begin + _width(match[0])))
    return found


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _aligned_blocks(lines: list[str], page: int, first_line: int) -> Iterator[Block]:
    """A run of aligned lines as a table whose columns are where rows of figures have ink. Its sums must confirm it."""
    rows = [_pieces(line) for line in lines]
    spans = sorted(
        (begin, end) for row, line in zip(rows, lines, strict=True) if _holds_figures(line) for _, begin, end in row
    )
    columns: list[tuple[int, int]] = []
    for begin, end in spans:
        if columns and begin < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], end))
        else:
            columns.append((begin, end))
    cells = [
        Cell(text, number, _column(columns, begin, end), line_number=first_line + number)
        for number, row in enumerate(rows)
        for text, begin, end in row
    ]
    yield Table(page, len(rows), len(columns), tuple(_without_clashes(cells)), explicit_spans=False, ruled=False)


def _column(columns: list[tuple[int, int]], begin: int, end: int) -> int:
    """The column a piece overlaps most, else the nearest."""
    return max(
        range(len(columns)),
        key=lambda index: (min(end, columns[index][1]) - max(begin, columns[index][0]), -index),
    )


def _without_clashes(cells: list[Cell]) -> Iterator[Cell]:
    """Two pieces of one line in one column are one cell."""
    joined: dict[tuple[int, int], Cell] = {}
    for cell in cells:
        key = (cell.row, cell.column)
        joined[key] = joined[key]._replace(text=f"{joined[key].text} {cell.text}") if key in joined else cell
    yield from joined.values()


#: How each layout is found and built, in the order in which a line is tried.
LAYOUTS: tuple[tuple[Callable[[list[str], int], tuple[int, bool]], Build], ...] = (
    (_aligned_run, _aligned_blocks),
    (_split_run, _split_blocks),
)
