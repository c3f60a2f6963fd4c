"""OFD (GB/T 33190, the Chinese fixed-layout format) → Document: tables by `grid`, as from a PDF.

In: the bytes of an OFD and its name. Out: a Document (`reader="ofd"`) with every page of every document in the file, in
points from the top left; pages that are images are recognised as scans are. Raises UnreadableDocument: `empty`, `truncated`, `damaged`, `encrypted`, `part_missing`,
`zip_bomb`, `xml_entities`, `no_pages`, `too_large`. What was left out stands in `Document.notes` (`code: page n …`).
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from extractors.document import Document, Page, UnreadableDocument
from extractors.limits import MAX_PAGES, at_most
from extractors.progress import PAGE_BYTES, PAGE_SECONDS, begin
from extractors.readers.containers import OFD, Container
from extractors.readers.glyph_columns import GlyphColumns
from extractors.readers.ofd_objects import ObjectReader, Resources, children, descendants, numbers
from extractors.readers.ofd_scans import Picture, with_scans
from extractors.readers.page_layout import PageDraft, draft_page, finished_pages
from extractors.readers.pdfium_calls import Matrix
from extractors.readers.pdfium_page import PageInk

#: Points in a millimetre.
_POINTS = 72 / 25.4
_A4 = (0.0, 0.0, 210.0, 297.0)


@dataclass(slots=True)
class _Layout:
    """One document in the file: its resources, the size of its pages, its template pages, and where its pages are."""

    resources: Resources
    box: tuple[float, float, float, float]
    templates: dict[str, str] = field(default_factory=dict)
    pages: list[str] = field(default_factory=list)


def read_ofd(data: bytes, name: str) -> Document:
    """Bytes of an OFD and its name → Document with tables and lines of every page, in reading order."""
    container = Container(data, name)
    if any(part.name.lower().endswith(("encryptions.xml", "decryptseed.dat")) for part in container.parts):
        raise UnreadableDocument("encrypted", f"{name}: the OFD is encrypted; supply an open copy")
    notes: list[str] = []
    drafts: list[PageDraft] = []
    scans: dict[int, list[Picture]] = {}
    for layout in _documents(container):
        at_most(name, len(drafts) + len(layout.pages), MAX_PAGES, "pages")
        for path in layout.pages:
            begin(f"page {len(drafts) + 1}", PAGE_SECONDS, PAGE_BYTES)
            drafts.append(_read_page(container, layout, path, drafts, notes, scans))
    pages = with_scans(container, finished_pages(drafts), scans, notes)
    if not pages:
        raise UnreadableDocument("no_pages", f"{name}: the OFD has no pages")
    if all(any(note.startswith(f"page_damaged: page {page.number} ") for note in notes) for page in pages):
        raise UnreadableDocument("damaged", f"{name}: none of its {len(pages)} pages can be read; fetch it again")
    return Document(name, hashlib.sha256(data).hexdigest(), OFD, "ofd", tuple(pages), tuple(notes))


def _documents(container: Container) -> Iterator[_Layout]:
    for root_path in _texts(container.xml("OFD.xml"), "DocRoot"):
        yield _layout(container, _located("OFD.xml", root_path))


def _layout(container: Container, path: str) -> _Layout:
    root = container.xml(path)
    layout = _Layout(Resources(), _page_box(root) or _A4)
    for kind in ("PublicRes", "DocumentRes"):
        for location in _texts(root, kind):
            resource_path = _located(path, location)
            if container.has(resource_path):
                layout.resources.add(container.xml(resource_path), resource_path)
    for template in descendants(root, "TemplatePage"):
        layout.templates[template.get("ID", "")] = _located(path, template.get("BaseLoc", ""))
    for pages in children(root, "Pages"):
        layout.pages += [_located(path, page.get("BaseLoc", "")) for page in children(pages, "Page")]
    at_most(container.name, len(layout.pages), MAX_PAGES, "pages")
    return layout


def _located(referrer: str, location: str) -> str:
    """A location in a part → the path of the part it names: from the root, or from the folder of who refers to it."""
    location = location.strip().replace("\\", "/")
    if location.startswith("/"):
        return posixpath.normpath(location).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(referrer), location))


def _texts(element: etree._Element, kind: str) -> list[str]:
    return [found.text.strip() for found in descendants(element, kind) if found.text and found.text.strip()]


def _page_box(element: etree._Element) -> tuple[float, float, float, float] | None:
    """The area of the page in millimetres (left, top, width, height) that an element states."""
    for kind in ("PhysicalBox", "ApplicationBox"):
        for text in _texts(element, kind):
            box = numbers(text)
            if len(box) == 4 and box[2] > 0 and box[3] > 0:
                return box[0], box[1], box[2], box[3]
    return None


def _read_page(
    container: Container,
    layout: _Layout,
    path: str,
    before: list[PageDraft],
    notes: list[str],
    scans: dict[int, list[Picture]],
) -> PageDraft:
    number = len(before) + 1
    try:
        sources = _page_sources(container, layout, path)
    except UnreadableDocument as error:
        if error.code not in ("damaged", "part_missing"):
            raise
        notes.append(f"page_damaged: page {number} cannot be read ({error})")
        return PageDraft(Page(number, 0.0, 0.0, ()))
    box = next((found for source in sources[-1:] if (found := _page_box_of_page(source)) is not None), layout.box)
    ink, pictures = _ink(sources, layout, box, 0, container.name)
    turn, (width, height) = ink.dominant_direction(), (ink.width, ink.height)
    if turn:
        ink, _ = _ink(sources, layout, box, turn, container.name)
        notes.append(f"turned_page: page {number} is printed sideways and was read turned upright")
    if ink.slanted:
        notes.append(f"slanted_text: page {number}: {ink.slanted} slanted characters (a watermark) are left out")
    page = Page(number, width, height, (), image_only=ink.is_scan())
    if page.image_only:
        scans[number] = pictures
    return draft_page(page, ink, turn, before[-1] if before else None)


def _page_sources(container: Container, layout: _Layout, path: str) -> list[etree._Element]:
    """The templates that a page is printed on, and the page itself, which comes last."""
    page = container.xml(path)
    wanted = [template.get("TemplateID", "") for template in children(page, "Template")]
    known = [layout.templates[identifier] for identifier in wanted if identifier in layout.templates]
    for resource in _texts(page, "PageRes"):
        resource_path = _located(path, resource)
        if container.has(resource_path):
            layout.resources.add(container.xml(resource_path), resource_path)
    return [*(container.xml(template) for template in known), page]


def _page_box_of_page(page: etree._Element) -> tuple[float, float, float, float] | None:
    return next((box for area in children(page, "Area") if (box := _page_box(area)) is not None), None)


def _ink(
    sources: list[etree._Element],
    layout: _Layout,
    box: tuple[float, float, float, float],
    turn: int,
    name: str,
) -> tuple[PageInk, list[Picture]]:
    """What is printed on a page, and its images. With `turn` it is turned so that writing in that direction stands upright."""
    left, top, width, height = (side * _POINTS for side in box)
    display = Matrix(_POINTS, 0, 0, _POINTS, -left, -top)
    for _ in range(turn):
        display = display.then(Matrix(0, 1, -1, 0, height, 0))
        width, height = height, width
    ink = PageInk(width, height)
    reader = ObjectReader(layout.resources, ink, name)
    for source in sources:
        for content in children(source, "Content"):
            reader.read(content, display)
    ink.glyphs = GlyphColumns.of(ink.glyphs)  # they are asked about again and again, and all at once
    return ink, reader.pictures
