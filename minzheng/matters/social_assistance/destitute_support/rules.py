"""特困人员救助供养：无劳动能力、无生活来源、法定义务人无履行能力，三项同时具备。"""

from minzheng.engine.rules.language import at_least, member_requires, member_rule, obligor_rule, rule

MATTER = "destitute_support"


@member_rule("特困人员认定办法 第五条")
def disabled_without_labour_capacity(disability_type, disability_grade):
    """残疾种类和等级属于无劳动能力"""
    return (
        (disability_type.among("INTELLECTUAL", "MENTAL") & disability_grade.among("GRADE_1", "GRADE_2", "GRADE_3"))
        | ((disability_type == "PHYSICAL") & disability_grade.among("GRADE_1", "GRADE_2"))
        | ((disability_type == "VISUAL") & (disability_grade == "GRADE_1"))
    )


@member_rule("改革完善意见2020 第五点")
def minor_in_school_or_without_income(age, schooling, income_for_destitute):
    """在校或者没有收入的未成年人"""
    return (age < 18) & ((schooling != "NONE") | (income_for_destitute <= 0))


@member_requires(
    "特困人员认定办法 第五条",
    "社会救助暂行办法 第十四条",
    "改革完善意见2020 第五点",
    of=[MATTER],
    else_say="HAS_LABOUR_CAPACITY",
    until="2026-06-30",
    name="has_no_labour_capacity",
)
def has_no_labour_capacity_until_june_2026(age, disabled_without_labour_capacity, minor_in_school_or_without_income):
    """无劳动能力（满六十周岁、未满十六周岁、在校或者没有收入的其他未成年人、规定等级的残疾人）"""
    return (age >= 60) | (age < 16) | minor_in_school_or_without_income | disabled_without_labour_capacity


@member_requires(
    "社会救助法 第十六条", "特困人员认定办法 第五条", of=[MATTER], else_say="HAS_LABOUR_CAPACITY", since="2026-07-01"
)
def has_no_labour_capacity(age, disabled_without_labour_capacity):
    """无劳动能力（满六十周岁、未成年人、规定等级的残疾人）"""
    return (age >= 60) | (age < 18) | disabled_without_labour_capacity


@member_rule("改革完善意见2020 第五点", "社会救助法 第十六条")
def destitute_minor_needs_county_judgement(age, is_destitute):
    """十六、十七周岁的特困人员（由县级逐案审定）"""
    return (age >= 16) & (age < 18) & is_destitute


@member_rule("特困人员认定办法 第六条", unit="元/期")
def allowances_never_counted(incomes):
    """本地低保计入、认定特困人员时不计入的优待抚恤金和高龄津贴"""
    return incomes.amount_counted.where(incomes.income_kind.among("X01", "X07")).sum()


@member_rule("特困人员认定办法 第六条", unit="元/期")
def income_for_destitute(member_income, pension_counted, resident_pension, base_pension, allowances_never_counted):
    """认定特困人员时的本人收入（不含中央基础养老金、优待抚恤金和高龄津贴）"""
    return at_least(0, member_income - pension_counted + resident_pension - base_pension - allowances_never_counted)


@member_rule("特困人员认定办法 第六条", unit="元/月")
def destitute_income_month(income_for_destitute, income_window_months):
    """认定特困人员时的本人月收入"""
    return income_for_destitute / income_window_months


@rule("特困人员认定办法 第七条", unit="元")
def destitute_financial_limit(dibao_financial_months, standard, members):
    """特困人员金融资产限额（按家庭共同生活人口）"""
    return dibao_financial_months * standard * members.counted.count()


@rule("特困人员认定办法 第七条")
def property_within_destitute_limit(
    financial_assets, destitute_financial_limit, vehicles_within_limit, has_second_dwelling, has_large_business
):
    """财产符合特困人员财产状况规定"""
    return (
        (financial_assets <= destitute_financial_limit)
        & vehicles_within_limit
        & ~has_second_dwelling
        & ~has_large_business
    )


@rule("特困人员认定办法 第七条")
def has_second_dwelling(dwellings, dwelling_limit):
    """住房超过规定套数"""
    return dwellings > dwelling_limit


