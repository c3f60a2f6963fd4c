"""Text as archives republish it: headings marked with #, table cells separated by tabs, one row a line."""

from __future__ import annotations

from tests.typesetting.layout import Block, Contents, Cover, Grid, Heading, LaidOut, Paragraph, StatementBlock


def render_text(document: LaidOut) -> bytes:
    """The disclosure as UTF-8 text. A merged cell stands in its first place, the others it covers are blank."""
    paragraphs = [line for block in document.blocks for line in _block_lines(block)]
    return ("\n\n".join(paragraphs) + "\n").encode("utf-8")


def _block_lines(block: Block) -> list[str]:
    match block:
        case Cover(lines):
            return [f"# {line}" for line in lines]
        case Contents(entries, _):
            return ["目录", *(text if level == 1 else f"- {text}" for level, text in entries)]
        case Heading(level, text):
            return [f"{'#' * level} {text}"]
        case Paragraph(text):
            return [text]
        case StatementBlock():
            return _statement_lines(block)


def _statement_lines(block: StatementBlock) -> list[str]:
    captions = ["\t".join(part for part in line if part) for line in block.captions]
    heading = [f"## {block.heading}"] if block.heading else []
    return [*heading, f"# {block.title}", *captions, _grid_text(block.grid), *block.notes]


def _grid_text(grid: Grid) -> str:
    texts = {(cell.row, cell.column): cell.text for cell in grid.cells}
    rows = range(grid.row_count)
    return "\n".join("\t".join(texts.get((row, column), "") for column in range(len(grid.widths))) for row in rows)
