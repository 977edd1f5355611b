# ruff: noqa: N801, N805, ARG002 - variables are written as OpenFisca packages write them
from openfisca_core.model_api import DAY, Enum, max_, where

from benchmarks.openfisca_county.entities import Area, Exact, Household, Person, Result, chosen


class area(Exact):
    value_type, possible_values, default_value = Enum, Area, Area.RURAL
    entity, definition_period = Household, DAY


class financial_assets(Exact):
    value_type, entity, definition_period = float, Household, DAY


class vehicles(Exact):
    value_type, entity, definition_period = int, Household, DAY


class dwellings(Exact):
    value_type, entity, definition_period = int, Household, DAY


class dwelling_area(Exact):
    value_type, entity, definition_period = float, Household, DAY


class has_large_business(Exact):
    value_type, entity, definition_period = bool, Household, DAY


class support_month(Exact):
    value_type, entity, definition_period = float, Household, DAY


class standard(Exact):
    value_type, entity, definition_period = float, Household, DAY

    def formula(household, period, parameters):
        amount = parameters(period).standard
        return where(household("area", period) == Area.URBAN, amount.URBAN, amount.RURAL)


class average_income(Exact):
    value_type, entity, definition_period = float, Household, DAY

    def formula(household, period, parameters):
        amount = parameters(period).average_income
        return where(household("area", period) == Area.URBAN, amount.URBAN, amount.RURAL)


class guaranteed_income(Exact):
    value_type, entity, definition_period = float, Household, DAY

    def formula(household, period, parameters):
        return household("standard", period) * household("household_size", period)


class members_income(Exact):
    value_type, entity, definition_period = float, Household, DAY

    def formula(household, period, parameters):
        return household.sum(household.members("member_income", period) * household.members("assessed", period))


class household_imputed_income(Exact):
    value_type, entity, definition_period = float, Household, DAY

    def formula(household, period, parameters):
        return household.sum(household.members("imputed_income", period) * household.members("assessed", period))


class household_rigid_deduction(Exact):
    value_type, entity, definition_period = float, Household, DAY

    def formula(household, period, parameters):
        return household.sum(household.members("rigid_deduction", period) * household.members("assessed", period))


class support_in_window(Exact):
    value_type, entity, definition_period = float, Household, DAY

    def formula(household, period, parameters):
        return household("support_month", period) * parameters(period).window


class income_before_deduction(Exact):
    value_type, entity, definition_period = float, Household, DAY

    def formula(household, period, parameters):
        return max_(0, household("members_income", period) + household("support_in_window", period))


class household_income(Exact):
    value_type, entity, definition_period = float, Household, DAY

    def formula(household, period, parameters):
        own = household("members_income", period) + household("household_imputed_income", period)
        given = household("support_in_window", period)
        return max_(0, own + given - household("household_rigid_deduction", period))


class monthly_income(Exact):
    value_type, entity, definition_period = float, Household, DAY

    def formula(household, period, parameters):
        return household("household_income", period) / parameters(period).window


class vehicles_within_limit(Exact):
    value_type, entity, definition_period = bool, Household, DAY

    def formula(household, period, parameters):
        return household("vehicles", period) <= parameters(period).vehicle_limit


class dwellings_within_limit(Exact):
    value_type, entity, definition_period = bool, Household, DAY

    def formula(household, period, parameters):
        per_head = parameters(period).dwelling_area_per_head
        small = household("dwelling_area", period) <= per_head * household("household_size", period)
        return (household("dwellings", period) <= parameters(period).dwelling_limit) + small * (per_head > 0)


class business_within_limit(Exact):
    value_type, entity, definition_period = bool, Household, DAY

    def formula(household, period, parameters):
        return ~household("has_large_business", period)


class income_below_standard(Exact):
    value_type, entity, definition_period = bool, Household, DAY

    def formula(household, period, parameters):
        return household("monthly_income", period) < household("guaranteed_income", period)


class financial_assets_within_dibao_limit(Exact):
    value_type, entity, definition_period = bool, Household, DAY

    def formula(household, period, parameters):
        limit = parameters(period).dibao_financial_months * household("guaranteed_income", period)
        return household("financial_assets", period) <= limit


