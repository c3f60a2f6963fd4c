"""Sentences that provinces share: sources and natures of money, the three public expenses, funds, agency, procurement."""

from __future__ import annotations

from benchmarks.corpus.accounts import OTHER_REVENUE
from benchmarks.corpus.forms.summaries import SUMMARY_LABELS
from benchmarks.corpus.narrative.story import SUMMARY, Story, total
from benchmarks.corpus.printing import Key

NATURES = {
    "basic_expenditure": "基本支出",
    "project_expenditure": "项目支出",
    "remittance_to_superior": "上缴上级支出",
    "operating_expenditure": "经营支出",
    "subsidy_to_subordinates": "对附属单位补助支出",
}
APPROPRIATION_LINES = ("general_budget_appropriation", "government_fund_appropriation", "state_capital_appropriation")


def revenue_parts(story: Story, *, by_budget: bool, zeros: bool = True) -> str:
    """`财政拨款收入…，占…；上级补助收入…` or with the appropriation by kind of budget."""
    totals = story.published.revenue["total"]
    amounts = story.published.summary()["revenue"]
    whole = totals["revenue_total"]
    parts: list[str] = []
    if by_budget:
        for line in APPROPRIATION_LINES:
            if line == "state_capital_appropriation" and story.year < 2020:
                continue
            key = Key(SUMMARY, "revenue", line, "amount")
            parts.append(_part(story, SUMMARY_LABELS[line], amounts[line], whole, key))
    else:
        parts.append(
            _part(
                story, "财政拨款收入", totals["fiscal_appropriation"], whole, total("revenue", "fiscal_appropriation")
            )
        )
    for source in OTHER_REVENUE:
        if totals[source] or zeros:
            parts.append(_part(story, SUMMARY_LABELS[source], totals[source], whole, total("revenue", source)))
    return "；".join(parts)


def expenditure_parts(story: Story, *, zeros: bool = True) -> str:
    """`基本支出…，占…；项目支出…`."""
    totals = story.published.expenditure["total"]
    parts = [
        _part(story, label, totals[measure], totals["expenditure_total"], total("expenditure", measure))
        for measure, label in NATURES.items()
        if totals[measure] or zeros or measure in ("basic_expenditure", "project_expenditure")
    ]
    return "；".join(parts)


def _part(story: Story, label: str, cents: int, whole: int, key: Key) -> str:
    return f"{label}{story.figure(cents, key)}，占{story.share(cents, whole)}"


def public(story: Story, name: str) -> str:
    """An amount of 09 under its key."""
    return story.figure(story.published.three_public()[name], total("three_public", name))


def completion(story: Story, item: str) -> str:
    """`完成预算的…` of an item of 09; `0%` where no budget was given."""
    amounts = story.published.three_public()
    return story.share(amounts[f"final_{item}"], amounts[f"budget_{item}"])


def procurement_sentence(story: Story, who: str) -> str:
    """`政府采购支出总额…，其中：…授予中小企业合同金额…`."""
    amounts = story.published.accounts.procurement

    def figure(line: str) -> str:
        return story.figure(amounts[line], Key("government_procurement", None, line, "amount"))

    return (
        f"{who}政府采购支出总额{figure('procurement_total')}，其中：政府采购货物支出{figure('procurement_goods')}、"
        f"政府采购工程支出{figure('procurement_works')}、政府采购服务支出{figure('procurement_services')}。"
        f"授予中小企业合同金额{figure('sme_contracts')}，占政府采购支出总额的{story.share(amounts['sme_contracts'], amounts['procurement_total'])}，"
        f"其中：授予小微企业合同金额{figure('small_micro_contracts')}，占授予中小企业合同金额的"
        f"{story.share(amounts['small_micro_contracts'], amounts['sme_contracts'])}。"
    )


def agency_sentence(story: Story, who: str) -> str:
    """`机关运行经费支出…` for agencies, `无机关运行经费` for others."""
    amount = story.published.agency_operation()["total"]
    if not amount:
        return f"{who}为事业单位，无机关运行经费支出。"
    return f"{who}机关运行经费支出{story.figure(amount, total('agency_operation', 'final_amount'))}，比上年{story.change(amount)}，主要原因是{story.reason()}。"


def fund_sentence(story: Story, prefix: str) -> str:
    """The six amounts of 07, or that there are none."""
    row = story.published.fund["total"]
    if not any(row.values()):
        return f"{prefix}本部门无政府性基金预算财政拨款收入支出。"

    def figure(measure: str) -> str:
        return story.figure(row[measure], total("government_fund", measure))

    return (
        f"{prefix}政府性基金预算财政拨款年初结转和结余{figure('opening_balance')}，本年收入{figure('revenue_total')}，"
        f"本年支出{figure('expenditure_total')}，年末结转和结余{figure('closing_balance')}。"
    )


def capital_sentence(story: Story, prefix: str) -> str:
    """Spending of 08, or that there is none."""
    spent = story.published.capital["total"]["expenditure_total"]
    if not spent:
        return f"{prefix}本部门无国有资本经营预算财政拨款支出。"
    return (
        f"{prefix}国有资本经营预算财政拨款本年支出{story.figure(spent, total('state_capital', 'expenditure_total'))}。"
    )


def assets_sentence(story: Story) -> str:
    """Vehicles and equipment: quantities, no figures."""
    return (
        f"截至{story.year}年12月31日，本部门共有车辆7辆，其中：应急保障用车2辆、执法执勤用车3辆、其他用车2辆；"
        "单价100万元以上设备（不含车辆）1台（套）。"
    )


def performance_sentence(story: Story) -> str:
    """Evaluated projects with an amount that is no figure of a statement."""
    project = story.published.expenditure["total"]["project_expenditure"]
    return f"根据预算绩效管理要求，本部门组织对{story.year}年度项目支出全面开展绩效自评，共涉及项目6个，资金{story.money(project * 9 // 10)}，占项目支出总额的90%。"
