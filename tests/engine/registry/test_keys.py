import pytest
from django.conf import settings
from django.db import connection

from minzheng.engine.database.problems import DatabaseProblem
from minzheng.engine.registry import keys, queries
from minzheng.engine.registry.models import Person
from minzheng.engine.registry.types import Sealed
from minzheng.kernel.crypto import TamperedError
from tests.engine.registry.conftest import JANUARY, Family


def test_the_number_is_not_in_the_database_in_plain_text(family: Family) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number FROM registry_person WHERE id = %s", [family.head.pk])
        assert b"530199" not in bytes(cursor.fetchone()[0])
    assert queries.id_number_of(person=family.head) == "530199197005040017"


def test_a_number_moved_to_another_row_does_not_open(family: Family) -> None:
    other = Person.objects.get(pk=family.wife.pk)
    other.id_number = family.head.id_number
    with pytest.raises(TamperedError):
        queries.id_number_of(person=other)


def test_a_number_moved_to_another_column_does_not_open(family: Family) -> None:
    with pytest.raises(TamperedError):
        keys.open_value(Sealed.PHONE, family.head.pk, bytes(family.head.id_number))


def test_the_key_file_is_private(family: Family) -> None:
    assert settings.MINZHENG.key_ring_file.stat().st_mode & 0o777 == 0o600


def test_a_lost_key_file_is_never_replaced_silently(family: Family, tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    lost = settings.MINZHENG.model_copy(update={"key_ring": tmp_path / "key-ring"})
    monkeypatch.setattr(settings, "MINZHENG", lost)
    with pytest.raises(DatabaseProblem, match="请从备份恢复"):
        queries.find_person(id_number="530199197005040017", known_at=JANUARY)
    assert not lost.key_ring_file.exists()


def test_a_county_without_secrets_gets_its_own_keys(db: None, tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    fresh = settings.MINZHENG.model_copy(update={"key_ring": tmp_path / "key-ring"})
    monkeypatch.setattr(settings, "MINZHENG", fresh)
    assert keys.key_ring() == keys.key_ring()
    assert [path.name for path in tmp_path.iterdir()] == ["key-ring"]