class edge_income_limit(Exact):
    value_type, entity, definition_period = float, Household, DAY

    def formula(household, period, parameters):
        return household("guaranteed_income", period) * parameters(period).edge_multiple


class income_below_edge_limit(Exact):
    value_type, entity, definition_period = bool, Household, DAY

    def formula(household, period, parameters):
        return household("monthly_income", period) < household("edge_income_limit", period)


class financial_assets_within_edge_limit(Exact):
    value_type, entity, definition_period = bool, Household, DAY

    def formula(household, period, parameters):
        limit = parameters(period).edge_financial_months * household("guaranteed_income", period)
        return household("financial_assets", period) <= limit


class annual_income(Exact):
    value_type, entity, definition_period = float, Household, DAY

    def formula(household, period, parameters):
        return household("income_before_deduction", period) / parameters(period).window * 12


class income_below_local_average(Exact):
    value_type, entity, definition_period = bool, Household, DAY

    def formula(household, period, parameters):
        limit = household("average_income", period) * household("household_size", period)
        return household("annual_income", period) < limit


class living_expense(Exact):
    value_type, entity, definition_period = float, Household, DAY

    def formula(household, period, parameters):
        return household("household_size", period) * 0


class rigid_expense(Exact):
    value_type, entity, definition_period = float, Household, DAY

    def formula(household, period, parameters):
        necessary = household.members("necessary_expense", period) * household.members("assessed", period)
        return household.sum(necessary) + household("living_expense", period)


class rigid_expense_exceeds_ratio(Exact):
    value_type, entity, definition_period = bool, Household, DAY

    def formula(household, period, parameters):
        income = household("income_before_deduction", period)
        return (household("rigid_expense", period) > parameters(period).rigid_ratio * income) + (income <= 0)


class qualifies_for_dibao(Exact):
    value_type, entity, definition_period = bool, Household, DAY

    def formula(household, period, parameters):
        means = household("income_below_standard", period) * household("financial_assets_within_dibao_limit", period)
        return means * household("vehicles_within_limit", period) * household("dwellings_within_limit", period) * household("business_within_limit", period)  # fmt: skip


class qualifies_for_edge(Exact):
    value_type, entity, definition_period = bool, Household, DAY

    def formula(household, period, parameters):
        means = household("income_below_edge_limit", period) * household("financial_assets_within_edge_limit", period)
        return means * household("vehicles_within_limit", period) * household("dwellings_within_limit", period) * household("business_within_limit", period)  # fmt: skip


class qualifies_for_rigid(Exact):
    value_type, entity, definition_period = bool, Household, DAY

    def formula(household, period, parameters):
        means = household("income_below_local_average", period) * household("rigid_expense_exceeds_ratio", period)
        means = means * household("financial_assets_within_edge_limit", period)
        return means * household("vehicles_within_limit", period) * household("dwellings_within_limit", period) * household("business_within_limit", period)  # fmt: skip


class all_destitute(Exact):
    value_type, entity, definition_period = bool, Household, DAY

    def formula(household, period, parameters):
        some = household.any(household.members("is_destitute", period))
        return some * (household("household_size", period) <= 0)


class assistance_result(Exact):
    value_type, possible_values, default_value = Enum, Result, Result.NONE
    entity, definition_period = Household, DAY

    def formula(household, period, parameters):
        return chosen(
            Result,
            Result.NONE,
            TEKUN=household("all_destitute", period),
            DIBAO=household("qualifies_for_dibao", period),
            EDGE=household("qualifies_for_edge", period),
            RIGID=household("qualifies_for_rigid", period),
        )


class monthly_total(Exact):
    value_type, entity, definition_period = float, Household, DAY

    def formula(household, period, parameters):
        single = household.sum(household.members("single_person_total", period))
        return household("dibao_total", period) + single + household.sum(household.members("destitute_total", period))


class belongs_to_edge_family(Exact):
    value_type, entity, definition_period = bool, Person, DAY

    def formula(person, period, parameters):
        edge = person("assessed", period) * person.household("qualifies_for_edge", period)
        return edge * ~person.household("qualifies_for_dibao", period)
