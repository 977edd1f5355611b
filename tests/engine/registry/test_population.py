from datetime import UTC, date, datetime

import numpy as np
import pytest

from minzheng.engine.registry import actions, bulk, population
from minzheng.engine.registry.models import Person
from minzheng.engine.registry.population import CountyArrays, load_population
from minzheng.engine.registry.types import Standing
from minzheng.kernel.division_codes import DivisionCode
from minzheng.kernel.facts import Level
from tests.engine.registry.conftest import JANUARY, JUNE, MARCH, VILLAGE, Family

DAY = date(2026, 6, 1)
SINCE = date(2026, 1, 1)


def _enter(family: Family, name: str, subject: int, value: int, **given) -> None:  # type: ignore[no-untyped-def]
    stated = {"standing": Standing.DECLARED, "valid_from": SINCE, "source": family.source, "by": "李明", "at": JANUARY}
    actions.enter_fact(name=name, subject=subject, value=value, **(stated | given))


def _second_family(family: Family) -> tuple[int, int]:
    household = actions.open_household(division=530129103201, source=family.source, at=JANUARY)
    person = actions.add_person(name="杨小妹", id_number=None, id_type="NONE", source=family.source, at=JANUARY)
    actions.add_member(household=household, person=person, relation="02", since=SINCE, source=family.source, at=JANUARY)
    return household.pk, person.pk


