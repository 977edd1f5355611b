# ruff: noqa: N801, N805, ARG002 - variables are written as OpenFisca packages write them
import numpy as np
from openfisca_core.model_api import DAY, max_

from benchmarks.openfisca_county.entities import Exact, Household, Person


class shortfall(Exact):
    value_type, entity, definition_period = float, Household, DAY

    def formula(household, period, parameters):
        return max_(0, household("guaranteed_income", period) - household("monthly_income", period))


class dibao_base(Exact):
    value_type, entity, definition_period = float, Household, DAY

    def formula(household, period, parameters):
        yuan = parameters(period).yuan
        amount = max_(parameters(period).benefit_minimum, np.ceil(household("shortfall", period) / yuan) * yuan)
        return amount * household("qualifies_for_dibao", period)


class counts_as_elderly(Exact):
    value_type, entity, definition_period = bool, Person, DAY

    def formula(person, period, parameters):
        return person("months_of_age", period) > parameters(period).uplift_elderly_age * 12


class counts_as_minor(Exact):
    value_type, entity, definition_period = bool, Person, DAY

    def formula(person, period, parameters):
        return person("months_of_age", period) <= 18 * 12


class uplift_for_elderly(Exact):
    value_type, entity, definition_period = float, Person, DAY

    def formula(person, period, parameters):
        full = person.household("standard", period) * parameters(period).uplift_tenths.ELDERLY
        return full * person("counts_as_elderly", period)


class uplift_for_minor(Exact):
    value_type, entity, definition_period = float, Person, DAY

    def formula(person, period, parameters):
        full = person.household("standard", period) * parameters(period).uplift_tenths.MINOR
        return full * person("counts_as_minor", period)


class uplift_for_severe_disability(Exact):
    value_type, entity, definition_period = float, Person, DAY

    def formula(person, period, parameters):
        full = person.household("standard", period) * parameters(period).uplift_tenths.SEVERE_DISABILITY
        return full * person("is_severely_disabled", period)


class uplift_for_serious_illness(Exact):
    value_type, entity, definition_period = float, Person, DAY

    def formula(person, period, parameters):
        full = person.household("standard", period) * parameters(period).uplift_tenths.SERIOUS_ILLNESS
        return full * person("serious_illness", period)


class uplift(Exact):
    value_type, entity, definition_period = float, Person, DAY

    def formula(person, period, parameters):
        by_age = max_(person("uplift_for_elderly", period), person("uplift_for_minor", period))
        by_health = max_(person("uplift_for_severe_disability", period), person("uplift_for_serious_illness", period))
        fen = parameters(period).yuan / 100
        return np.floor((max_(by_age, by_health) / 10 + fen / 2) / fen) * fen


class dibao_uplift(Exact):
    value_type, entity, definition_period = float, Household, DAY

    def formula(household, period, parameters):
        total = household.sum(household.members("uplift", period) * household.members("assessed", period))
        return total * household("qualifies_for_dibao", period)


class dibao_total(Exact):
    value_type, entity, definition_period = float, Household, DAY

    def formula(household, period, parameters):
        return household("dibao_base", period) + household("dibao_uplift", period)


class has_single_basis(Exact):
    value_type, entity, definition_period = bool, Person, DAY

    def formula(person, period, parameters):
        return person("is_severely_disabled", period) + person("serious_illness", period)


class own_income_below_standard(Exact):
    value_type, entity, definition_period = bool, Person, DAY

    def formula(person, period, parameters):
        return person("own_income_month", period) < person.household("standard", period)


class qualifies_for_dibao_single(Exact):
    value_type, entity, definition_period = bool, Person, DAY

    def formula(person, period, parameters):
        member = person("belongs_to_edge_family", period) * person("has_single_basis", period)
        return member * person("own_income_below_standard", period)


class single_person_shortfall(Exact):
    value_type, entity, definition_period = float, Person, DAY

    def formula(person, period, parameters):
        return max_(0, person.household("standard", period) - person("own_income_month", period))


class single_person_base(Exact):
    value_type, entity, definition_period = float, Person, DAY

    def formula(person, period, parameters):
        yuan = parameters(period).yuan
        amount = np.ceil(person("single_person_shortfall", period) / yuan) * yuan
        return amount * person("qualifies_for_dibao_single", period)


class single_person_uplift(Exact):
    value_type, entity, definition_period = float, Person, DAY

    def formula(person, period, parameters):
        return person("uplift", period) * person("qualifies_for_dibao_single", period)


class single_person_total(Exact):
    value_type, entity, definition_period = float, Person, DAY

    def formula(person, period, parameters):
        return person("single_person_base", period) + person("single_person_uplift", period)
