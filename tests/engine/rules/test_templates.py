from __future__ import annotations

import pytest

from minzheng.engine.rules.language import first_of, rule
from minzheng.engine.rules.templates import Gap, lists_of_cases, template_of
from tests.engine.rules.spoken import DAY, LAW, rule_set, settings


@rule(LAW)
def place(has_car, has_ship, area):
    """住处"""
    return first_of("area_class", URBAN=has_car, RURAL=has_ship, otherwise=area)


@pytest.mark.parametrize(
    ("met", "names", "end"),
    [
        (0, ["has_car"], " → “城市”"),
        (1, ["has_car", "has_ship"], " → “农村”"),
        (2, ["has_car", "has_ship", "area"], ""),
    ],
)
def test_the_sentence_of_a_list_of_cases_ends_where_one_was_met(met: int, names: list[str], end: str) -> None:
    rules = rule_set(place)
    spoken = rules.versions["place"][0]
    assert len(lists_of_cases(spoken)) == 1
    template = template_of(rules, spoken, rules.on(DAY, settings()), (met,))
    assert [piece.name for piece in template if isinstance(piece, Gap)] == names
    assert template[0] == "依次判断："
    assert template[-1] == end
