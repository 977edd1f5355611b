"""共同生活的家庭成员：谁与申请人算一家人，依据是什么。"""

from minzheng.engine.rules.language import first_of, full_years, member_rule, rule

SONS = ("20", "21", "22", "23", "24", "25", "26", "27", "29")
DAUGHTERS = ("30", "31", "32", "33", "34", "35", "36", "37", "39")
PARENTS = ("50", "51", "52", "57", "58", "59")
PARENTS_IN_LAW = ("53", "54", "55", "56")
GRANDPARENTS = ("60", "61", "62", "63", "64", "69")
GRANDCHILDREN = ("40", "41", "42", "43", "44", "49")
SIBLINGS = ("70", "71", "73", "75", "77", "79")


@member_rule("民法典 第二百零二条", unit="岁")
def age(birth_on, as_of):
    """年龄（周岁）"""
    return full_years(birth_on, as_of)


@member_rule("民法典 第十七条")
def is_minor(age):
    """未成年人"""
    return age < 18


@member_rule("最低生活保障审核确认办法 第四条")
def is_applicant(relation):
    """申请人本人"""
    return relation.among("01", "02", "03")


@member_rule("最低生活保障审核确认办法 第七条")
def is_spouse(relation):
    """配偶"""
    return relation.among("10", "11", "12")


@member_rule("最低生活保障审核确认办法 第七条")
def is_child(relation):
    """子女（含养子女、继子女）"""
    return relation.among(SONS, DAUGHTERS)


@member_rule("最低生活保障审核确认办法 第七条")
def is_minor_child(is_child, is_minor):
    """未成年子女"""
    return is_child & is_minor


@member_rule("最低生活保障审核确认办法 第七条")
def is_student_child(is_child, schooling):
    """接受本科及以下全日制教育的成年子女"""
    return is_child & schooling.among("SCHOOL", "UNDERGRADUATE")


@member_rule("最低生活保障审核确认办法 第七条", "婚姻家庭编解释一 第四十一条")
def is_dependent_adult_child(is_child, adult_child_dependent):
    """不能独立生活的成年子女"""
    return is_child & adult_child_dependent


@member_rule("民法典 第一千零六十七条", "民法典 第一千零七十四条", "民法典 第一千零七十五条")
def has_duty_of_support(relation):
    """与申请人家庭有法定赡养、抚养、扶养关系"""
    return relation.among(PARENTS, PARENTS_IN_LAW, GRANDPARENTS, GRANDCHILDREN, SIBLINGS)


@member_rule("最低生活保障审核确认办法 第七条")
def is_coresident_with_duty(has_duty_of_support, long_term_coresident):
    """有法定义务关系并长期共同居住"""
    return has_duty_of_support & long_term_coresident


@member_rule("最低生活保障审核确认办法 第七条")
def stays_a_child_of_the_family(is_minor_child, is_student_child, is_dependent_adult_child):
    """未成年、在校或者不能独立生活的子女"""
    return is_minor_child | is_student_child | is_dependent_adult_child


@rule("最低生活保障审核确认办法 第七条")
def has_dependent_grown_child(members):
    """家中有计入的成年子女"""
    return (members.stays_a_child_of_the_family & ~members.is_minor).any()


@member_rule("最低生活保障审核确认办法 第七条")
def is_in_law_of_member(relation, has_dependent_grown_child, long_term_coresident):
    """计入的成年子女的配偶"""
    return relation.among("28", "38") & has_dependent_grown_child & long_term_coresident


@member_rule("最低生活保障审核确认办法 第七条")
def counting_ground_by_relation(
    is_spouse, stays_a_child_of_the_family, is_coresident_with_duty, is_in_law_of_member, is_child
):
    """按家庭关系认定的结果"""
    return first_of(
        "counting_ground",
        SPOUSE=is_spouse,
        DEPENDENT_CHILD=stays_a_child_of_the_family,
        CORESIDENT_WITH_DUTY=is_coresident_with_duty,
        IN_LAW_OF_MEMBER=is_in_law_of_member,
        ADULT_CHILD_NOT_DEPENDENT=is_child,
        otherwise="NOT_CORESIDENT",
    )


@member_rule("最低生活保障审核确认办法 第七条")
def conscript_not_counted(conscript, conscripts_counted):
    """服义务兵役，本地不计入"""
    return conscript & ~conscripts_counted


@member_rule("最低生活保障审核确认办法 第七条")
def exclusion_ground(imprisoned, compulsory_drug_rehab, declared_missing, cleric_three_years, conscript_not_counted):
    """不计入共同生活家庭成员的情形"""
    return first_of(
        "counting_ground",
        IMPRISONED=imprisoned,
        COMPULSORY_DRUG_REHAB=compulsory_drug_rehab,
        DECLARED_MISSING=declared_missing,
        CLERIC_3Y=cleric_three_years,
        CONSCRIPT=conscript_not_counted,
        otherwise="NOT_EXCLUDED",
    )


@member_rule("最低生活保障审核确认办法 第七条")
def counting_ground(counting_decision, is_applicant, exclusion_ground, counting_ground_by_relation):
    """是否计入共同生活家庭成员及依据"""
    return first_of(
        "counting_ground",
        OFFICER_COUNTED=counting_decision == "COUNTED",
        OFFICER_NOT_COUNTED=counting_decision == "NOT_COUNTED",
        APPLICANT=is_applicant,
        otherwise=exclusion_ground.unless("NOT_EXCLUDED", counting_ground_by_relation),
    )


@member_rule("最低生活保障审核确认办法 第七条")
def counted(counting_ground):
    """计入共同生活的家庭成员"""
    return counting_ground.among(
        "OFFICER_COUNTED", "APPLICANT", "SPOUSE", "DEPENDENT_CHILD", "CORESIDENT_WITH_DUTY", "IN_LAW_OF_MEMBER"
    )


@member_rule("特困人员认定办法 第四条", "社会救助法 第十六条")
def is_destitute(qualifies_for_destitute_support, asks_destitute_support):
    """申请并符合特困人员救助供养条件"""
    return qualifies_for_destitute_support & asks_destitute_support


@member_rule("最低生活保障审核确认办法 第七条")
def assessed(counted, is_destitute):
    """纳入低保等家庭核算的成员"""
    return counted & ~is_destitute


@rule("最低生活保障审核确认办法 第七条", unit="人")
def household_size(members):
    """核算人口"""
    return members.assessed.count()


@member_rule("最低生活保障审核确认办法 第八条")
def is_severely_disabled(disability_type, disability_grade):
    """重度残疾（一、二级，或三级智力、精神残疾）"""
    return disability_grade.among("GRADE_1", "GRADE_2") | (
        (disability_grade == "GRADE_3") & disability_type.among("INTELLECTUAL", "MENTAL")
    )
