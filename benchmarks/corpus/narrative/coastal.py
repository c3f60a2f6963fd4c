"""Wordings of Sichuan, Shanghai and Guangdong."""

from __future__ import annotations

from benchmarks.corpus.accounts import OTHER_REVENUE
from benchmarks.corpus.forms.summaries import SUMMARY_LABELS
from benchmarks.corpus.narrative import common
from benchmarks.corpus.narrative.facts import Facts, tail
from benchmarks.corpus.narrative.items import final_only_items, one_line_items
from benchmarks.corpus.narrative.story import GENERAL, SUMMARY, Story, appropriation, of_item, summary, total
from benchmarks.corpus.printing import Key

PUBLIC_ITEMS = (
    ("因公出国（境）费", "overseas_travel"),
    ("公务用车购置及运行维护费", "vehicles_subtotal"),
    ("公务接待费", "official_reception"),
)


def tell_sichuan(story: Story) -> None:
    """本年收入合计 by kind of budget; final amounts only."""
    year, facts = f"{story.year}年度", Facts(story)
    story.heading(2, "一、收入支出决算总体情况说明")
    story.paragraph(f"{year}收、支总计均为{story.figure(facts.grand, summary('revenue'), summary('expenditure'))}。与{story.year - 1}年度相比，收、支总计各{story.change(facts.grand)}。主要变动原因是{story.reason()}。")  # fmt: skip
    story.heading(2, "二、收入决算情况说明")
    story.paragraph(f"{year}本年收入合计{story.figure(facts.income, total('revenue', 'revenue_total'))}，其中：{common.revenue_parts(story, by_budget=True)}。")  # fmt: skip
    story.heading(2, "三、支出决算情况说明")
    story.paragraph(f"{year}本年支出合计{story.figure(facts.spent, total('expenditure', 'expenditure_total'))}，其中：{common.expenditure_parts(story)}。")  # fmt: skip
    story.heading(2, "四、财政拨款收入支出决算总体情况说明")
    story.paragraph(f"{year}财政拨款收、支总计均为{story.figure(facts.fiscal_grand, appropriation('revenue'), appropriation('expenditure'))}。与{story.year - 1}年度相比，财政拨款收、支总计各{story.change(facts.fiscal_grand)}。主要变动原因是{story.reason()}。")  # fmt: skip
    story.heading(2, "五、一般公共预算财政拨款支出决算情况说明")
    story.heading(3, "（一）一般公共预算财政拨款支出决算总体情况")
    story.paragraph(f"{year}一般公共预算财政拨款支出{story.figure(facts.general, total(GENERAL, 'expenditure_total'))}，占本年支出合计的{story.share(facts.general, facts.spent)}。与{story.year - 1}年度相比，一般公共预算财政拨款支出{story.change(facts.general)}。")  # fmt: skip
    story.heading(3, "（二）一般公共预算财政拨款支出决算结构情况")
    classes = "；".join(f"{name}{story.figure(spent, of_item(code))}，占{story.share(spent, facts.general)}" for code, name, spent in story.classes())  # fmt: skip
    story.paragraph(
        f"{year}一般公共预算财政拨款支出{story.figure(facts.general, total(GENERAL, 'expenditure_total'))}，主要用于以下方面:{classes}。"
    )
    story.heading(3, "（三）一般公共预算财政拨款支出决算具体情况")
    story.paragraph(
        f"{year}一般公共预算支出决算数为{story.figure(facts.general, total(GENERAL, 'expenditure_total'))}，完成预算100%。其中："
    )
    final_only_items(story)
    story.heading(2, "六、一般公共预算财政拨款基本支出决算情况说明")
    story.paragraph(f"{year}一般公共预算财政拨款基本支出{facts.basic()}，其中：")
    story.paragraph(f"人员经费{facts.personnel()}，主要包括：{story.economic_list(True)}等。")
    story.paragraph(f"公用经费{facts.public()}，主要包括：{story.economic_list(False)}等。")
    story.heading(2, "七、财政拨款“三公”经费支出决算情况说明")
    story.heading(3, "（一）“三公”经费财政拨款支出决算总体情况说明")
    story.paragraph(f"{year}“三公”经费财政拨款支出决算为{common.public(story, 'final_total')}，完成预算{common.completion(story, 'total')}，较上年度{story.change(story.published.three_public()['final_total'])}。")  # fmt: skip
    story.heading(3, "（二）“三公”经费财政拨款支出决算具体情况说明")
    parts = "；".join(f"{label}支出决算{common.public(story, f'final_{item}')}，占{story.share(story.published.three_public()[f'final_{item}'], story.published.three_public()['final_total'])}" for label, item in PUBLIC_ITEMS)  # fmt: skip
    story.paragraph(f"{year}“三公”经费财政拨款支出决算中，{parts}。具体情况如下：")
    story.paragraph(f"1.因公出国（境）经费支出{common.public(story, 'final_overseas_travel')}，完成预算{common.completion(story, 'overseas_travel')}。全年安排因公出国（境）团组0次，出国（境）0人。")  # fmt: skip
    story.paragraph(
        f"2.公务用车购置及运行维护费支出{common.public(story, 'final_vehicles_subtotal')},完成预算{common.completion(story, 'vehicles_subtotal')}。"
    )
    story.paragraph(f"其中：公务用车购置支出{common.public(story, 'final_vehicle_purchase')}。全年按规定更新购置公务用车0辆。截至{story.year}年12月底，单位共有公务用车7辆。")  # fmt: skip
    story.paragraph(
        f"公务用车运行维护费支出{common.public(story, 'final_vehicle_operation')}。主要用于日常公务用车所需的燃料费、维修费、过路过桥费、保险费等支出。"
    )
    reception = story.published.three_public()["final_official_reception"]
    story.paragraph(
        f"3.公务接待费支出{common.public(story, 'final_official_reception')}，完成预算{common.completion(story, 'official_reception')}。其中："
    )
    story.paragraph(f"国内公务接待支出{story.money(reception)}，主要用于执行公务、开展业务活动开支的交通费、住宿费、用餐费等。国内公务接待43批次，312人次（不包括陪同人员），共计支出{story.money(reception)}。")  # fmt: skip
    story.heading(2, "八、政府性基金预算支出决算情况说明")
    story.paragraph(common.fund_sentence(story, year))
    story.heading(2, "九、国有资本经营预算支出决算情况说明")
    story.paragraph(common.capital_sentence(story, year))
    story.heading(2, "十、其他重要事项的情况说明")
    story.heading(3, "（一）机关运行经费支出情况")
    story.paragraph(common.agency_sentence(story, f"{year}，{story.name}"))
    story.heading(3, "（二）政府采购支出情况")
    story.paragraph(common.procurement_sentence(story, f"{year}，{story.name}"))
    tail(story, ("（三）国有资产占有使用情况", "（四）预算绩效管理情况"))


