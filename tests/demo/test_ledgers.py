from dataclasses import replace
from pathlib import Path

import pytest

from minzheng.demo.ledgers import Mess, write_ledger
from minzheng.demo.ledgers.samples import write_samples
from minzheng.engine.matching.ledger_rows import ParsedRow
from minzheng.kernel.id_numbers import is_demo_number
from tests.engine.matching.people import KINDS, families
from tests.engine.matching.reading_files import read_file

_SAMPLES = Path(__file__).parents[2] / "samples"


def write(path: Path, kind: str, mess: Mess, *, seed: int = 4) -> list[list]:
    made = families(kind, 25, seed=seed)
    write_ledger(path, kind, made, seed=seed, mess=mess)
    return made


def by_number(rows: list[ParsedRow]) -> dict[str, ParsedRow]:
    return {row.values["id_number"]: row for row in rows}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_the_same_seed_gives_the_same_bytes(kind: str, ending: str, tmp_path: Path) -> None:
    for name in ("a", "b"):
        write(tmp_path / f"{name}.{ending}", kind, Mess.wild())
    assert (tmp_path / f"a.{ending}").read_bytes() == (tmp_path / f"b.{ending}").read_bytes()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("ending", "mess"),
    [
        ("xlsx", Mess.tidy()), ("xlsx", Mess.usual()), ("csv", Mess.usual()), ("csv", replace(Mess.usual(), encoding="gbk")),
        ("csv", replace(Mess.usual(), encoding="utf-16")), ("txt", replace(Mess.usual(), encoding="gb18030", delimiter="\t")),
    ],
)  # fmt: skip
def test_a_readable_ledger_is_recognised_and_every_person_comes_back(
    kind: str, ending: str, mess: Mess, tmp_path: Path
) -> None:
    made = write(tmp_path / f"台账.{ending}", kind, mess)
    found, rows, count = read_file(tmp_path / f"台账.{ending}")
    people = {row.id_number: (row.name, row.township) for family in made for row in family}
    assert found.layout.name == kind
    assert (count.accepted, count.rejected) == (len(people), 0)
    assert {number: row.values["name"] for number, row in by_number(rows).items()} == {
        n: name for n, (name, _) in people.items()
    }


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_household_values_come_back_to_the_fen_for_every_member(ending: str, tmp_path: Path) -> None:
    made = write(tmp_path / f"a.{ending}", "dibao_ledger", Mess.usual())
    _, rows, _ = read_file(tmp_path / f"a.{ending}")
    read = by_number(rows)
    for family in made:
        assert len({read[member.id_number].household for member in family}) == 1
        for member in family:
            values = read[member.id_number].values
            assert values["monthly_amount"] == member.monthly_amount
            assert values["from_month"] == member.from_month
            assert values["bank_account"] == member.bank_account
    assert len({row.household for row in rows}) == len(made)


def test_incomes_come_back_to_the_fen(tmp_path: Path) -> None:
    made = write(tmp_path / "a.xlsx", "means_survey", Mess.usual())
    _, rows, _ = read_file(tmp_path / "a.xlsx")
    read = by_number(rows)
    for member in (member for family in made for member in family):
        values = read[member.id_number].values
        assert {kind: values[f"income.{kind}"] for kind in member.incomes} == member.incomes
        assert values["expense.MEDICAL"] == member.expenses["MEDICAL"]
        assert values["asset.FINANCIAL"] == member.assets["FINANCIAL"]
        assert values.get("obligor_household_income") == member.obligor_household_income


def test_birth_dates_come_back_whatever_their_notation(tmp_path: Path) -> None:
    made = write(tmp_path / "a.xlsx", "household_book", replace(Mess.usual(), odd_dates=1.0, full_width=0.3))
    _, rows, _ = read_file(tmp_path / "a.xlsx")
    read = by_number(rows)
    assert all(read[member.id_number].values["birth_on"] == member.birth_on for family in made for member in family)


@pytest.mark.parametrize("kind", KINDS)
def test_in_a_wild_ledger_nobody_is_lost(kind: str, tmp_path: Path) -> None:
    made = write(tmp_path / "a.xlsx", kind, replace(Mess.wild(), id_as_number=0.1, wrong_digit=0.1, missing=0.1))
    _, _, count = read_file(tmp_path / "a.xlsx")
    assert count.data == sum(map(len, made))
    assert count.rejected > 0


def test_the_sample_files_are_what_their_writer_writes(tmp_path: Path) -> None:
    write_samples(tmp_path)
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert len(written) == 3
    assert all((_SAMPLES / name).read_bytes() == content for name, content in written.items())


@pytest.mark.parametrize(
    ("name", "layout", "accepted", "reasons"),
    [
        ("低保台账.xlsx", "dibao_ledger", 12, ["校验位", "没有填写", "幸福村委会", "幸福村委会"]),
        ("户籍册摘录.xlsx", "household_book", 16, []),
        ("残疾人名单.csv", "disability_list", 3, ["末几位已丢失"]),
    ],
)
def test_the_sample_files_read_as_their_readme_says(name: str, layout: str, accepted: int, reasons: list[str]) -> None:
    found, rows, count = read_file(_SAMPLES / name)
    refusals = [problem.reason for row in rows for problem in row.problems if problem.rejects]
    assert (found.layout.name, count.accepted, count.rejected) == (layout, accepted, len(reasons))
    assert sorted(reasons) == sorted(word for reason in refusals for word in set(reasons) if word in reason)
    assert all(is_demo_number(row.values["id_number"]) for row in rows if row.accepted)
