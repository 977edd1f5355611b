from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from minzheng.engine.rules.explanation import Explainer, Node, Subject, explain
from minzheng.engine.rules.figures import column_words, sentence, speaks_of_answers_alone, stored, value_words
from minzheng.engine.rules.language import (
    at_least,
    first_of,
    full_years,
    known_where,
    member_rule,
    obligor_rule,
    requires,
    rounded,
    rule,
)  # fmt: skip
from minzheng.engine.rules.parameters import ParameterValue
from minzheng.engine.rules.parts import Parts
from minzheng.engine.rules.population import Population
from minzheng.engine.rules.rendering import as_text, outline
from minzheng.kernel.codes import AREA_CLASS, DISABILITY_GRADE, INCOME_KIND, RELATION
from minzheng.kernel.dates import to_day_number
from minzheng.kernel.facts import Level
from tests.engine.rules.spoken import DAY, LAW, OLD_LAW, evaluated, explained, names, population, rule_set, settings

WAGE, PENSION = INCOME_KIND.number("W01"), INCOME_KIND.number("T02")
URBAN = AREA_CLASS.number("URBAN")


@member_rule("民法典 第二百零二条", unit="岁")
def age(birth_on, as_of):
    """年龄"""
    return full_years(birth_on, as_of)


@member_rule(LAW)
def eldest(age):
    """年老"""
    return age >= 60


@member_rule(LAW)
def disabled(grade):
    """重残"""
    return grade.among("GRADE_1", "GRADE_2")


@member_rule(LAW)
def vulnerable(eldest, disabled):
    """困难成员"""
    return eldest | disabled


@member_rule(LAW, unit="元/期")
def income(incomes):
    """成员收入"""
    return incomes.income_amount.where(incomes.income_kind == "W01").sum()


@rule(LAW, unit="元/期")
def household_income(members, declared):
    """家庭收入"""
    return known_where(declared, at_least(0, members.income.where(members.vulnerable).sum()))


@rule(LAW, unit="元/月")
def local_standard(standards, area):
    """当地标准"""
    return standards[area]


@requires(LAW, OLD_LAW, of=["dibao"], else_say="INCOME_NOT_BELOW_STANDARD")
def income_is_low(household_income, months, local_standard):
    """收入低于标准"""
    return household_income / months < local_standard


@requires(LAW, of=["dibao"], else_say="PROPERTY_VEHICLE")
def has_no_car(has_car):
    """没有车"""
    return ~has_car


@rule(LAW, unit="元/月")
def benefit(qualifies_for_dibao, local_standard, rounding):
    """补助"""
    return rounded(local_standard / 3, rounding).where(qualifies_for_dibao)


@obligor_rule(LAW)
def able(obligor_unable):
    """有能力"""
    return ~obligor_unable


@rule(LAW)
def has_able_obligor(obligors):
    """有能负担的义务人"""
    return obligors.able.any()


RULES = (
    age,
    eldest,
    disabled,
    vulnerable,
    income,
    household_income,
    local_standard,
    income_is_low,
    has_no_car,
    benefit,
)
GIVEN = {"standards": {"URBAN": 80_000, "RURAL": 60_000}, "months": 12, "rounding": "CEIL_YUAN"}


def _family(**values: Any) -> Population:
    """Two members: a person of eighty with a wage and a pension, a healthy person of thirty with a wage."""
    stated: dict[str, list[Any]] = {
        "area": [URBAN],
        "declared": [1],
        "birth_on": [to_day_number(date(1946, 1, 1)), to_day_number(date(1996, 1, 1))],
        "relation": [RELATION.number("01"), RELATION.number("20")],
        "grade": [0, 0],
        "income_kind": [WAGE, PENSION, WAGE],
        "income_amount": [120_000, 7_000, 999_000],
    }
    return population(stated | values, below={Level.MEMBER: [2], Level.INCOME: [2, 1]})


SUBJECT = Subject(
    about=lambda level, row: {
        Level.HOUSEHOLD: "",
        Level.MEMBER: ("老人", "青年")[row % 2],
        Level.INCOME: ("老人·工资", "老人·城乡居民养老金", "青年·工资")[row % 3],
    }.get(level, f"第{row + 1}个"),
    source=lambda name, _level, _row: "调查表" if name in {"birth_on", "income_amount", "declared", "area"} else "",
)


def _explained(name: str = "benefit", *, people: Population | None = None, row: int = 0, **changed: Any) -> Node:
    rules = rule_set(*RULES)
    return explained(rules, people or _family(), name, row=row, subject=SUBJECT, **(GIVEN | changed))


