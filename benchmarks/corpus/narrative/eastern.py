"""Wordings of Zhejiang, Jiangsu and Shaanxi: sources in brackets, classes as headings of level two, items by code."""

from __future__ import annotations

from benchmarks.corpus.narrative import common
from benchmarks.corpus.narrative.coastal import PUBLIC_ITEMS
from benchmarks.corpus.narrative.facts import Facts, tail
from benchmarks.corpus.narrative.items import one_line_items
from benchmarks.corpus.narrative.story import GENERAL, SUMMARY, Story, appropriation, of_item, summary, total
from benchmarks.corpus.printing import Key
from benchmarks.corpus.published import APPROPRIATIONS


def tell_zhejiang(story: Story) -> None:
    """收入总计、支出总计各…; the appropriation with its kinds in brackets; 全年预算 of the three public expenses."""
    year, facts = f"{story.year}年度", Facts(story)
    story.heading(2, "一、收入支出决算总体情况说明")
    story.paragraph(f"{year}收入总计{story.figure(facts.grand, summary('revenue'))}，支出总计{story.figure(facts.grand, summary('expenditure'))}。与{story.year - 1}年度相比，收、支总计各{story.change(facts.grand)}。主要原因是{story.reason()}。")  # fmt: skip
    story.heading(2, "二、收入决算情况说明")
    story.paragraph(
        f"本年收入合计{story.figure(facts.income, total('revenue', 'revenue_total'))}，包括{_revenue(story)}。"
    )
    story.heading(2, "三、支出决算情况说明")
    story.paragraph(
        f"本年支出合计{story.figure(facts.spent, total('expenditure', 'expenditure_total'))}，其中{common.expenditure_parts(story)}。"
    )
    story.heading(2, "四、财政拨款收入支出决算总体情况说明")
    story.paragraph(f"{year}财政拨款收入总计{story.figure(facts.fiscal_grand, appropriation('revenue'))}、支出总计{story.figure(facts.fiscal_grand, appropriation('expenditure'))}，与{story.year - 1}年度相比，各{story.change(facts.fiscal_grand)}。")  # fmt: skip
    story.heading(2, "五、一般公共预算财政拨款支出决算情况说明")
    story.heading(3, "（一）一般公共预算财政拨款支出决算总体情况。")
    story.paragraph(f"{year}一般公共预算财政拨款支出{story.figure(facts.general, total(GENERAL, 'expenditure_total'))}，占本年支出合计的{story.share(facts.general, facts.spent)}。与{story.year - 1}年度相比，一般公共预算财政拨款支出{story.change(facts.general)}，主要原因是{story.reason()}。")  # fmt: skip
    story.heading(3, "（二）一般公共预算财政拨款支出决算结构情况。")
    classes = "；".join(f"{name.removesuffix('支出')}（类）支出{story.figure(spent, of_item(code))}，占{story.share(spent, facts.general)}" for code, name, spent in story.classes())  # fmt: skip
    story.paragraph(
        f"{year}一般公共预算财政拨款支出{story.figure(facts.general, total(GENERAL, 'expenditure_total'))}，主要用于以下方面：{classes}。"
    )
    story.heading(3, "（三）一般公共预算财政拨款支出决算具体情况。")
    story.paragraph(f"{year}一般公共预算财政拨款支出年初预算为{facts.initial()}，支出决算为{story.figure(facts.general, total(GENERAL, 'expenditure_total'))}，完成年初预算的{story.share(facts.general, facts.planned)}，主要原因是{story.reason()}。其中：")  # fmt: skip
    one_line_items(story, enumerator="（{}）", colon="")
    story.heading(2, "六、一般公共预算财政拨款基本支出决算情况说明")
    story.paragraph(f"{year}一般公共预算财政拨款基本支出{facts.basic()}，其中：")
    story.paragraph(f"人员经费{facts.personnel()}，主要包括：{story.economic_list(True)}；")
    story.paragraph(f"公用经费{facts.public()}，主要包括：{story.economic_list(False)}。")
    story.heading(2, "七、政府性基金预算财政拨款支出决算情况说明")
    story.paragraph(common.fund_sentence(story, year))
    story.heading(2, "八、国有资本经营预算财政拨款支出决算情况说明")
    story.paragraph(common.capital_sentence(story, year))
    story.heading(2, "九、财政拨款“三公”经费支出决算情况说明")
    story.heading(3, "（一）“三公”经费财政拨款支出决算总体情况说明。")
    story.paragraph(f"{year}“三公”经费财政拨款支出全年预算为{common.public(story, 'budget_total')}，支出决算为{common.public(story, 'final_total')}，完成全年预算的{common.completion(story, 'total')}，{year}“三公”经费支出决算数小于预算数的主要原因是{story.reason()}。")  # fmt: skip
    story.heading(3, "（二）“三公”经费财政拨款支出决算具体情况说明。")
    for number, (label, item) in enumerate(PUBLIC_ITEMS, start=1):
        story.paragraph(f"{number}.{label}全年预算为{common.public(story, f'budget_{item}')}，支出决算为{common.public(story, f'final_{item}')}，完成全年预算的{common.completion(story, item)}。")  # fmt: skip
    story.heading(2, "十、机关运行经费支出说明")
    story.paragraph(common.agency_sentence(story, f"{year}本部门"))
    story.heading(2, "十一、政府采购支出说明")
    story.paragraph(common.procurement_sentence(story, f"{year}本部门"))
    tail(story, ("十二、国有资产占有使用情况说明", "十三、预算绩效情况说明"))


