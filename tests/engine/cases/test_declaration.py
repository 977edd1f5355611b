"""What a family says, however it is said."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM
from minzheng.engine.cases.declaration import read_declaration
from minzheng.engine.cases.types import FilingProblem
from minzheng.engine.registry.models import Fact, Household, Membership, Obligor, Person
from minzheng.engine.registry.queries.households import household_on
from tests.engine.cases.conftest import MONDAY, VILLAGE, County, family, resident

ON = date(2026, 8, 3)
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=12), inner, max_size=5),
    max_leaves=20,
)
PLACES = st.sampled_from(["household", "members", "assets", "obligors", "account", "contact"])
MEMBER_PLACES = st.sampled_from(["name", "id_number", "relation", "incomes", "expenses", "labour_capacity", "?"])


@given(JSON)
def test_no_answers_harm_it(answers: Any) -> None:
    found, faults = read_declaration(answers, on=ON)
    assert (found is None) == bool(faults)


@given(PLACES, JSON)
def test_no_part_of_the_answers_harms_it(place: str, value: Any) -> None:
    found, faults = read_declaration(family() | {place: value}, on=ON)
    assert (found is None) == bool(faults)
    assert all(fault.sentence and "\0" not in fault.sentence for fault in faults)


@given(MEMBER_PLACES, JSON)
def test_no_answer_about_a_member_harms_it(place: str, value: Any) -> None:
    answers = family()
    answers["members"][0][place] = value
    found, faults = read_declaration(answers, on=ON)
    assert (found is None) == bool(faults)


def test_incomes_assets_and_obligors_are_read_in_the_units_of_the_register() -> None:
    answers = family(wage="1,234.50") | {
        "assets": [{"asset_kind": "FINANCIAL", "asset_value": 300}],
        "obligors": [{"obligor_relation": "CHILD", "supports": 0, "obligor_income_year": "20000", "name": "马小军"}],
        "account": {"holder": 0, "bank": "寻甸县农村信用社", "number": "6217 0000 1111 2222"},
    }
    found, faults = read_declaration(answers, on=ON)
    assert found is not None
    assert not faults
    assert found.members[0].incomes[0].facts["income_amount"] == 123_450
    assert found.obligors[0].supports == 0
    assert found.obligors[0].facts["obligor_income_year"] == 2_000_000
    assert found.account is not None
    assert found.account.number == "6217000011112222"


def submit(county: County, answers: dict[str, Any], days: int = 0) -> Any:
    at = MONDAY + timedelta(days=days)
    case = county.open(answers, at=at)
    county.do(case, "submit", "village", at)
    return county.seen(case)


def test_a_family_that_asks_again_is_the_same_family(county: County) -> None:
    first = submit(county, family(wage="3000"))
    again = submit(county, family(), days=40)
    assert first.household_id == again.household_id
    with scoped(SYSTEM):
        assert (Household.objects.count(), Person.objects.count()) == (1, 2)
        wages = Fact.objects.filter(name=302, superseded_at__year=9999)
        assert [row.valid_until for row in wages] == [ON + timedelta(days=40)]


def test_obligors_declared_again_take_the_place_of_those_declared_before(county: County) -> None:
    son = {"obligor_relation": "CHILD", "supports": 0, "obligor_income_year": "20000", "name": "马小军"}
    submit(county, family(extra={"obligors": [son]}))
    submit(county, family(extra={"obligors": [son]}), days=10)
    today = ON + timedelta(days=10)
    assert Obligor.objects.filter(superseded_at__year=9999, period__contains=today).count() == 1
    assert Obligor.objects.filter(superseded_at__year=9999, period__contains=ON).count() == 1


def test_who_is_left_out_stays_in_the_family_until_somebody_has_looked(county: County) -> None:
    case = submit(county, family())
    alone = family()
    alone["members"] = alone["members"][:1]
    again = submit(county, alone, days=10)
    found = household_on(
        household=again.household_id, as_of=ON + timedelta(days=10), known_at=MONDAY + timedelta(days=10)
    )
    assert case.household_id == again.household_id
    assert found is not None
    assert len(found.members) == 2


def test_a_name_that_is_not_the_registered_one_is_refused(county: County) -> None:
    submit(county, family())
    with pytest.raises(FilingProblem, match="姓名与这个身份证号登记的姓名不一致"):
        submit(county, family(name="马建军"))


def test_nobody_is_taken_out_of_a_family_that_receives_assistance(county: County) -> None:
    case = county.reviewed()
    from minzheng.engine.awards import actions as awards
    from minzheng.engine.registry.models import Source
    from minzheng.kernel.months import Month

    awards.record_grant(
        household=county.seen(case).household, benefit="DIBAO", from_month=Month(2026, 8), monthly_amount=10_000, persons=2,
        source=Source.objects.all()[0], at=MONDAY,
    )  # fmt: skip
    other = family(serial=951, name="李大山")
    other["members"][1] = {"name": "保秀英", "id_number": resident(902, "19701120"), "relation": "12"}
    with pytest.raises(FilingProblem, match="第2名成员现登记在另一户"):
        submit(county, other, days=20)


def test_somebody_who_moved_in_belongs_to_the_new_family(county: County) -> None:
    submit(county, family())
    other = family(serial=951, name="李大山")
    other["members"][1] = {"name": "保秀英", "id_number": resident(902, "19701120"), "relation": "12"}
    case = submit(county, other, days=20)
    later = ON + timedelta(days=20)
    homes = Membership.objects.filter(person__name="保秀英", superseded_at__year=9999, period__contains=later)
    assert [row.household_id for row in homes] == [case.household_id]
    assert case.division_id == VILLAGE


def test_a_family_of_an_officers_relative_is_marked_and_the_officer_keeps_away(county: County) -> None:
    from minzheng.engine.access import actions as access

    clerk = county.bureau.officers["clerk"]
    access.declare_relative(
        officer=clerk,
        name="马建国",
        id_number=resident(901),
        relation="40",
        on=ON,
        by=county.actors["clerk"],
        at=MONDAY,
    )
    assert submit(county, family()).near_relative
