"""A village to ask about, and commands that work on the test database as in a demonstration."""

from __future__ import annotations

from typing import Any

import pytest

from minzheng.surfaces.cli import assess, explain
from tests.engine.assessments.conftest import village

__all__ = ["demonstration", "village"]


@pytest.fixture
def demonstration(django_db_setup: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Commands over the test database, with the invented county's amounts; the settings they see are given."""
    from django.conf import settings

    county = settings.MINZHENG
    for command in (assess, explain):
        monkeypatch.setattr(command, "connect", lambda: county.home)
        monkeypatch.setattr(command, "configuration", lambda: county.model_copy(update={"demo": True}))
    return county
