"""Guides: how a service is asked for, made from what its folder declares. What is not declared is not made up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from minzheng.engine.access.roles import Role
from minzheng.engine.catalogue.chapters import Chapter, load_chapter
from minzheng.engine.catalogue.entrances import Entrance
from minzheng.engine.catalogue.procedures import Procedure
from minzheng.engine.catalogue.procedures import Step as DeclaredStep
from minzheng.engine.rules.sentences import Basis, Sentences
from minzheng.surfaces.portal.standards import Standard, standards_of


@dataclass(frozen=True)
class Condition:
    """One condition, with the articles it stands in and what they say in our words."""

    label: str
    basis: tuple[Basis, ...]


@dataclass(frozen=True)
class Step:
    """One step of the usual course: what, by whom, within what time."""

    title: str
    by: str
    within: str
    law: str


@dataclass(frozen=True)
class Guide:
    """One service as a resident reads it.

    Attributes:
        conditions: all of them must hold.
        serves: whom.
        who: who may apply; empty where the procedure is not declared.
        limits: statutory limits over the whole procedure: title, time, law.
        law: citations of the service itself.
    """

    entrance: Entrance
    title: str
    serves: str
    conditions: tuple[Condition, ...]
    who: tuple[str, ...]
    steps: tuple[Step, ...]
    limits: tuple[tuple[str, str, str], ...]
    standards: tuple[Standard, ...]
    law: tuple[str, ...]


def guide_of(entrance: Entrance, *, place: str, demo: bool, on: date) -> Guide:
    """Return the guide of a service as it is on a day.

    Args:
        place, demo: whose parameters govern, and whether invented ones may be shown as confirmed.
    """
    chapter, matter = load_chapter(entrance.matter.chapter), entrance.matter
    procedure = _procedure(entrance)
    return Guide(
        entrance=entrance,
        title=matter.title,
        serves={"household": "家庭", "person": "个人"}.get(matter.serves or "", ""),
        conditions=tuple(_conditions(chapter, str(matter.code), place=place, demo=demo, on=on)),
        who=tuple(Role(role).label for role in procedure.by) if procedure else (),
        steps=tuple(_steps(procedure)) if procedure else (),
        limits=tuple(_limits(procedure)) if procedure else (),
        standards=tuple(standards_of(chapter, entrance.standards, place=place, demo=demo, on=on)),
        law=matter.law,
    )


def _procedure(entrance: Entrance) -> Procedure | None:
    """The application, in its newest version."""
    found = [each for each in entrance.matter.procedures() if each.name == "application"]
    return max(found, key=lambda each: each.version, default=None)


def _conditions(chapter: Chapter, code: str, *, place: str, demo: bool, on: date) -> Iterator[Condition]:
    plan = chapter.rules.on(on, chapter.parameters.at(place=place, on=on, demo=demo))
    sentences = Sentences.of(chapter.rules)
    for rule in plan.conditions.get(code, ()):
        yield Condition(rule.label, sentences.basis(rule, on))


def _steps(procedure: Procedure) -> Iterator[Step]:
    """The course of a case that is granted: from the start, a step to each new state.

    Where several lead on, the one that needs no written reason is the usual one: reasons are written for what turns off the way.
    """
    state, seen = procedure.start.key, {procedure.start.key}
    while not procedure.states[state].final:
        ways = [each for each in procedure.steps_from(state) if _leads_on(procedure, each, seen)]
        if not ways:
            return
        step = min(ways, key=lambda each: any(need.gate == "reason" for need in each.needs))
        yield Step(step.title, "、".join(Role(role).label for role in step.by), str(step.within or ""), step.law or "")
        state = step.target
        seen.add(state)


def _leads_on(procedure: Procedure, step: DeclaredStep, seen: set[str]) -> bool:
    target = procedure.states[step.target]
    return step.target not in seen and not target.pauses and (not target.final or step.decides == "grant")


def _limits(procedure: Procedure) -> Iterator[tuple[str, str, str]]:
    for clock in procedure.clocks.values():
        yield clock.title, str(clock.within), clock.law
        if clock.extended:
            yield "情况复杂时", str(clock.extended), clock.law
        if clock.delegated:
            yield "委托乡镇（街道）确认时", str(clock.delegated), clock.law
