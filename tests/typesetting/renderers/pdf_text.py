"""One line of text on a canvas, in the two fonts, plain or bold."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from tests.typesetting.renderers.fonts import FontPair

#: The fonts have no bold cut; bold is drawn by stroking the glyphs with a line of this share of the size.
BOLD_STROKE = 0.024
FILL, FILL_AND_STROKE = 0, 2


def draw_line(
    canvas: Canvas, fonts: FontPair, text: str, x: float, baseline: float, size: float, *, bold: bool = False
) -> None:
    """Draws `text` from `x` on the baseline. Blank text draws nothing."""
    if not text.strip():
        return
    text_object = canvas.beginText(x, baseline)
    if bold:
        canvas.setLineWidth(size * BOLD_STROKE)
    text_object.setTextRenderMode(FILL_AND_STROKE if bold else FILL)
    for run in fonts.runs(text, size):
        text_object.setFont(run.font, run.size)
        text_object.textOut(run.text)
    text_object.setTextRenderMode(FILL)
    canvas.drawText(text_object)
