"""Invented families for ledgers under test: the same for the same seed, with real division names."""

import csv
from datetime import date, timedelta
from importlib.resources import files
from random import Random

from minzheng.demo.ledgers import DestituteRow, DibaoRow, DisabilityRow, HouseholdBookRow, MeansRow
from minzheng.engine.matching.readings import DivisionNames
from minzheng.kernel.id_numbers import check_digit
from minzheng.kernel.months import Month

TODAY = date(2026, 11, 24)
_SURNAMES = "马李王张杨陈赵保禄撒"
_GIVEN = ("建国", "秀英", "小红", "志强", "桂花", "丽", "伟", "文", "阿依", "子涵")
_RELATIONS = ("户主", "妻", "长子", "次女", "母亲", "孙女")


def division_rows() -> list[tuple[int, str, str]]:
    text = (files("minzheng.localities") / "530129" / "divisions.csv").read_text(encoding="utf-8")
    return [(int(row["code"]), row["name"], row["level"]) for row in csv.DictReader(text.splitlines())]


def division_names() -> DivisionNames:
    return DivisionNames(division_rows())


def id_number(rng: Random, serial: int) -> tuple[str, date]:
    birth = date(1940, 1, 1) + timedelta(days=rng.randrange(28_000))
    body = f"530199{birth:%Y%m%d}{serial % 1000:03}"
    return body + check_digit(body), birth


def _places(rng: Random) -> tuple[str, str]:
    rows = [row for row in division_rows() if row[2] in ("township", "village")]
    townships = {code // 1000: name for code, name, level in rows if level == "township"}
    code, name, _ = rng.choice([row for row in rows if row[2] == "village"])
    return townships[code // 1000], name


def families(kind: str, number: int, *, seed: int = 1, size: int = 4) -> list[list]:
    rng = Random(seed)
    places = [_places(rng) for _ in range(min(number, 20))]
    made = []
    for index in range(number):
        township, village = places[index % len(places)]
        people = [_person(rng, index * 7 + position) for position in range(rng.randint(1, size))]
        made.append(_ROWS[kind](rng, index, township, village, people))
    return made


def _person(rng: Random, serial: int) -> tuple[str, str, date]:
    number, birth = id_number(rng, serial)
    return rng.choice(_SURNAMES) + rng.choice(_GIVEN), number, birth


def _dibao(rng, index, township, village, people):
    amount, month = rng.randrange(10_000, 200_000), Month(rng.randint(2010, 2026), rng.randint(1, 10))
    shared = (rng.choice(("城市", "农村")), amount, rng.choice((0, 5_000)), month, f"6223190{index:012}", "13800000000")
    return [
        DibaoRow(
            f"H{index:06}", township, village, people[0][0], people[0][1], name, number, _RELATIONS[i], *shared, "因病"
        )
        for i, (name, number, _) in enumerate(people)
    ]


def _destitute(rng, index, township, village, people):
    name, number, _ = people[0]
    form, ability = rng.choice(("集中供养", "分散供养")), rng.choice(("全自理", "半护理", "全护理"))
    month = Month(rng.randint(2015, 2026), rng.randint(1, 10))
    return [
        DestituteRow(township, village, name, number, form, ability, 91_000, 30_000, "", month, f"6223190{index:012}")
    ]


def _book(rng, index, township, village, people):
    return [
        HouseholdBookRow(
            f"{index:09}", township, village, _RELATIONS[i], name, number, "男" if int(number[16]) % 2 else "女",
            rng.choice(("汉", "回族", "彝")), birth, "小学", "已婚", f"{village}{index}号",
        )
        for i, (name, number, birth) in enumerate(people)
    ]  # fmt: skip


def _disability(rng, _index, township, village, people):
    name, number, _ = people[0]
    kind, grade = rng.randint(1, 7), rng.randint(1, 4)
    types = ("视力", "听力残疾", "言语", "肢体", "智力残疾", "精神", "多重")
    card = f"{number}{kind}{grade}"
    return [
        DisabilityRow(
            township, village, name, number, card, types[kind - 1], "一二三四"[grade - 1] + "级", date(2019, 5, 6)
        )
    ]


def _means(rng, index, township, village, people):
    head = people[0][0]
    return [
        MeansRow(
            f"H{index:06}", township, village, head, name, number, _RELATIONS[i], "有劳动能力", 6,
            {"W02": rng.randrange(0, 2_000_000), "B01": 123_456, "T02": 170_000}, {"MEDICAL": 45_678}, {"FINANCIAL": 500_000},
            "马强" if i == 0 else "", "儿子" if i == 0 else "", 3 if i == 0 else None, 600_000 if i == 0 else None,
            20_000 if i == 0 else None,
        )
        for i, (name, number, _) in enumerate(people)
    ]  # fmt: skip


_ROWS = {
    "dibao_ledger": _dibao,
    "destitute_ledger": _destitute,
    "household_book": _book,
    "disability_list": _disability,
    "means_survey": _means,
}
KINDS = tuple(_ROWS)
