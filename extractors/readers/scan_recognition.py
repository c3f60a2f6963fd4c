"""The optical recogniser: where text stands on an image, and what a strip of one line says.

RapidOCR with the models of its package, offline, on one thread, so that the same image is always read the same way.
Loaded at first use and kept for the life of the process. Raises `UnreadableDocument("recogniser_missing")` where the
package is not installed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractors.document import UnreadableDocument

Image = NDArray[np.uint8]

READER = "rapidocr"
_PACKAGES = ("rapidocr", "onnxruntime", "cv2")
#: Longest side (pixels) on which text is looked for; larger images are made smaller for that, not for reading.
_LONGEST_SIDE = 1760
#: Narrowest strip the recogniser is given (height 48). The default of 320 wastes most of the time on short amounts.
_NARROWEST_STRIP = 48
_STRIP_HEIGHT = 48
_PARAMETERS: dict[str, Any] = {
    "Global.log_level": "critical",
    "Global.use_cls": False,
    "Global.max_side_len": _LONGEST_SIDE,
    "Global.return_word_box": True,
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    "Rec.rec_img_shape": [3, _STRIP_HEIGHT, _NARROWEST_STRIP],
}

#: Variants of characters that the recogniser gives for the simplified ones that are printed.
_SIMPLIFIED = str.maketrans(
    "決収總財單業營補額預經費項購備務員會計資產國級屬對報撥類編碼稱號實際結餘轉與醫療衛學術農環節質護應",
    "决收总财单业营补额预经费项购备务员会计资产国级属对报拨类编码称号实际结余转与医疗卫学术农环节质护应",
)


class Reading(NamedTuple):
    """What a strip says, and how sure the recogniser is of each character (0 to 1)."""

    text: str
    confidences: tuple[float, ...]

    @property
    def lowest(self) -> float:
        """Confidence of the least sure character; 0 where nothing was read."""
        return min(self.confidences, default=0.0)

    @property
    def confidence(self) -> float:
        """Mean confidence; 0 where nothing was read."""
        return sum(self.confidences) / len(self.confidences) if self.text else 0.0


class Area(NamedTuple):
    """Upright rectangle in pixels, the far sides excluded."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def width(self) -> int:
        """Pixels across."""
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        """Pixels down."""
        return self.y1 - self.y0


def is_installed() -> bool:
    """Whether scans can be read here."""
    return all(find_spec(package) is not None for package in _PACKAGES)


def require_recogniser(name: str) -> None:
    """Raises UnreadableDocument where scans cannot be read here."""
    if not is_installed():
        raise UnreadableDocument(
            "recogniser_missing",
            f"{name} is a scan, and no optical recogniser is installed: install rapidocr, onnxruntime and "
            "opencv-python-headless",
        )


@cache
def _engine() -> Any:
    import cv2
    from rapidocr import RapidOCR

    cv2.setNumThreads(1)
    return RapidOCR(params=_PARAMETERS)


def find_text(image: Image) -> list[Area]:
    """RGB image → the places where text stands, from top to bottom, then left to right."""
    engine = _engine()
    scaled, record = engine.preprocess_img(image)
    found = engine._load_det_model()(scaled)  # the public way cuts out and turns every place as well
    if found.boxes is None:
        return []
    ratio = np.array([record["preprocess"]["ratio_w"], record["preprocess"]["ratio_h"]])
    height, width = image.shape[:2]
    areas = []
    for corners in np.asarray(found.boxes) * ratio:
        (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
        area = Area(max(0, int(x0)), max(0, int(y0)), min(width, int(x1 + 1)), min(height, int(y1 + 1)))
        if area.width > 1 and area.height > 1:
            areas.append(area)
    return sorted(areas, key=lambda area: (area.y0, area.x0, area.y1, area.x1))


def read_strips(strips: Sequence[Image]) -> list[Reading]:
    """Strips of one printed line each (RGB) → their readings, in the same order."""
    if not strips:
        return []
    result = _engine().recognize_txt(list(strips))
    return [_reading(text, words) for text, words in zip(result.txts, result.word_results, strict=True)]


def _reading(text: str, words: Any) -> Reading:
    confidences = tuple(float(value) for value in getattr(words, "confs", ()))
    if len(confidences) != len(text):
        return Reading("", ())  # nothing read: the recogniser then gives a lone zero
    kept = [(char, value) for char, value in zip(text, confidences, strict=True) if _is_printed(char)]
    return Reading("".join(char for char, _ in kept).translate(_SIMPLIFIED), tuple(value for _, value in kept))


def _is_printed(char: str) -> bool:
    """Blanks are told by the gaps in the ink, not by the recogniser."""
    return not char.isspace() and unicodedata.category(char)[0] != "C"
