"""Extracted text and Markdown: tables of tab- or pipe-separated cells, one cell a line, in HTML, or in columns of
spaces (`text_layouts.py`); the rest is lines.

Such text comes from archives that republish disclosures. It has no geometry: cells and lines carry the line number of
the source (those of a table in HTML that of its first line). Markup remnants (`<b>`, `**`, `<sub>`) are dropped, not
read.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count

from extractors.document import Block, Document, Page, Table, TextLine, UnreadableDocument
from extractors.limits import MAX_CELLS, MAX_LINES, MAX_PAGES, MAX_ROWS, MAX_TABLES, MAX_TEXT_BYTES, at_most
from extractors.readers.flow import blocks_of_flow
from extractors.readers.html import flow_of_fragment
from extractors.readers.text_layouts import LAYOUTS, STRESS, Build, cleaned, table_of

_TABLE_TAG = re.compile(r"<(/?)table\b[^<>]*>", re.IGNORECASE)
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s*")
_BULLET = re.compile(r"^\s*[-*+]\s+(?=\S)")
_PIPE_RULE = re.compile(r"^\s*\|?[\s:|-]*-{3,}[\s:|-]*\|?\s*$")
#: A line with more characters is a text without line breaks, if there are headings in it.
_LONGEST_PARAGRAPH = 1_500
_PARAGRAPH_BREAK = re.compile(
    r"(?<=[\s。；：])(?=第[一二三四五六七八九十]+部分|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.．、](?![\d]))"
    r"|(?<=说明|情况|概况)\s+(?=\S)"
)
_ENCODINGS = ("utf-8-sig", "gb18030")


def read_text(data: bytes, name: str) -> Document:
    """Read extracted text or Markdown.

    In: the bytes and a name. Out: a `Document` with one page per form feed (usually one page), blocks in order.
    Raises `UnreadableDocument`: `not_text` when the bytes are no text in UTF-8, UTF-16 (with mark) or GB18030, `too_large`.
    """
    at_most(name, len(data), MAX_TEXT_BYTES, "bytes of text")
    text = decode(data)
    at_most(name, text.count("\f"), MAX_PAGES, "pages")
    at_most(name, text.count("\n"), 2 * MAX_LINES, "lines, blank ones included")
    at_most(name, text.count("\t") + text.count("|"), MAX_CELLS, "cells of tables")
    pages: list[Page] = []
    first_line, tables = 1, count()
    for number, part in enumerate(text.split("\f"), start=1):
        blocks = _counted(_page_blocks(part, number, first_line, name), tables, name)
        pages.append(Page(number, 0.0, 0.0, tuple(blocks)))
        first_line += part.count("\n")
    return Document(name, hashlib.sha256(data).hexdigest(), "text/plain", "text", tuple(pages))


def _counted(blocks: Iterable[Block], tables: Iterator[int], name: str) -> Iterator[Block]:
    """The same blocks; `too_large` as soon as there are too many tables, not after building a million of them."""
    for block in blocks:
        if isinstance(block, Table):
            at_most(name, next(tables) + 1, MAX_TABLES, "tables")
        yield block


def decode(data: bytes) -> str:
    """Bytes to text with `\\n` line ends. Raises `UnreadableDocument` for bytes that are no text."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\x00" in data:
        encodings = ()
    else:
        encodings = _ENCODINGS
    for encoding in encodings:
        try:
            return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    raise UnreadableDocument("not_text", "the bytes are no text in UTF-8, UTF-16 or GB18030")


def _page_blocks(text: str, page: int, first_line: int, name: str) -> Iterator[Block]:
    """The blocks of a page: those of its lines, and between them those of the tables that stand in it as HTML."""
    at = 0
    for start, end in _html_tables(text):
        yield from _blocks(text[at:start].split("\n"), page, first_line + text.count("\n", 0, at))
        line = first_line + text.count("\n", 0, start)
        for block in blocks_of_flow(flow_of_fragment(text[start:end], name), page):
            yield _on_line(block, line)
        at = end
    yield from _blocks(text[at:].split("\n"), page, first_line + text.count("\n", 0, at))


