"""The demo county is plausible, lawful in form, and the same everywhere."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minzheng.demo.county import DEMO_DAY, County, TooManyPeople, generate
from minzheng.demo.county.as_arrays import arrays_of
from minzheng.demo.county.draws import PARTS, Draws, on_curve
from minzheng.demo.county.manifest import fingerprint
from minzheng.demo.county.numbers import MOST_PER_DAY, calendar, identity_numbers
from minzheng.demo.county.obligors import EVERYBODY
from minzheng.demo.county.residents import full_years
from minzheng.engine.registry.facts import FACTS, STORED
from minzheng.kernel.bank_cards import check_bank_card
from minzheng.kernel.codes import (
    ETHNICITY,
    EXPENSE_KIND,
    INCOME_KIND,
    RELATION,
    is_child,
    is_child_in_law,
    is_grandchild,
    is_parent,
    is_self,
    is_spouse,
)
from minzheng.kernel.facts import FactKind, Level
from minzheng.kernel.id_numbers import check_id_number, is_demo_number
from minzheng.kernel.names import clean_name
from minzheng.kernel.phones import check_phone

PINNED = "d52f7c5b29821b5d91eeaf06d711f9d03adf1106a9f7c17936219f8ceeb60bbc"
SEEDS = st.integers(0, 2**32)
FIVE_YEARS, EIGHTEEN_YEARS, FORTY_FIVE_YEARS = 5 * 366, 18 * 365, 45 * 366


@cache
def large() -> County:
    return generate(people=40_000, seed=11, as_of=DEMO_DAY)


def small(seed: int) -> County:
    return generate(people=400, seed=seed, as_of=DEMO_DAY)


def test_the_same_numbers_give_the_same_county_on_every_machine() -> None:
    assert fingerprint(generate(people=500, seed=7, as_of=DEMO_DAY)) == PINNED


def test_another_seed_size_or_day_gives_another_county() -> None:
    prints = {
        fingerprint(generate(people=people, seed=seed, as_of=day))
        for people, seed, day in (
            (500, 7, DEMO_DAY),
            (500, 8, DEMO_DAY),
            (501, 7, DEMO_DAY),
            (500, 7, date(2026, 1, 1)),
        )
    }
    assert len(prints) == 4


@given(people=st.integers(1, 90), seed=SEEDS)
@settings(max_examples=40)
def test_it_has_exactly_as_many_people_as_asked_for(people: int, seed: int) -> None:
    county = generate(people=people, seed=seed, as_of=DEMO_DAY)
    assert len(county.persons.names) == len(county.persons.household) == people


@pytest.mark.parametrize(("people", "seed"), [(0, 1), (-5, 1), (10, -1)])
def test_it_refuses_sizes_and_seeds_out_of_range(people: int, seed: int) -> None:
    with pytest.raises(ValueError, match="people"):
        generate(people=people, seed=seed, as_of=DEMO_DAY)


@given(SEEDS)
@settings(max_examples=15)
def test_everyone_lives_in_one_household_with_one_head(seed: int) -> None:
    persons, households = small(seed).persons, small(seed).households
    heads = np.array([is_self(code) for code in persons.relation.tolist()])
    assert np.bincount(persons.household[heads], minlength=len(households.numbers)).tolist() == [1] * len(
        households.numbers
    )
    assert (np.diff(persons.household) >= 0).all()
    assert heads[np.flatnonzero(np.diff(persons.household, prepend=-1))].all()
    assert len(set(households.numbers.tolist())) == len(households.numbers)


@given(SEEDS)
@settings(max_examples=15)
def test_ages_fit_the_relations(seed: int) -> None:
    county = small(seed)
    relation, birth = county.persons.relation, county.persons.facts["birth_on"]
    first = np.searchsorted(county.persons.household, np.arange(len(county.households.numbers)))
    older = birth - birth[first][county.persons.household]  # positive: younger than the head
    for code in np.unique(relation).tolist():
        gap = older[relation == code]
        if is_spouse(code):
            assert (abs(gap) <= FIVE_YEARS).all()
        elif is_child(code):
            assert ((gap >= EIGHTEEN_YEARS) & (gap <= FORTY_FIVE_YEARS)).all()
        elif is_parent(code):
            assert ((-gap >= EIGHTEEN_YEARS) & (-gap <= FORTY_FIVE_YEARS)).all()
        elif is_grandchild(code):
            assert (gap >= 2 * EIGHTEEN_YEARS).all()
        else:
            assert is_self(code) or is_child_in_law(code)
    ages = full_years(birth, county.as_of)
    assert ((ages >= 0) & (ages <= 105)).all()


@given(SEEDS)
@settings(max_examples=15)
def test_the_sex_fits_the_relation(seed: int) -> None:
    persons = small(seed).persons
    female = {11: False, 12: True, 51: False, 52: True, 20: False, 30: True, 22: False, 32: True, 38: True, 28: False}
    for code, is_woman in female.items():
        assert (persons.facts["sex"][persons.relation == code] == (2 if is_woman else 1)).all()


@given(SEEDS)
@settings(max_examples=10)
def test_identity_numbers_are_valid_unique_and_of_nobody(seed: int) -> None:
    county = small(seed)
    persons = county.persons
    assert len(set(persons.id_numbers.tolist())) == county.people
    for number, birth, sex in zip(
        persons.id_numbers.tolist(), persons.facts["birth_on"].tolist(), persons.facts["sex"].tolist(), strict=True
    ):
        check = check_id_number(number, today=county.as_of, sex="MALE" if sex == 1 else "FEMALE")
        assert check.valid
        assert check.warnings == ()
        assert check.number == number
        assert is_demo_number(number)
        assert check.birth_on is not None
        assert (check.birth_on - date(1970, 1, 1)).days == birth


def test_identity_numbers_of_one_day_run_out_with_a_sentence() -> None:
    same_day = np.full(MOST_PER_DAY, 10_000)
    full = identity_numbers(birth_on=same_day, male=np.ones(MOST_PER_DAY, dtype=np.bool_))
    assert len(set(full.tolist())) == MOST_PER_DAY
    with pytest.raises(TooManyPeople, match="人数过多"):
        identity_numbers(birth_on=np.full(MOST_PER_DAY + 1, 10_000), male=np.ones(MOST_PER_DAY + 1, dtype=np.bool_))


def test_names_phones_and_accounts_are_right_in_form() -> None:
    county = small(3)
    names = county.persons.names.tolist()
    assert [clean_name(name) for name in names] == names
    phones = [phone for phone in county.persons.phones.tolist() if phone]
    assert phones
    assert all(check_phone(phone).valid and phone.startswith("1990000") for phone in phones)
    accounts = county.households.accounts.tolist()
    assert len(set(accounts)) == len(accounts)
    assert all(check_bank_card(account).valid and account.startswith("9990") for account in accounts)


def test_some_names_are_hard_for_old_systems() -> None:
    names = large().persons.names.tolist()
    assert any("·" in name for name in names)
    assert any(character in name for name in names for character in "䶮㛃𠮷")


def test_children_bear_the_name_of_their_father() -> None:
    persons = large().persons
    heads = np.searchsorted(persons.household, np.arange(persons.household[-1] + 1))
    sons = np.isin(persons.relation, [20, 22]) & (persons.facts["sex"][heads][persons.household] == 1)
    pairs = list(zip(persons.names[sons], persons.names[heads[persons.household[sons]]], strict=True))
    same = [str(child)[0] == str(father)[0] for child, father in pairs if "·" not in f"{child}{father}"]
    assert len(same) > 1_000
    assert all(same)


def test_it_lies_in_the_real_villages_alone(repository: Path) -> None:
    table = repository / "minzheng/localities/530129/divisions.csv"
    with table.open(encoding="utf-8") as file:
        real = {int(row["code"]): row["name"] for row in csv.DictReader(file) if row["level"] == "village"}
    villages = large().villages
    assert dict(zip(villages.codes.tolist(), villages.names.tolist(), strict=True)) == real
    assert len(villages) == 175
    assert set(large().divisions().tolist()) == set(real)
    assert len(set(large().townships().tolist())) == 16


def test_shares_are_those_of_a_county() -> None:
    facts, people = large().persons.facts, large().people
    ethnicity = {key: (facts["ethnicity"] == ETHNICITY.number(key)).sum() / people for key in ("HAN", "HUI", "YI")}
    assert 0.70 < ethnicity["HAN"] < 0.84
    assert 0.08 < ethnicity["HUI"] < 0.17
    assert 0.05 < ethnicity["YI"] < 0.12
    assert 0.05 < (facts["disability_type"] > 0).mean() < 0.07
    assert 0.015 < facts["serious_illness"].mean() < 0.025
    assert 0.48 < (facts["sex"] == 1).mean() < 0.54
    assert 0.14 < (full_years(facts["birth_on"], DEMO_DAY) >= 60).mean() < 0.22
    assert 2.6 < people / len(large().households.numbers) < 3.4
    assert 0.6 < large().households.facts["means_declared"].mean() < 0.75


def test_disability_rises_with_age() -> None:
    facts = large().persons.facts
    ages = full_years(facts["birth_on"], DEMO_DAY)
    shares = [
        (facts["disability_type"] > 0)[(ages >= low) & (ages < high)].mean()
        for low, high in ((0, 18), (18, 60), (60, 120))
    ]
    assert shares == sorted(shares)


def test_rare_circumstances_occur() -> None:
    facts = large().persons.facts
    for name in (
        "imprisoned", "compulsory_drug_rehab", "declared_missing", "conscript", "cleric_three_years", "orphan_benefit_chosen",
        "adult_child_dependent", "asks_destitute_support", "no_civil_capacity",
    ):  # fmt: skip
        assert facts[name].sum() > 0, name
    assert (facts["can_eat"] == 0).sum() > 0
    assert (large().households.facts["single_basis"] > 0).sum() > 0


@given(SEEDS)
@settings(max_examples=10)
def test_items_have_owners_amounts_and_known_codes(seed: int) -> None:
    county = small(seed)
    owners = {"incomes": len(county.persons.names), "expenses": len(county.persons.names)}
    owners |= {"assets": len(county.households.numbers), "obligors": len(county.households.numbers)}
    for part, count in owners.items():
        items = getattr(county, part)
        offsets = items.offsets(count)
        assert offsets[0] == 0
        assert offsets[-1] == len(items)
        assert (np.diff(items.owner) >= 0).all()
        assert all((values >= 0).all() for name, values in items.facts.items() if FACTS[name].kind is FactKind.MONEY)
    for items, codes in ((county.incomes, INCOME_KIND), (county.expenses, EXPENSE_KIND)):
        assert all(codes.key(kind) for kind in np.unique(items.kind).tolist())
        pairs = list(zip(items.owner.tolist(), items.kind.tolist(), strict=True))
        assert len(set(pairs)) == len(pairs)
    assert (county.incomes.facts["income_amount"] > 0).all()
    assert ((county.incomes.facts["income_months"] >= 1) & (county.incomes.facts["income_months"] <= 12)).all()
    one = county.supports != EVERYBODY
    assert (county.persons.household[county.supports[one]] == county.obligors.owner[one]).all()


@given(SEEDS)
@settings(max_examples=10)
def test_every_fact_may_be_stored_and_every_code_is_known(seed: int) -> None:
    county = small(seed)
    levels = {Level.HOUSEHOLD: county.households.facts, Level.MEMBER: county.persons.facts}
    levels |= {Level.ASSET: county.assets.facts, Level.OBLIGOR: county.obligors.facts}
    for level, facts in levels.items():
        for name, values in facts.items():
            fact = STORED[name]
            assert fact.level is level
            if fact.codes is not None:
                assert all(fact.codes.key(code) for code in np.unique(values).tolist())
            if fact.kind is FactKind.FLAG:
                assert set(np.unique(values).tolist()) <= {0, 1}
    assert all(RELATION.key(code) for code in np.unique(county.persons.relation).tolist())


def test_nothing_is_known_of_the_means_of_households_that_were_never_surveyed() -> None:
    county = large()
    unknown = county.households.facts["means_declared"] == 0
    assert unknown.any()
    for items in (county.incomes, county.expenses):
        assert not unknown[county.persons.household[items.owner]].any()
    for items in (county.assets, county.obligors):
        assert not unknown[items.owner].any()


def test_arrays_for_the_rules_lie_as_the_register_would_give_them() -> None:
    arrays = arrays_of(large(), as_of=DEMO_DAY)
    assert arrays.size == len(large().households.numbers)
    rows = {Level.MEMBER: arrays.size, Level.ASSET: arrays.size, Level.INCOME: large().people}
    for level, parents in rows.items():
        assert len(arrays.offsets[level]) == parents + 1
    assert arrays.values["imprisoned"].dtype == np.bool_
    assert arrays.missing["can_eat"].sum() == large().people - large().persons.facts["asks_destitute_support"].sum()


def test_draws_are_the_promised_stream_of_whole_numbers() -> None:
    draws = Draws(np.random.PCG64(np.random.SeedSequence(5)))
    assert draws.below(1_000, 5).tolist() == [805, 807, 515, 285, 53]


@given(st.integers(0, 2**31), st.integers(1, 2**31))
def test_draws_stay_below_their_bound(seed: int, bound: int) -> None:
    drawn = Draws(np.random.PCG64(seed)).below(bound, 50)
    assert ((drawn >= 0) & (drawn < bound)).all()


@given(st.lists(st.integers(-1_000, 10**9), min_size=3, max_size=20))
def test_a_curve_passes_through_its_points_and_stays_between_them(places: list[int]) -> None:
    points = ((0, 5), (2_500, 40), (PARTS, 900))
    values = on_curve(points, np.array(places))
    assert ((values >= 5) & (values <= 900)).all()
    assert on_curve(points, np.array([0, 2_500, PARTS])).tolist() == [5, 40, 900]


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_the_calendar_agrees_with_the_real_one(day: date) -> None:
    found = calendar(np.array([(day - date(1970, 1, 1)).days]))
    assert tuple(int(part[0]) for part in found) == (day.year, day.month, day.day)
