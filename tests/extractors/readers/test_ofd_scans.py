"""Pages of an OFD that are images: put together as they are shown and recognised."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from extractors.document import Document
from extractors.readers.ofd import read_ofd
from extractors.readers.scan import read_image
from extractors.readers.scan_recognition import is_installed
from tests.extractors.readers.printed import figures_of
from tests.extractors.readers.renditions import OfdPage, ofd_file

FILES = Path(__file__).with_name("files")
SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
COMMON = "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"


def scan() -> Image.Image:
    return Image.open(io.BytesIO((FILES / "revenue.tiff").read_bytes())).convert("RGB")


def ofd_of(pieces: list[tuple[Image.Image, str]], width: float, height: float, kind: str = "PNG") -> bytes:
    """An OFD of one page with images at their places (attributes of the object)."""
    page = OfdPage(width, height)
    listed = ""
    files: list[tuple[str, bytes]] = []
    for number, (image, place) in enumerate(pieces, start=1):
        page.objects.append(f'<ofd:ImageObject ResourceID="{number}" {place}/>')
        listed += f'<ofd:MultiMedia ID="{number}" Type="Image"><ofd:MediaFile>scan_{number}.img</ofd:MediaFile></ofd:MultiMedia>'
        buffer = io.BytesIO()
        image.save(buffer, kind)
        files.append((f"Doc_0/Res/scan_{number}.img", buffer.getvalue()))
    resources = f'<ofd:Res {SPACE} BaseLoc="Res"><ofd:MultiMedias>{listed}</ofd:MultiMedias></ofd:Res>'
    data = io.BytesIO(ofd_file([page], {"Doc_0/DocumentRes.xml": resources}, COMMON))
    with zipfile.ZipFile(data, "a") as archive:
        for name, content in files:
            archive.writestr(name, content)
    return data.getvalue()


def millimetres(image: Image.Image) -> tuple[float, float]:
    """The size of the page of an image at 200 dots an inch."""
    return image.width / 200 * 25.4, image.height / 200 * 25.4


def read(pieces: list[tuple[Image.Image, str]], width: float, height: float) -> Document:
    return read_ofd(ofd_of(pieces, width, height), "scan.ofd")


@pytest.mark.skipif(not is_installed(), reason="the packages for scans are not installed")
def test_a_page_in_two_strips_reads_as_the_scan_itself() -> None:
    image = scan()
    width, height = millimetres(image)
    middle = image.height // 2
    parts = [image.crop((0, 0, image.width, middle)), image.crop((0, middle, image.width, image.height))]
    cut = height * middle / image.height
    places = [
        f'Boundary="0 0 {width} {cut}" CTM="{width} 0 0 {cut} 0 0"',
        f'Boundary="0 {cut} {width} {height - cut}"',
    ]
    document = read(list(zip(parts, places, strict=True)), width, height)
    page = document.pages[0]
    assert page.reader == "rapidocr"
    assert not page.image_only
    assert any(note.startswith("scanned_page: page 1") for note in document.notes)
    wanted = figures_of(read_image((FILES / "revenue.tiff").read_bytes(), "revenue.tiff"))
    assert wanted
    assert figures_of(document) == wanted


def test_an_image_that_cannot_be_opened_stays_reported() -> None:
    page = OfdPage(210.0, 297.0)
    page.objects.append('<ofd:ImageObject ResourceID="1" Boundary="0 0 210 297"/>')
    for resource in (
        "",
        '<ofd:MultiMedia ID="1" Type="Image"><ofd:MediaFile>../../../missing.jb2</ofd:MediaFile></ofd:MultiMedia>',
    ):
        parts = {"Doc_0/DocumentRes.xml": f"<ofd:Res {SPACE}><ofd:MultiMedias>{resource}</ofd:MultiMedias></ofd:Res>"}
        document = read_ofd(ofd_file([page], parts, COMMON), "scan.ofd")
        assert document.pages[0].image_only
