"""家庭以外的法定义务人应当给付的赡养费、抚养费、扶养费。"""

from minzheng.engine.rules.language import at_least, either, full_years, obligor_rule, rule


@obligor_rule("民法典 第二百零二条", unit="岁")
def obligor_age(obligor_birth_on, as_of):
    """义务人年龄（周岁）"""
    return full_years(obligor_birth_on, as_of)


@obligor_rule("最低生活保障审核确认办法 第十三条", unit="元/人·月", when={"support_standard_method": "OBLIGOR_AREA"})
def obligor_standard(obligor_area_standard, standard):
    """义务人所在地低保标准（未记录的按本地）"""
    return either(obligor_area_standard > 0, obligor_area_standard, standard)


@obligor_rule(
    "最低生活保障审核确认办法 第十三条",
    unit="元/人·月",
    name="obligor_standard",
    when={"support_standard_method": "APPLICANT_AREA"},
)
def obligor_standard_of_applicant(standard):
    """义务人适用的低保标准（一律按申请人所在地）"""
    return standard


@obligor_rule("最低生活保障审核确认办法 第十三条", "民法典 第一千零六十七条", unit="元/月")
def spare_income(obligor_household_income, support_threshold_multiple, obligor_standard, obligor_household_size):
    """义务人家庭超过豁免线的月收入"""
    return at_least(
        0, obligor_household_income - support_threshold_multiple * obligor_standard * obligor_household_size
    )


@obligor_rule("最低生活保障审核确认办法 第十三条", "民法典 第一千零六十七条", unit="元/月")
def support_by_formula(spare_income, support_share, supported_total, supported_here):
    """按公式推算的赡养费"""
    return spare_income * support_share / at_least(1, supported_total) * supported_here


@obligor_rule("婚姻家庭编解释一 第四十九条", unit="元/月")
def support_of_children(
    gross_income_month, child_support_share_one, child_support_share_many, children_total, children_here
):
    """按收入比例计算的抚养费"""
    return either(
        children_total <= 1,
        gross_income_month * child_support_share_one,
        gross_income_month * child_support_share_many / at_least(1, children_total) * children_here,
    )


@obligor_rule("民法典 第一千零六十七条", "婚姻家庭编解释一 第四十九条", unit="元/月")
def support_estimated(support_mode, support_by_formula, support_of_children):
    """没有判决、协议时推算的给付"""
    return support_by_formula.where(support_mode == "FORMULA") + support_of_children.where(
        support_mode == "CHILD_RATIO"
    )


@obligor_rule("最低生活保障审核确认办法 第十三条")
def judgement_can_be_collected(judgement_enforceable, obligor_missing, obligor_unable):
    """判决、调解或者协议可以执行，义务人没有失踪且有履行能力"""
    return judgement_enforceable & ~obligor_missing & ~obligor_unable


@obligor_rule("最低生活保障审核确认办法 第十三条", unit="元/月")
def support_judged(judgement_month, judgement_can_be_collected, actual_support_month):
    """按判决、调解或者协议计入的给付"""
    return at_least(actual_support_month, judgement_month.where(judgement_can_be_collected))


@obligor_rule("低保兜底通知2022 一（一）")
def support_is_exempt(single_basis, obligor_relation, obligor_age):
    """可以豁免的给付：成年无业重度残疾人单独申请时，兄弟姐妹或者六十周岁以上的人给付的"""
    return (single_basis == "ADULT_SEVERE_DISABLED_UNEMPLOYED") & (
        (obligor_relation == "SIBLING") | (obligor_age >= 60)
    )


@obligor_rule("特困人员认定办法 第八条", "最低生活保障审核确认办法 第十三条")
def has_no_means_to_support(
    obligor_unable, obligor_missing, obligor_imprisoned, obligor_receives_aid, obligor_severely_disabled
):
    """无履行义务能力，不推算给付"""
    return obligor_unable | obligor_missing | obligor_imprisoned | obligor_receives_aid | obligor_severely_disabled


@obligor_rule("特困人员认定办法 第八条")
def obligor_receives_aid(obligor_receives_dibao, obligor_receives_destitute_support):
    """义务人本人是低保对象或者特困人员"""
    return obligor_receives_dibao | obligor_receives_destitute_support


@obligor_rule("特困人员认定办法 第八条")
def obligor_severely_disabled(obligor_disability_type, obligor_disability_grade):
    """义务人是一、二级残疾人或者三级智力、精神残疾人"""
    return obligor_disability_grade.among("GRADE_1", "GRADE_2") | (
        (obligor_disability_grade == "GRADE_3") & obligor_disability_type.among("INTELLECTUAL", "MENTAL")
    )


@obligor_rule("最低生活保障审核确认办法 第十三条", unit="元/月")
def support_when_not_judged(actual_support_month, support_estimated, has_no_means_to_support, support_waived):
    """没有判决、协议时计入的给付：实际收到的优先，其次推算"""
    return either(
        actual_support_month > 0,
        actual_support_month,
        support_estimated.where(~has_no_means_to_support & ~support_waived),
    )


@obligor_rule("最低生活保障审核确认办法 第十三条", unit="元/月")
def support_counted(support_mode, support_judged, support_when_not_judged, support_is_exempt):
    """计入家庭收入的给付"""
    return either(support_mode == "JUDGEMENT", support_judged, support_when_not_judged).where(~support_is_exempt)


@rule("最低生活保障审核确认办法 第十三条", unit="元/月")
def support_month(obligors):
    """计入的赡养费、抚养费、扶养费"""
    return obligors.support_counted.sum()