def tell_shanghai(story: Story) -> None:
    """The department named in every sentence; 收入支出总计."""
    year, facts = f"{story.name}{story.year}年度", Facts(story)
    story.heading(2, "一、收入支出决算总体情况说明")
    story.paragraph(f"{year}收入支出总计{story.figure(facts.grand, summary('revenue'), summary('expenditure'))}。与{story.year - 1}年度相比，收入支出总计{story.change(facts.grand)}。主要原因：{story.reason()}。")  # fmt: skip
    story.heading(2, "二、收入决算情况说明")
    story.paragraph(f"本年收入合计{story.figure(facts.income, total('revenue', 'revenue_total'))}，其中：{common.revenue_parts(story, by_budget=False, zeros=False)}；")  # fmt: skip
    story.heading(2, "三、支出决算情况说明")
    story.paragraph(f"本年支出合计{story.figure(facts.spent, total('expenditure', 'expenditure_total'))}，其中：{common.expenditure_parts(story, zeros=False)}；")  # fmt: skip
    story.heading(2, "四、财政拨款收入支出决算总体情况说明")
    story.paragraph(f"{year}财政拨款收入支出总计{story.figure(facts.fiscal_grand, appropriation('revenue'), appropriation('expenditure'))}。与{story.year - 1}年度相比，财政拨款收入支出总计{story.change(facts.fiscal_grand)}。")  # fmt: skip
    story.heading(2, "五、一般公共预算财政拨款支出决算情况说明")
    story.heading(3, "（一）一般公共预算财政拨款支出决算总体情况")
    story.paragraph(f"一般公共预算财政拨款支出{story.figure(facts.general, total(GENERAL, 'expenditure_total'))}，占本年支出合计的{story.share(facts.general, facts.spent)}。与{story.year - 1}年度相比，一般公共预算财政拨款支出{story.change(facts.general)}。")  # fmt: skip
    story.heading(3, "（二）一般公共预算财政拨款支出决算结构情况")
    classes = "；".join(f"{name}（类）{story.figure(spent, of_item(code))}，占{story.share(spent, facts.general)}" for code, name, spent in story.classes())  # fmt: skip
    story.paragraph(
        f"一般公共预算财政拨款支出{story.figure(facts.general, total(GENERAL, 'expenditure_total'))}，主要用于以下方面：{classes}；"
    )
    story.heading(3, "（三）一般公共预算财政拨款支出决算具体情况")
    story.paragraph(f"一般公共预算财政拨款支出年初预算为{facts.initial()}，支出决算为{story.figure(facts.general, total(GENERAL, 'expenditure_total'))}，完成年初预算的{story.share(facts.general, facts.planned)}。其中：")  # fmt: skip
    one_line_items(story, enumerator="{}、")
    story.heading(2, "六、一般公共预算财政拨款基本支出决算情况说明")
    story.paragraph(f"一般公共预算财政拨款基本支出{facts.basic()}。其中：人员经费{facts.personnel()}，主要包括：{story.economic_list(True)}；公用经费{facts.public()}，主要包括：{story.economic_list(False)}。")  # fmt: skip
    story.heading(2, "七、财政拨款“三公”经费支出决算情况说明")
    story.heading(3, "（一）“三公”经费财政拨款支出决算总体情况说明。")
    parts = "；".join(f"{label}支出决算为{common.public(story, f'final_{item}')}，完成预算的{common.completion(story, item)}" for label, item in PUBLIC_ITEMS)  # fmt: skip
    story.paragraph(f"“三公”经费财政拨款支出年初预算为{common.public(story, 'budget_total')}，支出决算为{common.public(story, 'final_total')}，完成预算的{common.completion(story, 'total')}，其中：{parts}。")  # fmt: skip
    story.heading(2, "八、政府性基金预算财政拨款收入支出决算情况说明")
    story.paragraph(common.fund_sentence(story, year))
    story.heading(2, "九、国有资本经营预算财政拨款收入支出决算情况说明")
    story.paragraph(common.capital_sentence(story, year))
    story.heading(2, "十、其他重要事项的情况说明")
    story.heading(3, "（一）机关运行经费支出情况")
    story.paragraph(common.agency_sentence(story, ""))
    story.heading(3, "（二）政府采购支出情况")
    amounts = story.published.accounts.procurement

    def bought(line: str) -> str:
        return story.figure(amounts[line], Key("government_procurement", None, line, "amount"))

    story.paragraph(f"{year}政府采购金额（以合同签订为准）为{bought('procurement_total')}，其中：货物采购金额{bought('procurement_goods')}、工程采购金额{bought('procurement_works')}、服务采购金额{bought('procurement_services')}。")  # fmt: skip
    tail(story, ("（三）国有资产占有使用情况说明", "十一、预算绩效管理情况"))


