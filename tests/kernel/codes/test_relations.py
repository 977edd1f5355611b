import pytest

from minzheng.kernel.codes import relations
from minzheng.kernel.codes.code_list import UnknownCode
from minzheng.kernel.codes.relations import RELATION


def found(ask):
    return {item.number for item in RELATION if ask(item.key)}


def test_every_two_digit_code_of_the_standard_is_there():
    assert {item.number for item in RELATION} == {1, 2, 3, 10, 11, 12, *range(20, 100)}


@pytest.mark.parametrize(
    ("ask", "numbers"),
    [
        (relations.is_self, {1, 2, 3}),
        (relations.is_spouse, {10, 11, 12}),
        (relations.is_child, {*range(20, 28), 29, *range(30, 38), 39}),
        (relations.is_child_in_law, {28, 38}),
        (relations.is_parent, {50, 51, 52, 57, 58, 59}),
        (relations.is_grandparent, {60, 61, 62, 63, 64}),
        (relations.is_grandchild, {40, 41, 42, 43, 44, 49}),
        (relations.is_sibling, {70, 71, 73, 75, 77, 79}),
    ],
)
def test_each_question_covers_its_block_without_the_in_laws(ask, numbers):
    assert found(ask) == numbers


@pytest.mark.parametrize(("code", "near"), [("52", True), ("71", True), ("42", True), ("12", True), ("81", False)])
def test_near_relatives_are_those_of_the_civil_code(code, near):
    assert relations.is_near_relative(code) is near


@pytest.mark.parametrize("code", [28, 38, 45, 46, 53, 72, 99, 1])
def test_in_laws_strangers_and_oneself_are_no_near_relatives(code):
    assert not relations.is_near_relative(code)


@pytest.mark.parametrize(
    ("text", "number"), [("长子", 22), ("儿子", 20), ("妻子", 12), ("12", 12), ("1", 1), ("儿媳妇", 38)]
)
def test_relations_are_read_as_ledgers_write_them(text, number):
    assert RELATION.parse(text).number == number


def test_an_unknown_relation_is_refused():
    with pytest.raises(UnknownCode, match="与申请人"):
        relations.is_child("13")