def tell_jiangsu(story: Story) -> None:
    """收入、支出决算总计 with a list of parts; classes as headings （一） and items below them."""
    year, facts = f"{story.year}年度", Facts(story)
    amounts = story.published.summary()
    story.heading(2, "一、收入支出决算总体情况说明")
    story.paragraph(f"{year}收入、支出决算总计{story.figure(facts.grand, summary('revenue'), summary('expenditure'))}。与上年相比，收、支总计各{story.change(facts.grand)}。其中：")  # fmt: skip
    story.paragraph(f"（一）收入决算总计{story.figure(facts.grand, summary('revenue'))}。包括：")
    story.paragraph(f"1．本年收入决算合计{story.figure(facts.income, total('revenue', 'revenue_total'))}。与上年相比，{story.change(facts.income)}，变动原因：{story.reason()}。")  # fmt: skip
    opening = story.figure(
        amounts["revenue"]["opening_balance"], Key(SUMMARY, "revenue", "opening_balance", "amount"), optional=True
    )
    story.paragraph(f"2．年初结转和结余{opening}。与上年相比，{story.change(amounts['revenue']['opening_balance'])}。")
    story.paragraph(f"（二）支出决算总计{story.figure(facts.grand, summary('expenditure'))}。包括：")
    story.paragraph(
        f"1．本年支出决算合计{story.figure(facts.spent, total('expenditure', 'expenditure_total'))}。与上年相比，{story.change(facts.spent)}。"
    )
    story.heading(2, "二、收入决算情况说明")
    story.paragraph(f"{year}本年收入决算合计{story.figure(facts.income, total('revenue', 'revenue_total'))}，其中：{common.revenue_parts(story, by_budget=False)}。")  # fmt: skip
    story.heading(2, "三、支出决算情况说明")
    story.paragraph(
        f"{year}本年支出决算合计{story.figure(facts.spent, total('expenditure', 'expenditure_total'))}，其中：{common.expenditure_parts(story)}。"
    )
    story.heading(2, "四、财政拨款收入支出决算总体情况说明")
    story.paragraph(f"{year}财政拨款收入、支出决算总计{story.figure(facts.fiscal_grand, appropriation('revenue'), appropriation('expenditure'))}。与上年相比，财政拨款收、支总计各{story.change(facts.fiscal_grand)}。")  # fmt: skip
    story.heading(2, "五、财政拨款支出决算情况说明")
    story.paragraph("财政拨款支出决算反映的是一般公共预算财政拨款支出的总体情况，既包括使用本年从本级财政取得的财政拨款发生的支出，也包括使用上年度财政拨款结转资金发生的支出。")  # fmt: skip
    _items_below_headings(story)
    story.heading(2, "六、财政拨款基本支出决算情况说明")
    story.paragraph(f"{year}财政拨款基本支出决算{facts.basic()}，其中：")
    story.paragraph(f"（一）人员经费{facts.personnel()}。主要包括：{story.economic_list(True)}。")
    story.paragraph(f"（二）公用经费{facts.public()}。主要包括：{story.economic_list(False)}。")
    story.heading(2, "七、一般公共预算支出决算情况说明")
    story.paragraph(
        f"{year}一般公共预算财政拨款支出决算{story.figure(facts.general, total(GENERAL, 'expenditure_total'))}。与上年相比，{story.change(facts.general)}。"
    )
    story.heading(2, "八、财政拨款“三公”经费支出决算情况说明")
    story.paragraph(f"{year}财政拨款“三公”经费支出决算{common.public(story, 'final_total')}（其中：一般公共预算支出{story.number(story.published.three_public()['final_total'])}万元；政府性基金预算支出0万元；国有资本经营预算支出0万元）。与上年相比，{story.change(story.published.three_public()['final_total'])}。其中，因公出国（境）费支出{common.public(story, 'final_overseas_travel')}；公务用车购置及运行维护费支出{common.public(story, 'final_vehicles_subtotal')}；公务接待费支出{common.public(story, 'final_official_reception')}。")  # fmt: skip
    story.heading(2, "九、政府采购支出决算情况说明")
    story.paragraph(common.procurement_sentence(story, year))
    tail(story, ("十、国有资产占用情况", "十一、预算绩效评价工作开展情况"))


