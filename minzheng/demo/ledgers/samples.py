"""The sample files under `samples/`: `python -m minzheng.demo.ledgers.samples [FOLDER]` writes the same bytes every time.

The people are invented. Their identity numbers carry the division code 530199, which was never assigned; villages are real.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from minzheng.demo.ledgers import Mess, write_ledger
from minzheng.demo.ledgers.rows import DibaoRow, DisabilityRow, HouseholdBookRow
from minzheng.kernel.id_numbers import DEMO_AREA, check_digit
from minzheng.kernel.months import Month

_Person = tuple[str, str, str, str]
"""Name, relation, birth date as digits, ethnicity."""

_FAMILIES: tuple[tuple[str, str, int, str, tuple[_Person, ...]], ...] = (
    ("仁德街道", "学府社区居委会", 86_000, "因病", (("张建国", "户主", "19650412", "汉"), ("李秀英", "妻", "19671103", "汉"), ("张小红", "次女", "20120609", "汉"))),
    ("仁德街道", "建设社区居委会", 52_300, "因残", (("马文", "户主", "19790825", "回"), ("马兰", "长女", "20081219", "回"))),
    ("仁德街道", "南钟社区居委会", 41_000, "年老", (("保桂芝", "户主", "19451001", "回"),)),
    ("羊街镇", "羊街村委会", 120_000, "缺劳动力", (("普志强", "户主", "19830214", "彝"), ("李丽", "妻", "19850730", "汉"), ("普阿依", "长女", "20150505", "彝"), ("普文", "长子", "20180808", "彝"))),
    ("羊街镇", "黄土坡村委会", 38_050, "因学", (("陈伟", "户主", "19770317", "汉"), ("陈子涵", "长子", "20060922", "汉"))),
    ("六哨乡", "板桥村委会", 64_500, "因病", (("赵有才", "户主", "19580606", "汉"), ("毕小妹", "妻", "19600116", "彝"))),
    ("六哨乡", "横河村委会", 73_000, "因残", (("毕永福", "户主", "19720429", "彝"), ("毕石头", "长子", "19991231", "彝"))),
)  # fmt: skip
_DISABLED = {
    "马文": ("肢体", "二级", 42),
    "毕永福": ("视力残疾", "一级", 11),
    "毕石头": ("智力", "叁级", 53),
    "保桂芝": ("听力", "3级", 23),
}
_CREATED = Month(2021, 3)
_ODD = replace(Mess.usual(), full_width=0.06, serial_only_rows=2)


def _id_number(person: _Person) -> str:
    sequence = 101 + 2 * (sum(map(ord, person[0])) % 400) + (0 if _sex(person) == "男" else 1)
    body = f"{DEMO_AREA}{person[2]}{sequence:03}"
    return body + check_digit(body)


def _sex(person: _Person) -> str:
    return "女" if person[1] in ("妻", "长女", "次女") or person[0] == "保桂芝" else "男"


def _dibao() -> Iterator[list[DibaoRow]]:
    for index, (township, village, amount, reason, people) in enumerate(_FAMILIES, start=1):
        head = people[0]
        start = _CREATED + 7 * index
        account = f"62231901000000{index:05}"
        yield [
            DibaoRow(
                f"YD{index:04}", township, village, head[0], _id_number(head), person[0], _id_number(person), person[1],
                "城市" if township == "仁德街道" else "农村", amount, 5_000 if reason == "因残" else 0, start, account,
                f"1380000{index:04}", reason,
            )
            for person in people
        ]  # fmt: skip


def _book() -> Iterator[list[HouseholdBookRow]]:
    for index, (township, village, _, _, people) in enumerate(_FAMILIES, start=1):
        yield [
            HouseholdBookRow(
                f"{index:09}", township, village, person[1], person[0], _id_number(person), _sex(person), person[3],
                date.fromisoformat(person[2]), "初中" if "1980" < person[2] < "2011" else "小学", "未婚" if person[2] > "1995" else "已婚",
                f"{township}{village}{index}号",
            )
            for person in people
        ]  # fmt: skip


def _disabled() -> Iterator[list[DisabilityRow]]:
    for township, village, _, _, people in _FAMILIES:
        for person in people:
            if person[0] in _DISABLED:
                kind, grade, digits = _DISABLED[person[0]]
                number = _id_number(person)
                card = f"{number}{digits}"
                yield [DisabilityRow(township, village, person[0], number, card, kind, grade, date(2019, 5, 6))]


def _spoilt(families: list[list[DibaoRow]]) -> list[list[DibaoRow]]:
    """Put in the mistakes that README.md lists: a wrong check digit, a missing number, an unknown village."""
    wrong, missing, unknown = families[1][1], families[3][3], families[4]
    last = "1" if wrong.id_number[-1] == "0" else "0"
    families[1][1] = replace(wrong, id_number=wrong.id_number[:-1] + last)
    families[3][3] = replace(missing, id_number="")
    families[4] = [replace(row, village="幸福村委会") for row in unknown]
    return families


def write_samples(folder: Path) -> None:
    """Write the three sample files into a folder."""
    write_ledger(folder / "低保台账.xlsx", "dibao_ledger", _spoilt(list(_dibao())), seed=20, mess=_ODD)
    write_ledger(
        folder / "户籍册摘录.xlsx",
        "household_book",
        list(_book()),
        seed=21,
        mess=replace(_ODD, sheet_per_township=False),
    )
    plain = replace(_ODD, two_row_header=False, id_as_number=0.15, encoding="gbk")
    write_ledger(folder / "残疾人名单.csv", "disability_list", list(_disabled()), seed=6, mess=plain)


if __name__ == "__main__":
    write_samples(Path(sys.argv[1] if len(sys.argv) > 1 else "samples"))
