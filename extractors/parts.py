"""A document with the accounts of several departments → one document a department (a collected volume, a workbook).

A part begins where statement 01 is printed again under another department, with a set of statements behind it: nothing
less splits, because within one report the organisation is spelled in several ways, subordinate units are cited, and
statements are printed twice. The part reaches back to the cover that names its department, if there is one.

In: a laid-out document. Out: its parts in printed order, page numbers kept; the document itself where it is one report.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.document import Block, Document, Page, TextLine
from extractors.publisher import department_of_title, organisation_of
from extractors.statements import find_statements
from extractors.titles import statement_title
from schemas.text import compact

_FIRST_STATEMENT = "revenue_expenditure_summary"
#: A set is statement 01 and so many other statements.
_FEWEST_OTHERS = 2
#: So many lines before a table, and rows at its top, may name the department.
_HEAD_LINES, _HEAD_ROWS = 8, 4
#: Titles of two departments with fewer lines between are a list of them, not covers.
_LISTED = 3
_SCOPE = re.compile(r"\((汇总|本级|机关|部门|含下属单位)\)$|(机关本级|本级)$")
_WHOLE, _OWN = frozenset(("汇总", "含下属单位")), frozenset(("本级", "机关", "机关本级"))


@dataclass(frozen=True, slots=True)
class _Set:
    """A set of statements: the place of its statement 01, the department printed there, the kinds of its statements and
    the place behind the last of them."""

    start: int
    department: str | None
    kinds: frozenset[str]
    end: int


def parts_of(document: Document) -> tuple[Document, ...]:
    """The parts of a document by department, in printed order."""
    blocks = [block for page in document.pages for block in page.blocks]
    if not _names_several(blocks):
        return (document,)
    titles = _titles(blocks)
    sets = _by_department(_sets(document, blocks, titles))
    if len(sets) < 2:
        return (document,)
    starts = [
        _beginning(blocks, titles, sets[at - 1].end if at else 0, found, first=not at) for at, found in enumerate(sets)
    ]
    return tuple(_part(document, start, end) for start, end in zip(starts, [*starts[1:], len(blocks)], strict=True))


def is_other_department(name: str, other: str) -> bool:
    """Whether two printed names are of different departments. The same one may be printed with or without its place,
    abbreviated, and with or without its scope; its own and its consolidated account are two reports."""
    scope, other_scope = _scope(name), _scope(other)
    if (scope in _WHOLE and other_scope in _OWN) or (scope in _OWN and other_scope in _WHOLE):
        return True
    longer, shorter = sorted((_SCOPE.sub("", name), _SCOPE.sub("", other)), key=lambda text: (-len(text), text))
    if longer.endswith(shorter):
        return False
    return longer.startswith(shorter) or not _is_abbreviation(shorter, longer)


def _scope(name: str) -> str:
    found = _SCOPE.search(name)
    return (found[1] or found[2]) if found is not None else ""


def _is_abbreviation(shorter: str, longer: str) -> bool:
    """Whether a name is another with characters left out (医保局, 医疗保障局)."""
    rest = iter(longer)
    return all(char in rest for char in shorter)


def _names_several(blocks: Sequence[Block]) -> bool:
    """Whether titles and heads name departments that may be different ones; most documents end here."""
    names: list[str] = []
    for block in blocks:
        for text in _texts(block):
            name = (organisation_of(text) or department_of_title(text)) if len(text) < 80 else None
            if name is not None and name not in names:
                if any(is_other_department(name, known) for known in names):
                    return True
                names.append(name)
    return False


def _texts(block: Block) -> list[str]:
    if isinstance(block, TextLine):
        return [block.text]
    return [cell.text for cell in block.cells if cell.row < _HEAD_ROWS]


def _titles(blocks: Sequence[Block]) -> dict[int, str]:
    """Place → department of the lines that are the title of an account, alone or with the next one; lists are none."""
    found: dict[int, str] = {}
    for place, block in enumerate(blocks):
        if not isinstance(block, TextLine):
            continue
        following = blocks[place + 1] if place + 1 < len(blocks) else None
        both = block.text + following.text if isinstance(following, TextLine) else block.text
        name = department_of_title(block.text) or (department_of_title(both) if len(compact(block.text)) > 3 else None)
        if name is not None:
            found[place] = name
    listed = {
        place
        for place, name in found.items()
        for near in range(place - _LISTED, place + _LISTED + 1)
        if near in found and is_other_department(name, found[near])
    }
    return {place: name for place, name in found.items() if place not in listed}


def _sets(document: Document, blocks: Sequence[Block], titles: dict[int, str]) -> list[_Set]:
    """Sets of statements in printed order, each from one statement 01 to the next."""
    places = {id(block): place for place, block in enumerate(blocks)}
    found = sorted(
        (places[id(statement.first_table)], statement.form.statement)
        for statement in find_statements(document)[0]
        if statement.first_table is not None
    )
    firsts = [place for place, kind in found if kind == _FIRST_STATEMENT]
    sets = []
    for place, after in itertools.pairwise([*firsts, len(blocks)]):
        inside = [(at, kind) for at, kind in found if place <= at < after]
        kinds = frozenset(kind for _, kind in inside)
        sets.append(_Set(place, _department(blocks, place, titles), kinds, max(at for at, _ in inside) + 1))
    return sets


def _department(blocks: Sequence[Block], place: int, titles: dict[int, str]) -> str | None:
    """The department that the head of a table names, else the last title before it."""
    table = blocks[place]
    above = [block for block in blocks[max(0, place - _HEAD_LINES) : place] if isinstance(block, TextLine)]
    texts = [text for block in (*reversed(above), table) for text in _texts(block)]
    named = next((name for text in texts if (name := organisation_of(text)) is not None), None)
    before = [titles[at] for at in sorted(titles) if at < place]
    return named or (before[-1] if before else None)


def _by_department(sets: Sequence[_Set]) -> list[_Set]:
    """Sets of one department one after the other count as one (printed twice); so does what is no complete set."""
    kept: list[_Set] = []
    for found in sets:
        before = kept[-1] if kept else None
        if before is None or (
            len(found.kinds) > _FEWEST_OTHERS
            and len(found.kinds & before.kinds) > _FEWEST_OTHERS
            and found.department is not None
            and before.department is not None
            and is_other_department(found.department, before.department)
        ):
            kept.append(found)
        else:
            kept[-1] = replace(before, kinds=before.kinds | found.kinds, end=found.end)
    return kept


def _beginning(blocks: Sequence[Block], titles: dict[int, str], after: int, found: _Set, *, first: bool) -> int:
    """Where the part of a set begins: at the first cover behind the set before that names its department, else at the
    heading of its statement 01, or at the top of that page where nothing but lines stands above it."""
    department = found.department or ""
    cover = next(
        (
            place
            for place in sorted(titles)
            if after <= place < found.start and not is_other_department(titles[place], department)
        ),
        None,
    )
    if cover is None and first:
        return 0
    top = _top_of_page(blocks, found.start if cover is None else cover, after)
    if top is not None:
        return top
    return _heading(blocks, max(after, found.start - _HEAD_LINES), found.start) if cover is None else cover


def _top_of_page(blocks: Sequence[Block], place: int, after: int) -> int | None:
    """The first block of the page of a place, where only a few lines stand between; None elsewhere."""
    top = place
    while top > after and blocks[top - 1].page == blocks[place].page:
        top -= 1
        if place - top > _HEAD_LINES or not isinstance(blocks[top], TextLine):
            return None
    begins = top == 0 or blocks[top - 1].page != blocks[place].page
    return top if begins else None


def _heading(blocks: Sequence[Block], start: int, table: int) -> int:
    """The last line above a table that is its heading; the line just above it where none is."""
    for place in range(table - 1, start - 1, -1):
        block = blocks[place]
        if isinstance(block, TextLine) and statement_title(block.text) is not None:
            return place
    return max(start, table - 1)


def _part(document: Document, start: int, end: int) -> Document:
    """The blocks from one place to another as a document; notes of the reader go with their pages."""
    pages: list[Page] = []
    at = 0
    for page in document.pages:
        inside = page.blocks[max(0, start - at) : max(0, end - at)]
        between = not page.blocks and start <= at < end
        if inside or between:
            pages.append(replace(page, blocks=inside))
        at += len(page.blocks)
    numbers = {page.number for page in pages}
    notes = tuple(note for note in document.notes if _page_of(note) in (None, *numbers))
    return replace(document, pages=tuple(pages), notes=notes)


def _page_of(note: str) -> int | None:
    found = re.search(r"page (\d+)", note)
    return int(found[1]) if found is not None else None
