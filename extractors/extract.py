"""Bytes to `Report`: the steps in order, nothing else.

>>> from extractors.extract import extract
>>> report = extract(open("report.pdf", "rb").read(), "report.pdf")
>>> report.department_name, report.fiscal_year, len(report.figures)
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence

import msgspec

from extractors.codes import resolve_codes
from extractors.confirmation import drop_unconfirmed
from extractors.document import Document, UnreadableDocument
from extractors.figures import read_figures
from extractors.furniture import without_furniture
from extractors.garbage import collecting_seldom
from extractors.grouping import doubt_spaced_numbers
from extractors.limits import refuse_oversized
from extractors.narrative.claims import read_claims
from extractors.narrative.passages import read_passages
from extractors.narrative.quantities import read_quantities
from extractors.narrative.restatements import Narrative
from extractors.parts import parts_of
from extractors.progress import UNDERSTANDING_SECONDS, begin
from extractors.publisher import Publisher, read_publisher
from extractors.readers import BY_PAGE, READERS, Reader
from extractors.settling import settle_unsure
from extractors.sniff import ARCHIVE, mislabelled, sniff
from extractors.statements import find_statements
from extractors.version import extractor_version
from schemas.records import Problem, Report, Severity, StatementReading


def extract(data: bytes, name: str, *, reader: str | None = None, pages: Sequence[int] | None = None) -> Report:
    """Read one disclosure.

    In: its bytes and a name (for messages; the content decides what it is), and the reader to use where another than
    the usual one is wanted (a witness: `pdfplumber`, `camelot`, which can read some 1-based `pages` alone). Out: a `Report`; what could not be read or understood
    is in its `problems`, and `readable` is False where nothing could be read at all. Of several departments in one
    document the first is given (`extract_all` gives all). Never raises for bad input.
    """
    return extract_all(data, name, reader=reader, pages=pages)[0]


def extract_all(
    data: bytes, name: str, *, reader: str | None = None, pages: Sequence[int] | None = None
) -> tuple[Report, ...]:
    """Read one disclosure as `extract` does. Out: a report for each department in it, in printed order; at least one."""
    empty = Report(
        document_name=name,
        document_sha256=hashlib.sha256(data).hexdigest(),
        document_bytes=len(data),
        media_type="application/octet-stream",
        extractor_version=extractor_version(),
        readable=False,
    )
    try:
        media_type = sniff(data, name)
        empty = msgspec.structs.replace(empty, media_type=media_type)
        if media_type == ARCHIVE:
            raise _unopened(data, name)
        with collecting_seldom():
            document = _document(data, name, media_type, reader, pages)
            refuse_oversized(document)
            begin("understanding the document", UNDERSTANDING_SECONDS)
            parts = parts_of(document)
            empties = (msgspec.structs.replace(empty, ordinal=ordinal) for ordinal in range(len(parts)))
            return tuple(_read(without_furniture(part), blank) for part, blank in zip(parts, empties, strict=True))
    except UnreadableDocument as error:
        return (_rejected(empty, error.code, str(error)),)
    except Exception as error:
        message = f"{name} could not be read: {type(error).__name__}: {error}; this is a defect of the extractor, please report it"
        return (_rejected(empty, "internal_error", message),)


def _unopened(data: bytes, name: str) -> UnreadableDocument:
    """Why an archive is no disclosure itself; raises what is wrong with a damaged one."""
    from extractors.readers.archive import open_archive

    files = open_archive(data, name)
    names = ", ".join(member for member, _ in files[:3])
    return UnreadableDocument(
        "archive", f"{name} is an archive of {len(files)} files ({names}…); each of them is a disclosure of its own"
    )


def _document(data: bytes, name: str, media_type: str, reader: str | None, pages: Sequence[int] | None) -> Document:
    if reader in BY_PAGE and reader in READERS[media_type]:
        return BY_PAGE[reader](data, name, pages)
    return _reader(media_type, reader)(data, name)


def _reader(media_type: str, reader: str | None) -> Reader:
    readers = READERS[media_type]
    if reader is None:
        return next(iter(readers.values()))
    if reader not in readers:
        raise UnreadableDocument(
            "no_such_reader", f"no reader '{reader}' reads {media_type}; there are {', '.join(readers)}"
        )
    return readers[reader]


def _rejected(report: Report, code: str, message: str) -> Report:
    return msgspec.structs.replace(report, problems=(Problem(code=code, severity="error", message=message),))


def _read(document: Document, empty: Report) -> Report:
    publisher = read_publisher(document)
    problems = list(publisher.problems) + _document_problems(document, empty)
    if publisher.kind == "budget":
        return _budget(document, empty, publisher)
    statements, unrecognised = find_statements(document)
    doubt_spaced_numbers(statements)
    resolve_codes(statements)
    settle_unsure(statements)
    drop_unconfirmed(statements)
    readings, figures, empty_cells, statement_problems = read_figures(statements, document.readers())
    passages = read_passages(document)
    narrative = read_claims(passages, figures, publisher.fiscal_year, document.readers())
    if not readings and not narrative.figures:
        raise UnreadableDocument("nothing_recognised", _nothing(document, empty))
    problems += unrecognised + statement_problems + narrative.problems
    return msgspec.structs.replace(
        _report(document, empty, publisher, readings, problems, narrative),
        figures=(*figures, *narrative.figures),
        empty_cells=tuple(empty_cells),
        quantities=tuple(read_quantities(passages)),
    )


def _report(
    document: Document,
    empty: Report,
    publisher: Publisher,
    readings: list[StatementReading],
    problems: list[Problem],
    narrative: Narrative,
) -> Report:
    units = Counter(reading.declared_unit for reading in readings if reading.unit_source == "printed")
    return msgspec.structs.replace(
        empty,
        readable=True,
        kind="final_account" if publisher.kind == "unknown" else publisher.kind,
        scope=publisher.scope,
        department_name=publisher.department_name,
        division_code=publisher.division.code if publisher.division else None,
        division_name=publisher.division.name if publisher.division else None,
        fiscal_year=publisher.fiscal_year,
        publication_date=publisher.publication_date,
        declared_unit=units.most_common(1)[0][0] if units else None,
        page_count=len(document.pages),
        statements=tuple(readings),
        claims=tuple(narrative.claims),
        problems=tuple(problems),
    )


def _budget(document: Document, empty: Report, publisher: Publisher) -> Report:
    """A budget (部门预算) is a kind of its own with other forms: it is recorded, not read."""
    note = Problem(
        code="budget_not_read",
        severity="info",
        message="this is a budget (部门预算), not a final account; its figures are not read",
    )
    return _report(document, empty, publisher, [], [*publisher.problems, note], Narrative())


def _document_problems(document: Document, empty: Report) -> list[Problem]:
    found = [_reader_note(note) for note in document.notes]
    promised = mislabelled(document.name, empty.media_type)
    if promised is not None:
        found.append(
            Problem(
                code="mislabelled",
                severity="info",
                message=f"the name promises {promised}, the content is {empty.media_type}; it was read as what it is",
            )
        )
    images = [page.number for page in document.pages if page.image_only]
    if images:
        pages = ", ".join(map(str, images[:12]))
        found.append(
            Problem(
                code="image_page",
                severity="warning",
                message=f"pages without text ({pages}) hold only images and were not recognised (more than 100 scanned pages, or the packages for scans are missing)",
                page=images[0],
            )
        )
    return found


def _reader_note(note: str) -> Problem:
    """What the reader noted (`code: page n …`) as a problem of that code and page."""
    code, _, message = note.partition(": ")
    page = re.search(r"page (\d+)", message)
    severity: Severity = "warning" if code.endswith(("_damaged", "_too_large")) else "info"
    return Problem(code=code, severity=severity, message=message, page=int(page[1]) if page else None)


def _nothing(document: Document, empty: Report) -> str:
    promised = mislabelled(document.name, empty.media_type)
    hint = f" (its name promises {promised}, its content is {empty.media_type})" if promised else ""
    if document.pages and all(page.image_only for page in document.pages):
        return f"{document.name} holds only images of pages{hint}; nothing on them was recognised"
    return f"{document.name} holds neither an official statement nor a standard sentence of a final account{hint}"
