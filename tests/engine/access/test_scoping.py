"""Two walls: what a query shows, and what the database shows to a query that forgot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import ProgrammingError, connection, connections, transaction

from minzheng.engine.access import queries
from minzheng.engine.access.models import Officer
from minzheng.engine.access.roles import Role
from minzheng.engine.access.scoping import row_level_security, scoped, visible
from minzheng.engine.access.types import ALL_SERVICES, SYSTEM, AccessProblem, Actor, Assignment
from minzheng.engine.audit.types import ActorKind, Outcome
from minzheng.engine.database.connections import embedded_settings
from minzheng.engine.database.home import Home
from tests.engine.access.conftest import AT, SOCIAL, events

TABLE = "access_walled"
ROWS = [
    (1, 530129001001, SOCIAL, False, 40),
    (2, 530129001002, "elderly", False, 41),
    (3, 530129103001, SOCIAL, False, 42),
    (4, 530129103001, "children", True, 43),
    (5, 530129001001, SOCIAL, True, 44),
]


def officer(*held: tuple[str, str], role: Role = Role.TOWNSHIP_CLERK) -> Actor:
    return Actor(
        kind=ActorKind.OFFICER,
        person=3,
        assignments=tuple(Assignment(role, service, division) for division, service in held),
    )


WEST = officer(("530129001", SOCIAL))
COUNTY = officer(("530129", ALL_SERVICES))
CHILDREN = officer(("530129", ALL_SERVICES), role=Role.CHILD_OFFICER)
ADMINISTRATOR = officer(("", ALL_SERVICES), role=Role.SECURITY_ADMINISTRATOR)
RESIDENT = Actor(kind=ActorKind.RESIDENT, person=44)
NOBODY = officer()


@pytest.fixture
def owner(county_home: Home, transactional_db: None) -> Iterator[psycopg.Connection]:
    settings = embedded_settings(county_home)["owner"]
    with psycopg.connect(
        host=settings["HOST"], port=settings["PORT"], user=settings["USER"], dbname=settings["NAME"], autocommit=True,
        **settings["OPTIONS"],
    ) as owner:  # fmt: skip
        yield owner


@pytest.fixture
def walled(owner: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """A table of another engine, behind the wall."""
    owner.execute(
        f"CREATE TABLE {TABLE} (id int, division_id bigint, service text, restricted boolean, person_id bigint)"
    )
    with owner.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {TABLE} VALUES (%s, %s, %s, %s, %s)", ROWS)  # noqa: S608 - the test's own table
    operations = row_level_security(TABLE, service="service", restricted="restricted", person="person_id")
    for operation in operations:
        owner.execute(operation.sql)
    yield owner
    for operation in reversed(operations):
        owner.execute(operation.reverse_sql)
    owner.execute(f"DROP TABLE {TABLE}")


@pytest.fixture
def pooled(county_home: Home, transactional_db: None) -> Iterator[None]:
    """Django's connection from a real pool of one: every transaction gets the one that the transaction before gave back."""
    plain = connections["default"]
    settings = plain.settings_dict | {"CONN_HEALTH_CHECKS": False}
    settings["OPTIONS"] = settings["OPTIONS"] | {"pool": {"min_size": 1, "max_size": 1}}
    connections["default"] = pooled = type(plain)(settings, "default")
    yield
    pooled.close()
    pooled.close_pool()
    connections["default"] = plain


def seen() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {TABLE} ORDER BY id")  # noqa: S608 - the test's own table
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.parametrize(
    ("actor", "rows"),
    [
        (WEST, [1]), (COUNTY, [1, 2, 3]), (CHILDREN, [1, 2, 3, 4, 5]), (SYSTEM, [1, 2, 3, 4, 5]), (ADMINISTRATOR, []),
        (NOBODY, []), (RESIDENT, [5]), (officer(("530129001", "elderly"), ("530129103", SOCIAL)), [1, 2, 3]),
    ],
)  # fmt: skip
def test_the_database_shows_an_actor_the_rows_of_the_scope(walled, actor, rows):
    with scoped(actor):
        assert seen() == rows


def test_without_a_scope_nothing_is_seen_nor_counted(walled):
    assert seen() == []
    with scoped(COUNTY):
        assert len(seen()) == 3
    # The setting now reads '' on this connection, not NULL.
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('minzheng.divisions', true)")
        assert cursor.fetchone() == ("",)
    assert seen() == []


@pytest.mark.parametrize("setting", ["", "{}", "{[1,2)}"])
def test_an_empty_or_foreign_scope_shows_nothing(walled, setting):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('minzheng.divisions', %s, true)", [setting])
        assert seen() == []


def test_the_scope_of_the_transaction_before_never_leaks_through_a_pool(walled, pooled):
    def backend() -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            return cursor.fetchone()

    with scoped(COUNTY):
        before = backend()
        assert seen() == [1, 2, 3]
    connection.close()
    assert seen() == []
    assert backend() == before
    connection.close()
    with scoped(WEST):
        assert seen() == [1]
        assert backend() == before


