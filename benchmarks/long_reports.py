"""Long disclosures: a report whose statements fill some sixteen pages, between many pages of running text.

Offices bind their plans, duties and performance reports with the final account; what is told there in numbers is none
of the statements' figures. The text is invented, the statements are those of an invented disclosure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from benchmarks.corpus.disclosure import Disclosure, invent
from benchmarks.corpus.styles import style_named
from tests.typesetting.layout import Block, Heading, Paragraph

#: So many paragraphs of three sentences fill a page.
_PARAGRAPHS_A_PAGE = 6
_STYLE, _SEED = "unruled-long", 3
_SUBJECTS = (
    "公共服务提升项目",
    "信息化运维项目",
    "基层能力建设项目",
    "专项宣传培训项目",
    "设施改造工程",
    "业务保障经费项目",
)
_SENTENCES = (
    "{project}年初预算安排{amount}万元，全年执行{other}万元，预算执行率为{rate}%，资金使用符合国家财经法规和财务管理制度规定。",
    "围绕年度目标任务，{project}组织开展督导检查{count}次，覆盖乡镇（街道）{few}个，服务对象满意度达到{rate}%。",
    "通过实施{project}，有效提升了基层公共服务水平，群众获得感和满意度持续提高，社会效益较为明显，基本实现预期目标。",
    "存在的主要问题：一是{project}前期论证不够充分，部分绩效指标设置偏低；二是项目管理制度尚需完善，过程监控有待加强。",
    "下一步改进措施：加强{project}的事前评估和过程管理，细化量化绩效指标，强化绩效评价结果在预算安排中的应用。",
    "20{year}年共开展培训{few}期，培训人员{count}人次，印发宣传资料{count}份，受理咨询{count}件，办结率{rate}%。",
)


def long_report(before: int, after: int, style: str = _STYLE, seed: int = _SEED) -> Disclosure:
    """The invented report of a style and a seed with about so many pages of running text before and after it."""
    disclosure = invent(style_named(style), seed)
    random = Random(f"{style}/{seed}/{before}/{after}")
    cover, contents, first, *rest = disclosure.document.blocks
    blocks = (
        *(cover, contents, first, *_pages(random, before, "三、年度重点工作")),
        *(*rest, Heading(1, "第六部分 附件"), *_pages(random, after, "一、项目支出绩效评价报告")),
    )
    return replace(disclosure, document=replace(disclosure.document, blocks=blocks))


def _pages(random: Random, count: int, heading: str) -> Iterator[Block]:
    if count:
        yield Heading(2, heading)
    for number in range(count * _PARAGRAPHS_A_PAGE):
        sentences = random.sample(_SENTENCES, 3)
        yield Paragraph(f"（{number + 1}）" + "".join(_sentence(random, sentence) for sentence in sentences))


def _sentence(random: Random, sentence: str) -> str:
    amount = random.randrange(100, 900_000)
    return sentence.format(
        project=random.choice(_SUBJECTS),
        amount=f"{amount / 100:.2f}",
        other=f"{amount * random.randrange(80, 100) // 100 / 100:.2f}",
        rate=f"{random.randrange(8_000, 10_000) / 100:.2f}",
        count=random.randrange(2, 900),
        few=random.randrange(2, 30),
        year=random.randrange(17, 25),
    )
