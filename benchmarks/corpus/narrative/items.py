"""Paragraphs on functional items, as provinces word them: full paths, classes as headings, budget and final amount."""

from __future__ import annotations

from benchmarks.corpus.narrative.story import Story, of_item


def one_line_items(story: Story, *, enumerator: str = "{}.", colon: str = "。", with_budget: bool = True) -> None:
    """`1.教育支出（类）普通教育（款）小学教育（项）。年初预算为…，支出决算为…，完成年初预算的…`."""
    for number, (code, class_name, group, item, spent, budget) in enumerate(story.items(), start=1):
        path = f"{enumerator.format(number)}{class_name}（类）{group}（款）{item}（项）{colon}"
        story.paragraph(path + _amounts(story, code, spent, budget, with_budget))


def two_line_items(story: Story) -> None:
    """The path on one line, the amounts on the next."""
    for number, (code, class_name, group, item, spent, budget) in enumerate(story.items(), start=1):
        story.paragraph(f"{number}、{class_name}（类）{group}（款）{item}（项）。")
        story.paragraph(_amounts(story, code, spent, budget, True))


def items_below_classes(story: Story) -> None:
    """The class as a heading of its own, the items below it without it, counted anew in every class."""
    number, count, last = 0, 0, ""
    for code, class_name, group, item, spent, budget in story.items():
        if code[:3] != last:
            number, count, last = number + 1, 0, code[:3]
            story.paragraph(f"{number}.{class_name}（类）")
        count += 1
        story.paragraph(f"（{count}）{group}（款）{item}（项）。" + _amounts(story, code, spent, budget, True))


def final_only_items(story: Story) -> None:
    """`1.教育支出（类）普通教育（款）小学教育（项）: 支出决算为…，完成预算100%`."""
    for number, (code, class_name, group, item, spent, _) in enumerate(story.items(), start=1):
        story.paragraph(
            f"{number}.{class_name}（类）{group}（款）{item}（项）: 支出决算为{story.figure(spent, of_item(code))}，完成预算100%。"
        )


def _amounts(story: Story, code: str, spent: int, budget: int, with_budget: bool) -> str:
    final = story.figure(spent, of_item(code))
    if not with_budget:
        return f"支出决算为{final}。"
    planned = story.figure(budget, of_item(code, "initial_budget"))
    text = f"年初预算为{planned}，支出决算为{final}"
    if budget:
        text += f"，完成年初预算的{story.share(spent, budget)}"
    word = "持平" if spent == budget else "大于" if spent > budget else "小于"
    if word == "持平":
        return f"{text}，决算数与年初预算数持平。"
    return f"{text}，决算数{word}年初预算数的主要原因是：{story.reason()}。"
