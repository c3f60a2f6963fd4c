"""Wordings of Hunan, Hubei and Qinghai."""

from __future__ import annotations

from benchmarks.corpus.narrative import common
from benchmarks.corpus.narrative.facts import Facts, tail
from benchmarks.corpus.narrative.items import items_below_classes, one_line_items, two_line_items
from benchmarks.corpus.narrative.story import GENERAL, Story, appropriation, basic, of_item, summary, total


def tell_hunan(story: Story) -> None:
    """收、支总计; items on two lines."""
    year, facts = f"{story.year}年度", Facts(story)
    story.heading(2, "一、收入支出决算总体情况说明")
    story.paragraph(f"{year}收、支总计{story.figure(facts.grand, summary('revenue'), summary('expenditure'))}。与上年相比，{story.change(facts.grand)}，主要是因为{story.reason()}。")  # fmt: skip
    story.heading(2, "二、收入决算情况说明")
    story.paragraph(f"{year}收入合计{story.figure(facts.income, total('revenue', 'revenue_total'))}，其中：{common.revenue_parts(story, by_budget=False)}。")  # fmt: skip
    story.heading(2, "三、支出决算情况说明")
    story.paragraph(f"{year}支出合计{story.figure(facts.spent, total('expenditure', 'expenditure_total'))}，其中：{common.expenditure_parts(story)}。")  # fmt: skip
    story.heading(2, "四、财政拨款收入支出决算总体情况说明")
    story.paragraph(f"{year}财政拨款收、支总计{story.figure(facts.fiscal_grand, appropriation('revenue'), appropriation('expenditure'))}，与上年相比，{story.change(facts.fiscal_grand)}，主要是因为{story.reason()}。")  # fmt: skip
    story.heading(2, "五、一般公共预算财政拨款支出决算情况说明")
    story.heading(3, "（一）一般公共预算财政拨款支出决算总体情况")
    story.paragraph(f"{year}财政拨款支出{story.figure(facts.general, total(GENERAL, 'expenditure_total'))}，占本年支出合计的{story.share(facts.general, facts.spent)}，与上年相比，财政拨款支出{story.change(facts.general)}，主要是因为{story.reason()}。")  # fmt: skip
    story.heading(3, "（二）一般公共预算财政拨款支出决算结构情况")
    classes = "；".join(f"{name}（类）支出{story.figure(spent, of_item(code))}，占{story.share(spent, facts.general)}" for code, name, spent in story.classes())  # fmt: skip
    story.paragraph(
        f"{year}财政拨款支出{story.figure(facts.general, total(GENERAL, 'expenditure_total'))}，主要用于以下方面：{classes}。"
    )
    story.heading(3, "（三）一般公共预算财政拨款支出决算具体情况")
    story.paragraph(f"{year}财政拨款支出年初预算数为{facts.initial()}，支出决算数为{story.figure(facts.general, total(GENERAL, 'expenditure_total'))}，完成年初预算的{story.share(facts.general, facts.planned)}，其中：")  # fmt: skip
    two_line_items(story)
    story.heading(2, "六、一般公共预算财政拨款基本支出决算情况说明")
    story.paragraph(f"{year}财政拨款基本支出{facts.basic()}，其中：")
    story.paragraph(
        f"人员经费{facts.personnel()}，占基本支出的{facts.personnel_share()}，主要包括{story.economic_list(True)}；"
    )
    story.paragraph(
        f"公用经费{facts.public()}，占基本支出的{facts.public_share()}，主要包括{story.economic_list(False)}。"
    )
    story.heading(2, "七、财政拨款“三公”经费支出决算情况说明")
    story.heading(3, "（一）“三公”经费财政拨款支出决算总体情况说明")
    story.paragraph(f"“三公”经费财政拨款支出预算为{common.public(story, 'budget_total')}，支出决算为{common.public(story, 'final_total')}，完成预算的{common.completion(story, 'total')}，其中：")  # fmt: skip
    for label, item in (("因公出国（境）费", "overseas_travel"), ("公务接待费", "official_reception"), ("公务用车购置费", "vehicle_purchase"), ("公务用车运行维护费", "vehicle_operation")):  # fmt: skip
        story.paragraph(f"{label}支出预算为{common.public(story, f'budget_{item}')}，支出决算为{common.public(story, f'final_{item}')}，完成预算的{common.completion(story, item)}，主要原因是{story.reason()}。")  # fmt: skip
    story.heading(2, "八、政府性基金预算收入支出决算情况")
    story.paragraph(common.fund_sentence(story, year))
    story.heading(2, "九、关于机关运行经费支出说明")
    story.paragraph(common.agency_sentence(story, f"本部门{year}"))
    story.heading(2, "十、关于政府采购支出说明")
    story.paragraph(common.procurement_sentence(story, f"本部门{year}"))
    tail(story, ("十一、关于国有资产占用情况说明", "十二、关于预算绩效情况的说明"))


