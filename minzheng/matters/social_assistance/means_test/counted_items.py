"""逐项收入：哪些不计入，有限额的超过部分计入多少，一次性收入作收入还是作财产。"""

from minzheng.engine.rules.language import at_least, at_most, either, income_rule, member_rule, rule

CITE = "最低生活保障审核确认办法 第十三条"
ALLOWANCES = ("X01", "X02", "X03", "X04", "X05", "X06", "X07", "X08", "X09", "X10", "X11")
LUMP_SUMS = ("T10",)


@income_rule(CITE)
def is_excluded(income_kind, excluded_incomes, counted_allowances):
    """不计入家庭收入的项目"""
    return income_kind.among(excluded_incomes) | (
        income_kind.among(ALLOWANCES) & ~income_kind.among(counted_allowances)
    )


@income_rule(CITE, unit="元/期")
def amount_over_ceiling(income_amount, income_kind, income_months, exclusion_ceiling, incomes_with_ceiling):
    """不计入的项目超过限额、应当计入的部分"""
    return at_least(0, income_amount - exclusion_ceiling[income_kind] * income_months).where(
        income_kind.among(incomes_with_ceiling)
    )


@income_rule(CITE, unit="元/期", when={"exclusion_ceiling_method": "NONE"})
def amount_counted(income_amount, is_excluded):
    """收入金额（不计入的除外）"""
    return income_amount.where(~is_excluded)


@income_rule(CITE, unit="元/期", name="amount_counted", when={"exclusion_ceiling_method": "PER_MONTH"})
def amount_counted_over_ceiling(income_amount, is_excluded, amount_over_ceiling):
    """收入金额（不计入的只计超过限额的部分）"""
    return either(is_excluded, amount_over_ceiling, income_amount)


@income_rule(CITE, unit="月", when={"exclusion_ceiling_method": "NONE"})
def months_counted(income_months, is_excluded):
    """收入月数（不计入的除外）"""
    return income_months.where(~is_excluded)


@income_rule(CITE, unit="月", name="months_counted", when={"exclusion_ceiling_method": "PER_MONTH"})
def months_counted_over_ceiling(income_months, is_excluded, amount_over_ceiling):
    """收入月数（不计入且没有超过限额的除外）"""
    return income_months.where(~is_excluded | (amount_over_ceiling > 0))


@member_rule(CITE, unit="元")
def lump_sum(incomes):
    """一次性收入"""
    return incomes.amount_counted.where(incomes.income_kind.among(LUMP_SUMS)).sum()


@member_rule(CITE, unit="元/期")
def lump_sum_in_window(lump_sum, income_window_months, lump_sum_months):
    """一次性收入分摊到规定期限内的部分"""
    return at_most(lump_sum, lump_sum * income_window_months / lump_sum_months)


@income_rule(CITE, unit="元")
def lump_sum_left(amount_counted, income_kind, lump_sum_spent):
    """一次性收入扣除必要支出后的余额"""
    return at_least(0, amount_counted - lump_sum_spent).where(income_kind.among(LUMP_SUMS))


@member_rule(CITE, unit="元")
def lump_sums_left(incomes):
    """成员一次性收入的余额"""
    return incomes.lump_sum_left.sum()


@rule(CITE, "最低生活保障审核确认办法 第十四条", unit="元", when={"lump_sum_method": "PROPERTY"})
def lump_sums_held(members):
    """作为财产的一次性收入"""
    return members.lump_sums_left.where(members.counted).sum()


@rule(CITE, unit="元", name="lump_sums_held", when={"lump_sum_method": "INCOME_IN_WINDOW"})
def lump_sums_are_income(members):
    """作为财产的一次性收入（本地作为收入）"""
    return members.counted.count() * 0


@rule(CITE, unit="元", name="lump_sums_held", when={"lump_sum_method": "AMORTISE"})
def lump_sums_are_spread(members):
    """作为财产的一次性收入（本地作为收入分摊）"""
    return members.counted.count() * 0
