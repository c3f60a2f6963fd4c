"""Wordings of Chongqing, Yunnan and Beijing: balances told in the text, classes only, classes without 支出, 款 with budgets."""

from __future__ import annotations

from benchmarks.corpus.forms.summaries import numeral
from benchmarks.corpus.narrative import common
from benchmarks.corpus.narrative.coastal import PUBLIC_ITEMS
from benchmarks.corpus.narrative.facts import Facts, tail
from benchmarks.corpus.narrative.story import GENERAL, SUMMARY, Story, appropriation, of_item, summary, total
from benchmarks.corpus.printing import Key


def tell_chongqing(story: Story) -> None:
    """收入总计…，支出总计…; 此外 with balances; classes against the initial budget."""
    year, facts = f"{story.year}年度", Facts(story)
    amounts = story.published.summary()
    story.heading(2, "一、收入支出决算总体情况说明")
    story.paragraph(f"1.总体情况。{year}收入总计{story.figure(facts.grand, summary('revenue'))}，支出总计{story.figure(facts.grand, summary('expenditure'))}。收支较上年决算数{story.change(facts.grand)}，主要原因是{story.reason()}。")  # fmt: skip
    opening = story.figure(
        amounts["revenue"]["opening_balance"], Key(SUMMARY, "revenue", "opening_balance", "amount"), optional=True
    )
    used = story.figure(amounts["revenue"]["non_appropriation_surplus_used"], Key(SUMMARY, "revenue", "non_appropriation_surplus_used", "amount"), optional=True)  # fmt: skip
    story.paragraph(f"2.收入情况。{year}收入合计{story.figure(facts.income, total('revenue', 'revenue_total'))}，较上年决算数{story.change(facts.income)}，主要原因是{story.reason()}。其中：{common.revenue_parts(story, by_budget=False, zeros=False)}。此外，使用非财政拨款结余{used}，年初结转和结余{opening}。")  # fmt: skip
    distribution = story.figure(amounts["expenditure"]["surplus_distribution"], Key(SUMMARY, "expenditure", "surplus_distribution", "amount"), optional=True)  # fmt: skip
    story.paragraph(f"3.支出情况。{year}支出合计{story.figure(facts.spent, total('expenditure', 'expenditure_total'))}，较上年决算数{story.change(facts.spent)}，主要原因是{story.reason()}。其中：{common.expenditure_parts(story, zeros=False)}。此外，结余分配{distribution}。")  # fmt: skip
    closing = story.figure(
        amounts["expenditure"]["closing_balance"],
        Key(SUMMARY, "expenditure", "closing_balance", "amount"),
        optional=True,
    )
    story.paragraph(
        f"4.结转结余情况。{year}年末结转和结余{closing}，较上年决算数{story.change(amounts['expenditure']['closing_balance'])}。"
    )
    story.heading(2, "二、财政拨款收入支出决算总体情况说明")
    story.paragraph(f"{year}财政拨款收、支总计{story.figure(facts.fiscal_grand, appropriation('revenue'), appropriation('expenditure'))}。与{story.year - 1}年相比，财政拨款收、支总计各{story.change(facts.fiscal_grand)}。")  # fmt: skip
    story.heading(2, "三、一般公共预算财政拨款支出决算情况说明")
    story.paragraph(f"1.收入情况。{year}一般公共预算财政拨款收入{story.figure(amounts['revenue']['general_budget_appropriation'], Key(SUMMARY, 'revenue', 'general_budget_appropriation', 'amount'), optional=True)}，较上年决算数{story.change(amounts['revenue']['general_budget_appropriation'])}。")  # fmt: skip
    story.paragraph(f"2.支出情况。{year}一般公共预算财政拨款支出{story.figure(facts.general, total(GENERAL, 'expenditure_total'))}，较上年决算数{story.change(facts.general)}。较年初预算数{_against(story, facts.general, facts.planned)}。")  # fmt: skip
    story.paragraph("3.比较情况。本部门一般公共预算财政拨款支出主要用于以下几个方面：")
    planned = _planned_by_class(story)
    for number, (code, name, spent) in enumerate(story.classes(), start=1):
        story.paragraph(f"（{number}）{name}{story.figure(spent, of_item(code))}，占{story.share(spent, facts.general)}，较年初预算数{_against(story, spent, planned.get(code, 0))}，主要原因是{story.reason()}。")  # fmt: skip
    story.heading(2, "四、一般公共预算财政拨款基本支出决算情况说明")
    story.paragraph(f"{year}一般公共财政拨款基本支出{facts.basic()}。其中：人员经费{facts.personnel()}，较上年决算数{story.change(facts.six['personnel_total'])}，主要原因是{story.reason()}。人员经费用途主要包括{story.economic_list(True)}。公用经费{facts.public()}，较上年决算数{story.change(facts.six['public_total'])}。公用经费用途主要包括{story.economic_list(False)}。")  # fmt: skip
    story.heading(2, "五、政府性基金预算收支决算情况说明")
    story.paragraph(common.fund_sentence(story, year))
    story.heading(2, "六、国有资本经营预算财政拨款支出决算情况说明")
    story.paragraph(common.capital_sentence(story, year))
    story.heading(2, "七、财政拨款“三公”经费情况说明")
    public = story.published.three_public()
    story.paragraph(f"{year}“三公”经费支出共计{common.public(story, 'final_total')}，较年初预算数{_against(story, public['final_total'], public['budget_total'])}，主要原因是{story.reason()}。")  # fmt: skip
    for label, item in (
        *PUBLIC_ITEMS[:1],
        ("公务用车购置费", "vehicle_purchase"),
        ("公务用车运行维护费", "vehicle_operation"),
        *PUBLIC_ITEMS[2:],
    ):
        story.paragraph(f"{year}本部门{label}{common.public(story, f'final_{item}')}，主要用于{story.reason()}。费用支出较年初预算数{_against(story, public[f'final_{item}'], public[f'budget_{item}'])}。")  # fmt: skip
    story.heading(2, "八、机关运行经费情况说明")
    story.paragraph(common.agency_sentence(story, f"{year}本部门"))
    story.heading(2, "九、政府采购支出情况说明")
    story.paragraph(common.procurement_sentence(story, f"{year}本部门"))
    tail(story, ("十、国有资产占用情况说明", "十一、预算绩效管理情况说明"))


