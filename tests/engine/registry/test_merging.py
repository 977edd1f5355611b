from datetime import date
from typing import Any

from minzheng.engine.registry.bitemporal import known
from minzheng.engine.registry.merging import StatedFacts, merge_facts
from minzheng.engine.registry.models import Fact
from minzheng.engine.registry.types import Standing
from tests.engine.registry.conftest import JANUARY, JUNE, MARCH, Family

NEW_YEAR = date(2026, 1, 1)


def _merge(family: Family, value: int, *, at: Any = JANUARY, **given: Any) -> int:
    stated = StatedFacts()
    said = {"standing": Standing.ADOPTED, "valid_from": NEW_YEAR, "key": 102} | given
    stated.state("income_amount", family.head.pk, value, **said)
    return merge_facts(stated, source=family.source.pk, at=at)


def _believed() -> list[int]:
    return list(Fact.objects.filter(known(JUNE)).filter(name=302).order_by("id").values_list("value", flat=True))


def test_what_is_held_already_adds_nothing(family: Family) -> None:
    assert [_merge(family, 100), _merge(family, 100, at=MARCH)] == [1, 0]
    assert _merge(family, 100, at=MARCH, valid_from=date(2026, 5, 1)) == 0


def test_a_value_of_the_same_day_is_superseded_and_an_earlier_one_stays(family: Family) -> None:
    _merge(family, 100)
    assert _merge(family, 200, at=MARCH) == 1
    assert _believed() == [200]
    assert _merge(family, 300, at=JUNE, valid_from=date(2026, 5, 1)) == 1
    assert _believed() == [200, 300]


def test_other_standings_items_and_keys_are_other_things(family: Family) -> None:
    _merge(family, 100)
    assert [
        _merge(family, 100, standing=Standing.DECLARED),
        _merge(family, 100, item=1),
        _merge(family, 100, key=201),
    ] == [1] * 3


def test_nothing_said_about_nothing_known_is_not_recorded(family: Family) -> None:
    assert _merge(family, 0, if_known=True) == 0
    _merge(family, 100, standing=Standing.DECLARED)
    assert _merge(family, 0, at=MARCH, if_known=True) == 1


def test_what_is_stated_twice_keeps_its_last_value(family: Family) -> None:
    stated = StatedFacts()
    for value in (100, 200):
        stated.state("asset_value", 1, value, standing=Standing.ADOPTED, valid_from=NEW_YEAR)
    assert merge_facts(stated, source=family.source.pk, at=JANUARY) == 1
    assert Fact.objects.get(name=502).value == 200
