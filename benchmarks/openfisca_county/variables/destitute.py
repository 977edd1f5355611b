# ruff: noqa: N801, N805, ARG002 - variables are written as OpenFisca packages write them
from openfisca_core.model_api import DAY, Enum, where

from benchmarks.openfisca_county.entities import (
    DisabilityGrade,
    DisabilityType,
    Exact,
    Household,
    Person,
    SelfCare,
    chosen,
)  # fmt: skip


class asks_destitute_support(Exact):
    value_type, entity, definition_period = bool, Person, DAY


class orphan_benefit_chosen(Exact):
    value_type, entity, definition_period = bool, Person, DAY


class no_civil_capacity(Exact):
    value_type, entity, definition_period = bool, Person, DAY


class receives_dibao(Exact):
    value_type, entity, definition_period = bool, Person, DAY


class receives_destitute_support(Exact):
    value_type, entity, definition_period = bool, Person, DAY


class can_eat(Exact):
    value_type, entity, definition_period = bool, Person, DAY


class can_dress(Exact):
    value_type, entity, definition_period = bool, Person, DAY


class can_leave_bed(Exact):
    value_type, entity, definition_period = bool, Person, DAY


class can_use_toilet(Exact):
    value_type, entity, definition_period = bool, Person, DAY


class can_walk_indoors(Exact):
    value_type, entity, definition_period = bool, Person, DAY


class can_bathe(Exact):
    value_type, entity, definition_period = bool, Person, DAY


class self_care_ability(Exact):
    value_type, possible_values, default_value = Enum, SelfCare, SelfCare.UNASSESSED
    entity, definition_period = Person, DAY


class has_able_obligor_outside(Exact):
    value_type, entity, definition_period = bool, Person, DAY


class disabled_without_labour_capacity(Exact):
    value_type, entity, definition_period = bool, Person, DAY

    def formula(person, period, parameters):
        kind, grade = person("disability_type", period), person("disability_grade", period)
        first, second, third = (grade == DisabilityGrade[f"GRADE_{rank}"] for rank in (1, 2, 3))
        of_mind = (kind == DisabilityType.INTELLECTUAL) + (kind == DisabilityType.MENTAL)
        of_body, of_eyes = kind == DisabilityType.PHYSICAL, kind == DisabilityType.VISUAL
        return of_mind * (first + second + third) + of_body * (first + second) + of_eyes * first


class has_no_labour_capacity(Exact):
    value_type, entity, definition_period = bool, Person, DAY

    def formula(person, period, parameters):
        years = person("age", period)
        return (years >= 60) + (years < 18) + person("disabled_without_labour_capacity", period)


class destitute_financial_limit(Exact):
    value_type, entity, definition_period = float, Household, DAY

    def formula(household, period, parameters):
        people = household.sum(household.members("counted", period))
        return parameters(period).dibao_financial_months * household("standard", period) * people


class property_within_destitute_limit(Exact):
    value_type, entity, definition_period = bool, Household, DAY

    def formula(household, period, parameters):
        within = household("financial_assets", period) <= household("destitute_financial_limit", period)
        one_home = household("dwellings", period) <= parameters(period).dwelling_limit
        within = within * household("vehicles_within_limit", period) * one_home
        return within * ~household("has_large_business", period)


class has_no_livelihood(Exact):
    value_type, entity, definition_period = bool, Person, DAY

    def formula(person, period, parameters):
        low = person("destitute_income_month", period) < person.household("standard", period)
        return low * person.household("property_within_destitute_limit", period)


class member_has_little_income(Exact):
    value_type, entity, definition_period = bool, Person, DAY

    def formula(person, period, parameters):
        low = person("destitute_income_month", period) * 12 < person.household("average_income", period)
        return low * person.household("property_within_destitute_limit", period)


class member_weak_and_poor(Exact):
    value_type, entity, definition_period = bool, Person, DAY

    def formula(person, period, parameters):
        weak = (person("age", period) >= 70) + person("is_severely_disabled", period)
        return weak * person("member_has_little_income", period)


