from __future__ import annotations

from collections.abc import Iterator

import pytest

from minzheng.engine.database.home import Home
from tests.throwaway import throwaway_home


@pytest.fixture
def home() -> Iterator[Home]:
    """An empty home of its own, whose server may be broken on purpose."""
    with throwaway_home() as home:
        yield home
