"""Forms: what a declarer can get wrong, and that what a form takes the register understands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from minzheng.engine.catalogue import form_files
from minzheng.engine.catalogue.form_answers import check_answers
from minzheng.engine.catalogue.form_files import checked_form, find_form, form_of
from minzheng.engine.catalogue.form_schemas import json_schema
from minzheng.engine.catalogue.forms import Form, Kind, Section
from minzheng.engine.catalogue.matters import chapters, matters_of
from minzheng.engine.registry.facts import FACTS
from minzheng.laws.strict_yaml import YamlProblem, load_document

CHAPTER = "social_assistance"
PROCEDURES = [
    procedure
    for chapter in chapters()
    for matter in matters_of(chapter)
    for procedure in matter.procedures()
    if procedure.form
]
GOOD = """\
title: 演示申请表
law: [社会救助法 第四十条]
pages:
  family:
    title: 家庭情况
    section: household
    ask: [area]
  people:
    title: 家里有哪些人
    section: members
    ask:
      - name
      - id_number
      - relation
      - disability_type
      - {ask: disability_grade, required: true, unless: {disability_type: NONE}}
  earnings:
    title: 收入
    section: incomes
    ask: [income_kind, {ask: income_amount, negative: true}]
  property:
    title: 财产
    section: assets
    ask: [asset_kind, asset_value]
  promises:
    title: 承诺
    section: statements
    ask: [has_vehicles, truth]
statements:
  has_vehicles: {title: 有没有机动车, type: yes_no, lists: assets, kinds: [VEHICLE]}
  truth: {title: 以上内容属实, type: promise, law: 社会救助法 第四十条}
materials:
  identity: {title: 身份证, form: image, issuer: 公安机关, law: 社会救助法 第四十条}
