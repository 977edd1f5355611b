# ruff: noqa: N801, N805, ARG002 - variables are written as OpenFisca packages write them
"""Income of members. Amounts are in the unit of the parameters: a whole part of a fen."""

from openfisca_core.model_api import DAY, max_, min_, where

from benchmarks.openfisca_county.entities import Exact, Person


class wage_income(Exact):
    value_type, entity, definition_period = float, Person, DAY


class months_of_wages(Exact):
    value_type, entity, definition_period = int, Person, DAY


class net_business(Exact):
    value_type, entity, definition_period = float, Person, DAY


class property_income(Exact):
    value_type, entity, definition_period = float, Person, DAY


class resident_pension(Exact):
    value_type, entity, definition_period = float, Person, DAY


class months_of_pensions(Exact):
    value_type, entity, definition_period = int, Person, DAY


class transfers_counted(Exact):
    value_type, entity, definition_period = float, Person, DAY


class transfers_paid(Exact):
    value_type, entity, definition_period = float, Person, DAY


class rigid_deduction(Exact):
    value_type, entity, definition_period = float, Person, DAY


class necessary_expense(Exact):
    value_type, entity, definition_period = float, Person, DAY


class months_employed(Exact):
    value_type, entity, definition_period = int, Person, DAY

    def formula(person, period, parameters):
        return min_(parameters(period).window, person("months_of_wages", period))


class work_cost(Exact):
    value_type, entity, definition_period = float, Person, DAY

    def formula(person, period, parameters):
        cost = parameters(period).work_cost * person("months_employed", period)
        return min_(person("wage_income", period), cost)


class business_income(Exact):
    value_type, entity, definition_period = float, Person, DAY

    def formula(person, period, parameters):
        return max_(0, person("net_business", period))


class months_of_pension(Exact):
    value_type, entity, definition_period = int, Person, DAY

    def formula(person, period, parameters):
        months = person("months_of_pensions", period)
        return where(months > 0, months, parameters(period).window)


class base_pension(Exact):
    value_type, entity, definition_period = float, Person, DAY

    def formula(person, period, parameters):
        base = parameters(period).base_pension * person("months_of_pension", period)
        return min_(person("resident_pension", period), base)


class pension_counted(Exact):
    value_type, entity, definition_period = float, Person, DAY

    def formula(person, period, parameters):
        excluded = person("base_pension", period) * parameters(period).base_pension_excluded
        return person("resident_pension", period) - excluded


class earned_income(Exact):
    value_type, entity, definition_period = float, Person, DAY

    def formula(person, period, parameters):
        earned = person("wage_income", period) - person("work_cost", period)
        return earned + person("business_income", period)


class member_income(Exact):
    value_type, entity, definition_period = float, Person, DAY

    def formula(person, period, parameters):
        own = person("earned_income", period) + person("property_income", period)
        given = person("transfers_counted", period) + person("pension_counted", period)
        return own + given - person("transfers_paid", period)


class income_for_destitute(Exact):
    value_type, entity, definition_period = float, Person, DAY

    def formula(person, period, parameters):
        without_pension = person("member_income", period) - person("pension_counted", period)
        return max_(0, without_pension + person("resident_pension", period) - person("base_pension", period))


class destitute_income_month(Exact):
    value_type, entity, definition_period = float, Person, DAY

    def formula(person, period, parameters):
        return person("income_for_destitute", period) / parameters(period).window


class imputed_income(Exact):
    value_type, entity, definition_period = float, Person, DAY

    def formula(person, period, parameters):
        return person("wage_income", period) * 0


class own_income_month(Exact):
    value_type, entity, definition_period = float, Person, DAY

    def formula(person, period, parameters):
        return max_(0, person("member_income", period) / parameters(period).window)
