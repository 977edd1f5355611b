"""What the old ledgers say agrees with the law in the main, and is wrong as often as ledgers are."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from minzheng.demo.county import DEMO_DAY, County, generate
from minzheng.demo.county import manifest as manifests
from minzheng.demo.county.as_arrays import arrays_of
from minzheng.demo.county.grants import DIBAO, DIBAO_SINGLE, NOBODY, TEKUN, Grants, grants_of
from minzheng.demo.county.ledger_files import write_ledger_files
from minzheng.demo.county.manifest import digest, fingerprint, manifest
from minzheng.demo.county.old_ledgers import FROM_LEDGERS, OldLedgers, old_ledgers
from minzheng.demo.ledgers import DestituteRow, DibaoRow, MeansRow
from minzheng.engine.assessments.computing import Results, compute
from minzheng.engine.catalogue.localities import locality
from minzheng.kernel.codes import BENEFIT_TYPE


@cache
def county() -> County:
    return generate(people=40_000, seed=11, as_of=DEMO_DAY)


@cache
def grants() -> Grants:
    return grants_of(county())


@cache
def ledgers() -> OldLedgers:
    return old_ledgers(county(), grants())


@cache
def assessed() -> Results:
    return compute(arrays_of(county(), as_of=DEMO_DAY), locality=locality("530199"), demo=True)


def test_results_of_the_cascade_lie_in_the_bands_of_a_poor_county() -> None:
    households, people = assessed().households, county().people
    share = {
        key: households["members"][households["result"] == BENEFIT_TYPE.number(key)].sum() / people
        for key in ("DIBAO", "EDGE", "RIGID")
    }
    assert 0.045 < share["DIBAO"] < 0.07
    assert 0.025 < share["EDGE"] < 0.045
    assert 0.004 < share["RIGID"] < 0.012
    assert 0.006 < (assessed().persons["benefit"] == TEKUN).mean() < 0.013


def test_families_are_refused_for_every_kind_of_reason() -> None:
    plan, declared = assessed().grounds[0].plan, county().households.facts["means_declared"] == 1
    for position, rule in enumerate(plan.conditions["dibao"]):
        failed = assessed().households["failed_dibao"] >> position & 1
        assert 0.001 < failed[declared].mean() < 0.99, rule.name


def test_most_grants_are_due_some_undue_some_missing() -> None:
    result = assessed().households["result"]
    due = assessed().households["dibao_base"] + assessed().households["dibao_uplift"]
    families = grants().of(grants().benefit == DIBAO)
    right = result[families.household] == DIBAO
    assert 0.03 < 1 - right.mean() < 0.15
    assert 0.03 < 1 - right.sum() / (result == DIBAO).sum() < 0.12
    exact = (families.amount == due[families.household])[right]
    assert 0.65 < exact.mean() < 0.97
    assert (families.part <= families.amount).all()


def test_grants_are_positive_for_somebody_and_not_of_the_future() -> None:
    found = grants()
    assert (found.amount > 0).all()
    assert (found.heads > 0).all()
    assert (found.since < (DEMO_DAY.year - 1970) * 12 + DEMO_DAY.month).all()
    of_a_person = np.isin(found.benefit, (TEKUN, DIBAO_SINGLE))
    assert ((found.person != NOBODY) == of_a_person).all()
    assert len({*zip(found.household.tolist(), found.person.tolist(), found.benefit.tolist(), strict=True)}) == len(
        found
    )


def test_only_families_with_the_allowance_in_some_townships_stand_in_ledgers_alone() -> None:
    alone = np.flatnonzero(ledgers().households)
    assert len(alone) > 50
    assert set(county().townships()[alone].tolist()) == set(FROM_LEDGERS)
    families = grants().of(grants().benefit == DIBAO)
    assert np.isin(alone, families.household).all()
    written = ~ledgers().households
    assert written[grants().household[~ledgers().grants]].all()


def test_ledger_rows_say_what_the_county_holds() -> None:
    names = dict(zip(county().persons.id_numbers.tolist(), county().persons.names.tolist(), strict=True))
    for kind, families in ledgers().rows.items():
        assert families, kind
        assert all(names[row.id_number] == row.name for family in families for row in family)
    paid = {
        row.household_number: row.monthly_amount + row.uplift_amount
        for row in _rows("dibao_ledger")
        if isinstance(row, DibaoRow)
    }
    household = {str(number): place for place, number in enumerate(county().households.numbers.tolist())}
    families_paid = grants().of(grants().benefit == DIBAO)
    amounts = dict(zip(families_paid.household.tolist(), families_paid.amount.tolist(), strict=True))
    assert paid == {number: amounts[household[number]] for number in paid}


def test_care_is_part_of_destitute_support_by_ability() -> None:
    rows = [row for row in _rows("destitute_ledger") if isinstance(row, DestituteRow)]
    assert {row.self_care_ability for row in rows} == {"全自理", "半护理", "全护理"}
    assert all(0 < row.care_amount < row.basic_amount for row in rows)
    assert all((row.institution != "") == (row.support_form == "集中供养") for row in rows)


def test_the_means_survey_holds_incomes_property_and_obligors() -> None:
    rows = [row for row in _rows("means_survey") if isinstance(row, MeansRow)]
    for part in ("incomes", "expenses", "assets", "obligor_name"):
        assert any(getattr(row, part) for row in rows), part


def test_a_few_families_stand_twice_or_under_an_unknown_village() -> None:
    families = [family for found in ledgers().rows.values() for family in found]
    first_rows = [(type(family[0]), family[0].id_number) for family in families]
    twice = len(first_rows) - len(set(first_rows))
    unknown = sum("某村" in family[0].village for family in families)
    assert 0 < twice < len(families) * 0.03
    assert 0 < unknown < len(families) * 0.03


def test_the_same_county_gives_the_same_files(tmp_path: Path) -> None:
    files = [write_ledger_files(ledgers(), tmp_path / place, seed=11) for place in ("a", "b")]
    assert [path.name[0] for path in files[0]] == ["1", "2", "3", "4", "5"]
    assert [path.read_bytes() for path in files[0]] == [path.read_bytes() for path in files[1]]


def test_ledgers_without_rows_are_not_written(tmp_path: Path) -> None:
    nobody = old_ledgers(county(), grants(), townships=())
    assert write_ledger_files(nobody, tmp_path, seed=1) == []


def test_the_manifest_lists_every_sensitive_value_with_class_division_and_owner() -> None:
    small = generate(people=300, seed=2, as_of=DEMO_DAY)
    found = json.loads(json.dumps(manifest(small)))
    sensitive = found["sensitive"]
    assert sensitive["complete"]
    assert sensitive["listed"] == sensitive["total"] == len(sensitive["values"])
    listed = {(entry["kind"], entry["value"]) for entry in sensitive["values"]}
    assert {("id_number", number) for number in small.persons.id_numbers.tolist()} <= listed
    assert {("name", name) for name in small.persons.names.tolist()} <= listed
    assert {("phone", phone) for phone in small.persons.phones.tolist() if phone} <= listed
    assert {("bank_account", account) for account in small.households.accounts.tolist()} <= listed
    assert {kind for kind, _ in listed} == {"name", "id_number", "phone", "address", "bank_account", "disability_card"}
    divisions, owners = set(map(str, small.villages.codes.tolist())), set(small.persons.id_numbers.tolist())
    for entry in sensitive["values"]:
        assert entry["data_class"] in {"L3", "L4"}
        assert entry["division"] in divisions
        assert entry["owner"] in owners
    assert found["counts"]["persons"] == found["people"] == 300
    assert found["fingerprint"] == fingerprint(small)
    assert found["arrays"]["persons.id_numbers"] == digest(small.persons.id_numbers)


def test_the_manifest_of_a_large_county_lists_an_even_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifests, "FULL_UP_TO", 100)
    sensitive = manifest(generate(people=300, seed=2, as_of=DEMO_DAY))["sensitive"]
    assert not sensitive["complete"]
    assert 80 <= sensitive["listed"] <= 100
    assert {entry["kind"] for entry in sensitive["values"]} >= {"name", "id_number", "phone", "address", "bank_account"}


def _rows(kind: str) -> list[object]:
    return [row for family in ledgers().rows[kind] for row in family]
