"""追回：从以后的救助金中分期抵扣的限度；骗取救助的退回和罚款幅度。"""

from minzheng.engine.rules.language import rule

FROM_LAW, LAST_DAY_BEFORE = "2026-07-01", "2026-06-30"
OFFSET = ("社会救助法 第四十七条", "最低生活保障审核确认办法 第三十二条")


@rule(*OFFSET, unit="元/月")
def offset_limit(granted_amount, recovery_offset_share):
    """每月最多可以抵扣的金额（须本人同意）"""
    return granted_amount * recovery_offset_share


@rule("社会救助法 第七十三条", unit="元", since=FROM_LAW)
def refund(obtained_by_fraud):
    """责令退回的金额"""
    return obtained_by_fraud


@rule("社会救助暂行办法 第六十八条", unit="元", name="refund", until=LAST_DAY_BEFORE)
def refund_before_the_law(obtained_by_fraud):
    """责令退回的金额"""
    return obtained_by_fraud


@rule("社会救助法 第七十三条", "行政处罚法 第三十七条", unit="元", since=FROM_LAW)
def fine_limit(obtained_by_fraud, fine_multiple_most):
    """罚款上限（本法施行前的行为，新规定较轻，也按新规定）"""
    return obtained_by_fraud * fine_multiple_most


@rule("社会救助暂行办法 第六十八条", unit="元", name="fine_limit", until=LAST_DAY_BEFORE)
def fine_limit_before_the_law(obtained_by_fraud, fine_multiple_most):
    """罚款上限"""
    return obtained_by_fraud * fine_multiple_most


@rule("社会救助法 第七十三条", "行政处罚法 第三十七条", unit="元", since=FROM_LAW)
def fine_least_if_imposed(obtained_by_fraud, fine_multiple_least):
    """决定罚款时的下限"""
    return obtained_by_fraud * fine_multiple_least


@rule("社会救助暂行办法 第六十八条", unit="元", name="fine_least_if_imposed", until=LAST_DAY_BEFORE)
def fine_least_before_the_law(obtained_by_fraud, fine_multiple_least):
    """决定罚款时的下限"""
    return obtained_by_fraud * fine_multiple_least
