"""An invented county that answers, without a database."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client


@pytest.fixture
def demo(settings: Any) -> Client:
    """Whoever reads the pages of the invented county."""
    settings.MINZHENG = settings.MINZHENG.model_copy(update={"demo": True})
    return Client()


@pytest.fixture
def real(settings: Any) -> Client:
    """Whoever reads the pages of the real county, whose amounts nobody has confirmed."""
    settings.MINZHENG = settings.MINZHENG.model_copy(update={"demo": False, "locality": "530129"})
    return Client()
