"""One small specimen of each identity: cells that satisfy it, and what the disturbed cell must print to break it.

A cell is `statement side line measure` (side `-` where there is none). `rounding` and `fail` are what the disturbed
cell prints then; the other cells stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass

S01, S02, S03 = "revenue_expenditure_summary", "revenue", "expenditure"
S04, S05, S06 = "appropriation_summary", "general_budget_expenditure", "general_budget_basic_expenditure"
GF, SC, SG, GP = "government_fund", "state_capital", "three_public", "government_procurement"
OP = "agency_operation"


@dataclass(frozen=True)
class Specimen:
    """Cells of a satisfied identity and the cell to disturb. `optional` cells may be missing without harm."""

    rule_id: str
    instance: str
    cells: dict[str, str]
    disturbed: str
    rounding: str
    fail: str


def _specimen(rule_id: str, instance: str, disturbed: str, rounding: str, fail: str, *cells: str) -> Specimen:
    pairs = dict(cell.rsplit(" ", 1) for cell in cells)
    return Specimen(rule_id, instance, pairs, disturbed, rounding, fail)


_SOURCES = ["superior_subsidy", "business_revenue", "operating_revenue", "subordinate_remittance", "other_revenue"]
_NATURES = ["remittance_to_superior", "operating_expenditure", "subsidy_to_subordinates"]

WITHIN = [
    _specimen(
        "T01", "revenue_total", f"{S01} revenue revenue_total amount", "10.01", "10.10",
        f"{S01} revenue revenue_total amount 10.00", f"{S01} revenue general_budget_appropriation amount 3.00",
        f"{S01} revenue government_fund_appropriation amount 1.00",
        f"{S01} revenue state_capital_appropriation amount 1.00",
        *(f"{S01} revenue {line} amount 1.00" for line in _SOURCES),
    ),
    _specimen(
        "T02", "expenditure_total", f"{S01} expenditure 208 amount", "4.01", "4.10",
        f"{S01} expenditure expenditure_total amount 10.00", f"{S01} expenditure 208 amount 4.00",
        f"{S01} expenditure 210 amount 6.00",
    ),
    _specimen(
        "T03", "revenue_grand_total", f"{S01} revenue opening_balance amount", "2.01", "2.10",
        f"{S01} revenue revenue_grand_total amount 12.00", f"{S01} revenue revenue_total amount 9.00",
        f"{S01} revenue non_appropriation_surplus_used amount 1.00", f"{S01} revenue opening_balance amount 2.00",
    ),
    _specimen(
        "T04", "expenditure_grand_total", f"{S01} expenditure closing_balance amount", "2.01", "2.10",
        f"{S01} expenditure expenditure_grand_total amount 12.00", f"{S01} expenditure expenditure_total amount 9.00",
        f"{S01} expenditure surplus_distribution amount 1.00", f"{S01} expenditure closing_balance amount 2.00",
    ),
    _specimen(
        "T05", "grand_total", f"{S01} expenditure expenditure_grand_total amount", "12.01", "12.02",
        f"{S01} revenue revenue_grand_total amount 12.00", f"{S01} expenditure expenditure_grand_total amount 12.00",
    ),
    _specimen(
        "T06", "208", f"{S02} - 208 fiscal_appropriation", "5.01", "5.10",
        f"{S02} - 208 revenue_total 10.00", f"{S02} - 208 fiscal_appropriation 5.00",
        *(f"{S02} - 208 {measure} 1.00" for measure in _SOURCES),
    ),
    _specimen(
        "T07", "208", f"{S03} - 208 project_expenditure", "5.01", "5.10",
        f"{S03} - 208 expenditure_total 10.00", f"{S03} - 208 basic_expenditure 2.00",
        f"{S03} - 208 project_expenditure 5.00", *(f"{S03} - 208 {measure} 1.00" for measure in _NATURES),
    ),
    _specimen(
        "T08", "2080505", f"{S05} - 2080505 basic_expenditure", "4.01", "4.02",
        f"{S05} - 2080505 expenditure_total 10.00", f"{S05} - 2080505 basic_expenditure 4.00",
        f"{S05} - 2080505 project_expenditure 6.00",
    ),
    _specimen(
        "T09", "revenue_total", f"{S04} revenue revenue_total amount", "6.01", "6.10",
        f"{S04} revenue revenue_total amount 6.00", f"{S04} revenue general_budget_appropriation amount 3.00",
        f"{S04} revenue government_fund_appropriation amount 2.00",
        f"{S04} revenue state_capital_appropriation amount 1.00",
    ),
    _specimen(
        "T10", "opening_balance", f"{S04} revenue opening_balance amount", "6.01", "6.10",
        f"{S04} revenue opening_balance amount 6.00", f"{S04} revenue opening_balance_general_budget amount 3.00",
        f"{S04} revenue opening_balance_government_fund amount 2.00",
        f"{S04} revenue opening_balance_state_capital amount 1.00",
    ),
    _specimen(
        "T11", "208", f"{S04} expenditure 208 government_fund", "2.01", "2.10",
        f"{S04} expenditure 208 total 6.00", f"{S04} expenditure 208 general_budget 3.00",
        f"{S04} expenditure 208 government_fund 2.00", f"{S04} expenditure 208 state_capital 1.00",
    ),
    _specimen(
        "T12", "general_budget", f"{S04} expenditure 210 general_budget", "4.01", "4.10",
        f"{S04} expenditure expenditure_total general_budget 10.00", f"{S04} expenditure 208 general_budget 6.00",
        f"{S04} expenditure 210 general_budget 4.00",
    ),
    _specimen(
        "T13", "revenue", f"{S04} revenue opening_balance amount", "1.01", "1.02",
        f"{S04} revenue revenue_grand_total amount 10.00", f"{S04} revenue revenue_total amount 9.00",
        f"{S04} revenue opening_balance amount 1.00",
    ),
    _specimen(
        "T13", "expenditure/total", f"{S04} expenditure closing_balance total", "1.01", "1.02",
        f"{S04} expenditure expenditure_grand_total total 10.00", f"{S04} expenditure expenditure_total total 9.00",
        f"{S04} expenditure closing_balance total 1.00",
    ),
    _specimen(
        "T14", "grand_total", f"{S04} expenditure expenditure_grand_total total", "10.01", "10.02",
        f"{S04} revenue revenue_grand_total amount 10.00", f"{S04} expenditure expenditure_grand_total total 10.00",
    ),
    _specimen(
        "T14", "government_fund", f"{S04} expenditure closing_balance government_fund", "2.02", "2.03",
        f"{S04} revenue government_fund_appropriation amount 9.00",
        f"{S04} revenue opening_balance_government_fund amount 1.00",
        f"{S04} expenditure expenditure_total government_fund 8.00",
        f"{S04} expenditure closing_balance government_fund 2.00",
    ),
    _specimen(
        "T15", "301", f"{S06} - 30102 final_amount", "4.01", "4.02",
        f"{S06} - 301 final_amount 10.00", f"{S06} - 30101 final_amount 6.00", f"{S06} - 30102 final_amount 4.00",
    ),
    _specimen(
        "T16", "personnel_total", f"{S06} - 303 final_amount", "1.01", "1.02",
        f"{S06} - personnel_total final_amount 11.00", f"{S06} - 301 final_amount 10.00",
        f"{S06} - 303 final_amount 1.00",
    ),
    _specimen(
        "T17", "public_total", f"{S06} - 302 final_amount", "4.01", "4.10",
        f"{S06} - public_total final_amount 11.00", f"{S06} - 302 final_amount 4.00",
        *(f"{S06} - {line} final_amount 1.00" for line in ("307", "309", "310", "311", "312", "313", "399")),
    ),
    _specimen(
        "T18", "total", f"{S06} - personnel_total final_amount", "11.01", "11.02",
        f"{S06} - total final_amount 17.00", f"{S06} - personnel_total final_amount 11.00",
        f"{S06} - public_total final_amount 6.00",
    ),
    _specimen(
        "T19", "229", f"{GF} - 229 basic_expenditure", "4.01", "4.02",
        f"{GF} - 229 expenditure_total 10.00", f"{GF} - 229 basic_expenditure 4.00",
        f"{GF} - 229 project_expenditure 6.00",
    ),
    _specimen(
        "T20", "229", f"{GF} - 229 closing_balance", "2.02", "2.03",
        f"{GF} - 229 opening_balance 3.00", f"{GF} - 229 revenue_total 9.00",
        f"{GF} - 229 expenditure_total 10.00", f"{GF} - 229 closing_balance 2.00",
    ),
    _specimen(
        "T21", "total/expenditure", f"{SC} - total basic_expenditure", "4.01", "4.02",
        f"{SC} - total expenditure_total 10.00", f"{SC} - total basic_expenditure 4.00",
        f"{SC} - total project_expenditure 6.00",
    ),
    _specimen(
        "T21", "total/balance", f"{SC} - total closing_balance", "2.02", "2.03",
        f"{SC} - total opening_balance 3.00", f"{SC} - total revenue_total 9.00",
        f"{SC} - total expenditure_total 10.00", f"{SC} - total closing_balance 2.00",
    ),
    _specimen(
        "T22", "final", f"{SG} - total final_total", "6.01", "6.10",
        f"{SG} - total final_total 6.00", f"{SG} - total final_overseas_travel 1.00",
        f"{SG} - total final_vehicles_subtotal 2.00", f"{SG} - total final_official_reception 3.00",
    ),
    _specimen(
        "T23", "budget", f"{SG} - total budget_vehicles_subtotal", "3.01", "3.02",
        f"{SG} - total budget_vehicles_subtotal 3.00", f"{SG} - total budget_vehicle_purchase 2.00",
        f"{SG} - total budget_vehicle_operation 1.00",
    ),
    _specimen(
        "T24", "official_reception", f"{SG} - total final_official_reception", "1.01", "1.02",
        f"{SG} - total budget_official_reception 1.00", f"{SG} - total final_official_reception 0.51",
    ),
    _specimen(
        "T25", "procurement_total", f"{GP} - procurement_goods amount", "3.01", "3.10",
        f"{GP} - procurement_total amount 6.00", f"{GP} - procurement_goods amount 3.00",
        f"{GP} - procurement_works amount 2.00", f"{GP} - procurement_services amount 1.00",
    ),
    _specimen(
        "T26", "sme_contracts", f"{GP} - sme_contracts amount", "6.01", "6.02",
        f"{GP} - procurement_total amount 6.00", f"{GP} - sme_contracts amount 6.00",
    ),
]  # fmt: skip

HIERARCHY = [
    _specimen(
        "H01", f"{S03}/total/expenditure_total", f"{S03} - 210 expenditure_total", "4.01", "4.10",
        f"{S03} - total expenditure_total 10.00", f"{S03} - 208 expenditure_total 6.00",
        f"{S03} - 210 expenditure_total 4.00",
    ),
    _specimen(
        "H02", f"{S02}/208/revenue_total", f"{S02} - 20805 revenue_total", "4.01", "4.10",
        f"{S02} - 208 revenue_total 10.00", f"{S02} - 20801 revenue_total 6.00", f"{S02} - 20805 revenue_total 4.00",
    ),
    _specimen(
        "H03", f"{S05}/20805/basic_expenditure", f"{S05} - 2080505 basic_expenditure", "4.01", "4.10",
        f"{S05} - 20805 basic_expenditure 10.00", f"{S05} - 2080505 basic_expenditure 4.00",
        f"{S05} - 2080506 basic_expenditure 6.00",
    ),
    _specimen(
        "H06", f"{S05}/20805/expenditure_total", f"{S05} - 2080505 expenditure_total", "4.01", "4.02",
        f"{S05} - 20805 expenditure_total 4.00", f"{S05} - 2080505 expenditure_total 4.00",
    ),
]  # fmt: skip

BETWEEN = [
    _specimen(
        "B01", "revenue_total", f"{S02} - total revenue_total", "10.01", "10.02",
        f"{S01} revenue revenue_total amount 10.00", f"{S02} - total revenue_total 10.00",
    ),
    _specimen(
        "B02", "fiscal_appropriation", f"{S02} - total fiscal_appropriation", "6.02", "6.03",
        f"{S01} revenue general_budget_appropriation amount 3.00",
        f"{S01} revenue government_fund_appropriation amount 2.00",
        f"{S01} revenue state_capital_appropriation amount 1.00", f"{S02} - total fiscal_appropriation 6.00",
    ),
    _specimen(
        "B03", "other_revenue", f"{S02} - total other_revenue", "4.93", "4.94",
        f"{S01} revenue other_revenue amount 4.92", f"{S02} - total other_revenue 4.92",
    ),
    _specimen(
        "B04", "expenditure_total", f"{S03} - total expenditure_total", "10.01", "10.02",
        f"{S01} expenditure expenditure_total amount 10.00", f"{S03} - total expenditure_total 10.00",
    ),
    _specimen(
        "B05", "208", f"{S03} - 208 expenditure_total", "326.72", "326.73",
        f"{S01} expenditure 208 amount 326.71", f"{S03} - 208 expenditure_total 326.71",
    ),
    _specimen(
        "B06", "general_budget_appropriation", f"{S04} revenue general_budget_appropriation amount", "3.01", "3.02",
        f"{S01} revenue general_budget_appropriation amount 3.00",
        f"{S04} revenue general_budget_appropriation amount 3.00",
    ),
    _specimen(
        "B07", "revenue_total", f"{S04} revenue revenue_total amount", "3.01", "3.02",
        f"{S04} revenue revenue_total amount 3.00", f"{S02} - total fiscal_appropriation 3.00",
    ),
    _specimen(
        "B08", "208", f"{S04} expenditure 208 total", "3.01", "3.02",
        f"{S01} expenditure 208 amount 3.00", f"{S04} expenditure 208 total 3.00",
    ),
    _specimen(
        "B08", "equal/208", f"{S01} expenditure 208 amount", "3.01", "3.02",
        f"{S01} expenditure 208 amount 3.00", f"{S04} expenditure 208 total 3.00",
        *(f"{statement} revenue {line} amount 5.00" for statement in (S01, S04)
          for line in ("revenue_total", "revenue_grand_total")),
        *(f"{statement} expenditure {line} {measure} 5.00" for statement, measure in ((S01, "amount"), (S04, "total"))
          for line in ("expenditure_total", "expenditure_grand_total")),
    ),
    _specimen(
        "B09", "210", f"{S05} - 210 expenditure_total", "3.01", "3.02",
        f"{S04} expenditure 210 general_budget 3.00", f"{S05} - 210 expenditure_total 3.00",
    ),
    _specimen(
        "B09", "total", f"{S05} - total expenditure_total", "3.01", "3.02",
        f"{S04} expenditure expenditure_total general_budget 3.00", f"{S05} - total expenditure_total 3.00",
    ),
    _specimen(
        "B10", "229", f"{GF} - 229 expenditure_total", "3.01", "3.02",
        f"{S04} expenditure 229 government_fund 3.00", f"{GF} - 229 expenditure_total 3.00",
    ),
    _specimen(
        "B10", "revenue", f"{GF} - total revenue_total", "3.01", "3.02",
        f"{S04} revenue government_fund_appropriation amount 3.00", f"{GF} - total revenue_total 3.00",
    ),
    _specimen(
        "B11", "total", f"{SC} - total expenditure_total", "3.01", "3.02",
        f"{S04} expenditure expenditure_total state_capital 3.00", f"{SC} - total expenditure_total 3.00",
    ),
    _specimen(
        "B11", "closing_balance", f"{SC} - total closing_balance", "3.01", "3.02",
        f"{S04} expenditure closing_balance state_capital 3.00", f"{SC} - total closing_balance 3.00",
        f"{SC} - total revenue_total 5.00",
    ),
    _specimen(
        "B12", "personnel_and_public", f"{S06} - public_total final_amount", "3.01", "3.02",
        f"{S05} - total basic_expenditure 9.00", f"{S06} - personnel_total final_amount 6.00",
        f"{S06} - public_total final_amount 3.00",
    ),
    _specimen(
        "B12", "total", f"{S06} - total final_amount", "9.01", "9.02",
        f"{S05} - total basic_expenditure 9.00", f"{S06} - total final_amount 9.00",
    ),
    _specimen(
        "B13", "208/basic_expenditure", f"{S05} - 208 basic_expenditure", "6.01", "6.03",
        f"{S03} - 208 basic_expenditure 9.00", f"{S05} - 208 basic_expenditure 4.00",
        f"{GF} - 208 basic_expenditure 2.00", f"{SC} - 208 basic_expenditure 1.00",
    ),
    _specimen(
        "B14", "opening_balance", f"{S04} revenue opening_balance amount", "9.01", "9.02",
        f"{S01} revenue opening_balance amount 9.00", f"{S04} revenue opening_balance amount 7.00",
    ),
    _specimen(
        "B15", "revenue", f"{S04} revenue revenue_grand_total amount", "9.01", "9.02",
        f"{S01} revenue revenue_grand_total amount 9.00", f"{S04} revenue revenue_grand_total amount 7.00",
    ),
    _specimen(
        "B16", "final_official_reception", f"{S06} - 30217 final_amount", "0.52", "0.53",
        f"{SG} - total final_official_reception 0.51", f"{S06} - 30217 final_amount 0.51",
    ),
    _specimen(
        "B17", "final_total", f"{SG} - total final_total", "9.01", "9.02",
        f"{S04} expenditure expenditure_total total 9.00", f"{SG} - total final_total 7.00",
    ),
    _specimen(
        "B18", "table", f"{OP} - total final_amount", "3.01", "3.02",
        f"{OP} - total final_amount 3.00", f"{S06} - public_total final_amount 3.00",
    ),
    _specimen(
        "B23", "2080505", f"{S06} - 30108 final_amount", "3.01", "3.02",
        f"{S05} - 2080505 basic_expenditure 3.00", f"{S06} - 30108 final_amount 3.00",
    ),
    _specimen(
        "B25", "medical", f"{S06} - 30111 final_amount", "3.02", "3.03",
        f"{S05} - 2101101 basic_expenditure 3.00", f"{S05} - 2101102 basic_expenditure 1.00",
        f"{S05} - 2101103 basic_expenditure 2.00", f"{S06} - 30110 final_amount 3.00", f"{S06} - 30111 final_amount 3.00",
    ),
]  # fmt: skip
