# ruff: noqa: N801, N805, ARG002 - variables are written as OpenFisca packages write them
from openfisca_core.model_api import DAY, Enum, date

from benchmarks.openfisca_county.entities import (
    APPLICANT,
    CHILD,
    CHILD_IN_LAW,
    SPOUSE,
    WITH_DUTY,
    CountingDecision,
    CountingGround,
    DisabilityGrade,
    DisabilityType,
    Exact,
    Household,
    Person,
    Relation,
    Schooling,
    among,
    chosen,
)  # fmt: skip


class relation(Exact):
    value_type, possible_values, default_value = Enum, Relation, Relation.R99
    entity, definition_period = Person, DAY


class birth(Exact):
    value_type, entity, definition_period = date, Person, DAY


class schooling(Exact):
    value_type, possible_values, default_value = Enum, Schooling, Schooling.NONE
    entity, definition_period = Person, DAY


class counting_decision(Exact):
    value_type, possible_values, default_value = Enum, CountingDecision, CountingDecision.NONE
    entity, definition_period = Person, DAY


class disability_type(Exact):
    value_type, possible_values, default_value = Enum, DisabilityType, DisabilityType.NONE
    entity, definition_period = Person, DAY


class disability_grade(Exact):
    value_type, possible_values, default_value = Enum, DisabilityGrade, DisabilityGrade.NONE
    entity, definition_period = Person, DAY


class imprisoned(Exact):
    value_type, entity, definition_period = bool, Person, DAY


class compulsory_drug_rehab(Exact):
    value_type, entity, definition_period = bool, Person, DAY


class declared_missing(Exact):
    value_type, entity, definition_period = bool, Person, DAY


class cleric_three_years(Exact):
    value_type, entity, definition_period = bool, Person, DAY


class conscript(Exact):
    value_type, entity, definition_period = bool, Person, DAY


class adult_child_dependent(Exact):
    value_type, entity, definition_period = bool, Person, DAY


class long_term_coresident(Exact):
    value_type, entity, definition_period = bool, Person, DAY


class serious_illness(Exact):
    value_type, entity, definition_period = bool, Person, DAY


class months_of_age(Exact):
    value_type, entity, definition_period = int, Person, DAY

    def formula(person, period, parameters):
        born = person("birth", period).astype("datetime64[M]").astype(int) + 1970 * 12
        return period.start.year * 12 + period.start.month - 1 - born


class age(Exact):
    value_type, entity, definition_period = int, Person, DAY

    def formula(person, period, parameters):
        birth_day = person("birth", period)
        day_of_month = (birth_day - birth_day.astype("datetime64[M]") + 1).astype(int)
        return (person("months_of_age", period) - (day_of_month > period.start.day)) // 12


class is_minor(Exact):
    value_type, entity, definition_period = bool, Person, DAY

    def formula(person, period, parameters):
        return person("age", period) < 18


class is_child(Exact):
    value_type, entity, definition_period = bool, Person, DAY

    def formula(person, period, parameters):
        return among(person("relation", period), CHILD)


class is_minor_child(Exact):
    value_type, entity, definition_period = bool, Person, DAY

    def formula(person, period, parameters):
        return person("is_child", period) * person("is_minor", period)


class is_student_child(Exact):
    value_type, entity, definition_period = bool, Person, DAY

    def formula(person, period, parameters):
        level = person("schooling", period)
        return person("is_child", period) * ((level == Schooling.SCHOOL) + (level == Schooling.UNDERGRADUATE))


class is_dependent_adult_child(Exact):
    value_type, entity, definition_period = bool, Person, DAY

    def formula(person, period, parameters):
        return person("is_child", period) * person("adult_child_dependent", period)


class stays_a_child_of_the_family(Exact):
    value_type, entity, definition_period = bool, Person, DAY

    def formula(person, period, parameters):
        young = person("is_minor_child", period) + person("is_student_child", period)
        return young + person("is_dependent_adult_child", period)


class has_dependent_grown_child(Exact):
    value_type, entity, definition_period = bool, Household, DAY

    def formula(household, period, parameters):
        stays = household.members("stays_a_child_of_the_family", period)
        return household.any(stays * ~household.members("is_minor", period))