def tell_yunnan(story: Story) -> None:
    """Classes without 支出 in their names, all of them with the zeros; 部门 in every sentence."""
    who, facts = f"{story.name}部门{story.year}年度", Facts(story)
    story.heading(2, "一、收入决算情况说明")
    story.paragraph(f"{who}收入合计{story.figure(facts.income, total('revenue', 'revenue_total'))}。其中：{common.revenue_parts(story, by_budget=False)}。与上年相比，收入合计{story.change(facts.income)}，主要原因是{story.reason()}。")  # fmt: skip
    story.heading(2, "二、支出决算情况说明")
    story.paragraph(f"{who}支出合计{story.figure(facts.spent, total('expenditure', 'expenditure_total'))}。其中：{common.expenditure_parts(story)}。与上年相比，支出合计{story.change(facts.spent)}。")  # fmt: skip
    story.heading(2, "三、一般公共预算财政拨款支出决算情况说明")
    story.heading(3, "（一）一般公共预算财政拨款支出决算总体情况")
    story.paragraph(f"{who}一般公共预算财政拨款支出{story.figure(facts.general, total(GENERAL, 'expenditure_total'))}，占本年支出合计的{story.share(facts.general, facts.spent)}。与上年相比{story.change(facts.general)}，主要原因是{story.reason()}。")  # fmt: skip
    story.heading(3, "（二）一般公共预算财政拨款支出决算具体情况")
    spent = {code: amount for code, _, amount in story.classes()}
    for number, code in enumerate(story.published.classes, start=1):
        name, amount = story.published.function.name(code).removesuffix("支出"), spent.get(code, 0)
        figure = story.figure(amount, of_item(code), optional=not amount)
        purpose = f"主要用于{story.reason()}" if amount else "本单位无此项支出"
        story.paragraph(
            f"{number}.{name}（类）支出{figure}，占一般公共预算财政拨款总支出的{story.share(amount, facts.general)}。{purpose}；"
        )
    story.heading(2, "四、一般公共预算财政拨款“三公”经费支出决算情况说明")
    story.heading(3, "（一）“三公”经费一般公共预算财政拨款支出决算总体情况")
    parts = "；".join(f"{label}支出年初预算为{common.public(story, f'budget_{item}')}，决算为{common.public(story, f'final_{item}')}，完成年初预算的{common.completion(story, item)}" for label, item in PUBLIC_ITEMS)  # fmt: skip
    story.paragraph(f"{who}“三公”经费财政拨款支出年初预算为{common.public(story, 'budget_total')}，支出决算为{common.public(story, 'final_total')}，完成年初预算的{common.completion(story, 'total')}。其中：{parts}。")  # fmt: skip
    story.heading(2, "五、其他重要事项及相关口径情况说明")
    story.heading(3, "（一）机关运行经费支出情况")
    story.paragraph(common.agency_sentence(story, who))
    story.heading(3, "（二）政府采购支出情况")
    story.paragraph(common.procurement_sentence(story, f"{story.year}年度，部门"))
    tail(story, ("（三）国有资产占用情况", "（四）部门绩效自评情况"))


