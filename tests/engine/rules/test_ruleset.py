from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import ModuleType
from typing import Any

import pytest

from minzheng.engine.rules.language import asset_rule, member_requires, member_rule, requires, rule
from minzheng.engine.rules.reading import RuleProblem
from minzheng.engine.rules.ruleset import MatterPeriod, rules_of
from minzheng.kernel.facts import Level
from tests.engine.rules.declared import LAW, OLD_LAW, rule_set, settings

DAY = date(2026, 8, 1)


def faults(*functions: Callable[..., Any], **more: Any) -> str:
    with pytest.raises(RuleProblem) as problem:
        rule_set(*functions, **more)
    return str(problem.value)


@member_rule(LAW)
def double_wage(wage):
    """两倍工资"""
    return wage * 2


@rule(LAW)
def total(members):
    """合计"""
    return members.double_wage.sum()


@requires(LAW, of=["dibao"], else_say="INCOME_NOT_BELOW_STANDARD")
def low(total, standard):
    """收入低"""
    return total < standard


@requires(LAW, of=["dibao", "rigid"], else_say="OTHER")
def poor(rent):
    """租房"""
    return rent > 0


@rule(LAW)
def grant(qualifies_for_dibao, standard):
    """发放"""
    return standard.where(qualifies_for_dibao)


SOUND = (double_wage, total, low, poor, grant)


def test_a_name_nobody_knows_is_named_with_the_nearest_known_one() -> None:
    @rule(LAW)
    def typed_badly(standrad):
        """打错"""
        return standrad

    assert "规则 typed_badly 用到未知名称 standrad，是否应为 standard？" in faults(typed_badly)


def test_a_name_like_no_other_is_named_alone() -> None:
    @rule(LAW)
    def strange(zzzzzz):
        """没有"""
        return zzzzzz

    assert faults(strange).endswith("规则 strange 用到未知名称 zzzzzz")


def test_every_fault_is_reported_at_once() -> None:
    @rule(LAW)
    def first(zzzzzz):
        """一"""
        return zzzzzz

    @rule("社会救助法 第九百条")
    def second(rent):
        """二"""
        return rent

    assert len(faults(first, second).splitlines()) == 2


def test_a_circle_is_shown_from_name_to_name() -> None:
    @rule(LAW)
    def hen(egg):
        """鸡"""
        return egg

    @rule(LAW)
    def egg(hen):
        """蛋"""
        return hen

    assert faults(hen, egg) == "规则互相依赖成环：egg → hen → egg"


def test_a_circle_through_a_matter_is_found() -> None:
    @requires(LAW, of=["dibao"], else_say="OTHER")
    def circular(qualifies_for_dibao):
        """自己依赖自己"""
        return qualifies_for_dibao

    assert faults(circular) == "规则互相依赖成环：circular → qualifies_for_dibao → circular"


def test_one_name_means_one_thing() -> None:
    @rule(LAW)
    def wage(rent):
        """与事实同名"""
        return rent

    @rule(LAW)
    def standard(rent):
        """与参数同名"""
        return rent

    found = faults(wage, standard)
    assert "standard 既是规则又是事实或参数：一个名称只能表示一个概念" in found
    assert "wage 既是规则又是事实或参数" in found


def test_two_versions_in_force_on_one_day_are_refused() -> None:
    @rule(LAW, since="2026-07-01", name="allowance")
    def allowance_now(rent):
        """新"""
        return rent

    @rule(OLD_LAW, LAW, until="2026-07-01", name="allowance")
    def allowance_before(rent):
        """旧"""
        return rent

    found = faults(allowance_now, allowance_before)
    assert "规则 allowance 在 2026-07-01 有两个版本同时有效（另一个在 " in found


def test_two_versions_without_dates_are_refused() -> None:
    @rule(LAW, name="twice")
    def once(rent):
        """一"""
        return rent

    @rule(LAW, name="twice", when={"method": "GAP"})
    def again(rent):
        """二"""
        return rent

    assert "规则 twice 在 任何一天 有两个版本同时有效" in faults(once, again)


def test_versions_of_different_levels_are_refused() -> None:
    @rule(LAW, name="either", when={"method": "GAP"})
    def of_household(rent):
        """家庭"""
        return rent

    @member_rule(LAW, name="either", when={"method": "TIER"})
    def of_member(wage):
        """成员"""
        return wage

    assert "规则 either 的各版本不属于同一层级" in faults(of_household, of_member)


