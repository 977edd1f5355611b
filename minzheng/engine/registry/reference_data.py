"""Reference rows that come with the release: divisions of every locality folder, names of the declared facts."""

import csv
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from typing import Any

from django.db import transaction

from minzheng.engine.registry.facts import FACTS
from minzheng.engine.registry.models import Division, FactName

_IN_FORCE_FROM = date(1949, 10, 1)
_PSEUDO_TOWNSHIP_DIGITS = ("4", "5")


def after_migrate(*, using: str, **_: Any) -> None:
    """Bring the reference tables in step with the release; runs after every `migrate`, as the owner."""
    sync_fact_names(using=using)
    sync_divisions(using=using)


def sync_fact_names(*, using: str) -> None:
    """Write number, name and label of every declared fact, so that the database can be read by hand."""
    rows = [FactName(number=fact.number, name=fact.name, label=fact.label) for fact in FACTS.values()]
    with transaction.atomic(using=using):
        FactName.objects.using(using).exclude(name__in=FACTS).delete()
        FactName.objects.using(using).bulk_create(
            rows, update_conflicts=True, unique_fields=["number"], update_fields=["name", "label"]
        )


def sync_divisions(*, using: str) -> None:
    """Add the divisions of all locality folders; those already there keep what officers set about them."""
    rows = {row.code: row for row in _declared_divisions()}
    with transaction.atomic(using=using):
        Division.objects.using(using).bulk_create(
            sorted(rows.values(), key=lambda row: row.code),
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["name", "level", "parent"],
        )


def _declared_divisions() -> Iterator[Division]:
    for folder in sorted(files("minzheng.localities").iterdir(), key=lambda entry: entry.name):
        table = folder / "divisions.csv"
        if table.is_file():
            yield from map(_division, csv.DictReader(table.read_text(encoding="utf-8").splitlines()))


def _division(row: dict[str, str]) -> Division:
    return Division(
        code=int(row["code"]),
        name=row["name"],
        level=row["level"],
        parent_id=int(row["parent"]) if row["parent"] else None,
        valid_from=_IN_FORCE_FROM,
        is_statistical_only=row["code"][6] in _PSEUDO_TOWNSHIP_DIGITS,
    )
