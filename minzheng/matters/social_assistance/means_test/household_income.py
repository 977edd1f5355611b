"""家庭收入：成员收入、推算收入和赡养费之和，减去刚性支出；低保标准和保障总额。"""

from minzheng.engine.rules.language import at_least, known_where, rule


@rule("社会救助法 第十九条", "社会救助暂行办法 第十条", unit="元/人·月")
def standard(dibao_standard, area):
    """当地最低生活保障标准"""
    return dibao_standard[area]


@rule("最低生活保障审核确认办法 第十三条", unit="元/期")
def members_income(members):
    """成员收入合计"""
    return members.member_income.where(members.assessed).sum()


@rule("最低生活保障审核确认办法 第十三条", unit="元/期")
def income_before_deduction(members_income, support_month, income_window_months, means_declared):
    """扣减刚性支出前的家庭收入"""
    return known_where(means_declared, at_least(0, members_income + support_month * income_window_months))


@rule("最低生活保障审核确认办法 第十三条", unit="元/期")
def income_without_imputation(income_before_deduction, household_rigid_deduction):
    """不含推算收入的家庭收入"""
    return at_least(0, income_before_deduction - household_rigid_deduction)


@rule("最低生活保障审核确认办法 第十三条", unit="元/期")
def household_income(
    members_income, household_imputed_income, support_in_window, household_rigid_deduction, means_declared
):
    """规定期限内的家庭收入"""
    return known_where(
        means_declared,
        at_least(0, members_income + household_imputed_income + support_in_window - household_rigid_deduction),
    )


@rule("最低生活保障审核确认办法 第十三条", unit="元/期")
def support_in_window(support_month, income_window_months):
    """规定期限内计入的赡养费、抚养费、扶养费"""
    return support_month * income_window_months


@rule("最低生活保障审核确认办法 第十三条", unit="元/月")
def monthly_income(household_income, income_window_months):
    """家庭月收入"""
    return household_income / income_window_months


@rule("最低生活保障审核确认办法 第十三条", unit="元/人·月")
def income_per_head(monthly_income, household_size):
    """家庭月人均收入"""
    return monthly_income / at_least(1, household_size)


@rule("社会救助法 第十八条", "社会救助暂行办法 第九条", unit="元/月")
def guaranteed_income(standard, household_size):
    """按标准和人口计算的保障总额"""
    return standard * household_size
