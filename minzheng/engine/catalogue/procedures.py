"""Procedures: how a service is carried out, step by step, as declared in `procedures/<name>.v<n>.yaml` of its folder."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from minzheng.laws.strict_yaml import Document

FILE_NAME = re.compile(r"(?P<name>[a-z_]+)\.v(?P<version>[1-9][0-9]*)\.yaml")


class LimitUnit(StrEnum):
    """In what a limit is counted."""

    WORKING_DAYS = "wd"
    DAYS = "d"
    HOURS = "h"
    MONTHS = "months"

    @property
    def label(self) -> str:
        """The word after the figure."""
        return {"wd": "个工作日", "d": "日", "h": "小时", "months": "个月"}[self.value]


@dataclass(frozen=True)
class Limit:
    """A limit of time as the law words it."""

    count: int
    unit: LimitUnit

    @classmethod
    def read(cls, text: str) -> Limit:
        """Read ``3 wd``; the schema has seen to the form."""
        count, unit = text.split(" ")
        return cls(int(count), LimitUnit(unit))

    def __str__(self) -> str:
        return f"{self.count}{self.unit.label}"


@dataclass(frozen=True)
class Need:
    """What must be so before a step: a gate by name, and what it is told."""

    gate: str
    argument: Any = None


@dataclass(frozen=True)
class State:
    """Where a case can stand."""

    key: str
    title: str
    phase: str
    start: bool
    final: bool
    pauses: bool
    waits_for: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One row of the flow: who may do what from where, by when, and what follows.

    Attributes:
        key: the verb, e.g. ``accept``; stored with each movement.
        sources: states it starts from; target: the state it leads to.
        by: roles that may do it.
        within: limit counted from the day the case entered the state.
        set_locally: a locality may shorten the limit.
        answer_within: how long whoever its letter tells has to answer; a locality may give them longer.
        needs: gates, in the order they are named to the officer.
        once: at most once in the life of a case.
        letter, notice: codes of what is issued or posted.
        decides: what kind of decision this is, if any.
        effect: what else comes of it, by name; `cases.effects` carries it out.
    """

    key: str
    title: str
    sources: tuple[str, ...]
    target: str
    by: tuple[str, ...]
    within: Limit | None
    set_locally: bool
    needs: tuple[Need, ...]
    once: bool
    letter: str | None
    notice: str | None
    decides: str | None
    law: str | None
    effect: str | None = None
    answer_within: Limit | None = None


@dataclass(frozen=True)
class Clock:
    """A statutory limit over several steps: starts with one step, ends with the case."""

    key: str
    title: str
    starts_with: str
    within: Limit
    extended: Limit | None
    delegated: Limit | None
    law: str


@dataclass(frozen=True)
class NoticeDeclared:
    """Something posted in public: before the decision for some calendar days, or after it."""

    key: str
    title: str
    before: bool
    days: int | None
    law: str


@dataclass(frozen=True)
class RecordField:
    """One column of a record; `fact` names what of the register a step adopts from it."""

    key: str
    label: str
    type: str
    choices: Mapping[str, str]
    required: bool
    at_least: int
    personal: str
    fact: str | None = None


@dataclass(frozen=True)
class RecordKind:
    """A record made on the way: a home visit, a review meeting, a hearing."""

    key: str
    title: str
    by: tuple[str, ...]
    people: int
    fields: tuple[RecordField, ...]
    law: str | None


@dataclass(frozen=True)
class Online:
    """How anybody asks for it online, without an account.

    Attributes:
        title, says: what it is called there, and when one asks for it.
        next: what comes afterwards, as people are told.
        record: the record that is filled in.
        step: the step that follows at once; "" where somebody in office looks at it first.
        today: the field that holds the day; "" where none does.
        fixed: fields the product fills in.
        own_case: what it is called beside a case of one's own; "" where it is not offered there.
    """

    title: str
    says: str
    next: tuple[str, ...]
    record: str
    step: str
    today: str
    fixed: Mapping[str, str]
    own_case: str = ""


