"""Entrances are declared beside the services they lead to."""

from __future__ import annotations

from pathlib import Path

import pytest

from minzheng.engine.catalogue.chapters import load_chapter
from minzheng.engine.catalogue.entrances import _checked, entrances
from minzheng.engine.catalogue.matters import chapters, matters_of
from minzheng.laws.strict_yaml import YamlProblem, load_document

GOOD = "short: 一\nsays: 二\nicon: home\norder: 1\nstandards: []\nwords: [没钱, 看病]\n"


def test_every_service_with_conditions_has_an_entrance() -> None:
    services = {matter.name for chapter in chapters() for matter in matters_of(chapter) if matter.code}
    assert services == {each.matter.name for each in entrances()}


def test_cards_stand_in_the_declared_order_and_no_two_look_alike() -> None:
    found = entrances()
    assert [each.order for each in found] == sorted(each.order for each in found)
    assert len({each.short for each in found}) == len({each.icon for each in found}) == len(found)


def test_standards_are_parameters_that_exist() -> None:
    for each in entrances():
        assert set(each.standards) <= set(load_chapter(each.matter.chapter).parameters.parameters)


def test_icons_are_drawn(repository: Path) -> None:
    sprite = (repository / "minzheng/surfaces/ui/assets/icons.svg").read_text(encoding="utf-8")
    assert all(f'id="{each.icon}"' in sprite for each in entrances())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD.replace("order: 1\n", ""), "order"),
        (GOOD + "colour: red\n", "colour"),
        (GOOD.replace("看病", "没钱"), "不能重复"),
        (GOOD.replace("看病", "病"), "至少两个字"),
    ],
)
def test_a_declaration_that_is_not_as_it_should_be_is_refused(text: str, said: str) -> None:
    with pytest.raises(YamlProblem, match=said):
        _checked(load_document(text, "entrance.yaml"))


def test_a_good_declaration_is_taken() -> None:
    assert _checked(load_document(GOOD, "entrance.yaml"))["words"] == ["没钱", "看病"]
