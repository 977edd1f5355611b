"""分类认定：一次申请，依次判断特困、低保、低保边缘、刚性支出困难，给出家庭的救助类别。"""

from minzheng.engine.rules.language import first_of, rule

CITES = ("社会救助法 第十四条", "动态监测意见2023 五（一）")


@rule(*CITES)
def all_destitute(members, household_size):
    """共同生活的成员都是特困人员"""
    return members.is_destitute.any() & (household_size <= 0)


@rule(*CITES)
def assistance_result(all_destitute, qualifies_for_dibao, qualifies_for_edge, qualifies_for_rigid):
    """家庭的救助类别"""
    return first_of(
        "benefit_type",
        TEKUN=all_destitute,
        DIBAO=qualifies_for_dibao,
        EDGE=qualifies_for_edge,
        RIGID=qualifies_for_rigid,
        otherwise="NONE",
    )


@rule(*CITES, unit="元/月")
def monthly_total(members, dibao_total):
    """家庭每月可得的救助金（低保、单人户、特困合计）"""
    return dibao_total + members.single_person_total.sum() + members.destitute_total.sum()