def test_a_result_leads_to_conditions_facts_and_parameters() -> None:
    node = _explained()
    assert (node.kind, node.label, node.value) == ("rule", "补助", "267.00元/月")
    assert names(node.children) == ["local_standard", "rounding", "qualifies_for_dibao"]
    conditions = node.children[2]
    assert (conditions.kind, conditions.value, conditions.formula) == ("condition", "是", "下列条件须同时具备")
    assert names(conditions.children) == ["income_is_low", "has_no_car"]


def test_the_rule_is_said_in_words_and_in_figures() -> None:
    node = _explained()
    assert node.formula == "（当地标准 ÷ 3）〔取整：取整方法〕〔仅当：符合最低生活保障条件〕"
    assert node.figures == "（800.00元/月 ÷ 3）〔取整：进位到元〕〔仅当：符合最低生活保障条件【是】〕"
    assert not node.formula_in_figures


def test_articles_are_those_in_force_on_the_day() -> None:
    node = _explained("income_is_low")
    assert [basis.article for basis in node.basis] == ["《中华人民共和国社会救助法》第十八条"]


def test_a_sum_of_rows_names_the_rows_that_count_and_whose_they_are() -> None:
    node = _explained("household_income")
    assert names(node.children) == ["income@老人", "vulnerable@老人", "declared"]
    assert node.figures == "1,200.00元/核算期〔为负的按 0 计〕〔前提：已申报【是】〕"
    assert names(node.children[0].children) == ["income_amount@老人·工资"]
    assert node.children[0].figures == ""


def test_what_changed_nothing_is_kept_apart() -> None:
    node = _explained("household_income")
    assert names(node.others) == ["vulnerable@青年", "income@青年"]
    assert names(node.children[0].others) == [
        "income_kind@老人·工资", "income_amount@老人·城乡居民养老金", "income_kind@老人·城乡居民养老金",
    ]  # fmt: skip


def test_answers_stand_behind_labels_so_that_the_rule_need_not_be_read_twice() -> None:
    node = _explained("vulnerable")
    assert node.figures == "年老【是】 或者 重残【否】"
    assert node.formula_in_figures
    assert names(node.children) == ["eldest@老人"]
    assert _explained("disabled").figures == "残疾等级【无残疾等级】 属于〔一级；二级〕"


def test_a_fact_names_its_source_or_says_that_it_is_a_default() -> None:
    birth, day = _explained("age").children
    assert (birth.kind, birth.value, birth.source, birth.recorded) == ("fact", "1946-01-01", "调查表", True)
    assert (day.kind, day.label, day.value) == ("date", "核算日期", "2026-08-01")
    (car,) = _explained("has_no_car").children
    assert (car.value, car.source, car.recorded) == ("否", "未记录，按默认值", False)


def test_a_fact_nobody_recorded_is_unknown_and_says_that_it_is_needed() -> None:
    node = _explained(people=_family(declared=[None]))
    assert node.value == "未知"
    (conditions,) = node.children
    (low,) = conditions.children
    assert low.figures == "未知 ÷ 12个月 低于 800.00元/月"
    (declared,) = low.children[0].children
    assert (declared.name, declared.value, declared.recorded) == ("declared", "未知", True)


def test_a_required_fact_without_any_record_is_named_as_missing() -> None:
    rules = rule_set(*RULES)
    node = explained(rules, _family(declared=[None]), "household_income", **GIVEN)
    assert node.value == "未知"
    assert [(child.name, child.source) for child in node.children] == [("declared", "没有记录，补充后才能确定")]


def test_a_parameter_names_its_value_source_and_article() -> None:
    standard, area = _explained("local_standard").children
    assert (standard.kind, standard.value, standard.source) == (
        "parameter",
        "城市 800.00元/月；农村 600.00元/月",
        "文件，自 1900-01-01 起",
    )
    assert [basis.article for basis in standard.basis] == ["《中华人民共和国社会救助法》第十八条"]
    assert (area.value, area.label) == ("城市", "城乡类别")


def test_an_unset_parameter_warns_and_leaves_the_result_unknown() -> None:
    given = {name: GIVEN[name] for name in ("standards", "months")}
    node = explained(rule_set(*RULES), _family(), "benefit", **given)
    assert node.value == "未知"
    assert [(child.name, child.value) for child in node.children] == [
        ("rounding", "参数未确认"),
        ("qualifies_for_dibao", "是"),
    ]
    assert "尚未提供" in node.children[0].warning