def test_a_member_column_in_a_household_rule_needs_an_aggregate() -> None:
    @rule(LAW)
    def mixed(wage, standard):
        """混用"""
        return wage + standard

    assert "规则 mixed 是关于家庭的，请说明成员的 wage 如何归为一个值（如 members.wage.sum()）" in faults(mixed)


def test_each_level_is_told_by_its_own_rows() -> None:
    @member_rule(LAW)
    def of_incomes(income_amount):
        """收入"""
        return income_amount

    @rule(LAW)
    def of_assets(asset_value):
        """财产"""
        return asset_value

    @rule(LAW)
    def two_steps(income_amount):
        """收入"""
        return income_amount

    found = faults(of_incomes, of_assets, two_steps)
    assert "规则 two_steps 是关于家庭的，不能直接使用收入项的 income_amount：请先把它归为家庭的一个值" in found
    assert "请说明收入项的 income_amount 如何归为一个值（如 incomes.income_amount.sum()）" in found
    assert "请说明财产的 asset_value 如何归为一个值（如 assets.asset_value.sum()）" in found


def test_a_level_that_is_not_on_the_same_line_has_no_way_to_come_down() -> None:
    @asset_rule(LAW)
    def of_members(wage):
        """成员"""
        return wage

    assert "规则 of_members 是关于财产的，不能直接使用成员的 wage：请先把它归为财产的一个值" in faults(of_members)


def test_rows_belong_to_one_level() -> None:
    @member_rule(LAW)
    def looks_down(members):
        """成员的成员"""
        return members.wage.sum()

    @rule(LAW)
    def takes_wrongly(members):
        """取错"""
        return members.rent.sum()

    found = faults(looks_down, takes_wrongly)
    assert "规则 looks_down 是关于成员的，不能使用 members" in found
    assert "规则 takes_wrongly 从 members 取 rent，但它不是成员的数据" in found


def test_a_citation_must_be_in_the_index_of_laws() -> None:
    @rule("社会救济法 第十八条")
    def wrong_law(rent):
        """错法"""
        return rent

    @rule()
    def no_law(rent):
        """无依据"""
        return rent

    found = faults(wrong_law, no_law)
    assert "规则 wrong_law：法规索引中没有“社会救济法”" in found
    assert "规则 no_law 没有写依据的条文" in found


def test_a_rule_needs_a_law_in_force_on_each_of_its_days() -> None:
    @rule(LAW, since="2020-01-01")
    def too_early(rent):
        """法律尚未施行"""
        return rent

    @rule(OLD_LAW)
    def too_late(rent):
        """法律已经失效"""
        return rent

    found = faults(too_early, too_late)
    assert "规则 too_early 在 2020-01-01 没有施行中的依据" in found
    assert "规则 too_late 在 2026-07-01 没有施行中的依据" in found


def test_a_matter_and_a_mode_must_be_declared() -> None:
    @requires(LAW, of=["lottery"], else_say="OTHER")
    def of_nothing(rent):
        """无此事项"""
        return rent > 0

    @rule(LAW, when={"mood": "GAP"})
    def moody(rent):
        """无此方式"""
        return rent

    @rule(LAW, when={"standard": "GAP"})
    def no_choice(rent):
        """不是选项"""
        return rent

    @rule(LAW, when={"method": "DICE"})
    def dice(rent):
        """无此选项"""
        return rent

    found = faults(of_nothing, moody, no_choice, dice)
    assert "规则 of_nothing 的事项 lottery 未声明" in found
    assert "规则 moody 以 mood 区分版本，但它不是选项参数" in found
    assert "规则 no_choice 以 standard 区分版本，但它不是选项参数" in found
    assert "规则 dice 的 method=DICE 不在该参数的选项中" in found


def test_a_matter_without_conditions_cannot_be_asked_about() -> None:
    @rule(LAW)
    def asks(qualifies_for_rigid):
        """问没有条件的事项"""
        return qualifies_for_rigid.as_number()

    assert "规则 asks 用到 qualifies_for_rigid，但没有规则写明刚性支出困难家庭的条件" in faults(asks)


def test_conditions_of_one_matter_are_about_one_level() -> None:
    @member_requires(LAW, of=["dibao"], else_say="OTHER")
    def about_a_person(ill):
        """人"""
        return ill

    assert "事项 dibao 的条件既有关于家庭的，也有关于成员的" in faults(about_a_person, poor)


