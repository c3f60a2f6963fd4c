"""A grid under construction whose amounts are printed and kept in one step."""

from __future__ import annotations

from benchmarks.corpus.printing import Key, Printer
from tests.typesetting.layout import Align, Grid, GridBuilder


class Sheet:
    """Wraps a `GridBuilder` with the printer of the report and the statement that is being set."""

    def __init__(self, widths: tuple[float, ...], statement: str, printer: Printer, zeros: str | None = None) -> None:
        self.builder = GridBuilder(widths)
        self.statement = statement
        self.printer = printer
        self.zeros = zeros

    def text(self, column: int, text: str, *, row_span: int = 1, span: int = 1, align: Align = "center", row: int | None = None) -> None:  # fmt: skip
        """A cell that holds no amount."""
        self.builder.place(column, text, row=row, row_span=row_span, column_span=span, align=align)

    def amount(self, column: int, line: str, measure: str, cents: int, side: str | None = None) -> None:
        """An amount under its key."""
        text = self.printer.figure(Key(self.statement, side, line, measure), cents, self.zeros)
        self.builder.place(column, text, align="right")

    def foreign(self, column: int, cents: int) -> None:
        """An amount that has no key in the vocabulary: printed, and no figure."""
        self.builder.place(column, self.printer.text(cents, self.zeros), align="right")

    def end_row(self) -> None:
        self.builder.close_row()

    def end_header(self) -> None:
        self.builder.close_header()

    def texts(self, texts: tuple[str, ...], start: int = 0, align: Align = "center") -> None:
        """A whole row of plain cells."""
        for offset, text in enumerate(texts):
            self.text(start + offset, text, align=align)
        self.end_row()

    @property
    def next_row(self) -> int:
        return self.builder.row_count

    def grid(self) -> Grid:
        return self.builder.build()