def test_a_mode_nobody_has_set_is_named_instead_of_a_formula() -> None:
    @rule(LAW, unit="元", when={"method": "GAP"})
    def paid(rent):
        """发放"""
        return rent

    @rule(LAW, unit="元", name="paid", when={"method": "TIER"})
    def paid_by_tier(standard):
        """发放（分档）"""
        return standard

    node = explained(rule_set(paid, paid_by_tier), population({"rent": [5]}), "paid")
    assert (node.value, node.figures) == ("未知", "")
    assert [(child.name, child.value) for child in node.children] == [("method", "参数未确认")]


def test_values_of_obligors_are_named_by_obligor() -> None:
    people = population({"obligor_unable": [1, 0]}, below={Level.OBLIGOR: [2]})
    node = explained(rule_set(able, has_able_obligor), people, "has_able_obligor", subject=SUBJECT)
    assert names(node.children) == ["able@第2个"]
    assert node.figures == ""


def test_without_a_subject_rows_are_numbered() -> None:
    node = explained(rule_set(*RULES), _family(), "age", row=1)
    assert (node.about, node.value) == ("第2行", "30岁")
    assert explained(rule_set(*RULES), _family(), "benefit", **GIVEN).about == ""


def test_one_value_is_one_node_however_often_it_is_used() -> None:
    rules = rule_set(*RULES)
    explainer = Explainer(evaluated(rules, _family(), ["benefit"], **GIVEN), rules, SUBJECT)
    standard = explainer.node("local_standard")
    assert standard in explainer.node("benefit").children
    assert standard in explainer.node("income_is_low").children


def test_shared_reasons_do_not_multiply_the_tree() -> None:
    people = population({"rent": [1]})
    node = explained(rule_set(*LADDER), people, "step_4", subject=Subject(source=lambda _name, _level, _row: "表"))
    assert node.value == "0.36元"
    heads = [line.strip("│├└─ ") for line in as_text(outline(node)).splitlines()]
    assert sum(head.startswith("第1级：") for head in heads) == 3
    assert sum(head.startswith("第1级：") and "（见上）" not in head for head in heads) == 1


def test_nought_and_rest_on_records_are_told() -> None:
    node = _explained("income", people=_family(income_amount=[0, 0, 0]))
    assert node.zero
    assert not node.recorded
    assert _explained("income").recorded
    assert not _explained("vulnerable").zero


def test_parameters_and_the_day_are_no_records() -> None:
    rules = rule_set(*RULES)
    explainer = Explainer(evaluated(rules, _family(), ["benefit"], **GIVEN), rules)
    assert not explainer.recorded("months", 0)
    assert not explainer.recorded("as_of", 0)
    assert explainer.recorded("birth_on", 0)


def test_explain_gives_the_node_of_one_value() -> None:
    rules = rule_set(*RULES)
    done = evaluated(rules, _family(), ["age"])
    assert explain(done, rules, "age", row=1).value == "30岁"


def test_figures_look_up_the_code_of_the_row() -> None:
    @rule(LAW, unit="元/月")
    def twice(standards, area):
        """两倍"""
        return standards[area] * 2 + standards["RURAL"]

    rules = rule_set(twice)
    given = {"standards": GIVEN["standards"]}
    assert explained(rules, population({"area": [URBAN]}), "twice", **given).figures == "800.00元/月 × 2 ＋ 600.00元/月"
    assert explained(rules, population({"area": [None]}), "twice", **given).figures == "未知 × 2 ＋ 600.00元/月"
    assert explained(rules, population({"area": [URBAN]}), "twice").figures == "参数未确认 × 2 ＋ 参数未确认"


def test_figures_look_up_by_the_code_of_a_rule() -> None:
    @rule(LAW)
    def place(has_car):
        """地类"""
        return first_of("area_class", URBAN=has_car, otherwise="RURAL")

    @rule(LAW, unit="元/月")
    def rate(standards, place):
        """标准额"""
        return standards[place] * 2

    node = explained(rule_set(place, rate), population({"has_car": [0]}), "rate", standards=GIVEN["standards"])
    assert node.figures == "600.00元/月 × 2"
    assert explained(rule_set(place), population({"has_car": [1]}), "place").figures == "依次判断：有车【是】 → “城市”"