@member_requires("特困人员认定办法 第六条", "社会救助法 第十六条", of=[MATTER], else_say="HAS_INCOME_SOURCE")
def has_no_livelihood(destitute_income_month, standard, property_within_destitute_limit, means_declared):
    """无生活来源（收入低于低保标准且财产符合规定）"""
    return (destitute_income_month < standard).known_where(means_declared) & property_within_destitute_limit


@obligor_rule("特困人员认定办法 第八条")
def obligor_has_little_income(obligor_income_year, disposable_income_year, area, obligor_property_within_limit):
    """义务人本人收入低于上年度人均可支配收入且财产符合规定"""
    return (obligor_income_year < disposable_income_year[area]) & obligor_property_within_limit


@obligor_rule("特困人员认定办法 第八条")
def obligor_weak_and_poor(obligor_age, obligor_severely_disabled, obligor_has_little_income):
    """义务人满七十周岁或者重度残疾（含三级智力、精神残疾），且收入、财产符合规定"""
    return ((obligor_age >= 70) | obligor_severely_disabled) & obligor_has_little_income


@obligor_rule("特困人员认定办法 第八条")
def obligor_out_of_reach(obligor_no_civil_capacity, obligor_missing, obligor_imprisoned, obligor_property_within_limit):
    """义务人无民事行为能力、宣告失踪或者服刑，且财产符合规定"""
    return (obligor_no_civil_capacity | obligor_missing | obligor_imprisoned) & obligor_property_within_limit


@obligor_rule("特困人员认定办法 第八条")
def obligor_old_on_dibao(obligor_age, obligor_receives_dibao):
    """义务人满六十周岁且是低保对象"""
    return (obligor_age >= 60) & obligor_receives_dibao


@obligor_rule("特困人员认定办法 第八条")
def obligor_able(
    obligor_unable,
    obligor_receives_destitute_support,
    obligor_old_on_dibao,
    obligor_weak_and_poor,
    obligor_out_of_reach,
):
    """义务人有履行能力"""
    return ~(
        obligor_unable
        | obligor_receives_destitute_support
        | obligor_old_on_dibao
        | obligor_weak_and_poor
        | obligor_out_of_reach
    )


@member_rule("特困人员认定办法 第八条")
def has_able_obligor_outside(own_obligors):
    """家庭以外有履行能力的法定义务人"""
    return own_obligors.obligor_able.any()


@member_rule("特困人员认定办法 第八条")
def member_has_little_income(destitute_income_month, disposable_income_year, area, property_within_destitute_limit):
    """本人收入低于上年度人均可支配收入且财产符合规定"""
    return (destitute_income_month * 12 < disposable_income_year[area]) & property_within_destitute_limit


@member_rule("特困人员认定办法 第八条")
def member_weak_and_poor(age, is_severely_disabled, member_has_little_income):
    """满七十周岁或者重度残疾（含三级智力、精神残疾），且收入、财产符合规定"""
    return ((age >= 70) | is_severely_disabled) & member_has_little_income


@member_rule("特困人员认定办法 第八条")
def member_unable_to_support(age, receives_dibao, receives_destitute_support, member_weak_and_poor, no_civil_capacity):
    """家庭成员无履行义务能力"""
    return (
        (age < 18)
        | ((age >= 60) & receives_dibao)
        | receives_destitute_support
        | member_weak_and_poor
        | no_civil_capacity
    )


@member_rule("特困人员认定办法 第八条")
def member_able_to_support(counted, member_unable_to_support):
    """有履行义务能力的家庭成员"""
    return counted & ~member_unable_to_support


@rule("特困人员认定办法 第八条", unit="人")
def members_able_to_support(members):
    """有履行义务能力的家庭成员数"""
    return members.member_able_to_support.count()


@member_requires("特困人员认定办法 第八条", "社会救助法 第十六条", of=[MATTER], else_say="OBLIGOR_HAS_CAPACITY")
def has_no_able_obligor(members_able_to_support, member_able_to_support, has_able_obligor_outside):
    """没有法定义务人，或者法定义务人无履行能力"""
    return (members_able_to_support - member_able_to_support.as_number() <= 0) & ~has_able_obligor_outside


@member_requires("特困人员认定办法 第九条", of=[MATTER], else_say="DUPLICATE_BENEFIT")
def has_not_chosen_orphan_benefit(orphan_benefit_chosen):
    """没有选择孤儿、事实无人抚养儿童基本生活费"""
    return ~orphan_benefit_chosen