class member_unable_to_support(Exact):
    value_type, entity, definition_period = bool, Person, DAY

    def formula(person, period, parameters):
        years = person("age", period)
        on_aid = (years >= 60) * person("receives_dibao", period) + person("receives_destitute_support", period)
        return (years < 18) + on_aid + person("member_weak_and_poor", period) + person("no_civil_capacity", period)


class member_able_to_support(Exact):
    value_type, entity, definition_period = bool, Person, DAY

    def formula(person, period, parameters):
        return person("counted", period) * ~person("member_unable_to_support", period)


class members_able_to_support(Exact):
    value_type, entity, definition_period = int, Household, DAY

    def formula(household, period, parameters):
        return household.sum(household.members("member_able_to_support", period))


class has_no_able_obligor(Exact):
    value_type, entity, definition_period = bool, Person, DAY

    def formula(person, period, parameters):
        others = person.household("members_able_to_support", period) - person("member_able_to_support", period)
        return (others <= 0) * ~person("has_able_obligor_outside", period)


class qualifies_for_destitute_support(Exact):
    value_type, entity, definition_period = bool, Person, DAY

    def formula(person, period, parameters):
        alone = person("has_no_livelihood", period) * person("has_no_able_obligor", period)
        return person("has_no_labour_capacity", period) * alone * ~person("orphan_benefit_chosen", period)


class failed_at_table(Exact):
    value_type, entity, definition_period = int, Person, DAY

    def formula(person, period, parameters):
        return (~person("can_eat", period)).astype(int) + ~person("can_dress", period)


class failed_in_moving(Exact):
    value_type, entity, definition_period = int, Person, DAY

    def formula(person, period, parameters):
        failed = (~person("can_leave_bed", period)).astype(int) + ~person("can_use_toilet", period)
        return failed + ~person("can_walk_indoors", period) + ~person("can_bathe", period)


class failed_items(Exact):
    value_type, entity, definition_period = int, Person, DAY

    def formula(person, period, parameters):
        return person("failed_at_table", period) + person("failed_in_moving", period)


class care_level_by_items(Exact):
    value_type, possible_values, default_value = Enum, SelfCare, SelfCare.FULL_SELF_CARE
    entity, definition_period = Person, DAY

    def formula(person, period, parameters):
        failed = person("failed_items", period)
        return chosen(SelfCare, SelfCare.FULL_SELF_CARE, NONE=failed > 3, PARTIAL=failed > 0)


class care_level(Exact):
    value_type, possible_values, default_value = Enum, SelfCare, SelfCare.FULL_SELF_CARE
    entity, definition_period = Person, DAY

    def formula(person, period, parameters):
        stated = person("self_care_ability", period)
        by_items = person("care_level_by_items", period)
        levels = {name: stated == SelfCare[name] for name in ("NONE", "PARTIAL", "FULL_SELF_CARE")}
        return chosen(SelfCare, by_items, **levels)


class destitute_basic_standard(Exact):
    value_type, entity, definition_period = float, Household, DAY

    def formula(household, period, parameters):
        multiple, yuan = parameters(period).destitute_basic_multiple_tenths, parameters(period).yuan
        return -(-household("standard", period) * multiple // (10 * yuan)) * yuan


class destitute_basic(Exact):
    value_type, entity, definition_period = float, Person, DAY

    def formula(person, period, parameters):
        return person.household("destitute_basic_standard", period) * person("is_destitute", period)


class destitute_care(Exact):
    value_type, entity, definition_period = float, Person, DAY

    def formula(person, period, parameters):
        care, level = parameters(period).destitute_care, person("care_level", period)
        some = where(level == SelfCare.PARTIAL, care.PARTIAL, care.FULL_SELF_CARE)
        return where(level == SelfCare.NONE, care.NONE, some) * person("is_destitute", period)


class destitute_total(Exact):
    value_type, entity, definition_period = float, Person, DAY

    def formula(person, period, parameters):
        return person("destitute_basic", period) + person("destitute_care", period)