def tell_beijing(story: Story) -> None:
    """Classes and 款 in quotation marks with this year's final amount against the initial budget."""
    year, facts = f"{story.year}年度", Facts(story)
    story.heading(2, "一、收入支出决算总体情况说明")
    story.paragraph(
        f"{year}收、支总计{story.figure(facts.grand, summary('revenue'), summary('expenditure'))}，比上年{story.change(facts.grand)}。"
    )
    story.heading(3, "（一）收入决算说明")
    story.paragraph(f"{year}本年收入合计{story.figure(facts.income, total('revenue', 'revenue_total'))}，比上年{story.change(facts.income)}，其中：{common.revenue_parts(story, by_budget=False, zeros=False)}。")  # fmt: skip
    story.heading(3, "（二）支出决算说明")
    story.paragraph(f"{year}本年支出合计{story.figure(facts.spent, total('expenditure', 'expenditure_total'))}，比上年{story.change(facts.spent)}，其中：{common.expenditure_parts(story, zeros=False)}。")  # fmt: skip
    story.heading(2, "二、财政拨款收入支出决算总体情况说明")
    story.paragraph(f"{year}财政拨款收、支总计{story.figure(facts.fiscal_grand, appropriation('revenue'), appropriation('expenditure'))}，比上年{story.change(facts.fiscal_grand)}。主要原因：{story.reason()}。")  # fmt: skip
    story.heading(2, "三、一般公共预算财政拨款支出决算情况说明")
    story.heading(3, "（一）一般公共预算财政拨款支出决算总体情况")
    classes = "；".join(f"“{name}”（类）{story.figure(spent, of_item(code))}，占本年财政拨款支出{story.share(spent, facts.general)}" for code, name, spent in story.classes())  # fmt: skip
    story.paragraph(
        f"{year}一般公共预算财政拨款支出{story.figure(facts.general, total(GENERAL, 'expenditure_total'))}，主要用于以下方面（按大类）：{classes}。"
    )
    story.heading(3, "（二）一般公共预算财政拨款支出决算具体情况")
    rows, planned = story.published.general, _planned_by_class(story)
    for number, (code, name, spent) in enumerate(story.classes(), start=1):
        story.paragraph(f"{number}、“{name}”（类）{year}决算{story.figure(spent, of_item(code))}，比{story.year}年年初预算{_against(story, spent, planned.get(code, 0))}。其中：")  # fmt: skip
        for group in sorted(line for line in rows if len(line) == 5 and line.startswith(code)):
            amount = rows[group]["expenditure_total"]
            figure = story.figure(amount, of_item(group), optional=True)
            story.paragraph(f"“{story.published.function.name(group)}”（款）{year}决算{figure}，比{story.year}年年初预算{_against(story, amount, planned.get(group, 0))}。主要原因：{story.reason()}。")  # fmt: skip
    story.heading(2, "四、政府性基金预算财政拨款支出决算情况")
    story.paragraph(common.fund_sentence(story, year))
    story.heading(2, "五、国有资本经营预算财政拨款收支情况")
    story.paragraph(common.capital_sentence(story, year))
    story.heading(2, "六、财政拨款基本支出决算情况说明")
    story.paragraph(f"{year}使用一般公共预算财政拨款安排基本支出{facts.basic()}，（1）工资福利支出包括{story.economic_list(True)}；（2）商品和服务支出包括{story.economic_list(False)}。")  # fmt: skip
    tail(story, (f"{numeral(7)}、国有资产占用情况", f"{numeral(8)}、预算绩效情况"))


def _against(story: Story, spent: int, planned: int) -> str:
    """How an amount stands against its initial budget, in words that agree with it."""
    difference = spent - planned
    if not difference:
        return "无增减变化"
    word, rate = ("增加", "增长") if difference > 0 else ("减少", "下降")
    text = f"{word}{story.money(abs(difference))}"
    return f"{text}，{rate}{story.share(abs(difference), planned)}" if planned else text


def _planned_by_class(story: Story) -> dict[str, int]:
    planned: dict[str, int] = {}
    for code, amount in story.published.accounts.initial_budget.items():
        for line in (code[:3], code[:5]):
            planned[line] = planned.get(line, 0) + amount
    return planned
