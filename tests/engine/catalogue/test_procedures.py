"""Procedures as declared: what a declarer can get wrong, and what no declaration can do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.engine.catalogue.gates import GATES
from minzheng.engine.catalogue.matters import matters_of, safeguards_of
from minzheng.engine.catalogue.procedure_checks import certainly_passed, check_procedure
from minzheng.engine.catalogue.procedures import Limit, LimitUnit, Procedure, read_procedure
from minzheng.engine.catalogue.schema import check
from minzheng.laws.citations import LawIndex
from minzheng.laws.strict_yaml import YamlProblem, load_document

GOOD = """\
title: 演示申请
opens: grant
results: [DIBAO]
by: [applicant]
law: [社会救助法 第三十七条]
clocks:
  total: {title: 全部期限, from: accept, within: 30 wd, law: 最低生活保障审核确认办法 第二十二条}
notices:
  proposal: {title: 公示, kind: before, days: 7, law: 最低生活保障审核确认办法 第十九条}
states:
  DRAFT: {title: 填写中, start: true}
  OPEN: {title: 调查核实, waits_for: [township_clerk]}
  DONE: {title: 已办结, final: true}
flow:
  accept: {title: 受理, from: [DRAFT], to: OPEN, by: [township_clerk], within: 1 wd, needs: [{record: visit}]}
  close: {title: 办结, from: [OPEN], to: DONE, by: [township_lead], needs: [reason, {other_person_than: [accept]}]}
records:
  visit: {title: 入户调查表, by: [township_clerk], fields: {findings: {label: 情况, type: text, required: true}}}
"""
WRONG = (
    ("within: 1 wd", "within: 1 week", "flow"),
    ("[township_clerk], within", "[mayor], within", "没有角色 mayor"),
    ("to: OPEN", "to: NOWHERE", "状态 NOWHERE 没有声明"),
    ("start: true", "start: false", "起始状态"),
    ("from: [OPEN]", "from: [DONE]", "已终结"),
    ("needs: [reason", "needs: [sealed_with_wax", "没有前提 sealed_with_wax"),
    ("{record: visit}", "{record: dance}", "dance 不存在"),
    ("[accept]", "[sing]", "sing 不存在"),
    ("from: accept", "from: sing", "没有这个步骤"),
    ("days: 7, ", "", "应写明天数"),
    ("第三十七条", "第九百九十九条", "第九百九十九条"),
    ("  DONE:", "  LOST: {title: 无人能到}\n  DONE:", "没有步骤通向状态 LOST"),
    (
        "records:",
        "online: {title: 说说, says: 有话说, next: [有人看], record: dance}\nrecords:",
        "没有记录 dance，可用：visit",
    ),
    (
        "records:",
        "online: {title: 说说, says: 有话说, next: [有人看], record: visit, step: close}\nrecords:",
        "步骤 close 不从起始状态开始",
    ),
    (
        "records:",
        "online: {title: 说说, says: 有话说, next: [有人看], record: visit, today: findings}\nrecords:",
        "入户调查表没有日期栏 findings",
    ),
    (
        "records:",
        "online: {title: 说说, says: 有话说, next: [有人看], record: visit, fixed: {mood: GOOD}}\nrecords:",
        "入户调查表没有这一栏",
    ),
    ("from: [OPEN], to: DONE", "from: [OPEN], to: OPEN", "永远不能办结"),
    ("title: 办结, ", "decides: grant, title: 办结, ", "可以不经过"),
    ("title: 办结, ", "colour: red, title: 办结, ", "colour"),
    ("opens: grant", "opens: champagne", "opens"),
)
STATES = "SABCD"
FLOWS = st.lists(
    st.tuples(st.sampled_from(STATES), st.sampled_from(STATES), st.sampled_from(sorted(GATES))), min_size=1, max_size=7
)


def declared(text: str) -> Procedure:
    document = load_document(text, "procedures/application.v1.yaml")
    check(document, "procedure")
    procedure = read_procedure(document, chapter="social_assistance", matter="demo", name="application", version=1)
    check_procedure(procedure, safeguards_of("social_assistance"), LawIndex.load())
    return procedure


def test_a_good_declaration_is_taken() -> None:
    procedure = declared(GOOD)
    assert procedure.start.key == "DRAFT"
    assert [step.key for step in procedure.steps_from("OPEN")] == ["close"]
    assert procedure.code == "demo.application"


@pytest.mark.parametrize(("right", "wrong", "words"), WRONG)
def test_a_mistake_is_told_with_its_file_and_line(right: str, wrong: str, words: str) -> None:
    assert right in GOOD
    with pytest.raises(YamlProblem, match=r"procedures/application\.v1\.yaml") as caught:
        declared(GOOD.replace(right, wrong, 1))
    assert words in str(caught.value)


@pytest.mark.parametrize("text", ["3 wd", "7 d", "24 h", "2 months"])
def test_a_limit_is_said_as_it_is_written(text: str) -> None:
    limit = Limit.read(text)
    assert str(limit).startswith(str(limit.count))
    assert limit.unit.label in str(limit)
    assert LimitUnit(text.split(" ")[1]) is limit.unit


def test_every_procedure_of_the_product_is_right_and_its_letters_and_notices_exist() -> None:
    from minzheng.engine.catalogue.letters import letters_of

    found = [(matter, procedure) for matter in matters_of("social_assistance") for procedure in matter.procedures()]
    assert found
    for matter, procedure in found:
        letters = letters_of("social_assistance", matter.name)
        assert {step.letter for step in procedure.steps.values() if step.letter} <= set(letters)
        assert {step.notice for step in procedure.steps.values() if step.notice} <= set(procedure.notices)


def _drawn(flow: list[tuple[str, str, str]]) -> Procedure:
    states: Mapping[str, Any] = {key: {"title": "状态", "start": key == "S"} for key in STATES}
    steps = {
        f"step{number}": {"title": "步骤", "from": [source], "to": target, "by": ["applicant"], "needs": [gate]}
        for number, (source, target, gate) in enumerate(flow)
    }
    body = {"title": "演示", "opens": "grant", "by": ["applicant"], "law": [], "states": states, "flow": steps}

    class Drawn:
        data = body

    return read_procedure(Drawn(), chapter="c", matter="m", name="n", version=1)  # type: ignore[arg-type]


def _by_every_walk(flow: list[tuple[str, str, str]]) -> dict[str, frozenset[str]]:
    """What every walk to a state has passed, by walking them all."""
    passed: dict[str, frozenset[str]] = {}
    waiting: list[tuple[str, frozenset[str]]] = [("S", frozenset())]
    seen = set()
    while waiting:
        here, gates = waiting.pop()
        if (here, gates) in seen:
            continue
        seen.add((here, gates))
        passed[here] = passed.get(here, frozenset(GATES)) & gates
        waiting += [(target, gates | {gate}) for source, target, gate in flow if source == here]
    return passed


@given(FLOWS)
def test_what_is_certainly_passed_is_what_every_walk_passes(flow: list[tuple[str, str, str]]) -> None:
    said = certainly_passed(_drawn(flow))
    for state, gates in _by_every_walk(flow).items():
        if state != "S":
            assert said[state] == gates
