"""成员收入：规定期限内各项收入的合计，减去不计入的和就业成本。"""

from minzheng.engine.rules.language import at_least, at_most, either, member_rule
from minzheng.matters.social_assistance.means_test.counted_items import ALLOWANCES, LUMP_SUMS

WAGES = ("W01", "W02", "W03", "W04", "W05")
BUSINESS = ("B01", "B02", "B03", "B04", "B05")
PROPERTY = ("P01", "P02", "P03", "P04", "P05", "P09")
TRANSFERS = ("T01", "T03", "T04", "T05", "T06", "T07", "T08", "T09")
TRANSFERS_OUT = ("O01", "O02", "O03", "O09")


@member_rule("最低生活保障审核确认办法 第十三条", unit="元/期")
def wage_income(incomes):
    """工资性收入"""
    return incomes.amount_counted.where(incomes.income_kind.among(WAGES)).sum()


@member_rule("最低生活保障审核确认办法 第十三条", unit="月")
def months_employed(incomes, income_window_months):
    """规定期限内的就业月数"""
    return at_most(income_window_months, incomes.months_counted.where(incomes.income_kind.among(WAGES)).sum())


@member_rule("最低生活保障审核确认办法 第十三条", unit="元/期", when={"work_cost_cap_method": "NONE"})
def work_cost(work_cost_before_cap):
    """必要的就业成本"""
    return work_cost_before_cap


@member_rule(
    "最低生活保障审核确认办法 第十三条", unit="元/期", name="work_cost", when={"work_cost_cap_method": "PER_MONTH"}
)
def work_cost_within_cap(work_cost_before_cap, work_cost_cap, months_employed):
    """必要的就业成本（不超过就业月数乘以每月上限）"""
    return at_most(work_cost_before_cap, work_cost_cap * months_employed)


@member_rule("最低生活保障审核确认办法 第十三条", unit="元/期", when={"work_cost_method": "NONE"})
def work_cost_before_cap(wage_income):
    """计算上限前的就业成本（本地不扣减）"""
    return wage_income * 0


@member_rule(
    "最低生活保障审核确认办法 第十三条", unit="元/期", name="work_cost_before_cap", when={"work_cost_method": "FIXED"}
)
def work_cost_fixed(wage_income, work_cost_amount, months_employed):
    """计算上限前的就业成本（按就业月数定额）"""
    return at_most(wage_income, work_cost_amount * months_employed)


@member_rule(
    "最低生活保障审核确认办法 第十三条",
    unit="元/期",
    name="work_cost_before_cap",
    when={"work_cost_method": "PERCENT_OF_WAGE"},
)
def work_cost_of_wage(wage_income, work_cost_share):
    """计算上限前的就业成本（按工资的比例）"""
    return wage_income * work_cost_share


@member_rule(
    "最低生活保障审核确认办法 第十三条",
    unit="元/期",
    name="work_cost_before_cap",
    when={"work_cost_method": "PERCENT_OF_STANDARD"},
)
def work_cost_of_standard(wage_income, work_cost_share, standard, months_employed):
    """计算上限前的就业成本（按低保标准的比例）"""
    return at_most(wage_income, standard * work_cost_share * months_employed)


@member_rule(
    "最低生活保障审核确认办法 第十三条",
    unit="元/期",
    name="work_cost_before_cap",
    when={"work_cost_method": "PERCENT_OF_MINIMUM_WAGE"},
)
def work_cost_of_minimum_wage(wage_income, work_cost_share, minimum_wage, months_employed):
    """计算上限前的就业成本（按最低工资标准的比例）"""
    return at_most(wage_income, minimum_wage * work_cost_share * months_employed)


@member_rule("最低生活保障审核确认办法 第十三条", unit="元/期")
def business_income(incomes):
    """经营净收入"""
    return at_least(0, incomes.amount_counted.where(incomes.income_kind.among(BUSINESS)).sum())


@member_rule("最低生活保障审核确认办法 第十三条", unit="元/期")
def property_income(incomes):
    """财产净收入"""
    return incomes.amount_counted.where(incomes.income_kind.among(PROPERTY)).sum()


@member_rule("最低生活保障审核确认办法 第十三条", unit="元/期")
def resident_pension(incomes):
    """城乡居民基本养老金"""
    return incomes.amount_counted.where(incomes.income_kind == "T02").sum()


@member_rule("最低生活保障审核确认办法 第十三条", unit="月")
def months_of_pension(incomes, income_window_months):
    """领取城乡居民基本养老金的月数（未记录的按整个期限）"""
    return either(
        incomes.months_counted.where(incomes.income_kind == "T02").sum() > 0,
        incomes.months_counted.where(incomes.income_kind == "T02").sum(),
        income_window_months,
    )


@member_rule("最低生活保障审核确认办法 第十三条", unit="元/期")
def base_pension(resident_pension, base_pension_month, months_of_pension):
    """中央确定的基础养老金部分"""
    return at_most(resident_pension, base_pension_month * months_of_pension)


@member_rule("最低生活保障审核确认办法 第十三条", unit="元/期")
def pension_counted(resident_pension, base_pension, base_pension_excluded):
    """计入的城乡居民基本养老金"""
    return resident_pension - base_pension.where(base_pension_excluded)


@member_rule("最低生活保障审核确认办法 第十三条", unit="元/期", when={"lump_sum_method": "PROPERTY"})
def transfers_counted(incomes):
    """计入的其他转移性收入（一次性收入按财产）"""
    return incomes.amount_counted.where(incomes.income_kind.among(TRANSFERS, ALLOWANCES)).sum()


@member_rule(
    "最低生活保障审核确认办法 第十三条",
    unit="元/期",
    name="transfers_counted",
    when={"lump_sum_method": "INCOME_IN_WINDOW"},
)
def transfers_with_lump_sums(incomes):
    """计入的其他转移性收入（含期限内的一次性收入）"""
    return incomes.amount_counted.where(incomes.income_kind.among(TRANSFERS, LUMP_SUMS, ALLOWANCES)).sum()


@member_rule(
    "最低生活保障审核确认办法 第十三条", unit="元/期", name="transfers_counted", when={"lump_sum_method": "AMORTISE"}
)
def transfers_with_lump_sums_spread(incomes, lump_sum_in_window):
    """计入的其他转移性收入（含一次性收入分摊到期限内的部分）"""
    return incomes.amount_counted.where(incomes.income_kind.among(TRANSFERS, ALLOWANCES)).sum() + lump_sum_in_window


@member_rule("最低生活保障审核确认办法 第十三条", unit="元/期")
def transfers_paid(incomes):
    """转移性支出"""
    return incomes.amount_counted.where(incomes.income_kind.among(TRANSFERS_OUT)).sum()


@member_rule("最低生活保障审核确认办法 第十三条", unit="元/期")
def earned_income(wage_income, work_cost, business_income):
    """扣除就业成本后的劳动和经营收入"""
    return wage_income - work_cost + business_income


@member_rule("最低生活保障审核确认办法 第十三条", unit="元/期")
def member_income(earned_income, property_income, transfers_counted, pension_counted, transfers_paid):
    """成员收入"""
    return earned_income + property_income + transfers_counted + pension_counted - transfers_paid