def tell_hubei(story: Story) -> None:
    """收、支总计均为; 卫生健康支出类支出; every change against the year before."""
    year, before, facts = f"{story.year}年度", f"{story.year - 1}年度", Facts(story)
    story.heading(2, "一、收入支出决算总体情况说明")
    story.paragraph(f"{year}收、支总计均为{story.figure(facts.grand, summary('revenue'), summary('expenditure'))}。与{before}相比，收、支总计{story.change(facts.grand)}，主要原因是{story.reason()}。")  # fmt: skip
    story.heading(2, "二、收入决算情况说明")
    story.paragraph(f"{year}收入合计{story.figure(facts.income, total('revenue', 'revenue_total'))}，与{before}相比，收入合计{story.change(facts.income)}，主要原因是{story.reason()}。其中：{common.revenue_parts(story, by_budget=False, zeros=False)}。")  # fmt: skip
    story.heading(2, "三、支出决算情况说明")
    story.paragraph(f"{year}支出合计{story.figure(facts.spent, total('expenditure', 'expenditure_total'))}，与{before}相比，支出合计{story.change(facts.spent)}。其中：{common.expenditure_parts(story, zeros=False)}。")  # fmt: skip
    story.heading(2, "四、财政拨款收入支出决算总体情况说明")
    story.paragraph(f"{year}财政拨款收、支总计均为{story.figure(facts.fiscal_grand, appropriation('revenue'), appropriation('expenditure'))}。与{before}相比，财政拨款收、支总计各{story.change(facts.fiscal_grand)}，主要原因是{story.reason()}。")  # fmt: skip
    story.heading(2, "五、一般公共预算财政拨款支出决算情况说明")
    story.heading(3, "（一）一般公共预算财政拨款支出决算总体情况。")
    story.paragraph(f"{year}一般公共预算财政拨款支出{story.figure(facts.general, total(GENERAL, 'expenditure_total'))}，占本年支出合计的{story.share(facts.general, facts.spent)}。与{before}相比，一般公共预算财政拨款支出{story.change(facts.general)}。")  # fmt: skip
    story.heading(3, "（二）一般公共预算财政拨款支出决算结构情况。")
    story.paragraph(
        f"{year}一般公共预算财政拨款支出{story.figure(facts.general, total(GENERAL, 'expenditure_total'))}，主要用于以下方面："
    )
    for number, (code, name, spent) in enumerate(story.classes(), start=1):
        story.paragraph(
            f"{number}.{name}类支出{story.figure(spent, of_item(code))}，占{story.share(spent, facts.general)}。主要是用于{story.reason()}等支出。"
        )
    story.heading(3, "（三）一般公共预算财政拨款支出决算具体情况。")
    story.paragraph(f"{year}一般公共预算财政拨款支出年初预算为{facts.initial()}，支出决算为{story.figure(facts.general, total(GENERAL, 'expenditure_total'))}，完成年初预算的{story.share(facts.general, facts.planned)}。其中：")  # fmt: skip
    one_line_items(story, enumerator="{}.")
    story.heading(2, "六、一般公共预算财政拨款基本支出决算情况说明")
    story.paragraph(f"{year}一般公共预算财政拨款基本支出{facts.basic()}，其中：")
    amounts = story.published.accounts.economic
    lists = {
        personnel: "、".join(
            f"{story.published.economic[code]}{story.figure(amounts[code], basic(code), optional=True)}"
            for code in sorted(amounts)
            if code.startswith(("301", "303")) == personnel
        )
        for personnel in (True, False)
    }
    story.paragraph(f"人员经费{facts.personnel()}，主要包括：{lists[True]}。")
    story.paragraph(f"公用经费{facts.public()}，主要包括：{lists[False]}。")
    story.heading(2, "七、政府性基金预算财政拨款收入支出决算情况说明")
    story.paragraph(common.fund_sentence(story, year))
    story.heading(2, "八、国有资本经营预算财政拨款支出决算情况说明")
    story.paragraph(common.capital_sentence(story, year))
    story.heading(2, "九、财政拨款“三公”经费支出决算情况说明")
    story.heading(3, "（一）“三公”经费财政拨款支出决算总体情况说明。")
    story.paragraph(f"{year}“三公”经费财政拨款支出预算为{common.public(story, 'budget_total')}，支出决算为{common.public(story, 'final_total')}，完成预算的{common.completion(story, 'total')}。")  # fmt: skip
    story.heading(3, "（二）“三公”经费财政拨款支出决算具体情况说明。")
    for number, (label, item) in enumerate((("因公出国（境）费", "overseas_travel"), ("公务用车购置及运行维护费", "vehicles_subtotal"), ("公务接待费", "official_reception")), start=1):  # fmt: skip
        story.paragraph(f"{number}.{label}预算为{common.public(story, f'budget_{item}')}，支出决算为{common.public(story, f'final_{item}')}，完成预算的{common.completion(story, item)}。")  # fmt: skip
        if item == "vehicles_subtotal":
            story.paragraph(
                f"（1）公务用车购置费支出{common.public(story, 'final_vehicle_purchase')}，本年度购置（更新）公务用车0辆。"
            )
            story.paragraph(
                f"（2）公务用车运行维护费支出{common.public(story, 'final_vehicle_operation')}，截至{story.year}年12月31日，开支财政拨款的公务用车保有量为7辆。"
            )
    story.heading(2, "十、机关运行经费支出说明")
    story.paragraph(common.agency_sentence(story, f"本部门{year}"))
    story.heading(2, "十一、政府采购支出说明")
    story.paragraph(common.procurement_sentence(story, f"本部门{year}"))
    tail(story, ("十二、国有资产占用情况说明", "十三、预算绩效情况说明"))