def _html_tables(text: str) -> Iterator[tuple[int, int]]:
    """Where outermost tables in HTML begin and end. One that is never closed is none."""
    depth = start = 0
    for tag in _TABLE_TAG.finditer(text):
        if not tag[1]:
            start = start if depth else tag.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                yield start, tag.end()


def _on_line(block: Block, line: int) -> Block:
    if isinstance(block, TextLine):
        return block._replace(line_number=line)
    cells = tuple(cell._replace(line_number=line) for cell in block.cells)
    return replace(block, cells=cells)


def _blocks(lines: list[str], page: int, first_line: int) -> Iterator[Block]:
    """Runs of lines with cells become tables; the rest become text lines."""
    index = 0
    settled = [0] * len(LAYOUTS)
    while index < len(lines):
        found = _in_other_layout(lines, index, settled)
        if found is not None:
            end, build = found
            yield from build(lines[index:end], page, first_line + index)
            index = end
            continue
        end = _end_of_stacked_cells(lines, index)
        if end > index:
            yield _stacked_table(lines[index:end], page, first_line + index)
            index = end
            continue
        end = _end_of_rows(lines, index)
        if end > index:
            yield _row_table(lines[index:end], page, first_line + index)
            index = end
            continue
        content = STRESS.sub("", _BULLET.sub("", _HEADING.sub("", cleaned(lines[index])))).strip()
        for paragraph in _paragraphs(content):
            yield TextLine(page, paragraph, line_number=first_line + index)
        index += 1


def _in_other_layout(lines: list[str], index: int, settled: list[int]) -> tuple[int, Build] | None:
    """The end of a table in another layout that begins at a line and what builds it. `settled` remembers up to which
    line each layout was looked for in vain, so that no run is scanned twice."""
    for number, (run, build) in enumerate(LAYOUTS):
        if index >= settled[number]:
            end, is_table = run(lines, index)
            if is_table:
                return end, build
            settled[number] = max(end, index + 1)
    return None


def _paragraphs(content: str) -> list[str]:
    """A line of text, or the paragraphs of a whole text that lost its line breaks."""
    if len(content) <= _LONGEST_PARAGRAPH:
        return [content] if content else []
    return [part.strip() for part in _PARAGRAPH_BREAK.split(content) if part.strip()]


def _end_of_rows(lines: list[str], start: int) -> int:
    """The end of a run of tab- or pipe-separated rows that begins at `start`, or `start` when there is none."""
    end = start
    while end < len(lines) and ("\t" in lines[end].rstrip("\n") or lines[end].count("|") >= 2):
        end += 1
    return end


def _row_table(lines: list[str], page: int, first_line: int) -> Table:
    at_most(f"line {first_line}", len(lines), MAX_ROWS, "rows in one table")
    rows: list[tuple[int, list[str]]] = []
    for offset, line in enumerate(lines):
        if "\t" in line:
            rows.append((first_line + offset, line.split("\t")))
        elif not _PIPE_RULE.match(line):
            rows.append((first_line + offset, line.strip().strip("|").split("|")))
    return table_of(rows, page)


def _end_of_stacked_cells(lines: list[str], start: int) -> int:
    """The end of a run in which every cell stands on a line of its own behind one tab and blank lines part the rows."""
    end, cells = start, 0
    while end < len(lines):
        line = lines[end]
        if line.startswith("\t") and "\t" not in line[1:]:
            cells += 1
        elif line.strip() or not _stacked_cell_follows(lines, end):
            break
        end += 1
    return end if cells >= 4 else start


def _stacked_cell_follows(lines: list[str], blank: int) -> bool:
    following = lines[blank + 1] if blank + 1 < len(lines) else ""
    return following.startswith("\t") and "\t" not in following[1:]


def _stacked_table(lines: list[str], page: int, first_line: int) -> Table:
    rows: list[tuple[int, list[str]]] = []
    current: list[str] = []
    for offset, line in enumerate([*lines, ""]):
        if line.startswith("\t"):
            current.append(line[1:])
        elif current:
            rows.append((first_line + offset - len(current), current))
            current = []
    return table_of(rows, page)