def tell_shaanxi(story: Story) -> None:
    """Items by name with their code in brackets; sources one a line."""
    year, facts = f"{story.year}年度", Facts(story)
    story.heading(2, "一、收入支出决算总体情况说明")
    story.paragraph(f"{year}收入、支出总计均为{story.figure(facts.grand, summary('revenue'), summary('expenditure'))}，与上年相比收、支总计各{story.change(facts.grand)}，主要是{story.reason()}。")  # fmt: skip
    story.heading(2, "二、收入决算情况说明")
    story.paragraph(
        f"{year}收入合计{story.figure(facts.income, total('revenue', 'revenue_total'))}，其中：{common.revenue_parts(story, by_budget=False, zeros=False)}。"
    )
    story.heading(2, "三、支出决算情况说明")
    story.paragraph(
        f"{year}支出合计{story.figure(facts.spent, total('expenditure', 'expenditure_total'))}，其中：{common.expenditure_parts(story, zeros=False)}。"
    )
    story.heading(2, "四、财政拨款收入支出决算总体情况说明")
    story.paragraph(f"{year}财政拨款收入、支出总计均为{story.figure(facts.fiscal_grand, appropriation('revenue'), appropriation('expenditure'))}，与上年相比，财政拨款收、支总计各{story.change(facts.fiscal_grand)}。")  # fmt: skip
    story.heading(2, "五、一般公共预算财政拨款支出决算情况说明")
    story.paragraph(f"{year}一般公共预算财政拨款支出年初预算{facts.initial()}，支出决算{story.figure(facts.general, total(GENERAL, 'expenditure_total'))}，完成年初预算的{story.share(facts.general, facts.planned)}。按照政府功能分类科目，其中：")  # fmt: skip
    for number, (code, _, _, item, spent, budget) in enumerate(story.items(), start=1):
        planned, final = story.figure(budget, of_item(code, "initial_budget")), story.figure(spent, of_item(code))
        rate = f"，完成年初预算的{story.share(spent, budget)}" if budget else ""
        story.paragraph(
            f"{number}.{item}（{code}）。年初预算{planned}，支出决算{final}{rate}，决算数与预算数存在差异的主要原因是{story.reason()}。"
        )
    story.heading(2, "六、一般公共预算财政拨款基本支出决算情况说明")
    story.paragraph(f"{year}一般公共预算财政拨款基本支出{facts.basic()}，包括人员经费和公用经费。其中：")
    story.paragraph(f"（一）人员经费{facts.personnel()}，主要包括：{story.economic_list(True)}。")
    story.paragraph(f"（二）公用经费{facts.public()}，主要包括：{story.economic_list(False)}。")
    story.heading(2, "七、一般公共预算财政拨款“三公”经费及会议费、培训费支出决算情况说明")
    story.heading(3, "（一）“三公”经费支出决算情况说明")
    story.paragraph(f"{year}一般公共预算财政拨款安排的“三公”经费支出预算{common.public(story, 'budget_total')}，支出决算{common.public(story, 'final_total')}，完成预算的{common.completion(story, 'total')}。")  # fmt: skip
    for number, (label, item) in enumerate(PUBLIC_ITEMS, start=1):
        story.paragraph(f"{number}.{label}支出情况说明：支出预算{common.public(story, f'budget_{item}')}，支出决算{common.public(story, f'final_{item}')}，完成预算的{common.completion(story, item)}。")  # fmt: skip
    story.heading(2, "八、政府性基金预算财政拨款支出决算情况说明")
    story.paragraph(common.fund_sentence(story, year))
    story.heading(2, "九、机关运行经费支出情况说明")
    story.paragraph(common.agency_sentence(story, year))
    story.heading(2, "十、政府采购支出情况说明")
    story.paragraph(common.procurement_sentence(story, f"{year}本部门"))
    tail(story, ("十一、国有资产占用情况说明", "十二、预算绩效情况说明"))


