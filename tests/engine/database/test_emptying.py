"""Between transactional tests every table is emptied, though the application role may not TRUNCATE."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone


@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_leaves_nothing_behind() -> None:
    sources = apps.get_model("registry", "Source").objects
    sources.create(kind=1, title="台账", recorded_at=timezone.now(), recorded_by="张三")
    assert sources.count() == 1
    call_command("flush", interactive=False, verbosity=0)
    assert sources.count() == 0


@pytest.mark.django_db
def test_reference_rows_are_there_again_after_emptying() -> None:
    assert apps.get_model("registry", "FactName").objects.exists()
    assert apps.get_model("registry", "Division").objects.exists()
