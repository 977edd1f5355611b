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
_WAGES = {
    "poor": (0, 4_000),
    "earns_more": (5_000, 8_000),
    "edge": (18_000, 22_000),
    "ill": (32_000, 35_000),
    "rich": (64_000, 78_000),
    "works": (88_000, 92_000),
}
"""Yuan a year: below the invented standard of every year; a little above; between it and the edge line; eaten by bills; clearly above."""
KINDS = (*_WAGES, "alone")
CHANGES = frozenset({"same", "earns_more", "works"})
"""What may have become of a family since it asked."""
_BILLS = [{"expense_kind": "OTHER", "expense_amount": "20000"}]


@dataclass(frozen=True)
class Family:
    """A family as declared, and the names of its adults."""

    answers: dict[str, Any]
    adults: tuple[str, ...]


def family(random: Random, serial: int, *, kind: str) -> Family:
    """Invent a family.

    Args:
        random: where chance comes from.
        serial: different for every family; its people get numbers of their own from it.
        kind: one of KINDS: what it has to live on; "alone" is an old man without anybody.
    """
    surname = random.choice(_SURNAMES)
    head = surname + random.choice(_MEN)
    if kind == "alone":
        old = _person(head, "01", 1946 + random.randrange(9), serial, male=True, wage=0)
        return Family(
            _declared(random, [old | {"labour_capacity": "ELDERLY", "asks_destitute_support": True}]), (head,)
        )
    wife = random.choice(_SURNAMES) + random.choice(_WOMEN)
    members = [
        _person(head, "01", 1956 + random.randrange(24), serial, male=True, wage=random.randrange(*_WAGES[kind])),
        _person(wife, "12", 1958 + random.randrange(24), serial, male=False, wage=0),
    ]
    if kind == "ill":
        members[0]["expenses"] = _BILLS
    elif kind == "poor":
        for child in range(random.randrange(3)):
            born = 2010 + random.randrange(14)
            members.append(
                _person(
                    surname + random.choice(_CHILDREN), "20", born, serial * 3 + child, male=True, wage=0, minor=True
                )
            )
    return Family(_declared(random, members), (head, wife))


def changed(before: Family, random: Random, *, kind: str) -> Family:
    """The same family with what it earns now; `kind`: one of CHANGES."""
    if kind == "same":
        return before
    head, *others = before.answers["members"]
    earned = [{"income_kind": "W01", "income_amount": str(random.randrange(*_WAGES[kind])), "income_months": 12}]
    return Family({**before.answers, "members": [{**head, "incomes": earned}, *others]}, before.adults)


def _declared(random: Random, members: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "household": {"area": "RURAL"},
        "members": members,
        "contact": {
            "address": f"{random.randrange(1, 12)}组{random.randrange(1, 90)}号",
            "phone": f"1990000{random.randrange(10_000):04d}",
        },
    }


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
