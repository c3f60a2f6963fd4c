"""Numbers of a spreadsheet as they are shown: the value and its number format → the printed text.

In: a `Decimal` and a format code (`#,##0.00_);(#,##0.00)`, `0.00;-0.00;;@`, `yyyy年m月`). Out: the text without padding;
'' where the format shows nothing. Never raises: a format that is not understood shows the number as General does.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal

#: The codes that a file refers to by number alone (ECMA-376 18.8.30, and what Chinese Excel and WPS show for the rest).
BUILT_IN: dict[int, str] = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "¥#,##0;¥-#,##0", 6: "¥#,##0;[Red]¥-#,##0",
    7: "¥#,##0.00;¥-#,##0.00", 8: "¥#,##0.00;[Red]¥-#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: "yyyy年m月", 28: "m月d日", 29: "m月d日", 30: "m-d-yy",
    31: "yyyy年m月d日", 32: "h时mm分", 33: "h时mm分ss秒", 36: "yyyy年m月", 37: "#,##0;-#,##0", 38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;[Red]-#,##0.00", 41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ ¥* #,##0_ ;_ ¥* -#,##0_ ;_ ¥* "-"_ ;_ @_ ', 43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    48: "##0.0E+0", 49: "@", 50: "yyyy年m月", 51: "m月d日", 57: "yyyy年m月", 58: "m月d日",
}  # fmt: skip

#: Spreadsheets keep fifteen digits; what a file has beyond them is noise of binary arithmetic.
_FIFTEEN = Context(prec=15, rounding=ROUND_HALF_UP)
#: Enough digits for any value in any format.
_EXACT = Context(prec=600, rounding=ROUND_HALF_UP)
_GENERAL_WIDTH = 11
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/通用格式)'
    r"|(?P<number>[0#?][0#?,.]*|\.[0#?][0#?,]*)|(?P<scientific>[Ee][+-][0#?]+)|(?P<percent>%)|(?P<text>@)"
    r"|(?P<clock>AM/PM|A/P|上午/下午)|(?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+(?:\.0+)?|[aA]{3,4})|(?P<other>.)",
    re.DOTALL,
)
_CONDITION = re.compile(r"^(<=|>=|<>|<|>|=)(-?(?:\d{1,20}(?:\.\d{0,20})?|\.\d{1,20}))$", re.ASCII)
_SYMBOL = re.compile(r"^\$([^-]*)(?:-[0-9A-Fa-f]+)?$")
_COLOUR = re.compile(r"(?:black|blue|cyan|green|magenta|red|white|yellow|黑色|蓝色|青色|绿色|洋红|红色|白色|黄色|(?:color|颜色)\s*\d+)$", re.I)  # fmt: skip
_LINE_ENDS = frozenset(("\n", "\r"))
_LITERAL = frozenset(("quoted", "escaped", "other"))
_SIGNS = frozenset("-−－–(（△▲")
_WEEKDAYS = "一二三四五六日"
_MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the up to four parts of a format: its tokens as (kind, text), the condition it states, and whether it sets
    a colour."""

    tokens: tuple[tuple[str, str], ...]
    condition: tuple[str, Decimal] | None
    coloured: bool

    @property
    def is_date(self) -> bool:
        kinds = {kind for kind, _ in self.tokens}
        return "date" in kinds and "number" not in kinds and "general" not in kinds

    @property
    def shows_sign(self) -> bool:
        """Whether a negative amount can be told by what the section prints: a minus, a bracket, a triangle."""
        return any(char in _SIGNS for kind, text in self.tokens if kind in _LITERAL for char in text)


def printed_number(value: Decimal, code: str, *, from_1904: bool = False) -> str:
    """A number and its format code → the text a person sees, without padding."""
    value = _FIFTEEN.plus(value)
    if not code:
        return general(value)
    sections = _sections(code)
    section, shown = _choose(sections, value)
    if section.is_date:
        return _date(section, value, from_1904)
    return _number(section, shown)


