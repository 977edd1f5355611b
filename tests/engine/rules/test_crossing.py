from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from minzheng.engine.rules.language import member_rule, obligor_rule
from minzheng.kernel.facts import Level
from tests.engine.rules.spoken import LAW, evaluated, explained, names, population, rule_set
from tests.engine.rules.worlds import rows_of


@obligor_rule(LAW)
def obligor_able(obligor_unable):
    """有能力的义务人"""
    return ~obligor_unable


@member_rule(LAW)
def has_able_obligor(own_obligors):
    """有有能力的义务人"""
    return own_obligors.obligor_able.any()


@member_rule(LAW)
def has_only_able_obligors(own_obligors):
    """义务人都有能力"""
    return own_obligors.obligor_able.all()


@member_rule(LAW, unit="人")
def obligors_of_member(own_obligors):
    """义务人数"""
    return own_obligors.count()


@member_rule(LAW, unit="人")
def able_obligors(own_obligors):
    """有能力的义务人数"""
    return own_obligors.obligor_able.count()


@member_rule(LAW, unit="人")
def able_obligors_added_up(own_obligors):
    """有能力的义务人数"""
    return own_obligors.obligor_able.as_number().sum()


RULES = rule_set(
    obligor_able, has_able_obligor, has_only_able_obligors, obligors_of_member, able_obligors, able_obligors_added_up
)
OUTPUTS = {
    "has_able_obligor": any, "has_only_able_obligors": all, "obligors_of_member": len, "able_obligors": sum,
    "able_obligors_added_up": sum,
}  # fmt: skip


def whole(places: list[list[int | None]], able: list[list[bool]], members: list[int]) -> Any:
    """Households of so many members with these obligors, and the rules' answers about every member."""
    flat = [place for row in places for place in row]
    people = population(
        {"supported_member": flat, "obligor_unable": [not yes for row in able for yes in row]},
        households=len(members),
        below={Level.MEMBER: members, Level.OBLIGOR: [len(row) for row in places]},
    )
    done = evaluated(RULES, people, list(OUTPUTS))
    return {name: rows_of(done[name], sum(members)) for name in OUTPUTS}


def truth(places: list[int | None], able: list[bool], size: int, member: int, of: Any) -> Any:
    """What the rule says in every world that the unknown places allow; None where the worlds differ."""
    open_places = [list(range(1, size + 2)) if place is None or not 0 <= place <= size else [place] for place in places]
    answers = {
        of([yes for place, yes in zip(world, able, strict=True) if place in {0, member}])
        for world in product(*open_places)
    }
    return answers.pop() if len(answers) == 1 else None


@st.composite
def households(draw: st.DrawFn) -> tuple[list[int], list[list[int | None]], list[list[bool]]]:
    members = draw(st.lists(st.integers(0, 3), min_size=1, max_size=4))
    counts = [draw(st.integers(0, 3)) for _ in members]
    place = st.one_of(st.none(), st.integers(-1, 4))
    return (
        members,
        [draw(st.lists(place, min_size=count, max_size=count)) for count in counts],
        [draw(st.lists(st.booleans(), min_size=count, max_size=count)) for count in counts],
    )


@given(households())
def test_it_says_of_each_member_what_all_worlds_agree_on(
    drawn: tuple[list[int], list[list[int | None]], list[list[bool]]],
) -> None:
    members, places, able = drawn
    says = whole(places, able, members)
    for name, of in OUTPUTS.items():
        expected = [
            truth(places[household], able[household], size, member, of)
            for household, size in enumerate(members)
            for member in range(1, size + 1)
        ]
        assert says[name] == expected, name


def test_it_lets_an_obligor_concern_the_member_it_must_support_alone() -> None:
    assert whole([[2]], [[True]], [2])["has_able_obligor"] == [False, True]
    assert whole([[0]], [[True]], [2])["has_able_obligor"] == [True, True]


def test_it_leaves_open_whom_an_obligor_must_support_only_where_that_matters() -> None:
    assert whole([[None]], [[True]], [2])["has_able_obligor"] == [None, None]
    assert whole([[None]], [[False]], [2])["has_able_obligor"] == [False, False]
    assert whole([[None, 1]], [[True, True]], [2])["has_able_obligor"] == [True, None]


def explained_obligors(places: list[int | None], unable: list[Any], name: str = "has_able_obligor") -> Any:
    people = population(
        {"supported_member": places, "obligor_unable": unable}, below={Level.MEMBER: [2], Level.OBLIGOR: [len(places)]}
    )
    return explained(RULES, people, name, row=1)


def test_it_explains_a_member_by_the_obligors_that_concern_it() -> None:
    node = explained_obligors([1, 2, 0], [0, 0, 1])
    assert (node.value, node.formula) == ("是", "有本人的义务人符合“有能力的义务人”")
    assert names(node.children) == ["obligor_able@第2行"]
    assert names(node.others) == ["obligor_able@第3行"]


def test_it_explains_an_open_answer_by_the_member_that_is_not_recorded() -> None:
    node = explained_obligors([1, None, 2, None], [0, 0, 1, 1])
    assert node.value == "未知"
    assert names(node.children) == ["obligor_able@第2行", "supported_member@第2行"]
    assert node.children[1].source == "没有记录，补充后才能确定"
    node = explained_obligors([None, None, 2], [0, 1, 0], "has_only_able_obligors")
    assert names(node.children) == ["obligor_able@第2行", "supported_member@第2行"]
    assert explained_obligors([None], [0], "able_obligors_added_up").value == "未知"
    node = explained_obligors([None, 2], [1, None])
    assert names(node.children) == ["obligor_able@第2行"]
