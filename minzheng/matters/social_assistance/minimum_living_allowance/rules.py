"""最低生活保障：哪些家庭符合条件，每月补多少。"""

from minzheng.engine.rules.language import at_least, requires, rounded, rule


@requires("社会救助法 第十八条", "社会救助暂行办法 第九条", of=["dibao"], else_say="INCOME_NOT_BELOW_STANDARD")
def income_below_standard(monthly_income, guaranteed_income):
    """家庭人均收入低于当地最低生活保障标准"""
    return monthly_income < guaranteed_income


@requires("最低生活保障审核确认办法 第十四条", of=["dibao"], else_say="PROPERTY_FINANCIAL")
def financial_assets_within_dibao_limit(financial_assets, dibao_financial_months, guaranteed_income):
    """金融资产不超过低保限额"""
    return financial_assets <= dibao_financial_months * guaranteed_income


@rule("社会救助法 第十八条", "社会救助暂行办法 第十二条", unit="元/月", when={"benefit_method": "GAP"})
def shortfall(guaranteed_income, monthly_income):
    """按实际差额计算的补差"""
    return at_least(0, guaranteed_income - monthly_income)


@rule(
    "社会救助法 第十八条",
    "最低生活保障审核确认办法 第二十三条",
    unit="元/月",
    name="shortfall",
    when={"benefit_method": "TIER"},
)
def shortfall_by_tier(benefit_tiers, monthly_income, guaranteed_income, household_size):
    """按困难程度分档计算的补助"""
    return benefit_tiers.pick("per_person", monthly_income, at_most="max_ratio", of=guaranteed_income) * household_size


@rule("社会救助法 第十八条", "最低生活保障审核确认办法 第二十三条", unit="元/月")
def dibao_base(qualifies_for_dibao, shortfall, benefit_rounding, benefit_minimum):
    """低保金（不含增发）"""
    return at_least(benefit_minimum, rounded(shortfall, benefit_rounding)).where(qualifies_for_dibao)


@rule("社会救助法 第二十条", "最低生活保障审核确认办法 第二十七条", unit="元/月")
def dibao_uplift(qualifies_for_dibao, members):
    """分类施保增发合计"""
    return members.uplift.where(members.assessed).sum().where(qualifies_for_dibao)


@rule("社会救助法 第十八条", "社会救助法 第二十条", "社会救助暂行办法 第十二条", unit="元/月")
def dibao_total(dibao_base, dibao_uplift):
    """月最低生活保障金"""
    return dibao_base + dibao_uplift


@rule("低保兜底通知2022 一（一）")
def refused_only_by_imputation(
    income_without_imputation, guaranteed_income, income_window_months, income_below_standard
):
    """仅因推算收入不符合条件（须逐户核实后才能作出决定）"""
    return (income_without_imputation < guaranteed_income * income_window_months) & ~income_below_standard