def general(value: Decimal) -> str:
    """A number without a format of its own: at most eleven characters where it has decimals, whole otherwise."""
    whole_digits = len(str(abs(int(value))))
    places = max(0, _GENERAL_WIDTH - whole_digits - 1)
    if value and abs(value) < Decimal("0.0001"):
        places = 9 - value.adjusted() - 5  # tiny numbers keep their first digits rather than turn scientific
    rounded = (
        value.quantize(Decimal(1).scaleb(-places), context=_EXACT) if _EXACT.remainder(value, Decimal(1)) else value
    )
    text = f"{rounded:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


@functools.lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    parts: list[list[tuple[str, str]]] = [[]]
    conditions: list[tuple[str, Decimal] | None] = [None]
    coloured = [False]
    for match in _TOKEN.finditer(code[:255]):
        kind, text = match.lastgroup or "other", match[match.lastgroup or 0]
        condition = _CONDITION.match(text) if kind == "bracket" else None
        symbol = _SYMBOL.match(text) if kind == "bracket" else None
        if kind == "other" and text == ";":
            parts.append([])
            conditions.append(None)
            coloured.append(False)
        elif condition is not None:
            conditions[-1] = condition[1], Decimal(condition[2])
        elif symbol is not None:
            parts[-1].append(("quoted", symbol[1]))
        elif kind == "bracket" and text.lower().strip("hms") == "" and text:
            parts[-1].append(("date", text))
        elif kind == "bracket" and _COLOUR.match(text):
            coloured[-1] = True
        elif kind == "percent" and parts[-1] and parts[-1][-1][1] in _LINE_ENDS:
            parts[-1].append((kind, ""))  # in the second line of a row that shows one: a way of showing 元 as 万元
        elif kind not in ("bracket", "space", "fill"):
            parts[-1].append((kind, text))
    return tuple(
        _Section(tuple(part), condition, colour)
        for part, condition, colour in zip(parts, conditions, coloured, strict=True)
    )


def _choose(sections: Sequence[_Section], value: Decimal) -> tuple[_Section, Decimal]:
    """The section that shows a value, and the value it shows: the second one of a plain format has its own sign, and
    where that sign is a colour, the value keeps it."""
    if any(section.condition for section in sections[:3]):
        for section in sections[:3]:
            if section.condition is None or _holds(value, *section.condition):
                return section, value
        return sections[-1], value
    numeric = [section for section in sections[:3] if not _is_text_only(section)] or list(sections[:1])
    if value < 0 and len(numeric) > 1:
        second = numeric[1]
        return second, value if second.coloured and not second.shows_sign else abs(value)
    if value == 0 and len(numeric) > 2:
        return numeric[2], value
    return numeric[0], value


def _is_text_only(section: _Section) -> bool:
    """A last section with `@` is for texts, unless it is the only one."""
    return any(kind == "text" for kind, _ in section.tokens)


def _holds(value: Decimal, sign: str, limit: Decimal) -> bool:
    return {
        "<": value < limit, ">": value > limit, "<=": value <= limit,
        ">=": value >= limit, "=": value == limit, "<>": value != limit,
    }[sign]  # fmt: skip


def _number(section: _Section, value: Decimal) -> str:
    """A number in a section of digit places and literal text."""
    places = [text for kind, text in section.tokens if kind == "number"]
    kinds = {kind for kind, _ in section.tokens}
    if "scientific" in kinds or (places and ("other", "/") in section.tokens):
        return general(value)  # no office prints amounts as powers or fractions; the value is what counts
    percents = sum(kind == "percent" for kind, _ in section.tokens)
    value = value.scaleb(2 * percents)
    digits = iter(_runs(places, abs(value)))
    parts: list[str] = []
    for kind, text in section.tokens:
        if kind == "number":
            parts.append(next(digits))
        elif kind in ("general", "text"):
            parts.append(general(abs(value)))
        else:
            parts.append(text)
    printed = "".join(parts).strip()
    shows_number = bool(places) or "general" in kinds or "text" in kinds
    negative = value < 0 and shows_number and any(char in "123456789" for char in printed)
    return f"-{printed}" if negative else printed


