from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from minzheng.engine.registry.binary_copy import postgres_day, postgres_instant, read_columns, write_columns

BIGINT = st.integers(-(2**63), 2**63 - 1)


@pytest.fixture
def table(db: None) -> str:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE sample (a bigint, b smallint, c integer, t text) ON COMMIT DROP")
    return "sample"


def _written_and_read(table: str, values: list[int], text: bytes | np.ndarray = b"") -> dict[str, np.ndarray]:
    numbers = np.array(values, dtype=np.int64)
    columns = {"a": (8, numbers), "b": (2, 7), "c": (4, np.arange(len(values)))}
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE sample")
        write_columns(cursor, table, columns, rows=len(values), text={"t": text})
        return read_columns(cursor, f"SELECT a, b, c FROM {table} ORDER BY c", [], {"a": 8, "b": 2, "c": 4})  # noqa: S608


@pytest.mark.django_db
@given(values=st.lists(BIGINT, max_size=50))
def test_what_is_written_is_read_back(django_db_blocker, values: list[int]) -> None:  # type: ignore[no-untyped-def]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE IF NOT EXISTS sample (a bigint, b smallint, c integer, t text)")
    found = _written_and_read("sample", values)
    assert found["a"].tolist() == values
    assert found["b"].tolist() == [7] * len(values)


def test_many_blocks_come_back_whole_and_in_order(table: str) -> None:
    found = _written_and_read(table, list(range(200_000)), text="台账.xlsx".encode())
    assert (found["a"] == np.arange(200_000)).all()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), min(t), max(t) FROM sample")
        assert cursor.fetchone() == (200_000, "台账.xlsx", "台账.xlsx")


def test_each_row_can_have_its_own_text(table: str) -> None:
    texts = np.frombuffer(b"r001r002", dtype="V4")
    _written_and_read(table, [1, 2], text=texts)
    with connection.cursor() as cursor:
        cursor.execute("SELECT t FROM sample ORDER BY c")
        assert cursor.fetchall() == [("r001",), ("r002",)]


@pytest.mark.parametrize("query", ["SELECT 1::bigint, NULL::bigint", "SELECT 1::bigint, 2::smallint"])
def test_null_and_wrong_width_are_refused(db: None, query: str) -> None:
    with connection.cursor() as cursor, pytest.raises(ValueError, match="NULL"):
        read_columns(cursor, query, [], {"a": 8, "b": 8})


def test_days_and_instants_count_as_postgresql_counts(db: None) -> None:
    day, at = date(2026, 7, 1), datetime(2026, 7, 1, 8, 30, 0, 5, tzinfo=UTC)
    with connection.cursor() as cursor:
        found = read_columns(cursor, "SELECT %s::date, %s::timestamptz", [day, at], {"d": 4, "t": 8})
    assert (found["d"][0], found["t"][0]) == (postgres_day(day), postgres_instant(at))


@pytest.mark.django_db
def test_it_reads_while_statements_are_logged(django_assert_num_queries: Any) -> None:
    # As with MINZHENG_DEBUG, and wherever queries are counted.
    with django_assert_num_queries(0), connection.cursor() as cursor:
        found = read_columns(cursor, "SELECT %s::bigint", [7], {"a": 8})
    assert found["a"].tolist() == [7]
