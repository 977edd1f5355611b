"""特困人员救助供养标准：基本生活标准加照料护理标准。"""

from minzheng.engine.rules.language import at_least, first_of, member_rule, rounded, rule

CITES = ("社会救助法 第十七条", "社会救助暂行办法 第十五条")
ABILITY = ("特困人员认定办法 第二十一条", "特困人员认定办法 第二十二条")


@member_rule(*ABILITY, unit="项")
def failed_at_table(can_eat, can_dress):
    """吃饭、穿衣中不能自主完成的"""
    return (~can_eat).as_number() + (~can_dress).as_number()


@member_rule(*ABILITY, unit="项")
def failed_in_moving(can_leave_bed, can_use_toilet, can_walk_indoors, can_bathe):
    """上下床、如厕、室内行走、洗澡中不能自主完成的"""
    return (
        (~can_leave_bed).as_number()
        + (~can_use_toilet).as_number()
        + (~can_walk_indoors).as_number()
        + (~can_bathe).as_number()
    )


@member_rule(*ABILITY, unit="项")
def failed_items(failed_at_table, failed_in_moving):
    """六项生活自理能力指标中不能自主完成的项数"""
    return failed_at_table + failed_in_moving


@member_rule(*ABILITY)
def care_level_by_items(failed_items):
    """按六项指标评定的生活自理能力"""
    return first_of("self_care_ability", NONE=failed_items > 3, PARTIAL=failed_items > 0, otherwise="FULL_SELF_CARE")


@member_rule(*ABILITY)
def care_level(self_care_ability, care_level_by_items):
    """生活自理能力（已有评估结论的从其结论）"""
    return first_of(
        "self_care_ability",
        NONE=self_care_ability == "NONE",
        PARTIAL=self_care_ability == "PARTIAL",
        FULL_SELF_CARE=self_care_ability == "FULL_SELF_CARE",
        otherwise=care_level_by_items,
    )


@rule(*CITES, unit="元/月", when={"destitute_basic_method": "AMOUNT"})
def destitute_basic_standard(destitute_basic_amount, area):
    """特困人员基本生活标准"""
    return destitute_basic_amount[area]


@rule(*CITES, unit="元/月", name="destitute_basic_standard", when={"destitute_basic_method": "MULTIPLE"})
def destitute_basic_multiple_of_standard(standard, destitute_basic_multiple, destitute_basic_rounding):
    """特困人员基本生活标准（低保标准的倍数）"""
    return rounded(standard * destitute_basic_multiple, destitute_basic_rounding)


@member_rule(*CITES, unit="元/月", when={"destitute_care_method": "AMOUNT"})
def destitute_care_standard(destitute_care_amount, care_level):
    """特困人员照料护理标准"""
    return destitute_care_amount[care_level]


@member_rule(
    *CITES, unit="元/月", name="destitute_care_standard", when={"destitute_care_method": "SHARE_OF_MINIMUM_WAGE"}
)
def destitute_care_share_of_minimum_wage(minimum_wage, destitute_care_share, care_level, destitute_care_rounding):
    """特困人员照料护理标准（最低工资标准的比例）"""
    return rounded(minimum_wage * destitute_care_share[care_level], destitute_care_rounding)


@member_rule(*CITES, unit="元/月", when={"destitute_income_method": "FULL"})
def destitute_basic(is_destitute, destitute_basic_standard):
    """基本生活供养金（全额）"""
    return destitute_basic_standard.where(is_destitute)


@member_rule(*CITES, unit="元/月", name="destitute_basic", when={"destitute_income_method": "DEDUCT"})
def destitute_basic_less_income(
    is_destitute, destitute_basic_standard, destitute_income_month, destitute_basic_rounding
):
    """基本生活供养金（减去本人收入）"""
    return rounded(at_least(0, destitute_basic_standard - destitute_income_month), destitute_basic_rounding).where(
        is_destitute
    )


@member_rule(*CITES, unit="元/月")
def destitute_care(is_destitute, destitute_care_standard):
    """照料护理费"""
    return destitute_care_standard.where(is_destitute)


@member_rule(*CITES, unit="元/月")
def destitute_total(destitute_basic, destitute_care):
    """月特困人员救助供养金"""
    return destitute_basic + destitute_care
