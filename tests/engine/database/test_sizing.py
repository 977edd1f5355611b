"""Server settings sized to the machine."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from minzheng.engine.database.sizing import machine_memory, shared_memory_size, sized_settings

GIB = 1 << 30


def megabytes(text: str) -> int:
    assert text.endswith("MB")
    return int(text.removesuffix("MB"))


@given(memory=st.integers(min_value=GIB // 2, max_value=4096 * GIB), shared=st.integers(min_value=0, max_value=GIB))
def test_the_server_leaves_most_of_the_machine_to_others(memory: int, shared: int) -> None:
    settings = sized_settings(memory=memory, shared_memory=shared)
    assert megabytes(settings["shared_buffers"]) <= memory // 4 >> 20
    assert 4 <= megabytes(settings["work_mem"]) <= 32


def test_a_small_shared_memory_is_not_relied_upon() -> None:
    assert sized_settings(memory=GIB, shared_memory=64 << 20)["dynamic_shared_memory_type"] == "mmap"
    assert sized_settings(memory=GIB, shared_memory=GIB)["dynamic_shared_memory_type"] == "posix"


def test_this_machine_is_measured() -> None:
    assert machine_memory() > GIB // 4
    assert shared_memory_size() >= 0
