"""分类施保：老年人、未成年人、重度残疾人、重病患者等的增发。"""

from minzheng.engine.rules.language import at_least, member_rule, months_between, rounded

CITES = ("社会救助法 第二十条", "最低生活保障审核确认办法 第二十七条")


@member_rule("民法典 第二百零二条", unit="月")
def months_of_age(birth_on, as_of):
    """出生当月至核算当月的月数"""
    return months_between(birth_on, as_of)


@member_rule(*CITES, when={"uplift_age_effect": "MONTH_AFTER"})
def counts_as_elderly(months_of_age, uplift_elderly_age):
    """已到增发年龄（自生日次月起）"""
    return months_of_age > uplift_elderly_age * 12


@member_rule(*CITES, name="counts_as_elderly", when={"uplift_age_effect": "SAME_MONTH"})
def counts_as_elderly_same_month(months_of_age, uplift_elderly_age):
    """已到增发年龄（自生日当月起）"""
    return months_of_age >= uplift_elderly_age * 12


@member_rule(*CITES)
def counts_as_minor(months_of_age):
    """未成年人（算至满十八周岁当月）"""
    return months_of_age <= 18 * 12


@member_rule(*CITES, unit="元/月", when={"uplift_base_method": "STANDARD"})
def uplift_base(standard):
    """增发比例的基数（低保标准）"""
    return standard


@member_rule(*CITES, unit="元/月", name="uplift_base", when={"uplift_base_method": "OWN_BENEFIT"})
def uplift_base_of_benefit(dibao_base, household_size, single_person_base):
    """增发比例的基数（本人的低保金份额）"""
    return dibao_base / at_least(1, household_size) + single_person_base


@member_rule(*CITES, unit="元/月", when={"uplift_method": "PERCENT"})
def uplift_for_elderly(uplift_base, uplift_share, counts_as_elderly):
    """老年人的增发"""
    return (uplift_base * uplift_share["ELDERLY"]).where(counts_as_elderly)


@member_rule(*CITES, unit="元/月", name="uplift_for_elderly", when={"uplift_method": "FIXED"})
def uplift_for_elderly_fixed(uplift_amount, counts_as_elderly):
    """老年人的增发（定额）"""
    return uplift_amount["ELDERLY"].where(counts_as_elderly)


@member_rule(*CITES, unit="元/月", when={"uplift_method": "PERCENT"})
def uplift_for_minor(uplift_base, uplift_share, counts_as_minor):
    """未成年人的增发"""
    return (uplift_base * uplift_share["MINOR"]).where(counts_as_minor)


@member_rule(*CITES, unit="元/月", name="uplift_for_minor", when={"uplift_method": "FIXED"})
def uplift_for_minor_fixed(uplift_amount, counts_as_minor):
    """未成年人的增发（定额）"""
    return uplift_amount["MINOR"].where(counts_as_minor)


@member_rule(*CITES, unit="元/月", when={"uplift_method": "PERCENT"})
def uplift_for_severe_disability(uplift_base, uplift_share, is_severely_disabled):
    """重度残疾人的增发"""
    return (uplift_base * uplift_share["SEVERE_DISABILITY"]).where(is_severely_disabled)


@member_rule(*CITES, unit="元/月", name="uplift_for_severe_disability", when={"uplift_method": "FIXED"})
def uplift_for_severe_disability_fixed(uplift_amount, is_severely_disabled):
    """重度残疾人的增发（定额）"""
    return uplift_amount["SEVERE_DISABILITY"].where(is_severely_disabled)


@member_rule(*CITES, unit="元/月", when={"uplift_method": "PERCENT"})
def uplift_for_serious_illness(uplift_base, uplift_share, serious_illness):
    """重病患者的增发"""
    return (uplift_base * uplift_share["SERIOUS_ILLNESS"]).where(serious_illness)


@member_rule(*CITES, unit="元/月", name="uplift_for_serious_illness", when={"uplift_method": "FIXED"})
def uplift_for_serious_illness_fixed(uplift_amount, serious_illness):
    """重病患者的增发（定额）"""
    return uplift_amount["SERIOUS_ILLNESS"].where(serious_illness)


@member_rule(*CITES, unit="元/月", when={"uplift_method": "PERCENT"})
def uplift_for_pregnancy(uplift_base, uplift_share, pregnant_or_nursing):
    """孕妇、哺乳期妇女的增发"""
    return (uplift_base * uplift_share["PREGNANT_OR_NURSING"]).where(pregnant_or_nursing)


@member_rule(*CITES, unit="元/月", name="uplift_for_pregnancy", when={"uplift_method": "FIXED"})
def uplift_for_pregnancy_fixed(uplift_amount, pregnant_or_nursing):
    """孕妇、哺乳期妇女的增发（定额）"""
    return uplift_amount["PREGNANT_OR_NURSING"].where(pregnant_or_nursing)


@member_rule(*CITES, unit="元/月", when={"uplift_method": "PERCENT"})
def uplift_for_single_parent(uplift_base, uplift_share, single_parent):
    """单亲抚养人的增发"""
    return (uplift_base * uplift_share["SINGLE_PARENT"]).where(single_parent)


@member_rule(*CITES, unit="元/月", name="uplift_for_single_parent", when={"uplift_method": "FIXED"})
def uplift_for_single_parent_fixed(uplift_amount, single_parent):
    """单亲抚养人的增发（定额）"""
    return uplift_amount["SINGLE_PARENT"].where(single_parent)


@member_rule(*CITES, unit="元/月", when={"uplift_stacking": "HIGHEST_ONLY"})
def uplift_for_family_care(uplift_for_pregnancy, uplift_for_single_parent):
    """孕期、哺乳期和单亲抚养的增发（取最高一项）"""
    return at_least(uplift_for_pregnancy, uplift_for_single_parent)


@member_rule(*CITES, unit="元/月", name="uplift_for_family_care", when={"uplift_stacking": "SUM"})
def uplift_for_family_care_sum(uplift_for_pregnancy, uplift_for_single_parent):
    """孕期、哺乳期和单亲抚养的增发（各项相加）"""
    return uplift_for_pregnancy + uplift_for_single_parent


@member_rule(*CITES, unit="元/月", when={"uplift_stacking": "HIGHEST_ONLY"})
def uplift(
    uplift_for_elderly,
    uplift_for_minor,
    uplift_for_severe_disability,
    uplift_for_serious_illness,
    uplift_for_family_care,
):
    """成员的增发（取最高一项，按人四舍五入到分）"""
    return rounded(
        at_least(
            at_least(at_least(uplift_for_elderly, uplift_for_minor), uplift_for_family_care),
            at_least(uplift_for_severe_disability, uplift_for_serious_illness),
        ),
        "HALF_UP_FEN",
    )


@member_rule(*CITES, unit="元/月", name="uplift", when={"uplift_stacking": "SUM"})
def uplift_sum(
    uplift_for_elderly,
    uplift_for_minor,
    uplift_for_severe_disability,
    uplift_for_serious_illness,
    uplift_for_family_care,
):
    """成员的增发（各项相加，按人四舍五入到分）"""
    return rounded(
        uplift_for_elderly
        + uplift_for_minor
        + uplift_for_severe_disability
        + uplift_for_serious_illness
        + uplift_for_family_care,
        "HALF_UP_FEN",
    )
