"""The two fonts of a PDF (Chinese, and Latin for digits) and the breaking of text into lines.

The Chinese font has no digits, as in many real reports whose digits stand in another font than their characters. The
pair `song` is the standard Adobe font of the viewer, not embedded, digits included.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont

FONT_FOLDER = Path("/usr/share/fonts/truetype")
CHINESE_FONT = FONT_FOLDER / "droid" / "DroidSansFallbackFull.ttf"
LATIN_FONT = FONT_FOLDER / "dejavu" / "DejaVuSans.ttf"
#: Latin fonts by name of the pair; all of them are in the package of the first.
LATIN_FONTS = {
    "sans": LATIN_FONT,
    "serif": LATIN_FONT.with_name("DejaVuSerif.ttf"),
    "mono": LATIN_FONT.with_name("DejaVuSansMono.ttf"),
}
VIEWER_FONT = "STSong-Light"
PACKAGES = {CHINESE_FONT: "fonts-droid-fallback", LATIN_FONT: "fonts-dejavu-core"}

#: Characters that may not open a line, and those that may not end one.
NO_LINE_START = frozenset("，。、；：！？）》〉」』】”’％%)],.;:…")
NO_LINE_END = frozenset("（《〈「『【“‘([")
_WORD = re.compile(r"[0-9A-Za-z.,%+\-]+|.", re.DOTALL)
#: Latin letters are drawn a little smaller, their em is larger than the Chinese one looks.
LATIN_SCALE = 0.88


class MissingFontError(Exception):
    """A font that typesetting needs is not installed; the message names the package."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one font."""

    text: str
    font: str
    size: float


class FontPair:
    """The registered fonts: measures text and splits it into runs. Raises `MissingFontError` where one is absent and
    `KeyError` for a pair that does not exist (`sans`, `serif`, `mono`, `song`)."""

    def __init__(self, pair: str = "sans") -> None:
        self._whole = ""
        if pair == "song":
            self._whole = VIEWER_FONT
            pdfmetrics.registerFont(UnicodeCIDFont(VIEWER_FONT))
            return
        missing = sorted(PACKAGES[path] for path in PACKAGES if not path.exists())
        if missing:
            raise MissingFontError(f"fonts are missing; install them with: apt-get install {' '.join(missing)}")
        self._chinese = TTFont("Chinese", str(CHINESE_FONT))
        self._latin = TTFont("Latin", str(LATIN_FONTS[pair]))
        pdfmetrics.registerFont(self._chinese)
        pdfmetrics.registerFont(self._latin)

    def runs(self, text: str, size: float) -> list[Run]:
        """`text` in stretches of one font. Raises `ValueError` for a character that neither font has."""
        runs: list[Run] = []
        for character in text:
            font, font_size = self._font_of(character, size)
            if runs and runs[-1].font == font:
                runs[-1] = Run(runs[-1].text + character, font, font_size)
            else:
                runs.append(Run(character, font, font_size))
        return runs

    def width(self, text: str, size: float) -> float:
        """Width of `text` on one line, in points."""
        return float(sum(pdfmetrics.stringWidth(run.text, run.font, run.size) for run in self.runs(text, size)))

    def wrap(self, text: str, size: float, width: float, indent: float = 0.0) -> list[str]:
        """The lines of `text` within `width` points, the first `indent` narrower. Numbers stay whole while they fit."""
        lines: list[str] = []
        line = ""
        room = width - indent
        for token in self._tokens(text, size, width):
            if line and self.width(line + token, size) > room and token[0] not in NO_LINE_START:
                line, carried = _carry_openers(line)
                lines.append(line)
                line, room = carried, width
            line += token
        return [*lines, line] if line else lines or [""]

    def _tokens(self, text: str, size: float, width: float) -> list[str]:
        tokens: list[str] = []
        for token in _WORD.findall(text):
            tokens.extend([token] if self.width(token, size) <= width else token)
        return tokens

    def _font_of(self, character: str, size: float) -> tuple[str, float]:
        if self._whole:
            return self._whole, size
        code = ord(character)
        if code in self._chinese.face.charToGlyph:
            return "Chinese", size
        if code in self._latin.face.charToGlyph:
            return "Latin", size * LATIN_SCALE
        raise ValueError(f"no installed font has the character {character!r} (U+{code:04X})")


def _carry_openers(line: str) -> tuple[str, str]:
    """Takes opening brackets and quotes at the end of a line over to the next."""
    end = len(line)
    while end > 1 and line[end - 1] in NO_LINE_END:
        end -= 1
    return line[:end], line[end:]
