"""What each database role may do."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection


@pytest.mark.django_db
def test_it_works_as_the_application_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolcreatedb, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("minzheng_app", False, False, False, False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    ["CREATE TABLE mine (x int)", "CREATE SCHEMA mine", "TRUNCATE django_migrations", "DROP TABLE django_migrations"],
)
def test_the_application_role_cannot_change_the_schema(statement: str) -> None:
    with connection.cursor() as cursor, pytest.raises(ProgrammingError):
        cursor.execute(statement)


@pytest.mark.django_db
def test_the_application_role_owns_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user AND relpersistence <> 't'"
        )
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_the_application_role_may_use_temporary_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE staging (x int) ON COMMIT DROP")
        cursor.execute("INSERT INTO staging VALUES (1), (2)")
        assert cursor.rowcount == 2


@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_may_commit() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
