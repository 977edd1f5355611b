"""What is known about a person as a member of a household. Numbers 200–299."""

from minzheng.engine.registry.facts.declaring import Declaring
from minzheng.kernel.codes import (
    COUNTING_DECISION,
    DISABILITY_GRADE,
    DISABILITY_TYPE,
    EDUCATION,
    EMPLOYMENT,
    ETHNICITY,
    HEALTH,
    HUKOU_TYPE,
    IMPUTATION_WAIVER,
    LABOUR_CAPACITY,
    MARITAL_STATUS,
    RELATION,
    SCHOOLING,
    SELF_CARE_ABILITY,
    SEX,
    SUPPORT_FORM,
)
from minzheng.kernel.facts import DataClass, Level

_member = Declaring(Level.MEMBER)
_SENSITIVE = DataClass.L4

_IDENTITY = (
    _member.code(200, "relation", "与户主（申请人）关系", RELATION, help="由家庭成员登记得出"),
    _member.date(201, "birth_on", "出生日期", required=True),
    _member.code(202, "sex", "性别", SEX, default="UNKNOWN"),
    _member.code(203, "ethnicity", "民族", ETHNICITY),
    _member.code(204, "marital_status", "婚姻状况", MARITAL_STATUS),
    _member.code(205, "education", "学历", EDUCATION),
    _member.code(206, "hukou_type", "户口性质", HUKOU_TYPE, default="UNKNOWN"),
)

_COUNTING = (
    _member.code(210, "schooling", "就学情况", SCHOOLING, default="NONE"),
    _member.flag(211, "imprisoned", "在监狱内服刑", data_class=_SENSITIVE),
    _member.flag(212, "compulsory_drug_rehab", "在强制隔离戒毒所内", data_class=_SENSITIVE),
    _member.flag(213, "declared_missing", "被宣告失踪"),
    _member.flag(214, "cleric_three_years", "连续三年以上脱离家庭独立生活的宗教教职人员", data_class=_SENSITIVE),
    _member.flag(215, "conscript", "服义务兵役期间"),
    _member.flag(216, "lives_apart", "不在一起居住"),
    _member.flag(217, "adult_child_dependent", "不能独立生活的成年子女", help="经调查认定，须有依据"),
    _member.flag(218, "long_term_coresident", "长期共同居住", help="近12个月内共同居住满6个月"),
    _member.code(
        219,
        "counting_decision",
        "共同生活成员据实认定",
        COUNTING_DECISION,
        default="NONE",
        help="经办人员说明理由的认定",
    ),
)

_HEALTH_AND_WORK = (
    _member.code(220, "disability_type", "残疾类别", DISABILITY_TYPE, default="NONE", data_class=_SENSITIVE),
    _member.code(221, "disability_grade", "残疾等级", DISABILITY_GRADE, default="NONE", data_class=_SENSITIVE),
    _member.flag(222, "serious_illness", "患当地名录内重病", data_class=_SENSITIVE),
    _member.code(223, "employment", "就业状况", EMPLOYMENT, default="NONE"),
    _member.number(224, "labour_coefficient", "劳动力系数", scale=10_000),
    _member.code(225, "imputation_waiver", "不推算收入的情形", IMPUTATION_WAIVER, default="NONE"),
    _member.flag(226, "pregnant_or_nursing", "怀孕或哺乳期", data_class=_SENSITIVE),
    _member.flag(227, "no_civil_capacity", "无民事行为能力", data_class=_SENSITIVE),
    _member.code(228, "health", "健康状况", HEALTH, data_class=_SENSITIVE),
    _member.code(229, "labour_capacity", "劳动能力", LABOUR_CAPACITY),
    _member.number(
        240,
        "work_refusals",
        "连续无正当理由拒绝工作介绍的次数",
        unit="次",
        help="每次介绍均应有记录；接受工作后重新计算",
    ),
    _member.flag(241, "single_parent", "独自抚养未成年子女", help="经调查认定，须有依据"),
)

_DESTITUTE_SUPPORT = (
    _member.flag(230, "can_eat", "能自主吃饭", default=1, required=True, data_class=_SENSITIVE),
    _member.flag(231, "can_dress", "能自主穿衣", default=1, required=True, data_class=_SENSITIVE),
    _member.flag(232, "can_leave_bed", "能自主上下床", default=1, required=True, data_class=_SENSITIVE),
    _member.flag(233, "can_use_toilet", "能自主如厕", default=1, required=True, data_class=_SENSITIVE),
    _member.flag(234, "can_walk_indoors", "能自主室内行走", default=1, required=True, data_class=_SENSITIVE),
    _member.flag(235, "can_bathe", "能自主洗澡", default=1, required=True, data_class=_SENSITIVE),
    _member.code(236, "support_form", "供养形式", SUPPORT_FORM, default="DISPERSED"),
    _member.flag(237, "asks_destitute_support", "申请特困人员救助供养", help="已提出申请并查明法定义务人情况"),
    _member.flag(238, "orphan_benefit_chosen", "选择享受孤儿或事实无人抚养儿童保障"),
    _member.code(239, "self_care_ability", "生活自理能力评估结论", SELF_CARE_ABILITY, data_class=_SENSITIVE),
)

_RECEIVING = (
    _member.flag(250, "receives_dibao", "正在享受最低生活保障", help="由在享待遇得出"),
    _member.flag(251, "receives_destitute_support", "正在享受特困人员救助供养", help="由在享待遇得出"),
    _member.flag(252, "edge_member", "低保边缘家庭成员", help="已经认定的"),
)

MEMBER = (*_IDENTITY, *_COUNTING, *_HEALTH_AND_WORK, *_DESTITUTE_SUPPORT, *_RECEIVING)