def test_a_condition_on_rows_stands_with_its_answer() -> None:
    @rule(LAW)
    def stable(members, rooms):
        """稳定"""
        return members.ill.any() & (rooms > 1)

    people = population({"ill": [1], "rooms": [2]}, below={Level.MEMBER: [1]})
    assert explained(rule_set(stable), people, "stable").figures == "有成员符合“患重病”【是】 并且 2间 超过 1间"


def test_a_list_parameter_and_a_flag_parameter_stand_with_their_values() -> None:
    @member_rule(LAW)
    def excluded(incomes, listed):
        """有不计入的收入"""
        return incomes.income_kind.among(listed).any()

    @rule(LAW, unit="元")
    def rent_counted(rent, frozen):
        """计入的房租"""
        return rent.where(~frozen)

    rules = rule_set(excluded, rent_counted)
    node = explained(rules, population({"rent": [500]}), "rent_counted", frozen=False)
    assert node.figures == "5.00元〔仅当：不符合“暂停【否】”〕"
    done = evaluated(rules, _family(), ["excluded"], listed=("W01",))
    found = explain(done, rules, "excluded", subject=SUBJECT)
    assert found.formula == "有收入符合“收入项目 属于〔“不计入的收入”所列〕”"
    assert names(found.children) == ["listed"]


def test_values_are_worded_by_what_they_are() -> None:
    rules = rule_set(*RULES)
    done = evaluated(rules, _family(grade=[DISABILITY_GRADE.number("GRADE_1"), 0]), ["benefit"], **GIVEN)
    said = {
        name: value_words(done, rules, name, 0) for name in ("as_of", "months", "grade", "age", "eldest", "benefit")
    }
    assert said == {
        "as_of": "2026-08-01", "months": "12个月", "grade": "一级", "age": "80岁", "eldest": "是", "benefit": "267.00元/月",
    }  # fmt: skip
    assert value_words(done, rules, "qualifies_for_dibao", 0) == "是"
    assert value_words(done, rules, "grade", 1) == "无残疾等级"
    unlisted = evaluated(rules, _family(income_kind=[0, WAGE, WAGE]), ["age"])
    assert value_words(unlisted, rules, "income_kind", 0) == "无"
    assert column_words(done["area"], 0, "") == "城市"
    assert stored(done, "declared", 0) == 1
    assert stored(evaluated(rules, _family(declared=[None]), ["benefit"], **GIVEN), "declared", 0) is None


def test_sentences_of_answers_alone_are_told_from_sentences_of_figures() -> None:
    rules = rule_set(*RULES)
    done = evaluated(rules, _family(), ["benefit"], **GIVEN)
    speaks = {
        name: speaks_of_answers_alone(rules.versions[name][0], done)
        for name in ("vulnerable", "eldest", "household_income")
    }
    assert speaks == {"vulnerable": True, "eldest": False, "household_income": False}
    assert sentence(rules, rules.versions["eldest"][0], Parts(done), 1) == "30岁 不低于 60岁"


def test_a_warning_of_a_parameter_row_is_carried_along() -> None:
    rules, chosen = rule_set(*RULES), settings(**GIVEN)
    row = chosen["months"].row
    assert isinstance(row, ParameterValue)
    chosen["months"] = replace(chosen["months"], row=replace(row, warning="待国家明确"))
    from minzheng.engine.rules.evaluation import evaluate

    done = evaluate(rules.on(DAY, chosen), _family(), chosen, ["benefit"], keep=True)
    assert Explainer(done, rules).node("months").warning == "待国家明确"


@rule(LAW, unit="元")
def step_1(rent):
    """第1级"""
    return rent + rent


@rule(LAW, unit="元")
def step_2(step_1, rent):
    """第2级"""
    return step_1 * 2 + rent * 2


@rule(LAW, unit="元")
def step_3(step_2, step_1):
    """第3级"""
    return step_2 * 2 + step_1


@rule(LAW, unit="元")
def step_4(step_3, step_2, step_1):
    """第4级"""
    return step_3 * 2 + step_2 + step_1


LADDER = (step_1, step_2, step_3, step_4)


@pytest.mark.parametrize("name", ["benefit", "household_income", "income_is_low"])
def test_every_node_can_be_read_to_the_end(name: str) -> None:
    seen: set[int] = set()

    def read(node: Node) -> None:
        if id(node) not in seen:
            seen.add(id(node))
            assert node.label
            assert node.value
            assert node.kind in {"rule", "condition", "fact", "parameter", "date"}
            for child in (*node.children, *node.others):
                read(child)

    read(_explained(name))
    assert len(seen) > 5
