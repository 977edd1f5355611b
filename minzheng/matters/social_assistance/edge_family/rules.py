"""最低生活保障边缘家庭：收入高于低保标准但低于边缘线，财产符合规定。"""

from minzheng.engine.rules.language import requires, rule


@rule("社会救助法 第二十一条", "最低生活保障审核确认办法 第八条", unit="元/月")
def edge_income_limit(guaranteed_income, edge_multiple):
    """低保边缘家庭收入线"""
    return guaranteed_income * edge_multiple


@requires("社会救助法 第二十一条", "最低生活保障审核确认办法 第八条", of=["edge"], else_say="INCOME_NOT_BELOW_EDGE")
def income_below_edge_limit(monthly_income, edge_income_limit):
    """家庭人均收入低于低保边缘家庭收入线"""
    return monthly_income < edge_income_limit


@requires(
    "社会救助法 第二十一条", "最低生活保障审核确认办法 第八条", of=["edge", "rigid"], else_say="PROPERTY_FINANCIAL"
)
def financial_assets_within_edge_limit(financial_assets, edge_financial_months, guaranteed_income):
    """金融资产不超过低保边缘家庭限额"""
    return financial_assets <= edge_financial_months * guaranteed_income
