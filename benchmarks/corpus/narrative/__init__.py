"""Narratives in the wording of several provinces: `tell(story, wording)` writes the explanation of a final account."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.corpus.narrative.central import tell_hubei, tell_hunan, tell_qinghai
from benchmarks.corpus.narrative.coastal import tell_guangdong, tell_shanghai, tell_sichuan
from benchmarks.corpus.narrative.eastern import tell_jiangsu, tell_shaanxi, tell_zhejiang
from benchmarks.corpus.narrative.story import Story
from benchmarks.corpus.narrative.western import tell_beijing, tell_chongqing, tell_yunnan
from benchmarks.corpus.style import Wording

TELLERS: dict[Wording, Callable[[Story], None]] = {
    "hunan": tell_hunan,
    "hubei": tell_hubei,
    "qinghai": tell_qinghai,
    "sichuan": tell_sichuan,
    "shanghai": tell_shanghai,
    "guangdong": tell_guangdong,
    "zhejiang": tell_zhejiang,
    "jiangsu": tell_jiangsu,
    "shaanxi": tell_shaanxi,
    "chongqing": tell_chongqing,
    "yunnan": tell_yunnan,
    "beijing": tell_beijing,
}


def tell(story: Story, wording: Wording) -> None:
    """Write the explanation of the final account into the story."""
    TELLERS[wording](story)
