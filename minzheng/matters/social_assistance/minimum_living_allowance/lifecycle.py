"""低保的存续：核查后是否调整，标准或者家庭变化后的补发和多发，就业后的渐退期，拒绝工作介绍的减发。"""

from minzheng.engine.rules.language import at_least, at_most, either, member_rule, rounded, rule

CHANGE = ("社会救助法 第四十七条", "最低生活保障审核确认办法 第三十二条")
REVIEW = ("最低生活保障审核确认办法 第三十一条",)
EXIT = ("最低生活保障审核确认办法 第三十三条", "低保兜底通知2022 一（三）")
REFUSAL = ("最低生活保障审核确认办法 第三十四条", "社会救助暂行办法 第四十五条")


@rule(*REVIEW, unit="元/月")
def change_of_amount(dibao_total, granted_amount):
    """核查后的金额与正在发放的金额之差"""
    return at_least(dibao_total - granted_amount, granted_amount - dibao_total)


@rule(*REVIEW)
def change_is_marked(change_of_amount, marked_change_share, guaranteed_income):
    """变化明显（差额达到保障总额的规定比例），应当调整"""
    return change_of_amount >= marked_change_share * guaranteed_income


@rule(*REVIEW, unit="元/月")
def amount_after_review(change_is_marked, qualifies_for_dibao, dibao_total, granted_amount):
    """核查期内的月低保金（变化不明显且仍符合条件的，不调整）"""
    return either(change_is_marked | ~qualifies_for_dibao, dibao_total, granted_amount)


@rule(*CHANGE, unit="元")
def arrears(dibao_total, granted_amount, months_not_applied):
    """应当补发的低保金"""
    return at_least(0, dibao_total - granted_amount) * months_not_applied


@rule(*CHANGE, unit="元")
def payment_with_arrears(dibao_total, arrears):
    """首次按新金额发放时的应发金额（含补发）"""
    return dibao_total + arrears


@rule(*CHANGE, "低保兜底通知2022 一（三）", unit="元")
def overpayment(granted_amount, dibao_total, months_not_applied):
    """多发的低保金"""
    return at_least(0, granted_amount - dibao_total) * months_not_applied


@rule(*EXIT)
def gradual_exit_granted(exit_by_employment, monthly_income, guaranteed_income, gradual_exit_ceiling):
    """可以给予渐退期：因就业使收入达到低保标准，但未超过渐退期收入上限"""
    return (
        exit_by_employment
        & (monthly_income >= guaranteed_income)
        & (monthly_income <= guaranteed_income * gradual_exit_ceiling)
    )


@rule(*EXIT)
def in_gradual_exit(gradual_exit_granted, exit_month, gradual_exit_months):
    """处于渐退期内"""
    return gradual_exit_granted & (exit_month >= 1) & (exit_month <= gradual_exit_months)


@rule(*EXIT, unit="元/月", when={"gradual_exit_method": "FULL"})
def gradual_exit_payment(granted_amount, in_gradual_exit):
    """渐退期的月低保金（按原金额）"""
    return granted_amount.where(in_gradual_exit)


@rule(*EXIT, unit="元/月", name="gradual_exit_payment", when={"gradual_exit_method": "STEP"})
def gradual_exit_payment_by_step(
    granted_amount, gradual_exit_shares, exit_month, gradual_exit_rounding, in_gradual_exit
):
    """渐退期的月低保金（按月递减）"""
    return rounded(
        granted_amount * gradual_exit_shares.pick("share", exit_month, at_most="until_month"), gradual_exit_rounding
    ).where(in_gradual_exit)


@member_rule(*REFUSAL)
def refuses_work(assessed, work_refusals, work_refusal_limit):
    """有就业能力而连续拒绝工作介绍达到规定次数的成员"""
    return assessed & (work_refusals >= work_refusal_limit)


@rule(*REFUSAL, unit="元/人·月")
def own_share(dibao_base, household_size):
    """每名成员的低保金份额（不含增发）"""
    return rounded(dibao_base / at_least(1, household_size), "HALF_UP_FEN")


@rule(*REFUSAL, unit="元/月", when={"refusal_method": "STOP_OWN_SHARE"})
def share_withheld(own_share, members, dibao_base):
    """因拒绝工作介绍停发的份额"""
    return at_most(dibao_base, own_share * members.refuses_work.count())


@rule(*REFUSAL, unit="元/月", name="share_withheld", when={"refusal_method": "REDUCE_OWN_SHARE"})
def share_withheld_in_part(own_share, refusal_share, members, dibao_base):
    """因拒绝工作介绍减发的份额"""
    return at_most(dibao_base, rounded(own_share * refusal_share, "HALF_UP_FEN") * members.refuses_work.count())


@rule(*REFUSAL, unit="元/月")
def base_after_refusal(dibao_base, share_withheld):
    """减发、停发份额后的低保金（不含增发）"""
    return dibao_base - share_withheld


@rule(*REFUSAL, unit="元/月", when={"refusal_method": "STOP_OWN_SHARE"})
def uplift_after_refusal(qualifies_for_dibao, members):
    """停发份额后的增发合计（只计其他成员的）"""
    return members.uplift.where(members.assessed & ~members.refuses_work).sum().where(qualifies_for_dibao)


@rule(*REFUSAL, unit="元/月", name="uplift_after_refusal", when={"refusal_method": "REDUCE_OWN_SHARE"})
def uplift_kept_in_part(dibao_uplift):
    """减发份额后的增发合计"""
    return dibao_uplift


@rule(*REFUSAL, unit="元/月")
def total_after_refusal(base_after_refusal, uplift_after_refusal):
    """减发、停发份额后的月低保金"""
    return base_after_refusal + uplift_after_refusal
