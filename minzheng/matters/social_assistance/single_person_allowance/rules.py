"""单人户：低保边缘家庭中的重度残疾人、重病患者单独纳入低保。"""

from minzheng.engine.rules.language import at_least, first_of, member_requires, member_rule, rounded

CITES = ("社会救助法 第二十一条", "最低生活保障审核确认办法 第八条")


@member_rule("最低生活保障审核确认办法 第八条")
def own_single_basis(is_severely_disabled, serious_illness):
    """单独纳入的依据"""
    return first_of(
        "single_basis", SEVERE_DISABILITY=is_severely_disabled, SERIOUS_ILLNESS=serious_illness, otherwise="NONE"
    )


@member_requires(*CITES, of=["dibao_single"], else_say="OTHER")
def belongs_to_edge_family(assessed, qualifies_for_edge, qualifies_for_dibao):
    """是低保边缘家庭的成员"""
    return assessed & qualifies_for_edge & ~qualifies_for_dibao


@member_requires(*CITES, of=["dibao_single"], else_say="OTHER")
def has_single_basis(own_single_basis):
    """是重度残疾人或者重病患者"""
    return own_single_basis != "NONE"


@member_requires(*CITES, of=["dibao_single"], else_say="INCOME_NOT_BELOW_STANDARD")
def own_income_below_standard(own_income_month, standard):
    """本人收入低于当地最低生活保障标准"""
    return own_income_month < standard


@member_rule("最低生活保障审核确认办法 第十三条", unit="元/月")
def own_income_month(member_income, income_window_months):
    """本人月收入"""
    return at_least(0, member_income / income_window_months)


@member_rule(*CITES, unit="元/月", when={"single_person_method": "OWN_INCOME_GAP"})
def single_person_shortfall(standard, own_income_month):
    """单人户补助（按标准减本人收入）"""
    return at_least(0, standard - own_income_month)


@member_rule(*CITES, unit="元/月", name="single_person_shortfall", when={"single_person_method": "FULL_STANDARD"})
def single_person_full(standard):
    """单人户补助（按标准全额）"""
    return standard


@member_rule(*CITES, unit="元/月", name="single_person_shortfall", when={"single_person_method": "FIXED"})
def single_person_fixed(single_person_amount):
    """单人户补助（定额）"""
    return single_person_amount


@member_rule(*CITES, unit="元/月", name="single_person_shortfall", when={"single_person_method": "PERCENT"})
def single_person_percent(standard, single_person_share):
    """单人户补助（按标准的比例）"""
    return standard * single_person_share


@member_rule(*CITES, unit="元/月")
def single_person_base(qualifies_for_dibao_single, single_person_shortfall, benefit_rounding):
    """单人户低保金（不含增发）"""
    return rounded(single_person_shortfall, benefit_rounding).where(qualifies_for_dibao_single)


@member_rule("社会救助法 第二十条", "最低生活保障审核确认办法 第二十七条", unit="元/月")
def single_person_uplift(qualifies_for_dibao_single, uplift):
    """单人户增发"""
    return uplift.where(qualifies_for_dibao_single)


@member_rule(*CITES, unit="元/月")
def single_person_total(single_person_base, single_person_uplift):
    """单人户月低保金"""
    return single_person_base + single_person_uplift
