"""The database keeps the promise, whoever asks."""

import pytest
from django.db import IntegrityError, connection, transaction

from minzheng.engine.registry.bitemporal import supersede
from minzheng.engine.registry.models import Asset, Fact, Household, Membership, Person, Source
from tests.engine.registry.conftest import MARCH, Family

BELIEVED = "9999-01-01 00:00:00+00"


def _refused(statement: str, parameters: list[object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def test_a_fact_cannot_be_changed_or_deleted(family: Family) -> None:
    fact = Fact.objects.filter(subject=family.head.pk).first()
    assert fact is not None
    _refused("UPDATE registry_fact SET value = 1 WHERE id = %s", [fact.pk])
    _refused("UPDATE registry_fact SET value = 1, superseded_at = %s WHERE id = %s", [MARCH, fact.pk])
    _refused("DELETE FROM registry_fact WHERE id = %s", [fact.pk])


def test_a_superseded_fact_stays_superseded(family: Family) -> None:
    fact = Fact.objects.filter(subject=family.head.pk).first()
    assert fact is not None
    assert supersede(Fact.objects.filter(pk=fact.pk), at=MARCH) == 1
    assert supersede(Fact.objects.filter(pk=fact.pk), at=MARCH) == 0
    _refused("UPDATE registry_fact SET superseded_at = %s WHERE id = %s", [BELIEVED, fact.pk])


def test_nothing_of_the_register_is_ever_deleted(family: Family) -> None:
    for model in (Person, Household, Membership, Source):
        _refused(f"DELETE FROM {model._meta.db_table}", [])  # noqa: S608 - table names of the product
    assert Asset.objects.count() == 0


def test_a_row_cannot_be_superseded_before_it_was_recorded(family: Family) -> None:
    _refused("UPDATE registry_membership SET superseded_at = '2025-01-01' WHERE id = %s", [family.membership.pk])