def _runs(places: list[str], value: Decimal) -> list[str]:
    """The digits for each run of digit places: literal text may stand between them (`0!.0,` shows 12345 as 1.2)."""
    if len(places) < 2:
        return [_digits(run, value) for run in places]
    joined = "".join(places)
    digits = _digits(joined.rstrip(",").replace(",", "") + "," * (len(joined) - len(joined.rstrip(","))), value)
    runs: list[str] = []
    for run in reversed(places[1:]):
        width = len(run.replace(",", ""))
        runs.insert(0, digits[max(0, len(digits) - width) :])
        digits = digits[: max(0, len(digits) - width)]
    return [digits, *runs]


def _digits(places: str, value: Decimal) -> str:
    """An amount without sign in digit places such as `#,##0.00` or `0.0#`."""
    whole_places, point, fraction_places = places.partition(".")
    scale = len(whole_places) - len(whole_places.rstrip(",")) if not point else 0
    if point:
        scale = len(fraction_places) - len(fraction_places.rstrip(","))
    grouped = "," in whole_places.rstrip(",")
    fraction_places = fraction_places.replace(",", "")
    value = value.scaleb(-3 * scale)
    rounded = value.quantize(Decimal(1).scaleb(-len(fraction_places)), context=_EXACT)
    whole, _, fraction = f"{rounded:f}".partition(".")
    least = whole_places.count("0")
    whole = whole.lstrip("0").rjust(least, "0")
    if grouped:
        whole = _grouped(whole)
    shown = len(fraction)
    while shown and fraction_places[shown - 1] in "#?" and fraction[shown - 1] == "0":
        shown -= 1
    return f"{whole}.{fraction[:shown]}" if point and (shown or "0" in whole) else whole + point * bool(shown) + fraction[:shown]  # fmt: skip


def _grouped(whole: str) -> str:
    head = len(whole) % 3
    groups = [whole[:head]] if head else []
    return ",".join(groups + [whole[at : at + 3] for at in range(head, len(whole), 3)])


def _date(section: _Section, value: Decimal, from_1904: bool) -> str:
    """A day number (days since the turn of the century) in a section of years, months, days and hours."""
    epoch = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
    try:
        moment = epoch + timedelta(seconds=int((value * 86_400).to_integral_value(rounding=ROUND_HALF_UP)))
    except OverflowError:
        return general(value)
    parts: list[str] = []
    before = ""
    for index, (kind, text) in enumerate(section.tokens):
        if kind == "date":
            following = next((t.lower()[:1] for k, t in section.tokens[index + 1 :] if k == "date"), "")
            minutes = text.lower()[0] == "m" and (before == "h" or following == "s")
            parts.append(_date_part(text.lower(), moment, minutes))
            before = text.lower()[0]
        elif kind == "clock":
            parts.append("AM" if moment.hour < 12 else "PM")
        else:
            parts.append(text)
    return "".join(parts).strip()


def _date_part(token: str, moment: datetime, minutes: bool) -> str:
    letter, width = token[0], len(token)
    if letter == "y":
        return f"{moment.year % 100:02d}" if width <= 2 else f"{moment.year:04d}"
    if letter == "a":
        return ("星期" if width == 4 else "") + _WEEKDAYS[moment.weekday()]
    if letter == "m" and not minutes and width >= 3:
        return _MONTHS[moment.month - 1][: 3 if width == 3 else None]
    if letter == "d" and width >= 3:
        return _DAYS[moment.weekday()][: 3 if width == 3 else None]
    number = {"m": moment.minute if minutes else moment.month, "d": moment.day, "h": moment.hour, "s": moment.second}[letter]  # fmt: skip
    return f"{number:02d}" if width >= 2 else str(number)
