"""劳动力系数：收入明显低于劳动能力时的推算，以及不能推算的情形。"""

from minzheng.engine.rules.language import at_least, either, member_rule, rule


@member_rule("低保兜底通知2022 一（一）", unit="元/期", when={"imputation_method": "OFF"})
def imputed_income(wage_income):
    """按劳动力系数推算增加的收入（本地不推算）"""
    return wage_income * 0


@member_rule(
    "低保兜底通知2022 一（一）", unit="元/期", name="imputed_income", when={"imputation_method": "IMPUTE_IF_LOWER"}
)
def imputed_income_if_lower(may_be_imputed, expected_labour_income, wage_income, business_income):
    """按劳动力系数推算增加的收入"""
    return at_least(0, expected_labour_income - wage_income - business_income).where(may_be_imputed)


@member_rule("低保兜底通知2022 一（一）", unit="元/期", when={"imputation_base_method": "MINIMUM_WAGE"})
def expected_labour_income(minimum_wage, labour_coefficient, income_window_months):
    """按最低工资和劳动力系数推算的收入"""
    return minimum_wage * labour_coefficient * income_window_months


@member_rule(
    "低保兜底通知2022 一（一）",
    unit="元/期",
    name="expected_labour_income",
    when={"imputation_base_method": "DISPOSABLE_INCOME"},
)
def expected_labour_income_of_average(disposable_income_year, area, labour_coefficient, income_window_months):
    """按上年度当地居民人均可支配收入和劳动力系数推算的收入"""
    return disposable_income_year[area] / 12 * labour_coefficient * income_window_months


@member_rule("低保兜底通知2022 一（一）")
def may_be_imputed(is_of_working_age, schooling, cannot_work, imputation_waiver):
    """可以推算收入的劳动年龄成员"""
    return is_of_working_age & (schooling == "NONE") & ~cannot_work & (imputation_waiver == "NONE")


@member_rule("低保兜底通知2022 一（一）")
def is_of_working_age(age, sex, imputation_age_from, imputation_age_until, imputation_age_until_women):
    """在推算收入的年龄范围内（女性的截止年龄可以另定）"""
    return (age >= imputation_age_from) & (
        age < either(sex == "FEMALE", imputation_age_until_women, imputation_age_until)
    )


@member_rule("低保兜底通知2022 一（一）")
def cannot_work(is_severely_disabled, serious_illness, pregnant_or_nursing):
    """因重残、重病、孕期或哺乳期不推算收入"""
    return is_severely_disabled | serious_illness | pregnant_or_nursing


@rule("低保兜底通知2022 一（一）", unit="元/期")
def household_imputed_income(members):
    """推算收入合计"""
    return members.imputed_income.where(members.assessed).sum()