def tell_qinghai(story: Story) -> None:
    """收入、支出总计; items below headings of their class."""
    year, facts = f"{story.year}年度", Facts(story)
    story.heading(2, "一、收入支出决算总体情况说明")
    story.paragraph(f"{year}收入、支出总计{story.figure(facts.grand, summary('revenue'), summary('expenditure'))}，比上年收入、支出各{story.change(facts.grand)}，主要原因是{story.reason()}。")  # fmt: skip
    story.heading(2, "二、收入决算情况说明")
    story.paragraph(f"本年收入合计{story.figure(facts.income, total('revenue', 'revenue_total'))}，其中：{common.revenue_parts(story, by_budget=False, zeros=False)}。")  # fmt: skip
    story.heading(2, "三、支出决算情况说明")
    story.paragraph(f"本年支出合计{story.figure(facts.spent, total('expenditure', 'expenditure_total'))}，其中：{common.expenditure_parts(story, zeros=False)}。")  # fmt: skip
    story.heading(2, "四、财政拨款收入支出决算总体情况说明")
    story.paragraph(f"{year}财政拨款收入、支出总计{story.figure(facts.fiscal_grand, appropriation('revenue'), appropriation('expenditure'))}。比上年财政拨款收入、支出各{story.change(facts.fiscal_grand)}，主要原因是{story.reason()}。")  # fmt: skip
    story.heading(2, "五、一般公共预算财政拨款支出决算情况说明")
    story.heading(3, "（一）一般公共预算财政拨款支出总体情况。")
    story.paragraph(f"{year}一般公共预算财政拨款支出{story.figure(facts.general, total(GENERAL, 'expenditure_total'))}，占本年支出合计的{story.share(facts.general, facts.spent)}，比上年{story.change(facts.general)}。")  # fmt: skip
    story.heading(3, "（二）一般公共预算财政拨款支出结构情况。")
    classes = "；".join(f"{name}（类）{story.figure(spent, of_item(code))}，占{story.share(spent, facts.general)}" for code, name, spent in story.classes())  # fmt: skip
    story.paragraph(f"{year}一般公共预算财政拨款支出主要用于以下方面：{classes}。")
    story.heading(3, "（三）一般公共预算财政拨款支出具体情况。")
    story.paragraph(f"{year}一般公共预算财政拨款支出年初预算为{facts.initial()}，支出决算为{story.figure(facts.general, total(GENERAL, 'expenditure_total'))}，完成年初预算的{story.share(facts.general, facts.planned)}。")  # fmt: skip
    items_below_classes(story)
    story.heading(2, "六、一般公共预算财政拨款基本支出决算情况说明")
    story.paragraph(f"{year}一般公共预算财政拨款基本支出{facts.basic()}，其中：人员经费{facts.personnel()}，主要包括：{story.economic_list(True)}等；公用经费{facts.public()}，主要包括：{story.economic_list(False)}等。")  # fmt: skip
    story.heading(2, "七、政府性基金预算财政拨款收入支出决算情况说明")
    story.paragraph(common.fund_sentence(story, year))
    story.heading(2, "八、国有资本经营预算财政拨款收入支出决算情况说明")
    story.paragraph(common.capital_sentence(story, year))
    story.heading(2, "九、财政拨款“三公”经费支出决算情况说明")
    story.heading(3, "（一）“三公”经费支出总体情况说明。")
    items = (
        ("因公出国（境）费用", "overseas_travel"),
        ("公务用车购置及运行维护费", "vehicles_subtotal"),
        ("公务接待费", "official_reception"),
    )
    parts = "；".join(f"{label}预算{common.public(story, f'budget_{item}')}，支出决算为{common.public(story, f'final_{item}')}，完成预算的{common.completion(story, item)}" for label, item in items)  # fmt: skip
    story.paragraph(f"{year}“三公”经费支出预算为{common.public(story, 'budget_total')}，支出决算为{common.public(story, 'final_total')}，完成预算的{common.completion(story, 'total')}，其中：{parts}。")  # fmt: skip
    story.heading(2, "十、机关运行经费支出情况说明")
    story.paragraph(common.agency_sentence(story, f"{year}，本部门"))
    story.heading(2, "十一、政府采购支出情况说明")
    story.paragraph(common.procurement_sentence(story, f"{year}，本部门"))
    tail(story, ("十二、国有资产占用情况说明", "十三、预算绩效情况说明"))