"""
WRONG = (
    ("title: 演示申请表\n", "", 1, "缺少 title（名称）"),
    ("    ask: [area]", "    ask: []", 7, "至少 1 项"),
    ("ask: [area]", "ask: [aera]", 7, "是不是 area？"),
    ("ask: [area]", "ask: [health]", 7, "应放在 section: members 的页"),
    ("ask: [area]", "ask: [granted_amount]", 7, "由在享待遇得出，不能填写"),
    ("section: household", "section: neighbours", 6, "现为 neighbours"),
    ("      - id_number\n", "", 3, "缺少 id_number"),
    ("      - relation\n", "      - relation\n      - relation\n", 15, "在 people 页已经问过"),
    ("{disability_type: NONE}", "{disability_type: SOME}", 16, "disability_type 没有 SOME 这个值"),
    ("{disability_type: NONE}", "{health: GOOD}", 16, "health 应在同一部分的前面先问"),
    ("{ask: disability_grade,", "{ask: disability_grade, when: {disability_type: NONE},", 16, "只能写一个"),
    ("- relation\n", "- {ask: relation, negative: true}\n", 14, "negative 只用于金额"),
    ("kinds: [VEHICLE]", "kinds: [ROCKET]", 30, "ROCKET 不存在"),
    (", truth]", "]", 31, "声明 truth 没有放进任何一页"),
    ("has_vehicles, truth", "has_vehicles, truth, health", 28, "没有在 statements 中写明"),
    ("type: promise, law: 社会救助法 第四十条", "type: promise, law: 社会救助法 第九百条", 31, "第九百条"),
    ("form: image", "form: oral", 33, "original、copy、image、signed 之一"),
    ("lists: assets, kinds: [VEHICLE]", "kinds: [VEHICLE]", 30, "kinds 要和 lists 一起写"),
    ("{disability_type: NONE}", "{disability_type: true}", 16, "没有 True 这个值"),
    ("unless: {disability_type: NONE}", "when: {name: 马建国}", 16, "不是选择或者是否，不能作条件"),
    ("law: [社会救助法 第四十条]", "law: [社会救助法 第九百条]", 2, "第九百条"),
    ("type: promise,", "type: promise, explain: 请说明,", 31, "只用于 yes_no"),
)


def declared(text: str) -> Form:
    return checked_form(load_document(text, "forms/application.v1.yaml"), name="application", version="v1")


DECLARED = declared(GOOD)
AREA = "[{ask: area, required: true}]"
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def answers(**more: Any) -> dict[str, Any]:
    person = {"name": "马建国", "id_number": "530129197001010010", "relation": "01", "disability_type": "NONE"}
    said = {"has_vehicles": False, "truth": True}
    return {"household": {"area": "RURAL"}, "members": [person], "statements": said} | more


def refused(body: dict[str, Any]) -> bool:
    return bool(list(Draft202012Validator(json_schema(declared(GOOD))).iter_errors(body)))


def test_a_question_takes_its_words_from_the_fact() -> None:
    form = declared(GOOD)
    (area,) = form.questions(Section.HOUSEHOLD)
    assert (area.label, area.kind, area.help, area.mask) == (
        FACTS["area"].label, Kind.CODE, FACTS["area"].help, FACTS["area"].data_class,
    )  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "line", "words"), WRONG)
def test_a_mistake_is_told_with_its_file_and_line(right: str, wrong: str, line: int, words: str) -> None:
    assert right in GOOD
    with pytest.raises(YamlProblem) as caught:
        declared(GOOD.replace(right, wrong, 1))
    assert words in str(caught.value)
    assert str(caught.value).startswith(f"forms/application.v1.yaml:{line}：")


def test_the_schema_takes_good_answers_and_refuses_others() -> None:
    assert not refused(answers())
    assert refused({})
    assert refused(answers(members=[]))
    assert refused(answers(colour="red"))
    assert refused(answers(statements={"has_vehicles": False, "truth": False}))
    assert refused(answers(household={"area": "MOON"}))


def test_an_answer_that_another_calls_for_is_wanted_only_then() -> None:
    person = answers()["members"][0]
    assert refused(answers(members=[person | {"disability_type": "VISUAL"}]))
    assert not refused(answers(members=[person | {"disability_type": "VISUAL", "disability_grade": "GRADE_2"}]))


def test_a_yes_wants_the_items_it_speaks_of_and_a_no_wants_none() -> None:
    car = [{"asset_kind": "VEHICLE", "asset_value": "30000"}]
    yes, no = {"has_vehicles": True, "truth": True}, {"has_vehicles": False, "truth": True}
    assert refused(answers(statements=yes))
    assert not refused(answers(statements=yes, assets=car))
    assert refused(answers(statements=no, assets=car))


def test_amounts_are_below_zero_only_where_the_form_says_so() -> None:
    person = answers()["members"][0]
    loss = [{"income_kind": "B01", "income_amount": "-200.00"}]
    assert not refused(answers(members=[person | {"incomes": loss}]))
    assert refused(answers(assets=[{"asset_kind": "FINANCIAL", "asset_value": "-1"}]))
    assert refused(answers(assets=[{"asset_kind": "FINANCIAL", "asset_value": -1}]))


PERSON = {"name": "马建国", "id_number": "530129197001010010", "relation": "01", "disability_type": "NONE"}
FAULTS = (
    ({"household": {}}, "household.area", "请填写城乡类别"),
    ({"household": {"area": ""}}, "household.area", "请填写城乡类别"),
    ({"household": {"area": "MOON"}}, "household.area", "不在可选范围内"),
    ({"colour": 1}, "colour", "申请表没有“colour”这一项"),
    ({"members": []}, "members", "请至少填写一项"),
    ({"members": [{**PERSON, "name": "马" * 51}]}, "members.0.name", "应为2至50个字"),
    ({"members": [{**PERSON, "disability_type": "VISUAL"}]}, "members.0.disability_grade", "请填写残疾等级"),
    ({"members": [PERSON] * 31}, "members", "最多填写30项"),
    ({"members": "我"}, "members", "格式不对"),
    ({"statements": {"has_vehicles": False, "truth": False}}, "statements.truth", "请阅读并同意：以上内容属实"),
    ({"statements": {"has_vehicles": True, "truth": True}, "assets": []}, "assets", "选了“是”，请在财产中逐项填写"),
    ({"assets": [{"asset_kind": "VEHICLE"}]}, "assets", "选了“否”，但财产中填写了"),
    ({"assets": [{"asset_kind": "DWELLING", "asset_value": "-1"}]}, "assets.0.asset_value", "财产价值格式不对"),
)


@pytest.mark.parametrize(("more", "path", "words"), FAULTS)
def test_what_is_wrong_in_answers_is_said_with_its_place(more: dict[str, Any], path: str, words: str) -> None:
    found = {
        each.path: each.sentence for each in check_answers(declared(GOOD.replace("[area]", AREA)), answers(**more))
    }
    assert words in found[path]


def test_good_answers_have_nothing_wrong() -> None:
    assert check_answers(declared(GOOD), answers()) == []


@given(JSON)
def test_no_answers_harm_the_check(given: Any) -> None:
    assert check_answers(DECLARED, given)
    assert all(fault.sentence for fault in check_answers(DECLARED, answers(members=given, assets=given)))


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda each: f"{each.code}.v{each.version}")
def test_every_form_a_procedure_names_is_there_and_describes_its_answers(procedure: Any) -> None:
    form = form_of(procedure)
    assert form is not None
    assert form.version == procedure.form
    Draft202012Validator.check_schema(json_schema(form))


def test_a_service_may_have_its_own_form_on_the_base_of_its_chapters() -> None:
    own = find_form(CHAPTER, "destitute_support", "application", "v1")
    shared = find_form(CHAPTER, "minimum_living_allowance", "application", "v1")
    assert own is not None
    assert shared is not None
    assert own.title != shared.title
    assert [page.key for page in own.pages] == [page.key for page in shared.pages]
    assert "orphan_benefit_chosen" in {each.name for each in own.questions(Section.MEMBERS)}


def test_a_form_that_is_not_there_is_told_where_it_is_named() -> None:
    procedure = PROCEDURES[0]
    with pytest.raises(YamlProblem, match="没有申请表"):
        form_of(replace(procedure, form="v99"))
    assert find_form(CHAPTER, procedure.matter, "nonsense", "v1") is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title: 演示表\nlaw: [社会救助法 第四十条]\n", "缺少 pages"),
        ("title: 演示表\nlaw: [社会救助法 第四十条]\nbased_on: nonsense.v1\n", "底稿 nonsense.v1 不存在"),
        ("title: 演示表\nlaw: [社会救助法 第四十条]\nbased_on: application.v1\nwithout: [x]\n", "底稿里没有 x"),
    ],
)
def test_a_form_without_pages_or_base_is_refused(tmp_path: Any, monkeypatch: Any, text: str, words: str) -> None:
    for folder, body in ((tmp_path / "c" / "m", text), (tmp_path / "c", GOOD)):
        (folder / "forms").mkdir(parents=True)
        name = "other" if body is text else "application"
        (folder / "forms" / f"{name}.v1.yaml").write_text(body, encoding="utf-8")
    monkeypatch.setattr(form_files, "resources", type("R", (), {"files": staticmethod(lambda _home: tmp_path)}))
    with pytest.raises(YamlProblem, match=words):
        find_form.__wrapped__("c", "m", "other", "v1")


def test_what_a_form_of_the_product_takes_the_register_understands() -> None:
    from minzheng.engine.cases.declaration import read_declaration

    form = find_form(CHAPTER, "minimum_living_allowance", "application", "v1")
    assert form is not None
    declaration, faults = read_declaration(_everything(form), on=date(2026, 8, 3))
    assert faults == ()
    assert declaration is not None
    asked = {each.name for each in form.questions(Section.MEMBERS)} - {"name", "id_number", "relation"}
    assert asked <= set(declaration.members[0].facts)


def _everything(form: Form) -> dict[str, Any]:
    """Answers to every question of a form; they fit its schema."""
    found: dict[str, Any] = {}
    for section in Section:
        row = {each.name: _value(each) for each in form.questions(section)}
        if section is Section.STATEMENTS:
            row = {key: value for key, value in row.items() if not key.startswith(("has_", "near_", "other_"))}
        found[section.value] = [row] if section.repeats else row
    found["members"][0] |= {part: found.pop(part) for part in ("incomes", "expenses")}
    found["statements"] |= {key: key == "has_financial" for key in form.statements if key.startswith("has_")}
    found["statements"] |= {"near_relative": False, "other_aid": False, "has_obligors": True}
    errors = list(Draft202012Validator(json_schema(form)).iter_errors(found))
    assert errors == []
    return found


def _value(question: Any) -> Any:
    match question.kind:
        case Kind.CODE:
            return "FINANCIAL" if question.name == "asset_kind" else next(iter(question.codes)).key
        case Kind.FLAG | Kind.PROMISE:
            return True
        case Kind.MEMBER:
            return 0
        case Kind.DATE:
            return "1970-01-01"
    words = {
        Kind.MONEY: "12.50", Kind.NUMBER: "3", Kind.NAME: "马建国", Kind.ID_NUMBER: "530129197001010010", Kind.PHONE: "13800000000",
        Kind.BANK_CARD: "6217000011112222", Kind.TEXT: "家里收入低，日子过不下去了",
    }  # fmt: skip
    return words[question.kind]