def _revenue(story: Story) -> str:
    """财政拨款收入…（其中一般公共预算…，政府性基金预算…），占收入合计…."""
    totals, amounts = story.published.revenue["total"], story.published.summary()["revenue"]
    names = {"general_budget": "一般公共预算", "government_fund": "政府性基金预算", "state_capital": "国有资本经营预算"}
    kinds = "，".join(f"{name}{story.figure(amounts[APPROPRIATIONS[money]], Key(SUMMARY, 'revenue', APPROPRIATIONS[money], 'amount'), optional=True)}" for money, name in names.items())  # fmt: skip
    whole = totals["revenue_total"]
    fiscal = totals["fiscal_appropriation"]
    parts = [
        f"财政拨款收入{story.figure(fiscal, total('revenue', 'fiscal_appropriation'))}（其中{kinds}），占收入合计{story.share(fiscal, whole)}"
    ]
    for source, label in (("superior_subsidy", "上级补助收入"), ("business_revenue", "事业收入"), ("operating_revenue", "经营收入"), ("subordinate_remittance", "附属单位上缴收入"), ("other_revenue", "其他收入")):  # fmt: skip
        parts.append(
            f"{label}{story.figure(totals[source], total('revenue', source))}，占收入合计{story.share(totals[source], whole)}"
        )
    return "；".join(parts)


def _items_below_headings(story: Story) -> None:
    number, count, last = 0, 0, ""
    numerals = "一二三四五六七八九十"
    for code, class_name, group, item, spent, budget in story.items():
        if code[:3] != last:
            number, count, last = number + 1, 0, code[:3]
            story.paragraph(f"（{numerals[number - 1]}）{class_name}（类）")
        count += 1
        planned, final = story.figure(budget, of_item(code, "initial_budget")), story.figure(spent, of_item(code))
        rate = f"，完成年初预算的{story.share(spent, budget)}" if budget else ""
        story.paragraph(
            f"{count}．{group}（款）{item}（项）。年初预算{planned}，支出决算{final}{rate}。决算数与年初预算数的差异原因：{story.reason()}。"
        )
