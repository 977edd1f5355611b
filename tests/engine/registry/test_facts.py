from pathlib import Path

import pytest

from minzheng.engine.registry.facts import BY_NUMBER, FACTS, FROM_GRANTS, STORED, STRUCTURAL, Retention, reference
from minzheng.kernel.facts import FactKind, Level

_HUNDREDS = {
    Level.HOUSEHOLD: 1, Level.MEMBER: 2, Level.INCOME: 3, Level.EXPENSE: 4, Level.ASSET: 5, Level.OBLIGOR: 6,
}  # fmt: skip


def test_names_and_numbers_are_unique() -> None:
    assert len(BY_NUMBER) == len(FACTS)
    assert all(name == fact.name for name, fact in FACTS.items())


@pytest.mark.parametrize("fact", FACTS.values(), ids=lambda fact: fact.name)
def test_a_fact_keeps_to_the_hundred_of_its_level_and_to_a_retention_class(fact) -> None:  # type: ignore[no-untyped-def]
    assert fact.number // 100 == _HUNDREDS[fact.level]
    assert Retention(fact.retention).label
    assert fact.kind is not FactKind.TEXT or fact.default is None


def test_derived_facts_cannot_be_stored() -> None:
    assert not (STRUCTURAL | FROM_GRANTS) & STORED.keys()
    assert FACTS.keys() >= (STRUCTURAL | FROM_GRANTS)


def test_numbers_once_given_never_change() -> None:
    assert {FACTS[name].number for name in ("area", "birth_on", "income_amount", "asset_value", "support_mode")} == {
        101, 201, 302, 502, 602,
    }  # fmt: skip


def test_the_reference_page_is_current(repository: Path) -> None:
    assert (repository / "docs/reference/facts.md").read_text(encoding="utf-8") == reference.page()
