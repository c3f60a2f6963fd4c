"""What was recorded in English, said again in the language of the reader.

Problems, reasons of rejection, of checks and of the quarantine are recorded in English, whoever ran the command. Two
tables say them in Chinese: `[recorded]` of `messages.zh.toml` (what this program says itself) and `problems.zh.toml`
(what is said of a disclosure). A text is matched against the English templates part by part, from left to right and
without going back, so that a text takes time in proportion to its length; what was matched once is remembered.

In: a recorded text. Out: the same in Chinese where that is asked for; what is not known stays as it was recorded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

from pipelines.words import Language, language, recorded_texts

#: A text may stand in a text, which stands in another one: so deep, and no deeper, they are looked into.
_DEPTH = 6
#: Texts that are remembered.
_REMEMBERED = 1 << 14
#: Only behind these may a value itself be a line `what: why`.
_OPENINGS = (": ", "(", "'")
#: What is enclosed by these may be nothing: what was printed there was blank.
_ENCLOSURES = ("(", "'")


def retold(text: str, tongue: Language | None = None) -> str:
    """A text that was recorded in English, in the language given (else that of the environment), where it is known.

    Of a line `what: why` the second part alone may be known.
    """
    return text if (tongue or language()) == "en" else _in_chinese(text, _DEPTH)


def about(name: str, text: str) -> str:
    """A recorded text without the name of the file it begins with, to stand beside that name."""
    return text.removeprefix(f"{name}: ")


def key_retold(key: str, tongue: Language | None = None) -> str:
    """What a check is about (`statement/side/line/measure`, or some of these), its keys by their labels in Chinese."""
    if (tongue or language()) == "en":
        return key
    return "/".join(_labelled(part) for part in key.split("/"))


def retold_all(texts: Sequence[str], tongue: Language | None = None) -> str:
    """Several recorded texts in one line."""
    chinese = (tongue or language()) == "zh"
    return ("；" if chinese else " ").join(retold(text, tongue) for text in texts)


@dataclass(frozen=True, slots=True)
class _Template:
    """An English text cut at its values, the names of these, and the Chinese."""

    parts: tuple[str, ...]
    names: tuple[str, ...]
    chinese: str

    def values(self, text: str) -> dict[str, str] | None:
        """The values in a text that is made from this template; None where it is not."""
        first, last = self.parts[0], self.parts[-1]
        if not self.names:
            return {} if text == first else None
        at, end = len(first), len(text) - len(last)
        if at > end or not text.startswith(first) or not text.endswith(last):
            return None
        found: dict[str, str] = {}
        for number, name in enumerate(self.names):
            is_last = number == len(self.names) - 1
            fewest = 0 if name == "more" or self.parts[number].endswith(_ENCLOSURES) else 1
            till = end if is_last else text.find(self.parts[number + 1], at + fewest, end)
            # The space behind it counts as well, which may open what follows.
            if till < at + fewest or (": " in text[at : till + 1] and not self.parts[number].endswith(_OPENINGS)):
                return None
            found[name] = text[at:till]
            at = till + len(self.parts[number + 1])
        return found


@lru_cache(_REMEMBERED)
def _in_chinese(text: str, depth: int) -> str:
    if not depth or not text:
        return text
    if text.endswith(".") and (again := _in_chinese(text[:-1], depth - 1)) != text[:-1]:
        return f"{again}。"
    for template in _candidates(text):
        if (values := template.values(text)) is not None:
            return _filled(template.chinese, {name: _value(name, value, depth - 1) for name, value in values.items()})
    if text[0].isupper() and (again := _in_chinese(text[0].lower() + text[1:], depth - 1))[1:] != text[1:]:
        return again
    what, separator, why = text.partition(": ")
    again = _in_chinese(why, depth - 1) if separator else why
    return text if again == why else f"{_in_chinese(what, depth - 1)}：{again}"


def _filled(chinese: str, told: dict[str, str]) -> str:
    """The Chinese with its values. A row of the vocabulary is not named twice, by its key and as it was printed."""
    line, label = told.get("line", ""), told.get("label", "")
    if label and line.endswith(label):
        told["label"] = line
        return chinese.format(**told).replace(f"“{line}”（{line}）", f"“{line}”")
    return chinese.format(**told)


def _value(name: str, text: str, depth: int) -> str:
    label = _LABELS.get(name)
    return label(text) if label is not None else _in_chinese(text, depth)


def _candidates(text: str) -> chain[_Template]:
    by_start, others = _templates()
    return chain(by_start.get(text[:2], ()), others)


@cache
def _templates() -> tuple[dict[str, list[_Template]], list[_Template]]:
    """The templates by the two characters they begin with, and those that begin with a value; the one that says most
    comes first."""
    by_start: dict[str, list[_Template]] = {}
    others: list[_Template] = []
    texts = recorded_texts()
    made = [_template(english, chinese) for english, chinese in texts.items()]
    for template in sorted(made, key=lambda one: (-sum(map(len, one.parts)), one.parts)):
        start = template.parts[0][:2]
        (by_start.setdefault(start, []) if len(start) == 2 else others).append(template)
    return by_start, others


_NAME = re.compile(r"\{(\w+)[^{}]*\}")


def _template(english: str, chinese: str) -> _Template:
    parts = _NAME.split(english)
    return _Template(tuple(parts[::2]), tuple(parts[1::2]), _NAME.sub(r"{\1}", chinese))


def _statement(text: str) -> str:
    """The title of a statement."""
    from schemas.vocabulary import statements

    known = statements().get(text)
    return f"《{known.title}》" if known is not None else text


def _statements(text: str) -> str:
    return "、".join(map(_statement, text.split(", ")))


def _side(text: str) -> str:
    return {"revenue": "收入", "expenditure": "支出"}.get(text, text)


def _measure(text: str) -> str:
    """The label of a column."""
    return _measures().get(text, text)


def _line(text: str) -> str:
    """The label of a row; a code as it is."""
    return _lines().get(text, text)


@cache
def _measures() -> dict[str, str]:
    from schemas.vocabulary import measure_labels

    return {measure: label for (_, measure), label in reversed(measure_labels().items())}


@cache
def _lines() -> dict[str, str]:
    from schemas.vocabulary import line_labels

    return {line: label for (_, _, line), label in reversed(line_labels().items())}


def _labelled(text: str) -> str:
    for label in (_statement, _side, _line, _measure):
        if (told := label(text)) != text:
            return told
    return text


def _cell(text: str) -> str:
    """A cell as checks name it: `statement key`, or source, statement, side (where it has two), line and measure."""
    from schemas.vocabulary import line_labels, measure_labels

    source, _, rest = text.partition(" ")
    words = rest.split(" ")
    if source == "statement":
        return _statement(rest)
    if source not in ("table", "narrative") or len(words) not in (3, 4):
        return text
    statement, line, measure = words[0], words[-2], words[-1]
    side = words[1] if len(words) == 4 else ""
    row = line_labels().get((statement, side, line)) or _line(line)
    column = measure_labels().get((statement, measure)) or _measure(measure)
    where = "文字中" if source == "narrative" else ""
    return f"{where}{_statement(statement)}{_side(side)}“{row}”行“{column}”列"


#: Values that are keys of the vocabulary.
_LABELS: dict[str, Callable[[str], str]] = {
    "statement": _statement, "statements": _statements, "side": _side, "measure": _measure, "line": _line, "cell": _cell,
}  # fmt: skip
