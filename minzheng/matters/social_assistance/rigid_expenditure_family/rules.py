"""刚性支出困难家庭：收入不高于当地水平，但必需的支出占去大部分收入。"""

from minzheng.engine.rules.language import member_rule, requires, rule

CITES = ("社会救助法 第二十二条", "刚性支出困难家庭认定办法 第四条")
SINCE = "2025-01-01"


@rule("刚性支出困难家庭认定办法 第四条", unit="元/年", since=SINCE)
def annual_income(income_before_deduction, income_window_months):
    """家庭年收入"""
    return income_before_deduction / income_window_months * 12


@rule("刚性支出困难家庭认定办法 第四条", unit="元/年", since=SINCE)
def disposable_income_of_household_size(disposable_income_year, area, household_size):
    """上年度当地居民人均可支配收入乘以人口"""
    return disposable_income_year[area] * household_size


@requires(*CITES, of=["rigid"], else_say="INCOME_NOT_BELOW_DPI", since=SINCE)
def income_below_local_average(annual_income, disposable_income_of_household_size):
    """家庭人均收入低于上年度当地居民人均可支配收入"""
    return annual_income < disposable_income_of_household_size


@member_rule("刚性支出困难家庭认定办法 第五条", unit="元/期", since=SINCE)
def necessary_expense(expenses):
    """医疗、教育、残疾康复等刚性支出"""
    return expenses.expense_amount.where(expenses.expense_kind.among("MEDICAL", "EDUCATION", "REHAB", "OTHER")).sum()


@member_rule("刚性支出困难家庭认定办法 第五条", unit="元/期", since=SINCE)
def stated_living_expense(expenses):
    """据实认定的基本生活支出"""
    return expenses.expense_amount.where(expenses.expense_kind.among("LIVING", "RENT")).sum()


@rule("刚性支出困难家庭认定办法 第五条", unit="元/期", since=SINCE, when={"rigid_living_method": "NONE"})
def living_expense(household_size):
    """计入刚性支出的基本生活支出（本地不计）"""
    return household_size * 0


@rule(
    "刚性支出困难家庭认定办法 第五条",
    unit="元/期",
    since=SINCE,
    name="living_expense",
    when={"rigid_living_method": "STANDARD"},
)
def living_expense_by_standard(guaranteed_income, income_window_months):
    """计入刚性支出的基本生活支出（按低保标准）"""
    return guaranteed_income * income_window_months


@rule(
    "刚性支出困难家庭认定办法 第五条",
    unit="元/期",
    since=SINCE,
    name="living_expense",
    when={"rigid_living_method": "ACTUAL"},
)
def living_expense_as_stated(members):
    """计入刚性支出的基本生活支出（据实）"""
    return members.stated_living_expense.where(members.assessed).sum()


@rule("刚性支出困难家庭认定办法 第五条", unit="元/期", since=SINCE)
def rigid_expense(members, living_expense):
    """刚性支出合计"""
    return members.necessary_expense.where(members.assessed).sum() + living_expense


@requires(*CITES, of=["rigid"], else_say="RIGID_RATIO_NOT_EXCEEDED", since=SINCE)
def rigid_expense_exceeds_ratio(rigid_expense, rigid_ratio, income_before_deduction):
    """刚性支出占家庭总收入的比例超过规定（没有收入的视为超过）"""
    return (rigid_expense > rigid_ratio * income_before_deduction) | (income_before_deduction <= 0)
