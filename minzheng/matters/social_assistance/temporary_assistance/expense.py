"""支出型临时救助：自负支出减去起付线，按分段比例计算，不超过每次限额。"""

from minzheng.engine.rules.language import at_least, at_most, first_of, rounded, rule

AMOUNT = ("临时救助意见2018 二（三）", "临时救助通知2014 三（五）")
APPROVAL = ("社会救助法 第四十四条", "临时救助意见2018 二（二）")


@rule(*AMOUNT, unit="元")
def expense_above_deductible(eligible_expense, expense_deductible):
    """超过起付线的自负支出"""
    return at_least(0, eligible_expense - expense_deductible)


@rule(*AMOUNT, unit="元", when={"expense_band_method": "GRADUATED"})
def expense_need(expense_bands, expense_above_deductible):
    """支出型临时救助的计算额"""
    return expense_bands.graduated("rate", expense_above_deductible, above="above")


@rule(*AMOUNT, unit="元", name="expense_need", when={"expense_band_method": "WHOLE"})
def expense_need_whole(expense_bands, expense_above_deductible):
    """支出型临时救助的计算额（全额按所在段的比例）"""
    return expense_above_deductible * expense_bands.reached("rate", expense_above_deductible, above="above")


@rule(*AMOUNT)
def expense_over_cap(expense_need, expense_case_cap):
    """计算额超过每次限额，须一事一议"""
    return expense_need > expense_case_cap


@rule(*AMOUNT, unit="元")
def expense_grant(expense_need, temporary_rounding, expense_case_cap):
    """支出型临时救助金"""
    return at_most(expense_case_cap, rounded(expense_need, temporary_rounding))


@rule(*APPROVAL)
def expense_approver(expense_grant, township_ceiling, expense_over_cap):
    """支出型临时救助由谁审批"""
    return first_of("approver", TOWNSHIP=(expense_grant <= township_ceiling) & ~expense_over_cap, otherwise="COUNTY")
