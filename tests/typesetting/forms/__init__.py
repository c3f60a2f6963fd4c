"""The official forms: one function a form turns the rows of a statement into a grid.

`FORMS` says which form a statement has. Another form is another function with the same arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.typesetting.forms.by_economic_code import lay_out_agency_operation, lay_out_basic_expenditure
from tests.typesetting.forms.by_function_code import lay_out_by_function
from tests.typesetting.forms.procurement import lay_out_procurement
from tests.typesetting.forms.summaries import lay_out_appropriation_summary, lay_out_summary
from tests.typesetting.forms.three_public import lay_out_three_public
from tests.typesetting.layout import Grid
from tests.typesetting.reports import Row, StatementPlan

Form = Callable[[StatementPlan, Sequence[Row]], Grid]

FORMS: dict[str, Form] = {
    "revenue_expenditure_summary": lay_out_summary,
    "revenue": lay_out_by_function,
    "expenditure": lay_out_by_function,
    "appropriation_summary": lay_out_appropriation_summary,
    "general_budget_expenditure": lay_out_by_function,
    "general_budget_basic_expenditure": lay_out_basic_expenditure,
    "government_fund": lay_out_by_function,
    "state_capital": lay_out_by_function,
    "three_public": lay_out_three_public,
    "agency_operation": lay_out_agency_operation,
    "government_procurement": lay_out_procurement,
}


def lay_out_statement(plan: StatementPlan, rows: Sequence[Row]) -> Grid:
    """The grid of one statement in its official form. Raises `KeyError` for a statement without a form."""
    return FORMS[plan.statement](plan, rows)
