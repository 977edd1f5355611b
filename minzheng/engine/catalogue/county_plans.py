"""What a county's leaders look at: the targets of its plan, and where its townships stand on the schematic map.

Declared in `localities/<code>/plan.yaml` and `map.yaml` of the county whose divisions are registered, which an invented county borrows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources

from minzheng.engine.catalogue.localities import HOME
from minzheng.engine.catalogue.schema import check
from minzheng.laws.strict_yaml import Document, load_document

Position = tuple[int, int]
"""Column and row of a hexagon; every other row is shifted by half a column."""


@dataclass(frozen=True)
class Target:
    """A promise of the plan: a measured value of at least `at_least` in `unit` by the day `due`."""

    title: str
    at_least: int
    unit: str
    due: date
    source: str


@dataclass(frozen=True)
class Plan:
    """The plan of a county; targets by the indicator they bind."""

    title: str = ""
    targets: Mapping[str, Target] = field(default_factory=dict)


@cache
def plan_of(county: str) -> Plan:
    """Return the plan of a county (6 digits); one without targets where none is declared.

    Raises:
        YamlProblem: with file and line, if the declaration is not as it should be.
    """
    document = _document(county, "plan.yaml", "plan")
    if document is None:
        return Plan()
    body = document.data
    return Plan(
        body["title"],
        {
            key: Target(row["title"], row["at_least"], row["unit"], row["due"], f"{body['title']} {row['chapter']}")
            for key, row in body["targets"].items()
        },
    )


@cache
def map_of(county: str) -> Mapping[int, Position]:
    """Return where the townships (12 digits) of a county stand on its map; empty where none is declared.

    Raises:
        YamlProblem: with file and line, if the declaration is not as it should be.
    """
    document = _document(county, "map.yaml", "county_map")
    if document is None:
        return {}
    return {int(code): (column, row) for code, (column, row) in document.data["hexagons"].items()}


def _document(county: str, name: str, schema: str) -> Document | None:
    file = resources.files(HOME) / county / name
    if not file.is_file():
        return None
    document = load_document(file.read_text(encoding="utf-8"), f"localities/{county}/{name}")
    check(document, schema)
    return document
