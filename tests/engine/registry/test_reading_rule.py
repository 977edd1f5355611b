import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from minzheng.engine.registry.reading_rule import FactRows, settle

RECORD = st.tuples(
    st.integers(0, 4), st.integers(0, 9), st.integers(0, 3), st.integers(0, 3), st.sampled_from([1, 2, 3])
)  # place, value, recorded_at, valid_from, standing


def _rows(records: list[tuple[int, int, int, int, int]]) -> FactRows:
    columns = np.array(records, dtype=np.int64).reshape(-1, 5)
    nothing = np.zeros(len(records), dtype=np.int16)
    return FactRows(
        subject=columns[:, 0], value=columns[:, 1], recorded_at=columns[:, 2], valid_from=columns[:, 3].astype(np.int32),
        name=nothing, key=nothing, item=nothing, standing=columns[:, 4].astype(np.int16),
    )  # fmt: skip


@given(st.lists(RECORD, max_size=40))
def test_the_strongest_record_of_each_place_is_read(records: list[tuple[int, int, int, int, int]]) -> None:
    rows = _rows(records)
    values, seen = settle(rows, rows.subject, 5)
    for place in range(5):
        here = [(standing, start, known, value) for at, value, known, start, standing in records if at == place]
        assert seen[place] == bool(here)
        assert values[place] == (max(here)[3] if here else 0)


@given(st.lists(RECORD, max_size=40), st.randoms())
def test_the_order_of_the_rows_does_not_matter(records, random) -> None:  # type: ignore[no-untyped-def]
    rows = _rows(records)
    shuffled = records[:]
    random.shuffle(shuffled)
    other = _rows(shuffled)
    assert settle(rows, rows.subject, 5)[0].tolist() == settle(other, other.subject, 5)[0].tolist()


@given(st.lists(st.integers(100, 130), max_size=60))
def test_rows_are_grouped_by_name(names: list[int]) -> None:
    rows = _rows([(index, index, 0, 0, 1) for index in range(len(names))])
    rows = FactRows(*(np.array(names, dtype=np.int16) if column is rows.name else column for column in rows.columns()))
    groups = {name: part.value.tolist() for name, part in rows.by_name()}
    assert groups == {name: [i for i, other in enumerate(names) if other == name] for name in sorted(set(names))}
