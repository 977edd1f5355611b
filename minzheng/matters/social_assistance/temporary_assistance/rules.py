"""临时救助：能不能给予；急难型按基数、人数、月数计算，先行救助的扣除，由谁审批。"""

from minzheng.engine.rules.language import at_least, at_most, either, first_of, requires, rounded, rule

HARDSHIP = ("社会救助法 第二十九条", "社会救助暂行办法 第四十七条")
AMOUNT = ("临时救助意见2018 二（三）", "临时救助通知2014 三（五）")
APPROVAL = ("社会救助法 第四十四条", "临时救助意见2018 二（二）")
FIRST = ("社会救助法 第五十条", "临时救助通知2014 三（二）")


@requires(*HARDSHIP, of=["temporary_assistance"], else_say="OTHER")
def has_hardship_cause(hardship_cause):
    """有导致基本生活暂时严重困难的事由"""
    return hardship_cause != "NONE"


@requires(*AMOUNT, of=["temporary_assistance"], else_say="DUPLICATE_BENEFIT")
def within_grants_limit(same_cause_grants, temporary_grants_limit):
    """近十二个月内同一事由的救助次数未达到上限"""
    return same_cause_grants < temporary_grants_limit


@rule(*AMOUNT, unit="元/人·月", when={"hardship_base_method": "URBAN"})
def hardship_base(dibao_standard):
    """急难型临时救助的基数（城市低保标准）"""
    return dibao_standard["URBAN"]


@rule(*AMOUNT, unit="元/人·月", name="hardship_base", when={"hardship_base_method": "RURAL"})
def hardship_base_rural(dibao_standard):
    """急难型临时救助的基数（农村低保标准）"""
    return dibao_standard["RURAL"]


@rule(*AMOUNT, unit="元/人·月", name="hardship_base", when={"hardship_base_method": "OWN_AREA"})
def hardship_base_of_area(standard):
    """急难型临时救助的基数（家庭适用的低保标准）"""
    return standard


@rule(*AMOUNT, unit="月")
def hardship_months_counted(hardship_months, hardship_months_by_cause, hardship_cause):
    """急难型临时救助的月数（已核定的从其核定）"""
    return either(hardship_months > 0, hardship_months, hardship_months_by_cause[hardship_cause])


@rule(*AMOUNT, unit="元", when={"hardship_method": "STANDARD_MONTHS"})
def hardship_need(hardship_base, hardship_persons, hardship_months_counted):
    """急难型临时救助的计算额"""
    return at_least(0, hardship_base * hardship_persons * hardship_months_counted)


@rule(*AMOUNT, unit="元", name="hardship_need", when={"hardship_method": "FIXED"})
def hardship_need_fixed(hardship_fixed_amount, hardship_cause):
    """急难型临时救助的计算额（按事由定额）"""
    return hardship_fixed_amount[hardship_cause]


@rule(*AMOUNT)
def hardship_over_cap(hardship_need, hardship_case_cap):
    """计算额超过每次限额，须一事一议"""
    return hardship_need > hardship_case_cap


@rule(*AMOUNT, unit="元")
def hardship_grant(hardship_need, temporary_rounding, hardship_case_cap):
    """急难型临时救助金"""
    return at_most(hardship_case_cap, rounded(hardship_need, temporary_rounding))


@rule(*APPROVAL)
def hardship_approver(hardship_grant, township_ceiling, hardship_over_cap):
    """急难型临时救助由谁审批"""
    return first_of("approver", TOWNSHIP=(hardship_grant <= township_ceiling) & ~hardship_over_cap, otherwise="COUNTY")


@rule(*FIRST, unit="元")
def hardship_first_payment(hardship_grant, paid_first):
    """先行救助中抵作救助金的部分"""
    return at_most(hardship_grant, at_least(0, paid_first))


@rule(*FIRST, unit="元")
def hardship_remaining(hardship_grant, hardship_first_payment):
    """扣除先行救助后还应发放的金额"""
    return hardship_grant - hardship_first_payment


@rule(*FIRST, unit="元")
def paid_first_beyond_grant(hardship_grant, paid_first):
    """先行救助超出核定金额的部分"""
    return at_least(0, paid_first - hardship_grant)


@rule(*FIRST)
def paid_first_within_ceiling(paid_first, small_first_ceiling):
    """先行救助金额不超过上限"""
    return paid_first <= small_first_ceiling