@pytest.fixture(params=["looked up", "read in one pass"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "read in one pass":
        monkeypatch.setattr(population, "_READ_EVERYTHING_ABOVE", -1)


def _load(**given) -> CountyArrays:  # type: ignore[no-untyped-def]
    return load_population(**({"as_of": DAY, "known_at": JUNE} | given))


@pytest.mark.usefixtures("way")
def test_an_empty_register_loads_as_empty_arrays(db: None) -> None:
    county = _load()
    assert county.size == 0
    assert [offsets.tolist() for offsets in county.offsets.values()] == [[0]] * 5


@pytest.mark.usefixtures("way")
def test_members_stand_under_their_household_head_first(family: Family) -> None:
    second, person = _second_family(family)
    county = _load()
    assert county.ids[Level.HOUSEHOLD].tolist() == [family.household.pk, second]
    assert county.ids[Level.MEMBER].tolist() == [family.head.pk, family.wife.pk, person]
    assert county.offsets[Level.MEMBER].tolist() == [0, 2, 3]
    assert county.values["relation"].tolist() == [2, 12, 2]
    assert county.divisions.tolist() == [VILLAGE, 530129103201]


@pytest.mark.usefixtures("way")
def test_facts_take_the_place_of_their_subject_and_gaps_take_the_default(family: Family) -> None:
    _second_family(family)
    _enter(family, "disability_grade", family.wife.pk, 2)
    _enter(family, "imprisoned", family.head.pk, 1)
    county = _load()
    assert county.values["disability_grade"].tolist() == [0, 2, 0]
    assert county.values["imprisoned"].tolist() == [True, False, False]
    assert county.missing["birth_on"].tolist() == [False, False, True]
    assert county.missing["area"].tolist() == [True, True]
    assert "serious_illness" not in county.values


@pytest.mark.usefixtures("way")
def test_income_items_become_rows_of_their_member(family: Family) -> None:
    _second_family(family)
    _enter(family, "income_amount", family.wife.pk, 500, key=408)
    _enter(family, "income_amount", family.head.pk, 900, key=102)
    _enter(family, "income_months", family.head.pk, 6, key=102)
    _enter(family, "income_amount", family.head.pk, 100, key=102, item=1)
    county = _load()
    assert county.offsets[Level.INCOME].tolist() == [0, 2, 3, 3]
    assert county.values["income_kind"].tolist() == [102, 102, 408]
    assert county.values["income_amount"].tolist() == [900, 100, 500]
    assert county.values["income_months"].tolist() == [6, 12, 12]
    assert county.offsets[Level.EXPENSE].tolist() == [0, 0, 0, 0]


@pytest.mark.usefixtures("way")
def test_assets_and_obligors_become_rows_of_their_household(family: Family) -> None:
    common = {"household": family.household, "since": SINCE, "source": family.source, "at": JANUARY}
    asset = actions.add_asset(kind="FINANCIAL", **common)
    obligor = actions.add_obligor(relation="CHILD", **common)
    _enter(family, "asset_value", asset.pk, 4_000_000)
    _enter(family, "obligor_household_income", obligor.pk, 880_000)
    county = _load()
    assert county.offsets[Level.ASSET].tolist() == county.offsets[Level.OBLIGOR].tolist() == [0, 1]
    assert (county.values["asset_kind"].tolist(), county.values["asset_value"].tolist()) == ([1], [4_000_000])
    assert county.values["obligor_household_income"].tolist() == [880_000]


@pytest.mark.usefixtures("way")
def test_an_obligor_is_read_with_the_member_it_must_support(family: Family) -> None:
    _, stranger = _second_family(family)
    common = {
        "household": family.household,
        "relation": "CHILD",
        "since": SINCE,
        "source": family.source,
        "at": JANUARY,
    }
    for supported in (None, family.wife, Person.objects.get(pk=stranger)):
        actions.add_obligor(supports=supported, **common)
    county = _load()
    members = county.ids[Level.MEMBER].tolist()
    assert county.values["supported_member"].tolist() == [0, members.index(family.wife.pk) + 1, 0]
    assert county.missing["supported_member"].tolist() == [False, False, True]


@pytest.mark.usefixtures("way")
def test_a_replay_sees_what_was_known_then(family: Family) -> None:
    _enter(family, "disability_grade", family.wife.pk, 3)
    _enter(family, "disability_grade", family.wife.pk, 1, at=MARCH)
    grades = [_load(known_at=known).values["disability_grade"].tolist() for known in (JANUARY, MARCH)]
    assert grades == [[0, 3], [0, 1]]
    assert _load(known_at=datetime(2025, 1, 1, tzinfo=UTC)).size == 0


@pytest.mark.usefixtures("way")
def test_a_day_sees_what_held_on_it(family: Family) -> None:
    _enter(family, "disability_grade", family.wife.pk, 3, valid_until=date(2026, 4, 1))
    actions.end_membership(membership=family.membership, on=date(2026, 5, 1), source=family.source, at=MARCH)
    march, june = _load(as_of=date(2026, 3, 31)), _load()
    assert march.values["disability_grade"].tolist() == [0, 3]
    assert "disability_grade" not in june.values
    assert june.ids[Level.MEMBER].tolist() == [family.wife.pk]


@pytest.mark.usefixtures("way")
def test_a_division_and_chosen_households_narrow_the_county(family: Family) -> None:
    second, _ = _second_family(family)
    assert _load(division=DivisionCode("530129103")).ids[Level.HOUSEHOLD].tolist() == [second]
    assert _load(division=DivisionCode("530129")).size == 2
    assert _load(households=[family.household.pk]).ids[Level.HOUSEHOLD].tolist() == [family.household.pk]
    assert _load(households=[]).size == 0


@pytest.mark.usefixtures("way")
def test_a_household_without_members_is_left_out(family: Family) -> None:
    actions.open_household(division=VILLAGE, source=family.source, at=JANUARY)
    assert _load().ids[Level.HOUSEHOLD].tolist() == [family.household.pk]


def test_grants_mark_members(family: Family) -> None:
    county = _load()
    county.mark_members("receives_dibao", np.array([family.wife.pk]))
    assert county.values["receives_dibao"].tolist() == [False, True]


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_reads_one_snapshot() -> None:
    source = actions.record_source(kind=4, title="演示", by="李明", at=JANUARY)  # type: ignore[arg-type]
    (household,) = bulk.write_households(numbers=["S1"], divisions=[VILLAGE], source=source.pk, at=JANUARY)
    persons = bulk.write_persons(id_kind=99, id_numbers=[None], names=["马丽"], source=source.pk, at=JANUARY)
    bulk.write_memberships(
        households=np.array([household]),
        persons=persons,
        relations=np.array([2]),
        valid_from=SINCE,
        source=source.pk,
        at=JANUARY,
    )
    assert _load().ids[Level.MEMBER].tolist() == persons.tolist()