def tell_guangdong(story: Story) -> None:
    """年度收入总体情况 with one enumerated line a source; no items."""
    who, facts = f"{story.name}{story.year}年度", Facts(story)
    story.heading(2, f"一、{story.year}年度收入支出决算总体情况说明")
    story.heading(3, "（一）年度收入总体情况")
    story.paragraph(f"{who}总收入{story.figure(facts.grand, summary('revenue'))}，其中本年收入{story.figure(facts.income, total('revenue', 'revenue_total'))}。具体情况如下：")  # fmt: skip
    amounts = story.published.summary()["revenue"]
    lines = [line for line in common.APPROPRIATION_LINES if story.year >= 2020 or "capital" not in line]
    keys = {line: Key(SUMMARY, "revenue", line, "amount") for line in lines} | {
        s: total("revenue", s) for s in OTHER_REVENUE
    }
    for number, (line, key) in enumerate(keys.items(), start=1):
        story.paragraph(f"{number}．{SUMMARY_LABELS[line]}{story.figure(amounts[line], key)}，比上年决算数{story.change(amounts[line])}，主要变动原因是{story.reason()}。")  # fmt: skip
    story.heading(3, "（二）年度支出总体情况")
    story.paragraph(f"{who}总支出{story.figure(facts.grand, summary('expenditure'))}，其中本年支出{story.figure(facts.spent, total('expenditure', 'expenditure_total'))}。具体情况如下：")  # fmt: skip
    natures = story.published.expenditure["total"]
    for number, (measure, label) in enumerate(common.NATURES.items(), start=1):
        story.paragraph(
            f"{number}.{label}{story.figure(natures[measure], total('expenditure', measure))}，比上年决算数{story.change(natures[measure])}。"
        )
    story.heading(2, f"二、{story.year}年度财政拨款收入支出总表说明")
    story.heading(3, f"（一）{story.year}年度财政拨款收入说明")
    received = story.published.revenue["total"]["fiscal_appropriation"]
    parts = "；".join(f"{SUMMARY_LABELS[line]}{story.figure(amounts[line], keys[line])}，比上年决算数{story.change(amounts[line])}" for line in lines)  # fmt: skip
    story.paragraph(
        f"{who}财政拨款收入合计{story.figure(received, total('revenue', 'fiscal_appropriation'))}。其中：{parts}。"
    )
    story.heading(2, f"三、{story.year}年度财政拨款“三公”经费支出决算情况说明")
    story.heading(3, "（一）“三公”经费财政拨款支出决算总体情况说明")
    public = "；".join(f"{label}支出决算为{common.public(story, f'final_{item}')}，完成预算{common.public(story, f'budget_{item}')}的{common.completion(story, item)}" for label, item in PUBLIC_ITEMS)  # fmt: skip
    story.paragraph(f"{who}“三公”经费财政拨款支出决算为{common.public(story, 'final_total')}，完成预算{common.public(story, 'budget_total')}的{common.completion(story, 'total')}。其中：{public}。")  # fmt: skip
    story.heading(2, "四、其他重要事项的情况说明")
    story.heading(3, "（一）机关运行经费支出情况")
    story.paragraph(common.agency_sentence(story, f"{story.year}年本部门"))
    story.heading(3, "（二）政府采购支出情况说明")
    story.paragraph(common.procurement_sentence(story, f"{story.year}年本部门"))
    tail(story, ("（三）国有资产占用情况", "（四）预算绩效管理工作开展情况"))