class is_coresident_with_duty(Exact):
    value_type, entity, definition_period = bool, Person, DAY

    def formula(person, period, parameters):
        return (among(person("relation", period), WITH_DUTY)) * person("long_term_coresident", period)


class is_in_law_of_member(Exact):
    value_type, entity, definition_period = bool, Person, DAY

    def formula(person, period, parameters):
        in_law = (among(person("relation", period), CHILD_IN_LAW)) * person("long_term_coresident", period)
        return in_law * person.household("has_dependent_grown_child", period)


class counting_ground_by_relation(Exact):
    value_type, possible_values, default_value = Enum, CountingGround, CountingGround.NOT_CORESIDENT
    entity, definition_period = Person, DAY

    def formula(person, period, parameters):
        return chosen(
            CountingGround,
            CountingGround.NOT_CORESIDENT,
            SPOUSE=among(person("relation", period), SPOUSE),
            DEPENDENT_CHILD=person("stays_a_child_of_the_family", period),
            CORESIDENT_WITH_DUTY=person("is_coresident_with_duty", period),
            IN_LAW_OF_MEMBER=person("is_in_law_of_member", period),
            ADULT_CHILD_NOT_DEPENDENT=person("is_child", period),
        )


class exclusion_ground(Exact):
    value_type, possible_values, default_value = Enum, CountingGround, CountingGround.NOT_EXCLUDED
    entity, definition_period = Person, DAY

    def formula(person, period, parameters):
        return chosen(
            CountingGround,
            CountingGround.NOT_EXCLUDED,
            IMPRISONED=person("imprisoned", period),
            COMPULSORY_DRUG_REHAB=person("compulsory_drug_rehab", period),
            DECLARED_MISSING=person("declared_missing", period),
            CLERIC_3Y=person("cleric_three_years", period),
            CONSCRIPT=person("conscript", period),
        )


class counting_ground(Exact):
    value_type, possible_values, default_value = Enum, CountingGround, CountingGround.NOT_CORESIDENT
    entity, definition_period = Person, DAY

    def formula(person, period, parameters):
        decision, excluded = person("counting_decision", period), person("exclusion_ground", period)
        by_relation = person("counting_ground_by_relation", period)
        grounds = ("IMPRISONED", "COMPULSORY_DRUG_REHAB", "DECLARED_MISSING", "CLERIC_3Y", "CONSCRIPT")
        return chosen(
            CountingGround,
            by_relation,
            OFFICER_COUNTED=decision == CountingDecision.COUNTED,
            OFFICER_NOT_COUNTED=decision == CountingDecision.NOT_COUNTED,
            APPLICANT=among(person("relation", period), APPLICANT),
            **{ground: excluded == CountingGround[ground] for ground in grounds},
        )


class counted(Exact):
    value_type, entity, definition_period = bool, Person, DAY

    def formula(person, period, parameters):
        ground = person("counting_ground", period)
        family = (ground == CountingGround.SPOUSE) | (ground == CountingGround.DEPENDENT_CHILD)
        others = (ground == CountingGround.CORESIDENT_WITH_DUTY) | (ground == CountingGround.IN_LAW_OF_MEMBER)
        chosen_ones = (ground == CountingGround.OFFICER_COUNTED) | (ground == CountingGround.APPLICANT)
        return family | others | chosen_ones


class is_severely_disabled(Exact):
    value_type, entity, definition_period = bool, Person, DAY

    def formula(person, period, parameters):
        kind, grade = person("disability_type", period), person("disability_grade", period)
        of_mind = (kind == DisabilityType.INTELLECTUAL) + (kind == DisabilityType.MENTAL)
        first_two = (grade == DisabilityGrade.GRADE_1) + (grade == DisabilityGrade.GRADE_2)
        return first_two + (grade == DisabilityGrade.GRADE_3) * of_mind


class is_destitute(Exact):
    value_type, entity, definition_period = bool, Person, DAY

    def formula(person, period, parameters):
        return person("qualifies_for_destitute_support", period) * person("asks_destitute_support", period)


class assessed(Exact):
    value_type, entity, definition_period = bool, Person, DAY

    def formula(person, period, parameters):
        return person("counted", period) * ~person("is_destitute", period)


class household_size(Exact):
    value_type, entity, definition_period = int, Household, DAY

    def formula(household, period, parameters):
        return household.sum(household.members("assessed", period))
