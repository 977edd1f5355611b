"""Invented families as they fill in the form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from minzheng.demo.county.numbers import spare_number

_SURNAMES = "马李张杨保毕王赵陈周吕段字何罗普"
_MEN, _WOMEN = (
    ("建国", "国平", "志明", "绍文", "云光", "家荣", "正华"),
    ("秀英", "美芬", "琼仙", "丽珍", "会芬", "存芝", "桂兰"),
)
_CHILDREN = ("小军", "小燕", "文杰", "思雨", "俊辉", "梦婷")
_ABOVE = (46_000, 78_000)
"""Yuan a year that no invented standard reaches for such a family."""
_POOR = (0, 4_000)


@dataclass(frozen=True)
class Family:
    """A family as declared, and the names of its adults."""

    answers: dict[str, Any]
    adults: tuple[str, ...]


def family(random: Random, serial: int, *, poor: bool) -> Family:
    """Invent a family.

    Args:
        random: where chance comes from.
        serial: different for every family; its people get numbers of their own from it.
        poor: whether its income is below the standard, or clearly above it.
    """
    surname = random.choice(_SURNAMES)
    head = surname + random.choice(_MEN)
    wife = random.choice(_SURNAMES) + random.choice(_WOMEN)
    members = [
        _person(head, "01", 1956 + random.randrange(24), serial, male=True, wage=_wage(random, poor=poor)),
        _person(wife, "12", 1958 + random.randrange(24), serial, male=False, wage=0),
    ]
    for child in range(random.randrange(3)):
        born = 2010 + random.randrange(14)
        members.append(
            _person(surname + random.choice(_CHILDREN), "20", born, serial * 3 + child, male=True, wage=0, minor=True)
        )
    answers = {
        "household": {"area": "RURAL"},
        "members": members,
        "contact": {"address": f"{random.randrange(1, 12)}组{random.randrange(1, 90)}号"},
    }
    return Family(answers, (head, wife))


def _wage(random: Random, *, poor: bool) -> int:
    return random.randrange(*(_POOR if poor else _ABOVE))


def _person(
    name: str, relation: str, year: int, serial: int, *, male: bool, wage: int, minor: bool = False
) -> dict[str, Any]:
    born = date(year, serial % 12 + 1, 27 if minor else 28)
    person: dict[str, Any] = {
        "name": name,
        "id_number": spare_number(born, male=male, place=serial // 12),
        "relation": relation,
        "labour_capacity": "MINOR" if minor else "LOST",
    }
    if wage:
        person["incomes"] = [{"income_kind": "W01", "income_amount": str(wage), "income_months": 12}]
    return person
