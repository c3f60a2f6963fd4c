"""The totals that every wording states, and the sections that close it."""

from __future__ import annotations

from benchmarks.corpus.narrative import common
from benchmarks.corpus.narrative.story import GENERAL, Story, basic, total


class Facts:
    """The totals that every wording states."""

    def __init__(self, story: Story) -> None:
        self.story = story
        published = story.published
        self.grand = published.summary()["revenue"]["revenue_grand_total"]
        self.income = published.revenue["total"]["revenue_total"]
        self.spent = published.expenditure["total"]["expenditure_total"]
        self.fiscal_grand = published.appropriation_revenue()["revenue_grand_total"]
        self.general = published.general["total"]["expenditure_total"]
        self.planned = sum(published.accounts.initial_budget.values())
        self.six = published.basic_by_economic_code()

    def initial(self) -> str:
        return self.story.figure(self.planned, total(GENERAL, "initial_budget"), optional=True)

    def basic(self) -> str:
        return self.story.figure(self.six["total"], total(GENERAL, "basic_expenditure"))

    def personnel(self) -> str:
        return self.story.figure(self.six["personnel_total"], basic("personnel_total"))

    def public(self) -> str:
        return self.story.figure(self.six["public_total"], basic("public_total"))

    def personnel_share(self) -> str:
        return self.story.share(self.six["personnel_total"], self.six["total"])

    def public_share(self) -> str:
        return self.story.share(self.six["public_total"], self.six["total"])


def tail(story: Story, headings: tuple[str, str]) -> None:
    story.heading(2, headings[0])
    story.paragraph(common.assets_sentence(story))
    story.heading(2, headings[1])
    story.paragraph(common.performance_sentence(story))
