"""The demo county in the register: all of it or nothing, and never in a real county."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from minzheng.demo.county import DEMO_DAY, County, generate
from minzheng.demo.county.as_arrays import arrays_of
from minzheng.demo.county.grants import DIBAO, Grants, grants_of
from minzheng.demo.county.register import STEPS, Parts, clear, is_empty, reference_of, seeded_with, write_county
from minzheng.engine.assessments.computing import compute
from minzheng.engine.awards.queries import grants_on
from minzheng.engine.catalogue.localities import locality
from minzheng.engine.registry.actions import record_source
from minzheng.engine.registry.population import load_population
from minzheng.engine.registry.queries import find_person
from minzheng.engine.registry.types import RegistryProblem, SourceKind
from minzheng.kernel.facts import Level
from minzheng.kernel.months import Month

NOW = datetime(2026, 9, 1, 8, tzinfo=UTC)


@pytest.fixture
def demo(settings: Settings, tmp_path: Path) -> None:
    changed = {"demo": True, "key_ring": tmp_path / "key-ring"}
    settings.MINZHENG = settings.MINZHENG.model_copy(update=changed)


@pytest.fixture(scope="module")
def county() -> County:
    return generate(people=1_500, seed=4, as_of=DEMO_DAY)


@pytest.fixture(scope="module")
def grants(county: County) -> Grants:
    return grants_of(county)


def write(county: County, parts: Parts) -> list[str]:
    told: list[str] = []
    write_county(county, parts, by="测试", at=NOW, on_step=told.append)
    return told


@pytest.mark.django_db
def test_the_register_reads_as_the_county_was_generated(demo: None, county: County, grants: Grants) -> None:
    assert is_empty()
    assert seeded_with() is None
    assert write(county, Parts.everything(county, grants)) == list(STEPS)
    assert not is_empty()
    assert seeded_with() == reference_of(county) == "people=1500 seed=4 as_of=2026-09-01"
    read, meant = load_population(as_of=DEMO_DAY, known_at=NOW), arrays_of(county, as_of=DEMO_DAY)
    assert read.size == meant.size
    assert read.divisions.tolist() == meant.divisions.tolist()
    for level in (Level.MEMBER, Level.ASSET, Level.OBLIGOR):
        assert read.offsets[level].tolist() == meant.offsets[level].tolist(), level
    for name in (
        "income_amount",
        "expense_amount",
        "income_months",
        "birth_on",
        "relation",
        "asset_value",
        "support_mode",
    ):
        assert sorted(read.values[name].tolist()) == sorted(meant.values[name].tolist()), name
    results = [compute(arrays, locality=locality("530199"), demo=True) for arrays in (read, meant)]
    for name, column in results[0].households.items():
        assert column.tolist() == results[1].households[name].tolist(), name
    assert sorted(results[0].persons["amount"].tolist()) == sorted(results[1].persons["amount"].tolist())


@pytest.mark.django_db
def test_persons_are_found_by_number_and_grants_by_month(demo: None, county: County, grants: Grants) -> None:
    write(county, Parts.everything(county, grants))
    person = find_person(id_number=str(county.persons.id_numbers[0]), known_at=NOW)
    assert person is not None
    assert person.name == county.persons.names[0]
    in_force = grants_on(month=Month.of(DEMO_DAY), known_at=NOW)
    assert sorted(in_force.amounts.tolist()) == sorted(grants.amount.tolist())
    assert (in_force.persons == 0).sum() == (grants.benefit == DIBAO).sum()


@pytest.mark.django_db
def test_what_stands_in_ledgers_alone_is_left_out(demo: None, county: County, grants: Grants) -> None:
    chosen = county.households.village % 2 == 0
    write(county, Parts(chosen, grants.of(chosen[grants.household])))
    read = load_population(as_of=DEMO_DAY, known_at=NOW)
    assert read.size == chosen.sum()
    assert read.divisions.tolist() == county.divisions()[chosen].tolist()
    assert len(read.ids[Level.MEMBER]) == chosen[county.persons.household].sum()


@pytest.mark.django_db
def test_a_register_that_holds_anybody_is_refused(demo: None, county: County, grants: Grants) -> None:
    write(county, Parts.everything(county, grants))
    with pytest.raises(RegistryProblem, match="已有人员"):
        write(county, Parts.everything(county, grants))


@pytest.mark.django_db
def test_a_real_county_is_refused(county: County, grants: Grants) -> None:
    with pytest.raises(RegistryProblem, match="正式的县"):
        write(county, Parts.everything(county, grants))
    with pytest.raises(RegistryProblem, match="正式的县"):
        clear()
    assert is_empty()


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.django_db(transaction=True)
def test_broken_off_at_any_step_nothing_is_written(demo: None, name: str) -> None:
    small = generate(people=40, seed=1, as_of=DEMO_DAY)

    def break_off(step: str) -> None:
        if step == name:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_county(small, Parts.everything(small, grants_of(small)), by="测试", at=NOW, on_step=break_off)
    assert is_empty()
    assert seeded_with() is None


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_clearing_empties_a_demo_register_but_keeps_the_divisions(demo: None) -> None:
    small = generate(people=40, seed=1, as_of=DEMO_DAY)
    write(small, Parts.everything(small, grants_of(small)))
    clear()
    assert is_empty()
    assert seeded_with() is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM registry_division")
        assert cursor.fetchone()[0] > 190
    write(small, Parts.everything(small, grants_of(small)))
    assert not is_empty()


@pytest.mark.django_db
def test_clearing_refuses_people_who_are_not_invented(demo: None) -> None:
    source = record_source(kind=SourceKind.LEDGER, title="低保台账", by="李明", at=NOW)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO registry_household (number, division_id, address, source_id, recorded_at) VALUES ('1', 530129001001, '', %s, %s)",
            [source.pk, NOW - timedelta(days=1)],
        )
    with pytest.raises(RegistryProblem, match="不是演示数据"):
        clear()