@dataclass(frozen=True)
class Procedure:
    """One declared procedure of a service, in one version; a case keeps the version it was opened under.

    Cases `at_county` are kept at the county: townships and villages, whom they may be about, do not see them. Those `kept_from_handlers`
    are seen by nobody who did anything in the case they are about. One that `follows_bad_ratings` is opened by the product for each of them.
    """

    chapter: str
    matter: str
    name: str
    version: int
    title: str
    opens: str
    results: tuple[str, ...]
    by: tuple[str, ...]
    form: str | None
    restricted: bool
    at_county: bool
    kept_from_handlers: bool
    follows_bad_ratings: bool
    law: tuple[str, ...]
    states: Mapping[str, State]
    steps: Mapping[str, Step]
    clocks: Mapping[str, Clock]
    notices: Mapping[str, NoticeDeclared]
    records: Mapping[str, RecordKind]
    online: Online | None
    document: Document = field(repr=False, compare=False)

    @property
    def code(self) -> str:
        """How cases refer to it, whatever the version: ``minimum_living_allowance.application``."""
        return f"{self.matter}.{self.name}"

    @cached_property
    def start(self) -> State:
        """The state a case opens in."""
        return next(state for state in self.states.values() if state.start)

    @cached_property
    def phases(self) -> tuple[str, ...]:
        """Its phases in the order they are declared."""
        return tuple(dict.fromkeys(state.phase for state in self.states.values()))

    def steps_from(self, state: str) -> Iterator[Step]:
        """The steps that start from a state, as declared."""
        return (step for step in self.steps.values() if state in step.sources)


def read_procedure(document: Document, *, chapter: str, matter: str, name: str, version: int) -> Procedure:
    """Build a procedure from a document that fits the schema."""
    body = document.data
    return Procedure(
        chapter=chapter,
        matter=matter,
        name=name,
        version=version,
        title=body["title"],
        opens=body["opens"],
        results=tuple(body.get("results", ())),
        by=tuple(body["by"]),
        form=body.get("form"),
        restricted=body.get("restricted", False),
        at_county=body.get("place") == "county",
        kept_from_handlers=body.get("kept_from_handlers", False),
        follows_bad_ratings=body.get("follows_bad_ratings", False),
        law=tuple(body["law"]),
        states={key: _state(key, row) for key, row in body["states"].items()},
        steps={key: _step(key, row) for key, row in body["flow"].items()},
        clocks={key: _clock(key, row) for key, row in body.get("clocks", {}).items()},
        notices={key: _notice(key, row) for key, row in body.get("notices", {}).items()},
        records={key: _record(key, row) for key, row in body.get("records", {}).items()},
        online=_online(body["online"]) if "online" in body else None,
        document=document,
    )


def _online(row: Mapping[str, Any]) -> Online:
    return Online(
        row["title"], row["says"], tuple(row["next"]), row["record"], row.get("step", ""), row.get("today", ""), row.get("fixed", {}),
        row.get("own_case", ""),
    )  # fmt: skip


def _state(key: str, row: Mapping[str, Any]) -> State:
    return State(
        key,
        row["title"],
        row.get("phase", row["title"]),
        row.get("start", False),
        row.get("final", False),
        row.get("pauses", False),
        tuple(row.get("waits_for", ())),
    )


def _step(key: str, row: Mapping[str, Any]) -> Step:
    return Step(
        key=key,
        title=row["title"],
        sources=tuple(row["from"]),
        target=row["to"],
        by=tuple(row["by"]),
        within=_limit(row.get("within")),
        set_locally=row.get("set_locally", False),
        needs=tuple(_need(each) for each in row.get("needs", ())),
        once=row.get("once", False),
        letter=row.get("letter"),
        notice=row.get("notice"),
        decides=row.get("decides"),
        law=row.get("law"),
        effect=row.get("effect"),
        answer_within=_limit(row.get("answer_within")),
    )


def _clock(key: str, row: Mapping[str, Any]) -> Clock:
    return Clock(
        key, row["title"], row["from"], Limit.read(row["within"]), _limit(row.get("extended")), _limit(row.get("delegated")),
        row["law"],
    )  # fmt: skip


def _notice(key: str, row: Mapping[str, Any]) -> NoticeDeclared:
    return NoticeDeclared(key, row["title"], row["kind"] == "before", row.get("days"), row["law"])


def _record(key: str, row: Mapping[str, Any]) -> RecordKind:
    return RecordKind(
        key, row["title"], tuple(row["by"]), row.get("people", 1),
        tuple(_field(name, each) for name, each in row["fields"].items()), row.get("law"),
    )  # fmt: skip


def _field(key: str, row: Mapping[str, Any]) -> RecordField:
    return RecordField(
        key, row["label"], row["type"], row.get("choices", {}), row.get("required", False), row.get("at_least", 0),
        row.get("personal", "L3"), row.get("fact"),
    )  # fmt: skip


def _need(each: str | Mapping[str, Any]) -> Need:
    if isinstance(each, str):
        return Need(each)
    ((gate, argument),) = each.items()
    return Need(gate, argument)


def _limit(text: str | None) -> Limit | None:
    return None if text is None else Limit.read(text)
