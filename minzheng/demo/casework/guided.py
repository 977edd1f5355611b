"""Invented cases that wait for whoever tries a task out: each rests where somebody is to go on with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from minzheng.demo.casework.families import Family, family
from minzheng.demo.casework.stories import Story, key_of
from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM
from minzheng.engine.cases.queries import number_opened_with

_CODE = "minimum_living_allowance.application"
_FIRST_SERIAL = 1_150
"""Beyond the numbers of those who apply online."""


@dataclass(frozen=True)
class Guided:
    """A case that waits: what it is, and how many days ago it was opened."""

    key: str
    story: Story
    days: int


GUIDED: Mapping[str, Guided] = {
    "visit": Guided("guided visit", Story(_CODE, "poor", rests="INVESTIGATING"), 11),
    "verify": Guided("guided verify", Story(_CODE, "poor", rests="INVESTIGATING", records=("home_visit",)), 12),
    "propose": Guided(
        "guided propose", Story(_CODE, "poor", rests="INVESTIGATING", records=("home_visit", "verification")), 13
    ),
    "family": Guided("guided family", Story(_CODE, "poor", rests="PUBLICITY"), 14),
    "review": Guided("guided review", Story(_CODE, "poor", rests="COUNTY_REVIEW"), 28),
    "confirm": Guided("guided confirm", Story(_CODE, "poor", rests="TO_CONFIRM"), 31),
}
"""By what is to be done with it next."""


def people_of(name: str) -> Family:
    """The family of a case that waits, the same in every demonstration."""
    random = Random(f"guided {name}")  # noqa: S311 - an invented county is no secret
    return family(random, _FIRST_SERIAL + list(GUIDED).index(name), kind="poor")


def number_of(name: str) -> str | None:
    """The number of a case that waits; None where the county was built without it."""
    guided = GUIDED[name]
    with scoped(SYSTEM):
        return number_opened_with(key_of(guided.key, guided.story.code))