def test_a_sound_set_knows_what_its_names_mean() -> None:
    rules = rule_set(*SOUND)
    assert rules.label("total") == "合计"
    assert rules.label("qualifies_for_dibao") == "符合最低生活保障条件"
    assert [rules.label(name) for name in ("wage", "standard", "as_of")] == ["工资", "低保标准", "as_of"]
    assert [rules.level(name) for name in ("double_wage", "wage", "qualifies_for_dibao", "standard")] == [
        Level.MEMBER,
        Level.MEMBER,
        Level.HOUSEHOLD,
        None,
    ]
    assert rules.modes() == set()


def test_a_plan_orders_each_name_after_what_it_needs() -> None:
    plan = rule_set(*SOUND).on(DAY, settings(standard=100))
    order = plan.order(["grant"])
    for name in order:
        assert all(order.index(need) < order.index(name) for need in plan.needs(name))
    assert order[-1] == "grant"
    assert {"double_wage", "wage", "total", "low", "poor", "qualifies_for_dibao"} <= set(order)
    assert plan.order(["grant"]) is order
    assert "wage" not in plan.order(["grant"], ["qualifies_for_dibao"])


def test_the_day_chooses_the_version_and_the_matters_that_exist() -> None:
    @rule(LAW, since="2026-07-01", name="allowance")
    def allowance_now(rent):
        """新"""
        return rent

    @rule(OLD_LAW, until="2026-06-30", name="allowance")
    def allowance_before(rent):
        """旧"""
        return rent * 2

    rules = rule_set(allowance_now, allowance_before, poor)
    before, after = rules.on(date(2026, 6, 30), settings()), rules.on(date(2026, 7, 1), settings())
    assert (before.rules["allowance"].label, after.rules["allowance"].label) == ("旧", "新")
    assert before.digest != after.digest
    assert rules.change_dates() == [date(2026, 7, 1)]
    assert [rule.name for rule in rules.on(date(2024, 12, 31), settings()).conditions["rigid"]] == []
    assert [rule.name for rule in rules.on(date(2025, 1, 1), settings()).conditions["rigid"]] == ["poor"]
    assert [rule.name for rule in rules.on(date(2028, 1, 1), settings()).conditions["rigid"]] == []
    assert rules.on(DAY, settings()) is rules.on(DAY, settings())


def test_a_mode_chooses_the_version_and_without_one_nothing_is_determined() -> None:
    @rule(LAW, name="paid", when={"method": "GAP"})
    def by_gap(rent):
        """补差"""
        return rent

    @rule(LAW, name="paid", when={"method": "TIER"})
    def by_tier(rent):
        """分档"""
        return rent * 2

    rules = rule_set(by_gap, by_tier)
    assert rules.on(DAY, settings(method="TIER")).rules["paid"].label == "分档"
    assert rules.on(DAY, settings(method="TIER")).undetermined == frozenset()
    assert rules.on(DAY, settings()).undetermined == {"paid"}
    assert rules.modes() == {"method"}


def test_a_version_for_every_choice_must_be_written() -> None:
    @rule(LAW, name="paid", when={"method": "GAP"})
    def by_gap(rent):
        """补差"""
        return rent

    assert "规则 paid 没有 method=TIER 的版本" in faults(by_gap)


def test_the_rules_of_a_module_are_those_written_in_it() -> None:
    module = ModuleType("tests.engine.rules.test_ruleset")
    vars(module).update(total=total, MatterPeriod=MatterPeriod, low=low, number=5)
    foreign = ModuleType("elsewhere")
    vars(foreign).update(total=total)
    assert [found.name for found in rules_of(module)] == ["total", "low"]
    assert rules_of(foreign) == []


def test_a_refusal_must_name_a_reason_of_the_list() -> None:
    @requires(LAW, of=["dibao"], else_say="BAD_LUCK")
    def unlucky(rent):
        """运气"""
        return rent > 0

    assert "规则 unlucky 的理由代码 BAD_LUCK 不在决定理由代码表中" in faults(unlucky)


def test_a_rule_is_absent_from_plans_of_days_on_which_it_is_no_law() -> None:
    @rule(LAW, since="2026-07-01")
    def new(rent):
        """新规则"""
        return rent

    rules = rule_set(new)
    assert "new" not in rules.on(date(2026, 6, 30), settings()).rules
    assert rules.on(date(2026, 6, 30), settings()).order(["new"]) == ("new",)
    assert "new" in rules.on(date(2026, 7, 1), settings()).rules
