"""A disclosure as a page of a portal, or as Word and Excel export pages."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from random import Random

from benchmarks.corpus.disclosure import Disclosure
from benchmarks.corpus.formats.options import Web
from tests.typesetting.layout import Block, Contents, Cover, Grid, GridCell, Heading, Paragraph, StatementBlock

_WORD_HEAD = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word" '
    'xmlns="http://www.w3.org/TR/REC-html40">\n<head>\n<meta name=ProgId content=Word.Document>\n'
    "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Print</w:View></w:WordDocument></xml><![endif]-->\n"
)
_PRINT_STYLE = (
    "<style>@page { size: A4; margin: 15mm } body { font-family: 'Noto Serif CJK SC', serif; font-size: 11pt }"
    " table.form { border-collapse: collapse; width: 100%; font-size: 8pt } table.form td { border: 1px solid black; padding: 1px 3px }"
    " .new { break-before: page }</style>\n"
)
_BREAK_AT = 7


def as_web_page(disclosure: Disclosure) -> bytes:
    """The disclosure as a page in the encoding of its style."""
    options = disclosure.style.web
    page = _Page(disclosure, Random(f"web/{disclosure.name}"))
    return page.source().encode(options.encoding)


class _Page:
    """Writes one page."""

    def __init__(self, disclosure: Disclosure, random: Random) -> None:
        self._disclosure = disclosure
        self._options: Web = disclosure.style.web
        self._repeat = disclosure.style.page.repeat == "header"
        self._random = random
        self._panels = 0

    def source(self) -> str:
        """The whole page."""
        options = self._options
        declared = (
            f"<meta http-equiv=Content-Type content='text/html; charset={options.declared}'>\n"
            if options.declared
            else ""
        )
        body = "\n".join(line for block in self._disclosure.document.blocks for line in self._block(block))
        start = _WORD_HEAD if options.dress == "word" else "<!DOCTYPE html>\n<html><head>\n"
        head = (
            f"{start}{declared}<title>{'信息公开' if options.dress != 'word' else ''}</title>\n{_PRINT_STYLE}</head>\n"
        )
        return f"{head}<body>\n{self._frame(body)}\n</body></html>\n"

    def _frame(self, body: str) -> str:
        """What a portal puts round the content."""
        if self._options.dress == "layout":
            menu = "<td width=180><ul><li><a href='/'>首页</a></li><li>政务公开</li><li>财政信息</li></ul></td>"
            path = "<tr><td>当前位置：</td><td>首页 &gt; 财政信息</td></tr>"
            inner = (
                f"<table width='100%'>{path}<tr><td colspan=2><table><tr><td>{body}</td></tr></table></td></tr></table>"
            )
            return f"<table width=1000 align=center><tr>{menu}<td>{inner}</td></tr></table>"
        if self._options.dress in ("portal", "panels"):
            return f"<div class='header'><a href='/'>首页</a> <a>政务公开</a></div><div class='content'>\n{body}\n</div><div class='footer'>版权所有 网站标识码</div>"
        return f"<div class=Section1>\n{body}\n</div>"

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Cover(lines):
                yield from (f"<h1 align=center>{self._text(line)}</h1>" for line in lines)
            case Contents(entries, _):
                yield from (self._line(text) for text in ("目录", *(text for _, text in entries)))
            case Heading(level, text):
                yield f"<h{level + 1}>{self._text(text)}</h{level + 1}>"
            case Paragraph(text):
                yield self._line(text)
            case StatementBlock():
                yield from self._statement(block)

    def _statement(self, block: StatementBlock) -> Iterator[str]:
        if self._options.dress == "panels":
            shown = "block" if not self._panels else "none"
            self._panels += 1
            yield f"<div class='tab-pane' style='display:{shown}'>"
        else:
            yield "<div class=new>"
        if block.heading:
            yield self._line(block.heading)
        yield from (f"<p align=center>{self._text(title)}</p>" for title in block.title.splitlines())
        for line in block.captions:
            yield f"<p>{'&nbsp;' * 12}".join(("", *(self._text(part) for part in line if part))) + "</p>"
        yield self._table(block.grid)
        yield from map(self._line, block.notes)
        yield "</div>"

    def _line(self, text: str) -> str:
        return f"<p>{self._text(text)}</p>"

    def _text(self, text: str) -> str:
        """A text in the elements a program wraps it in."""
        if self._options.dress != "word":
            return escape(text)
        half = self._random.randint(0, len(text))
        first, second = escape(text[:half]), escape(text[half:])
        return (
            "<b><span style='mso-bidi-font-size:10.5pt;font-family:宋体;mso-ascii-font-family:Calibri'>"
            f"{first}</span></b><span lang=EN-US style='font-family:宋体'>{second}<o:p></o:p></span>"
        )

    def _table(self, grid: Grid) -> str:
        rows = []
        for row in range(grid.row_count):
            cells = "".join(self._cell(cell) for cell in grid.cells if cell.row == row)
            rows.append(f"<tr>{cells}</tr>\n")
        head, body = "".join(rows[: grid.header_rows]), "".join(rows[grid.header_rows :])
        share = 100 / sum(grid.widths)
        columns = "".join(f"<col width='{width * share:.1f}%'>" for width in grid.widths)
        head = f"<thead>{head}</thead>" if self._repeat else head
        return f"<table class=form border=1 cellspacing=0>{columns}{head}<tbody>{body}</tbody></table>"

    def _cell(self, cell: GridCell) -> str:
        spans = (f" rowspan={cell.row_span}" if cell.row_span > 1 else "") + (
            f" colspan={cell.column_span}" if cell.column_span > 1 else ""
        )
        text = self._text(cell.text) if cell.text else ""
        if self._options.breaks and cell.text:
            text = self._broken(cell.text)
        if self._options.padding:
            text = f"&nbsp;&nbsp;{text}&nbsp; " if text else "&nbsp;"
        if self._options.dress == "word":
            return f"<td{spans} style='border:solid windowtext 1.0pt;mso-border-alt:solid windowtext .5pt'><p class=MsoNormal align={cell.align}>{text or '<span lang=EN-US><o:p>&nbsp;</o:p></span>'}</p></td>"
        return f"<td{spans} align={cell.align}>{text or '&nbsp;'}</td>"

    def _broken(self, text: str) -> str:
        """Names broken into lines by hand, amounts with a break behind them."""
        if len(text) > _BREAK_AT and not text[0].isdigit():
            return f"{escape(text[:_BREAK_AT])}<br/>{escape(text[_BREAK_AT:])}"
        return f"{escape(text)}<br>" if self._random.random() < 0.5 else escape(text)
