"""From printed codes to whole codes: functional codes that were cut off are mended by name, parent and the sibling
statement of the same report, and marked; what stays open is a problem, never a guess."""

from __future__ import annotations

import re
from collections.abc import Container

from extractors.statement import Statement, StatementRow
from schemas.text import code_name, compact
from schemas.vocabulary import function_codes, is_economic_code, is_function_code

_SHORTEST_NAME = 4
#: A code in quotes or brackets, or its parts with points or dashes between.
_SEPARATED = re.compile(r"^[\"\[(]?(\d{3,7}|\d{3}(?:[.-]\d{2}){1,2})[\"\])]?$")
_SPECKS = ".,。、·:"


def resolve_codes(statements: list[Statement]) -> None:
    """Set `line` of every row that carries a code. Rows whose code cannot be told keep None and raise a problem."""
    siblings = _whole_codes(statements)
    for statement in statements:
        economic = statement.form.shape == "economic_blocks"
        cut: list[StatementRow] = []
        whole = {row.code for row in statement.rows if is_function_code(row.code)}
        for row in statement.rows:
            if row.line is not None or not row.code:
                continue
            if is_economic_code(row.code) if economic else is_function_code(row.code):
                row.line = row.code
                _check_known(statement, row, siblings, economic)
            elif economic or not _mend(statement, row, siblings, whole):
                cut.append(row)
        taken = {row.line for row in statement.rows if row.line is not None}
        for row in cut:
            if economic or not _mend(statement, row, siblings, taken):
                _open_code(statement, row)


def _whole_codes(statements: list[Statement]) -> dict[str, set[str]]:
    """Whole functional codes printed anywhere in the report, with the names printed beside them."""
    found: dict[str, set[str]] = {}
    for statement in statements:
        if statement.form.shape == "function_rows":
            for row in statement.rows:
                if is_function_code(row.code):
                    found.setdefault(row.code, set()).add(code_name(row.label))
    return found


def _mend(statement: Statement, row: StatementRow, siblings: dict[str, set[str]], taken: Container[str]) -> bool:
    """A code with a lost last digit: the one whole code with the same beginning and name, first among those printed
    in the sibling statements, then among those of the classification; none of the codes `taken` by other rows. What
    stands beside a sibling is not believed against a code whose name it is in full."""
    known = function_codes().names_by_code
    own = {code for code in known if code_name(row.label) in known[code]}
    for names_by_code in (siblings, known):
        candidates = {
            code: set(names)
            for code, names in names_by_code.items()
            if len(code) == len(row.code) + 1 and code.startswith(row.code) and code not in taken
        }
        line = _named(row.label, candidates)
        exact = line is not None and code_name(row.label) in candidates[line]
        if line is not None and (exact or not any(code.startswith(row.code) for code in own - {line})):
            row.line, row.repaired = line, "truncated_code"
            source = "a sibling statement" if names_by_code is siblings else "the classification"
            statement.problem(
                "truncated_code",
                "info",
                f"code {row.code} ({row.label}) was cut off; read as {row.line} by its name in {source}",
                row,
                row.code,
            )
            return True
    return False


def _named(printed: str, candidates: dict[str, set[str]]) -> str | None:
    """The only candidate with a printed name. Of a name and others that it only begins with, the name itself counts
    (社会科学研究机构 is not 社会科学研究); of a name that others begin with too, none does: it may be cut off."""
    matches = sorted(code for code, names in candidates.items() if _same_name(printed, names))
    name = code_name(printed)
    exact = [code for code in matches if name in candidates[code]]
    if len(exact) == 1 and not any(
        other != name and other.startswith(name) for code in matches for other in candidates[code]
    ):
        return exact[0]
    return matches[0] if len(matches) == 1 else None


def printed_code(text: str) -> str:
    """Text of a cell without white space; of a code also without the point or speck behind it."""
    plain = compact(text)
    return plain.rstrip(_SPECKS) if plain.rstrip(_SPECKS).isdigit() else plain


def whole_code(text: str, beside: str) -> str:
    """As `printed_code`, without quotes and brackets round a code, and the parts of one put together (`205.02.04`,
    `205-02`) where `beside` it stands the name of the whole."""
    plain = printed_code(text)
    found = _SEPARATED.match(plain)
    if found is None:
        return plain
    code = re.sub(r"\D", "", plain)
    return code if code == found[1] or has_name(code, compact(beside)) else plain


def has_name(code: str, printed: str) -> bool:
    """Whether the classification gives a functional code a printed name (or one that it begins)."""
    return bool(printed) and _same_name(printed, set(function_codes().names_by_code.get(code, ())))


def _same_name(printed: str, names: set[str]) -> bool:
    name = code_name(printed)
    if name in names:
        return True
    if len(name) < _SHORTEST_NAME:
        return False
    return any(other.startswith(name) or (len(other) >= _SHORTEST_NAME and name.startswith(other)) for other in names)


def _open_code(statement: Statement, row: StatementRow) -> None:
    printed = " | ".join(cell.text for cell in row.cells.values() if cell.text.strip())
    statement.problem(
        "code_not_resolved",
        "error",
        f"code {row.code} ({row.label}) is no code of the classification; its amounts were left out: {printed}",
        row,
        row.code,
    )


def _check_known(statement: Statement, row: StatementRow, siblings: dict[str, set[str]], economic: bool) -> None:
    if not economic and not function_codes().knows(row.code):
        statement.problem(
            "unknown_code",
            "info",
            f"code {row.code} ({row.label}) is not in the classification; its amounts were kept under the printed code",
            row,
            row.code,
        )