def test_a_scope_that_failed_leaves_nothing_behind(walled, pooled):
    with pytest.raises(ZeroDivisionError), scoped(COUNTY):
        raise ZeroDivisionError
    connection.close()
    assert seen() == []


def test_an_inner_scope_ends_where_it_ends(walled):
    with scoped(COUNTY):
        with scoped(WEST):
            assert seen() == [1]
        assert seen() == [1, 2, 3]
        with pytest.raises(ZeroDivisionError), scoped(WEST):
            raise ZeroDivisionError
        assert seen() == [1, 2, 3]


def test_the_owner_of_the_table_is_bound_too(walled):
    assert walled.execute(f"SELECT count(*) FROM {TABLE}").fetchone() == (0,)  # noqa: S608 - the test's own table


def test_a_row_cannot_be_written_out_of_scope(walled):
    insert = "INSERT INTO access_walled VALUES (%s, %s, %s, %s, %s)"
    with scoped(WEST), connection.cursor() as cursor:
        cursor.execute(insert, (6, 530129001009, SOCIAL, False, 45))
    with pytest.raises(ProgrammingError, match="row-level security"), scoped(WEST), connection.cursor() as cursor:
        cursor.execute(insert, (7, 530129103009, SOCIAL, False, 46))
    with scoped(WEST), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET service = service")  # noqa: S608 - the test's own table
        assert cursor.rowcount == 2


def test_the_application_cannot_take_the_wall_down(walled):
    for statement in (
        "DROP POLICY access_walled_scope ON access_walled",
        "ALTER TABLE access_walled DISABLE ROW LEVEL SECURITY",
    ):
        with pytest.raises(ProgrammingError, match="must be owner"), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_table_of_divisions_alone_needs_no_more(owner):
    owner.execute("CREATE TABLE access_plain (division bigint)")
    owner.execute("INSERT INTO access_plain VALUES (530129001001), (530129103001)")
    for operation in row_level_security("access_plain", division="division"):
        owner.execute(operation.sql)
    with scoped(WEST), connection.cursor() as cursor:
        cursor.execute("SELECT division FROM access_plain")
        assert cursor.fetchall() == [(530129001001,)]
    owner.execute("DROP TABLE access_plain")


@pytest.fixture
def officers(db: None) -> None:
    for serial, division, unit in [(1, 530129001001, SOCIAL), (2, 530129001002, "elderly"), (3, 530129103001, SOCIAL)]:
        Officer.objects.create(
            id=serial, name="甲", id_number=b"", id_number_index=bytes([serial]), unit=unit, division=division, created_at=AT
        )  # fmt: skip


@pytest.mark.parametrize(
    ("actor", "all_services", "by_service"),
    [
        (WEST, [1, 2], [1]), (COUNTY, [1, 2, 3], [1, 2, 3]), (SYSTEM, [1, 2, 3], [1, 2, 3]), (ADMINISTRATOR, [], []), (NOBODY, [], []),
        (RESIDENT, [], []), (officer(("530129001", "elderly"), ("530129103", SOCIAL)), [1, 2, 3], [2, 3]),
        (officer(("530129001", "elderly"), ("530129001", SOCIAL)), [1, 2], [1, 2]),
    ],
)  # fmt: skip
def test_a_query_shows_a_service_only_where_it_is_held(officers, actor, all_services, by_service):
    def ids(**columns: Any) -> list[int]:
        rows = visible(Officer.objects.order_by("id"), actor, division="division", **columns)
        return list(rows.values_list("id", flat=True))

    assert ids() == all_services
    assert ids(service="unit") == by_service


def test_a_refusal_outlives_the_transaction_it_undoes(transactional_db):
    def confirm() -> None:
        with scoped(WEST):
            Officer.objects.create(
                id=9, name="甲", id_number=b"", id_number_index=b"", unit="", division=0, created_at=AT
            )
            queries.require(WEST, [Role.COUNTY_LEAD], service=SOCIAL, division=1, action="cases.confirm", at=AT)

    with pytest.raises(AccessProblem) as refused:
        confirm()
    assert not Officer.objects.exists()
    (event,) = events("cases.confirm")
    assert event.outcome == Outcome.DENIED
    assert refused.value.denial is not None
    assert refused.value.denial.event == event.pk


def test_a_refusal_that_was_caught_is_recorded_once(transactional_db):
    with scoped(WEST), pytest.raises(AccessProblem):
        queries.require(WEST, [Role.COUNTY_LEAD], service=SOCIAL, division=530129001001, action="cases.confirm", at=AT)
    assert len(events("cases.confirm")) == 1


def test_a_problem_that_is_no_refusal_passes_through(transactional_db):
    with pytest.raises(AccessProblem, match="已停用"), scoped(WEST):
        queries.actor_of(0, on=AT.date(), origin="")
